// SPDX-License-Identifier: Apache-2.0
#include "app/exchange/export_jobs.hpp"

#include "app/exchange/export_file.hpp"
#include "app/exchange/journal_export.hpp"
#include "app/exports/run_export.hpp"
#include "app/staff/entered_text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr const char* kTopic = "export";
constexpr const char* kJournal = "journal";
constexpr const char* kRead = "export_batch.read";
constexpr const char* kPersonalValue = "request.personal_value";

Error denied(const std::string& action) { return {ErrorCode::NotPermitted, "access.denied", action}; }
Error unknown(const std::string& id) { return {ErrorCode::NotFound, "export.unknown", id}; }

Result<Done> check_format(const std::string& format) {
    if (format == "xlsx" || format == "csv") { return Done{}; }
    return Error{ErrorCode::InvalidInput, "export.format_unknown", format, "/body/format"};
}

/// What is needed to make an export of a kind, and to fetch it.
std::vector<std::string> actions_of(const std::string& kind, const std::string& entity) {
    if (kind == kJournal) { return {"journal.export", "journal.read"}; }
    return {"export.run", entity + ".read"};
}

/// "*", or the bodies that a file was limited to, action by action.
Json reach_json(const Actor& actor, const std::vector<std::string>& actions) {
    Json json = Json::object();
    for (const std::string& action : actions) {
        const Reach reach = actor.reach(action);
        Json bodies = Json::array();
        for (const std::string& body : reach.bodies()) { bodies.push(body); }
        json.set(action, reach.is_everything() ? Json("*") : std::move(bodies));
    }
    return json;
}

/// Whether somebody reaches today what the file was made with.
bool still_reaches(const Actor& actor, const Json& then) {
    for (const auto& [action, bodies] : then.as_object()) {
        if (!actor.may(action)) { return false; }
        const Reach reach = actor.reach(action);
        if (reach.is_everything()) { continue; }
        if (!bodies.is_array()) { return false; }
        for (const Json& body : bodies.as_array()) {
            if (!body.is_string() || !reach.covers(body.as_string())) { return false; }
        }
    }
    return true;
}

Result<JobEnd> export_rows(const ExchangeParts& parts, const ExportJobs::Input& asked, const Job& job, const Actor& actor,
                           JobProgress& progress) {
    GX_TRY(const ImportLayout layout, parts.law.layout(asked.kind));
    GX_TRY(const auto out, parts.writers.open(parts.files.path(export_name(job))));
    RunExport::Input input{.layout = layout, .labels = parts.law.labels, .filter = asked.filter, .format = asked.format, .out = *out};
    input.progress = [&](std::int64_t done, std::int64_t of) { return progress.tell(done, of); };
    GX_TRY(const auto done, RunExport(parts.store, parts.hasher, parts.clock, parts.ids).run(input, actor));
    GX_CHECK(parts.files.narrow(export_name(job)));
    Json result = Json::object().set("rows", done.rows).set("digest", done.digest).set("batch_id", done.batch);
    return JobEnd{.state = JobState::Done, .result = std::move(result)};
}

}  // namespace

std::string export_name(const Job& job) { return job.id + "." + job.params.text_or_empty("format"); }

Json ExportJobs::to_json(const Job& job) const {
    Json json = job_json(parts_, job);
    json.set("format", job.params.text_or_empty("format")).set("filter", job.params.at("filter"));
    for (const auto& [member, value] : job.result.as_object()) { json.set(member, value); }
    const bool there = job.state == JobState::Done && parts_.files.has(export_name(job));
    return json.set("available", there);
}

Result<Json> ExportJobs::submit(Job job, const Actor& actor, Act act) {
    job.id = parts_.ids.next_id();
    job.tenant = actor.tenant;
    job.account = actor.account;
    job.topic = kTopic;
    job.made_at = parts_.clock.now();
    GX_CHECK(parts_.engine.submit(job, [job, act = std::move(act)](JobProgress& progress) { return act(job, progress); }));
    return to_json(job);
}

Result<Json> ExportJobs::start(const Input& input, const Actor& actor) {
    if (!actor.may("export.run")) { return denied("export.run"); }
    GX_CHECK(check_format(input.format));
    const auto layout = parts_.law.layout(input.kind);
    if (!layout.ok()) { return Error{ErrorCode::NotFound, "export.kind_unknown", input.kind}; }
    GX_CHECK(RunExport::check(*layout, input.filter, actor));
    Job job{.kind = input.kind};
    job.file_name = layout->title.zh + "-" + parts_.clock.today().iso() + "." + input.format;
    Json filter = Json::object();
    for (const auto& [member, text] : input.filter) { filter.set(member, text); }
    job.params.set("format", input.format).set("filter", std::move(filter));
    job.params.set("reach", reach_json(actor, actions_of(input.kind, layout->entity)));
    return submit(std::move(job), actor, [this, input, actor](const Job& made, JobProgress& progress) {
        return export_rows(parts_, input, made, actor, progress);
    });
}

/// What is asked for is kept with the job: no number of a person, but for the id or code of a body that is there.
Result<Done> ExportJobs::check_filter(const JournalFilter& filter, const Actor& actor) const {
    Json kept = filter_json(filter).set("id", Json());
    if (!filter.body.empty()) {
        GX_TRY(const auto reader, parts_.store.reader());
        GX_TRY(auto body, reader->find_by_key("body", actor.tenant, filter.body));
        if (!body) { GX_TRY(body, reader->find("body", actor.tenant, filter.body)); }
        if (body) { kept.set("body", Json()); }
    }
    return check_no_person(kept, kPersonalValue, "/body/filter");
}

Result<Json> ExportJobs::start_journal(const JournalFilter& filter, const std::string& format, Tongue tongue, const Actor& actor) {
    for (const std::string& action : actions_of(kJournal, {})) {
        if (!actor.may(action)) { return denied(action); }
    }
    GX_CHECK(check_format(format));
    GX_CHECK(check_filter(filter, actor));
    Job job{.kind = kJournal};
    job.file_name = std::string(kJournal) + "-" + parts_.clock.today().iso() + "." + format;
    job.params.set("format", format).set("filter", filter_json(filter));
    job.params.set("reach", reach_json(actor, actions_of(kJournal, {}))).set("audit", actor.may("journal.audit"));
    return submit(std::move(job), actor, [this, filter, tongue, actor](const Job& made, JobProgress& progress) {
        return export_journal(parts_, journal_, filter, made, tongue, actor, progress);
    });
}

Result<Job> ExportJobs::find(const std::string& id, const Actor& actor) const {
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(auto job, parts_.table.find(*reader, actor.tenant, id));
    const bool sees = job && job->topic == kTopic && (job->account == actor.account || actor.reach(kRead).is_everything());
    if (!sees) { return unknown(id); }
    return std::move(*job);
}

Result<Json> ExportJobs::list(const JobPage& page, const Actor& actor) const {
    if (!actor.may(kRead)) { return denied(kRead); }
    return list_jobs(parts_, kTopic, page, actor, actor.reach(kRead).is_everything(), [this](const Job& job) { return to_json(job); });
}

Result<Json> ExportJobs::show(const std::string& id, const Actor& actor) const {
    if (!actor.may(kRead)) { return denied(kRead); }
    GX_TRY(const Job job, find(id, actor));
    return to_json(job);
}

Result<JobDownload> ExportJobs::file(const std::string& id, const Actor& actor) const {
    if (!actor.may(kRead)) { return denied(kRead); }
    GX_TRY(const Job job, find(id, actor));
    const bool audit = job.params.bool_at("audit").value_or(false);
    // Another account's file, or one with rows that the account no longer reaches, is as if it were not there.
    if (job.account != actor.account || !still_reaches(actor, job.params.at("reach")) || (audit && !actor.may("journal.audit"))) {
        return unknown(id);
    }
    if (job.state != JobState::Done) { return Error{ErrorCode::StateForbids, "export.not_ready", id}; }
    GX_TRY(std::shared_ptr<JobFile> file, parts_.files.open(export_name(job)));
    return JobDownload{.file = std::move(file), .file_name = job.file_name,
                       .content_type = content_type_of(job.params.text_or_empty("format")), .digest = job.result.text_or_empty("digest")};
}

Result<Json> ExportJobs::kinds(const Actor& actor) const {
    if (!actor.may("export.run")) { return denied("export.run"); }
    Json items = Json::array();
    std::int64_t total = 0;
    for (const std::string& kind : parts_.law.kinds) {
        GX_TRY(const ImportLayout layout, parts_.law.layout(kind));
        if (!actor.may(layout.entity + ".read")) { continue; }
        items.push(Json::object().set("kind", kind).set("name", Json::object().set("zh", layout.title.zh).set("en", layout.title.en)));
        ++total;
    }
    return Json::object().set("items", std::move(items)).set("total", total);
}

}  // namespace gx::app
