// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/date.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What a password must be like.
///
/// Source: ASSURANCE S8; GB/T 22239-2019 level 3 (classes of characters and age are settings: an office that is graded turns them on)
struct PasswordRules {
    std::size_t length_min = 8;    ///< characters of any script
    std::size_t length_max = 128;
    int classes_min = 0;           ///< of lower case, upper case, digits, all others
    int age_days_max = 0;          ///< 0: no end
    std::set<std::string, std::less<>> common = {};  ///< lower case
    std::vector<std::string> context = {};           ///< words that everybody here would try, lower case
};

/// The text that is hashed: in normal form C, once. Errors: InvalidInput "password.too_long" (4 KiB), "text.not_utf8"
base::Result<std::string> password_text(std::string_view typed);
/// Whether `password`, already in normal form, may be chosen for the account with this sign-in name.
/// Errors: InvalidInput "password.too_short", "password.too_long", "password.classes", "password.common", "password.context";
///         `where` is "/body/next"
base::Result<base::Done> check_password(std::string_view password, std::string_view sign_in_name, const PasswordRules& rules);
/// Whether a password changed on that day has to be changed by `today`; one-time passwords (no day) always. Total.
bool is_due(const std::optional<base::Date>& changed_on, base::Date today, const PasswordRules& rules);
/// A random one-time password: 20 characters in four groups, none that is mistaken for another.
/// Shape: at least 64 random bytes.
std::string one_time_password(base::ByteView random);

}  // namespace gx::app
