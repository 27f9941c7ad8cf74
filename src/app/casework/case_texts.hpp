// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "app/casework/case_parts.hpp"
#include "app/casework/procedure_book.hpp"
#include "domain/casework/case_file.hpp"

namespace gx::app {

base::Json wording_json(const domain::Wording& words);
base::Json form_json(const std::vector<domain::FormField>& form);
base::Json step_json(const domain::CaseStep& step);
/// A procedure as pages render it.
base::Json procedure_json(const domain::Procedure& procedure);

/// Values of a case as people read them: bodies and accounts by name, choices by their words.
///
/// Shape:  looks each name up once. Thread: one at a time.
class CaseTexts {
public:
    CaseTexts(const CaseParts& parts, Reader& reader, std::string tenant, const BodyTree& tree)
        : parts_(parts), reader_(reader), tenant_(std::move(tenant)), tree_(tree) {}

    /// {id, code, name} or null.
    base::Json body(const std::string& id) const;
    /// {account, body?}: who did something.
    Result<base::Json> person(const std::string& account);
    /// {field, name, type, value, shown} of each value, in the order of the procedure's forms.
    Result<base::Json> values(const domain::Procedure& procedure, const base::Json& fields);
    /// One line for a value.
    Result<std::string> shown(const domain::FormField& field, const base::Json& value);
    /// {id, version, code, procedure, …}: what lists and pages begin with.
    Result<base::Json> item(const Entity& row, const domain::CaseFile& file, const ProcedureVersion& version, const Actor& actor, base::Date today);

private:
    Result<std::string> official(const std::string& id);

    const CaseParts& parts_;
    Reader& reader_;
    std::string tenant_;
    const BodyTree& tree_;
    std::map<std::string, base::Json> people_;
};

}  // namespace gx::app
