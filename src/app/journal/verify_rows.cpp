// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/journal/verify_parts.hpp"
#include "app/ports/entity_types.hpp"

namespace gx::app::verify_parts {
namespace {

/// The fixed columns that every table has, in the order they are asked for.
constexpr std::array<std::string_view, 6> kFixed = {"tenant", "id", "key", "version", "seq", "content"};
enum Fixed { kTenant, kId, kKey, kVersion, kSeq, kContent };

bool same_value(const RowView& row, int column, const Value& want) {
    if (std::holds_alternative<std::nullptr_t>(want)) { return row.is_null(column); }
    if (row.is_null(column)) { return false; }
    if (const auto* number = std::get_if<std::int64_t>(&want)) { return row.integer(column) == *number; }
    return row.text(column) == std::get<std::string>(want);
}

/// The first column that differs from what the content gives; empty when all are right.
std::string wrong_column(const EntityType& type, const RowView& row, const base::Json& content) {
    const auto key = natural_key(type, content);
    if (!key.ok() || row.text(kKey) != *key) { return "key"; }
    for (std::size_t i = 0; i < type.columns.size(); ++i) {
        const auto want = column_value(type.columns[i], content);
        if (!want.ok() || !same_value(row, static_cast<int>(kFixed.size() + i), *want)) {
            return std::string(type.columns[i].column);
        }
    }
    return {};
}

void check_row(const EntityType& type, const RowView& row, const domain::Hasher& hasher, Journal& journal,
               Findings& findings) {
    const auto found = journal.entities.find(entity_key(hasher, type.name, row.text(kTenant), row.text(kId)));
    if (found == journal.entities.end() || found->second.removed || found->second.seen) {
        findings.add(row.integer(kSeq), type.name, "row_extra", std::string(row.text(kId)));
        return;
    }
    EntityState& state = found->second;
    state.seen = true;
    const auto digest = hasher.digest(state.salt, base::as_bytes(row.text(kContent)));
    const bool same = row.integer(kVersion) == state.version && row.integer(kSeq) == state.seq &&
                      std::equal(state.digest.begin(), state.digest.end(), digest.begin());
    if (!same) {
        findings.add(state.seq, type.name, "row_mismatch", std::string(row.text(kId)));
        return;
    }
    const auto content = base::parse_json(row.text(kContent),
                                          {.bytes_max = 64U << 20U, .depth_max = 64, .keys_max = 1'000'000});
    const std::string wrong = content.ok() ? wrong_column(type, row, *content) : "content";
    if (!wrong.empty()) {
        findings.add(state.seq, type.name, "column_mismatch", fmt::format("{} {}", row.text(kId), wrong));
    }
}

}  // namespace

Result<Done> check_rows(Reader& reader, const domain::Hasher& hasher, Journal& journal, Findings& findings) {
    for (const EntityType& type : entity_types()) {
        std::vector<std::string_view> columns(kFixed.begin(), kFixed.end());
        for (const auto& column : type.columns) { columns.push_back(column.column); }
        const auto done = reader.scan_columns(type.name, "", columns, [&](const RowView& row) -> Result<Done> {
            check_row(type, row, hasher, journal, findings);
            return Done{};
        });
        if (done.ok()) { continue; }
        if (done.error().code != ErrorCode::Corrupt) { return done.error(); }
        findings.add(-1, type.name, "row_mismatch", done.error().reason);
    }
    for (const auto& [key, state] : journal.entities) {
        if (!state.removed && !state.seen) { findings.add(state.seq, journal.type_names[state.type], "row_missing"); }
    }
    return Done{};
}

Result<Done> check_sealed(Reader& reader, Sealer* sealer, Journal& journal, Findings& findings) {
    const auto done = reader.scan_sealed([&](const SealedValue& value) -> Result<Done> {
        const auto found = journal.sealed.find(value.id);
        if (found == journal.sealed.end()) {
            findings.add(-1, "sealed_value", "sealed_extra", value.id);
            return Done{};
        }
        SealedState& state = found->second;
        state.seen = true;
        if (state.erased) {
            findings.add(state.seq, "sealed_value", "sealed_not_erased", value.id);
            return Done{};
        }
        if (sealer == nullptr) { return Done{}; }
        const auto opened = sealer->open(value);
        if (!opened.ok() || opened->commit != base::to_hex(state.commit)) {
            findings.add(state.seq, "sealed_value", "sealed_mismatch",
                         fmt::format("{} {}", value.id, opened.ok() ? "commit" : opened.error().reason));
        }
        return Done{};
    });
    if (!done.ok()) {
        if (done.error().code != ErrorCode::Corrupt) { return done.error(); }
        findings.add(-1, "sealed_value", "sealed_mismatch", done.error().reason);
    }
    for (const auto& [id, state] : journal.sealed) {
        if (!state.seen && !state.erased) { findings.add(state.seq, "sealed_value", "sealed_missing", id); }
    }
    return Done{};
}

}  // namespace gx::app::verify_parts
