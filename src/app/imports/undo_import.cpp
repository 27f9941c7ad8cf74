// SPDX-License-Identifier: Apache-2.0
#include "app/imports/undo_import.hpp"

#include <array>
#include <map>
#include <unordered_map>

#include "app/access/body_of.hpp"
#include "app/ports/entity_types.hpp"
#include "app/sealing/lookup.hpp"

namespace gx::app {
namespace {

using base::Json;

/// Index columns that hold another entity's id, and of which type.
struct ReferenceColumn {
    std::string_view column;
    std::string_view type;
};
constexpr std::array kReferenceColumns = {
    ReferenceColumn{"body_id", "body"},           ReferenceColumn{"parent_id", "body"},
    ReferenceColumn{"post_id", "post"},           ReferenceColumn{"official_id", "official"},
    ReferenceColumn{"source_id", "source"},       ReferenceColumn{"obligation_id", "obligation"},
    ReferenceColumn{"milestone_id", "milestone"}, ReferenceColumn{"evaluation_id", "evaluation"},
};

/// Members without an index column that hold an id, or a list of ids, of another entity. Their types are small registers.
struct ReferenceMember {
    std::string_view holder;
    std::string_view member;
    std::string_view type;
};
constexpr std::array kReferenceMembers = {
    ReferenceMember{"body", "successor_id", "body"},             ReferenceMember{"body", "past", "body"},
    ReferenceMember{"record", "finding_id", "finding"},
    ReferenceMember{"handover", "obligation_ids", "obligation"}, ReferenceMember{"handover", "from_official_id", "official"},
    ReferenceMember{"handover", "to_official_id", "official"},
};

/// What the batch did to one entity: its first and its last version under it.
struct Touched {
    std::string type;
    std::string id;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

struct Undo {
    Work& work;
    Sealer* sealer;
    std::string tenant;
    Reach reach;
    std::vector<Touched> touched;                        ///< in the order they were first written
    std::unordered_map<std::string, std::size_t> index;  ///< by id
};

Result<Done> collect(Undo& undo, const std::string& batch) {
    return undo.work.entries_of_origin(batch, [&](const domain::JournalEntry& entry) -> Result<Done> {
        if (entry.tenant != undo.tenant || entry.entity == "import_batch") { return Done{}; }
        const auto [place, fresh] = undo.index.emplace(entry.entity_id, undo.touched.size());
        if (fresh) {
            undo.touched.push_back({.type = entry.entity, .id = entry.entity_id, .first = entry.version, .last = entry.version});
        }
        undo.touched[place->second].last = entry.version;
        return Done{};
    });
}

Error built_on(std::string_view type, std::string where) {
    return {ErrorCode::StateForbids, "import.built_on", std::string(type), std::move(where)};
}

/// How often the entities this batch added refer to `ids` by `column`.
Result<std::int64_t> references_inside(Undo& undo, std::string_view type, std::string_view column,
                                       const std::map<std::string, bool>& ids) {
    std::int64_t count = 0;
    for (const Touched& item : undo.touched) {
        if (item.type != type || item.first != 1) { continue; }
        GX_TRY(const auto current, undo.work.find(type, undo.tenant, item.id));
        const auto target = current ? current->content.string_at(column) : std::nullopt;
        count += target && ids.contains(*target) ? 1 : 0;
    }
    return count;
}

/// Entities outside the batch must not refer to what it added.
Result<Done> check_references(Undo& undo) {
    for (const ReferenceColumn& reference : kReferenceColumns) {
        std::map<std::string, bool> ids;
        for (const Touched& item : undo.touched) {
            if (item.type == reference.type && item.first == 1) { ids.emplace(item.id, true); }
        }
        if (ids.empty()) { continue; }
        for (const EntityType& type : entity_types()) {
            bool has_column = false;
            for (const ColumnSpec& column : type.columns) { has_column = has_column || column.column == reference.column; }
            if (!has_column) { continue; }
            std::int64_t all = 0;
            std::vector<Value> some;
            const auto ask = [&]() -> Result<Done> {
                Query query{.tenant = undo.tenant, .where = {}, .order = {}, .limit = 1, .offset = 0};
                query.where.push_back({.column = std::string(reference.column), .compare = Compare::In,
                                       .values = std::exchange(some, {})});
                GX_TRY(const std::int64_t found, undo.work.count(type.name, query));
                all += found;
                return Done{};
            };
            for (const auto& [id, unused] : ids) {
                some.emplace_back(id);
                if (some.size() == 500) { GX_CHECK(ask()); }
            }
            if (!some.empty()) { GX_CHECK(ask()); }
            GX_TRY(const std::int64_t inside, references_inside(undo, type.name, reference.column, ids));
            if (all > inside) { return built_on(type.name, std::string(reference.column)); }
        }
    }
    return Done{};
}

bool refers(const Json& member, const std::unordered_map<std::string, std::size_t>& ids) {
    if (member.is_string()) { return ids.contains(member.as_string()); }
    if (member.is_object()) { return refers(member.at("parent_id"), ids); }  // a former state of a body
    if (!member.is_array()) { return false; }
    for (const Json& each : member.as_array()) {
        if (refers(each, ids)) { return true; }
    }
    return false;
}

/// The same for references that no index column holds: the holders are read whole.
Result<Done> check_members(Undo& undo) {
    std::map<std::string_view, std::unordered_map<std::string, std::size_t>> added;
    for (const Touched& item : undo.touched) {
        if (item.first == 1) { added[item.type].emplace(item.id, 0); }
    }
    for (const ReferenceMember& reference : kReferenceMembers) {
        const auto targets = added.find(reference.type);
        if (targets == added.end()) { continue; }
        const auto& own = added[reference.holder];
        GX_CHECK(undo.work.scan(reference.holder, undo.tenant, [&](const Entity& holder) -> Result<Done> {
            if (own.contains(holder.id) || !refers(holder.content.at(reference.member), targets->second)) { return Done{}; }
            return built_on(reference.holder, std::string(reference.member));
        }));
    }
    return Done{};
}

Error unknown(const std::string& batch) { return {ErrorCode::NotFound, "import.batch_unknown", batch}; }

/// Somebody who reaches some bodies only takes back only what is all of those bodies: their rows and the documents made with
/// them. Any other batch is to them as one that is not there.
Result<Done> check_reach(Undo& undo, const std::string& batch) {
    if (undo.reach.is_everything()) { return Done{}; }
    BodyFinder bodies(undo.work, undo.tenant);
    bool any = false;
    for (const Touched& item : undo.touched) {
        GX_TRY(const auto history, undo.work.history(item.type, item.id));
        for (const domain::JournalEntry& entry : history) {
            // Also the version that would come back.
            if (entry.version < item.first - 1 || !entry.content) { continue; }
            GX_TRY(const Json content, base::parse_json(*entry.content));
            GX_TRY(const std::string body, bodies.find(item.type, item.id, content));
            if (body.empty() ? item.type != "source" : !undo.reach.covers(body)) { return unknown(batch); }
            any = any || !body.empty();
        }
    }
    return any ? Result<Done>(Done{}) : unknown(batch);
}

Result<Done> take_back(Undo& undo, const Touched& item, UndoImport::Output& output) {
    GX_TRY(const auto current, undo.work.find(item.type, undo.tenant, item.id));
    if (!current || current->version != item.last) { return built_on(item.type, current ? current->key : item.id); }
    if (item.first == 1) {
        ++output.removed;
        GX_CHECK(drop_lookups(undo.work, *current));
        return undo.work.remove(*current, "undo");
    }
    GX_TRY(const auto history, undo.work.history(item.type, item.id));
    Entity former = *current;
    ++former.version;
    for (const domain::JournalEntry& entry : history) {
        if (entry.version != item.first - 1) { continue; }
        if (!entry.content) {
            ++output.removed;
            GX_CHECK(drop_lookups(undo.work, *current));
            return undo.work.remove(*current, "undo");
        }
        GX_TRY(former.content, base::parse_json(*entry.content));
        ++output.restored;
        if (undo.sealer == nullptr) {
            GX_CHECK(drop_lookups(undo.work, former));
        } else {
            GX_CHECK(set_lookups(undo.work, *undo.sealer, former));
        }
        return undo.work.put(former, "undo");
    }
    return Error{ErrorCode::Corrupt, "import.history_missing", item.id};
}

}  // namespace

Result<UndoImport::Output> UndoImport::run(const std::string& batch, const Actor& actor) {
    if (!actor.may("import_batch.undo")) { return Error{ErrorCode::NotPermitted, "access.denied", "import_batch.undo"}; }
    Output output;
    const base::Instant now = clock_.now();
    const auto part = [&](Work& work) -> Result<Done> {
        GX_TRY(auto found, work.find("import_batch", actor.tenant, batch));
        if (!found) { return unknown(batch); }
        Undo undo{.work = work, .sealer = sealer_, .tenant = actor.tenant, .reach = actor.reach("import_batch.undo"), .touched = {}, .index = {}};
        GX_CHECK(collect(undo, batch));
        GX_CHECK(check_reach(undo, batch));
        if (found->content.text_or_empty("state") == "undone") {
            return Error{ErrorCode::StateForbids, "import.already_undone", batch};
        }
        GX_CHECK(check_references(undo));
        GX_CHECK(check_members(undo));
        for (auto item = undo.touched.rbegin(); item != undo.touched.rend(); ++item) {
            GX_CHECK(take_back(undo, *item, output));
        }
        ++found->version;
        found->content.set("state", "undone");
        found->content.set("undone_on", now.civil_day().iso());
        return work.put(*found, "undo");
    };
    GX_CHECK(store_.write({.actor = actor, .at = now, .origin = "undo:" + batch}, part));
    return output;
}

}  // namespace gx::app
