// SPDX-License-Identifier: Apache-2.0
// Officials and their files: masked lists, journalled reads, unmasking, the own file and objections to it.
#include "app/officials/change_official.hpp"
#include "app/officials/list_officials.hpp"
#include "app/officials/object_to_file.hpp"
#include "app/officials/own_file.hpp"
#include "app/officials/read_official.hpp"
#include "app/officials/unmask_official.hpp"
#include "http/handlers/row_routes.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using base::Json;
using base::Result;

constexpr std::size_t kBytesMax = 64U << 10U;

/// Values of persons are read from the store each time and kept by nobody on the way.
Route person_route(Method method, std::string pattern, std::string operation, std::string action, Handler handler) {
    Route route = staff_route(method, std::move(pattern), std::move(operation), std::move(action));
    if (route.pattern.starts_with("/me/")) { route.scope = Scope::Own; }
    route.caching = Caching::Never;
    route.body_bytes_max = method == Method::Get ? 0 : kBytesMax;
    route.handler = std::move(handler);
    return route;
}

Result<Answer> answer_of(Result<Json> made) {
    if (!made.ok()) { return std::move(made).error(); }
    return Answer::of(std::move(made).value());
}

/// From the query or, for those who do not want it in a log of addresses, from a header with percent-encoded UTF-8.
Result<std::string> reason_of(const Call& call) {
    if (call.parameters.has("reason")) { return call.parameters.text_or_empty("reason"); }
    return percent_decoded(call.request.field("x-access-reason"), ParameterSpec::Place::Path);
}

Json written_json(const app::OfficialWritten& written) { return Json::object().set("id", written.id).set("version", written.version); }

Result<Answer> add_official(const app::OfficialParts& officials, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    GX_TRY(const auto draft, app::OfficialDraft::from_json(body, kBodyPointer));
    GX_TRY(const auto written, app::AddOfficial(officials).run(draft, call.actor));
    Answer answer = Answer::made(written_json(written), "/officials/" + written.id);
    answer.etag = std::to_string(written.version);
    return answer;
}

Result<Answer> change_official(const app::OfficialParts& officials, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    GX_TRY(auto draft, app::OfficialDraft::from_json(body, kBodyPointer));
    GX_TRY(const std::int64_t version, version_asked(call, body));
    GX_TRY(const auto written, app::ChangeOfficial(officials).run(
               {.id = call.parameters.text_or_empty("id"), .version = version, .draft = std::move(draft)}, call.actor));
    Answer answer = Answer::of(written_json(written));
    answer.etag = std::to_string(written.version);
    return answer;
}

Result<Answer> show_official(const app::OfficialParts& officials, const Call& call) {
    GX_TRY(std::string reason, reason_of(call));
    GX_TRY(Json file, app::ReadOfficial(officials).run({.id = call.parameters.text_or_empty("id"), .reason = std::move(reason)}, call.actor));
    const std::string version = std::to_string(file.int_at("version").value_or(0));
    Answer answer = Answer::of(std::move(file));
    answer.etag = version;
    return answer;
}

Result<Answer> unmask_official(const app::OfficialParts& officials, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"fields", "reason"}));
    app::UnmaskOfficial::Input input{.id = call.parameters.text_or_empty("id"), .fields = {}, .reason = {}};
    GX_TRY(input.fields, reader.texts("fields", 10));
    GX_TRY(input.reason, reader.text_or_empty("reason"));
    return answer_of(app::UnmaskOfficial(officials).run(input, call.actor));
}

Result<Answer> object_to_file(const app::OfficialParts& officials, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"entity", "id", "text"}));
    app::ObjectToFile::Input input;
    GX_TRY(input.entity, reader.text("entity", 30));
    GX_TRY(input.entity_id, reader.text("id", 100));
    GX_TRY(input.text, reader.text("text", 10'000));
    GX_TRY(const auto objection, app::ObjectToFile(officials).run(input, call.actor));
    return Answer::made(objection.shown(), "/me/file/objections");
}

Result<Answer> answer_objection(const app::OfficialParts& officials, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"answer", "version"}));
    app::AnswerFileObjection::Input input{.id = call.parameters.text_or_empty("id"), .version = 0, .answer = {}};
    GX_TRY(input.answer, reader.text("answer", 10'000));
    GX_TRY(input.version, version_asked(call, body));
    GX_TRY(const auto objection, app::AnswerFileObjection(officials).run(input, call.actor));
    Answer answer = Answer::of(objection.shown());
    answer.etag = std::to_string(objection.version);
    return answer;
}

}  // namespace

std::vector<Route> official_routes(const ApiServices& services) {
    const app::OfficialParts& officials = services.officials;
    std::vector<Route> routes;
    const auto add = [&](Method method, std::string pattern, std::string operation, std::string action, Handler handler) {
        routes.push_back(person_route(method, std::move(pattern), std::move(operation), std::move(action), std::move(handler)));
    };
    add(Method::Get, "/officials", "listOfficials", "official.list", [&officials](const Call& call) {
        return answer_of(app::ListOfficials(officials).run({.body = call.parameters.text_or_empty("body"),
                                                            .q = call.parameters.text_or_empty("q"),
                                                            .page = offset_page(call.parameters)}, call.actor));
    });
    add(Method::Post, "/officials", "addOfficial", "official.add",
        [&officials](const Call& call) { return add_official(officials, call); });
    add(Method::Get, "/officials/{id}", "getOfficial", "official.read",
        [&officials](const Call& call) { return show_official(officials, call); });
    add(Method::Put, "/officials/{id}", "changeOfficial", "official.change",
        [&officials](const Call& call) { return change_official(officials, call); });
    add(Method::Post, "/officials/{id}/unmask", "unmaskOfficial", "official.unmask",
        [&officials](const Call& call) { return unmask_official(officials, call); });
    add(Method::Get, "/officials/{id}/reads", "listOfficialReads", "access.read", [&officials](const Call& call) {
        return answer_of(app::ReadsOfOfficial(officials).run(
            {.id = call.parameters.text_or_empty("id"), .page = offset_page(call.parameters)}, call.actor));
    });
    add(Method::Get, "/file-objections", "listFileObjections", "file_objection.read", [&officials](const Call& call) {
        return answer_of(app::ListFileObjections(officials).run(
            {.state = call.parameters.text_or_empty("state"), .page = offset_page(call.parameters)}, call.actor));
    });
    add(Method::Get, "/file-objections/{id}", "getFileObjection", "file_objection.read", [&officials](const Call& call) {
        return answer_of(app::ShowFileObjection(officials).run(call.parameters.text_or_empty("id"), call.actor));
    });
    add(Method::Post, "/file-objections/{id}/answer", "answerFileObjection", "file_objection.answer",
        [&officials](const Call& call) { return answer_objection(officials, call); });
    add(Method::Get, "/me/file", "getOwnFile", "official.read_own",
        [&officials](const Call& call) { return answer_of(app::OwnFile(officials).run(call.actor)); });
    add(Method::Get, "/me/file/objections", "listOwnFileObjections", "official.read_own",
        [&officials](const Call& call) { return answer_of(app::own_objections(officials, call.actor)); });
    add(Method::Post, "/me/file/objections", "objectToOwnFile", "file_objection.file",
        [&officials](const Call& call) { return object_to_file(officials, call); });
    return routes;
}

}  // namespace gx::http
