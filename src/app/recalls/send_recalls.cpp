// SPDX-License-Identifier: Apache-2.0
#include "app/recalls/send_recalls.hpp"

#include "app/recalls/recall.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kSlice = 200;

}  // namespace

Result<std::int64_t> SendRecalls::run() {
    std::int64_t sent = 0;
    std::optional<Recipients> people;
    const WriteContext context{{.account = "round", .tenant = tenant_}, parts_.clock.now()};
    for (;;) {
        std::vector<Entity> rows;
        {
            GX_TRY(const auto reader, parts_.store.reader());
            const Query query{.tenant = tenant_,
                              .where = {{"state", Compare::Equal, {std::string("asked")}},
                                        {"channel", Compare::In, {std::string("export"), std::string("report")}}},
                              .order = {{.column = "id"}},
                              .limit = kSlice};
            GX_TRY(rows, reader->list("recall", query));
            if (rows.empty()) { return sent; }
            if (!people) { GX_TRY(people, Recipients::load(*reader, tenant_, parts_.law, parts_.clock.today())); }
        }
        GX_CHECK(parts_.store.write(context, [&](Work& work) -> Result<Done> {
            GX_CHECK(hold_(work));
            for (const Entity& row : rows) { GX_CHECK(send(work, row, *people)); }
            return Done{};
        }));
        sent += static_cast<std::int64_t>(rows.size());
    }
}

Result<Done> SendRecalls::send(Work& work, const Entity& row, const Recipients& people) {
    GX_TRY(auto told, decoded<RecallNote>(row));
    told.state = people.knows(told.recipient) ? "sent" : "unreachable";
    if (told.state == "sent") {
        GX_TRY(const auto record, work.find("record", tenant_, told.record_id));
        NoticeDraft draft{.kind = "record_recalled", .object_type = "recall", .object_id = row.id, .rung = "recall"};
        draft.params.set("title", record ? record->content.text_or_empty("code") : told.record_id);
        draft.params.set("body", people.body_name(told.body_id)).set("reason", told.reason);
        GX_CHECK(parts_.notices.make(work, tenant_, draft, {told.recipient}, people));
        told.sent_on = parts_.clock.today();
    }
    return work.put(next_version(row, told.to_json()), "send");
}

}  // namespace gx::app
