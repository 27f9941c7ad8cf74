// SPDX-License-Identifier: Apache-2.0
#include "app/exchange/journal_export.hpp"

#include <array>
#include <optional>

#include "app/exchange/export_file.hpp"
#include "app/exports/run_export.hpp"

namespace gx::app {
namespace {

using base::Json;

const std::string& in(const BothLanguages& text, Tongue tongue) { return tongue == Tongue::Chinese ? text.zh : text.en; }

/// Rows of the sheet and the digest of what they say.
class Sheet {
public:
    Sheet(const ExchangeParts& parts, const EntryTexts& texts, TableWriter& out, Tongue tongue, const std::string& tenant)
        : parts_(parts), texts_(texts), out_(out), tongue_(tongue), tenant_(tenant) {}

    Result<Done> begin(const std::string& mark) {
        SheetOut sheet;
        sheet.name = "journal";
        sheet.columns.resize(kColumns.size());
        GX_CHECK(out_.begin_sheet(sheet));
        GX_CHECK(out_.wide_row(CellOut::of(mark, CellStyle::Watermark), static_cast<std::uint32_t>(kColumns.size())));
        std::vector<CellOut> header;
        for (const char* column : kColumns) { header.push_back(CellOut::of(in(texts_.field("journal", column), tongue_), CellStyle::Header)); }
        return out_.row(header);
    }

    Result<Done> add(const ReadableEntry& readable, Reader& reader) {
        if (!names_) { names_.emplace(reader, tenant_); }
        const domain::JournalEntry& entry = *readable.entry;
        std::string body;
        if (!readable.body_id.empty()) { GX_TRY(body, names_->of("body", readable.body_id)); }
        const std::vector<std::string> head = {fmt::format("{}", entry.seq), local_time(entry.at), entry.actor,
                                               in(texts_.action(entry.action), tongue_), in(texts_.entity(entry.entity), tongue_),
                                               readable.label, body, fmt::format("{}", entry.version), entry.origin};
        if (readable.changes.empty()) { return row(head, {"", "", ""}); }
        for (const FieldChange& change : readable.changes) {
            GX_TRY(std::string before, texts_.value(entry.entity, change.field, change.before, tongue_, *names_));
            GX_TRY(std::string after, texts_.value(entry.entity, change.field, change.after, tongue_, *names_));
            GX_CHECK(row(head, {in(texts_.field(entry.entity, change.field), tongue_), std::move(before), std::move(after)}));
        }
        return Done{};
    }

    std::int64_t rows() const { return rows_; }
    std::string digest() const { return base::to_hex(digest_); }

private:
    static constexpr std::array kColumns = {"seq",     "at",     "account", "action", "entity", "entity_label",
                                            "body_id", "version", "origin",  "field",  "before", "after"};

    Result<Done> row(const std::vector<std::string>& head, std::vector<std::string> tail) {
        std::vector<CellOut> cells;
        std::string line;
        for (const auto* part : {&head, static_cast<const std::vector<std::string>*>(&tail)}) {
            for (const std::string& text : *part) {
                cells.push_back(CellOut::of(text));
                line += text + '\x1F';
            }
        }
        digest_ = parts_.hasher.digest(digest_, base::as_bytes(line));
        ++rows_;
        return out_.row(cells);
    }

    const ExchangeParts& parts_;
    const EntryTexts& texts_;
    TableWriter& out_;
    Tongue tongue_;
    std::string tenant_;
    std::optional<EntryTexts::Names> names_;
    std::int64_t rows_ = 0;
    base::Digest digest_{};
};

}  // namespace

Json filter_json(const JournalFilter& filter) {
    Json json = Json::object();
    for (const auto& [member, text] : {std::pair{"account", &filter.account}, {"body", &filter.body}, {"entity", &filter.entity},
                                       {"id", &filter.id}, {"action", &filter.action}}) {
        if (!text->empty()) { json.set(member, *text); }
    }
    if (filter.from) { json.set("from", filter.from->iso()); }
    if (filter.to) { json.set("to", filter.to->iso()); }
    return json;
}

Result<JobEnd> export_journal(const ExchangeParts& parts, BrowseJournal& journal, const JournalFilter& filter, const Job& job,
                              Tongue tongue, const Actor& actor, JobProgress& progress) {
    GX_TRY(const auto out, parts.writers.open(parts.files.path(export_name(job))));
    Sheet sheet(parts, journal.texts(), *out, tongue, actor.tenant);
    GX_CHECK(sheet.begin(watermark(parts.law.labels, actor.account, parts.clock.now())));
    GX_CHECK(journal.each(filter, actor, [&](const ReadableEntry& entry, Reader& reader) { return sheet.add(entry, reader); },
                          [&](std::int64_t done, std::int64_t of) { return progress.tell(done, of); }));
    const ExportAudit audit{.kind = "journal", .filter = filter_json(filter), .rows = sheet.rows(), .digest = sheet.digest(),
                            .format = job.params.text_or_empty("format")};
    GX_TRY(const std::string batch, write_export_batch(parts.store, parts.clock, parts.ids, audit, actor));
    GX_CHECK(out->finish());
    GX_CHECK(parts.files.narrow(export_name(job)));
    Json result = Json::object().set("rows", sheet.rows()).set("digest", sheet.digest()).set("batch_id", batch);
    return JobEnd{.state = JobState::Done, .result = std::move(result)};
}

}  // namespace gx::app
