// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"

namespace gx::app {

using ActionSet = std::set<std::string, std::less<>>;

/// Which rows of the own tenant somebody may touch: all, those of some bodies, those of one official. The one form of the row
/// scope (DESIGN 4.6): every list, count, object, search, export, attachment and chart is limited by it.
///
/// Shape:  `bodies` holds ids, ascending, unique; closed by default: a fresh Reach covers nothing.
/// Thread: any number of readers.
class Reach {
public:
    using Bodies = std::shared_ptr<const std::vector<std::string>>;

    Reach() = default;
    static Reach everything();
    static Reach of_bodies(std::vector<std::string> ids);
    static Reach of_official(std::string id);

    bool is_everything() const { return everything_; }
    bool is_nothing() const { return !everything_ && bodies_ == nullptr && official_.empty(); }
    /// Whether rows of this body are within; an empty id stands for rows of no body, which only `everything` covers.
    bool covers(std::string_view body_id) const;
    /// Whether rows about this person are within, given the body the person belongs to.
    bool covers_official(std::string_view official_id, std::string_view body_id) const;
    /// The bodies, when the reach is limited to bodies; otherwise none.
    const std::vector<std::string>& bodies() const;
    const std::string& official() const { return official_; }
    /// What either covers.
    Reach joined(const Reach& other) const;
    /// What both cover.
    Reach met(const Reach& other) const;

private:
    bool everything_ = false;
    Bodies bodies_;
    std::string official_;
};

/// What one role granted in one scope allows, as resolved for today's org tree.
struct ActorGrant {
    std::shared_ptr<const ActionSet> actions;
    Reach reach;
    std::string role = {};  ///< empty for tokens without a role
};

/// Who acts. Built by the transport or the command line, never by a use case.
///
/// Shape: `account` is an opaque id, never a person's name; `actions` holds what the roles allow in any scope ("*" = command
///        line, which reaches everything).
struct Actor {
    std::string account;
    std::string tenant;
    ActionSet actions = {};
    std::vector<ActorGrant> grants = {};
    std::string official_id = {};  ///< the person's own file, when the account is linked to one
    std::vector<std::string> seats = {};  ///< the body of the account, then all above it; empty for the county's systems
    std::string session = {};      ///< id of the web session; empty for tokens and the command line
    std::optional<base::Instant> proven_at = {};  ///< when this session last proved who it is

    /// "record.register" is granted by itself, by "record.*" or by "*". Says nothing of rows: see `reach`.
    bool may(std::string_view action) const;
    /// The rows that this action may touch: the union over the grants that allow it. Nothing when none does.
    Reach reach(std::string_view action) const;
    /// Whether one of these roles was granted; the command line ("*") holds every role.
    bool holds_any(const std::vector<std::string>& roles) const;
};

/// Whether a set of actions holds this one, by itself, by "entity.*" or by "*". Total.
bool grants_action(const ActionSet& actions, std::string_view action);
/// Somebody who may do these things in the whole tenant: tokens of the county's systems, tests.
Actor tenant_wide(std::string account, std::string tenant, ActionSet actions);

}  // namespace gx::app
