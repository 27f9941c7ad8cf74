// SPDX-License-Identifier: Apache-2.0
#include "app/exchange/table_law.hpp"

#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kFileNameBytesMax = 200;
constexpr std::size_t kRowsMax = 10'000;

}  // namespace

std::string content_type_of(std::string_view format) {
    return format == "xlsx" ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
}

std::string plain_file_name(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) { name.remove_prefix(slash + 1); }
    std::string out;
    for (const std::string_view character : base::characters(name)) {
        const bool control = character.size() == 1 && (static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7F);
        if (control || !base::is_utf8(character)) { continue; }
        if (out.size() + character.size() > kFileNameBytesMax) { break; }
        out.append(character);
    }
    return out;
}

Json job_json(const ExchangeParts& parts, const Job& job) {
    Json json = Json::object();
    json.set("id", job.id).set("kind", job.kind).set("state", code_of(job.state)).set("file_name", job.file_name);
    json.set("account", job.account).set("made_at", job.made_at.iso());
    if (job.started_at) { json.set("started_at", job.started_at->iso()); }
    if (job.ended_at) { json.set("ended_at", job.ended_at->iso()); }
    if (!job.reason.empty()) { json.set("reason", job.reason).set("reason_text", parts.law.texts(job.reason)); }
    Json progress = Json::object().set("done", job.rows_done);
    if (const auto now = parts.engine.progress(job.id)) {
        progress.set("done", now->first);
        if (now->second > 0) { progress.set("of", now->second); }
    }
    return json.set("progress", std::move(progress));
}

Result<Json> list_jobs(const ExchangeParts& parts, const std::string& topic, const JobPage& page, const Actor& actor,
                       bool everybody, const std::function<Json(const Job&)>& to_json) {
    JobQuery query{.tenant = actor.tenant, .topic = topic, .kind = page.kind, .state = job_state_of(page.state)};
    if (!everybody) { query.account = actor.account; }
    query.limit = page.limit;
    query.offset = (page.page - 1) * page.limit;
    if (query.offset + query.limit > kRowsMax) { return Error{ErrorCode::InvalidInput, "page.too_deep", {}, "/query/page"}; }
    GX_TRY(const auto reader, parts.store.reader());
    GX_TRY(const auto jobs, parts.table.list(*reader, query));
    GX_TRY(const std::int64_t total, parts.table.count(*reader, query));
    Json items = Json::array();
    for (const Job& job : jobs) { items.push(to_json(job)); }
    return Json::object().set("items", std::move(items)).set("total", total);
}

}  // namespace gx::app
