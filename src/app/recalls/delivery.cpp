// SPDX-License-Identifier: Apache-2.0
#include "app/recalls/delivery.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/checksum.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kIdsInRow = 500;
constexpr std::size_t kPage = 1'000;

Json list_of(std::span<const std::string> texts) {
    Json list = Json::array();
    for (const std::string& text : texts) { list.push(text); }
    return list;
}

bool holds(const Json& list, const std::string& id) {
    return list.is_array() && std::ranges::any_of(list.as_array(), [&](const Json& one) { return one.is_string() && one.as_string() == id; });
}

}  // namespace

std::string_view to_string(DeliveryChannel channel) {
    constexpr std::array<std::string_view, 3> kNames = {"feed", "export", "report"};
    return kNames[static_cast<std::size_t>(channel)];
}

Result<Done> note_delivery(Work& work, const std::string& tenant, DeliveryNote note) {
    std::ranges::sort(note.records);
    note.records.erase(std::ranges::unique(note.records).begin(), note.records.end());
    const std::span<const std::string> all(note.records);
    for (std::size_t from = 0; from < all.size(); from += kIdsInRow) {
        const auto some = all.subspan(from, std::min(kIdsInRow, all.size() - from));
        const std::string code = fmt::format("{}/{}/{}/{}", to_string(note.channel), note.recipient, note.batch, from / kIdsInRow + 1);
        GX_TRY(const auto known, work.find_by_key("delivery", tenant, code));
        if (known) { continue; }
        Json content;
        content.set("code", code).set("recipient", note.recipient).set("channel", to_string(note.channel));
        if (!note.recipient_name.empty()) { content.set("recipient_name", note.recipient_name); }
        content.set("batch", note.batch).set("first_id", some.front()).set("last_id", some.back());
        content.set("records", list_of(some)).set("on_day", note.on.iso());
        GX_CHECK(work.put(Entity{"delivery", tenant, fmt::format("delivery-{:016x}", base::checksum64(base::as_bytes(code))), {}, 1, -1, std::move(content)}, "deliver"));
    }
    return Done{};
}

Result<std::vector<RecordRecipient>> recipients_of(Reader& reader, const std::string& tenant, const std::string& record_id) {
    std::set<RecordRecipient> found;
    std::string after;
    for (;;) {
        Query query{.tenant = tenant,
                    .where = {{"first_id", Compare::LessEqual, {record_id}}, {"last_id", Compare::GreaterEqual, {record_id}}},
                    .order = {{.column = "id"}},
                    .limit = kPage};
        if (!after.empty()) { query.where.push_back({"id", Compare::Greater, {after}}); }
        GX_TRY(const auto rows, reader.list("delivery", query));
        for (const Entity& row : rows) {
            if (!holds(row.content.at("records"), record_id)) { continue; }
            found.insert({row.content.text_or_empty("channel"), row.content.text_or_empty("recipient"), row.content.text_or_empty("recipient_name")});
        }
        if (rows.size() < kPage) { break; }
        after = rows.back().id;
    }
    return std::vector<RecordRecipient>(found.begin(), found.end());
}

}  // namespace gx::app
