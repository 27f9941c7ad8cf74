// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/world.hpp"
#include "app/publication_desk/publication.hpp"

namespace gx::app {

/// What a run wrote.
struct PublicationTally {
    std::int64_t published = 0;
    std::int64_t changed = 0;
    std::int64_t withdrawn = 0;
    std::int64_t waiting = 0;  ///< days to come noted

    void add(const PublicationTally& other);
    base::Json to_json() const;
};

/// Brings the stored publication of one record to what the gate says on the day, in the caller's work: the feed then speaks of it in
/// the same commit as the change itself. For a county that is judged only. Gives what was written.
///
/// Errors: VersionMismatch when another process was faster; those of the store.
Result<PublicationTally> keep_publication(Work& work, const std::string& tenant, const std::string& record_id, const PublicLaw& law,
                                          base::Date today);

/// Brings the publications of one tenant to what the gate says: of records that the journal changed, and of those whose day has come.
/// Reads no more than those. Made for one run; a run that broke off is simply run again.
///
/// Source: DESIGN 6 (expiry withdraws by itself); ANCHORS 7, 24
class KeepPublications {
public:
    struct Parts {
        Store& store;
        Clock& clock;
        const LawPack& law;
    };
    /// `hold` is called first in each transaction and refuses when the run has lost its claim.
    KeepPublications(const Parts& parts, std::string tenant, base::Date today, std::function<Result<Done>(Work&)> hold)
        : parts_(parts), law_(PublicLaw::of(parts.law)), tenant_(std::move(tenant)), today_(today), hold_(std::move(hold)) {}

    /// Every record: the first time, and when another law came into force.
    Result<PublicationTally> all();
    /// Those whose next day has come.
    Result<PublicationTally> run();
    /// Those that the journal entries from..to-1 touched.
    Result<PublicationTally> follow(std::int64_t from, std::int64_t to);

private:
    Result<PublicationTally> keep(std::span<const std::string> record_ids);
    Result<std::vector<std::string>> page_of(const char* type, std::vector<Condition> where, const std::string& after);

    Parts parts_;
    PublicLaw law_;
    std::string tenant_;
    base::Date today_;
    std::function<Result<Done>(Work&)> hold_;
};

}  // namespace gx::app
