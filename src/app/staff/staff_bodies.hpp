// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/access/tree_book.hpp"
#include "app/staff/staff_rows.hpp"

namespace gx::app {

/// Which bodies within reach are asked for; empty members ask for all.
struct BodyQuery {
    std::string q = {};         ///< part of the name or code
    std::string parent = {};    ///< id
    std::string division = {};  ///< code; with all divisions below it
    std::string kind = {};      ///< class
    bool ended_too = false;
    OffsetPage page = {};
};

/// Bodies as lists, as a tree that opens level by level, and one by one: from the tree in memory, through the actor's reach.
///
/// Shape:  a search looks at 40,000 names at most; the top of a tree is what one may see without seeing what is above it.
/// Thread: any.
class StaffBodies {
public:
    StaffBodies(Store& store, TreeBook& trees) : store_(store), trees_(trees) {}

    /// {items: [content, id, version, parent], total, next}, in order of the codes.
    /// Errors: NotPermitted "access.denied"; those of offset_of and the store.
    Result<base::Json> list(const BodyQuery& query, const Actor& actor);
    /// {items: [{id, code, name, class, division_code, children, path?}], total}: what lies directly below `parent` (an id; empty:
    /// the top), or with `q` whatever fits it anywhere, with the names above it. Shape: `limit` 1..200.
    /// Errors: as list; NotFound "body.unknown"
    Result<base::Json> tree(const std::string& parent, const std::string& q, std::size_t limit, const Actor& actor);
    /// Content, id, version, parent, children, and how many posts, officials and obligations it has.
    /// Errors: NotPermitted "access.denied"; NotFound "body.unknown"
    Result<base::Json> show(const std::string& id, const Actor& actor);
    /// {items: [{code, name, parent_code, level, children}]} directly below `parent`; empty: the top.
    /// Errors: NotPermitted "access.denied"; those of the store.
    Result<base::Json> divisions(const std::string& parent, const Actor& actor);

private:
    Store& store_;
    TreeBook& trees_;
};

}  // namespace gx::app
