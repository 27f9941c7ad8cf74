// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::http {

enum class Language : std::uint8_t { Chinese, English };

/// What Accept-Language prefers of the two; Chinese when it names neither. Total.
Language language_of(std::string_view accept_language);

/// A refused parameter or member. Shape: `pointer` is "/query/limit", "/path/id" or "/body/size".
struct FieldFault {
    std::string pointer;
    std::string reason;
};

/// One row of api/errors.yaml.
struct ReasonText {
    int status = 400;
    std::string zh;
    std::string en;
};

/// The reasons a client can meet, with their status and titles, and the problem documents made of them.
/// Thread: any number of readers.
class ProblemCatalogue {
public:
    /// Reads {"area.what": {status, zh, en}}.
    /// Errors: InvalidInput "errors.row" (no status of 400..599, no zh, no en, unknown member); `where` is the reason.
    static base::Result<ProblemCatalogue> from_json(const base::Json& json);

    bool knows(std::string_view reason) const { return reasons_.contains(reason); }
    /// The status of the reason, or that of the code for a reason without a row.
    int status_of(const base::Error& error) const;
    std::string title_of(std::string_view reason, int status, Language language) const;
    /// The problem document. `error.where` becomes the only field fault when it points into the request
    /// ("/query/…", "/path/…", "/body/…") and `faults` is empty; other places are never told.
    /// `basis` holds the clauses that ask for it, when the error names some.
    base::Json document(const base::Error& error, const std::vector<FieldFault>& faults, std::string_view trace,
                        Language language) const;
    const std::map<std::string, ReasonText, std::less<>>& all() const { return reasons_; }

private:
    std::map<std::string, ReasonText, std::less<>> reasons_;
};

/// The HTTP status of a code. Source: the table of error codes in the style guide.
int status_of(base::ErrorCode code);

}  // namespace gx::http
