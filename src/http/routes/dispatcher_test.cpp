// SPDX-License-Identifier: Apache-2.0
#include "http/routes/dispatcher.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace gx::http {
namespace {

base::Json json(std::string_view text) {
    auto parsed = base::parse_json(text);
    EXPECT_TRUE(parsed.ok()) << text;
    return parsed.ok() ? *parsed : base::Json{};
}

constexpr std::string_view kDocument = R"({"paths": {
  "/things/{id}": {"get": {"operationId": "getThing", "x-action": "public.read", "x-scope": "public", "x-roles": ["public"],
    "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "pattern": "^[a-z]+$"}}]}},
  "/things/all": {"get": {"operationId": "allThings", "x-action": "public.read", "x-scope": "public", "x-roles": ["public"]}},
  "/secret": {"post": {"operationId": "secret", "x-action": "record.register", "x-scope": "rows", "x-roles": ["R1"],
    "x-body-bytes-max": 10}},
  "/own": {"get": {"operationId": "own", "x-action": "record.read", "x-scope": "rows", "x-roles": ["R1"]},
           "post": {"operationId": "later", "x-action": "record.register", "x-scope": "rows", "x-roles": ["R1"], "x-body-bytes-max": 10}},
  "/quiet": {"get": {"operationId": "quiet", "x-action": "public.read", "x-scope": "public", "x-roles": ["public"]}},
  "/healthz": {"get": {"operationId": "health", "x-action": "service.health", "x-scope": "service", "x-roles": ["public"]}}}})";

class DispatcherTest : public testing::Test {
protected:
    std::vector<Route> routes() {
        std::vector<Route> all(7);
        all[0] = {.pattern = "/things/{id}", .operation = "getThing", .action = "public.read"};
        all[0].handler = [this](const Call& call) -> base::Result<Answer> {
            ++calls;
            const std::string id = call.parameters.text_or_empty("id");
            if (id == "none") { return base::Error{base::ErrorCode::NotFound, "thing.unknown", "hidden detail"}; }
            if (id == "broken") { return base::Error{base::ErrorCode::Corrupt, "thing.broken", "hidden", "/etc/passwd"}; }
            return Answer::of(base::Json::object().set("id", id));
        };
        all[1] = {.pattern = "/things/all", .operation = "allThings", .action = "public.read"};
        all[1].handler = [](const Call&) -> base::Result<Answer> { return Answer::of(base::Json::array()); };
        all[2] = {.method = Method::Post, .pattern = "/secret", .operation = "secret", .action = "record.register",
                  .scope = Scope::Rows, .body_bytes_max = 10};
        all[2].handler = [](const Call&) -> base::Result<Answer> { return Answer{}; };
        all[6] = {.pattern = "/healthz", .operation = "health", .action = "service.health", .scope = Scope::Service,
                  .caching = Caching::Never};
        all[6].handler = [](const Call&) -> base::Result<Answer> { return Answer::of(base::Json::object()); };
        all[5] = {.pattern = "/quiet", .operation = "quiet", .action = "public.read", .caching = Caching::Never, .untraced = true};
        all[5].handler = [](const Call&) -> base::Result<Answer> { return base::Error{base::ErrorCode::Corrupt, "thing.broken", "hidden"}; };
        all[3] = {.pattern = "/own", .operation = "own", .action = "record.read", .scope = Scope::Rows};
        all[3].handler = [this](const Call& call) -> base::Result<Answer> {
            ++calls;
            return Answer::of(base::Json::object().set("tenant", call.actor.tenant));
        };
        all[4] = {.method = Method::Post, .pattern = "/own", .operation = "later", .action = "record.register",
                  .scope = Scope::Rows, .run_on = RunOn::Later, .body_bytes_max = 10};
        all[4].later = [](const Call& call, std::function<void(base::Result<Answer>)> told) {
            if (call.request.body == "no") { return told(base::Error{base::ErrorCode::NotFound, "thing.unknown"}); }
            Answer answer = Answer::of(base::Json::object().set("by", call.actor.account));
            answer.status = 201;
            answer.location = "/own/1";
            told(std::move(answer));
        };
        return all;
    }
    static app::AccessTable access() { return *app::AccessTable::make({{"R1", {"record.register", "record.read"}}}); }
    /// Tokens "a" and "b" of two counties, "r" that may only read.
    static std::shared_ptr<const app::Holder> holder(std::string_view token) {
        const std::string name(token);
        if (name != "a" && name != "b" && name != "r") { return nullptr; }
        std::set<std::string, std::less<>> actions = {"record.read"};
        if (name != "r") { actions.insert("record.register"); }
        return std::make_shared<app::Holder>(
            app::Holder{{.account = name, .tenant = name == "b" ? "990102" : "990101", .actions = actions}, name, {}});
    }

    Dispatcher make(DispatcherOptions options = {}, StaticFiles files = {}) {
        auto table = RouteTable::make(routes(), json(kDocument), access());
        EXPECT_TRUE(table.ok()) << table.error().detail;
        auto catalogue = ProblemCatalogue::from_json(json(R"({
            "thing.unknown": {"status": 404, "zh": "没有", "en": "None"},
            "http.method_not_allowed": {"status": 405, "zh": "不行", "en": "No"},
            "http.target_too_long": {"status": 414, "zh": "长", "en": "Long"},
            "server.failed": {"status": 500, "zh": "出错", "en": "Failed"}})"));
        EXPECT_TRUE(catalogue.ok());
        options.freshness = [this] { return freshness; };
        options.authenticate = holder;
        options.fault_log = [this](std::string_view line) { faults += line; };
        options.access_log = [this](std::string_view line) { log += line; };
        return {std::move(*table), std::move(*catalogue), access(), std::move(files), std::move(options)};
    }
    Response ask(Dispatcher& dispatcher, Method method, std::string_view path, std::vector<Field> fields = {}) {
        Request request;
        request.method = method;
        request.target = path;
        request.path = path.substr(0, path.find('?'));
        request.query = path.find('?') == std::string_view::npos ? "" : path.substr(path.find('?') + 1);
        request.fields = std::move(fields);
        request.fields.push_back({"Host", "gx.example:8080"});
        request.trace = "t1";
        Admission admission = dispatcher.admit(request);
        Response response = admission.answer ? *admission.answer : dispatcher.handle(request, admission);
        dispatcher.served(admission, {.trace = "t1", .method = method, .status = response.status});
        return response;
    }
    static std::string body(const Response& response) { return response.body ? *response.body : ""; }
    static std::string etag(const Response& response) {
        const std::string head = (response.shared_head ? *response.shared_head : "") + response.head;
        const auto at = head.find("ETag: ");
        return at == std::string::npos ? "" : head.substr(at + 6, head.find('\r', at) - at - 6);
    }

    Freshness freshness{1, base::Date::from_days(20'000)};
    int calls = 0;
    std::string faults;
    std::string log;
};

TEST_F(DispatcherTest, AnswersAndCachesUntilThePositionMoves) {
    auto dispatcher = make();
    const auto first = ask(dispatcher, Method::Get, "/api/v1/things/abc");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(body(first), R"({"id":"abc"})");
    EXPECT_EQ(body(ask(dispatcher, Method::Get, "/api/v1/things/abc")), R"({"id":"abc"})");
    EXPECT_EQ(calls, 1);
    ++freshness.position;
    ask(dispatcher, Method::Get, "/api/v1/things/abc");
    EXPECT_EQ(calls, 2);
    freshness.day = freshness.day.plus_days(1);
    ask(dispatcher, Method::Get, "/api/v1/things/abc");
    EXPECT_EQ(calls, 3);
    ask(dispatcher, Method::Get, "/api/v1/things/abc", {{"Cookie", "gx=1"}});
    EXPECT_EQ(calls, 4);
    EXPECT_NE(log.find(R"("operation":"getThing")"), std::string::npos);
    EXPECT_EQ(log.find("abc"), std::string::npos) << "a path may hold what nobody should log";
}

TEST_F(DispatcherTest, SendsAnUnchangedAnswerOnce) {
    auto dispatcher = make();
    const auto first = ask(dispatcher, Method::Get, "/api/v1/things/abc");
    const std::string tag = etag(first);
    ASSERT_FALSE(tag.empty());
    for (int i = 0; i < 2; ++i) {
        const auto again = ask(dispatcher, Method::Get, "/api/v1/things/abc", {{"If-None-Match", tag}});
        EXPECT_EQ(again.status, 304);
        EXPECT_EQ(body(again), "");
        ++freshness.position;  // another position, the same bytes
    }
    EXPECT_EQ(ask(dispatcher, Method::Get, "/api/v1/things/other", {{"If-None-Match", tag}}).status, 200);
}

TEST_F(DispatcherTest, PrefersAFixedPathToAVariable) {
    auto dispatcher = make();
    EXPECT_EQ(body(ask(dispatcher, Method::Get, "/api/v1/things/all")), "[]");
}

struct RefusalCase {
    const char* name;
    Method method;
    const char* path;
    int status;
    const char* reason;
};

class RefusedRequests : public DispatcherTest, public testing::WithParamInterface<RefusalCase> {};

TEST_P(RefusedRequests, AreProblemDocuments) {
    auto dispatcher = make();
    const auto response = ask(dispatcher, GetParam().method, GetParam().path);
    EXPECT_EQ(response.status, GetParam().status);
    const auto problem = json(body(response));
    EXPECT_EQ(problem.text_or_empty("reason"), GetParam().reason);
    EXPECT_EQ(problem.text_or_empty("trace"), "t1");
    EXPECT_EQ(problem.int_at("status"), GetParam().status);
    EXPECT_NE(response.head.find("application/problem+json"), std::string::npos);
    EXPECT_NE(response.head.find("nosniff"), std::string::npos);
    EXPECT_NE(response.head.find("Cache-Control: no-store"), std::string::npos);
    EXPECT_EQ(body(response).find("hidden"), std::string::npos);
    EXPECT_EQ(body(response).find("passwd"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    , RefusedRequests,
    testing::Values(RefusalCase{"UnknownPath", Method::Get, "/api/v1/nothing", 404, "http.no_such_path"},
                    RefusalCase{"OutsideTheApi", Method::Get, "/nothing.txt", 404, "http.no_such_path"},
                    RefusalCase{"BaseWithoutSlash", Method::Get, "/api/v1things/abc", 404, "http.no_such_path"},
                    RefusalCase{"WrongMethod", Method::Delete, "/api/v1/things/abc", 405, "http.method_not_allowed"},
                    RefusalCase{"OtherMethod", Method::Other, "/api/v1/things/abc", 405, "http.method_not_allowed"},
                    RefusalCase{"NotSignedIn", Method::Post, "/api/v1/secret?x=1", 401, "access.sign_in"},
                    RefusalCase{"BadPathPart", Method::Get, "/api/v1/things/ABC", 400, "request.invalid"},
                    RefusalCase{"BadEncoding", Method::Get, "/api/v1/things/%zz", 400, "request.invalid"},
                    RefusalCase{"UnknownParameter", Method::Get, "/api/v1/things/all?x=1", 400, "request.invalid"},
                    RefusalCase{"UnknownThing", Method::Get, "/api/v1/things/none", 404, "thing.unknown"},
                    RefusalCase{"OurFault", Method::Get, "/api/v1/things/broken", 500, "thing.broken"}),
    [](const auto& row) { return row.param.name; });

TEST_F(DispatcherTest, LogsTheDetailOfItsOwnFaults) {
    auto dispatcher = make();
    ask(dispatcher, Method::Get, "/api/v1/things/broken");
    EXPECT_NE(faults.find("thing.broken"), std::string::npos);
    EXPECT_NE(faults.find("t1"), std::string::npos);
    faults.clear();
    ask(dispatcher, Method::Get, "/api/v1/things/none");
    EXPECT_EQ(faults, "");
}

TEST_F(DispatcherTest, TellsTheAllowedMethods) {
    auto dispatcher = make();
    const auto options = ask(dispatcher, Method::Options, "/api/v1/things/abc");
    EXPECT_EQ(options.status, 204);
    EXPECT_NE(options.head.find("Allow: GET, HEAD, OPTIONS\r\n"), std::string::npos);
    const auto wrong = ask(dispatcher, Method::Put, "/api/v1/secret");
    EXPECT_NE(wrong.head.find("Allow: OPTIONS, POST\r\n"), std::string::npos);
}

TEST_F(DispatcherTest, AnswersHealthAtTheRootToo) {
    auto dispatcher = make();
    EXPECT_EQ(ask(dispatcher, Method::Get, "/healthz").status, 200);
    EXPECT_EQ(ask(dispatcher, Method::Get, "/api/v1/healthz").status, 200);
}

TEST_F(DispatcherTest, SpeaksTheLanguageThatIsAskedFor) {
    auto dispatcher = make();
    EXPECT_EQ(json(body(ask(dispatcher, Method::Get, "/api/v1/things/none"))).text_or_empty("title"), "没有");
    const auto english = ask(dispatcher, Method::Get, "/api/v1/things/none", {{"Accept-Language", "en-GB,zh;q=0.5"}});
    EXPECT_EQ(json(body(english)).text_or_empty("title"), "None");
}

TEST_F(DispatcherTest, AnswersOnlyItsOwnHosts) {
    auto dispatcher = make({.hosts = {"gx.example"}});
    EXPECT_EQ(ask(dispatcher, Method::Get, "/api/v1/things/abc").status, 200);
    auto other = make({.hosts = {"other.example"}});
    const auto refused = ask(other, Method::Get, "/api/v1/things/abc");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(json(body(refused)).text_or_empty("reason"), "http.host_unknown");
}

TEST_F(DispatcherTest, DemandsTlsOnlyWhereThereIsTls) {
    auto plain = make();
    EXPECT_EQ(ask(plain, Method::Get, "/healthz").head.find("Strict-Transport-Security"), std::string::npos);
    auto strict = make({.strict_transport = true});
    EXPECT_NE(ask(strict, Method::Get, "/healthz").head.find("Strict-Transport-Security"), std::string::npos);
}

TEST_F(DispatcherTest, GivesTransportRefusalsTheirStatus) {
    auto dispatcher = make();
    EXPECT_EQ(dispatcher.refuse(Refusal::TargetTooLong, {}).status, 414);
    const auto busy = dispatcher.refuse(Refusal::Busy, {});
    EXPECT_EQ(busy.status, 503);
    EXPECT_NE(busy.head.find("Retry-After: 1\r\n"), std::string::npos);
}

TEST_F(DispatcherTest, RefusesRoutesThatDifferFromTheDocument) {
    const auto differs = [&](std::vector<Route> all) {
        const auto table = RouteTable::make(std::move(all), json(kDocument), access());
        return table.ok() ? std::string{} : table.error().detail;
    };
    EXPECT_EQ(differs(routes()), "");
    auto less = routes();
    less.pop_back();
    EXPECT_NE(differs(less).find("/healthz: not routed"), std::string::npos);
    auto more = routes();
    more.push_back(more[0]);
    more.back().pattern = "/more";
    EXPECT_NE(differs(more).find("/more: not in the document"), std::string::npos);
    const std::pair<void (*)(Route&), const char*> changes[] = {
        {[](Route& route) { route.operation = "x"; }, "operationId"},
        {[](Route& route) { route.action = ""; }, "x-action"},
        {[](Route& route) { route.action = "record.register"; }, "x-action"},
        {[](Route& route) { route.scope = Scope::Rows; }, "x-scope"},
        {[](Route& route) { route.body_bytes_max = 5; }, "x-body-bytes-max"},
        {[](Route& route) { route.handler = nullptr; }, "no handler"},
    };
    for (const auto& [change, what] : changes) {
        auto all = routes();
        change(all[0]);
        EXPECT_NE(differs(all).find(what), std::string::npos) << what;
    }
}

class StaticFilesTest : public DispatcherTest {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "gx-web-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        std::filesystem::create_directories(folder_ / "assets");
        write("index.html", "<html>");
        write("index.html.br", "brotli");
        write("index.html.gz", "gzip");
        write("assets/app-1a2b.js", "js");
        write(".hidden", "no");
        std::filesystem::create_symlink("/etc/hostname", folder_ / "link.txt");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    void write(const char* name, const char* text) { std::ofstream(folder_ / name) << text; }
    Dispatcher with_pages() {
        auto files = StaticFiles::load(folder_.string());
        EXPECT_TRUE(files.ok());
        return make({}, std::move(*files));
    }
    std::filesystem::path folder_;
};

TEST_F(StaticFilesTest, ServesPagesAssetsAndPortalRoutes) {
    auto dispatcher = with_pages();
    for (const char* path : {"/", "/bodies/abc", "/console/x", "/index.html"}) {
        const auto page = ask(dispatcher, Method::Get, path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(body(page), "<html>");
        EXPECT_NE(page.head.find("text/html; charset=utf-8"), std::string::npos);
        EXPECT_NE(page.head.find("Cache-Control: no-cache"), std::string::npos);
        EXPECT_NE(page.head.find("script-src 'self';"), std::string::npos);
        EXPECT_EQ(page.head.find("unsafe"), std::string::npos);
    }
    const auto asset = ask(dispatcher, Method::Get, "/assets/app-1a2b.js");
    EXPECT_EQ(body(asset), "js");
    EXPECT_NE(asset.head.find("immutable"), std::string::npos);
}

TEST_F(StaticFilesTest, ChoosesTheSmallestFormThatIsAccepted) {
    auto dispatcher = with_pages();
    EXPECT_EQ(body(ask(dispatcher, Method::Get, "/", {{"Accept-Encoding", "gzip, deflate, br"}})), "brotli");
    EXPECT_EQ(body(ask(dispatcher, Method::Get, "/", {{"Accept-Encoding", "gzip"}})), "gzip");
    EXPECT_EQ(body(ask(dispatcher, Method::Get, "/", {{"Accept-Encoding", "br;q=0"}})), "<html>");
}

TEST_F(StaticFilesTest, NeverLeavesItsFolder) {
    auto dispatcher = with_pages();
    for (const char* path : {"/.hidden", "/link.txt", "/../etc/passwd.txt", "/%2e%2e/etc/passwd.txt", "/assets/none.js",
                             "/assets/../index.html", "/index.html.br"}) {
        EXPECT_EQ(ask(dispatcher, Method::Get, path).status, 404) << path;
    }
    EXPECT_EQ(ask(dispatcher, Method::Post, "/").status, 404);
    const auto none = StaticFiles::load("/nonexistent-folder");
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.error().reason, "web.not_found");
}

TEST_F(StaticFilesTest, SendsAnUnchangedPageOnce) {
    auto dispatcher = with_pages();
    const std::string tag = etag(ask(dispatcher, Method::Get, "/"));
    EXPECT_EQ(ask(dispatcher, Method::Get, "/", {{"If-None-Match", "\"x\", W/" + tag}}).status, 304);
    EXPECT_EQ(ask(dispatcher, Method::Get, "/", {{"If-None-Match", "*"}}).status, 304);
}

TEST_F(DispatcherTest, AsksForATokenBeforeAnythingElseOfATenantRoute) {
    auto dispatcher = make();
    const auto none = ask(dispatcher, Method::Get, "/api/v1/own");
    EXPECT_EQ(none.status, 401);
    EXPECT_NE(body(none).find("access.sign_in"), std::string::npos);
    EXPECT_NE(none.head.find("WWW-Authenticate: Bearer\r\n"), std::string::npos);
    for (const char* wrong : {"Bearer x", "Bearer ", "Basic a", "a"}) {
        const auto refused = ask(dispatcher, Method::Get, "/api/v1/own", {{"Authorization", wrong}});
        EXPECT_EQ(refused.status, 401) << wrong;
        EXPECT_NE(body(refused).find("session.token_unknown"), std::string::npos) << wrong;
    }
    const auto denied = ask(dispatcher, Method::Post, "/api/v1/own", {{"Authorization", "Bearer r"}});
    EXPECT_EQ(denied.status, 403);
    EXPECT_NE(body(denied).find("access.denied"), std::string::npos);
    EXPECT_EQ(calls, 0);
}

TEST_F(DispatcherTest, NeverAnswersOneVisibilityFromTheCacheOfAnother) {
    auto dispatcher = make();
    const auto own = [&](const char* token) { return ask(dispatcher, Method::Get, "/api/v1/own", {{"Authorization", token}}); };
    EXPECT_EQ(body(own("Bearer a")), R"({"tenant":"990101"})");
    EXPECT_EQ(body(own("Bearer a")), R"({"tenant":"990101"})");
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(body(own("Bearer b")), R"({"tenant":"990102"})");
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(ask(dispatcher, Method::Get, "/api/v1/own").status, 401);
    EXPECT_EQ(own("Bearer x").status, 401);
    const std::string head = own("Bearer a").shared_head ? *own("Bearer a").shared_head : "";
    EXPECT_NE(head.find("Cache-Control: no-store"), std::string::npos);
    EXPECT_NE(head.find("Vary: Authorization, Cookie, Accept-Language"), std::string::npos);
    ++freshness.position;
    own("Bearer a");
    EXPECT_EQ(calls, 3);
}

TEST_F(DispatcherTest, AnswersLaterWithStatusAndPlace) {
    auto dispatcher = make();
    const auto post = [&](std::string_view text) {
        Request request{.method = Method::Post, .target = "/api/v1/own", .path = "/api/v1/own",
                        .fields = {{"Authorization", "Bearer a"}, {"Host", "gx.example"}}, .body = text, .trace = "t1"};
        const Admission admission = dispatcher.admit(request);
        EXPECT_FALSE(admission.answer);
        EXPECT_EQ(admission.run_on, RunOn::Later);
        Response got;
        dispatcher.handle_later(request, admission, [&](Response response) { got = std::move(response); });
        return got;
    };
    const auto made = post("{}");
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(body(made), R"({"by":"a"})");
    EXPECT_NE(made.head.find("Location: /api/v1/own/1\r\n"), std::string::npos);
    EXPECT_NE(made.head.find("Cache-Control: no-store"), std::string::npos);
    EXPECT_EQ(post("no").status, 404);
}

// ASSURANCE S11: neither the access log nor the fault log, no counter, nor the time a session was last used.
TEST_F(DispatcherTest, LeavesNoTraceOfWhatIsUntraced) {
    DispatcherOptions options;
    int looks = 0;
    options.authenticate_session = [&looks](std::string_view) -> std::shared_ptr<const app::Holder> {
        ++looks;
        return nullptr;
    };
    const auto metrics = options.metrics;
    auto dispatcher = make(std::move(options));
    const std::string before = metrics->text(0);
    for (const char* path : {"/api/v1/quiet", "/api/v1/quiet/4F7QK-2MZ9D", "/api/v1/quiet?receipt=x"}) {
        const auto answer = ask(dispatcher, Method::Get, path, {{"Cookie", "gx=abc"}, {"Authorization", "Bearer a"}});
        EXPECT_GE(answer.status, 400) << path;
        EXPECT_NE(answer.head.find("Cache-Control: no-store"), std::string::npos) << path;
        EXPECT_EQ(answer.head.find("Set-Cookie"), std::string::npos) << path;
    }
    EXPECT_EQ(ask(dispatcher, Method::Post, "/api/v1/quiet", {{"Cookie", "gx=abc"}}).status, 405);
    EXPECT_EQ(log, "");
    EXPECT_EQ(faults, "");
    EXPECT_EQ(looks, 0);
    EXPECT_EQ(metrics->text(0), before);
    // The same elsewhere is seen: so the silence above is not the test's.
    ask(dispatcher, Method::Get, "/api/v1/quietly", {{"Cookie", "gx=abc"}});
    EXPECT_NE(log, "");
    EXPECT_EQ(looks, 1);
    EXPECT_NE(metrics->text(0), before);
}

}  // namespace
}  // namespace gx::http
