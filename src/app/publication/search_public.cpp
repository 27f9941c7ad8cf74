// SPDX-License-Identifier: Apache-2.0
#include "app/publication/search_public.hpp"

#include <unordered_map>

#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kHitsMax = 1'000;

/// A hit before it is written: what it is and where it stands.
struct Hit {
    enum class Of : std::uint8_t { Body, Law, Record, Duty };
    Of of = Of::Body;
    std::uint32_t number = 0;
};

/// Gathers hits until there is one more than may be told.
class Hits {
public:
    bool full() const { return hits_.size() > kHitsMax; }
    void add(Hit::Of of, std::uint32_t number) {
        if (!full()) { hits_.push_back({of, number}); }
    }
    std::vector<Hit>& all() { return hits_; }

private:
    std::vector<Hit> hits_;
};

bool wants(const SearchQuery& query, std::string_view type) { return query.types.empty() || query.types.contains(type); }

bool in_tenant(const PublicModel& model, const PublicBody& body, const SearchQuery& query) {
    return body.alive && (query.tenant.empty() || model.tenants[body.tenant].code == query.tenant);
}

Json hit_json(const char* type, std::string id, const std::string& title) {
    Json hit = Json::object();
    return hit.set("type", type).set("id", std::move(id)).set("title", title);
}

Json hit_of_body(const PublicModel& model, const PublicBody& body, Json hit) {
    return hit.set("tenant", model.tenants[body.tenant].code).set("body", body.id).set("body_name", body.name);
}

void find_rows(const PublicModel& model, const SearchQuery& query, const std::string& text, Hits& hits) {
    if (wants(query, "record") && !hits.full()) {
        model.record_texts.find(text, [&](std::uint32_t number) {
            const RecordRow& record = model.records[number];
            if (record.listed && in_tenant(model, model.bodies[record.body], query)) { hits.add(Hit::Of::Record, number); }
            return !hits.full();
        });
    }
    if (wants(query, "obligation") && !hits.full()) {
        model.duty_texts.find(text, [&](std::uint32_t number) {
            const DutyRow& duty = model.duties[number];
            if (duty.listed && in_tenant(model, model.bodies[duty.body], query)) { hits.add(Hit::Of::Duty, number); }
            return !hits.full();
        });
    }
}

/// The hits with the titles of obligations, from the store through the gate.
Result<Json> with_titles(const PublicView& view, std::vector<Json> hits) {
    std::map<std::string, std::vector<std::string>> ids;
    for (const auto& hit : hits) {
        if (hit.text_or_empty("type") == "obligation") { ids[hit.text_or_empty("tenant")].push_back(hit.text_or_empty("id")); }
    }
    std::unordered_map<std::string, std::string> titles;
    if (!ids.empty()) {
        GX_TRY(const auto reader, view.store().reader());
        GX_CHECK(each_by_id(*reader, "obligation", ids, [&](const Entity& entity) {
            titles[entity.id] = view.law().gate.publish("obligation", entity.content).text_or_empty("title");
        }));
    }
    Json list = Json::array();
    for (auto& hit : hits) {
        if (hit.text_or_empty("type") == "obligation") {
            const auto found = titles.find(hit.text_or_empty("id"));
            if (found == titles.end()) { continue; }  // taken back since
            hit.set("title", found->second);
        }
        list.push(std::move(hit));
    }
    return list;
}

}  // namespace

PublicSearch::PublicSearch(const LawPack& law) {
    if (law.plan) {
        for (const auto& clause : law.plan->clauses) {
            law_texts_.push_back({"clause", clause.id, clause.title.zh, searchable(clause.title.zh + "\n" + clause.text)});
        }
    }
    for (const auto& source : law.sources.all()) {
        law_texts_.push_back({"source", source.id.str(), source.title, searchable(source.title + "\n" + source.doc_no)});
    }
}

base::Result<Json> PublicSearch::run(const PublicView& view, const SearchQuery& query, const PageRequest& page) const {
    const std::string text = searchable(query.q);
    if (text.empty()) { return Error{ErrorCode::InvalidInput, "request.too_short", "", "/query/q"}; }
    Hits hits;
    PageSlice slice;
    std::vector<Json> shown;
    std::int64_t search_position = 0;
    bool capped = false;
    GX_CHECK(view.read([&](const PublicModel& model) -> base::Result<base::Done> {
        if (!query.tenant.empty() && model.tenant_number(query.tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        search_position = model.search_position;
        if (wants(query, "body")) {
            const auto body_text = [&](std::uint32_t n) { return std::string_view{model.bodies[n].searchable_text}; };
            for (const auto number : model.body_texts.find(text, SIZE_MAX, body_text)) {
                if (in_tenant(model, model.bodies[number], query)) { hits.add(Hit::Of::Body, number); }
            }
        }
        for (std::uint32_t i = 0; i < law_texts_.size(); ++i) {
            const bool found = wants(query, law_texts_[i].type) && law_texts_[i].searchable.find(text) != std::string::npos;
            if (found) { hits.add(Hit::Of::Law, i); }
        }
        find_rows(model, query, text, hits);
        capped = hits.full();
        if (capped) { hits.all().resize(kHitsMax); }
        GX_TRY(slice, slice_by_offset(hits.all().size(), page));
        for (std::size_t i = slice.from; i < slice.to; ++i) {
            const Hit hit = hits.all()[i];
            if (hit.of == Hit::Of::Law) {
                shown.push_back(hit_json(law_texts_[hit.number].type.c_str(), law_texts_[hit.number].id, law_texts_[hit.number].title));
            } else if (hit.of == Hit::Of::Body) {
                const PublicBody& body = model.bodies[hit.number];
                shown.push_back(hit_of_body(model, body, hit_json("body", body.id, body.name)));
            } else if (hit.of == Hit::Of::Record) {
                const RecordRow& record = model.records[hit.number];
                const std::string title = record_type_title(view.law(), model.record_types[record.type]);
                shown.push_back(hit_of_body(model, model.bodies[record.body], hit_json("record", model.ids.text(record.id), title)));
            } else {
                const DutyRow& duty = model.duties[hit.number];
                shown.push_back(hit_of_body(model, model.bodies[duty.body], hit_json("obligation", model.ids.text(duty.id), "")));
            }
        }
        return base::Done{};
    }));
    GX_TRY(Json items, with_titles(view, std::move(shown)));
    Json json = list_json(std::move(items), hits.all().size(), slice);
    json.set("search_position", search_position);
    if (capped) { json.set("total_capped", true); }
    return json;
}

}  // namespace gx::app
