// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::ingest {

/// One way in which a file departs from its JSON Schema.
struct SchemaFault {
    std::string pointer;  ///< of the place at fault; of the unknown member itself
    std::string reason;   ///< "law.unknown_key", "law.key_missing", "law.wrong_type", "law.bad_value"
    std::string detail;
};

/// The JSON Schemas of a law pack: schema/<folder>.schema.json for the files of a folder, and
/// schema/<folder>.<stem>.schema.json for one file of another form.
///
/// Shape: texts longer than 1,000 bytes are compared by their first 1,000; patterns speak about short texts only.
class SchemaSet {
public:
    /// Errors: InvalidInput "law.schema_broken", NotFound "law.schema_missing" (no folder of schemas); `where` the file.
    static base::Result<SchemaSet> load(const std::filesystem::path& folder);

    SchemaSet(SchemaSet&&) noexcept;
    SchemaSet& operator=(SchemaSet&&) noexcept;
    ~SchemaSet();

    bool knows(std::string_view folder, std::string_view stem) const;
    /// At most `faults_max` faults, in the order of the file. Total.
    std::vector<SchemaFault> check(std::string_view folder, std::string_view stem, const base::Json& json,
                                   std::size_t faults_max) const;

private:
    struct Compiled;
    SchemaSet();
    const Compiled* find(std::string_view folder, std::string_view stem) const;
    std::map<std::string, std::unique_ptr<Compiled>, std::less<>> by_name_;
};

}  // namespace gx::ingest
