// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/ports/actor.hpp"
#include "base/date.hpp"
#include "base/json.hpp"
#include "domain/journal/entry.hpp"

namespace gx::app {

/// Which entries are asked for; empty members ask for all.
struct JournalFilter {
    std::string account = {};
    std::string body = {};    ///< id or code
    std::string entity = {};
    std::string id = {};      ///< of the entity, or its natural key; only together with `entity`
    std::string action = {};
    std::optional<base::Date> from = {};
    std::optional<base::Date> to = {};

    /// Whether the entry's own members fit; the body is not looked at. Total.
    bool fits(const domain::JournalEntry& entry) const;
    /// The first instant of `from` and the first after `to`. Units: milliseconds since 1970; days of Asia/Shanghai.
    std::int64_t from_millis() const;
    std::int64_t to_millis() const;
};

/// Which entries somebody may see.
///
/// "journal.audit" shows every entry of the own tenant; "journal.read" those of business things within its reach, without the
/// records of persons' files. What is neither named as a business thing nor within reach is as if it were not there.
struct JournalScope {
    std::string tenant;
    bool all = false;
    Reach reach;

    static JournalScope of(const Actor& actor);
    /// Whether the body of an entry must be known to decide.
    bool asks_for_body() const { return !all && !reach.is_everything(); }
    bool covers(const domain::JournalEntry& entry) const;
    bool covers_content(std::string_view entity, const base::Json& content) const;
    bool covers_body(const std::string& body) const { return !asks_for_body() || reach.covers(body); }
};

/// Things of the office's business, as against accounts, rights and keys. Total.
bool is_business(std::string_view entity);

}  // namespace gx::app
