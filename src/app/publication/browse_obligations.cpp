// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "app/publication/browse.hpp"
#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kPartsMax = 500;  // of each kind, in one answer
constexpr std::size_t kSortedMax = 20'000;

/// Which groups of bodies a filter allows.
std::vector<bool> groups_allowed(const PublicModel& model, const DutyFilter& filter) {
    std::vector<bool> allowed(model.groups.size());
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        const BodyGroup& group = model.groups[i];
        allowed[i] = model.tenants[group.tenant].judged &&
                     (filter.tenant.empty() || model.tenants[group.tenant].code == filter.tenant) &&
                     (filter.body_class.empty() || group.body_class == filter.body_class) &&
                     (filter.division.empty() || model.lies_in(group, filter.division));
    }
    return allowed;
}

bool fits(const PublicModel& model, std::size_t kind, Light light, const DutyFilter& filter) {
    if (!filter.kind.empty() && model.kinds[kind] != filter.kind) { return false; }
    if (!filter.outcome.empty() && domain::to_string(outcome_of(light)) != filter.outcome) { return false; }
    return filter.light.empty() || to_string(light) == filter.light;
}

/// The due days asked for, both included.
struct DueRange {
    std::int64_t from = INT32_MIN;
    std::int64_t to = INT32_MAX;
    explicit DueRange(const DutyFilter& filter) {
        if (filter.due_from) { from = filter.due_from->days(); }
        if (filter.due_to) { to = filter.due_to->days(); }
    }
    bool all() const { return from == INT32_MIN && to == INT32_MAX; }
    bool holds(std::int64_t day) const { return from <= day && day <= to; }
};

struct Order {
    bool by_amount = false;
    Direction direction = Direction::Ascending;
    explicit Order(const std::string& sort)
        : by_amount(sort.ends_with("amount_fen")),
          direction(sort.starts_with('-') ? Direction::Descending : Direction::Ascending) {}
    RowPlace place_of(const PublicModel& model, std::uint32_t number) const {
        return by_amount ? model.amount_place(number) : model.due_place(number);
    }
};

/// The part of a filtered list that was asked for.
struct Selected {
    std::size_t total = 0;
    std::vector<std::uint32_t> numbers = {};
    bool more = false;
};

/// Rows of one body or of a search: gathered and kept until the model changes. Few are sorted; for many, the orders that the
/// model holds are quicker.
Selections::Numbers gather(const PublicView& view, const PublicModel& model, const DutyFilter& filter, std::uint32_t body,
                           const std::function<void(const std::function<void(std::uint32_t)>&)>& each_candidate) {
    const auto day = [](const std::optional<base::Date>& one) { return one ? one->iso() : std::string{}; };
    const std::string question =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", filter.q, filter.tenant, body, filter.division,
                    filter.body_class, filter.kind, filter.outcome, filter.light, day(filter.due_from),
                    day(filter.due_to), filter.sort);
    if (auto known = view.selections().find(question)) { return known; }
    const auto allowed = groups_allowed(model, filter);
    const DueRange range(filter);
    auto chosen = std::make_shared<Selection>();
    auto& numbers = chosen->sorted;
    each_candidate([&](std::uint32_t number) {
        const DutyRow& duty = model.duties[number];
        if (!duty.listed || !allowed[model.bodies[duty.body].group] || !range.holds(duty.due_on)) { return; }
        if (body != kNoNumber && duty.body != body) { return; }
        if (fits(model, duty.kind, duty.light, filter)) { numbers.push_back(number); }
    });
    chosen->total = numbers.size();
    if (numbers.size() > kSortedMax) {
        chosen->members.resize(model.duties.size());
        for (const auto number : numbers) { chosen->members[number] = true; }
        numbers = {};
    }
    const Order order(filter.sort);
    std::ranges::sort(numbers, [&](std::uint32_t a, std::uint32_t b) {
        const RowPlace left = order.place_of(model, a);
        const RowPlace right = order.place_of(model, b);
        if (left.number != right.number) {
            return order.direction == Direction::Ascending ? left.number < right.number : left.number > right.number;
        }
        return model.ids.compare(left.id, right.id) < 0;
    });
    view.selections().keep(question, chosen);
    return chosen;
}

base::Result<Selected> merge_cells(const PublicModel& model, const DutyFilter& filter, const PageRequest& page, const Selection* chosen);

base::Result<Selected> part_of(const PublicModel& model, const Selection& chosen, const PageRequest& page, const DutyFilter& filter) {
    if (!chosen.members.empty()) { return merge_cells(model, filter, page, &chosen); }
    const std::vector<std::uint32_t>& numbers = chosen.sorted;
    const Order order(filter.sort);
    GX_TRY(const auto slice, slice_by_key(numbers.size(), page, filter.sort, order.direction, [&](std::size_t i) {
               const RowPlace place = order.place_of(model, numbers[i]);
               return SortKey{.number = place.number, .id = model.ids.text(place.id)};
           }));
    Selected selected{.total = numbers.size()};
    selected.numbers.assign(numbers.begin() + static_cast<std::ptrdiff_t>(slice.from),
                            numbers.begin() + static_cast<std::ptrdiff_t>(slice.to));
    selected.more = slice.next.has_value();
    return selected;
}

/// A list of everything that fits (and was chosen), merged from the cells in their order: no step looks at all rows.
base::Result<Selected> merge_cells(const PublicModel& model, const DutyFilter& filter, const PageRequest& page, const Selection* chosen) {
    const Order order(filter.sort);
    GX_TRY(const PageStart start, page_start(page, filter.sort));
    MergeRequest request{.direction = order.direction, .skip = start.skip, .count = page.limit + 1};
    if (start.after) {
        const auto id = model.ids.find(start.after->id);
        if (!id) { return Error{ErrorCode::InvalidInput, "page.cursor_invalid", "", "/query/cursor"}; }
        request.after = RowPlace{start.after->number, *id};
    }
    const bool by_tenant = filter.division.empty() && filter.body_class.empty();
    const auto& cells = by_tenant ? (order.by_amount ? model.duties_by_amount : model.duties_by_due)
                                  : (order.by_amount ? model.group_duties_by_amount : model.group_duties_by_due);
    const auto allowed = groups_allowed(model, filter);
    const auto fits_group = [&](std::uint32_t group) {
        if (!by_tenant) { return static_cast<bool>(allowed[group]); }
        return model.tenants[group].judged && (filter.tenant.empty() || model.tenants[group].code == filter.tenant);
    };
    const DueRange range(filter);
    const auto place_of = [&](std::uint32_t number) { return order.place_of(model, number); };
    Selected selected;
    std::vector<OrderedCells::Span> spans;
    cells.each([&](CellKey key, const OrderedCells::Numbers& numbers) {
        if (!fits_group(key.group) || !fits(model, key.kind, static_cast<Light>(key.state), filter)) { return; }
        auto span = OrderedCells::Span{numbers.data(), numbers.data() + numbers.size()};
        if (!range.all() && !order.by_amount) { span = OrderedCells::between(numbers, range.from, range.to, place_of); }
        selected.total += span.size();
        if (span.size() > 0) { spans.push_back(span); }
    });
    if (chosen != nullptr) {
        selected.total = chosen->total;
        selected.numbers = merge(spans, request, model.ids, place_of, [&](std::uint32_t n) { return static_cast<bool>(chosen->members[n]); });
    } else {
        selected.numbers = merge(spans, request, model.ids, place_of);
    }
    selected.more = selected.numbers.size() > page.limit;
    if (selected.more) { selected.numbers.pop_back(); }
    return selected;
}

base::Result<Selected> select(const PublicView& view, const PublicModel& model, const DutyFilter& filter, std::uint32_t body,
                              const PageRequest& page) {
    const std::string text = searchable(filter.q);
    using Each = std::function<void(std::uint32_t)>;
    if (!text.empty()) {
        const auto numbers = gather(view, model, filter, body, [&](const Each& each) {
            model.duty_texts.find(text, [&](std::uint32_t number) {
                each(number);
                return true;
            });
        });
        return part_of(model, *numbers, page, filter);
    }
    if (body != kNoNumber) {
        const auto numbers = gather(view, model, filter, body, [&](const Each& each) {
            for (const auto number : model.bodies[body].duties) { each(number); }
        });
        return part_of(model, *numbers, page, filter);
    }
    // By amount within a range of days: the days' rows, which no order holds together.
    const DueRange range(filter);
    if (Order(filter.sort).by_amount && !range.all()) {
        const auto numbers = gather(view, model, filter, body, [&](const Each& each) {
            model.duties_by_due.each([&](CellKey, const OrderedCells::Numbers& cell) {
                const auto span = OrderedCells::between(cell, range.from, range.to, [&](std::uint32_t n) { return model.due_place(n); });
                std::for_each(span.from, span.to, each);
            });
        });
        return part_of(model, *numbers, page, filter);
    }
    return merge_cells(model, filter, page, nullptr);
}

/// The parts of one kind as ObligationPart, from the store through the gate.
Result<Done> add_parts(Reader& reader, const PublicView& view, const Entity& obligation, std::string_view type,
                       std::vector<Json>& parts) {
    const Query query{.tenant = obligation.tenant,
                      .where = {{.column = "obligation_id", .values = {obligation.id}}},
                      .order = {{.column = "id"}},
                      .limit = kPartsMax};
    GX_TRY(const auto found, reader.list(type, query));
    for (const auto& entity : found) {
        const Json open = view.law().gate.publish(type, entity.content);
        Json part = Json::object();
        part.set("type", type).set("id", entity.id);
        set_text(part, "title", open.text_or_empty("title"));
        if (type == "milestone") {
            part.set("due_on", open.at("due_on")).set("done_on", open.at("done_on"));
            part.set("amount_fen", open.at("amount_fen"));
        } else if (type == "payment") {
            part.set("done_on", open.at("paid_on")).set("amount_fen", open.at("amount_fen"));
        } else if (type == "change") {
            part.set("done_on", open.at("decided_on")).set("due_on", open.at("new_due_on"));
            part.set("reason", open.at("reason")).set("document", open.at("approval_doc_no"));
            part.set("amount_fen", open.at("new_amount_fen"));
        } else {
            part.set("done_on", open.at("decided_on")).set("document", open.at("doc_no")).set("title", open.at("organ"));
        }
        parts.push_back(std::move(part));
    }
    return Done{};
}

void add_evidence(const Json& obligation, std::vector<Json>& parts) {
    if (!obligation.at("evidence").is_array()) { return; }
    std::int64_t number = 0;
    for (const auto& one : obligation.at("evidence").as_array()) {
        Json part = Json::object();
        part.set("type", "evidence").set("id", fmt::format("evidence-{}", ++number));
        part.set("title", one.at("title")).set("done_on", one.at("on")).set("document", one.at("doc_no"));
        parts.push_back(std::move(part));
    }
}

std::string day_of(const Json& part) {
    const std::string done = part.text_or_empty("done_on");
    return done.empty() ? part.text_or_empty("due_on") : done;
}

}  // namespace

base::Result<Json> list_obligations(const PublicView& view, const DutyFilter& filter, const PageRequest& page) {
    const std::uint64_t changes = view.changes();
    std::vector<ShownDuty> shown;
    PageSlice slice;
    std::size_t total = 0;
    std::int64_t search_position = 0;
    const auto done = view.read([&](const PublicModel& model) -> base::Result<base::Done> {
        if (!filter.tenant.empty() && model.tenant_number(filter.tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        const auto body = filter.body.empty() ? kNoNumber : model.body_number(filter.body);
        if (!filter.body.empty() && body == kNoNumber) { return Error{ErrorCode::NotFound, "body.unknown"}; }
        GX_TRY(const auto selected, select(view, model, filter, body, page));
        for (const auto number : selected.numbers) {
            shown.push_back({number, obligation_item_json(model, view.law(), model.duties[number])});
        }
        if (selected.more && !selected.numbers.empty()) {
            const RowPlace last = Order(filter.sort).place_of(model, selected.numbers.back());
            slice.next = cursor_after(filter.sort, {.number = last.number, .id = model.ids.text(last.id)});
        }
        total = selected.total;
        search_position = model.search_position;
        return base::Done{};
    });
    GX_CHECK(done);
    GX_TRY(auto items, with_texts(view, std::move(shown), changes));
    Json json = list_json(Json(std::move(items)), total, slice);
    if (!filter.q.empty()) { json.set("search_position", search_position); }
    return json;
}

base::Result<Json> obligation_summary(const PublicView& view, const std::string& tenant, const std::string& body) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const auto only_body = body.empty() ? kNoNumber : model.body_number(body);
        if (!body.empty() && only_body == kNoNumber) { return Error{ErrorCode::NotFound, "body.unknown"}; }
        if (!tenant.empty() && model.tenant_number(tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        std::map<std::pair<std::string, domain::Outcome>, std::pair<std::int64_t, std::int64_t>> rows;
        std::pair<std::int64_t, std::int64_t> sum{0, 0};
        const auto add = [&](std::uint32_t of_tenant, std::uint16_t kind, const DutyTally& tally) {
            if (!model.tenants[of_tenant].judged || (!tenant.empty() && model.tenants[of_tenant].code != tenant)) { return; }
            for (std::size_t light = 0; light < kLights; ++light) {
                if (tally.count[light] == 0) { continue; }
                auto& row = rows[{model.kinds[kind], outcome_of(static_cast<Light>(light))}];
                row.first += tally.count[light];
                row.second += tally.amount_fen[light];
                sum.first += tally.count[light];
                sum.second += tally.amount_fen[light];
            }
        };
        if (only_body != kNoNumber) {
            for (const auto& [kind, tally] : tallies_by_kind(model, model.bodies[only_body])) {
                add(model.bodies[only_body].tenant, kind, tally);
            }
        } else {
            for (const auto& group : model.groups) {
                for (const auto& [key, tally] : group.tallies) { add(group.tenant, key.second, tally); }
            }
        }
        Json items = Json::array();
        for (const auto& [key, row] : rows) {
            Json one = Json::object();
            one.set("kind", key.first).set("kind_name", kind_title(view.law(), key.first));
            one.set("outcome", domain::to_string(key.second));
            items.push(one.set("count", row.first).set("amount_fen", row.second));
        }
        Json json = list_json(std::move(items), rows.size(), {});
        return json.set("count", sum.first).set("amount_fen", sum.second);
    });
}

base::Result<Json> show_obligation(const PublicView& view, const std::string& id) {
    const std::uint64_t changes = view.changes();
    ShownDuty shown;
    std::string tenant;
    const bool known = view.read([&](const PublicModel& model) {
        const auto number = model.duty_number(id);
        if (number == kNoNumber) { return false; }
        shown = {number, obligation_item_json(model, view.law(), model.duties[number])};
        tenant = model.tenants[model.bodies[model.duties[number].body].tenant].code;
        return true;
    });
    if (!known) { return Error{ErrorCode::NotFound, "obligation.unknown"}; }
    GX_TRY(const auto reader, view.store().reader());
    GX_TRY(const auto entity, reader->find("obligation", tenant, id));
    if (!entity) { return Error{ErrorCode::NotFound, "obligation.unknown"}; }
    const Json open = view.law().gate.publish("obligation", entity->content);
    GX_TRY(const auto items, with_texts(view, {std::move(shown)}, changes));
    if (items.empty()) { return Error{ErrorCode::NotFound, "obligation.unknown"}; }
    std::vector<Json> parts;
    for (const std::string_view type : {"milestone", "payment", "change", "finding"}) {
        GX_CHECK(add_parts(*reader, view, *entity, type, parts));
    }
    add_evidence(open, parts);
    std::ranges::stable_sort(parts, {}, day_of);
    Json json = Json::object();
    json.set("item", items.front());
    set_text(json, "counterpart", open.at("counterparty").text_or_empty("name"));
    set_text(json, "text", open.text_or_empty("note"));
    if (const auto post_id = open.string_at("post_id")) {
        GX_TRY(const auto post, reader->find("post", tenant, *post_id));
        if (post) { set_text(json, "post", view.law().gate.publish("post", post->content).text_or_empty("title")); }
    }
    Json list = Json::array();
    for (auto& part : parts) { list.push(std::move(part)); }
    json.set("parts", std::move(list));
    return json.set("journal_index", entity->seq);
}

}  // namespace gx::app
