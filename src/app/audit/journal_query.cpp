// SPDX-License-Identifier: Apache-2.0
#include "app/audit/journal_query.hpp"

#include <algorithm>
#include <array>

#include "app/access/body_of.hpp"

namespace gx::app {
namespace {

constexpr std::int64_t kDayMillis = 24 * 3'600'000;
constexpr std::int64_t kChinaMillis = 8 * 3'600'000;

constexpr std::array<std::string_view, 28> kBusiness = {
    "attachment",   "body",       "bonus_fact", "calendar_day",      "cap_fact", "change",   "debt",     "division",   "evaluation",
    "evaluation_result", "export_batch", "finding", "fiscal",       "handover", "import_batch", "law_pack", "milestone", "obligation",
    "official",     "payment",    "post",       "publication", "published_figure",  "recall", "record",   "source",   "statement", "tenure"};

std::int64_t first_millis(base::Date day) { return std::int64_t{day.days()} * kDayMillis - kChinaMillis; }

}  // namespace

bool is_business(std::string_view entity) { return std::ranges::find(kBusiness, entity) != kBusiness.end(); }

std::int64_t JournalFilter::from_millis() const { return from ? first_millis(*from) : INT64_MIN; }
std::int64_t JournalFilter::to_millis() const { return to ? first_millis(to->plus_days(1)) : INT64_MAX; }

bool JournalFilter::fits(const domain::JournalEntry& entry) const {
    const auto is = [](const std::string& wanted, const std::string& there) { return wanted.empty() || wanted == there; };
    return is(account, entry.actor) && is(entity, entry.entity) && is(id, entry.entity_id) && is(action, entry.action) &&
           entry.at.millis() >= from_millis() && entry.at.millis() < to_millis();
}

JournalScope JournalScope::of(const Actor& actor) {
    return {.tenant = actor.tenant, .all = actor.may("journal.audit"), .reach = actor.reach("journal.read")};
}

bool JournalScope::covers(const domain::JournalEntry& entry) const {
    return entry.tenant == tenant && (all || (is_business(entry.entity) && !reach.is_nothing()));
}

bool JournalScope::covers_content(std::string_view entity, const base::Json& content) const {
    return all || !is_of_person_file(entity, content);
}

}  // namespace gx::app
