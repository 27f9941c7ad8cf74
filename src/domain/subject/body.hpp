// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/subject/dated_tree.hpp"

namespace gx::domain {

/// What a body was called and under whom it stood before a change.
struct BodyPast {
    base::Date until;  ///< the first day on which it was so no longer
    std::string name;
    std::string parent_id;
    std::string division_code;
};

/// A party or government body, street, township or public institution.
///
/// Shape:  members as docs/ENTITIES.md "body"; `past` ascending by `until`, all within the body's life.
/// Units:  exists on [valid_from, valid_to).
/// Source: S-2.2; DOMAIN 2.1, 2.4, 10
struct Body {
    std::string code;
    std::string scheme;  ///< "uscc" or "none"
    std::string name;
    std::string name_en;
    std::string short_name;
    std::string body_class;  ///< "DEPT", "TOWN", "INST", "PARTY", "OTHER"
    std::string division_code;
    std::string parent_id;
    std::optional<bool> has_penalty_power;
    std::optional<bool> has_institutions;
    std::optional<bool> has_debt;
    std::optional<bool> figures_only;
    base::Date valid_from;
    std::optional<base::Date> valid_to;
    std::string successor_id;
    std::string source;
    std::vector<BodyPast> past;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "body.scheme", "body.class", "body.valid_order", "body.past_order",
    ///         "division.code", and with scheme "uscc" those of Uscc::parse.
    static base::Result<Body> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;

    bool exists_on(base::Date day) const { return valid_from <= day && (!valid_to || day < *valid_to); }
    /// Name and place on a day: the newest state when the day lies after all changes. Total.
    BodyPast state_on(base::Date day) const;
    /// The first day of the newest state.
    base::Date unchanged_since() const { return past.empty() ? valid_from : past.back().until; }

    /// The body with another name or superior from a day on; the present state moves into `past`.
    /// Errors: StateForbids "body.closed" (it does not exist on that day); InvalidInput "body.change_out_of_order" (not
    ///         after the last change and the beginning), "body.unchanged".
    base::Result<Body> renamed(std::string new_name, base::Date from) const;
    base::Result<Body> moved(std::string new_parent_id, std::string new_division_code, base::Date from) const;
    /// The body abolished on a day, its duties passing to a successor (empty: to nobody yet).
    /// Errors: StateForbids "body.closed"; InvalidInput "body.change_out_of_order".
    base::Result<Body> closed(base::Date on, std::string successor) const;
};

/// Bodies under bodies by day. Errors: those of DatedTree::make.
base::Result<DatedTree> org_tree(const std::vector<std::pair<std::string, Body>>& bodies);

}  // namespace gx::domain
