// SPDX-License-Identifier: Apache-2.0
#include "app/notices/make_notices.hpp"

namespace gx::app {

Result<std::int64_t> MakeNotices::make(Work& work, const std::string& tenant, const NoticeDraft& draft,
                                       const std::vector<std::string>& accounts, const Recipients& recipients) {
    std::int64_t made = 0;
    for (const std::string& account : accounts) {
        Notice notice{.tenant = tenant, .id = ids_.next_id(), .account = account, .kind = draft.kind, .params = draft.params,
                      .object_type = draft.object_type, .object_id = draft.object_id, .rung = draft.rung,
                      .copied = draft.copied, .made_at = clock_.now()};
        GX_TRY(const bool fresh, box_.add(work, notice));
        if (!fresh) { continue; }
        ++made;
        for (const std::string& channel : recipients.channels_of(account)) {
            if (!channels_.contains(channel)) { continue; }
            GX_CHECK(box_.queue(work, {.tenant = tenant, .id = ids_.next_id(), .notice_id = notice.id, .account = account, .channel = channel},
                                machine_.now()));
        }
    }
    return made;
}

}  // namespace gx::app
