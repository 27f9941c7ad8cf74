// SPDX-License-Identifier: Apache-2.0
#include "app/publication/leaf_rows.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kCase = "case_file";

/// The first member that the content has: kinds of rows name their day and title differently.
Json first_of(const Json& open, std::initializer_list<std::string_view> members) {
    for (const auto member : members) {
        if (!open.at(member).is_null()) { return open.at(member); }
    }
    return nullptr;
}

Json text_of(Json value) { return value.is_string() ? std::move(value) : Json(nullptr); }

/// What a statement filed: "42/50" of its first part, else nothing.
void add_statement(Json& row, const Json& open) {
    if (open.at("parts").is_array() && !open.at("parts").as_array().empty()) {
        const Json& part = open.at("parts").as_array().front();
        const auto number = [&](std::string_view member) -> Json {
            if (part.at(member).is_int()) { return std::to_string(part.at(member).as_int()); }
            return text_of(part.at(member));
        };
        row.set("numerator", number("numerator")).set("denominator", number("denominator"));
    }
    row.set("note", text_of(open.at("reason")));
}

Json row_json(const PublicModel& model, const PublicView& view, const Entity& entity) {
    const Json open = view.law().gate.publish(entity.type, entity.content);
    Json row = Json::object();
    row.set("type", entity.type).set("id", entity.id);
    row.set("title", text_of(first_of(open, {"title", "facts", "leaf", "cap", "bonus", "item", "doc_no", "code"})));
    if (row.at("title").is_null()) { row.set("title", entity.key); }
    row.set("day", text_of(first_of(open, {"due_on", "decided_on", "filed_on", "from_on", "on_day", "maturity_on"})));
    row.set("done_on", text_of(open.at("done_on")));
    const Json amount = first_of(open, {"amount_fen", "principal_fen", "value_fen"});
    if (amount.is_int()) { row.set("amount_fen", amount); }
    if (entity.type == "statement") { add_statement(row, open); }
    const std::string obligation = entity.type == "obligation" ? entity.id : open.text_or_empty("obligation_id");
    const auto duty = model.duty_number(obligation);
    if (duty != kNoNumber) {
        row.set("obligation", obligation);
        if (entity.type == "obligation") {
            row.set("outcome", domain::to_string(outcome_of(model.duties[duty].light)));
        }
    }
    return row;
}

/// A row that counts and whose record may not be seen: neither its id nor its key, which names the document.
Json withheld_row(const PublicView& view, std::size_t place) {
    Json row = Json::object();
    row.set("type", "withheld").set("id", "withheld-" + std::to_string(place));
    return row.set("title", view.labels().zh("leaf_row", "withheld"));
}

/// A case that counts: of what kind and from which month, never which. `key` is that of case_facts.hpp.
Json case_row(const PublicView& view, const std::string& key, std::size_t place) {
    const std::size_t month = key.find('/');
    const std::size_t code = month == std::string::npos ? month : key.find('/', month + 1);
    Json row = Json::object();
    row.set("type", kCase).set("id", "case-" + std::to_string(place));
    const std::string name = view.labels().zh("procedure", key.substr(0, month));
    return row.set("title", code == std::string::npos ? name : name + " " + key.substr(month + 1, code - month - 1));
}

/// Whether the gate lets the row be named: records have a window of their own.
bool may_be_named(const PublicModel& model, const PublicView& view, const std::string& type, const Entity* entity) {
    if (type != "record") { return true; }
    const auto one = entity == nullptr ? std::nullopt : seen_record(model, view.law(), *entity, model.today);
    return one && one->seen.visible();
}

}  // namespace

Result<Json> leaf_rows_json(Reader& reader, const PublicView& view, const std::string& tenant, const Json& rows,
                            std::size_t from, std::size_t to) {
    Json list = Json::array();
    if (!rows.is_array()) { return list; }
    const auto& all = rows.as_array();
    to = std::min(to, all.size());
    std::map<std::string, std::vector<std::string>> keys;
    for (std::size_t i = from; i < to; ++i) {
        keys[all[i].text_or_empty("entity")].push_back(all[i].text_or_empty("key"));
    }
    std::unordered_map<std::string, Entity> found;
    for (const auto& [type, of_type] : keys) {
        if (type == kCase || !view.law().gate.opens(type)) { continue; }
        GX_TRY(auto entities, reader.find_by_keys(type, tenant, of_type));
        for (auto& entity : entities) {
            const std::string place = type + "\n" + entity.key;
            found.emplace(place, std::move(entity));
        }
    }
    view.read([&](const PublicModel& model) {
        for (std::size_t i = from; i < to; ++i) {
            const std::string type = all[i].text_or_empty("entity");
            const std::string key = all[i].text_or_empty("key");
            const auto entity = found.find(type + "\n" + key);
            Json row = Json::object();
            if (type == kCase) {
                row = case_row(view, key, i);
            } else if (!may_be_named(model, view, type, entity == found.end() ? nullptr : &entity->second)) {
                row = withheld_row(view, i);
            } else if (entity == found.end()) {
                row.set("type", type).set("id", key).set("title", key);
            } else {
                row = row_json(model, view, entity->second);
            }
            row.set("kept", Json(all[i].bool_at("kept")));
            list.push(std::move(row));
        }
        return 0;
    });
    return list;
}

}  // namespace gx::app
