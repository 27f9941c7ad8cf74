// SPDX-License-Identifier: Apache-2.0
// Files that belong to objects: taken as raw bodies, given out as downloads only.
#include "app/ports/blob_store.hpp"
#include "http/handlers/route_groups.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

constexpr std::size_t kReasonBytesMax = 4U << 10U;
constexpr std::size_t kReasonTextMax = 1'000;

base::Json json_of(const app::Attachments::Row& row) {
    base::Json json = row.attachment.to_json();
    base::Json none = base::Json::array();
    if (!json.at("warnings").is_array()) { json.set("warnings", std::move(none)); }
    return json.set("code", base::Json()).set("id", row.id).set("version", row.version);
}

Route route_of(Method method, std::string pattern, std::string operation, std::string action, Handler handler) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = std::move(action);
    route.scope = Scope::Rows;
    route.caching = Caching::Never;
    route.run_on = RunOn::Worker;
    route.handler = std::move(handler);
    return route;
}

base::Result<Answer> add(app::Attachments& attachments, const Call& call) {
    GX_TRY(const auto made, attachments.add({.entity = call.parameters.text_or_empty("entity"),
                                             .entity_id = call.parameters.text_or_empty("entity_id"),
                                             .name = call.parameters.text_or_empty("name"),
                                             .bytes = call.request.body},
                                            call.actor));
    return Answer::made(json_of(made), "/attachments/" + made.id);
}

base::Result<Answer> list(app::Attachments& attachments, const Call& call) {
    GX_TRY(const auto rows, attachments.list(call.parameters.text_or_empty("entity"), call.parameters.text_or_empty("entity_id"), call.actor));
    base::Json items = base::Json::array();
    for (const auto& row : rows) { items.push(json_of(row)); }
    return Answer::of(base::Json::object().set("items", std::move(items)).set("total", static_cast<std::int64_t>(rows.size())));
}

base::Result<Answer> download(app::Attachments& attachments, const Call& call) {
    GX_TRY(auto found, attachments.download(call.parameters.text_or_empty("id"), call.actor));
    Answer answer;
    answer.content_type = found.attachment.media_type;
    answer.file_name = found.attachment.name;
    answer.next_chunk = std::move(found.next);
    return answer;
}

base::Result<Answer> withdraw(app::Attachments& attachments, const Call& call) {
    GX_TRY(const auto body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"reason"}));
    GX_TRY(const std::string reason, reader.text("reason", kReasonTextMax));
    GX_TRY(const auto row, attachments.withdraw(call.parameters.text_or_empty("id"), reason, call.actor));
    return Answer::of(json_of(row));
}

}  // namespace

std::vector<Route> attachment_routes(const ApiServices& services) {
    app::Attachments& files = services.attachments;
    const auto with = [&files](auto work) { return [&files, work](const Call& call) { return work(files, call); }; };
    std::vector<Route> routes;
    routes.push_back(route_of(Method::Post, "/attachments", "addAttachment", "attachment.add", with(add)));
    routes.back().body_bytes_max = app::kBlobBytesMax;
    routes.push_back(route_of(Method::Get, "/attachments", "listAttachments", "attachment.read", with(list)));
    routes.push_back(route_of(Method::Get, "/attachments/{id}", "downloadAttachment", "attachment.read", with(download)));
    routes.push_back(route_of(Method::Post, "/attachments/{id}/withdraw", "withdrawAttachment", "attachment.withdraw", with(withdraw)));
    routes.back().body_bytes_max = kReasonBytesMax;
    return routes;
}

}  // namespace gx::http
