// SPDX-License-Identifier: Apache-2.0
// Imports and exports as jobs.
#include "http/handlers/download.hpp"
#include "http/handlers/exchange_answers.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using base::Json;

constexpr std::size_t kUploadBytesMax = 32U << 20U;
constexpr std::size_t kActBytesMax = 1'024;  ///< an act needs no body; many clients send an empty object
constexpr std::size_t kFilterMax = 20;
constexpr std::size_t kFilterBytesMax = 200;

base::Result<Answer> json(base::Result<Json> made) {
    GX_TRY(Json answer, std::move(made));
    return Answer::of(std::move(answer));
}

app::JobPage job_page(const Parameters& parameters) {
    return {.kind = parameters.text_or_empty("kind"),
            .state = parameters.text_or_empty("state"),
            .limit = static_cast<std::size_t>(parameters.integer("limit").value_or(20)),
            .page = static_cast<std::size_t>(parameters.integer("page").value_or(1))};
}

std::string id_of(const Call& call) { return call.parameters.text_or_empty("id"); }

base::Result<Answer> start_import(app::Exchange& exchange, const Call& call) {
    const app::ImportJobs::Input input{.kind = id_of(call),
                                       .file_name = call.parameters.text_or_empty("file_name"),
                                       .dry_run = call.parameters.text_or_empty("dry_run") != "false",
                                       .update = call.parameters.text_or_empty("update") != "false",
                                       .bytes = call.request.body};
    return begun(exchange.imports.start(input, call.actor), "/imports/");
}

base::Result<std::map<std::string, std::string>> read_filter(const Json& filter) {
    std::map<std::string, std::string> out;
    if (filter.is_null()) { return out; }
    if (!filter.is_object()) { return base::Error{base::ErrorCode::InvalidInput, "json.member_type", "object", "/body/filter"}; }
    for (const auto& [member, value] : filter.as_object()) {
        const bool fits = value.is_string() && value.as_string().size() <= kFilterBytesMax && out.size() < kFilterMax;
        if (!fits) { return base::Error{base::ErrorCode::InvalidInput, "json.member_type", "text", "/body/filter/" + member}; }
        if (!value.as_string().empty()) { out.emplace(member, value.as_string()); }
    }
    return out;
}

base::Result<Answer> start_export(app::Exchange& exchange, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"kind", "filter", "format"}));
    app::ExportJobs::Input input;
    GX_TRY(input.kind, reader.text("kind", 100));
    GX_TRY(const std::string format, reader.text_or_empty("format", 10));
    if (!format.empty()) { input.format = format; }
    GX_TRY(input.filter, read_filter(reader.raw("filter")));
    return begun(exchange.exports.start(input, call.actor), "/exports/");
}

}  // namespace

std::vector<Route> exchange_routes(const ApiServices& services) {
    std::vector<Route> routes;
    const auto add = [&](Method method, std::string pattern, std::string operation, std::string action, ExchangeUse use) -> Route& {
        routes.push_back(exchange_route(services, method, std::move(pattern), std::move(operation), std::move(action), std::move(use)));
        return routes.back();
    };
    add(Method::Get, "/imports/kinds", "listImportKinds", "import_batch.import",
        [](app::Exchange& use, const Call& call) { return json(use.imports.kinds(call.actor)); });
    add(Method::Get, "/imports", "listImports", "import_batch.read",
        [](app::Exchange& use, const Call& call) { return json(use.imports.list(job_page(call.parameters), call.actor)); });
    add(Method::Post, "/imports/{id}", "startImport", "import_batch.import", start_import).body_bytes_max = kUploadBytesMax;
    add(Method::Get, "/imports/{id}", "getImport", "import_batch.read",
        [](app::Exchange& use, const Call& call) { return json(use.imports.show(id_of(call), call.actor)); });
    add(Method::Get, "/imports/{id}/errors", "getImportErrors", "import_batch.read",
        [](app::Exchange& use, const Call& call) -> base::Result<Answer> {
            GX_TRY(const auto found, use.imports.errors(id_of(call), call.actor));
            return download(found, call.request);
        });
    add(Method::Post, "/imports/{id}/confirm", "confirmImport", "import_batch.import",
        [](app::Exchange& use, const Call& call) { return begun(use.imports.confirm(id_of(call), call.actor), "/imports/"); })
        .body_bytes_max = kActBytesMax;
    add(Method::Post, "/imports/{id}/undo", "undoImport", "import_batch.undo",
        [](app::Exchange& use, const Call& call) { return begun(use.imports.undo(id_of(call), call.actor), "/imports/"); })
        .body_bytes_max = kActBytesMax;

    add(Method::Get, "/exports/kinds", "listExportKinds", "export.run",
        [](app::Exchange& use, const Call& call) { return json(use.exports.kinds(call.actor)); });
    add(Method::Get, "/exports", "listExports", "export_batch.read",
        [](app::Exchange& use, const Call& call) { return json(use.exports.list(job_page(call.parameters), call.actor)); });
    add(Method::Post, "/exports", "startExport", "export.run", start_export).body_bytes_max = 16U << 10U;
    add(Method::Get, "/exports/{id}", "getExport", "export_batch.read",
        [](app::Exchange& use, const Call& call) { return json(use.exports.show(id_of(call), call.actor)); });
    add(Method::Get, "/exports/{id}/file", "getExportFile", "export_batch.read",
        [](app::Exchange& use, const Call& call) -> base::Result<Answer> {
            GX_TRY(const auto found, use.exports.file(id_of(call), call.actor));
            return download(found, call.request);
        });
    return routes;
}

}  // namespace gx::http
