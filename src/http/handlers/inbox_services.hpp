// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/notices/manage_channels.hpp"
#include "app/notices/read_notices.hpp"
#include "app/rounds/move_clock.hpp"
#include "app/todos/list_todos.hpp"
#include "app/todos/sign_todos.hpp"
#include "app/todos/workbench.hpp"

namespace gx::http {

/// What the inbox's handlers work with. Null until it is set up: such routes answer 503. Everything outlives the dispatcher.
struct InboxServices {
    const app::ListTodos* todos = nullptr;
    app::SignTodos* sign = nullptr;
    const app::Workbench* workbench = nullptr;
    app::ReadNotices* notices = nullptr;
    app::ManageChannels* channels = nullptr;
    app::MoveClock* drill = nullptr;  ///< null: not a drill, 404
};

}  // namespace gx::http
