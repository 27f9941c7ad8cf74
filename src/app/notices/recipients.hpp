// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/access/body_tree.hpp"
#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"

namespace gx::app {

/// Who can get notices of a tenant: its accounts and the holders of its tokens, with what they may do today.
///
/// Thread: any number of readers.
class Recipients {
public:
    /// Errors: Corrupt "store.content"; those of the store.
    static Result<Recipients> load(Reader& reader, const std::string& tenant, const LawPack& law, base::Date today);

    /// The accounts that a rung reaches for a matter of this body, in order of their names.
    std::vector<std::string> of(std::string_view action, RungReach reach, std::string_view body_id) const;
    bool knows(std::string_view account) const;
    /// "" for an unknown body.
    std::string body_name(std::string_view body_id) const;
    /// Where notices of an account go beside the inbox: "email", "webhook".
    const std::vector<std::string>& channels_of(const std::string& account) const;
    const std::vector<Actor>& all() const { return actors_; }

private:
    BodyTree tree_;
    std::vector<Actor> actors_;  ///< by account, unique
    std::map<std::string, std::vector<std::string>> channels_;
};

}  // namespace gx::app
