// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/legal/plan.hpp"
#include "domain/legal/source.hpp"

namespace gx::domain {

/// A reason that the law does not accept for breaking a promise or paying late; one version of it.
struct Excuse {
    std::string code;
    Wording title;
    /// Words by which a free text names it.
    std::vector<std::string> words;
    std::vector<std::string> source;
    InForce in_force;
    static base::Result<Excuse> from_json(const base::Json& object, const std::string& pointer = {});
};

/// The refused excuses of law/obligation_kinds/excuses.yaml.
///
/// Source: S-6.4d; SRC-YSHJTL art. 31; SRC-ZXQYKX-2025 art. 14; EXT-N1103
class ExcuseBook {
public:
    ExcuseBook() = default;
    /// Errors: Conflict "excuse.twice" when two versions of a code are in force on one day.
    static base::Result<ExcuseBook> make(std::vector<Excuse> excuses);

    /// The refused excuse of that code, or that a text names, on that day; nullptr when there is none.
    const Excuse* find(std::string_view code_or_text, base::Date on) const;
    /// Errors: BasisMissing "obligation.excuse_refused"; `detail` is the excuse's code and clauses.
    base::Result<base::Done> check(std::string_view code_or_text, base::Date on) const;
    const std::vector<Excuse>& all() const noexcept { return excuses_; }

private:
    std::vector<Excuse> excuses_;
};

}  // namespace gx::domain
