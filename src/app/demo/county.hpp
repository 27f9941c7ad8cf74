// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/demo/dice.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "base/json.hpp"

namespace gx::app::demo {

/// Everything the generator hands on, in the order in which it must be written.
using Entities = std::vector<Entity>;

/// What the parts of the generator share.
///
/// Shape: `words` is data/demo/county.yaml; entities are appended to `out` with version 1.
struct Draft {
    const base::Json& words;
    Dice& dice;
    IdSource& ids;
    base::Date today;
    std::string tenant;
    Entities out = {};

    /// Appends an entity and returns its id. The key is set by the store.
    std::string add(std::string type, base::Json content) {
        out.push_back(Entity{std::move(type), tenant, ids.next_id(), {}, 1, -1, std::move(content)});
        return out.back().id;
    }
};

/// A fictional body while it is being given a past.
struct DemoBody {
    std::string id;
    std::string code;
    std::string name;
    std::string body_class;  ///< DEPT, TOWN, INST
    std::string area_code;   ///< township code of a TOWN, else empty
    std::string head_post;
    std::string clerk_post;
    std::int64_t diligence = 0;  ///< percent of duties met on time, 66..99: hidden, never written
    bool penalty = false;
    bool debt = false;
    bool institutions = false;
};

/// Tenant, divisions, bodies and their posts.
std::vector<DemoBody> draft_bodies(Draft& draft);

/// Fills up to `count` bodies with numbered towns and branch offices (`large` of the words).
void draft_more_bodies(Draft& draft, std::vector<DemoBody>& bodies, std::size_t count);

/// The pattern with {n} replaced by the number, at least `digits` long.
std::string numbered_text(std::string pattern, std::int64_t number, int digits);

/// Five kinds of duties over 2025 and 2026 with milestones, payments, lawful changes, findings and records.
void draft_duties(Draft& draft, const std::vector<DemoBody>& bodies);

/// Caps, bonus, debts and fiscal figures.
void draft_finances(Draft& draft, const std::vector<DemoBody>& bodies);

/// The statements that each body files for the leaves no register feeds, for 2025 and the first half of 2026.
void draft_statements(Draft& draft, const std::vector<DemoBody>& bodies);

/// Personal values of officials, and how the officials are found by them.
struct SealedValues {
    std::vector<SealedValue> values;
    std::vector<SealedLookup> lookups;
};

/// Officials with sealed names and numbers, their tenures, and hand-overs where a head left. After the duties.
Result<SealedValues> draft_officials(Draft& draft, const std::vector<DemoBody>& bodies, Sealer& sealer);

/// `count` officials of one body, numbered from `first`; the first two hold its posts.
Result<SealedValues> draft_staff(Draft& draft, const DemoBody& body, std::size_t count, std::size_t first, Sealer& sealer);

/// The duties and records of one body of the large county: as many as its shares of the totals say.
struct LargeShares {
    std::size_t duties = 0;     ///< all, cases and contracts among them
    std::size_t cases = 0;      ///< replies, rectifications, explanations
    std::size_t contracts = 0;  ///< with milestones and payments
    std::size_t records = 0;
};
void draft_large_past(Draft& draft, const DemoBody& body, const LargeShares& shares);

/// Ids of the body's duties made before `day` and not yet due or done then, as a JSON array.
base::Json open_duties(const Draft& draft, const DemoBody& body, const std::string& day);

}  // namespace gx::app::demo
