// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::domain {

/// An office of a body. Duties hang on the post, whoever holds it.
///
/// Units:  exists on [valid_from, valid_to).
/// Source: S-6.4d; DESIGN 3
struct Post {
    std::string code;
    std::string body_id;
    std::string title;
    std::string title_en;
    std::string rank;  ///< "head", "deputy", "staff" or empty
    base::Date valid_from;
    std::optional<base::Date> valid_to;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "post.rank", "post.valid_order"
    static base::Result<Post> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
    bool exists_on(base::Date day) const { return valid_from <= day && (!valid_to || day < *valid_to); }
};

/// Who held a post from when to when.
///
/// Units:  holds on [from_on, to_on): the day of removal belongs to the next holder.
/// Source: S-6.4d, S-5.4a
struct Tenure {
    std::string code;
    std::string post_id;
    std::string official_id;
    base::Date from_on;
    std::optional<base::Date> to_on;
    bool acting = false;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "tenure.order" (ends before it begins)
    static base::Result<Tenure> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
    bool holds_on(base::Date day) const { return from_on <= day && (!to_on || day < *to_on); }
};

/// True when the two are held on a common day.
bool overlap(const Tenure& a, const Tenure& b);

/// Whether `next` fits beside the tenures its post already has: within the life of the post, and no other full holder at
/// the same time. Acting holders may stand beside a full one, but no person twice at once.
///
/// Errors: StateForbids "tenure.post_closed"; Conflict "tenure.overlap"
/// Source: S-6.4d
base::Result<base::Done> check_tenure(const Post& post, std::span<const Tenure> others, const Tenure& next);

/// Who answered for the post on a day, also people who have left since. The full holder first, then acting ones, each
/// by `from_on`; empty for a vacancy.
///
/// Source: S-6.4d, S-6.2b (责任回溯)
std::vector<Tenure> responsible_on(std::span<const Tenure> of_the_post, base::Date day);

}  // namespace gx::domain
