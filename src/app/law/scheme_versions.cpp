// SPDX-License-Identifier: Apache-2.0
#include "app/law/scheme_versions.hpp"

#include <algorithm>
#include <optional>

namespace gx::app {
namespace {

using base::Date;
using domain::evaluation::Scheme;

/// The last day of "2025" or "2025Q3".
std::optional<Date> last_day(std::string_view period) {
    const bool quarter = period.size() == 6 && period[4] == 'Q' && period[5] >= '1' && period[5] <= '4';
    const std::string_view year = period.substr(0, 4);
    if ((period.size() != 4 && !quarter) || year.find_first_not_of("0123456789") != std::string_view::npos) { return std::nullopt; }
    const auto first = Date::parse(std::string(year) + "-01-01");
    if (!first.ok()) { return std::nullopt; }
    return first->plus_months(quarter ? (period[5] - '0') * 3 : 12).plus_days(-1);
}

/// Whether the pack's file of the scheme covers the day.
bool is_in_force(const LawPack& law, const Scheme& scheme, Date day) {
    const auto file = std::find_if(law.files.begin(), law.files.end(), [&](const LawFile& one) {
        return one.path.starts_with("schemes/") && one.json.text_or_empty("id") == scheme.id && one.json.text_or_empty("version") == scheme.version;
    });
    if (file == law.files.end()) { return true; }
    const auto from = Date::parse(file->json.at("in_force").text_or_empty("from"));
    const auto to = Date::parse(file->json.at("in_force").text_or_empty("to"));
    return (!from.ok() || *from <= day) && (!to.ok() || day <= *to);
}

}  // namespace

base::Result<const Scheme*> scheme_for_period(const LawPack& law, std::string_view scheme_id, std::string_view period) {
    const auto day = last_day(period);
    if (!day) { return law.scheme(scheme_id); }
    const Scheme* newest = nullptr;
    for (const Scheme& scheme : law.schemes) {  // by id, then version: the last that fits is the newest
        if (scheme.id == scheme_id && is_in_force(law, scheme, *day)) { newest = &scheme; }
    }
    if (newest == nullptr) { return base::Error{base::ErrorCode::NotFound, "law.unknown", std::string(scheme_id)}; }
    return newest;
}

}  // namespace gx::app
