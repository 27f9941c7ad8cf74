// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>

#include "app/publication/browse.hpp"
#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kOrder = "-decided_on";

bool fits(const PublicModel& model, std::uint32_t group, std::uint16_t type, bool negative, const RecordFilter& filter) {
    const std::uint32_t tenant = model.groups[group].tenant;
    if (!model.tenants[tenant].judged || (!filter.tenant.empty() && model.tenants[tenant].code != filter.tenant)) { return false; }
    if (!filter.type.empty() && model.record_types[type] != filter.type) { return false; }
    return filter.polarity.empty() || (filter.polarity == "negative") == negative;
}

/// Records of one body or of a search, newest first.
std::vector<std::uint32_t> gather(const PublicModel& model, const RecordFilter& filter) {
    std::vector<std::uint32_t> numbers;
    const auto body = filter.body.empty() ? kNoNumber : model.body_number(filter.body);
    const auto add = [&](std::uint32_t number) {
        const RecordRow& record = model.records[number];
        if (!record.listed || (body != kNoNumber && record.body != body)) { return true; }
        if (fits(model, model.bodies[record.body].group, record.type, record.negative, filter)) { numbers.push_back(number); }
        return true;
    };
    if (filter.q.empty()) {
        for (const auto number : model.bodies[body].records) { add(number); }
    } else {
        model.record_texts.find(searchable(filter.q), add);
    }
    std::ranges::sort(numbers, [&](std::uint32_t a, std::uint32_t b) {
        const RowPlace left = model.record_place(a);
        const RowPlace right = model.record_place(b);
        return left.number != right.number ? left.number > right.number : model.ids.compare(left.id, right.id) < 0;
    });
    return numbers;
}

SortKey key_of(const PublicModel& model, std::uint32_t number) {
    return {.number = model.records[number].decided_on, .id = model.ids.text(model.records[number].id)};
}

/// The asked part of all records that fit, merged from the cells.
base::Result<std::vector<std::uint32_t>> merge_cells(const PublicModel& model, const RecordFilter& filter, const PageRequest& page,
                                                     std::size_t& total) {
    GX_TRY(const PageStart start, page_start(page, kOrder));
    MergeRequest request{.direction = Direction::Descending, .skip = start.skip, .count = page.limit + 1};
    if (start.after) {
        const auto id = model.ids.find(start.after->id);
        if (!id) { return Error{ErrorCode::InvalidInput, "page.cursor_invalid", "", "/query/cursor"}; }
        request.after = RowPlace{start.after->number, *id};
    }
    std::vector<OrderedCells::Span> spans;
    model.records_by_day.each([&](CellKey key, const OrderedCells::Numbers& numbers) {
        if (!fits(model, key.group, key.kind, key.state != 0, filter)) { return; }
        spans.push_back({numbers.data(), numbers.data() + numbers.size()});
        total += numbers.size();
    });
    return merge(spans, request, model.ids, [&](std::uint32_t number) { return model.record_place(number); });
}

/// Record of the document for each id, in order; what may no longer be shown is left out.
Result<Json> records_json(const PublicView& view, const std::vector<std::string>& wanted,
                          std::map<std::string, std::vector<std::string>> ids) {
    GX_TRY(const auto records, shown_records(view, std::move(ids)));
    std::unordered_map<std::string, const Json*> shown;
    for (const auto& record : records) { shown.emplace(record.text_or_empty("id"), &record); }
    Json list = Json::array();
    for (const auto& id : wanted) {
        if (const auto found = shown.find(id); found != shown.end()) { list.push(*found->second); }
    }
    return list;
}

}  // namespace

base::Result<Json> list_records(const PublicView& view, const RecordFilter& filter, const PageRequest& page) {
    std::vector<std::string> wanted;
    std::map<std::string, std::vector<std::string>> ids;
    PageSlice slice;
    std::size_t total = 0;
    const auto done = view.read([&](const PublicModel& model) -> base::Result<base::Done> {
        if (!filter.tenant.empty() && model.tenant_number(filter.tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        if (!filter.body.empty() && model.body_number(filter.body) == kNoNumber) {
            return Error{ErrorCode::NotFound, "body.unknown"};
        }
        std::vector<std::uint32_t> numbers;
        if (filter.body.empty() && filter.q.empty()) {
            GX_TRY(numbers, merge_cells(model, filter, page, total));
            if (numbers.size() > page.limit) {
                numbers.pop_back();
                slice.next = cursor_after(kOrder, key_of(model, numbers.back()));
            }
        } else {
            const auto all = gather(model, filter);
            GX_TRY(slice, slice_by_key(all.size(), page, kOrder, Direction::Descending, [&](std::size_t i) { return key_of(model, all[i]); }));
            numbers.assign(all.begin() + static_cast<std::ptrdiff_t>(slice.from), all.begin() + static_cast<std::ptrdiff_t>(slice.to));
            total = all.size();
        }
        for (const auto number : numbers) {
            wanted.push_back(model.ids.text(model.records[number].id));
            ids[model.tenants[model.bodies[model.records[number].body].tenant].code].push_back(wanted.back());
        }
        return base::Done{};
    });
    GX_CHECK(done);
    Json items = Json::array();
    if (!wanted.empty()) { GX_TRY(items, records_json(view, wanted, std::move(ids))); }
    return list_json(std::move(items), total, slice);
}

base::Result<Json> show_record(const PublicView& view, const std::string& id) {
    std::string tenant;
    const bool known = view.read([&](const PublicModel& model) {
        const auto number = model.record_number(id);
        if (number == kNoNumber) { return false; }
        tenant = model.tenants[model.bodies[model.records[number].body].tenant].code;
        return true;
    });
    if (!known) { return Error{ErrorCode::NotFound, "record.unknown"}; }
    GX_TRY(const Json items, records_json(view, {id}, {{tenant, {id}}}));
    if (items.as_array().empty()) { return Error{ErrorCode::NotFound, "record.unknown"}; }
    return items.as_array().front();
}

}  // namespace gx::app
