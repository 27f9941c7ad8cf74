// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"
#include "app/publication/public_model.hpp"
#include "domain/evaluation/scheme.hpp"
#include "domain/legal/record_type.hpp"
#include "domain/obligation/obligation_kind.hpp"
#include "domain/publication/public_fields.hpp"

namespace gx::app {

/// The parts of the law pack that decide what is public and how duties stand. All outlive the view.
struct PublicLaw {
    const domain::PublicationGate& gate;
    const domain::ObligationKinds& kinds;
    const std::vector<domain::RecordType>& record_types;
    const std::vector<domain::evaluation::Scheme>& schemes;
    std::int32_t due_soon_days = 15;  ///< within these days before its day a pending duty is shown as due soon

    static PublicLaw of(const LawPack& pack) {
        return {pack.publication, pack.obligation_kinds, pack.record_types, pack.schemes};
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
    Result<Done> load_sources(PublicModel& model);
    Result<Done> load_figures(PublicModel& model);
    Result<std::vector<PublicEvaluation>> read_evaluations(const PublicModel& model);
    Result<Done> reload_body(PublicModel& model, const std::string& id);
    Result<Done> reload_record(PublicModel& model, const std::string& id);
    Result<Done> reload_duty(PublicModel& model, const std::string& id);

private:
    struct Parts {
        std::vector<domain::Milestone> milestones;
        std::vector<domain::Payment> payments;
        std::vector<domain::LawfulChange> changes;
        std::vector<domain::BreachFact> findings;
    };
    using PartsById = std::unordered_map<std::string, Parts>;

    Result<PartsById> read_all_parts();
    Result<Parts> read_parts(const std::string& tenant, const std::string& obligation);
    static void add_part(Parts& parts, const Entity& entity);
    Result<std::optional<Entity>> find_anywhere(const PublicModel& model, std::string_view type, const std::string& id);
    void put_body(PublicModel& model, const Entity& entity);
    void put_duty(PublicModel& model, const Entity& entity, const Parts& parts);
    void put_record(PublicModel& model, const Entity& entity);
    bool is_shown(const domain::RecordType& type, const base::Json& content) const;

    Reader& reader_;
    const PublicLaw& law_;
    base::Date today_;
};

}  // namespace gx::app
