// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "app/ports/store.hpp"
#include "base/date.hpp"
#include "domain/casework/case_file.hpp"
#include "domain/evaluation/columns.hpp"

namespace gx::app {

/// The bodies that a case may be a fact of: the one that handles it now, and the one that it concerns, by each member that can name it.
///
/// Shape: `content` of a case_file; ids without repeats, the handler first; no official, no complainant. Total.
std::vector<std::string> bodies_of_case(const base::Json& content);
/// The body that a case concerns, also when its people must not see the case: recused, concerned, or the subject itself.
/// Empty when it concerns none. Total.
std::string body_concerned_of(const domain::CaseFile& file);

/// Writes what is known of cases on a day as rows of "case_stay": for each state that a case has been in, its newest stay there; once
/// for the body that handles the case (role `handler`) and once for the body that it concerns (role `concerned`).
///
/// Shape:  cases about officials give no row. What was done after the day is not known, but for two things that a case keeps only
///         as they are now: who handles it, and the due day of the state that it was in.
///         The key of a row is PROCEDURE/YEAR-MONTH OF THE OPENING/CODE; in place of a confidential case's code stands a number that
///         says which one of the body's it is, so that nothing made of facts leads to the case.
/// Units:  civil days.
/// Source: S-4.1a, S-4.3b, S-5.5c; DOMAIN 5.2 (A5, E3, E4, G2)
class CaseFacts {
public:
    /// The number of a judged body by its id.
    using BodyNumber = std::function<std::optional<std::uint32_t>(const std::string&)>;

    CaseFacts(base::Date as_of, BodyNumber number) : as_of_(as_of), number_(std::move(number)) {}

    /// Keeps whose task each state of a procedure's version is; read before the cases.
    void add_version(const Entity& procedure_version);
    /// Cases in order of their codes.
    /// Errors: Corrupt "evaluation.corrupt_fact" (a case that cannot be read, or whose procedure's version is not there)
    Result<Done> add_rows(const Entity& case_file, domain::evaluation::TableBuilder& stays);

private:
    struct Stay;
    using Tasks = std::map<std::string, std::string, std::less<>>;  ///< state → handler, concerned …

    std::vector<Stay> stays_of(const domain::CaseFile& file) const;
    void add_role(const domain::CaseFile& file, const std::vector<Stay>& stays, const Tasks& tasks, std::string_view role,
                  std::uint32_t body, domain::evaluation::TableBuilder& table);
    std::string row_key(const domain::CaseFile& file, std::string_view role, std::uint32_t body);

    base::Date as_of_;
    BodyNumber number_;
    std::unordered_map<std::string, Tasks> versions_;  ///< by "ID@digest"
    std::map<std::tuple<std::uint32_t, std::string, std::string>, int> unnamed_;  ///< body, role, procedure and month
};

}  // namespace gx::app
