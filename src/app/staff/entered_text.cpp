// SPDX-License-Identifier: Apache-2.0
#include "app/staff/entered_text.hpp"

#include <algorithm>
#include <array>

#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::array<std::string_view, 2> kCodes = {"code", "digest"};

bool is_code(std::string_view member) { return member.ends_with("_id") || std::ranges::find(kCodes, member) != kCodes.end(); }

/// Whether a text holds the number of a person. One in ten numbers of vouchers and contracts has the check sum of a bank card.
bool holds_person(std::string_view text, const std::string& pointer) {
    const auto found = domain::personal_value_in(text);
    return found && !(*found == domain::PersonalValue::BankCard && pointer.ends_with("_no"));
}

}  // namespace

Result<Done> check_no_person(const Json& entered, const std::string& reason, const std::string& pointer) {
    if (entered.is_string() && holds_person(entered.as_string(), pointer)) { return Error{ErrorCode::InvalidInput, reason, {}, pointer}; }
    if (entered.is_array()) {
        std::size_t place = 0;
        for (const Json& element : entered.as_array()) { GX_CHECK(check_no_person(element, reason, pointer + "/" + std::to_string(place++))); }
    }
    if (entered.is_object()) {
        for (const auto& [member, value] : entered.as_object()) {
            if (!is_code(member)) { GX_CHECK(check_no_person(value, reason, pointer + "/" + member)); }
        }
    }
    return Done{};
}

Result<Done> check_basis(const std::vector<std::string>& basis) {
    if (basis.empty() || basis.front().empty()) { return Error{ErrorCode::BasisMissing, "subject.basis_missing", {}, "/body/basis"}; }
    for (const std::string& document : basis) {
        if (domain::personal_value_in(document)) { return Error{ErrorCode::InvalidInput, "request.personal_value", {}, "/body/basis"}; }
    }
    return Done{};
}

}  // namespace gx::app
