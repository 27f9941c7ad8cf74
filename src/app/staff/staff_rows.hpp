// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/access/tree_book.hpp"
#include "app/ports/store.hpp"
#include "app/staff/offset_page.hpp"
#include "app/staff/row_kind.hpp"

namespace gx::app {

/// A question to the rows of one type; `given` by the names of RowFilter.
struct RowQuery {
    std::map<std::string, std::string, std::less<>> given = {};
    std::string sort = {};  ///< a column of RowKind::sorts, "-" before it for descending; empty: the kind's own
    OffsetPage page = {};
};

/// What the staff reads of bodies, posts, tenures, hand-overs, parts of obligations, records, statements and registers: always
/// through the actor's reach. A row out of reach is as one that is not there, in lists, counts and by its id.
///
/// Shape:  a row is its content with id, version, {body: {id, code, name}} and the rows it names beside it.
/// Thread: any.
class StaffRows {
public:
    StaffRows(Store& store, TreeBook& trees) : store_(store), trees_(trees) {}

    /// {items, total, next}
    /// Errors: NotPermitted "access.denied"; InvalidInput "request.unknown_value" (sort, day), those of offset_of; TooLarge
    ///         "access.too_many_bodies"; those of the store.
    Result<base::Json> list(std::string_view type, const RowQuery& query, const Actor& actor);
    /// One row by id. Errors: NotPermitted "access.denied"; NotFound with the kind's reason.
    Result<base::Json> show(std::string_view type, const std::string& id, const Actor& actor);
    /// The same row as it is stored, for a use case that goes on with it. Errors: as show.
    static Result<Entity> within(Reader& reader, std::string_view type, const std::string& id, const Actor& actor,
                                 std::string_view action);

private:
    Result<bool> select(Query& query, const RowKind& kind, const RowQuery& asked, const Actor& actor, Reader& reader);
    Result<base::Json> shown(Reader& reader, const RowKind& kind, std::span<const Entity> rows, const Actor& actor);

    Store& store_;
    TreeBook& trees_;
};

/// {id, code, name} of a body, or null when the tree has none.
base::Json body_reference(const BodyTree& tree, std::string_view id);
/// The body whose rows this row belongs to; empty when it belongs to none. Errors: those of the store.
Result<std::string> body_of(Reader& reader, const RowKind& kind, const Entity& row);

}  // namespace gx::app
