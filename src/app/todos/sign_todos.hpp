// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/todos/list_todos.hpp"

namespace gx::app {

/// Takes note of to-dos, many at once; where taking note is all there is to do, they are done.
///
/// Thread: any.
class SignTodos {
public:
    SignTodos(Store& store, const ListTodos& todos, Clock& clock, const LawPack& law) : store_(store), todos_(todos), clock_(clock), law_(law) {}

    struct Item {
        std::string id;
        std::string reason = {};  ///< empty: signed. "todo.unknown", "todo.signed", "todo.done", "todo.twice"
    };
    /// An outcome for each id, in their order; what cannot be signed keeps nothing else back.
    ///
    /// Shape:  ids 1..100.
    /// Errors: NotPermitted "access.denied"; InvalidInput "todo.ids_count"; those of the store.
    Result<std::vector<Item>> run(const std::vector<std::string>& ids, const Actor& actor);

private:
    Result<std::string> sign(Work& work, const std::string& id, const Actor& actor) const;

    Store& store_;
    const ListTodos& todos_;
    Clock& clock_;
    const LawPack& law_;
};

}  // namespace gx::app
