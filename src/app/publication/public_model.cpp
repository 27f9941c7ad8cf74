// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_model.hpp"

#include <algorithm>
#include <tuple>

namespace gx::app {
namespace {

constexpr std::size_t kDivisionDepthMax = 12;
constexpr std::size_t kMovesOneByOneMax = 20'000;  // above this all orders are made anew

std::uint32_t number_in(const std::unordered_map<std::string, std::uint32_t>& numbers, const std::string& id) {
    const auto found = numbers.find(id);
    return found == numbers.end() ? kNoNumber : found->second;
}

std::uint16_t number_of_name(std::vector<std::string>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    const auto number = static_cast<std::uint16_t>(found - names.begin());
    if (found == names.end()) { names.emplace_back(name); }
    return number;
}

std::int32_t month_of(base::Date day) { return day.year() * 12 + static_cast<std::int32_t>(day.month()) - 1; }

void forget(std::vector<std::uint32_t>& numbers, std::uint32_t number) {
    std::erase(numbers, number);
}

}  // namespace

std::uint32_t PublicModel::tenant_number(std::string_view code) const {
    for (std::uint32_t i = 0; i < tenants.size(); ++i) {
        if (tenants[i].code == code) { return i; }
    }
    return kNoNumber;
}

std::uint32_t PublicModel::body_number(const std::string& id_or_code) const {
    const auto number = number_in(body_numbers, id_or_code);
    return number != kNoNumber && bodies[number].alive ? number : kNoNumber;
}

std::uint32_t PublicModel::duty_number(std::string_view id) const {
    const auto key = ids.find(id);
    const auto number = key ? duty_index.find(*key, [this](std::uint32_t n) { return duties[n].id; }) : kNoNumber;
    return number != kNoNumber && duties[number].alive ? number : kNoNumber;
}

std::uint32_t PublicModel::record_number(std::string_view id) const {
    const auto key = ids.find(id);
    const auto number = key ? record_index.find(*key, [this](std::uint32_t n) { return records[n].id; }) : kNoNumber;
    return number != kNoNumber && records[number].shown ? number : kNoNumber;
}

std::uint16_t PublicModel::kind_number(std::string_view kind) { return number_of_name(kinds, kind); }

std::uint16_t PublicModel::record_type_number(std::string_view code) { return number_of_name(record_types, code); }

const PublicEvaluation* PublicModel::evaluation(std::string_view id_or_code) const {
    for (const auto& one : evaluations) {
        if (one.id == id_or_code || one.code == id_or_code) { return &one; }
    }
    return nullptr;
}

const PublicEvaluation* PublicModel::shown_evaluation(std::uint32_t tenant) const {
    if (!tenants[tenant].judged) { return nullptr; }
    const PublicEvaluation* shown = nullptr;
    for (const auto& one : evaluations) {
        if (one.tenant != tenant) { continue; }
        const bool first = shown == nullptr;
        const bool frozen_before_trial = !first && one.state == "frozen" && shown->state != "frozen";
        const bool same_kind = !first && one.state == shown->state && one.period == shown->period;
        if (first || frozen_before_trial || (same_kind && one.results.size() > shown->results.size())) { shown = &one; }
    }
    return shown;
}

const PublicDivision* PublicModel::division_of(const PublicBody& body) const {
    const auto found = division_numbers_.find(tenants[body.tenant].code + "/" + body.division);
    return found == division_numbers_.end() ? nullptr : &divisions[found->second];
}

bool PublicModel::lies_in(const BodyGroup& group, std::string_view code) const {
    std::string at = group.division;
    for (std::size_t depth = 0; depth < kDivisionDepthMax && !at.empty(); ++depth) {
        if (at == code) { return true; }
        const auto found = division_numbers_.find(tenants[group.tenant].code + "/" + at);
        if (found == division_numbers_.end()) { return false; }
        at = divisions[found->second].parent;
    }
    return false;
}

std::uint32_t PublicModel::group_number(const PublicBody& body) {
    const std::string key = std::to_string(body.tenant) + "/" + body.body_class + "/" + body.division;
    const auto [found, fresh] = group_numbers_.try_emplace(key, static_cast<std::uint32_t>(groups.size()));
    if (fresh) { groups.push_back({body.tenant, body.body_class, body.division, {}}); }
    return found->second;
}

void PublicModel::put_body(PublicBody body) {
    const auto known = number_in(body_numbers, body.id);
    body.alive = true;
    body.group = group_number(body);
    const bool moved = known != kNoNumber && (!bodies[known].alive || bodies[known].group != body.group);
    if (moved) { remove_body(body.id); }
    if (known != kNoNumber) {
        PublicBody& old = bodies[known];
        body_numbers.erase(old.code);
        body.duties = std::move(old.duties);
        body.records = std::move(old.records);
        body.children = std::move(old.children);
        body.tally = old.tally;
        body.standing = std::move(old.standing);
    }
    const auto number = known != kNoNumber ? known : static_cast<std::uint32_t>(bodies.size());
    body_numbers[body.id] = number;
    if (!body.code.empty()) { body_numbers[body.code] = number; }
    body_texts.add(number, body.searchable_text);
    if (known != kNoNumber) {
        bodies[known] = std::move(body);
    } else {
        bodies.push_back(std::move(body));
    }
    if (!moved) { return; }
    for (const auto duty : bodies[number].duties) { list_duty(duty); }
    for (const auto record : bodies[number].records) { list_record(record); }
}

void PublicModel::remove_body(const std::string& id) {
    const auto number = number_in(body_numbers, id);
    if (number == kNoNumber) { return; }
    for (const auto duty : bodies[number].duties) { unlist_duty(duty); }
    for (const auto record : bodies[number].records) { unlist_record(record); }
    bodies[number].alive = false;
}

void PublicModel::count_duty(const DutyRow& duty, std::int64_t sign) {
    PublicBody& body = bodies[duty.body];
    const std::int64_t fen = duty.amount().value_or(0);
    const base::Date due = base::Date::from_days(duty.due_on);
    body.tally.add(duty.light, fen, sign);
    groups[body.group].tallies[{due.year(), duty.kind}].add(duty.light, fen, sign);
    tenants[body.tenant].by_month[month_of(due)].add(duty.light, fen, sign);
}

void PublicModel::list_duty(std::uint32_t number) {
    DutyRow& duty = duties[number];
    const PublicBody& body = bodies[duty.body];
    if (duty.listed || !duty.alive || !body.alive) { return; }
    duty.listed = true;
    if (bulk_) { return; }
    count_duty(duty, 1);
    const CellKey by_tenant{body.tenant, duty.kind, static_cast<std::uint16_t>(duty.light)};
    const CellKey by_group{body.group, duty.kind, static_cast<std::uint16_t>(duty.light)};
    const auto due = [this](std::uint32_t n) { return due_place(n); };
    const auto amount = [this](std::uint32_t n) { return amount_place(n); };
    duties_by_due.add(by_tenant, number, ids, due);
    duties_by_amount.add(by_tenant, number, ids, amount);
    group_duties_by_due.add(by_group, number, ids, due);
    group_duties_by_amount.add(by_group, number, ids, amount);
}

void PublicModel::unlist_duty(std::uint32_t number) {
    DutyRow& duty = duties[number];
    if (!duty.listed) { return; }
    duty.listed = false;
    if (bulk_) { return; }
    count_duty(duty, -1);
    const PublicBody& body = bodies[duty.body];
    const CellKey by_tenant{body.tenant, duty.kind, static_cast<std::uint16_t>(duty.light)};
    const CellKey by_group{body.group, duty.kind, static_cast<std::uint16_t>(duty.light)};
    const auto due = [this](std::uint32_t n) { return due_place(n); };
    const auto amount = [this](std::uint32_t n) { return amount_place(n); };
    duties_by_due.remove(by_tenant, number, ids, due);
    duties_by_amount.remove(by_tenant, number, ids, amount);
    group_duties_by_due.remove(by_group, number, ids, due);
    group_duties_by_amount.remove(by_group, number, ids, amount);
}

void PublicModel::list_record(std::uint32_t number) {
    RecordRow& record = records[number];
    const PublicBody& body = bodies[record.body];
    if (record.listed || !record.shown || !body.alive) { return; }
    record.listed = true;
    if (bulk_) { return; }
    records_by_day.add({body.group, record.type, static_cast<std::uint16_t>(record.negative)}, number, ids,
                       [this](std::uint32_t n) { return record_place(n); });
}

void PublicModel::unlist_record(std::uint32_t number) {
    RecordRow& record = records[number];
    if (!record.listed) { return; }
    record.listed = false;
    if (bulk_) { return; }
    records_by_day.remove({bodies[record.body].group, record.type, static_cast<std::uint16_t>(record.negative)}, number, ids,
                          [this](std::uint32_t n) { return record_place(n); });
}

void PublicModel::put_duty(const DutyRow& row) {
    const auto id_of = [this](std::uint32_t n) { return duties[n].id; };
    auto number = duty_index.find(row.id, id_of);
    const bool known = number != kNoNumber;
    if (known) {
        unlist_duty(number);
        if (duties[number].alive && duties[number].body != row.body) { forget(bodies[duties[number].body].duties, number); }
    }
    const bool of_body = known && duties[number].alive && duties[number].body == row.body;
    if (known) {
        duties[number] = row;
        if (number < duty_texts_next) { duty_texts_changed.push_back(number); }
    } else {
        number = static_cast<std::uint32_t>(duties.size());
        duties.push_back(row);
        duty_index.add(row.id, number, id_of);
    }
    duties[number].alive = true;
    duties[number].listed = false;
    if (!of_body) { bodies[row.body].duties.push_back(number); }
    list_duty(number);
}

void PublicModel::remove_duty(std::string_view id) {
    const auto number = duty_number(id);
    if (number == kNoNumber) { return; }
    unlist_duty(number);
    forget(bodies[duties[number].body].duties, number);
    duties[number].alive = false;
    duty_texts.forget(number);
    if (number < duty_texts_next) { duty_texts_changed.push_back(number); }
}

void PublicModel::put_record(const RecordRow& row) {
    const auto id_of = [this](std::uint32_t n) { return records[n].id; };
    auto number = record_index.find(row.id, id_of);
    if (number != kNoNumber) {
        unlist_record(number);
        forget(bodies[records[number].body].records, number);
        records[number] = row;
        if (number < record_texts_next) { record_texts_changed.push_back(number); }
    } else {
        number = static_cast<std::uint32_t>(records.size());
        records.push_back(row);
        record_index.add(row.id, number, id_of);
    }
    records[number].listed = false;
    if (row.shown) { bodies[row.body].records.push_back(number); } else { record_texts.forget(number); }
    list_record(number);
}

void PublicModel::remove_record(std::string_view id) {
    const auto key = ids.find(id);
    const auto number = key ? record_index.find(*key, [this](std::uint32_t n) { return records[n].id; }) : kNoNumber;
    if (number == kNoNumber) { return; }
    unlist_record(number);
    forget(bodies[records[number].body].records, number);
    records[number].shown = false;
    records[number].revisit_on = DutyRow::kNever;
    record_texts.forget(number);
    if (number < record_texts_next) { record_texts_changed.push_back(number); }
}

void PublicModel::begin_bulk() { bulk_ = true; }

void PublicModel::end_bulk() {
    bulk_ = false;
    list_all(listed_in([this](std::uint32_t n) { return due_place(n); }), listed_in([this](std::uint32_t n) { return amount_place(n); }));
}

void PublicModel::count_all(const std::vector<std::uint32_t>& by_due) {
    for (auto& body : bodies) { body.tally = {}; }
    for (auto& group : groups) { group.tallies.clear(); }
    for (auto& tenant : tenants) { tenant.by_month.clear(); }
    // Neighbours are due on the same day: the calendar is asked once for each.
    std::int32_t day = DutyRow::kNoDay;
    std::int32_t year = 0;
    std::int32_t month = 0;
    for (const auto number : by_due) {
        const DutyRow& duty = duties[number];
        if (duty.due_on != day) {
            day = duty.due_on;
            const base::Date due = base::Date::from_days(day);
            year = due.year();
            month = month_of(due);
        }
        PublicBody& body = bodies[duty.body];
        const std::int64_t fen = duty.amount().value_or(0);
        body.tally.add(duty.light, fen, 1);
        groups[body.group].tallies[{year, duty.kind}].add(duty.light, fen, 1);
        tenants[body.tenant].by_month[month].add(duty.light, fen, 1);
    }
}

void PublicModel::list_all(const std::vector<std::uint32_t>& by_due, const std::vector<std::uint32_t>& by_amount) {
    for (auto* cells : {&duties_by_due, &duties_by_amount, &group_duties_by_due, &group_duties_by_amount, &records_by_day}) {
        cells->clear();
    }
    count_all(by_due);
    const auto fill = [&](const std::vector<std::uint32_t>& order, OrderedCells& by_tenant, OrderedCells& by_group) {
        for (const auto number : order) {
            const DutyRow& duty = duties[number];
            const PublicBody& body = bodies[duty.body];
            const auto light = static_cast<std::uint16_t>(duty.light);
            by_tenant.append({body.tenant, duty.kind, light}, number);
            by_group.append({body.group, duty.kind, light}, number);
        }
        by_tenant.trim();
        by_group.trim();
    };
    fill(by_due, duties_by_due, group_duties_by_due);
    fill(by_amount, duties_by_amount, group_duties_by_amount);
    for (std::uint32_t number = 0; number < records.size(); ++number) {
        const RecordRow& record = records[number];
        if (!record.listed) { continue; }
        records_by_day.append({bodies[record.body].group, record.type, static_cast<std::uint16_t>(record.negative)}, number);
    }
    records_by_day.sort(ids, [this](std::uint32_t n) { return record_place(n); });
}

bool PublicModel::take_rows() {
    const auto duty_id = [this](std::uint32_t n) { return duties[n].id; };
    const auto record_id = [this](std::uint32_t n) { return records[n].id; };
    duty_index.reserve(duties.size() + 1, duty_id);
    record_index.reserve(records.size() + 1, record_id);
    for (std::uint32_t number = 0; number < duties.size(); ++number) {
        const DutyRow& duty = duties[number];
        if (duty.body >= bodies.size() || duty.kind >= kinds.size() || static_cast<std::size_t>(duty.light) >= kLights) { return false; }
        duty_index.add(duty.id, number, duty_id);
        if (duty.alive) { bodies[duty.body].duties.push_back(number); }
    }
    for (std::uint32_t number = 0; number < records.size(); ++number) {
        const RecordRow& record = records[number];
        if (record.body >= bodies.size() || record.type >= record_types.size()) { return false; }
        record_index.add(record.id, number, record_id);
        if (record.shown) { bodies[record.body].records.push_back(number); }
    }
    return duty_texts_next <= duties.size() && record_texts_next <= records.size();
}

PublicModel::Tallies PublicModel::tallies() const {
    Tallies all;
    for (std::uint32_t i = 0; i < bodies.size(); ++i) { all.bodies.push_back({i, 0, 0, bodies[i].tally}); }
    for (std::uint32_t i = 0; i < groups.size(); ++i) {
        for (const auto& [key, tally] : groups[i].tallies) { all.groups.push_back({i, key.first, key.second, tally}); }
    }
    for (std::uint32_t i = 0; i < tenants.size(); ++i) {
        for (const auto& [month, tally] : tenants[i].by_month) { all.months.push_back({i, month, 0, tally}); }
    }
    return all;
}

bool PublicModel::take_tallies(const Tallies& all) {
    const auto owned = [](const std::vector<TallyRow>& rows, std::size_t owners) {
        return std::ranges::all_of(rows, [&](const TallyRow& row) { return row.owner < owners; });
    };
    if (!owned(all.bodies, bodies.size()) || !owned(all.groups, groups.size()) || !owned(all.months, tenants.size())) { return false; }
    for (const auto& row : all.bodies) { bodies[row.owner].tally = row.tally; }
    for (const auto& row : all.groups) {
        if (row.kind >= kinds.size()) { return false; }
        groups[row.owner].tallies[{row.when, static_cast<std::uint16_t>(row.kind)}] = row.tally;
    }
    for (const auto& row : all.months) { tenants[row.owner].by_month[row.when] = row.tally; }
    return true;
}

PublicModel::DayTurn PublicModel::turn_to(base::Date day) const {
    DayTurn turn;
    for (std::uint32_t number = 0; number < duties.size(); ++number) {
        const DutyRow& duty = duties[number];
        if (!duty.alive) { continue; }
        if (duty.revisit_on <= day.days()) {
            turn.duties_to_read.push_back(number);
        } else if (const Light light = light_on(duty, day, due_soon_days); light != duty.light) {
            turn.duties.emplace_back(number, light);
        }
    }
    for (std::uint32_t number = 0; number < records.size(); ++number) {
        if (records[number].revisit_on <= day.days()) { turn.records_to_read.push_back(number); }
    }
    return turn;
}

void PublicModel::turn(base::Date day, const DayTurn& turn) {
    const bool many = turn.duties.size() > kMovesOneByOneMax;
    if (many) { begin_bulk(); }
    for (const auto& [number, light] : turn.duties) {
        unlist_duty(number);
        duties[number].light = light;
        if (light == Light::Overdue) { duties[number].late = duties[number].due_on; }
        list_duty(number);
    }
    if (many) { end_bulk(); }
    today = day;
}

std::size_t PublicModel::texts_waiting() const {
    return duties.size() - duty_texts_next + duty_texts_changed.size() + records.size() - record_texts_next +
           record_texts_changed.size();
}

namespace {

std::vector<std::uint32_t> first_of(const std::vector<std::uint32_t>& numbers, std::size_t count_max) {
    return {numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(std::min(numbers.size(), count_max))};
}

std::vector<std::uint32_t> rows_from(std::uint32_t next, std::size_t rows, std::size_t count_max) {
    std::vector<std::uint32_t> numbers;
    for (; next < rows && numbers.size() < count_max; ++next) { numbers.push_back(next); }
    return numbers;
}

void take_texts(const PublicModel::Texts& texts, TextSearch& search, std::vector<std::uint32_t>& changed, std::uint32_t& next) {
    if (!changed.empty()) {
        changed.erase(changed.begin(), changed.begin() + static_cast<std::ptrdiff_t>(std::min(texts.size(), changed.size())));
    } else {
        next += static_cast<std::uint32_t>(texts.size());
    }
    for (const auto& [number, text] : texts) {
        if (text.empty()) { search.forget(number); } else { search.put(number, text); }
    }
}

}  // namespace

PublicModel::NextTexts PublicModel::next_texts(std::size_t count_max) const {
    // Changed rows before new ones, so that what was withdrawn is soon found no longer.
    if (!duty_texts_changed.empty() || !record_texts_changed.empty()) {
        return {first_of(duty_texts_changed, count_max), first_of(record_texts_changed, count_max)};
    }
    auto duties_next = rows_from(duty_texts_next, duties.size(), count_max);
    if (!duties_next.empty()) { return {std::move(duties_next), {}}; }
    return {{}, rows_from(record_texts_next, records.size(), count_max)};
}

void PublicModel::put_texts(const Texts& of_duties, const Texts& of_records) {
    take_texts(of_duties, duty_texts, duty_texts_changed, duty_texts_next);
    take_texts(of_records, record_texts, record_texts_changed, record_texts_next);
}

void PublicModel::set_evaluations(std::vector<PublicEvaluation> all) {
    std::ranges::stable_sort(all, [](const auto& a, const auto& b) {
        return std::tie(b.period, b.as_of, b.at_size) < std::tie(a.period, a.as_of, a.at_size);
    });
    evaluations = std::move(all);
    for (auto& body : bodies) { body.standing.reset(); }
    for (auto& one : evaluations) {
        std::map<std::string, std::int64_t> peers;
        one.grades.clear();
        for (const auto& result : one.results) {
            ++one.grades[result.grade];
            if (result.rank) { ++peers[result.peer_group]; }
        }
        for (auto& result : one.results) { result.peers = peers[result.peer_group]; }
        std::ranges::stable_sort(one.results, [this](const auto& a, const auto& b) {
            return std::tuple(-a.total, std::string_view{bodies[a.body].code}) <
                   std::tuple(-b.total, std::string_view{bodies[b.body].code});
        });
    }
    // Schemes judge different classes of bodies: each body shows the newest frozen result of its own, else a trial.
    for (const bool frozen : {true, false}) {
        for (std::uint32_t number = 0; number < evaluations.size(); ++number) {
            const PublicEvaluation& one = evaluations[number];
            if ((one.state == "frozen") != frozen || !tenants[one.tenant].judged) { continue; }
            for (const auto& result : one.results) {
                auto& standing = bodies[result.body].standing;
                if (!standing) { standing = PublicStanding{number, result.total, result.grade, result.rank, result.peers}; }
            }
        }
    }
}

void PublicModel::link_areas() {
    division_numbers_.clear();
    for (std::uint32_t i = 0; i < divisions.size(); ++i) {
        division_numbers_[divisions[i].tenant + "/" + divisions[i].code] = i;
        divisions[i].bodies = 0;
    }
    for (auto& tenant : tenants) { tenant.bodies = 0; }
    for (auto& body : bodies) {
        body.children.clear();
        body.divisions.clear();
    }
    for (std::uint32_t number = 0; number < bodies.size(); ++number) {
        PublicBody& body = bodies[number];
        if (!body.alive) { continue; }
        PublicTenant& tenant = tenants[body.tenant];
        ++tenant.bodies;
        std::string code = body.division;
        for (std::size_t depth = 0; depth < kDivisionDepthMax && !code.empty(); ++depth) {
            body.divisions.push_back(code);
            const auto found = division_numbers_.find(tenant.code + "/" + code);
            if (found == division_numbers_.end()) { break; }
            ++divisions[found->second].bodies;
            code = divisions[found->second].parent;
        }
        const auto parent = body_number(body.parent_id);
        if (parent != kNoNumber) { bodies[parent].children.push_back(number); }
    }
}

}  // namespace gx::app
