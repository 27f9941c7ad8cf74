// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"
#include "domain/casework/engine.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// One version of a procedure with the deadline rules that it names: what a case runs under from its first day to its last.
struct ProcedureVersion {
    std::string digest;  ///< hex, of procedure and rules
    domain::Procedure procedure;
    domain::DeadlineRules rules;
    base::Json content;  ///< as the entity "procedure_version" keeps it
};
using ProcedureVersionPtr = std::shared_ptr<const ProcedureVersion>;

/// The procedures of the law pack in force, and those that running cases began under, read from the store when a case asks.
///
/// Shape:  at most 500 old versions are kept in memory.
/// Thread: any.
class ProcedureBook {
public:
    /// Errors: Corrupt "procedure.content" when the pack's own files cannot be read again.
    static Result<std::unique_ptr<ProcedureBook>> open(const LawPack& law, const domain::Hasher& hasher);

    /// The version of that id in force on the day. Errors: NotFound "procedure.unknown"
    Result<ProcedureVersionPtr> current(std::string_view procedure, base::Date day) const;
    /// The version that a case runs under. Errors: Corrupt "procedure.version_lost"; those of the store.
    Result<ProcedureVersionPtr> of(Reader& reader, const std::string& tenant, std::string_view procedure, std::string_view digest);
    /// Stores the version when no case ran under it before. Errors: those of the store.
    Result<Done> keep(Work& work, const std::string& tenant, const ProcedureVersion& version, const std::string& id);
    /// All of the pack in force, by id.
    const std::vector<ProcedureVersionPtr>& all() const { return current_; }

private:
    ProcedureBook() = default;

    std::vector<ProcedureVersionPtr> current_;
    std::mutex lock_;
    std::map<std::string, ProcedureVersionPtr, std::less<>> old_;  ///< by "id@digest"
};

}  // namespace gx::app
