// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/notice_box.hpp"
#include "app/ports/todo_rows.hpp"
#include "app/ports/world.hpp"
#include "app/staff/offset_page.hpp"
#include "app/todos/todo.hpp"

namespace gx::app {

struct TodoQuery {
    std::string tab = "todo";   ///< "todo", "done", "mine" (started by me), "cc" (copied to me), "overdue"
    std::string kind = {};
    std::string body = {};      ///< id or code
    std::string sort = "remaining";  ///< "remaining", "-remaining", "opened_on", "-opened_on"
    OffsetPage page = {};
};

/// The one inbox: what waits for somebody, with its light and remaining working days.
///
/// Shape:  a row is shown to whoever may do its kind's action where it lies, to the account it is assigned to, to who started it and
///         to who got a copy; to nobody else. The numbers of what is open are kept until anything is written or another day begins.
/// Thread: any.
/// Source: S-3.4a, S-5.6b
class ListTodos {
public:
    ListTodos(Store& store, TodoRows& rows, NoticeBox& notices, Clock& clock, const LawPack& law, const domain::WorkingDayCount& days)
        : store_(store), rows_(rows), notices_(notices), clock_(clock), law_(law), days_(days) {}

    /// {items, total, next?}. Errors: NotPermitted "access.denied"; those of OffsetPage; those of the store.
    Result<base::Json> list(const TodoQuery& query, const Actor& actor) const;
    /// {todo, overdue, by_light: {…}, unread_notices}. Errors: as list.
    Result<base::Json> counts(const Actor& actor) const;
    /// The first of the open ones that are due from a day on, or before it, nearest first. Errors: as list.
    Result<base::Json> some(const Actor& actor, std::optional<base::Date> due_from, std::optional<base::Date> due_before,
                            std::size_t limit) const;
    /// Whether the actor sees this to-do as one to act on.
    Result<bool> sees(const std::string& id, const Actor& actor) const;

private:
    /// What is open within somebody's sight.
    struct Numbers {
        std::int64_t todo = 0;
        std::int64_t overdue = 0;
        std::array<std::int64_t, 6> by_light{};  ///< in the order of TodoLight
    };
    struct Kept {
        std::int64_t position = -1;  ///< of the journal before they were read
        base::Date day;
        std::vector<TodoSight> sights;
        Numbers numbers;
    };
    Result<Numbers> numbers(const Actor& actor) const;
    Result<base::Json> shown(const TodoRow& row, base::Date today) const;
    Result<base::Json::Array> items(const TodoFilter& filter, const TodoPage& page, std::int64_t& total) const;

    Store& store_;
    TodoRows& rows_;
    NoticeBox& notices_;
    Clock& clock_;
    const LawPack& law_;
    const domain::WorkingDayCount& days_;
    mutable std::mutex lock_;
    mutable std::map<std::pair<std::string, std::string>, Kept> kept_;  ///< by tenant and account
};

}  // namespace gx::app
