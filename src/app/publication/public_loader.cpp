// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_loader.hpp"

#include <algorithm>
#include <array>

#include "app/publication/text_index.hpp"
#include "domain/record/record.hpp"

namespace gx::app {
namespace {

constexpr std::array<std::string_view, 4> kPartTypes = {"milestone", "payment", "change", "finding"};

constexpr std::size_t kRowsInStep = 1'000;
constexpr std::size_t kIdsInQuery = 400;
constexpr std::size_t kPartsInQuery = 10'000;

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
    GX_CHECK(load_figures(*model));
    GX_CHECK(reader_.scan("body", "", [&](const Entity& entity) -> Result<Done> {
        put_body(*model, law_, entity);
        return Done{};
    }));
    model->link_areas();
    model->due_soon_days = law_.due_soon_days;
    GX_TRY(const auto parts, read_all_parts());
    model->begin_bulk();
    ReadRows rows;
    const auto put_some = [&](std::size_t at_least) {
        if (rows.duties.size() + rows.records.size() < at_least) { return; }
        apply(*model, rows, 0, SIZE_MAX);
        rows = {};
    };
    GX_CHECK(reader_.scan("obligation", "", [&](const Entity& entity) -> Result<Done> {
        rows.duties.push_back(duty_of(*model, entity, parts));
        put_some(kRowsInStep);
        return Done{};
    }));
    GX_CHECK(reader_.scan("record", "", [&](const Entity& entity) -> Result<Done> {
        rows.records.push_back(record_of(*model, entity));
        put_some(kRowsInStep);
        return Done{};
    }));
    put_some(0);
    model->duties.shrink_to_fit();
    model->end_bulk();
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

void PublicLoader::put_body(PublicModel& model, const PublicLaw& law, const Entity& entity) {
    const auto tenant = model.tenant_number(entity.tenant);
    if (tenant == kNoNumber) { return; }
    PublicBody body;
    body.content = law.gate.publish("body", entity.content);
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

void PublicLoader::add_part(PartsById& all, const Entity& entity) const {
    const std::string obligation = entity.content.text_or_empty("obligation_id");
    if (obligation.empty()) { return; }
    Parts& parts = all[obligation];
    parts.next_day = std::min(parts.next_day, next_day_in(entity.content, today_));
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
            add_part(parts, entity);
            return Done{};
        }));
    }
    return parts;
}

Result<Done> PublicLoader::each_of(const PublicModel& model, std::string_view type, std::string_view column,
                                   std::span<const std::string> values, const std::function<void(const Entity&)>& each) {
    for (const auto& tenant : model.tenants) {
        for (std::size_t from = 0; from < values.size(); from += kIdsInQuery) {
            const auto some = values.subspan(from, std::min(kIdsInQuery, values.size() - from));
            GX_CHECK(each_of_some({tenant.code, type, column}, some, each));
        }
    }
    return Done{};
}

Result<Done> PublicLoader::each_of_some(const Wanted& wanted, std::span<const std::string> values,
                                        const std::function<void(const Entity&)>& each) {
    const Query query{.tenant = wanted.tenant,
                      .where = {{.column = std::string{wanted.column}, .compare = Compare::In, .values = {values.begin(), values.end()}}},
                      .order = {{.column = "id"}},
                      .limit = kPartsInQuery};
    GX_TRY(const auto found, reader_.list(wanted.type, query));
    if (found.size() == kPartsInQuery && values.size() > 1) {  // there may be more: ask in halves
        const std::size_t half = values.size() / 2;
        GX_CHECK(each_of_some(wanted, values.first(half), each));
        return each_of_some(wanted, values.subspan(half), each);
    }
    for (const auto& entity : found) { each(entity); }
    return Done{};
}

ReadRows::ReadDuty PublicLoader::duty_of(const PublicModel& model, const Entity& entity, const PartsById& all) const {
    static const Parts kNone;
    ReadRows::ReadDuty duty{.id = entity.id, .kind = {}};
    const auto body = model.body_number(entity.content.text_or_empty("body_id"));
    const auto read = domain::Obligation::from_json(entity.content);
    if (body == kNoNumber || !read.ok() || !model.judged(model.bodies[body])) { return duty; }
    const domain::Obligation& obligation = *read;
    const domain::ObligationKind* kind = law_.kinds.find(obligation.kind);
    if (kind == nullptr) { return duty; }
    const auto found = all.find(entity.id);
    const Parts& parts = found == all.end() ? kNone : found->second;
    const auto standing = domain::standing(obligation, *kind, parts.milestones, parts.payments, parts.changes, parts.findings, today_);
    duty.kind = obligation.kind;
    duty.row = row_of(obligation, standing, today_, law_.due_soon_days);
    duty.row->body = body;
    // The due day and the day it was made turn nothing that the row alone does not tell; a due day put off does.
    static constexpr std::array<std::string_view, 2> kToldByRow = {"due_on", "made_on"};
    duty.row->revisit_on = std::min(parts.next_day, next_day_in(entity.content, today_, kToldByRow));
    if (!parts.changes.empty() && standing.due_on >= today_) {
        duty.row->revisit_on = std::min(duty.row->revisit_on, standing.due_on.days() + 1);
    }
    return duty;
}

std::optional<SeenRecord> seen_record(const PublicModel& model, const PublicLaw& law, const Entity& entity, base::Date day) {
    const auto body = model.body_number(entity.content.text_or_empty("body_id"));
    auto record = domain::Record::from_json(entity.content);
    if (body == kNoNumber || !model.judged(model.bodies[body]) || !record.ok()) { return std::nullopt; }
    SeenRecord one{.record = std::move(record).value(), .type = nullptr, .seen = {}};
    one.type = domain::type_of(one.record, law.record_types);
    one.seen = domain::visible(one.record, one.type, day, law.periods);
    return one;
}

ReadRows::ReadRecord PublicLoader::record_of(const PublicModel& model, const Entity& entity) const {
    ReadRows::ReadRecord out{.id = entity.id, .type = {}};
    const auto one = seen_record(model, law_, entity, today_);
    if (!one || (!one->seen.visible() && !one->seen.next_change_on)) { return out; }
    if (one->seen.part == domain::ShownPart::Counted) { return out; }
    const base::Json open = law_.gate.publish("record", entity.content);
    out.type = one->type->code;
    RecordRow row;
    row.body = model.body_number(one->record.body_id);
    row.decided_on = day_at(open, "decided_on").value_or(base::Date{}).days();
    row.negative = open.text_or_empty("polarity") == "negative";
    row.shown = one->seen.visible();
    if (one->seen.next_change_on) { row.revisit_on = one->seen.next_change_on->days(); }
    out.row = row;
    return out;
}

Result<ReadRows> PublicLoader::read_rows(const PublicModel& model, std::span<const std::string> obligations,
                                         std::span<const std::string> records) {
    ReadRows rows;
    PartsById parts;
    for (const auto type : kPartTypes) {
        GX_CHECK(each_of(model, type, "obligation_id", obligations, [&](const Entity& entity) { add_part(parts, entity); }));
    }
    std::set<std::string, std::less<>> there;
    GX_CHECK(each_of(model, "obligation", "id", obligations, [&](const Entity& entity) {
        rows.duties.push_back(duty_of(model, entity, parts));
        there.insert(entity.id);
    }));
    GX_CHECK(each_of(model, "record", "id", records, [&](const Entity& entity) {
        rows.records.push_back(record_of(model, entity));
        there.insert(entity.id);
    }));
    for (const auto& id : obligations) {
        if (!there.contains(id)) { rows.duties.push_back({.id = id, .kind = {}}); }
    }
    for (const auto& id : records) {
        if (!there.contains(id)) { rows.records.push_back({.id = id, .type = {}}); }
    }
    return rows;
}

void PublicLoader::apply(PublicModel& model, const ReadRows& rows, std::size_t from, std::size_t to) {
    const std::size_t duties = rows.duties.size();
    for (std::size_t i = from; i < std::min(to, duties); ++i) {
        const auto& read = rows.duties[i];
        if (!read.row) {
            model.remove_duty(read.id);
            continue;
        }
        DutyRow row = *read.row;
        row.id = model.ids.keep(read.id);
        row.kind = model.kind_number(read.kind);
        model.put_duty(row);
    }
    for (std::size_t i = std::max(from, duties); i < std::min(to, duties + rows.records.size()); ++i) {
        const auto& read = rows.records[i - duties];
        if (!read.row) {
            model.remove_record(read.id);
            continue;
        }
        RecordRow row = *read.row;
        row.id = model.ids.keep(read.id);
        row.type = model.record_type_number(read.type);
        model.put_record(row);
    }
}

base::Json record_json(const PublicModel& model, const PublicLaw& law, const Entity& entity, base::Date today) {
    const auto one = seen_record(model, law, entity, today);
    if (!one || !one->seen.visible()) { return nullptr; }
    const auto* type = one->type;
    const auto body = model.body_number(one->record.body_id);
    const base::Json open = law.gate.publish("record", entity.content);
    base::Json shown = base::Json::object();
    shown.set("id", entity.id).set("tenant", entity.tenant).set("body", model.bodies[body].id);
    shown.set("body_name", model.bodies[body].name).set("type", type->code).set("type_name", type->title.zh);
    for (const std::string_view member : {"polarity", "severity", "decided_on"}) {
        shown.set(std::string{member}, picked(open, member));
    }
    if (one->seen.part == domain::ShownPart::Full) { shown.set("summary", picked(open, "facts")); }
    shown.set("decided_by", picked(open, "organ")).set("document", picked(open, "doc_no"));
    shown.set("shown_from", one->seen.from->iso());
    const auto& term = one->record.expires_on;
    const auto last = one->seen.until && term ? std::min(*one->seen.until, *term) : one->seen.until.value_or(term.value_or(today));
    if (one->seen.until || term) { shown.set("shown_to", last.iso()); }
    shown.set("disputed", one->record.disputed);
    const std::string obligation = entity.content.text_or_empty("obligation_id");
    if (model.duty_number(obligation) != kNoNumber) { shown.set("obligation", obligation); }
    return shown;
}

Result<PublicLoader::Texts> PublicLoader::read_duty_texts(const PublicModel& model, std::span<const std::uint32_t> numbers) {
    std::vector<std::string> ids;
    for (const auto number : numbers) { ids.push_back(model.ids.text(model.duties[number].id)); }
    std::unordered_map<std::string, std::string> found;
    GX_CHECK(each_of(model, "obligation", "id", ids, [&](const Entity& entity) {
        found[entity.id] = searchable(law_.gate.publish("obligation", entity.content).text_or_empty("title"));
    }));
    Texts texts;
    for (std::size_t i = 0; i < numbers.size(); ++i) { texts.emplace_back(numbers[i], std::move(found[ids[i]])); }
    return texts;
}

Result<PublicLoader::Texts> PublicLoader::read_record_texts(const PublicModel& model, std::span<const std::uint32_t> numbers) {
    std::vector<std::string> ids;
    for (const auto number : numbers) { ids.push_back(model.ids.text(model.records[number].id)); }
    std::unordered_map<std::string, std::string> found;
    GX_CHECK(each_of(model, "record", "id", ids, [&](const Entity& entity) {
        const base::Json shown = record_json(model, law_, entity, today_);
        if (shown.is_null()) { return; }
        found[entity.id] = searchable(shown.text_or_empty("type_name") + "\n" + shown.text_or_empty("summary") + "\n" +
                                      shown.text_or_empty("document"));
    }));
    Texts texts;
    for (std::size_t i = 0; i < numbers.size(); ++i) { texts.emplace_back(numbers[i], std::move(found[ids[i]])); }
    return texts;
}

Result<std::vector<PublicEvaluation>> PublicLoader::read_evaluations(const PublicModel& model) {
    std::vector<PublicEvaluation> all;
    std::unordered_map<std::string, std::size_t> by_id;
    GX_CHECK(reader_.scan("evaluation", "", [&](const Entity& entity) -> Result<Done> {
        const auto tenant = model.tenant_number(entity.tenant);
        if (tenant == kNoNumber || !model.tenants[tenant].judged) { return Done{}; }
        // One that belongs to a procedure is public when that says so.
        const bool waits = !entity.content.at("case_id").is_null() && entity.content.at("published_on").is_null();
        if (waits) { return Done{}; }
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

Result<std::vector<std::optional<Entity>>> PublicLoader::read_bodies(const PublicModel& model, std::span<const std::string> ids) {
    std::unordered_map<std::string, Entity> found;
    GX_CHECK(each_of(model, "body", "id", ids, [&](const Entity& entity) { found.emplace(entity.id, entity); }));
    std::vector<std::optional<Entity>> bodies;
    for (const auto& id : ids) {
        const auto at = found.find(id);
        bodies.push_back(at == found.end() ? std::nullopt : std::optional{at->second});
    }
    return bodies;
}

void PublicLoader::apply_bodies(PublicModel& model, const PublicLaw& law, std::span<const std::string> ids,
                                std::span<const std::optional<Entity>> bodies) {
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (bodies[i]) { put_body(model, law, *bodies[i]); } else { model.remove_body(ids[i]); }
    }
}

}  // namespace gx::app
