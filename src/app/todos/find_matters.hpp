// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"
#include "domain/calendar/working_day_count.hpp"

namespace gx::app {

/// A to-do that a subject asks for today.
struct Matter {
    const TodoKind* kind = nullptr;
    std::string body_id = {};
    std::string title = {};
    std::string account = {};  ///< empty: whoever may do the kind's action where it lies
    std::string period = {};
    std::optional<std::int64_t> count = {};
    base::Date due_on = {};
    bool provisional = false;
    bool opens = true;  ///< false: keeps a to-do that is there, makes none
};

/// What one subject asks for, and how it stands for those of its to-dos that it asks for no longer.
struct SubjectState {
    std::string type;
    std::string id;
    std::vector<Matter> wanted = {};
    std::string outcome = {};
    std::optional<base::Date> done_on = {};  ///< nothing: on the day it was noticed
};

/// Looks at subjects and says which to-dos they ask for. Reads only; the same state gives the same answer on the same day.
///
/// Source: S-3.4a, S-5.6b; DESIGN 4.2 (a provisional day gives no light)
class FindMatters {
public:
    FindMatters(const LawPack& law, const domain::WorkingDayCount& days) : law_(law), days_(days) {}

    /// Entities that to-dos are about, in a fixed order; those whose type this program does not know are left out.
    std::vector<std::string> subjects() const;
    /// Whether this type is a subject or a part of one.
    static bool concerns(std::string_view type);
    /// The subjects (type, id) that an entry of this type and content is about.
    static std::vector<std::pair<std::string, std::string>> subjects_of(std::string_view type, std::string_view id,
                                                                        const base::Json& content);

    /// Subjects that are gone ask for nothing. Shape: ids 0..200. Errors: Corrupt "store.content"; those of the store.
    Result<std::vector<SubjectState>> look(Reader& reader, const std::string& tenant, const std::string& type,
                                           std::span<const std::string> ids, base::Date today) const;
    /// True for the content of a new duty that surely asks for nothing yet: most of what a bulk import brings. Total.
    bool is_quiet(const base::Json& duty, base::Date today) const;
    /// The last due day at which a pending duty asks for a to-do.
    base::Date horizon(base::Date today) const;

private:
    struct Sight {
        Reader& reader;
        const std::string& tenant;
        base::Date today;
    };
    Result<std::vector<SubjectState>> duties(const Sight& sight, std::vector<Entity> rows) const;
    Result<SubjectState> statement(const Sight& sight, const Entity& row) const;
    Result<SubjectState> handover(const Sight& sight, const Entity& row) const;
    Result<SubjectState> import(const Sight& sight, const Entity& row) const;
    Result<SubjectState> case_file(const Sight& sight, const Entity& row) const;
    Result<SubjectState> objection(const Sight& sight, const Entity& row) const;
    Result<SubjectState> body(const Sight& sight, const Entity& row) const;
    Result<Done> add_period(const Sight& sight, const TodoKind& kind, const Entity& row, int year, SubjectState& state) const;
    std::vector<const TodoKind*> kinds_of(std::string_view subject) const;
    void add_limited(SubjectState& state, Matter matter, base::Date from) const;

    const LawPack& law_;
    const domain::WorkingDayCount& days_;
};

}  // namespace gx::app
