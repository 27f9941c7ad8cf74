// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/ports/store.hpp"
#include "base/date.hpp"

namespace gx::app {

/// A body as the row scopes and the pickers need it.
struct BodyNode {
    std::string id;
    std::string code;
    std::string name;
    std::string kind;           ///< class: DEPT, TOWN, INST, PARTY, OTHER
    std::string parent_id;      ///< empty: none
    std::string division_code;
    bool current = true;        ///< false: it ended before the day the tree was read for
};

/// The bodies and divisions of one tenant as they stand on a day, in memory: what scopes are resolved with.
///
/// Shape:  40,000 bodies and more; a body that ended stays below its last superior, so that its rows do not fall out of sight.
/// Thread: any number of readers.
class BodyTree {
public:
    BodyTree() = default;
    /// Reads all bodies and divisions of the tenant. Errors: Corrupt "store.content"; those of the store.
    static Result<BodyTree> load(Reader& reader, const std::string& tenant, base::Date today);

    /// Null when there is none.
    const BodyNode* find(std::string_view id) const;
    const BodyNode* find_code(std::string_view code) const;
    /// The body and all below it, ids ascending; empty when there is no such body. A circle of superiors ends where it began.
    std::vector<std::string> subtree(std::string_view body_id) const;
    /// The body, then those above it up to the highest; empty when there is no such body. A circle ends where it began.
    std::vector<std::string> upwards(std::string_view body_id) const;
    /// The bodies of a division and of all divisions below it, ids ascending.
    std::vector<std::string> in_division(std::string_view division_code) const;
    /// The bodies directly below one, in order of their codes; below none for an empty id.
    std::vector<const BodyNode*> children(std::string_view body_id) const;
    std::string_view division_name(std::string_view code) const;
    bool has_division(std::string_view code) const { return divisions_.contains(code); }
    const std::vector<BodyNode>& all() const { return nodes_; }

private:
    struct Division {
        std::string name;
        std::string parent;
    };
    const std::vector<std::uint32_t>& below(std::string_view body_id) const;

    std::vector<BodyNode> nodes_;  ///< in order of their codes
    std::map<std::string, std::uint32_t, std::less<>> by_id_;
    std::map<std::string, std::uint32_t, std::less<>> by_code_;
    std::map<std::string, std::vector<std::uint32_t>, std::less<>> below_;
    std::map<std::string, Division, std::less<>> divisions_;
};

}  // namespace gx::app
