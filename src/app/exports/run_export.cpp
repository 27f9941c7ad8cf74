// SPDX-License-Identifier: Apache-2.0
#include "app/exports/run_export.hpp"

#include <unordered_map>

#include "app/access/body_of.hpp"
#include "app/exports/export_filter.hpp"
#include "app/imports/content_builder.hpp"
#include "app/recalls/delivery.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kChunk = 500;

/// Natural keys of the entities that a chunk of rows refers to, by id.
using KeysById = std::unordered_map<std::string, std::string>;

std::string percent(std::int64_t basis_points) {
    return fmt::format("{}.{:02}", basis_points / 100, basis_points % 100);
}

/// An amount of fen in units of `unit` fen, exact, without needless zeros.
std::string decimal(std::int64_t fen, std::int64_t unit) {
    const bool negative = fen < 0;
    const std::int64_t magnitude = negative ? -fen : fen;
    std::string text = fmt::format("{}{}", negative ? "-" : "", magnitude / unit);
    std::int64_t rest = magnitude % unit;
    if (rest == 0) { return text; }
    text.push_back('.');
    for (std::int64_t digit = unit / 10; rest > 0 && digit > 0; digit /= 10) {
        text.push_back(static_cast<char>('0' + rest / digit));
        rest %= digit;
    }
    return text;
}

CellOut cell_of(const ImportColumn& column, const Json& value, const KeysById& keys) {
    if (value.is_null() || column.form == ColumnForm::Sealed || column.form == ColumnForm::SealedId) {
        return CellOut::of({});
    }
    if (column.reference && value.is_string()) {
        const auto found = keys.find(value.as_string());
        std::string key = found == keys.end() ? std::string{} : found->second;
        if (key.starts_with(column.reference->key_prefix)) { key.erase(0, column.reference->key_prefix.size()); }
        return CellOut::of(std::move(key));
    }
    if (value.is_bool()) { return CellOut::of(value.as_bool() ? "true" : "false"); }
    if (value.is_int()) {
        switch (column.form) {
            case ColumnForm::Money: return CellOut::number(decimal(value.as_int(), column.unit_fen));
            case ColumnForm::Percent: return CellOut::number(percent(value.as_int()));
            default: return CellOut::number(fmt::format("{}", value.as_int()));
        }
    }
    return CellOut::of(value.is_string() ? value.as_string() : base::canonical(value));
}

/// Looks up the keys that the rows of a chunk refer to: one query a type of entity.
Result<KeysById> keys_of(Reader& reader, const ImportLayout& layout, const std::string& tenant,
                         const std::vector<Entity>& rows) {
    std::map<std::string, std::set<std::string>> wanted;
    for (const ImportColumn& column : layout.columns) {
        if (!column.reference) { continue; }
        for (const Entity& row : rows) {
            const Json& id = at_path(row.content, column.field);
            if (id.is_string()) { wanted[column.reference->entity].insert(id.as_string()); }
        }
    }
    KeysById keys;
    for (const auto& [type, ids] : wanted) {
        Query query{.tenant = tenant, .where = {{"id", Compare::In, {}}}, .order = {}, .limit = ids.size()};
        for (const std::string& id : ids) { query.where[0].values.emplace_back(id); }
        GX_TRY(const auto found, reader.list(type, query));
        for (const Entity& entity : found) { keys.emplace(entity.id, entity.key); }
    }
    return keys;
}

/// Writes rows chunk by chunk and keeps the digest of what it wrote.
class RowWriter {
public:
    RowWriter(const RunExport::Input& input, Reader& lookup, const Actor& actor, ExportFilter filter, const domain::Hasher& hasher)
        : input_(input), lookup_(lookup), tenant_(actor.tenant), run_(actor.reach("export.run")),
          read_(actor.reach(input.layout.entity + ".read")), bodies_(lookup, actor.tenant), filter_(std::move(filter)), hasher_(hasher) {}

    Result<Done> add(const Entity& row) {
        ++looked_at_;
        GX_TRY(const bool within, is_within(row));
        if (within && is_of_kind(row.content) && !is_of_person_file(row.type, row.content)) { chunk_.push_back(row); }
        if (looked_at_ % kChunk == 0 && input_.progress) { GX_CHECK(input_.progress(looked_at_, of)); }
        return chunk_.size() < kChunk ? Result<Done>{Done{}} : flush();
    }
    Result<Done> flush() {
        GX_TRY(const KeysById keys, keys_of(lookup_, input_.layout, tenant_, chunk_));
        for (const Entity& row : chunk_) {
            std::vector<CellOut> cells;
            for (const ImportColumn& column : input_.layout.columns) {
                cells.push_back(column.field == "-" ? CellOut::of({}) : cell_of(column, at_path(row.content, column.field), keys));
            }
            if (!filter_.wants(row.content, cells)) { continue; }
            GX_CHECK(input_.out.row(cells));
            remember(cells);
            if (row.type == "record") { records_.push_back(row.id); }
            ++rows_;
        }
        chunk_.clear();
        return Done{};
    }
    std::int64_t rows() const { return rows_; }
    std::string digest() const { return base::to_hex(digest_); }
    std::vector<std::string> take_records() { return std::move(records_); }

    std::int64_t of = 0;  ///< rows there are, for the progress

private:
    Result<bool> is_within(const Entity& row) {
        if (run_.is_everything() && read_.is_everything()) { return true; }
        GX_TRY(const std::string body, bodies_.find(row.type, row.id, row.content));
        return run_.covers(body) && read_.covers(body);
    }
    bool is_of_kind(const Json& content) const {
        for (const auto& [member, value] : input_.layout.set.as_object()) {
            if (content.at(member) != value) { return false; }
        }
        return true;
    }
    void remember(const std::vector<CellOut>& cells) {
        std::string line;
        for (const CellOut& cell : cells) { line += cell.text + '\x1F'; }
        digest_ = hasher_.digest(digest_, base::as_bytes(line));
    }

    const RunExport::Input& input_;
    Reader& lookup_;
    std::string tenant_;
    Reach run_;
    Reach read_;
    BodyFinder bodies_;
    ExportFilter filter_;
    const domain::Hasher& hasher_;
    std::vector<Entity> chunk_;
    std::vector<std::string> records_;
    std::int64_t looked_at_ = 0;
    std::int64_t rows_ = 0;
    base::Digest digest_{};
};

std::string filled(std::string pattern, const char* name, const std::string& text) {
    const auto at = pattern.find(name);
    return at == std::string::npos ? pattern : pattern.replace(at, std::string_view(name).size(), text);
}

Result<Done> write_head(const RunExport::Input& input, const std::string& mark) {
    const ImportLayout& layout = input.layout;
    SheetOut sheet;
    sheet.name = layout.title.zh;
    sheet.columns.resize(layout.columns.size());
    GX_CHECK(input.out.begin_sheet(sheet));
    const auto width = static_cast<std::uint32_t>(layout.columns.size());
    if (!input.out.is_plain()) {
        GX_CHECK(input.out.wide_row(CellOut::of(layout.title.zh, CellStyle::Title), width));
        GX_CHECK(input.out.wide_row(CellOut::of(layout.unit_line.zh, CellStyle::Note), width));
    }
    GX_CHECK(input.out.wide_row(CellOut::of(mark, CellStyle::Watermark), width));
    std::vector<CellOut> header;
    for (const ImportColumn& column : layout.columns) { header.push_back(CellOut::of(column.header.zh, CellStyle::Header)); }
    return input.out.row(header);
}

}  // namespace

std::string local_time(base::Instant at) {
    constexpr std::int64_t kChinaMillis = 8 * 3'600'000;
    std::string text = base::Instant::from_millis(at.millis() + kChinaMillis).iso().substr(0, 19);
    text[10] = ' ';
    return text;
}

std::string watermark(const WorkbookLabels& labels, const std::string& account, base::Instant now) {
    constexpr std::size_t kToTheMinute = 16;
    return filled(labels.printed_by, "{user}", account) + "  " +
           filled(labels.printed_on, "{day}", local_time(now).substr(0, kToTheMinute));
}

Result<std::string> write_export_batch(Store& store, Clock& clock, IdSource& ids, const ExportAudit& audit, const Actor& actor) {
    const std::string id = ids.next_id();
    const base::Instant now = clock.now();
    GX_CHECK(store.write({actor, now}, [&](Work& work) -> Result<Done> {
        Json content;
        content.set("code", id).set("kind", audit.kind).set("filter", audit.filter).set("rows", audit.rows);
        content.set("digest", audit.digest).set("format", audit.format).set("account", actor.account);
        content.set("on_day", now.civil_day().iso());
        GX_CHECK(work.put(Entity{"export_batch", actor.tenant, id, {}, 1, -1, std::move(content)}, "export"));
        return note_delivery(work, actor.tenant, {.channel = DeliveryChannel::Export, .recipient = actor.account, .batch = id,
                                                  .records = audit.records, .on = now.civil_day()});
    }));
    return id;
}

Result<Done> RunExport::check(const ImportLayout& layout, const std::map<std::string, std::string>& filter, const Actor& actor) {
    for (const std::string& action : {std::string("export.run"), layout.entity + ".read"}) {
        if (!actor.may(action)) { return Error{ErrorCode::NotPermitted, "access.denied", action}; }
    }
    GX_CHECK(ExportFilter::make(layout, filter));
    return Done{};
}

Result<RunExport::Output> RunExport::run(const Input& input, const Actor& actor) {
    GX_CHECK(check(input.layout, input.filter, actor));
    GX_TRY(auto filter, ExportFilter::make(input.layout, input.filter));
    GX_TRY(const auto rows, store_.reader());
    GX_TRY(const auto lookup, store_.reader());
    GX_CHECK(write_head(input, watermark(input.labels, actor.account, clock_.now())));
    RowWriter writer(input, *lookup, actor, std::move(filter), hasher_);
    if (input.progress) { GX_TRY(writer.of, rows->count(input.layout.entity, Query{.tenant = actor.tenant})); }
    GX_CHECK(rows->scan(input.layout.entity, actor.tenant, [&](const Entity& row) { return writer.add(row); }));
    GX_CHECK(writer.flush());

    Json asked = Json::object();
    for (const auto& [key, text] : input.filter) { asked.set(key, text); }
    const ExportAudit audit{.kind = input.layout.kind, .filter = std::move(asked), .rows = writer.rows(), .digest = writer.digest(),
                            .format = input.format, .records = writer.take_records()};
    GX_TRY(const std::string id, write_export_batch(store_, clock_, ids_, audit, actor));
    GX_CHECK(input.out.finish());
    return Output{writer.rows(), writer.digest(), id};
}

}  // namespace gx::app
