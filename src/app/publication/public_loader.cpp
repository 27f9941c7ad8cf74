// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_loader.hpp"

#include <algorithm>
#include <array>

#include "app/publication/text_index.hpp"
#include "domain/record/record.hpp"

namespace gx::app {
namespace {

constexpr std::array<std::string_view, 4> kPartTypes = {"milestone", "payment", "change", "finding"};

std::optional<base::Date> day_at(const base::Json& json, std::string_view member) {
    const auto text = json.string_at(member);
    if (!text) { return std::nullopt; }
    const auto day = base::Date::parse(*text);
    return day.ok() ? std::optional{*day} : std::nullopt;
}

base::Json picked(const base::Json& from, std::string_view member) { return from.at(member); }

bool is_part(std::string_view type) { return std::ranges::find(kPartTypes, type) != kPartTypes.end(); }

}  // namespace

Result<std::unique_ptr<PublicModel>> PublicLoader::load_all() {
    auto model = std::make_unique<PublicModel>();
    model->today = today_;
    GX_TRY(model->position, reader_.journal_size());
    GX_CHECK(load_tenants(*model));
    GX_CHECK(load_divisions(*model));
    GX_CHECK(load_sources(*model));
    GX_CHECK(load_figures(*model));
    GX_CHECK(reader_.scan("body", "", [&](const Entity& entity) -> Result<Done> {
        put_body(*model, entity);
        return Done{};
    }));
    model->link_areas();
    GX_TRY(const auto parts, read_all_parts());
    static const Parts kNone;
    GX_CHECK(reader_.scan("obligation", "", [&](const Entity& entity) -> Result<Done> {
        const auto found = parts.find(entity.id);
        put_duty(*model, entity, found == parts.end() ? kNone : found->second);
        return Done{};
    }));
    GX_CHECK(reader_.scan("record", "", [&](const Entity& entity) -> Result<Done> {
        put_record(*model, entity);
        return Done{};
    }));
    GX_TRY(auto evaluations, read_evaluations(*model));
    model->set_evaluations(std::move(evaluations));
    return model;
}

Result<Done> PublicLoader::load_tenants(PublicModel& model) {
    return reader_.scan("tenant", "", [&](const Entity& entity) -> Result<Done> {
        const base::Json open = law_.gate.publish("tenant", entity.content);
        const std::string code = entity.content.text_or_empty("code");
        auto number = model.tenant_number(code);
        if (number == kNoNumber) {
            number = static_cast<std::uint32_t>(model.tenants.size());
            model.tenants.emplace_back();
        }
        PublicTenant& tenant = model.tenants[number];
        tenant.code = code;
        tenant.name = open.text_or_empty("name");
        tenant.mode = entity.content.text_or_empty("mode");
        tenant.division_code = entity.content.text_or_empty("division_code");
        // What is not known to be judged is not judged.
        tenant.judged = tenant.mode == "production" || tenant.mode == "demonstration";
        return Done{};
    });
}

Result<Done> PublicLoader::load_divisions(PublicModel& model) {
    model.divisions.clear();
    return reader_.scan("division", "", [&](const Entity& entity) -> Result<Done> {
        const base::Json open = law_.gate.publish("division", entity.content);
        PublicDivision division;
        division.tenant = entity.tenant;
        division.code = open.text_or_empty("code");
        division.name = open.text_or_empty("name");
        division.level = open.text_or_empty("level");
        division.parent = open.text_or_empty("parent_code");
        division.valid_from = open.text_or_empty("valid_from");
        division.valid_to = open.text_or_empty("valid_to");
        if (!division.code.empty()) { model.divisions.push_back(std::move(division)); }
        return Done{};
    });
}

Result<Done> PublicLoader::load_sources(PublicModel& model) {
    return reader_.scan("source", "", [&](const Entity& entity) -> Result<Done> {
        const base::Json open = law_.gate.publish("source", entity.content);
        model.source_titles[entity.id] = open.text_or_empty("title");
        return Done{};
    });
}

Result<Done> PublicLoader::load_figures(PublicModel& model) {
    model.figures.clear();
    GX_CHECK(reader_.scan("published_figure", "", [&](const Entity& entity) -> Result<Done> {
        const base::Json open = law_.gate.publish("published_figure", entity.content);
        const std::string set = open.text_or_empty("figure_set");
        const std::int64_t year = open.int_at("year").value_or(0);
        if (set.empty()) { return Done{}; }
        const std::string id = set + "-" + std::to_string(year);
        auto found = std::ranges::find_if(model.figures, [&](const PublicFigureSet& figure) {
            return figure.id == id && figure.tenant == entity.tenant;
        });
        if (found == model.figures.end()) {
            model.figures.push_back({id, entity.tenant, set, year, {}});
            found = std::prev(model.figures.end());
        }
        found->rows.push_back(open);
        return Done{};
    }));
    for (auto& figure : model.figures) {
        std::ranges::stable_sort(figure.rows, {}, [](const base::Json& row) { return row.int_at("row_no").value_or(0); });
    }
    return Done{};
}

void PublicLoader::put_body(PublicModel& model, const Entity& entity) {
    const auto tenant = model.tenant_number(entity.tenant);
    if (tenant == kNoNumber) { return; }
    PublicBody body;
    body.content = law_.gate.publish("body", entity.content);
    body.id = entity.id;
    body.code = entity.key;
    body.tenant = tenant;
    body.name = body.content.text_or_empty("name");
    body.searchable_text = searchable(body.name + "\n" + body.content.text_or_empty("short_name") + "\n" +
                                      body.content.text_or_empty("name_en") + "\n" + body.content.text_or_empty("code"));
    body.body_class = entity.content.text_or_empty("class");
    body.division = entity.content.text_or_empty("division_code");
    body.parent_id = entity.content.text_or_empty("parent_id");
    body.successor_id = entity.content.text_or_empty("successor_id");
    if (body.name.empty()) { return; }
    model.put_body(std::move(body));
}

void PublicLoader::add_part(Parts& parts, const Entity& entity) {
    if (entity.type == "milestone") {
        if (auto read = domain::Milestone::from_json(entity.content); read.ok()) {
            parts.milestones.push_back(std::move(read).value());
        }
    } else if (entity.type == "payment") {
        if (auto read = domain::Payment::from_json(entity.content); read.ok()) {
            parts.payments.push_back(std::move(read).value());
        }
    } else if (entity.type == "change") {
        if (auto read = domain::LawfulChange::from_json(entity.content); read.ok()) {
            parts.changes.push_back(std::move(read).value());
        }
    } else if (entity.content.text_or_empty("kind") == "breach") {
        const auto decided = day_at(entity.content, "decided_on");
        if (decided) { parts.findings.push_back({entity.id, *decided, day_at(entity.content, "revoked_on")}); }
    }
}

Result<PublicLoader::PartsById> PublicLoader::read_all_parts() {
    PartsById parts;
    for (const auto type : kPartTypes) {
        GX_CHECK(reader_.scan(type, "", [&](const Entity& entity) -> Result<Done> {
            const std::string obligation = entity.content.text_or_empty("obligation_id");
            if (!obligation.empty()) { add_part(parts[obligation], entity); }
            return Done{};
        }));
    }
    return parts;
}

Result<PublicLoader::Parts> PublicLoader::read_parts(const std::string& tenant, const std::string& obligation) {
    Parts parts;
    for (const auto type : kPartTypes) {
        const Query query{.tenant = tenant,
                          .where = {{.column = "obligation_id", .values = {obligation}}},
                          .order = {{.column = "id"}},
                          .limit = 10'000};
        GX_TRY(const auto found, reader_.list(type, query));
        for (const auto& entity : found) { add_part(parts, entity); }
    }
    return parts;
}

void PublicLoader::put_duty(PublicModel& model, const Entity& entity, const Parts& parts) {
    const auto body = model.body_number(entity.content.text_or_empty("body_id"));
    const auto read = domain::Obligation::from_json(entity.content);
    if (body == kNoNumber || !read.ok() || !model.judged(model.bodies[body])) { return; }
    const domain::Obligation& obligation = *read;
    const domain::ObligationKind* kind = law_.kinds.find(obligation.kind);
    if (kind == nullptr) { return; }
    const auto standing = domain::standing(obligation, *kind, parts.milestones, parts.payments, parts.changes,
                                           parts.findings, today_);
    const base::Json open = law_.gate.publish("obligation", entity.content);
    Duty duty;
    duty.id = entity.id;
    duty.title = open.text_or_empty("title");
    duty.searchable_title = searchable(duty.title);
    duty.source_id = open.text_or_empty("source_id");
    duty.body = body;
    duty.kind = model.kind_number(obligation.kind);
    duty.made_on = obligation.made_on;
    duty.due_on = standing.due_on;
    duty.done_on = standing.done_on;
    duty.amount_fen = standing.amount_fen;
    duty.fulfilled_fen = standing.fulfilled_fen;
    duty.days_late = standing.days_late;
    duty.due_provisional = obligation.due_provisional;
    duty.light = light_of(standing, obligation.due_provisional, today_, law_.due_soon_days);
    model.put_duty(std::move(duty));
}

bool PublicLoader::is_shown(const domain::RecordType& type, const base::Json& content) const {
    using enum domain::PublicLevel;
    const auto record = domain::Record::from_json(content);
    if (!record.ok() || record->body_id.empty() || !record->official_id.empty()) { return false; }
    const bool may_ever = type.public_level == Public || type.public_level == Summary ||
                          (type.public_level == AsPublished && record->publish_from.has_value());
    return may_ever && record->published_on(today_);
}

void PublicLoader::put_record(PublicModel& model, const Entity& entity) {
    const auto body = model.body_number(entity.content.text_or_empty("body_id"));
    if (body == kNoNumber || !model.judged(model.bodies[body])) { return; }
    const std::string cat = entity.content.text_or_empty("cat");
    const auto type = std::ranges::find(law_.record_types, cat, &domain::RecordType::code);
    if (type == law_.record_types.end() || !is_shown(*type, entity.content)) { return; }
    const base::Json open = law_.gate.publish("record", entity.content);
    PublicRecord record;
    record.id = entity.id;
    record.body = body;
    record.type = cat;
    record.polarity = open.text_or_empty("polarity");
    record.decided_on = open.text_or_empty("decided_on");
    base::Json shown = base::Json::object();
    shown.set("id", entity.id).set("tenant", entity.tenant).set("body", model.bodies[body].id);
    shown.set("body_name", model.bodies[body].name).set("type", cat).set("type_name", type->title.zh);
    for (const std::string_view member : {"polarity", "severity", "decided_on"}) {
        shown.set(std::string{member}, picked(open, member));
    }
    if (type->public_level == domain::PublicLevel::Public) { shown.set("summary", picked(open, "facts")); }
    shown.set("decided_by", picked(open, "organ")).set("document", picked(open, "doc_no"));
    const bool own_window = !picked(open, "publish_from").is_null();
    shown.set("shown_from", picked(open, own_window ? "publish_from" : "effective_on"));
    const bool own_end = !picked(open, "publish_until").is_null();
    shown.set("shown_to", picked(open, own_end ? "publish_until" : "expires_on"));
    shown.set("disputed", entity.content.bool_at("disputed").value_or(false));
    const std::string obligation = entity.content.text_or_empty("obligation_id");
    if (model.duty_number(obligation) != kNoNumber) { shown.set("obligation", obligation); }
    record.searchable_text = searchable(type->title.zh + "\n" + shown.text_or_empty("summary") + "\n" +
                                        shown.text_or_empty("document"));
    record.content = std::move(shown);
    model.put_record(std::move(record));
}

Result<std::vector<PublicEvaluation>> PublicLoader::read_evaluations(const PublicModel& model) {
    std::vector<PublicEvaluation> all;
    std::unordered_map<std::string, std::size_t> by_id;
    GX_CHECK(reader_.scan("evaluation", "", [&](const Entity& entity) -> Result<Done> {
        const auto tenant = model.tenant_number(entity.tenant);
        if (tenant == kNoNumber || !model.tenants[tenant].judged) { return Done{}; }
        const base::Json open = law_.gate.publish("evaluation", entity.content);
        PublicEvaluation one;
        one.id = entity.id;
        one.code = entity.key;
        one.tenant = tenant;
        one.scheme = open.text_or_empty("scheme");
        one.period = open.text_or_empty("period");
        one.as_of = open.text_or_empty("as_of");
        one.state = open.text_or_empty("state");
        one.digest = open.text_or_empty("digest");
        one.at_size = open.int_at("at_size").value_or(0);
        by_id[entity.id] = all.size();
        all.push_back(std::move(one));
        return Done{};
    }));
    if (all.empty()) { return all; }
    GX_CHECK(reader_.scan("evaluation_result", "", [&](const Entity& entity) -> Result<Done> {
        const auto found = by_id.find(entity.content.text_or_empty("evaluation_id"));
        const auto body = model.body_number(entity.content.text_or_empty("body_id"));
        if (found == by_id.end() || body == kNoNumber || !model.judged(model.bodies[body])) { return Done{}; }
        const auto total = entity.content.int_at("total");
        if (!total) { return Done{}; }  // not rated
        PublicResult result;
        result.body = body;
        result.total = *total;
        result.grade = entity.content.text_or_empty("grade");
        result.peer_group = entity.content.text_or_empty("peer_group");
        result.rank = entity.content.int_at("rank");
        const base::Json& caps = entity.content.at("caps");
        result.capped = caps.is_array() && !caps.as_array().empty();
        all[found->second].results.push_back(std::move(result));
        return Done{};
    }));
    return all;
}

Result<TouchedEntities> PublicLoader::touched(std::int64_t from, std::int64_t to) {
    TouchedEntities touched;
    std::vector<std::pair<std::string, std::string>> removed_parts;
    GX_CHECK(reader_.entries(from, to, [&](const domain::JournalEntry& entry) -> Result<Done> {
        if (entry.entity == "obligation") { touched.obligations.insert(entry.entity_id); }
        if (entry.entity == "body") { touched.bodies.insert(entry.entity_id); }
        if (entry.entity == "record") { touched.records.insert(entry.entity_id); }
        touched.areas = touched.areas || entry.entity == "tenant" || entry.entity == "division";
        touched.sources = touched.sources || entry.entity == "source";
        touched.figures = touched.figures || entry.entity == "published_figure";
        touched.evaluations = touched.evaluations || entry.entity == "evaluation" || entry.entity == "evaluation_result";
        if (!is_part(entry.entity)) { return Done{}; }
        if (!entry.content) {
            removed_parts.emplace_back(entry.entity, entry.entity_id);
            return Done{};
        }
        GX_TRY(const auto content, base::parse_json(*entry.content));
        if (const auto id = content.string_at("obligation_id")) { touched.obligations.insert(*id); }
        return Done{};
    }));
    for (const auto& [type, id] : removed_parts) {
        GX_TRY(const auto history, reader_.history(type, id));
        for (const auto& entry : history) {
            if (!entry.content) { continue; }
            GX_TRY(const auto content, base::parse_json(*entry.content));
            if (const auto obligation = content.string_at("obligation_id")) { touched.obligations.insert(*obligation); }
        }
    }
    return touched;
}

Result<std::optional<Entity>> PublicLoader::find_anywhere(const PublicModel& model, std::string_view type,
                                                          const std::string& id) {
    for (const auto& tenant : model.tenants) {
        GX_TRY(auto found, reader_.find(type, tenant.code, id));
        if (found) { return found; }
    }
    return std::optional<Entity>{};
}

Result<Done> PublicLoader::reload_body(PublicModel& model, const std::string& id) {
    GX_TRY(const auto entity, find_anywhere(model, "body", id));
    if (entity) { put_body(model, *entity); } else { model.remove_body(id); }
    return Done{};
}

Result<Done> PublicLoader::reload_record(PublicModel& model, const std::string& id) {
    model.remove_record(id);
    GX_TRY(const auto entity, find_anywhere(model, "record", id));
    if (entity) { put_record(model, *entity); }
    return Done{};
}

Result<Done> PublicLoader::reload_duty(PublicModel& model, const std::string& id) {
    GX_TRY(const auto entity, find_anywhere(model, "obligation", id));
    if (!entity) {
        model.remove_duty(id);
        return Done{};
    }
    GX_TRY(const auto parts, read_parts(entity->tenant, id));
    put_duty(model, *entity, parts);
    return Done{};
}

}  // namespace gx::app
