// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ingest/law/law_files.hpp"
#include "ingest/law/law_loader.hpp"

namespace gx::ingest {

/// Where in the pack a value came from.
struct Place {
    const ParsedFile* file = nullptr;
    std::string pointer;

    /// "law/deadlines/payment.yaml:12"
    std::string shown() const {
        return file->shown + ":" + std::to_string(file->document.line_of(pointer));
    }
};

/// A value of the pack with its place.
template <class T>
struct Placed {
    T value;
    Place place;
};

/// Collects findings up to the limit.
class Findings {
public:
    explicit Findings(LawCheck& check) : check_(check) {}

    bool full() const { return check_.findings.size() >= kLawFindingsMax; }
    bool none() const { return check_.findings.empty(); }

    void add(const Place& place, std::string reason, std::string detail = {}) {
        add({place.shown(), std::move(reason), std::move(detail)});
    }
    /// A refusal of a `from_json`: its `where` is a pointer into `file`.
    void add(const ParsedFile& file, const base::Error& error) {
        add(Place{&file, error.where}, error.reason, error.detail);
    }
    /// A refusal that names its file and line itself.
    void add(const base::Error& error) { add({error.where, error.reason, error.detail}); }

private:
    void add(LawFinding finding) {
        if (full()) {
            check_.truncated = true;
            return;
        }
        check_.findings.push_back(std::move(finding));
    }

    LawCheck& check_;
};

}  // namespace gx::ingest
