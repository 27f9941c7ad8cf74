// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/notices/read_notices.hpp"
#include "app/todos/list_todos.hpp"

namespace gx::app {

/// The first screen after signing in: each part only for whoever may read it.
///
/// Thread: any.
class Workbench {
public:
    Workbench(Store& store, const ListTodos& todos, const ReadNotices& notices, Clock& clock, const LawPack& law)
        : store_(store), todos_(todos), notices_(notices), clock_(clock), law_(law) {}

    /// {todos, overdue: [≤5], due_soon: [≤5], bodies: [≤20], statements, notices: [≤5], imports: [≤3]}. Bodies: the newest frozen
    /// results within reach; of the whole county the five lowest. Errors: NotPermitted "access.denied"; those of the store.
    Result<base::Json> show(const Actor& actor) const;

private:
    Result<base::Json> bodies(Reader& reader, const Actor& actor) const;
    Result<base::Json> statements(Reader& reader, const Actor& actor) const;
    Result<base::Json> imports(Reader& reader, const Actor& actor) const;

    Store& store_;
    const ListTodos& todos_;
    const ReadNotices& notices_;
    Clock& clock_;
    const LawPack& law_;
};

}  // namespace gx::app
