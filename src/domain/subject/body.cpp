// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/body.hpp"

#include <algorithm>
#include <array>

#include "base/json_reader.hpp"
#include "domain/subject/content_members.hpp"
#include "domain/subject/division.hpp"
#include "domain/subject/uscc.hpp"

namespace gx::domain {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::array<std::string_view, 5> kClasses = {"DEPT", "TOWN", "INST", "PARTY", "OTHER"};
constexpr std::size_t kPastMax = 1'000;

Result<std::optional<bool>> optional_flag(const base::JsonReader& reader, std::string_view member) {
    if (!reader.has(member)) { return std::optional<bool>{}; }
    GX_TRY(const bool flag, reader.flag(member));
    return std::optional<bool>{flag};
}

Result<base::Done> check_code(const base::JsonReader& reader, const Body& body) {
    if (body.scheme != "uscc" && body.scheme != "none") { return reader.refuse("scheme", "body.scheme", body.scheme); }
    if (body.scheme == "none") { return base::Done{}; }
    const auto code = Uscc::parse(body.code);
    if (!code.ok()) { return reader.refuse("code", code.error().reason); }
    if (code->str() != body.code) { return reader.refuse("code", "uscc.character", "not in its plain form"); }
    return base::Done{};
}

Result<std::vector<BodyPast>> read_past(const base::JsonReader& reader, const Body& body) {
    std::vector<BodyPast> past;
    GX_TRY(const auto* list, reader.array("past", kPastMax));
    for (std::size_t i = 0; i < list->size(); ++i) {
        const base::JsonReader state((*list)[i], reader.where("past") + "/" + std::to_string(i));
        BodyPast one;
        GX_TRY(one.until, state.date("until"));
        GX_TRY(one.name, state.text("name", 300));
        GX_TRY(one.parent_id, state.text_or_empty("parent_id", 100));
        GX_TRY(one.division_code, state.text("division_code", 12));
        const Date before = past.empty() ? body.valid_from : past.back().until;
        if (one.until <= before || (body.valid_to && one.until > *body.valid_to)) {
            return state.refuse("until", "body.past_order");
        }
        past.push_back(std::move(one));
    }
    return past;
}

}  // namespace

Result<Body> Body::from_json(const base::Json& content, const std::string& pointer) {
    const base::JsonReader reader(content, pointer);
    Body body;
    GX_TRY(body.code, reader.text("code", 100));
    GX_TRY(body.scheme, reader.text("scheme", 20));
    GX_CHECK(check_code(reader, body));
    GX_TRY(body.name, reader.text("name", 300));
    GX_TRY(body.name_en, reader.text_or_empty("name_en", 300));
    GX_TRY(body.short_name, reader.text_or_empty("short_name", 200));
    GX_TRY(body.body_class, reader.text("class", 20));
    if (std::find(kClasses.begin(), kClasses.end(), body.body_class) == kClasses.end()) {
        return reader.refuse("class", "body.class", body.body_class);
    }
    GX_TRY(body.division_code, reader.text("division_code", 12));
    if (!DivisionCode::parse(body.division_code).ok()) { return reader.refuse("division_code", "division.code"); }
    GX_TRY(body.parent_id, reader.text_or_empty("parent_id", 100));
    GX_TRY(body.has_penalty_power, optional_flag(reader, "has_penalty_power"));
    GX_TRY(body.has_institutions, optional_flag(reader, "has_institutions"));
    GX_TRY(body.has_debt, optional_flag(reader, "has_debt"));
    GX_TRY(body.figures_only, optional_flag(reader, "figures_only"));
    GX_TRY(body.valid_from, reader.date("valid_from"));
    GX_TRY(body.valid_to, reader.optional_date("valid_to"));
    if (body.valid_to && *body.valid_to < body.valid_from) { return reader.refuse("valid_to", "body.valid_order"); }
    GX_TRY(body.successor_id, reader.text_or_empty("successor_id", 100));
    GX_TRY(body.source, reader.text_or_empty("source", 1'000));
    GX_TRY(body.past, read_past(reader, body));
    GX_TRY(body.note, reader.text_or_empty("note"));
    GX_TRY(body.basis, reader.texts("basis", 100));
    return body;
}

base::Json Body::to_json() const {
    base::Json out = base::Json::object();
    out.set("code", code).set("scheme", scheme).set("name", name).set("class", body_class);
    out.set("division_code", division_code).set("valid_from", valid_from.iso());
    put_text(out, "name_en", name_en);
    put_text(out, "short_name", short_name);
    put_text(out, "parent_id", parent_id);
    put_flag(out, "has_penalty_power", has_penalty_power);
    put_flag(out, "has_institutions", has_institutions);
    put_flag(out, "has_debt", has_debt);
    put_flag(out, "figures_only", figures_only);
    put_day(out, "valid_to", valid_to);
    put_text(out, "successor_id", successor_id);
    put_text(out, "source", source);
    if (!past.empty()) {
        base::Json list = base::Json::array();
        for (const auto& state : past) {
            base::Json one = base::Json::object();
            one.set("until", state.until.iso()).set("name", state.name).set("division_code", state.division_code);
            put_text(one, "parent_id", state.parent_id);
            list.push(std::move(one));
        }
        out.set("past", std::move(list));
    }
    put_text(out, "note", note);
    put_texts(out, "basis", basis);
    return out;
}

BodyPast Body::state_on(Date day) const {
    const auto state = std::find_if(past.begin(), past.end(), [&](const BodyPast& s) { return day < s.until; });
    if (state != past.end()) { return *state; }
    return {.until = valid_to.value_or(Date{}), .name = name, .parent_id = parent_id, .division_code = division_code};
}

namespace {

/// The body with its present state laid down up to `from`.
Result<Body> with_past(const Body& body, Date from) {
    if (!body.exists_on(from) && from >= body.valid_from) { return Error{ErrorCode::StateForbids, "body.closed"}; }
    if (from <= body.unchanged_since()) { return Error{ErrorCode::InvalidInput, "body.change_out_of_order", from.iso()}; }
    Body next = body;
    next.past.push_back({.until = from, .name = body.name, .parent_id = body.parent_id,
                         .division_code = body.division_code});
    return next;
}

}  // namespace

Result<Body> Body::renamed(std::string new_name, Date from) const {
    if (new_name.empty() || new_name == name) { return Error{ErrorCode::InvalidInput, "body.unchanged"}; }
    GX_TRY(auto next, with_past(*this, from));
    next.name = std::move(new_name);
    return next;
}

Result<Body> Body::moved(std::string new_parent_id, std::string new_division_code, Date from) const {
    if (new_division_code.empty()) { new_division_code = division_code; }
    if (new_parent_id == parent_id && new_division_code == division_code) {
        return Error{ErrorCode::InvalidInput, "body.unchanged"};
    }
    GX_TRY(auto next, with_past(*this, from));
    next.parent_id = std::move(new_parent_id);
    next.division_code = std::move(new_division_code);
    return next;
}

Result<Body> Body::closed(Date on, std::string successor) const {
    if (valid_to) { return Error{ErrorCode::StateForbids, "body.closed"}; }
    if (on < unchanged_since()) { return Error{ErrorCode::InvalidInput, "body.change_out_of_order", on.iso()}; }
    Body next = *this;
    next.valid_to = on;
    next.successor_id = std::move(successor);
    return next;
}

Result<DatedTree> org_tree(const std::vector<std::pair<std::string, Body>>& bodies) {
    std::vector<DatedTree::Node> nodes;
    nodes.reserve(bodies.size());
    for (const auto& [id, body] : bodies) {
        DatedTree::Node node{.id = id, .spans = {}, .successor = body.successor_id};
        Date from = body.valid_from;
        for (const auto& state : body.past) {
            node.spans.push_back({.from = from, .to = state.until, .parent = state.parent_id});
            from = state.until;
        }
        node.spans.push_back({.from = from, .to = body.valid_to, .parent = body.parent_id});
        nodes.push_back(std::move(node));
    }
    return DatedTree::make(std::move(nodes));
}

}  // namespace gx::domain
