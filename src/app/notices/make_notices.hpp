// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "app/notices/recipients.hpp"
#include "app/ports/notice_box.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// What a notice is about and says, for each of its receivers alike.
struct NoticeDraft {
    std::string kind;
    base::Json params = {};
    std::string object_type = {};
    std::string object_id = {};
    std::string rung = {};
    bool copied = false;
};

/// Writes notices and what leaves the house of them, in the caller's transaction.
///
/// Shape:  a notice of one object and rung is made once for an account, ever.
class MakeNotices {
public:
    /// `machine` is the clock of attempts to send; `channels` are those that this installation can send by.
    MakeNotices(NoticeBox& box, Clock& clock, Clock& machine, IdSource& ids, std::set<std::string> channels)
        : box_(box), clock_(clock), machine_(machine), ids_(ids), channels_(std::move(channels)) {}

    /// Gives how many were new. Errors: those of the store.
    Result<std::int64_t> make(Work& work, const std::string& tenant, const NoticeDraft& draft,
                              const std::vector<std::string>& accounts, const Recipients& recipients);

private:
    NoticeBox& box_;
    Clock& clock_;
    Clock& machine_;
    IdSource& ids_;
    std::set<std::string> channels_;
};

}  // namespace gx::app
