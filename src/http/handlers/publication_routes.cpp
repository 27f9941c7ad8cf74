// SPDX-License-Identifier: Apache-2.0
// The feed of what becomes public and is withdrawn, who reads it by name, and recalls.
#include <fmt/format.h>

#include "app/publication_desk/read_feed.hpp"
#include "http/handlers/publication_services.hpp"
#include "http/handlers/route_groups.hpp"
#include "http/handlers/row_routes.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::size_t kBodyBytesMax = 16U << 10U;
constexpr std::size_t kRecordsAtOnce = 200;
constexpr std::string_view kBearer = "Bearer ";

/// The feed token of a request; empty for anybody.
std::string_view feed_token(const Request& request) {
    const std::string_view authorization = request.field("authorization");
    if (!authorization.starts_with(kBearer)) { return {}; }
    const std::string_view token = authorization.substr(kBearer.size());
    return token.starts_with(app::kFeedTokenPrefix) ? token : std::string_view{};
}

/// Whose token it is. Errors: Unauthenticated "feed.token_unknown"
Result<app::Entity> subscriber_of(const ApiServices& services, std::string_view token) {
    const auto tenants = services.view.read([](const app::PublicModel& model) {
        std::vector<std::string> codes;
        for (const auto& tenant : model.tenants) {
            if (tenant.judged) { codes.push_back(tenant.code); }
        }
        return codes;
    });
    GX_TRY(auto found, services.publications->subscribers.find(token, tenants));
    if (!found) { return Error{ErrorCode::Unauthenticated, "feed.token_unknown"}; }
    return std::move(*found);
}

Answer feed_answer(const app::FeedPage& page, bool csv) {
    Answer answer;
    if (csv) {
        answer.content_type = "text/csv; charset=utf-8";
        answer.file_name = "gongxin-feed.csv";
        answer.text = std::make_shared<const std::string>(page.to_csv());
        answer.headers = {{"X-Feed-Next", fmt::format("{}", page.next)}, {"X-Feed-Watermark", fmt::format("{}", page.watermark)}};
    } else {
        answer.json = page.to_json();
    }
    return answer;
}

Result<Answer> feed(const ApiServices& services, const Call& call) {
    app::FeedRequest request{.tenant = call.parameters.text_or_empty("tenant"), .cursor = call.parameters.text_or_empty("cursor"),
                             .limit = static_cast<std::size_t>(call.parameters.integer("limit").value_or(100))};
    const bool csv = call.parameters.text_or_empty("format") == "csv";
    const std::string_view token = feed_token(call.request);
    if (token.empty()) {
        GX_TRY(const auto page, app::read_feed(services.view, request));
        return feed_answer(page, csv);
    }
    GX_TRY(const app::Entity subscriber, subscriber_of(services, token));
    request.tenant = subscriber.tenant;
    GX_TRY(const auto page, app::read_feed(services.view, request));
    GX_CHECK(services.publications->subscribers.remember(subscriber, page));
    return feed_answer(page, csv);
}

Result<Answer> acknowledge_feed(const ApiServices& services, const Call& call) {
    GX_TRY(const app::Entity subscriber, subscriber_of(services, feed_token(call.request)));
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"records"}));
    GX_TRY(const auto records, reader.texts("records", kRecordsAtOnce));
    GX_TRY(const auto closed, services.publications->acknowledge.by_subscriber(subscriber.tenant, subscriber.id, records));
    return Answer::of(Json::object().set("acknowledged", closed));
}

/// A subscriber as staff sees it: without the digest of its token.
Json shown(const app::Entity& row) {
    Json json = row.content;
    json.as_object().erase("token_hash");
    return json.set("id", row.id).set("version", row.version);
}

void add_subscribers(PublicationServices& desk, std::vector<Route>& routes) {
    constexpr const char* kManage = "feed_subscriber.manage";
    Route list = staff_route(Method::Get, "/feed-subscribers", "listFeedSubscribers", kManage);
    list.handler = [&desk](const Call& call) -> Result<Answer> {
        GX_TRY(const auto rows, desk.subscribers.list(call.actor));
        Json items = Json::array();
        for (const app::Entity& row : rows) { items.push(shown(row)); }
        return Answer::of(Json::object().set("items", std::move(items)).set("total", static_cast<std::int64_t>(rows.size())));
    };
    routes.push_back(std::move(list));
    Route create = staff_write(Method::Post, "/feed-subscribers", "createFeedSubscriber", kManage);
    create.handler = [&desk](const Call& call) -> Result<Answer> {
        GX_TRY(const Json body, json_body(call));
        const base::JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"name"}));
        GX_TRY(const auto name, reader.text_or_empty("name"));
        GX_TRY(const auto made, desk.subscribers.create(name, call.actor));
        return Answer::made(shown(made.row).set("token", made.token), "/feed-subscribers");
    };
    routes.push_back(std::move(create));
    Route revoke = staff_write(Method::Post, "/feed-subscribers/{id}/revoke", "revokeFeedSubscriber", kManage);
    revoke.handler = [&desk](const Call& call) -> Result<Answer> {
        GX_TRY(const auto row, desk.subscribers.revoke(call.parameters.text_or_empty("id"), call.actor));
        return Answer::of(shown(row));
    };
    routes.push_back(std::move(revoke));
}

}  // namespace

std::vector<Route> publication_routes(const ApiServices& services) {
    std::vector<Route> routes;
    Route read = public_read("/public/feed", "readFeed", {});
    read.handler = [&services](const Call& call) { return feed(services, call); };
    // Whoever reads by name leaves a trace: that is a write.
    read.place = [](const Request& head) { return feed_token(head).empty() ? RunOn::Loop : RunOn::Worker; };
    routes.push_back(std::move(read));
    Route told = public_read("/public/feed/acknowledge", "acknowledgeFeed", {});
    told.method = Method::Post;
    told.caching = Caching::Never;
    told.run_on = RunOn::Worker;
    told.body_bytes_max = kBodyBytesMax;
    told.handler = [&services](const Call& call) { return acknowledge_feed(services, call); };
    routes.push_back(std::move(told));
    add_subscribers(*services.publications, routes);
    routes.push_back(list_route(services.staff.rows, "/recalls", "listRecalls", "recall"));
    Route acknowledge = staff_write(Method::Post, "/recalls/{id}/acknowledge", "acknowledgeRecall", "recall.acknowledge");
    acknowledge.handler = [&services](const Call& call) -> Result<Answer> {
        GX_TRY(const Json body, json_body(call));
        const base::JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"note"}));
        GX_TRY(const auto note, reader.text_or_empty("note"));
        GX_TRY(const auto row, services.publications->acknowledge.by_staff(call.parameters.text_or_empty("id"), note, call.actor));
        Json json = row.content;
        return Answer::of(json.set("id", row.id).set("version", row.version));
    };
    routes.push_back(std::move(acknowledge));
    return routes;
}

}  // namespace gx::http
