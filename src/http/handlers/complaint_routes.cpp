// SPDX-License-Identifier: Apache-2.0
// Complaints from the portal, and what their handlers do. The public routes leave no trace: Route::untraced.
#include "base/json_reader.hpp"
#include "http/handlers/complaint_services.hpp"
#include "http/handlers/route_groups.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using app::FileComplaint;
using app::FollowComplaint;
using app::HandlerKeys;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;

constexpr std::size_t kFilingBytesMax = 128U << 10U;
constexpr std::size_t kSmallBytesMax = 32U << 10U;
constexpr std::size_t kStaffBytesMax = 64U << 10U;
constexpr std::size_t kSharesMax = 20;

Error not_set_up() { return {ErrorCode::Unavailable, "complaint.not_ready"}; }

Route untraced(Method method, std::string pattern, std::string operation, std::size_t bytes_max, Handler handler) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = "complaint.file";
    route.scope = Scope::Public;
    route.caching = Caching::Never;
    route.run_on = RunOn::Worker;
    route.body_bytes_max = bytes_max;
    route.untraced = true;
    route.handler = std::move(handler);
    return route;
}

base::Result<std::optional<app::WorkProof>> proof_of(const JsonReader& reader) {
    if (!reader.has("proof")) { return std::optional<app::WorkProof>{}; }
    const JsonReader inner(reader.raw("proof"), reader.where("proof"));
    GX_CHECK(inner.only({"challenge", "nonce"}));
    app::WorkProof proof;
    GX_TRY(proof.challenge, inner.text("challenge", 300));
    GX_TRY(proof.nonce, inner.text("nonce", 100));
    return std::optional(std::move(proof));
}

base::Result<FollowComplaint::Visit> visit_of(const JsonReader& reader) {
    FollowComplaint::Visit visit;
    GX_TRY(visit.receipt, reader.text("receipt", 200));
    GX_TRY(visit.proof, proof_of(reader));
    return visit;
}

/// A text, or an object of texts; null for none.
base::Result<Json> contact_of(const JsonReader& reader) {
    const Json& contact = reader.raw("contact");
    if (contact.is_null()) { return Json{}; }
    Json kept = Json::object();
    if (contact.is_string()) {
        GX_TRY(const auto text, reader.text("contact", 500));
        return kept.set("other", text);
    }
    const JsonReader inner(contact, reader.where("contact"));
    GX_CHECK(inner.only({"name", "phone", "email", "address", "other"}));
    for (const char* member : {"name", "phone", "email", "address", "other"}) {
        GX_TRY(const auto text, inner.text_or_empty(member, 500));
        if (!text.empty()) { kept.set(member, text); }
    }
    return kept.as_object().empty() ? Json{} : kept;
}

base::Result<Answer> file(const ApiServices& services, const Call& call) {
    if (services.complaints.file == nullptr) { return not_set_up(); }
    GX_TRY(const Json body, json_body(call));
    const JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"title", "content", "body", "contact", "focus", "anonymous", "proof"}));
    FileComplaint::Input input;
    input.key = call.request.field("idempotency-key");
    GX_TRY(input.title, reader.text("title", 1'000));
    GX_TRY(input.content, reader.text("content", 80'000));
    GX_TRY(input.body_id, reader.text_or_empty("body", 100));
    GX_TRY(input.focus, reader.text_or_empty("focus", 20));
    GX_TRY(input.contact, contact_of(reader));
    GX_TRY(input.anonymous, reader.flag_or("anonymous", false));
    GX_TRY(input.proof, proof_of(reader));
    GX_TRY(Json made, services.complaints.file->run(input));
    Answer answer = Answer::of(std::move(made));
    answer.status = 201;  // and no Location: the receipt is the way to it, and belongs in no address
    return answer;
}

base::Result<Answer> look(const ApiServices& services, const Call& call) {
    if (services.complaints.follow == nullptr) { return not_set_up(); }
    GX_TRY(const Json body, json_body(call));
    const JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"receipt", "proof"}));
    GX_TRY(const auto visit, visit_of(reader));
    GX_TRY(auto json, services.complaints.follow->look(visit));
    return Answer::of(std::move(json));
}

base::Result<Answer> write(const ApiServices& services, const Call& call) {
    if (services.complaints.follow == nullptr) { return not_set_up(); }
    GX_TRY(const Json body, json_body(call));
    const JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"receipt", "text", "proof"}));
    GX_TRY(const auto visit, visit_of(reader));
    GX_TRY(const auto text, reader.text("text", 16'000));
    GX_TRY(auto json, services.complaints.follow->write(visit, text, std::string(call.request.field("idempotency-key"))));
    Answer answer = Answer::of(std::move(json));
    answer.status = 201;
    return answer;
}

base::Result<Answer> rate(const ApiServices& services, const Call& call) {
    if (services.complaints.follow == nullptr) { return not_set_up(); }
    GX_TRY(const Json body, json_body(call));
    const JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"receipt", "satisfaction", "note", "proof"}));
    GX_TRY(const auto visit, visit_of(reader));
    FollowComplaint::Rating rating;
    GX_TRY(rating.satisfaction, reader.text("satisfaction", 20));
    GX_TRY(rating.note, reader.text_or_empty("note", 8'000));
    GX_TRY(auto json, services.complaints.follow->rate(visit, rating));
    return Answer::of(std::move(json));
}

/// Beside the workers, since a passphrase costs a core and 64 MiB. `read` must keep nothing of the call.
Route with_passphrase(const ApiServices& services, std::string pattern, std::string operation, Scope scope,
                      std::function<base::Result<std::function<base::Result<Answer>()>>(const Call&)> read) {
    Route route;
    route.method = Method::Post;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = std::string(app::kReadFiling);
    route.scope = scope;
    route.caching = Caching::Never;
    route.run_on = RunOn::Later;
    route.body_bytes_max = kStaffBytesMax;
    route.later = [&services, read = std::move(read)](const Call& call, const std::function<void(base::Result<Answer>)>& told) {
        if (services.complaints.keys == nullptr) { return told(not_set_up()); }
        auto work = read(call);
        if (!work.ok()) { return told(std::move(work).error()); }
        const bool taken = services.password_checks.submit([work = std::move(*work), told] { told(work()); });
        if (!taken) { told(Error{ErrorCode::Unavailable, "session.busy"}); }
    };
    return route;
}

using Later = std::function<base::Result<Answer>()>;

base::Result<Later> make_key(const ApiServices& services, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"passphrase", "shares", "replace"}));
    HandlerKeys::Make input;
    GX_TRY(input.passphrase, reader.text("passphrase", 1'000));
    GX_TRY(input.replace, reader.flag_or("replace", false));
    if (reader.has("shares")) {
        const JsonReader shares(reader.raw("shares"), reader.where("shares"));
        GX_CHECK(shares.only({"n", "m"}));
        GX_TRY(const auto count, shares.integer("n", 2, static_cast<std::int64_t>(kSharesMax)));
        GX_TRY(const auto needed, shares.integer("m", 2, count));
        input.shares = HandlerKeys::Shares{.count = static_cast<int>(count), .needed = static_cast<int>(needed)};
    }
    return Later{[&services, input = std::move(input), actor = call.actor]() -> base::Result<Answer> {
        GX_TRY(auto made, services.complaints.keys->make(input, actor));
        return Answer::made(std::move(made), "/me/handler-key");
    }};
}

base::Result<Later> recover_key(const ApiServices& services, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"shares", "passphrase"}));
    HandlerKeys::Recover input;
    GX_TRY(input.passphrase, reader.text("passphrase", 1'000));
    GX_TRY(input.shares, reader.texts("shares", kSharesMax));
    return Later{[&services, input = std::move(input), actor = call.actor]() -> base::Result<Answer> {
        GX_TRY(auto json, services.complaints.keys->recover(input, actor));
        return Answer::of(std::move(json));
    }};
}

base::Result<Later> read_filing(const ApiServices& services, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"passphrase"}));
    GX_TRY(auto passphrase, reader.text_or_empty("passphrase", 1'000));
    return Later{[&services, passphrase = std::move(passphrase), id = call.parameters.text_or_empty("id"), actor = call.actor]() -> base::Result<Answer> {
        GX_TRY(auto json, services.complaints.read->run(id, passphrase, actor));
        return Answer::of(std::move(json));
    }};
}

base::Result<Answer> answer_filing(const ApiServices& services, const Call& call) {
    if (services.complaints.read == nullptr) { return not_set_up(); }
    GX_TRY(const Json body, json_body(call));
    const JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"text"}));
    GX_TRY(const auto text, reader.text("text", 16'000));
    GX_TRY(auto json, services.complaints.read->answer(call.parameters.text_or_empty("id"), text, call.actor));
    Answer answer = Answer::of(std::move(json));
    answer.status = 201;
    return answer;
}

std::vector<Route> public_routes(const ApiServices& services) {
    std::vector<Route> routes;
    routes.push_back(untraced(Method::Get, "/public/complaints/challenge", "getComplaintChallenge", 0, [&services](const Call&) -> base::Result<Answer> {
        if (services.complaints.gate == nullptr) { return not_set_up(); }
        GX_TRY(auto json, services.complaints.gate->challenge());
        return Answer::of(std::move(json));
    }));
    routes.push_back(untraced(Method::Post, "/public/complaints", "fileComplaint", kFilingBytesMax, [&services](const Call& call) { return file(services, call); }));
    routes.push_back(untraced(Method::Post, "/public/complaints/lookup", "lookUpComplaint", kSmallBytesMax, [&services](const Call& call) { return look(services, call); }));
    routes.push_back(untraced(Method::Post, "/public/complaints/messages", "writeToOffice", kSmallBytesMax, [&services](const Call& call) { return write(services, call); }));
    routes.push_back(untraced(Method::Post, "/public/complaints/rating", "rateComplaint", kSmallBytesMax, [&services](const Call& call) { return rate(services, call); }));
    return routes;
}

}  // namespace

std::vector<Route> complaint_routes(const ApiServices& services) {
    std::vector<Route> routes = public_routes(services);
    routes.push_back(with_passphrase(services, "/me/handler-key", "makeHandlerKey", Scope::Own, [&services](const Call& call) { return make_key(services, call); }));
    routes.push_back(with_passphrase(services, "/me/handler-key/recover", "recoverHandlerKey", Scope::Own, [&services](const Call& call) { return recover_key(services, call); }));
    Route show;
    show.pattern = "/me/handler-key";
    show.operation = "getHandlerKey";
    show.action = std::string(app::kReadFiling);
    show.scope = Scope::Own;
    show.caching = Caching::Never;
    show.run_on = RunOn::Worker;
    show.handler = [&services](const Call& call) -> base::Result<Answer> {
        if (services.complaints.keys == nullptr) { return not_set_up(); }
        GX_TRY(auto json, services.complaints.keys->show(call.actor));
        return Answer::of(std::move(json));
    };
    routes.push_back(std::move(show));
    routes.push_back(with_passphrase(services, "/cases/{id}/filing", "readFiling", Scope::Rows, [&services](const Call& call) { return read_filing(services, call); }));
    Route answer;
    answer.method = Method::Post;
    answer.pattern = "/cases/{id}/messages";
    answer.operation = "answerComplainant";
    answer.action = std::string(app::kReadFiling);
    answer.scope = Scope::Rows;
    answer.caching = Caching::Never;
    answer.run_on = RunOn::Worker;
    answer.body_bytes_max = kStaffBytesMax;
    answer.handler = [&services](const Call& call) { return answer_filing(services, call); };
    routes.push_back(std::move(answer));
    return routes;
}

}  // namespace gx::http
