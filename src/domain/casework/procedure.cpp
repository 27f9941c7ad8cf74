// SPDX-License-Identifier: Apache-2.0
#include "domain/casework/procedure.hpp"

#include "domain/casework/procedure_check.hpp"
#include "domain/casework/procedure_read.hpp"

namespace gx::domain {

const CaseState* Procedure::state(std::string_view wanted) const {
    for (const CaseState& one : states) {
        if (one.id == wanted) { return &one; }
    }
    return nullptr;
}

const CaseStep* Procedure::step(std::string_view wanted) const {
    for (const CaseStep& one : steps) {
        if (one.id == wanted) { return &one; }
    }
    return nullptr;
}

const FormField* Procedure::field(std::string_view wanted) const {
    for (const FormField& one : opening.form) {
        if (one.field == wanted) { return &one; }
    }
    for (const CaseStep& each : steps) {
        for (const FormField& one : each.form) {
            if (one.field == wanted) { return &one; }
        }
    }
    return nullptr;
}

std::vector<const CaseStep*> Procedure::steps_from(std::string_view from) const {
    std::vector<const CaseStep*> found;
    for (const CaseStep& one : steps) {
        for (const std::string& each : one.from) {
            if (each == from) { found.push_back(&one); }
        }
    }
    return found;
}

base::Result<Procedure> Procedure::from_json(const base::Json& json, const std::string& pointer) {
    GX_TRY(Procedure made, read_procedure(json, pointer));
    GX_CHECK(check_procedure(made, pointer));
    return made;
}

}  // namespace gx::domain
