// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/publication/duty.hpp"
#include "app/publication/text_index.hpp"
#include "base/date.hpp"
#include "base/json.hpp"

namespace gx::app {

/// Position of a thing in the model that does not exist.
inline constexpr std::uint32_t kNoNumber = UINT32_MAX;

/// A county office. `judged` is false where only published facts may stand.
struct PublicTenant {
    std::string code;
    std::string name;
    std::string mode;
    std::string division_code;
    bool judged = false;
    std::int64_t bodies = 0;
    std::map<std::int32_t, DutyTally> by_month = {};  ///< year * 12 + month - 1 of the due day
};

struct PublicDivision {
    std::string tenant;
    std::string code;
    std::string name;
    std::string level;
    std::string parent;
    std::string valid_from;
    std::string valid_to;
    std::int64_t bodies = 0;  ///< seated here or below
};

/// A place where duties of one body are counted.
struct TallyKey {
    std::int32_t year = 0;
    std::uint32_t kind = 0;
    auto operator<=>(const TallyKey&) const = default;
};

/// The newest shown result of a body.
struct PublicStanding {
    std::uint32_t evaluation = kNoNumber;
    std::int64_t total = 0;  ///< hundredths
    std::string grade;
    std::optional<std::int64_t> rank;
    std::int64_t peers = 0;
};

struct PublicBody {
    std::string id;
    std::string code;
    std::uint32_t tenant = 0;
    std::string name;
    std::string searchable_text;
    std::string body_class;
    std::string division;
    std::vector<std::string> divisions;  ///< its division and all above
    std::string parent_id;
    std::string successor_id;
    base::Json content;                  ///< through the gate
    std::vector<std::uint32_t> duties;
    std::vector<std::uint32_t> records;
    std::vector<std::uint32_t> children;
    std::map<TallyKey, DutyTally> tallies;
    std::optional<PublicStanding> standing;
    bool alive = false;
};

/// A published integrity record of a body.
struct PublicRecord {
    std::string id;
    std::uint32_t body = 0;
    std::string type;
    std::string polarity;
    std::string decided_on;
    std::string searchable_text;
    base::Json content;  ///< Record of the OpenAPI document
    bool alive = false;
};

/// One body's line in an evaluation.
struct PublicResult {
    std::uint32_t body = 0;
    std::int64_t total = 0;
    std::string grade;
    std::string peer_group;
    std::optional<std::int64_t> rank;
    std::int64_t peers = 0;  ///< rated bodies of the peer group
    bool capped = false;
};

struct PublicEvaluation {
    std::string id;
    std::string code;
    std::uint32_t tenant = 0;
    std::string scheme;
    std::string period;
    std::string as_of;
    std::string state;
    std::string digest;
    std::int64_t at_size = 0;
    std::string frozen_at;
    std::vector<PublicResult> results;  ///< best first
    std::map<std::string, std::int64_t> grades;
};

struct PublicFigureSet {
    std::string id;  ///< set and year: "debt_limit_balance-2024"
    std::string tenant;
    std::string set;
    std::int64_t year = 0;
    std::vector<base::Json> rows;  ///< through the gate, in order of row_no
};

/// What the public may see, in memory: numbers instead of ids, counters kept current with every change.
///
/// Shape:  numbers stay valid while the model lives; removed things stay with `alive` false.
/// Thread: many readers, one writer at a time without readers.
struct PublicModel {
    std::int64_t position = 0;
    base::Date today;

    std::vector<PublicTenant> tenants;
    std::vector<PublicDivision> divisions;
    std::vector<PublicBody> bodies;
    std::vector<Duty> duties;
    std::vector<PublicRecord> records;
    std::vector<PublicEvaluation> evaluations;  ///< newest period first
    std::vector<PublicFigureSet> figures;
    std::vector<std::string> kinds;             ///< obligation kinds by number
    std::unordered_map<std::string, std::string> source_titles;

    std::unordered_map<std::string, std::uint32_t> body_numbers;  ///< by id and by code
    std::unordered_map<std::string, std::uint32_t> duty_numbers;
    std::unordered_map<std::string, std::uint32_t> record_numbers;

    TextIndex body_texts;
    TextIndex duty_texts;
    TextIndex record_texts;

    std::uint32_t tenant_number(std::string_view code) const;
    std::uint32_t body_number(const std::string& id_or_code) const;
    std::uint32_t duty_number(const std::string& id) const;
    std::uint32_t record_number(const std::string& id) const;
    /// The kind's number, a new one when it is not known yet.
    std::uint32_t kind_number(const std::string& kind);
    const PublicEvaluation* evaluation(std::string_view id_or_code) const;
    /// What the tenant shows first: the newest frozen evaluation, else the newest trial; of one period the one with the
    /// most bodies; nothing when not judged.
    const PublicEvaluation* shown_evaluation(std::uint32_t tenant) const;
    bool judged(const PublicBody& body) const { return tenants[body.tenant].judged; }

    /// Adds or replaces by id and keeps every counter and index.
    void put_body(PublicBody body);
    void put_duty(Duty duty);
    void remove_duty(const std::string& id);
    void put_record(PublicRecord record);
    void remove_record(const std::string& id);
    void remove_body(const std::string& id);
    /// Replaces all evaluations; sets ranks' peers, grade counts and each body's standing.
    void set_evaluations(std::vector<PublicEvaluation> all);
    /// Recomputes what hangs on the area tree: a body's divisions, bodies of a division and tenant, children.
    void link_areas();

private:
    void count_duty(const Duty& duty, std::int64_t sign);
};

}  // namespace gx::app
