// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/ports/store.hpp"
#include "domain/legal/plan.hpp"

namespace gx::app {

/// A complaint as it becomes a case. Of an anonymous one nothing but what routes it: title and content stay locked beside it.
struct ComplaintDraft {
    std::string tenant;
    std::string filing_id;      ///< what the complainant knows it by
    bool anonymous = true;
    std::string title = {};     ///< empty when anonymous
    std::string content = {};   ///< empty when anonymous
    std::string body_id = {};   ///< whom it concerns; may be empty
    std::string focus = {};     ///< "harm_people", "harm_market" or empty
    base::Json contact = {};    ///< reference to a sealed value; null when anonymous
    base::Date on;              ///< of the batch, when anonymous
};

/// What the complainant may know of the case.
struct ComplaintStanding {
    std::string state;           ///< code
    domain::Wording state_name;
    std::string reply = {};      ///< what the office answers; empty while there is no answer
    bool closed = false;
    bool can_rate = false;
};

/// How content the complainant is: "satisfied", "basically", "dissatisfied".
struct ComplaintRating {
    std::string satisfaction;
    std::string note = {};  ///< of a named complaint alone; an anonymous one's note is a locked message
    base::Date on;
};

/// Complaints as cases: what the portal's use cases need of the procedure engine. Opened in the name of the system, since nobody
/// is signed in. An operation that refuses has written nothing.
///
/// Thread: any.
class ComplaintIntake {
public:
    virtual ~ComplaintIntake() = default;
    /// Opens a case in the given work; gives its id. Errors: those of the engine.
    virtual Result<std::string> open(Work& work, const ComplaintDraft& draft) = 0;
    /// Errors: NotFound "complaint.unknown"; those of the store.
    virtual Result<ComplaintStanding> standing(Reader& reader, const std::string& tenant, const std::string& case_id) = 0;
    /// Errors: StateForbids "complaint.not_ratable"; those of the engine.
    virtual Result<Done> rate(Work& work, const std::string& tenant, const std::string& case_id, const ComplaintRating& rating) = 0;
    /// Whether the actor sees this case at all: reach, recused bodies. Errors: NotFound "complaint.unknown" when not.
    virtual Result<Done> check_seen(Reader& reader, const Actor& actor, const std::string& case_id) = 0;
};

}  // namespace gx::app
