// SPDX-License-Identifier: Apache-2.0
#include "app/exports/run_export.hpp"

#include <unordered_map>

#include "app/imports/content_builder.hpp"

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

/// What is asked of a filter: the column and its text.
using Filters = std::vector<std::pair<std::size_t, std::string>>;

Result<Filters> read_filters(const RunExport::Input& input) {
    Filters filters;
    for (const auto& [key, text] : input.filter) {
        const auto column = input.layout.column_at(key);
        if (!column) { return Error{ErrorCode::InvalidInput, "export.filter_unknown", key, key}; }
        filters.emplace_back(*column, text);
    }
    return filters;
}

/// Writes rows chunk by chunk and keeps the digest of what it wrote.
class RowWriter {
public:
    RowWriter(const RunExport::Input& input, Reader& lookup, std::string tenant, Filters filters,
              const domain::Hasher& hasher)
        : input_(input), lookup_(lookup), tenant_(std::move(tenant)), filters_(std::move(filters)), hasher_(hasher) {}

    Result<Done> add(const Entity& row) {
        chunk_.push_back(row);
        return chunk_.size() < kChunk ? Result<Done>{Done{}} : flush();
    }
    Result<Done> flush() {
        GX_TRY(const KeysById keys, keys_of(lookup_, input_.layout, tenant_, chunk_));
        for (const Entity& row : chunk_) {
            std::vector<CellOut> cells;
            for (const ImportColumn& column : input_.layout.columns) {
                cells.push_back(column.field == "-" ? CellOut::of({}) : cell_of(column, at_path(row.content, column.field), keys));
            }
            if (!wanted(cells)) { continue; }
            GX_CHECK(input_.out.row(cells));
            remember(cells);
            ++rows_;
        }
        chunk_.clear();
        return Done{};
    }
    std::int64_t rows() const { return rows_; }
    std::string digest() const { return base::to_hex(digest_); }

private:
    bool wanted(const std::vector<CellOut>& cells) const {
        for (const auto& [column, text] : filters_) {
            if (cells[column].text != text) { return false; }
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
    Filters filters_;
    const domain::Hasher& hasher_;
    std::vector<Entity> chunk_;
    std::int64_t rows_ = 0;
    base::Digest digest_{};
};

Result<Done> write_head(const RunExport::Input& input) {
    const ImportLayout& layout = input.layout;
    SheetOut sheet;
    sheet.name = layout.title.zh;
    sheet.columns.resize(layout.columns.size());
    GX_CHECK(input.out.begin_sheet(sheet));
    if (!input.out.is_plain()) {
        const auto width = static_cast<std::uint32_t>(layout.columns.size());
        GX_CHECK(input.out.wide_row(CellOut::of(layout.title.zh, CellStyle::Title), width));
        GX_CHECK(input.out.wide_row(CellOut::of(layout.unit_line.zh, CellStyle::Note), width));
    }
    std::vector<CellOut> header;
    for (const ImportColumn& column : layout.columns) { header.push_back(CellOut::of(column.header.zh, CellStyle::Header)); }
    return input.out.row(header);
}

std::string filled(std::string pattern, const char* name, const std::string& text) {
    const auto at = pattern.find(name);
    return at == std::string::npos ? pattern : pattern.replace(at, std::string_view(name).size(), text);
}

Result<Done> write_watermark(const RunExport::Input& input, const std::string& account, base::Date today) {
    if (input.out.is_plain()) { return Done{}; }
    const std::string text = filled(input.labels.printed_by, "{user}", account) + "  " + filled(input.labels.printed_on, "{day}", today.iso());
    return input.out.wide_row(CellOut::of(text, CellStyle::Watermark), static_cast<std::uint32_t>(input.layout.columns.size()));
}

}  // namespace

Result<RunExport::Output> RunExport::run(const Input& input, const Actor& actor) {
    if (!actor.may("export.run")) { return Error{ErrorCode::NotPermitted, "access.denied", "export.run"}; }
    GX_TRY(auto filters, read_filters(input));
    GX_TRY(const auto rows, store_.reader());
    GX_TRY(const auto lookup, store_.reader());
    GX_CHECK(write_head(input));
    RowWriter writer(input, *lookup, actor.tenant, std::move(filters), hasher_);
    GX_CHECK(rows->scan(input.layout.entity, actor.tenant, [&](const Entity& row) { return writer.add(row); }));
    GX_CHECK(writer.flush());
    GX_CHECK(write_watermark(input, actor.account, clock_.today()));

    const std::string id = ids_.next_id();
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) {
        Json content;
        Json filter = Json::object();
        for (const auto& [key, text] : input.filter) { filter.set(key, text); }
        content.set("code", id).set("kind", input.layout.kind).set("filter", filter).set("rows", writer.rows());
        content.set("digest", writer.digest()).set("format", input.format).set("account", actor.account);
        content.set("on_day", clock_.today().iso());
        return work.put(Entity{"export_batch", actor.tenant, id, {}, 1, -1, std::move(content)}, "export");
    }));
    GX_CHECK(input.out.finish());
    return Output{writer.rows(), writer.digest(), id};
}

}  // namespace gx::app
