// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gx::domain {

// Masking functions. All total: what does not have the expected form is hidden altogether as "***".
// Source: SRC-PIPL art. 28, 34; S-5.6a; forms: DOMAIN 4.5

/// "张*", "欧阳**": the surname stays, each later character becomes '*'.
std::string mask_person_name(std::string_view name);
/// "2****************9": first and last character, for the public.
std::string mask_id_number(std::string_view number);
/// "2113********0019": first four and last four, for lists inside the office.
std::string mask_id_number_internal(std::string_view number);
/// "138****1234"; a landline keeps its last two digits.
std::string mask_phone(std::string_view phone);
/// The last four digits: "***************1234" of a 19-digit card.
std::string mask_bank_card(std::string_view number);
/// "辽N****1": the place and the last character.
std::string mask_plate(std::string_view plate);
/// "a***@example.cn"
std::string mask_email(std::string_view email);
/// Down to the street or township: what follows the first 乡, 镇 or 街道 becomes "***".
std::string mask_address(std::string_view address);

/// A value that must not stand in a published text.
enum class PersonalValue {
    IdNumber,  ///< 18 characters with a right check character, or 15 digits with a possible birthday
    Phone,     ///< 11 digits 1[3-9]…, standing alone
    BankCard,  ///< 16 to 19 digits with a right Luhn sum
};

/// The first such value in a free text, or nothing. Full-width digits count as digits; blanks and hyphens between digits
/// do not hide them.
std::optional<PersonalValue> personal_value_in(std::string_view text);

}  // namespace gx::domain
