// SPDX-License-Identifier: Apache-2.0
#include "app/exchange/import_jobs.hpp"

#include "app/exchange/import_run.hpp"
#include "app/imports/undo_import.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr const char* kTopic = "import";
constexpr std::size_t kDigestPiece = 1U << 20U;

Result<Done> need(const Actor& actor, const std::string& action) {
    if (!actor.may(action)) { return Error{ErrorCode::NotPermitted, "access.denied", action}; }
    return Done{};
}

Error unknown(const std::string& id) { return {ErrorCode::NotFound, "import.unknown", id}; }

/// As a file of the command line is digested: piece by piece.
std::string digest_of(const domain::Hasher& hasher, std::string_view bytes) {
    base::Digest digest{};
    for (std::size_t at = 0; at < bytes.size(); at += kDigestPiece) {
        digest = hasher.digest(digest, base::as_bytes(bytes.substr(at, kDigestPiece)));
    }
    return base::to_hex(digest);
}

bool sees_all(const Actor& actor) { return actor.reach("import_batch.read").is_everything(); }

Json names(const BothLanguages& text) { return Json::object().set("zh", text.zh).set("en", text.en); }

Json column_json(const ImportColumn& column) {
    Json json = Json::object().set("key", column.key).set("name", names(column.header)).set("required", column.required);
    if (!column.example.empty()) { json.set("example", column.example); }
    if (!column.note.zh.empty()) { json.set("note", names(column.note)); }
    if (column.choices.empty()) { return json; }
    Json choices = Json::array();
    for (const CodeChoice& choice : column.choices) {
        choices.push(Json::object().set("code", choice.code).set("name", names(choice.label)));
    }
    return json.set("choices", std::move(choices));
}

}  // namespace

Json ImportJobs::to_json(const Job& job) const {
    Json json = job_json(parts_, job);
    json.set("dry_run", job.params.bool_at("dry_run").value_or(true)).set("update", job.params.bool_at("update").value_or(true));
    for (const auto& [member, value] : job.result.as_object()) { json.set(member, value); }
    return json;
}

JobEngine::Run ImportJobs::run_of(const Job& job, const Actor& actor) const {
    return [this, job, actor](JobProgress& progress) { return run_import_job(parts_, job, actor, progress); };
}

Result<Json> ImportJobs::start(const Input& input, const Actor& actor) {
    GX_CHECK(need(actor, "import_batch.import"));
    const auto layout = parts_.law.layout(input.kind);
    if (!layout.ok()) { return Error{ErrorCode::NotFound, "import.kind_unknown", input.kind}; }
    GX_CHECK(need(actor, layout->entity + ".import"));
    if (input.bytes.empty()) { return Error{ErrorCode::InvalidInput, "import.empty"}; }
    GX_CHECK(RunImport::check_file_name(input.file_name));
    Job job{.id = parts_.ids.next_id(), .tenant = actor.tenant, .account = actor.account, .topic = kTopic, .kind = input.kind};
    job.file_name = plain_file_name(input.file_name);
    job.made_at = parts_.clock.now();
    job.params.set("dry_run", input.dry_run).set("update", input.update).set("digest", digest_of(parts_.hasher, input.bytes));
    GX_CHECK(parts_.files.write(upload_name(job), input.bytes));
    auto taken = parts_.engine.submit(job, run_of(job, actor));
    if (!taken.ok()) {
        parts_.files.remove(upload_name(job));
        return std::move(taken).error();
    }
    return to_json(job);
}

Result<Job> ImportJobs::find(const std::string& id, const Actor& actor) const {
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(auto job, parts_.table.find(*reader, actor.tenant, id));
    if (!job || job->topic != kTopic || (job->account != actor.account && !sees_all(actor))) { return unknown(id); }
    return std::move(*job);
}

Result<Json> ImportJobs::confirm(const std::string& id, const Actor& actor) {
    GX_CHECK(need(actor, "import_batch.import"));
    GX_TRY(const Job tried, find(id, actor));
    // Only the sender: what is taken is taken with the sender's rights.
    if (tried.account != actor.account) { return unknown(id); }
    GX_TRY(const ImportLayout layout, parts_.law.layout(tried.kind));
    GX_CHECK(need(actor, layout.entity + ".import"));
    Job next = tried;
    next.params.set("dry_run", false);
    GX_TRY(const Job taken, parts_.engine.again(actor, id, [&](Job& job) -> Result<Done> {
        if (job.state != JobState::Done || !job.params.bool_at("dry_run").value_or(false)) {
            return Error{ErrorCode::StateForbids, "import.not_tried", id};
        }
        if (!parts_.files.has(upload_name(job))) { return Error{ErrorCode::StateForbids, "job.file_gone", id}; }
        job.params.set("dry_run", false);
        job.result = Json::object();
        return Done{};
    }, run_of(next, actor)));
    return to_json(taken);
}

Result<Json> ImportJobs::undo(const std::string& id, const Actor& actor) {
    GX_CHECK(need(actor, "import_batch.undo"));
    GX_TRY(const Job done, find(id, actor));
    // Whoever sees the jobs of all takes back only what the own rights could have taken in.
    GX_TRY(const ImportLayout layout, parts_.law.layout(done.kind));
    GX_CHECK(need(actor, layout.entity + ".import"));
    const auto run = [this, result = done.result, actor](JobProgress&) -> Result<JobEnd> {
        const auto undone = UndoImport(parts_.store, parts_.clock, parts_.sealer).run(result.text_or_empty("batch_id"), actor);
        if (undone.ok()) {
            Json with = result;
            with.set("removed", undone->removed).set("restored", undone->restored);
            return JobEnd{.state = JobState::Undone, .result = std::move(with)};
        }
        const bool before = undone.error().reason == "import.already_undone";
        return JobEnd{.state = before ? JobState::Undone : JobState::Done, .result = result, .reason = before ? "" : undone.error().reason};
    };
    GX_TRY(const Job taken, parts_.engine.again(actor, id, [&](Job& job) -> Result<Done> {
        if (job.state == JobState::Undone) { return Error{ErrorCode::StateForbids, "import.already_undone", id}; }
        const bool ended = job.state == JobState::Done || job.state == JobState::Interrupted;
        if (!ended || job.result.text_or_empty("batch_id").empty()) {
            return Error{ErrorCode::StateForbids, "import.nothing_to_undo", id};
        }
        return Done{};
    }, run));
    return to_json(taken);
}

Result<Json> ImportJobs::list(const JobPage& page, const Actor& actor) const {
    GX_CHECK(need(actor, "import_batch.read"));
    return list_jobs(parts_, kTopic, page, actor, sees_all(actor), [this](const Job& job) {
        Json json = to_json(job);
        return json.set("faults", Json());
    });
}

Result<Json> ImportJobs::show(const std::string& id, const Actor& actor) const {
    GX_CHECK(need(actor, "import_batch.read"));
    GX_TRY(const Job job, find(id, actor));
    return to_json(job);
}

Result<JobDownload> ImportJobs::errors(const std::string& id, const Actor& actor) const {
    GX_CHECK(need(actor, "import_batch.read"));
    GX_TRY(const Job job, find(id, actor));
    if (job.account != actor.account) { return unknown(id); }
    if (!job.result.bool_at("has_errors").value_or(false)) { return Error{ErrorCode::NotFound, "import.no_errors", id}; }
    GX_TRY(std::shared_ptr<JobFile> file, parts_.files.open(errors_name(job)));
    std::string stem = job.file_name.substr(0, job.file_name.rfind('.'));
    return JobDownload{.file = std::move(file), .file_name = (stem.empty() ? job.kind : stem) + "-errors.xlsx",
                       .content_type = content_type_of("xlsx")};
}

Result<Json> ImportJobs::kinds(const Actor& actor) const {
    GX_CHECK(need(actor, "import_batch.import"));
    Json items = Json::array();
    std::int64_t total = 0;
    for (const std::string& kind : parts_.law.kinds) {
        GX_TRY(const ImportLayout layout, parts_.law.layout(kind));
        if (!actor.may(layout.entity + ".import")) { continue; }
        Json columns = Json::array();
        for (const ImportColumn& column : layout.columns) { columns.push(column_json(column)); }
        Json item = Json::object().set("kind", kind).set("name", names(layout.title)).set("entity", layout.entity);
        if (!layout.unit_line.zh.empty()) { item.set("note", names(layout.unit_line)); }
        items.push(item.set("columns", std::move(columns)));
        ++total;
    }
    return Json::object().set("items", std::move(items)).set("total", total);
}

}  // namespace gx::app
