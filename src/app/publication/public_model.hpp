// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/publication/duty.hpp"
#include "app/publication/ordered_cells.hpp"
#include "app/publication/text_index.hpp"
#include "app/publication/text_search.hpp"
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

/// Bodies of one tenant, class and seat: what lists are filtered by without looking at each body.
struct BodyGroup {
    std::uint32_t tenant = 0;
    std::string body_class;
    std::string division;
    std::map<std::pair<std::int32_t, std::uint16_t>, DutyTally> tallies;  ///< by year of the due day and kind
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
    std::uint32_t group = kNoNumber;
    DutyTally tally;                     ///< of all its duties
    std::optional<PublicStanding> standing;
    bool alive = false;
};

/// An integrity record of a body that is published, or may come to be: numbers only, its content stays in the store.
struct RecordRow {
    EntityId id;
    std::uint32_t body = 0;
    std::int32_t decided_on = 0;
    /// The first day on which it may come or go.
    std::int32_t revisit_on = DutyRow::kNever;
    std::uint16_t type = 0;  ///< number of the model
    bool negative = false;
    bool shown = false;      ///< inside its window
    bool listed = false;     ///< shown, and its body is there
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
    std::vector<DutyRow> duties;
    std::vector<RecordRow> records;
    std::vector<PublicEvaluation> evaluations;  ///< newest period first
    std::vector<PublicFigureSet> figures;
    std::vector<std::string> kinds;             ///< obligation kinds by number
    std::vector<std::string> record_types;      ///< catalogue codes by number
    std::vector<BodyGroup> groups;
    IdPool ids;
    std::int32_t due_soon_days = domain::kDueSoonDays;

    std::unordered_map<std::string, std::uint32_t> body_numbers;  ///< by id and by code
    NumberIndex duty_index;
    NumberIndex record_index;

    // Listed duties by (tenant, kind, light) and by (group, kind, light); listed records by (group, type, polarity).
    OrderedCells duties_by_due;
    OrderedCells duties_by_amount;
    OrderedCells group_duties_by_due;
    OrderedCells group_duties_by_amount;
    OrderedCells records_by_day;

    TextIndex body_texts;
    TextSearch duty_texts;
    TextSearch record_texts;
    // What is still to be read into the searches: rows from here on, and rows changed since.
    std::uint32_t duty_texts_next = 0;
    std::uint32_t record_texts_next = 0;
    std::vector<std::uint32_t> duty_texts_changed;
    std::vector<std::uint32_t> record_texts_changed;
    std::int64_t search_position = 0;  ///< journal size that the searches rest on

    std::uint32_t tenant_number(std::string_view code) const;
    std::uint32_t body_number(const std::string& id_or_code) const;
    std::uint32_t duty_number(std::string_view id) const;
    /// Of a record that is shown.
    std::uint32_t record_number(std::string_view id) const;
    /// The kind's number, a new one when it is not known yet.
    std::uint16_t kind_number(std::string_view kind);
    std::uint16_t record_type_number(std::string_view code);
    const PublicEvaluation* evaluation(std::string_view id_or_code) const;
    /// What the tenant shows first: the newest frozen evaluation, else the newest trial; of one period the one with the
    /// most bodies; nothing when not judged.
    const PublicEvaluation* shown_evaluation(std::uint32_t tenant) const;
    bool judged(const PublicBody& body) const { return tenants[body.tenant].judged; }
    const PublicDivision* division_of(const PublicBody& body) const;
    /// The division or one above it is `code`.
    bool lies_in(const BodyGroup& group, std::string_view code) const;

    RowPlace due_place(std::uint32_t duty) const { return {duties[duty].due_on, duties[duty].id}; }
    RowPlace amount_place(std::uint32_t duty) const { return {duties[duty].amount().value_or(0), duties[duty].id}; }
    RowPlace record_place(std::uint32_t record) const { return {records[record].decided_on, records[record].id}; }

    /// Adds or replaces by id and keeps every counter, order and index.
    void put_body(PublicBody body);
    void put_duty(const DutyRow& row);
    void remove_duty(std::string_view id);
    void put_record(const RecordRow& row);
    void remove_record(std::string_view id);
    void remove_body(const std::string& id);
    /// Replaces all evaluations; sets ranks' peers, grade counts and each body's standing.
    void set_evaluations(std::vector<PublicEvaluation> all);
    /// Recomputes what hangs on the area tree: a body's divisions, bodies of a division and tenant, children.
    void link_areas();

    /// Between the two, rows are put without keeping the orders: for many at once.
    void begin_bulk();
    void end_bulk();

    /// Listed duties in the order of their places.
    template <class PlaceOf>
    std::vector<std::uint32_t> listed_in(const PlaceOf& place_of) const {
        std::vector<std::uint32_t> order;
        order.reserve(duties.size());
        for (std::uint32_t number = 0; number < duties.size(); ++number) {
            if (duties[number].listed) { order.push_back(number); }
        }
        std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) { return OrderedCells::before(ids, place_of(a), place_of(b)); });
        return order;
    }
    /// After `duties` and `records` were filled from outside: what leads to them. False when a row does not fit the rest.
    bool take_rows();
    /// Counters in one list; `owner` is a body, a group or a tenant.
    struct TallyRow {
        std::uint32_t owner = 0;
        std::int32_t when = 0;  ///< of a group the year, of a tenant the month
        std::uint64_t kind = 0;
        DutyTally tally;
    };
    struct Tallies {
        std::vector<TallyRow> bodies = {};
        std::vector<TallyRow> groups = {};
        std::vector<TallyRow> months = {};
    };
    Tallies tallies() const;
    bool take_tallies(const Tallies& tallies);

    /// What the day changes: duties whose light turns, and the rows that only the store can tell about.
    struct DayTurn {
        std::vector<std::pair<std::uint32_t, Light>> duties;
        std::vector<std::uint32_t> duties_to_read;
        std::vector<std::uint32_t> records_to_read;
    };
    DayTurn turn_to(base::Date day) const;
    void turn(base::Date day, const DayTurn& turn);

    // Searches follow: rows that wait for their text, rows changed since first; then `put_texts`.
    using Texts = std::vector<std::pair<std::uint32_t, std::string>>;
    std::size_t texts_waiting() const;
    struct NextTexts {
        std::vector<std::uint32_t> duties;
        std::vector<std::uint32_t> records;
    };
    NextTexts next_texts(std::size_t count_max) const;
    /// Shape: exactly those of the last `next_texts`, in that order.
    void put_texts(const Texts& of_duties, const Texts& of_records);

private:
    void list_duty(std::uint32_t number);
    void unlist_duty(std::uint32_t number);
    void list_record(std::uint32_t number);
    void unlist_record(std::uint32_t number);
    void count_duty(const DutyRow& duty, std::int64_t sign);
    void count_all(const std::vector<std::uint32_t>& by_due);
    /// Counts and orders every listed row from nothing.
    void list_all(const std::vector<std::uint32_t>& by_due, const std::vector<std::uint32_t>& by_amount);
    std::uint32_t group_number(const PublicBody& body);

    bool bulk_ = false;
    std::unordered_map<std::string, std::uint32_t> division_numbers_;  ///< by "tenant/code"
    std::unordered_map<std::string, std::uint32_t> group_numbers_;     ///< by "tenant/class/division"
};

}  // namespace gx::app
