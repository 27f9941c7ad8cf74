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

/// A to-do as lists need it. The views are valid during the callback only.
struct TodoRow {
    std::string_view id;
    std::string_view content;
    std::int64_t version = 0;
    std::string_view body_code;  ///< empty: of no body
    std::string_view body_name;
};

/// How many open to-dos share what their light follows from.
struct TodoTally {
    std::string_view kind;
    std::optional<std::int64_t> due_on;
    bool provisional = false;
    std::int64_t count = 0;
};

/// To-dos of these kinds within this reach.
struct TodoSight {
    std::vector<std::string> kinds;
    Reach reach;
};

/// A selection of to-dos of one tenant: those that some sight covers or that are the account's own, narrowed by what is given.
///
/// Shape: a fresh one selects nothing; no kind stands in two sights.
struct TodoFilter {
    enum class Side {
        InSight,   ///< by reach, or assigned to the account
        Started,   ///< started by the account
        Copied,    ///< the account got a copy of a notice about it
    };
    enum class Standing { Any, Open, Done };
    std::string tenant;
    std::string account;
    Side side = Side::InSight;
    std::vector<TodoSight> sights = {};
    Standing standing = Standing::Any;
    std::string kind = {};
    std::string body_id = {};
    std::string id = {};
    std::optional<std::int64_t> due_before = {};
    std::optional<std::int64_t> due_from = {};
};

struct TodoPage {
    std::string order = "due_on";  ///< "due_on", "opened_on", "done_on" (of done ones); then by id
    bool descending = false;
    std::size_t limit = 50;
    std::size_t offset = 0;
    bool counted = true;  ///< false: how many there are in all is not asked for
};

/// Narrow reads of to-dos with their row scope in one place. Thread: any. Every call is a snapshot of its own.
class TodoRows {
public:
    virtual ~TodoRows() = default;
    /// The page, and how many there are in all; 0 when that is not asked for.
    virtual Result<std::int64_t> page(const TodoFilter& filter, const TodoPage& page,
                                      const std::function<Result<Done>(const TodoRow&)>& each) = 0;
    /// Counts by kind and due day; several of the same may follow each other.
    virtual Result<Done> tally(const TodoFilter& filter, const std::function<Result<Done>(const TodoTally&)>& each) = 0;
};

}  // namespace gx::app
