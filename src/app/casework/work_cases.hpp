// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/casework/case_moves.hpp"

namespace gx::app {

/// Opens a case by hand.
class OpenCase {
public:
    struct Input {
        std::string procedure;
        std::string subject = {};   ///< id or natural key
        std::string official = {};  ///< id
        std::string title = {};
        base::Json fields = {};
    };
    explicit OpenCase(const CaseParts& parts) : parts_(parts) {}
    /// Errors: NotPermitted "access.denied" (the procedure's right, or not where it lies); NotFound "procedure.unknown"; StateForbids
    ///         "tenant.published_facts_only"; those of open_case_in.
    Result<CaseWritten> run(const Input& input, const Actor& actor);

private:
    CaseParts parts_;
};

/// Takes one step of a case.
class TakeCaseStep {
public:
    struct Input {
        std::string id;
        std::string step;
        std::int64_t version = 0;
        std::string note = {};
        base::Json fields = {};
    };
    explicit TakeCaseStep(const CaseParts& parts) : parts_(parts) {}
    /// Errors: NotFound "case.unknown" (also out of sight); InvalidInput "case.step_unknown"; NotPermitted "access.denied";
    ///         VersionMismatch "store.version" (somebody else was faster); those of take_step_in.
    Result<CaseWritten> run(const Input& input, const Actor& actor);

private:
    CaseParts parts_;
};

/// What the passing of days does to open cases: steps by time, and due days that another calendar moves.
class CaseRound {
public:
    explicit CaseRound(const CaseParts& parts) : parts_(parts) {}
    /// Takes each step whose day has come, in the system's name. A case that refuses its step is left as it is and counted.
    /// Errors: those of the store. What was done before stays.
    struct Tally {
        std::int64_t taken = 0;
        std::int64_t refused = 0;
        std::int64_t redated = 0;
        base::Json to_json() const;
    };
    Result<Tally> run(const std::string& tenant, base::Date today);
    /// Computes the due days of all open cases anew; writes one version for each that moved.
    Result<Tally> redate(const std::string& tenant, base::Date today);

private:
    Result<bool> take(const std::string& tenant, const Entity& row, base::Date today);

    CaseParts parts_;
};

/// The account in whose name the system acts on cases.
inline constexpr std::string_view kCaseSystem = "system";

}  // namespace gx::app
