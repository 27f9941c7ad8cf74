// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace gx::domain {

/// A forest whose edges hold for stretches of days: bodies under bodies, divisions under divisions. A move opens a new
/// stretch and leaves the earlier ones as they are.
///
/// Shape:  ids unique; the spans of a node ascending and without overlap; depth at most 64. A parent or successor that
///         is not among the nodes ends the walk.
/// Units:  a span holds on [from, to).
/// Source: S-6.4d (duties survive reorganisation); DOMAIN 2.4
class DatedTree {
public:
    struct Span {
        std::optional<base::Date> from;  ///< absent: since ever
        std::optional<base::Date> to;    ///< absent: without end
        std::string parent;              ///< empty: a root
    };
    struct Node {
        std::string id;
        std::vector<Span> spans;
        std::string successor;
    };

    /// Errors: Conflict "subject.id_twice", "subject.span_overlap", "subject.parent_cycle", "subject.successor_cycle"
    static base::Result<DatedTree> make(std::vector<Node> nodes);

    bool exists_on(std::string_view id, base::Date day) const;
    /// Nothing when it is a root or does not exist on that day.
    std::optional<std::string> parent_on(std::string_view id, base::Date day) const;
    /// Nearest first; empty for a root.
    std::vector<std::string> ancestors_on(std::string_view id, base::Date day) const;
    /// In order of their ids.
    std::vector<std::string> children_on(std::string_view id, base::Date day) const;
    /// The node itself when it exists on that day, else the first of its successors that does.
    /// Errors: NotFound "subject.unknown", "subject.no_successor"
    base::Result<std::string> successor_on(std::string_view id, base::Date day) const;

    /// Whether `id` may stand under `parent` from `from` on.
    /// Errors: NotFound "subject.unknown"; Conflict "subject.parent_cycle"; StateForbids "subject.parent_closed" (the
    ///         parent does not exist on that day)
    base::Result<base::Done> check_move(std::string_view id, std::string_view parent, base::Date from) const;

private:
    const Node* find(std::string_view id) const;
    const Span* span_on(std::string_view id, base::Date day) const;
    /// Days on which an edge begins, from `from` on, `from` included.
    std::vector<base::Date> change_days(base::Date from) const;
    bool is_under(std::string_view id, std::string_view top, base::Date day) const;

    std::map<std::string, Node, std::less<>> nodes_;
};

}  // namespace gx::domain
