// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"

namespace gx::app {

/// Which cases somebody may see: those handled by, or concerning, bodies within reach, and those the account opened; never one
/// that recuses the own body or the own person.
///
/// Shape: `seats` holds the own body and those above it; `persons`: cases about officials too. A fresh one sees nothing.
struct CaseSight {
    std::string account;
    Reach reach;
    std::vector<std::string> seats = {};
    std::string body_id = {};      ///< the own body
    std::string official_id = {};  ///< the own person
    bool persons = false;
};

/// A selection of cases of one tenant within a sight.
struct CaseFilter {
    std::string tenant;
    CaseSight sight;
    std::string procedure = {};
    std::string state = {};
    std::optional<bool> open = {};
    std::string body_id = {};      ///< handles it, or is concerned
    std::string subject_id = {};
    std::string parent_id = {};
    std::string id = {};
    bool focus = false;
};

struct CasePage {
    std::string order = "due_on";  ///< "due_on" (open ones first, then by day), "opened_on", "closed_on"; then by id
    bool descending = false;
    std::size_t limit = 50;
    std::size_t offset = 0;
};

/// Reads of cases with their row scope in one place. Thread: any. Every call is a snapshot of its own.
class CaseRows {
public:
    virtual ~CaseRows() = default;
    /// The page, and how many there are in all.
    virtual Result<std::int64_t> page(const CaseFilter& filter, const CasePage& page,
                                      const std::function<Result<Done>(const Entity&)>& each) = 0;
};

}  // namespace gx::app
