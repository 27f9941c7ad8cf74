// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/publication/entity_id.hpp"
#include "app/publication/page.hpp"

namespace gx::app {

/// What a cell's rows have in common.
struct CellKey {
    std::uint32_t group = 0;
    std::uint16_t kind = 0;
    std::uint16_t state = 0;
    bool operator==(const CellKey&) const = default;
    std::uint64_t packed() const { return std::uint64_t{group} << 32U | std::uint64_t{kind} << 16U | state; }
};

/// Where a row stands in an order.
struct RowPlace {
    std::int64_t number = 0;
    EntityId id;
};

/// Row numbers in cells, each sorted by (number, id) ascending, so that a filtered list in order is a merge of the cells that
/// fit: no request reads all rows, and a change moves one row.
///
/// Shape:  a row is in at most one cell. `place_of(row number)` gives its place, which must not change while it is in.
/// Thread: many readers, one writer at a time without readers.
class OrderedCells {
public:
    using Numbers = std::vector<std::uint32_t>;
    /// Part of a cell.
    struct Span {
        const std::uint32_t* from = nullptr;
        const std::uint32_t* to = nullptr;
        std::size_t size() const { return static_cast<std::size_t>(to - from); }
    };

    /// Puts the number at the cell's end; the cell is sorted by `sort`, or was added to in order.
    void append(CellKey key, std::uint32_t number) { cell(key).push_back(number); }
    template <class PlaceOf>
    void sort(const IdPool& ids, const PlaceOf& place_of) {
        for (auto& one : cells_) {
            std::ranges::sort(one.second, [&](std::uint32_t a, std::uint32_t b) { return before(ids, place_of(a), place_of(b)); });
            one.second.shrink_to_fit();
        }
    }
    template <class PlaceOf>
    void add(CellKey key, std::uint32_t number, const IdPool& ids, const PlaceOf& place_of) {
        Numbers& numbers = cell(key);
        numbers.insert(numbers.begin() + (lower(numbers, place_of(number), ids, place_of) - numbers.data()), number);
    }
    template <class PlaceOf>
    void remove(CellKey key, std::uint32_t number, const IdPool& ids, const PlaceOf& place_of) {
        Numbers& numbers = cell(key);
        const auto at = lower(numbers, place_of(number), ids, place_of) - numbers.data();
        if (static_cast<std::size_t>(at) < numbers.size() && numbers[static_cast<std::size_t>(at)] == number) {
            numbers.erase(numbers.begin() + at);
        }
    }
    /// Gives back what growing left over.
    void trim() {
        for (auto& one : cells_) { one.second.shrink_to_fit(); }
    }
    void clear() {
        cells_.clear();
        places_.clear();
    }
    /// All cells one after another: key and number of rows of each, then the rows.
    struct Flat {
        std::vector<std::uint64_t> keys = {};
        std::vector<std::uint32_t> sizes = {};
        Numbers numbers = {};
    };
    Flat flat() const {
        Flat out;
        for (const auto& [key, numbers] : cells_) {
            if (numbers.empty()) { continue; }
            out.keys.push_back(key.packed());
            out.sizes.push_back(static_cast<std::uint32_t>(numbers.size()));
            out.numbers.insert(out.numbers.end(), numbers.begin(), numbers.end());
        }
        return out;
    }
    /// False when sizes do not fit or a number is not below `rows`.
    bool take(const Flat& flat, std::size_t rows) {
        clear();
        if (flat.keys.size() != flat.sizes.size()) { return false; }
        std::size_t at = 0;
        for (std::size_t i = 0; i < flat.keys.size(); ++i) {
            if (flat.sizes[i] > flat.numbers.size() - at) { return false; }
            const auto from = flat.numbers.begin() + static_cast<std::ptrdiff_t>(at);
            cell({static_cast<std::uint32_t>(flat.keys[i] >> 32U), static_cast<std::uint16_t>(flat.keys[i] >> 16U),
                  static_cast<std::uint16_t>(flat.keys[i])}) = Numbers(from, from + flat.sizes[i]);
            at += flat.sizes[i];
        }
        return at == flat.numbers.size() && std::ranges::all_of(flat.numbers, [&](std::uint32_t n) { return n < rows; });
    }
    /// Every cell that is not empty.
    template <class Each>
    void each(const Each& each) const {
        for (const auto& [key, numbers] : cells_) {
            if (!numbers.empty()) { each(key, numbers); }
        }
    }
    /// The part of a cell with numbers from..to, both included.
    template <class PlaceOf>
    static Span between(const Numbers& numbers, std::int64_t from, std::int64_t to, const PlaceOf& place_of) {
        const auto number_of = [&](std::uint32_t n) { return place_of(n).number; };
        const auto low = std::ranges::lower_bound(numbers, from, {}, number_of);
        const auto high = std::ranges::upper_bound(low, numbers.end(), to, {}, number_of);
        return {numbers.data() + (low - numbers.begin()), numbers.data() + (high - numbers.begin())};
    }
    static bool before(const IdPool& ids, const RowPlace& a, const RowPlace& b) {
        return a.number != b.number ? a.number < b.number : ids.compare(a.id, b.id) < 0;
    }

private:
    Numbers& cell(CellKey key) {
        const auto [at, fresh] = places_.try_emplace(key.packed(), static_cast<std::uint32_t>(cells_.size()));
        if (fresh) { cells_.emplace_back(key, Numbers{}); }
        return cells_[at->second].second;
    }
    template <class PlaceOf>
    static const std::uint32_t* lower(const Numbers& numbers, const RowPlace& place, const IdPool& ids, const PlaceOf& place_of) {
        const auto at = std::ranges::lower_bound(numbers, place, [&](const RowPlace& a, const RowPlace& b) { return before(ids, a, b); }, place_of);
        return numbers.data() + (at - numbers.begin());
    }

    std::vector<std::pair<CellKey, Numbers>> cells_;
    std::unordered_map<std::uint64_t, std::uint32_t> places_;
};

/// Which rows of a merge are wanted.
struct MergeRequest {
    Direction direction = Direction::Ascending;
    std::optional<RowPlace> after = {};  ///< only what follows this place
    std::size_t skip = 0;
    std::size_t count = 0;
};

/// The rows of the spans for which `wanted` holds, by number in the direction, then by id ascending; spans are sorted ascending.
///
/// Shape: about (spans + rows passed) * log(spans) steps.
template <class PlaceOf, class Wanted>
std::vector<std::uint32_t> merge(const std::vector<OrderedCells::Span>& spans, const MergeRequest& request, const IdPool& ids,
                                 const PlaceOf& place_of, const Wanted& wanted) {
    // A span walked downwards goes run by run of equal numbers, and upwards inside each.
    struct Walk {
        const std::uint32_t* first;  ///< of what is left, downwards only
        const std::uint32_t* at;
        const std::uint32_t* end;  ///< of the run, or of all
    };
    const bool up = request.direction == Direction::Ascending;
    const auto number_of = [&](std::uint32_t n) { return place_of(n).number; };
    const auto last_run = [&](Walk& walk, const std::uint32_t* end) {
        walk.end = end;
        walk.at = end == walk.first ? end : std::ranges::lower_bound(walk.first, end, number_of(end[-1]), {}, number_of);
    };
    const auto later = [&](const Walk& a, const Walk& b) {  // for a heap with the first on top
        const RowPlace left = place_of(*a.at);
        const RowPlace right = place_of(*b.at);
        if (left.number != right.number) { return up ? left.number > right.number : left.number < right.number; }
        return ids.compare(left.id, right.id) > 0;
    };
    std::vector<Walk> heap;
    heap.reserve(spans.size());
    for (const auto& span : spans) {
        Walk walk{span.from, span.from, span.to};
        const auto after_id = [&](const std::uint32_t* from, const std::uint32_t* to) {
            return std::partition_point(from, to, [&](std::uint32_t n) { return ids.compare(place_of(n).id, request.after->id) <= 0; });
        };
        if (request.after) {
            const auto low = std::ranges::lower_bound(span.from, span.to, request.after->number, {}, number_of);
            const auto high = std::ranges::upper_bound(low, span.to, request.after->number, {}, number_of);
            walk.at = after_id(low, high);
            walk.end = up ? span.to : high;
            if (!up && walk.at == high) { last_run(walk, low); }
        } else if (!up) {
            last_run(walk, span.to);
        }
        if (walk.at != walk.end) { heap.push_back(walk); }
    }
    std::ranges::make_heap(heap, later);
    std::vector<std::uint32_t> found;
    for (std::size_t passed = 0; !heap.empty() && found.size() < request.count;) {
        std::ranges::pop_heap(heap, later);
        Walk& walk = heap.back();
        if (wanted(*walk.at) && passed++ >= request.skip) { found.push_back(*walk.at); }
        ++walk.at;
        if (!up && walk.at == walk.end) {
            const auto run = std::ranges::lower_bound(walk.first, walk.end, number_of(walk.end[-1]), {}, number_of);
            last_run(walk, run);
        }
        if (walk.at == walk.end) { heap.pop_back(); } else { std::ranges::push_heap(heap, later); }
    }
    return found;
}

template <class PlaceOf>
std::vector<std::uint32_t> merge(const std::vector<OrderedCells::Span>& spans, const MergeRequest& request, const IdPool& ids,
                                 const PlaceOf& place_of) {
    return merge(spans, request, ids, place_of, [](std::uint32_t) { return true; });
}

}  // namespace gx::app
