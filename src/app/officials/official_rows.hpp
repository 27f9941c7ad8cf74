// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/officials/official_parts.hpp"
#include "app/staff/offset_page.hpp"

namespace gx::app {

/// The official within reach of the action; one out of reach is as unknown as one that is not there.
/// Errors: NotFound "official.unknown"; those of the store.
Result<Entity> official_within(Reader& reader, const Actor& actor, std::string_view action, std::string_view id);

/// {id, code, name} of each body, by id. Shape: at most 200 ids.
Result<std::map<std::string, base::Json>> body_references(Reader& reader, const std::string& tenant, std::span<const Entity> officials);

/// What an official's row shows: id, version, body, the fields that the gate lets out, and `disputed` while an objection to any
/// part of the file is open.
class OfficialView {
public:
    /// Looks up what the rows of one answer share.
    static Result<OfficialView> of(const OfficialParts& parts, Reader& reader, const std::string& tenant, std::span<const Entity> officials);
    Result<base::Json> shown(Reader& reader, const Entity& official, const FieldGate::Fields& opened = {}) const;
    bool disputed(std::string_view official_id) const { return disputed_.contains(official_id); }

private:
    OfficialView(const OfficialParts& parts) : gate_(parts.fields, parts.sealer) {}

    FieldGate gate_;
    std::map<std::string, base::Json> bodies_;
    std::set<std::string, std::less<>> disputed_;
};

/// Every tenure, earliest first: {id, post: {id, title}, body, from_on, to_on, acting}.
Result<base::Json> tenures_shown(Reader& reader, const std::string& tenant, const std::string& official_id);

/// Which records of a person's file somebody sees.
struct RecordTypes {
    bool all = false;
    std::set<std::string, std::less<>> types = {};
    bool holds(std::string_view type) const { return all || types.contains(type); }
};
/// The parts of the file that the actor's actions open for this official (law/fields). Total.
RecordTypes record_types_for(const FieldBook& fields, const Actor& actor, const Entity& official);

/// Records about the official, newest decision first, each with its standing today; `disputed` also while an objection to it is open.
Result<base::Json> records_shown(const OfficialParts& parts, Reader& reader, const std::string& tenant, const std::string& official_id,
                                 const RecordTypes& types);

/// Who read the official's file, newest first: {at, account, action, fields, reason, outcome}. Shape: at most `limit`.
Result<base::Json> reads_shown(Reader& reader, const std::string& tenant, const std::string& official_id, std::size_t limit, std::size_t offset);
Result<std::int64_t> count_reads(Reader& reader, const std::string& tenant, const std::string& official_id);

/// {items, total, next?} of a page that begins behind `offset` rows.
base::Json page_json(const OffsetPage& page, std::size_t offset, base::Json items, std::int64_t total);

}  // namespace gx::app
