// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_sealed_filings.hpp"

#include <array>

#include "storage/store/side_tables.hpp"

namespace gx::storage {
namespace {

using app::FilingKind;
using app::SealedFiling;

constexpr std::array<std::pair<FilingKind, std::string_view>, 4> kKinds = {{{FilingKind::Complaint, "complaint"},
                                                                            {FilingKind::Message, "message"},
                                                                            {FilingKind::Answer, "answer"},
                                                                            {FilingKind::Rating, "rating"}}};
constexpr std::string_view kSelect =
    "SELECT id, tenant, filing_id, kind, number, door, holder, case_id, body_id, focus, anonymous, digest, locked, wraps, sealed_id, "
    "entered, seen FROM sealed_filing ";
constexpr std::string_view kInsert =
    "INSERT INTO sealed_filing (id, tenant, filing_id, kind, number, door, holder, case_id, body_id, focus, anonymous, digest, locked, "
    "wraps, sealed_id, entered, seen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

std::string_view code_of(FilingKind kind) {
    for (const auto& [one, code] : kKinds) {
        if (one == kind) { return code; }
    }
    return "";
}

Param or_null(std::string_view text) { return text.empty() ? Param{nullptr} : Param{text}; }

base::Bytes bytes_of(const Cursor& row, int column) {
    const auto view = row.bytes(column);
    return {view.begin(), view.end()};
}

Result<SealedFiling> read(const Cursor& row) {
    SealedFiling filing;
    filing.id = row.text(0);
    filing.tenant = row.text(1);
    filing.filing_id = row.text(2);
    bool known = false;
    for (const auto& [kind, code] : kKinds) {
        if (code == row.text(3)) {
            filing.kind = kind;
            known = true;
        }
    }
    filing.number = row.integer(4);
    filing.door = row.text(5);
    filing.holder = bytes_of(row, 6);
    filing.case_id = row.text(7);
    filing.body_id = row.text(8);
    filing.focus = row.text(9);
    filing.anonymous = row.integer(10) != 0;
    filing.digest = row.text(11);
    filing.locked = bytes_of(row, 12);
    auto wraps = base::parse_json(row.text(13));
    if (!known || !wraps.ok()) { return Error{ErrorCode::Corrupt, "store.content", "sealed_filing " + filing.id}; }
    filing.wraps = std::move(wraps).value();
    filing.sealed_id = row.text(14);
    filing.entered = row.integer(15) != 0;
    filing.seen = row.integer(16) != 0;
    return filing;
}

Result<std::vector<SealedFiling>> read_all(Connection& connection, const std::string& sql, std::initializer_list<Param> params) {
    GX_TRY(const auto rows, connection.query(sql, params));
    std::vector<SealedFiling> found;
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { return found; }
        GX_TRY(auto filing, read(*rows));
        found.push_back(std::move(filing));
    }
}

Result<std::optional<SealedFiling>> read_one(Connection& connection, const std::string& sql, std::initializer_list<Param> params) {
    GX_TRY(auto found, read_all(connection, sql, params));
    if (found.empty()) { return std::optional<SealedFiling>{}; }
    return std::optional(std::move(found.front()));
}

}  // namespace

Result<Done> SqlSealedFilings::add(app::Work& work, const SealedFiling& filing) {
    const std::string wraps = base::canonical(filing.wraps);
    GX_CHECK(side_part(work).execute(
        kInsert, {std::string_view(filing.id), std::string_view(filing.tenant), std::string_view(filing.filing_id), code_of(filing.kind),
                  filing.number, or_null(filing.door), base::ByteView(filing.holder), or_null(filing.case_id), or_null(filing.body_id),
                  or_null(filing.focus), std::int64_t{filing.anonymous ? 1 : 0}, std::string_view(filing.digest), base::ByteView(filing.locked),
                  std::string_view(wraps), or_null(filing.sealed_id), std::int64_t{filing.entered ? 1 : 0}, std::int64_t{filing.seen ? 1 : 0}}));
    return Done{};
}

Result<std::optional<SealedFiling>> SqlSealedFilings::behind(app::Reader& reader, std::span<const std::string> doors) {
    for (const std::string& door : doors) {
        GX_TRY(auto found, read_one(side_connection(reader), std::string(kSelect) + "WHERE door = $1", {std::string_view(door)}));
        if (found) { return found; }
    }
    return std::optional<SealedFiling>{};
}

Result<std::optional<SealedFiling>> SqlSealedFilings::find(app::Reader& reader, std::string_view tenant, std::string_view id) {
    return read_one(side_connection(reader), std::string(kSelect) + "WHERE tenant = $1 AND id = $2", {tenant, id});
}

Result<std::optional<SealedFiling>> SqlSealedFilings::of_case(app::Reader& reader, std::string_view tenant, std::string_view case_id) {
    return read_one(side_connection(reader), std::string(kSelect) + "WHERE tenant = $1 AND case_id = $2 AND kind = 'complaint'", {tenant, case_id});
}

Result<std::vector<SealedFiling>> SqlSealedFilings::all_of(app::Reader& reader, std::string_view filing_id) {
    return read_all(side_connection(reader), std::string(kSelect) + "WHERE filing_id = $1 ORDER BY number", {filing_id});
}

Result<std::vector<SealedFiling>> SqlSealedFilings::waiting(app::Reader& reader, std::string_view tenant, std::size_t limit) {
    return read_all(side_connection(reader), std::string(kSelect) + "WHERE tenant = $1 AND entered = 0 ORDER BY id LIMIT $2",
                    {tenant, static_cast<std::int64_t>(limit)});
}

Result<Done> SqlSealedFilings::replace(app::Work& work, std::span<const SealedFiling> filings) {
    for (const SealedFiling& filing : filings) { GX_CHECK(remove(work, filing.id)); }
    for (const SealedFiling& filing : filings) { GX_CHECK(add(work, filing)); }
    return Done{};
}

Result<bool> SqlSealedFilings::remove(app::Work& work, std::string_view id) {
    GX_TRY(const auto removed, side_part(work).execute("DELETE FROM sealed_filing WHERE id = $1", {id}));
    return removed == 1;
}

Result<std::int64_t> SqlSealedFilings::mark_seen(app::Work& work, std::string_view filing_id, FilingKind kind) {
    return side_part(work).execute("UPDATE sealed_filing SET seen = 1 WHERE filing_id = $1 AND kind = $2 AND seen = 0", {filing_id, code_of(kind)});
}

Result<Done> SqlSealedFilings::keep_secret(app::Work& work, std::string_view tenant, std::string_view key_id, const base::Json& locked) {
    const std::string text = base::canonical(locked);
    GX_CHECK(side_part(work).execute("INSERT INTO handler_secret (key_id, tenant, locked) VALUES ($1, $2, $3) "
                                     "ON CONFLICT (key_id) DO UPDATE SET locked = excluded.locked",
                                     {key_id, tenant, std::string_view(text)}));
    return Done{};
}

Result<Done> SqlSealedFilings::drop_secret(app::Work& work, std::string_view key_id) {
    GX_CHECK(side_part(work).execute("DELETE FROM handler_secret WHERE key_id = $1", {key_id}));
    return Done{};
}

Result<std::optional<base::Json>> SqlSealedFilings::secret(app::Reader& reader, std::string_view tenant, std::string_view key_id) {
    GX_TRY(const auto rows, side_connection(reader).query("SELECT locked FROM handler_secret WHERE tenant = $1 AND key_id = $2", {tenant, key_id}));
    GX_TRY(const bool row, rows->next());
    if (!row) { return std::optional<base::Json>{}; }
    auto json = base::parse_json(rows->text(0));
    if (!json.ok()) { return Error{ErrorCode::Corrupt, "store.content", "handler_secret " + std::string(key_id)}; }
    return std::optional(std::move(json).value());
}

}  // namespace gx::storage
