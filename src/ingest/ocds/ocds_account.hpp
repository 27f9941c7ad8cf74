// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace gx::ingest {

/// What was found in a file of OCDS releases and what became of it. Nothing is left out without being counted here.
///
/// Shape: paths are member names with "[]" for lists ("contracts[].value.amount"), at most 5,000 of them; an object
///        where the standard wants a list counts as a list of one and is noted.
class OcdsAccount {
public:
    static constexpr std::size_t kPathsMax = 5'000;

    /// Counts every value of a release at its path, apart what is mapped and what is not.
    void add_release(const base::Json& release);
    void seen(std::string_view part) { ++parts_[std::string(part)].seen; }
    void given(std::string_view part) { ++parts_[std::string(part)].given; }
    /// `reason`: "no_buyer", "no_end_of_period", …
    void left_out(std::string_view part, std::string_view reason) { ++parts_[std::string(part)].left_out[std::string(reason)]; }
    /// Something taken otherwise than it stands: "made_on_from_period", "amount_rounded", …
    void note(std::string_view what) { ++notes_[std::string(what)]; }

    std::int64_t releases() const { return releases_; }
    std::int64_t seen_of(std::string_view part) const;
    std::int64_t given_of(std::string_view part) const;
    std::int64_t left_out_of(std::string_view part, std::string_view reason) const;
    std::int64_t note_of(std::string_view what) const;
    /// {releases, versions, mapped: {path: n}, not_mapped: {path: n}, parts: {part: {seen, given, left_out}}, notes}
    base::Json to_json() const;

private:
    struct Part {
        std::int64_t seen = 0;
        std::int64_t given = 0;  ///< handed on to the importer, which counts its own refusals
        std::map<std::string, std::int64_t> left_out;
    };
    using Counts = std::map<std::string, std::int64_t, std::less<>>;
    void walk(const base::Json& value, std::string& path);

    std::int64_t releases_ = 0;
    Counts versions_;
    Counts mapped_;
    Counts not_mapped_;
    Counts notes_;
    std::map<std::string, Part, std::less<>> parts_;
};

}  // namespace gx::ingest
