// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

enum class AccessOutcome { Ok, Refused };

/// A read that must leave a trace: who looked at what, and why. docs/ENTITIES.md "access".
struct AccessRecord {
    std::string action;            ///< "official.unmask"
    std::string entity = {};
    std::string entity_id = {};
    std::string body_id = {};
    std::string official_id = {};  ///< whose file was read
    std::vector<std::string> fields = {};
    std::string reason = {};       ///< as check_reason took it
    AccessOutcome outcome = AccessOutcome::Ok;
};

/// Writes reads into the journal. Whoever answers such a read writes first and answers only when the entry is durable: no
/// audit, no answer.
///
/// Source: DESIGN 6; S-5.4a (每次查阅留痕)
class AccessLog {
public:
    AccessLog(Store& store, Clock& clock, IdSource& ids) : store_(store), clock_(clock), ids_(ids) {}

    /// Returns when the entry is durable. Errors: those of the store.
    Result<Done> write(const AccessRecord& record, const Actor& actor);
    /// The same for many, all or none. Errors: those of the store.
    Result<Done> write_all(std::span<const AccessRecord> records, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
    IdSource& ids_;
};

/// A reason as it may stand in the journal: 4..200 characters, without blanks around it, naming nobody by number.
/// Errors: InvalidInput "access.reason_missing", "access.reason_length", "access.reason_personal"; `where` is `pointer`.
Result<std::string> check_reason(std::string_view reason, const std::string& pointer);

}  // namespace gx::app
