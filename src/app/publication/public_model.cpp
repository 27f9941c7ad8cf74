// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_model.hpp"

#include <algorithm>
#include <tuple>

namespace gx::app {
namespace {

constexpr std::size_t kDivisionDepthMax = 12;

std::uint32_t number_in(const std::unordered_map<std::string, std::uint32_t>& numbers, const std::string& id) {
    const auto found = numbers.find(id);
    return found == numbers.end() ? kNoNumber : found->second;
}

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

std::uint32_t PublicModel::duty_number(const std::string& id) const {
    const auto number = number_in(duty_numbers, id);
    return number != kNoNumber && duties[number].alive ? number : kNoNumber;
}

std::uint32_t PublicModel::record_number(const std::string& id) const {
    const auto number = number_in(record_numbers, id);
    return number != kNoNumber && records[number].alive ? number : kNoNumber;
}

std::uint32_t PublicModel::kind_number(const std::string& kind) {
    const auto found = std::ranges::find(kinds, kind);
    if (found != kinds.end()) { return static_cast<std::uint32_t>(found - kinds.begin()); }
    kinds.push_back(kind);
    return static_cast<std::uint32_t>(kinds.size() - 1);
}

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

void PublicModel::put_body(PublicBody body) {
    const auto known = number_in(body_numbers, body.id);
    body.alive = true;
    if (known != kNoNumber) {
        PublicBody& old = bodies[known];
        body_numbers.erase(old.code);
        body.duties = std::move(old.duties);
        body.records = std::move(old.records);
        body.children = std::move(old.children);
        body.tallies = std::move(old.tallies);
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
}

void PublicModel::remove_body(const std::string& id) {
    const auto number = body_number(id);
    if (number != kNoNumber) { bodies[number].alive = false; }
}

void PublicModel::count_duty(const Duty& duty, std::int64_t sign) {
    PublicBody& body = bodies[duty.body];
    const std::int64_t fen = duty.amount_fen.value_or(0);
    const TallyKey key{duty.due_on.year(), duty.kind};
    auto& tally = body.tallies[key];
    tally.add(duty.light, fen, sign);
    if (tally.empty()) { body.tallies.erase(key); }
    const std::int32_t month = duty.due_on.year() * 12 + static_cast<std::int32_t>(duty.due_on.month()) - 1;
    tenants[body.tenant].by_month[month].add(duty.light, fen, sign);
}

void PublicModel::put_duty(Duty duty) {
    duty.alive = true;
    const auto known = number_in(duty_numbers, duty.id);
    const auto number = known != kNoNumber ? known : static_cast<std::uint32_t>(duties.size());
    if (known != kNoNumber && duties[known].alive) {
        count_duty(duties[known], -1);
        if (duties[known].body != duty.body) { forget(bodies[duties[known].body].duties, known); }
    }
    const bool listed = known != kNoNumber && duties[known].alive && duties[known].body == duty.body;
    if (!listed) { bodies[duty.body].duties.push_back(number); }
    const bool same_text = known != kNoNumber && duties[known].searchable_title == duty.searchable_title;
    if (!same_text) { duty_texts.add(number, duty.searchable_title); }
    count_duty(duty, 1);
    duty_numbers[duty.id] = number;
    if (known != kNoNumber) {
        duties[known] = std::move(duty);
    } else {
        duties.push_back(std::move(duty));
    }
}

void PublicModel::remove_duty(const std::string& id) {
    const auto number = duty_number(id);
    if (number == kNoNumber) { return; }
    count_duty(duties[number], -1);
    forget(bodies[duties[number].body].duties, number);
    duties[number].alive = false;
}

void PublicModel::put_record(PublicRecord record) {
    remove_record(record.id);
    record.alive = true;
    const auto known = number_in(record_numbers, record.id);
    const auto number = known != kNoNumber ? known : static_cast<std::uint32_t>(records.size());
    record_numbers[record.id] = number;
    record_texts.add(number, record.searchable_text);
    bodies[record.body].records.push_back(number);
    if (known != kNoNumber) {
        records[known] = std::move(record);
    } else {
        records.push_back(std::move(record));
    }
}

void PublicModel::remove_record(const std::string& id) {
    const auto number = record_number(id);
    if (number == kNoNumber) { return; }
    forget(bodies[records[number].body].records, number);
    records[number].alive = false;
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
    std::unordered_map<std::string, std::size_t> by_code;
    for (std::size_t i = 0; i < divisions.size(); ++i) {
        by_code[divisions[i].tenant + "/" + divisions[i].code] = i;
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
            const auto found = by_code.find(tenant.code + "/" + code);
            if (found == by_code.end()) { break; }
            ++divisions[found->second].bodies;
            code = divisions[found->second].parent;
        }
        const auto parent = body_number(body.parent_id);
        if (parent != kNoNumber) { bodies[parent].children.push_back(number); }
    }
}

}  // namespace gx::app
