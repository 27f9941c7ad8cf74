// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/publication/browse.hpp"
#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kHitsMax = 100'000;

std::vector<std::uint32_t> candidates(const PublicModel& model, const RecordFilter& filter) {
    if (!filter.body.empty()) { return model.bodies[model.body_number(filter.body)].records; }
    std::vector<std::uint32_t> all(model.records.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) { all[i] = i; }
    if (filter.q.empty()) { return all; }
    return model.record_texts.find(searchable(filter.q), kHitsMax, [&](std::uint32_t number) {
        return std::string_view{model.records[number].searchable_text};
    });
}

bool fits(const PublicModel& model, const PublicRecord& record, const RecordFilter& filter) {
    if (!record.alive || !model.bodies[record.body].alive) { return false; }
    if (!filter.tenant.empty() && model.tenants[model.bodies[record.body].tenant].code != filter.tenant) { return false; }
    if (!filter.type.empty() && record.type != filter.type) { return false; }
    if (!filter.polarity.empty() && record.polarity != filter.polarity) { return false; }
    return filter.q.empty() || record.searchable_text.find(searchable(filter.q)) != std::string::npos;
}

}  // namespace

base::Result<Json> list_records(const PublicView& view, const RecordFilter& filter, const PageRequest& page) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        if (!filter.tenant.empty() && model.tenant_number(filter.tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        if (!filter.body.empty() && model.body_number(filter.body) == kNoNumber) {
            return Error{ErrorCode::NotFound, "body.unknown"};
        }
        auto numbers = candidates(model, filter);
        std::erase_if(numbers, [&](std::uint32_t number) { return !fits(model, model.records[number], filter); });
        const auto key = [&](std::uint32_t number) {
            return SortKey{.text = model.records[number].decided_on, .id = model.records[number].id};
        };
        std::ranges::sort(numbers, [&](std::uint32_t a, std::uint32_t b) {
            return comes_before(key(a), key(b), Direction::Descending);
        });
        GX_TRY(const auto slice, slice_by_key(numbers.size(), page, "-decided_on", Direction::Descending,
                                              [&](std::size_t i) { return key(numbers[i]); }));
        Json items = Json::array();
        for (std::size_t i = slice.from; i < slice.to; ++i) { items.push(model.records[numbers[i]].content); }
        return list_json(std::move(items), numbers.size(), slice);
    });
}

base::Result<Json> show_record(const PublicView& view, const std::string& id) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const auto number = model.record_number(id);
        if (number == kNoNumber) { return Error{ErrorCode::NotFound, "record.unknown"}; }
        return model.records[number].content;
    });
}

}  // namespace gx::app
