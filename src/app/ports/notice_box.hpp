// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"

namespace gx::app {

/// One notice to one account. `params` holds no personal value.
struct Notice {
    std::string tenant;
    std::string id;
    std::string account;
    std::string kind;  ///< a text of law/notices
    base::Json params = {};
    std::string object_type;
    std::string object_id;
    std::string rung;     ///< with object and account unique: the same notice is made once
    bool copied = false;  ///< for information, not to act
    base::Instant made_at = {};
    std::optional<base::Instant> read_at = {};
};

/// Something on its way out of the house.
struct OutboxItem {
    std::string tenant;
    std::string id;
    std::string notice_id;
    std::string account;
    std::string channel;  ///< "email", "webhook"
    std::int64_t attempts = 0;
};

/// How an attempt ended.
struct OutboxOutcome {
    std::string id;
    std::string state;   ///< "sent", "waiting", "dead"
    std::int64_t attempts = 0;
    base::Instant next_at;
    std::string reason = {};
    std::optional<base::Instant> sent_at = {};
};

struct NoticeQuery {
    std::string tenant;
    std::string account;
    bool unread_only = false;
    std::size_t limit = 50;
    std::size_t offset = 0;
};

/// Notices and what is still to be sent of them. Read and written with the Reader and the Work of the same store, so that a
/// notice commits with the row it speaks of. Not journalled.
class NoticeBox {
public:
    virtual ~NoticeBox() = default;

    /// False when this very notice (object, rung, account) was made before.
    virtual Result<bool> add(Work& work, const Notice& notice) = 0;
    virtual Result<Done> queue(Work& work, const OutboxItem& item, base::Instant next_at) = 0;
    /// Newest first. Shape: limit 1..200.
    virtual Result<std::vector<Notice>> list(Reader& reader, const NoticeQuery& query) = 0;
    virtual Result<std::int64_t> count(Reader& reader, const NoticeQuery& query) = 0;
    virtual Result<std::optional<Notice>> find(Reader& reader, std::string_view tenant, std::string_view id) = 0;
    /// Marks notices of the account as read; all when `ids` is empty. Gives how many were not before.
    virtual Result<std::int64_t> mark_read(Work& work, std::string_view tenant, std::string_view account,
                                           std::span<const std::string> ids, base::Instant at) = 0;
    /// When the next item is due; nothing when none waits. Cheap.
    virtual Result<std::optional<base::Instant>> next_due(Reader& reader) = 0;
    /// Items that are due, taken for this caller until `until`: no other process gets them before. Shape: at most `count`.
    virtual Result<std::vector<OutboxItem>> take_due(Work& work, base::Instant now, base::Instant until, std::size_t count) = 0;
    virtual Result<Done> settle(Work& work, const OutboxOutcome& outcome) = 0;
    /// Deletes read notices made before `before` that nothing waits for. Gives how many.
    virtual Result<std::int64_t> forget(Work& work, base::Instant before) = 0;
};

}  // namespace gx::app
