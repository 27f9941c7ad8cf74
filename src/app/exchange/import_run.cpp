// SPDX-License-Identifier: Apache-2.0
#include "app/exchange/import_run.hpp"

#include <algorithm>

#include "app/imports/row_values.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kFaultsShown = 50;
constexpr std::size_t kTextsShown = 20;

/// The first faults, cell by cell. A text that may be somebody's number is kept in the workbook only.
Json faults_json(const ExchangeParts& parts, const ImportLayout& layout, const ImportResult& result) {
    const IdentifierChecks checks = identifier_checks();
    Json out = Json::array();
    std::size_t count = 0;
    for (const RejectedRow& row : result.first_rejected) {
        for (const CellFault& fault : row.faults) {
            if (count++ == kFaultsShown) { return out; }
            Json json = Json::object().set("row", std::int64_t{row.number}).set("reason", fault.reason);
            json.set("reason_text", parts.law.texts(fault.reason));
            if (!row.sheet.empty()) { json.set("sheet", row.sheet); }
            if (const auto column = layout.column_at(fault.column_key)) {
                const BothLanguages& header = layout.columns[*column].header;
                json.set("column", fault.column_key);
                json.set("column_name", Json::object().set("zh", header.zh).set("en", header.en));
            }
            if (fault.column > 0) { json.set("cell", cell_name({}, row.number, fault.column)); }
            if (!fault.value.empty() && !checks.holds_personal_value(fault.value)) { json.set("value", fault.value); }
            out.push(std::move(json));
        }
    }
    return out;
}

Json first_texts(const std::vector<std::string>& texts) {
    Json out = Json::array();
    for (std::size_t i = 0; i < std::min(texts.size(), kTextsShown); ++i) { out.push(texts[i]); }
    return out;
}

Json result_json(const ExchangeParts& parts, const ImportLayout& layout, const ImportResult& result) {
    const ImportCounts& n = result.counts;
    Json json = Json::object();
    json.set("read", n.read).set("added", n.added).set("changed", n.changed).set("unchanged", n.unchanged);
    json.set("kept", n.kept).set("rejected", n.rejected).set("has_errors", n.rejected > 0);
    if (!result.batch.empty()) { json.set("batch_id", result.batch); }
    json.set("faults", faults_json(parts, layout, result));
    json.set("skipped_sheets", first_texts(result.skipped_sheets));
    return json.set("ignored_columns", first_texts(result.ignored_columns));
}

bool is_trial(const Job& job) { return job.params.bool_at("dry_run").value_or(true); }

Result<JobEnd> read_upload(const ExchangeParts& parts, const Job& job, const Actor& actor, JobProgress& progress) {
    GX_TRY(const ImportLayout layout, parts.law.layout(job.kind));
    parts.files.remove(errors_name(job));
    ImportResult result;
    {
        GX_TRY(const auto table, parts.open_table(parts.files.path(upload_name(job))));
        ErrorsWorkbook errors(layout, parts.law.labels, parts.law.texts, parts.writers, parts.files.path(errors_name(job)));
        RunImport use_case(parts.store, parts.clock, parts.ids, parts.sealer, parts.law.check);
        RunImport::Input input{.layout = layout, .table = *table};
        input.file_name = job.file_name;
        input.file_digest = job.params.text_or_empty("digest");
        input.mode = is_trial(job) ? RunImport::Mode::DryRun : RunImport::Mode::Write;
        input.existing = job.params.bool_at("update").value_or(true) ? RunImport::Existing::Update : RunImport::Existing::Keep;
        input.rejects = &errors;
        input.passed_over_headers = passed_over_headers(parts.law.labels);
        input.progress = [&](std::int64_t rows) { return progress.tell(rows, 0); };
        GX_TRY(result, use_case.run(input, actor));
        GX_CHECK(errors.finish());
    }
    if (result.counts.rejected > 0) { GX_CHECK(parts.files.narrow(errors_name(job))); }
    (void)progress.tell(result.counts.read, result.counts.read).ok();
    return JobEnd{.state = JobState::Done, .result = result_json(parts, layout, result)};
}

}  // namespace

std::string upload_name(const Job& job) { return job.id + ".upload"; }
std::string errors_name(const Job& job) { return job.id + ".errors.xlsx"; }

Result<JobEnd> run_import_job(const ExchangeParts& parts, const Job& job, const Actor& actor, JobProgress& progress) {
    auto end = read_upload(parts, job, actor, progress);
    // Nothing but a trial that came to its end can be confirmed; any other file has no more to do here.
    if (!end.ok() || !is_trial(job)) { parts.files.remove(upload_name(job)); }
    return end;
}

}  // namespace gx::app
