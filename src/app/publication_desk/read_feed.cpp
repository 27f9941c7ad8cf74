// SPDX-License-Identifier: Apache-2.0
#include "app/publication_desk/read_feed.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <unordered_map>

#include "app/publication/csv_text.hpp"
#include "app/publication/public_items.hpp"
#include "app/publication_desk/publication.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

using base::Json;

const std::vector<std::string> kColumns = {"position", "entity",   "id",       "action",     "day",        "tenant",   "body",       "body_code",
                                           "reason",   "type",     "polarity", "severity",   "decided_on", "decided_by", "document", "shown_from",
                                           "shown_to", "disputed", "summary"};

Result<std::int64_t> position_of(const std::string& cursor) {
    if (cursor.empty()) { return 0; }
    std::int64_t position = 0;
    const auto [end, code] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), position);
    if (code != std::errc{} || end != cursor.data() + cursor.size() || position < 0) {
        return Error{ErrorCode::InvalidInput, "feed.cursor", cursor, "/query/cursor"};
    }
    return position;
}

/// Where the feed stands: nothing at or above the position is told yet.
struct Ground {
    std::int64_t position = 0;
    std::vector<std::string> tenants;
};

Result<Ground> ground_of(const PublicView& view, const std::string& tenant) {
    return view.read([&](const PublicModel& model) -> Result<Ground> {
        if (!tenant.empty() && model.tenant_number(tenant) == kNoNumber) { return Error{ErrorCode::NotFound, "tenant.unknown"}; }
        Ground ground{.position = model.position, .tenants = {}};
        for (const auto& one : model.tenants) {
            if (one.judged && (tenant.empty() || one.code == tenant)) { ground.tenants.push_back(one.code); }
        }
        return ground;
    });
}

/// Publications at positions from..to-1 that were ever seen, in order, at most `count`.
Result<std::vector<Entity>> publications(Reader& reader, const Ground& ground, std::int64_t from, std::size_t count) {
    std::vector<Entity> rows;
    for (const auto& tenant : ground.tenants) {
        const Query query{.tenant = tenant,
                          .where = {{"seq", Compare::GreaterEqual, {from}}, {"seq", Compare::Less, {ground.position}},
                                    {"state", Compare::In, {std::string("published"), std::string("withdrawn")}}},
                          .order = {{.column = "seq"}},
                          .limit = count};
        GX_TRY(auto some, reader.list("publication", query));
        std::ranges::move(some, std::back_inserter(rows));
    }
    std::ranges::sort(rows, {}, &Entity::seq);
    if (rows.size() > count) { rows.resize(count); }
    return rows;
}

Json head_json(const PublicModel& model, const Entity& row, const Publication& publication) {
    Json item = Json::object();
    item.set("position", row.seq).set("entity", "record").set("id", publication.record_id).set("day", publication.on_day.iso());
    item.set("tenant", row.tenant);
    if (const auto body = model.body_number(publication.body_id); body != kNoNumber) {
        item.set("body", model.bodies[body].id).set("body_code", model.bodies[body].code);
    }
    return item;
}

/// What is seen of a record now, or a tombstone.
Json item_json(const PublicModel& model, const PublicLaw& law, const Entity& row, const Publication& publication, const Entity* record) {
    Json item = head_json(model, row, publication);
    const bool published = publication.state == Publication::State::Published;
    Json shown = published && record != nullptr ? record_json(model, law, *record, model.today) : Json{};
    if (!shown.is_null()) { return item.set("action", publication.action).set("record", std::move(shown)); }
    item.set("action", "withdrawn");
    if (!published) { return item.set("reason", publication.reason); }
    const auto one = record == nullptr ? std::nullopt : seen_record(model, law, *record, model.today);
    return item.set("reason", one ? std::string(domain::to_string(one->seen.why)) : std::string("removed"));
}

}  // namespace

Json FeedPage::to_json() const {
    Json list = Json::array();
    for (const Json& item : items) { list.push(item); }
    Json json = Json::object();
    return json.set("items", std::move(list)).set("next", std::to_string(next)).set("watermark", watermark).set("more", more);
}

std::string FeedPage::to_csv() const {
    std::string out(kByteOrderMark);
    append_csv_header(out, kColumns);
    for (const Json& item : items) {
        Json row = item;
        for (const std::string& column : kColumns) {
            if (row.at(column).is_null()) { row.set(column, item.at("record").at(column)); }
        }
        append_csv_row(out, row, kColumns);
    }
    return out;
}

Result<FeedPage> read_feed(const PublicView& view, const FeedRequest& request) {
    GX_TRY(const std::int64_t from, position_of(request.cursor));
    GX_TRY(const Ground ground, ground_of(view, request.tenant));
    GX_TRY(const auto reader, view.store().reader());
    GX_TRY(auto rows, publications(*reader, ground, from, request.limit + 1));
    FeedPage page{.items = {}, .next = std::max(from, ground.position), .watermark = ground.position, .more = rows.size() > request.limit};
    if (page.more) {
        rows.pop_back();
        page.next = rows.back().seq + 1;
    }
    std::map<std::string, std::vector<std::string>> ids;
    std::vector<Publication> told;
    for (const Entity& row : rows) {
        GX_TRY(auto publication, decoded<Publication>(row));
        if (publication.state == Publication::State::Published) { ids[row.tenant].push_back(row.id); }
        told.push_back(std::move(publication));
    }
    std::unordered_map<std::string, Entity> records;
    GX_CHECK(each_by_id(*reader, "record", ids, [&](const Entity& record) { records.emplace(record.id, record); }));
    view.read([&](const PublicModel& model) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto record = records.find(rows[i].id);
            page.items.push_back(item_json(model, view.law(), rows[i], told[i], record == records.end() ? nullptr : &record->second));
        }
        return 0;
    });
    return page;
}

}  // namespace gx::app
