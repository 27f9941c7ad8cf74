// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/notice_box.hpp"
#include "app/ports/world.hpp"
#include "app/notices/offset_list.hpp"

namespace gx::app {

/// The own notices. Thread: any.
class ReadNotices {
public:
    ReadNotices(Store& store, NoticeBox& box, Clock& clock, const LawPack& law) : store_(store), box_(box), clock_(clock), law_(law) {}

    enum class Which { All, Unread };
    /// {items, total, unread, next?}, newest first. Errors: NotPermitted "access.denied"; those of OffsetPage and the store.
    Result<base::Json> list(Which which, const OffsetPage& page, const Actor& actor) const;
    /// Marks these as read; all when `ids` is empty. Gives how many were not; ids of others are passed over.
    ///
    /// Shape:  ids 0..200. Errors: NotPermitted "access.denied"; those of the store.
    Result<std::int64_t> mark_read(const std::vector<std::string>& ids, const Actor& actor);

private:
    Store& store_;
    NoticeBox& box_;
    Clock& clock_;
    const LawPack& law_;
};

/// A notice's subject and text in both languages: {"subject": {zh, en}, "text": {zh, en}}. Total.
base::Json notice_words(const Notice& notice, const LawPack& law);

}  // namespace gx::app
