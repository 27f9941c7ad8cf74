// SPDX-License-Identifier: Apache-2.0
#include "app/staff/staff_rows.hpp"

#include <algorithm>
#include <set>

#include "app/access/body_of.hpp"
#include "app/access/limit.hpp"

namespace gx::app {
namespace {


Error unknown_value(std::string_view parameter) {
    return {ErrorCode::InvalidInput, "request.unknown_value", {}, "/query/" + std::string(parameter)};
}

Result<Condition> condition_of(const RowFilter& filter, const std::string& value, const BodyTree& tree) {
    const std::string column(filter.column);
    switch (filter.form) {
        case FilterForm::Text: return Condition{column, Compare::Equal, {value}};
        case FilterForm::Prefix: return Condition{column, Compare::GreaterEqual, {value}};
        case FilterForm::Body: {
            const BodyNode* body = tree.find(value) != nullptr ? tree.find(value) : tree.find_code(value);
            return Condition{column, Compare::Equal, {body == nullptr ? value : body->id}};
        }
        case FilterForm::DayFrom:
        case FilterForm::DayTo: {
            const auto day = base::Date::parse(value);
            if (!day.ok()) { return unknown_value(filter.parameter); }
            const auto compare = filter.form == FilterForm::DayFrom ? Compare::GreaterEqual : Compare::LessEqual;
            return Condition{column, compare, {std::int64_t{day->days()}}};
        }
        case FilterForm::IsSet:
            if (value == filter.when) { return Condition{column, Compare::NotNull, {}}; }
            if (value == filter.otherwise) { return Condition{column, Compare::IsNull, {}}; }
            return unknown_value(filter.parameter);
    }
    return unknown_value(filter.parameter);
}

/// The text behind every text that begins with `prefix`; UTF-8 never holds this byte.
std::string behind(const std::string& prefix) { return prefix + '\xFF'; }

Result<Done> add_filters(Query& query, const RowKind& kind, const RowQuery& asked, const BodyTree& tree) {
    for (const RowFilter& filter : kind.filters) {
        const auto given = asked.given.find(filter.parameter);
        if (given == asked.given.end() || given->second.empty()) { continue; }
        GX_TRY(auto condition, condition_of(filter, given->second, tree));
        query.where.push_back(std::move(condition));
        if (filter.form == FilterForm::Prefix) {
            query.where.push_back({std::string(filter.column), Compare::Less, {behind(given->second)}});
        }
    }
    return Done{};
}

Result<OrderBy> order_of(const RowKind& kind, std::string_view sort) {
    if (sort.empty()) { sort = kind.default_sort; }
    const bool descending = sort.starts_with('-');
    if (descending) { sort.remove_prefix(1); }
    if (std::ranges::find(kind.sorts, sort) == kind.sorts.end()) { return unknown_value("sort"); }
    return OrderBy{.column = std::string(sort), .descending = descending};
}

/// The rows through which a type without a body of its own is within reach: all of them, by id.
Result<bool> limit_through(Query& query, const RowKind& kind, const Reach& reach, const RowQuery& asked, const BodyTree& tree,
                           Reader& reader) {
    Query through{.tenant = query.tenant, .where = {}, .order = {}, .limit = kListRowsMax};
    const auto body = asked.given.find("body");
    const bool one_body = body != asked.given.end() && !body->second.empty();
    if (reach.is_everything() && !one_body) { return true; }
    GX_TRY(const bool some, limit_to(through, "body_id", reach));
    if (!some) { return false; }
    if (one_body) {
        GX_TRY(auto condition, condition_of({"body", "body_id", FilterForm::Body}, body->second, tree));
        through.where.push_back(std::move(condition));
    }
    GX_TRY(const auto rows, reader.list(kind.via_type, through));
    if (rows.empty()) { return false; }
    Condition within{std::string(kind.via_column), Compare::In, {}};
    for (const Entity& row : rows) { within.values.emplace_back(row.id); }
    query.where.push_back(std::move(within));
    return true;
}

/// The named members of other rows, by id.
using Others = std::map<std::string, base::Json, std::less<>>;

Result<Others> read_others(Reader& reader, const std::string& tenant, const RowReference& reference, std::span<const Entity> rows) {
    std::set<std::string> ids;
    for (const Entity& row : rows) {
        const std::string id = row.content.text_or_empty(reference.member);
        if (!id.empty()) { ids.insert(id); }
    }
    Others found;
    if (ids.empty()) { return found; }
    Query query{.tenant = tenant, .where = {{"id", Compare::In, {}}}, .order = {}, .limit = ids.size()};
    for (const std::string& id : ids) { query.where.front().values.emplace_back(id); }
    GX_TRY(const auto others, reader.list(reference.type, query));
    for (const Entity& other : others) {
        base::Json json = base::Json::object();
        json.set("id", other.id);
        for (const std::string_view member : reference.members) { json.set(std::string(member), other.content.at(member)); }
        found.emplace(other.id, std::move(json));
    }
    return found;
}

}  // namespace

base::Json body_reference(const BodyTree& tree, std::string_view id) {
    const BodyNode* body = tree.find(id);
    if (body == nullptr) { return {}; }
    base::Json json = base::Json::object();
    return json.set("id", body->id).set("code", body->code).set("name", body->name);
}

Result<std::string> body_of(Reader& reader, const RowKind& kind, const Entity& row) {
    if (kind.body_column == "id") { return row.id; }
    if (!kind.body_column.empty()) { return row.content.text_or_empty(kind.body_column); }
    if (kind.via_type.empty()) { return std::string{}; }
    GX_TRY(const auto via, reader.find(kind.via_type, row.tenant, row.content.text_or_empty(kind.via_column)));
    return via ? via->content.text_or_empty("body_id") : std::string{};
}

Result<bool> StaffRows::select(Query& query, const RowKind& kind, const RowQuery& asked, const Actor& actor, Reader& reader) {
    GX_TRY(const auto tree, trees_.of(actor.tenant));
    GX_TRY(auto order, order_of(kind, asked.sort));
    query.order = {std::move(order)};
    GX_CHECK(add_filters(query, kind, asked, *tree));
    const Reach reach = actor.reach(kind.action);
    // Records about persons are read in the person's file alone, where each read leaves a trace.
    if (kind.type == "record") { query.where.push_back({"official_id", Compare::IsNull, {}}); }
    if (!kind.via_type.empty()) { return limit_through(query, kind, reach, asked, *tree, reader); }
    if (kind.body_column.empty()) { return reach.is_everything(); }
    return limit_to(query, kind.body_column, reach);
}

Result<base::Json> StaffRows::shown(Reader& reader, const RowKind& kind, std::span<const Entity> rows, const Actor& actor) {
    GX_TRY(const auto tree, trees_.of(actor.tenant));
    std::vector<Others> others;
    for (const RowReference& reference : kind.references) {
        GX_TRY(auto found, read_others(reader, actor.tenant, reference, rows));
        others.push_back(std::move(found));
    }
    base::Json items = base::Json::array();
    for (const Entity& row : rows) {
        base::Json json = row.content;
        json.set("id", row.id).set("version", row.version);
        GX_TRY(const std::string body, body_of(reader, kind, row));
        if (kind.body_column != "id" && !body.empty()) { json.set("body", body_reference(*tree, body)); }
        for (std::size_t i = 0; i < others.size(); ++i) {
            const auto other = others[i].find(row.content.text_or_empty(kind.references[i].member));
            if (other != others[i].end()) { json.set(std::string(kind.references[i].shown_as), other->second); }
        }
        items.push(std::move(json));
    }
    return items;
}

Result<base::Json> StaffRows::list(std::string_view type, const RowQuery& asked, const Actor& actor) {
    const RowKind* kind = find_row_kind(type);
    GX_ASSERT(kind != nullptr);
    if (!actor.may(kind->action)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kind->action)}; }
    GX_TRY(const std::size_t offset, offset_of(asked.page));
    GX_TRY(const auto reader, store_.reader());
    Query query{.tenant = actor.tenant, .where = {}, .order = {}, .limit = asked.page.limit, .offset = offset};
    GX_TRY(const bool some, select(query, *kind, asked, actor, *reader));
    base::Json answer = base::Json::object();
    if (!some) { return answer.set("items", base::Json::array()).set("total", 0); }
    GX_TRY(const auto rows, reader->list(type, query));
    GX_TRY(const auto total, reader->count(type, query));
    GX_TRY(auto items, shown(*reader, *kind, rows, actor));
    answer.set("items", std::move(items)).set("total", total);
    if (auto next = next_cursor(offset + rows.size(), total, asked.page.limit)) { answer.set("next", std::move(*next)); }
    return answer;
}

Result<Entity> StaffRows::within(Reader& reader, std::string_view type, const std::string& id, const Actor& actor,
                                 std::string_view action) {
    const RowKind* kind = find_row_kind(type);
    GX_ASSERT(kind != nullptr);
    if (!actor.may(action)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(action)}; }
    const auto unknown = [&] { return Error{ErrorCode::NotFound, std::string(kind->unknown), id}; };
    GX_TRY(auto row, reader.find(type, actor.tenant, id));
    if (!row) { return unknown(); }
    GX_TRY(const std::string body, body_of(reader, *kind, *row));
    if (!actor.reach(action).covers(body)) { return unknown(); }
    if (is_of_person_file(row->type, row->content)) { return unknown(); }
    return std::move(*row);
}

Result<base::Json> StaffRows::show(std::string_view type, const std::string& id, const Actor& actor) {
    const RowKind* kind = find_row_kind(type);
    GX_ASSERT(kind != nullptr);
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(auto row, within(*reader, type, id, actor, kind->action));
    GX_TRY(auto items, shown(*reader, *kind, std::span<const Entity>(&row, 1), actor));
    return items.as_array().front();
}

}  // namespace gx::app
