// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "app/law/law_pack.hpp"
#include "app/notices/make_notices.hpp"

namespace gx::app {

/// Tells accounts that took a record out of the house that it is recalled: one notice a recall. An account that is closed since is
/// "unreachable"; a person has to follow it up and acknowledge by hand.
/// Source: S-5.6e, DL-REP-06
class SendRecalls {
public:
    struct Parts {
        Store& store;
        Clock& clock;
        const LawPack& law;
        MakeNotices& notices;
    };
    /// `hold` is called first in each transaction and refuses when the run has lost its claim.
    SendRecalls(const Parts& parts, std::string tenant, std::function<Result<Done>(Work&)> hold)
        : parts_(parts), tenant_(std::move(tenant)), hold_(std::move(hold)) {}

    /// All that wait; cheap when none does. Gives how many. Errors: those of the store.
    Result<std::int64_t> run();

private:
    Result<Done> send(Work& work, const Entity& row, const Recipients& people);

    Parts parts_;
    std::string tenant_;
    std::function<Result<Done>(Work&)> hold_;
};

}  // namespace gx::app
