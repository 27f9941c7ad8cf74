// SPDX-License-Identifier: Apache-2.0
#include "app/imports/row_values.hpp"
#include "domain/publication/masks.hpp"
#include "domain/subject/citizen_id.hpp"
#include "domain/subject/uscc.hpp"

namespace gx::app {
namespace {

bool good_uscc(std::string_view code) { return domain::Uscc::parse(code).ok(); }
bool good_id_number(std::string_view number, base::Date today) { return domain::CitizenId::parse(number, today).ok(); }
bool holds_personal_value(std::string_view text) { return domain::personal_value_in(text).has_value(); }

}  // namespace

IdentifierChecks identifier_checks() {
    return {.uscc = good_uscc, .id_number = good_id_number, .holds_personal_value = holds_personal_value};
}

}  // namespace gx::app
