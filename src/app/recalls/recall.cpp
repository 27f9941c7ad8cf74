// SPDX-License-Identifier: Apache-2.0
#include "app/recalls/recall.hpp"

#include <array>

#include <fmt/format.h>

#include "app/recalls/delivery.hpp"
#include "app/subject/subject_rows.hpp"
#include "base/checksum.hpp"
#include "base/json_reader.hpp"
#include "base/text.hpp"
#include "domain/obligation/content.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using base::JsonReader;

constexpr std::size_t kNoteMax = 500;
constexpr std::size_t kPage = 1'000;
constexpr std::string_view kType = "recall";

/// An id without the separators of the key, the same for the same recall.
std::string id_of(const std::string& code) { return fmt::format("recall-{:016x}", base::checksum64(base::as_bytes(code))); }

/// Recalls of a subscriber in one of the states, of one of the records.
Result<std::vector<Entity>> open_of(Reader& reader, const std::string& tenant, const std::string& subscriber, std::string_view state,
                                    std::span<const std::string> record_ids) {
    if (record_ids.empty()) { return std::vector<Entity>{}; }
    Query query{.tenant = tenant,
                .where = {{"recipient", Compare::Equal, {subscriber}}, {"state", Compare::Equal, {std::string(state)}},
                          {"channel", Compare::Equal, {std::string(to_string(DeliveryChannel::Feed))}},
                          {"record_id", Compare::In, {record_ids.begin(), record_ids.end()}}},
                .order = {{.column = "id"}},
                .limit = kPage};
    return reader.list(kType, query);
}

}  // namespace

std::string_view to_string(RecallReason reason) {
    constexpr std::array<std::string_view, 4> kNames = {"repaired", "revoked", "corrected", "expired"};
    return kNames[static_cast<std::size_t>(reason)];
}

Result<RecallNote> RecallNote::from_json(const Json& content) {
    const JsonReader reader(content);
    GX_CHECK(reader.only({"code", "record_id", "body_id", "recipient", "recipient_name", "channel", "reason", "asked_on", "state", "sent_on",
                          "acknowledged_on", "acknowledged_by", "note"}));
    RecallNote made;
    GX_TRY(made.code, reader.text("code", 400));
    GX_TRY(made.record_id, reader.text("record_id", 60));
    GX_TRY(made.body_id, reader.text_or_empty("body_id", 60));
    GX_TRY(made.recipient, reader.text("recipient", 100));
    GX_TRY(made.recipient_name, reader.text_or_empty("recipient_name", 400));
    GX_TRY(made.channel, reader.text("channel", 20));
    GX_TRY(made.reason, reader.text("reason", 40));
    GX_TRY(made.asked_on, reader.date("asked_on"));
    GX_TRY(made.state, reader.text("state", 20));
    GX_TRY(made.sent_on, reader.optional_date("sent_on"));
    GX_TRY(made.acknowledged_on, reader.optional_date("acknowledged_on"));
    GX_TRY(made.acknowledged_by, reader.text_or_empty("acknowledged_by", 100));
    GX_TRY(made.note, reader.text_or_empty("note"));
    return made;
}

Json RecallNote::to_json() const {
    Json out = Json::object();
    out.set("code", code).set("record_id", record_id).set("recipient", recipient).set("channel", channel).set("reason", reason);
    out.set("asked_on", asked_on.iso()).set("state", state);
    domain::set_text(out, "body_id", body_id);
    domain::set_text(out, "recipient_name", recipient_name);
    domain::set_day(out, "sent_on", sent_on);
    domain::set_day(out, "acknowledged_on", acknowledged_on);
    domain::set_text(out, "acknowledged_by", acknowledged_by);
    domain::set_text(out, "note", note);
    return out;
}

Result<int> recall(Work& work, const std::string& tenant, const std::string& record_id, RecallReason reason, Date today) {
    GX_TRY(const Entity record, existing(work, "record", tenant, record_id));
    GX_TRY(const auto recipients, recipients_of(work, tenant, record_id));
    int asked = 0;
    for (const RecordRecipient& to : recipients) {
        RecallNote row;
        row.code = fmt::format("{}@{}/{}/{}", record_id, record.version, to.channel, to.recipient);
        GX_TRY(const auto known, work.find_by_key(kType, tenant, row.code));
        if (known) { continue; }
        row.record_id = record_id;
        row.body_id = record.content.text_or_empty("body_id");
        row.recipient = to.recipient;
        row.recipient_name = to.name;
        row.channel = to.channel;
        row.reason = to_string(reason);
        row.asked_on = today;
        row.state = "asked";
        GX_CHECK(work.put(first_version(kType, tenant, id_of(row.code), row.to_json()), "ask"));
        ++asked;
    }
    return asked;
}

Result<Done> mark_told(Work& work, const std::string& tenant, const std::string& subscriber, std::span<const std::string> record_ids,
                       Date today) {
    GX_TRY(const auto rows, open_of(work, tenant, subscriber, "asked", record_ids));
    for (const Entity& row : rows) {
        GX_TRY(auto told, decoded<RecallNote>(row));
        told.state = "sent";
        told.sent_on = today;
        GX_CHECK(work.put(next_version(row, told.to_json()), "send"));
    }
    return Done{};
}

Result<std::int64_t> AcknowledgeRecalls::by_subscriber(const std::string& tenant, const std::string& subscriber,
                                                       std::span<const std::string> record_ids) {
    if (record_ids.empty()) { return Error{ErrorCode::InvalidInput, "recall.records_missing", {}, "/body/records"}; }
    std::int64_t closed = 0;
    const WriteContext context{{.account = "feed:" + subscriber, .tenant = tenant}, clock_.now()};
    GX_CHECK(store_.write(context, [&](Work& work) -> Result<Done> {
        closed = 0;
        GX_TRY(const auto rows, open_of(work, tenant, subscriber, "sent", record_ids));
        for (const Entity& row : rows) {
            GX_TRY(auto done, decoded<RecallNote>(row));
            done.state = "acknowledged";
            done.acknowledged_on = clock_.today();
            done.acknowledged_by = "feed:" + subscriber;
            GX_CHECK(work.put(next_version(row, done.to_json()), "acknowledge"));
            ++closed;
        }
        return Done{};
    }));
    return closed;
}

Result<Entity> AcknowledgeRecalls::by_staff(const std::string& id, const std::string& note, const Actor& actor) {
    if (!actor.may("recall.acknowledge")) { return Error{ErrorCode::NotPermitted, "access.denied", "recall.acknowledge"}; }
    if (base::trim(note).empty() || note.size() > kNoteMax) { return Error{ErrorCode::InvalidInput, "recall.note_missing", {}, "/body/note"}; }
    if (domain::personal_value_in(note)) { return Error{ErrorCode::InvalidInput, "recall.note_personal", {}, "/body/note"}; }
    Entity written;
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(const Entity row, existing(work, kType, actor.tenant, id));
        GX_TRY(auto done, decoded<RecallNote>(row));
        if (!actor.reach("recall.acknowledge").covers(done.body_id)) { return Error{ErrorCode::NotFound, "recall.unknown", id}; }
        if (done.state == "acknowledged") { return Error{ErrorCode::StateForbids, "recall.acknowledged", id}; }
        done.state = "acknowledged";
        done.acknowledged_on = clock_.today();
        done.acknowledged_by = actor.account;
        done.note = note;
        written = next_version(row, done.to_json());
        return work.put(written, "acknowledge");
    }));
    return written;
}

}  // namespace gx::app
