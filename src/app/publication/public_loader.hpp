// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"
#include "app/publication/public_model.hpp"
#include "domain/evaluation/scheme.hpp"
#include "domain/legal/record_type.hpp"
#include "domain/obligation/light.hpp"
#include "domain/obligation/obligation_kind.hpp"
#include "domain/publication/public_fields.hpp"
#include "domain/publication/publication_window.hpp"

namespace gx::app {

/// The parts of the law pack that decide what is public and how duties stand. All outlive the view.
struct PublicLaw {
    const domain::PublicationGate& gate;
    const domain::ObligationKinds& kinds;
    const std::vector<domain::RecordType>& record_types;
    const std::vector<domain::evaluation::Scheme>& schemes;
    std::int32_t due_soon_days = domain::kDueSoonDays;
    domain::RepairPeriods periods = {};  ///< without them no breach record is shown

    static PublicLaw of(const LawPack& pack) {
        return {.gate = pack.publication, .kinds = pack.obligation_kinds, .record_types = pack.record_types, .schemes = pack.schemes,
                .periods = domain::RepairPeriods::of(pack.deadlines)};
    }
};

/// What a stretch of the journal touched.
struct TouchedEntities {
    std::set<std::string, std::less<>> obligations;
    std::set<std::string, std::less<>> bodies;
    std::set<std::string, std::less<>> records;
    bool areas = false;
    bool sources = false;
    bool evaluations = false;
    bool figures = false;
};

/// Rows as the store has them now, read without touching the model; `apply` puts them in.
struct ReadRows {
    struct ReadDuty {
        std::string id;
        std::string kind;
        std::optional<DutyRow> row = {};  ///< nothing: not to be shown
    };
    struct ReadRecord {
        std::string id;
        std::string type;
        std::optional<RecordRow> row = {};
    };
    std::vector<ReadDuty> duties;
    std::vector<ReadRecord> records;
};

/// Fills the public model from the store. Everything shown passes the gate; rows of a tenant with published facts only
/// never become duties, records or results.
///
/// Errors of all: those of the store. A stored row that cannot be read is left out.
class PublicLoader {
public:
    PublicLoader(Reader& reader, const PublicLaw& law, base::Date today) : reader_(reader), law_(law), today_(today) {}

    Result<std::unique_ptr<PublicModel>> load_all();
    /// What the entries from..to-1 touched.
    Result<TouchedEntities> touched(std::int64_t from, std::int64_t to);

    Result<Done> load_tenants(PublicModel& model);
    Result<Done> load_divisions(PublicModel& model);
    Result<Done> load_figures(PublicModel& model);
    Result<std::vector<PublicEvaluation>> read_evaluations(const PublicModel& model);
    /// Bodies as they are now, in the order of the ids; nothing for one that is gone.
    Result<std::vector<std::optional<Entity>>> read_bodies(const PublicModel& model, std::span<const std::string> ids);
    /// Puts them in, or takes out what is gone.
    static void apply_bodies(PublicModel& model, const PublicLaw& law, std::span<const std::string> ids,
                             std::span<const std::optional<Entity>> bodies);

    /// Shape: ids 0..10'000 of each.
    Result<ReadRows> read_rows(const PublicModel& model, std::span<const std::string> obligations,
                               std::span<const std::string> records);
    static void apply(PublicModel& model, const ReadRows& rows, std::size_t from, std::size_t to);

    /// Searchable texts of rows that wait for it: (number, text); an empty text means that there is none.
    using Texts = std::vector<std::pair<std::uint32_t, std::string>>;
    Result<Texts> read_duty_texts(const PublicModel& model, std::span<const std::uint32_t> numbers);
    Result<Texts> read_record_texts(const PublicModel& model, std::span<const std::uint32_t> numbers);

private:
    struct Parts {
        std::vector<domain::Milestone> milestones;
        std::vector<domain::Payment> payments;
        std::vector<domain::LawfulChange> changes;
        std::vector<domain::BreachFact> findings;
        std::int32_t next_day = DutyRow::kNever;
    };
    using PartsById = std::unordered_map<std::string, Parts>;

    Result<PartsById> read_all_parts();
    void add_part(PartsById& parts, const Entity& entity) const;
    /// Entities of a type whose column is one of the values, of all tenants.
    Result<Done> each_of(const PublicModel& model, std::string_view type, std::string_view column,
                         std::span<const std::string> values, const std::function<void(const Entity&)>& each);
    struct Wanted {
        std::string tenant;
        std::string_view type;
        std::string_view column;
    };
    Result<Done> each_of_some(const Wanted& wanted, std::span<const std::string> values,
                              const std::function<void(const Entity&)>& each);
    static void put_body(PublicModel& model, const PublicLaw& law, const Entity& entity);
    ReadRows::ReadDuty duty_of(const PublicModel& model, const Entity& entity, const PartsById& parts) const;
    ReadRows::ReadRecord record_of(const PublicModel& model, const Entity& entity) const;

    Reader& reader_;
    const PublicLaw& law_;
    base::Date today_;
};

/// A stored record as the gate sees it on a day. `type` outlives the law's list.
struct SeenRecord {
    domain::Record record;
    const domain::RecordType* type = nullptr;
    domain::Visibility seen;
};
/// The one way from a stored record to what may be shown of it. Nothing when it cannot be read or its body is not judged here.
std::optional<SeenRecord> seen_record(const PublicModel& model, const PublicLaw& law, const Entity& entity, base::Date day);

/// Record of the OpenAPI document; null when the record may not be shown on the day.
base::Json record_json(const PublicModel& model, const PublicLaw& law, const Entity& entity, base::Date today);

}  // namespace gx::app
