// SPDX-License-Identifier: Apache-2.0
#include "app/publication/search_public.hpp"

#include <unordered_map>

#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kHitsMax = 1'000;

/// Gathers hits until there is one more than may be told.
class Hits {
public:
    bool full() const { return hits_.size() > kHitsMax; }
    std::size_t room() const { return kHitsMax + 1 - hits_.size(); }
    void add(const char* type, const std::string& id, const std::string& title, const PublicModel* model,
             const PublicBody* body) {
        if (full()) { return; }
        Json hit = Json::object();
        hit.set("type", type).set("id", id).set("title", title);
        if (body != nullptr) {
            hit.set("tenant", model->tenants[body->tenant].code).set("body", body->id).set("body_name", body->name);
        }
        hits_.push_back(std::move(hit));
    }
    std::vector<Json>& all() { return hits_; }

private:
    std::vector<Json> hits_;
};

bool wants(const SearchQuery& query, std::string_view type) { return query.types.empty() || query.types.contains(type); }

bool in_tenant(const PublicModel& model, const PublicBody& body, const SearchQuery& query) {
    return body.alive && (query.tenant.empty() || model.tenants[body.tenant].code == query.tenant);
}

void find_in_law(const LawPack& law, const SearchQuery& query, const std::string& text, Hits& hits) {
    if (wants(query, "clause") && law.plan) {
        for (const auto& clause : law.plan->clauses) {
            const bool found = searchable(clause.title.zh + "\n" + clause.text).find(text) != std::string::npos;
            if (found) { hits.add("clause", clause.id, clause.title.zh, nullptr, nullptr); }
        }
    }
    if (!wants(query, "source")) { return; }
    for (const auto& source : law.sources.all()) {
        const bool found = searchable(source.title + "\n" + source.doc_no).find(text) != std::string::npos;
        if (found) { hits.add("source", source.id.str(), source.title, nullptr, nullptr); }
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

base::Result<Json> search_public(const PublicView& view, const LawPack& law, const SearchQuery& query,
                                 const PageRequest& page) {
    const std::string text = searchable(query.q);
    if (text.empty()) { return Error{ErrorCode::InvalidInput, "request.too_short", "", "/query/q"}; }
    Hits hits;
    std::int64_t search_position = 0;
    const auto done = view.read([&](const PublicModel& model) -> base::Result<base::Done> {
        if (!query.tenant.empty() && model.tenant_number(query.tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        const auto body_text = [&](std::uint32_t n) { return std::string_view{model.bodies[n].searchable_text}; };
        search_position = model.search_position;
        if (wants(query, "body")) {
            for (const auto number : model.body_texts.find(text, SIZE_MAX, body_text)) {
                const PublicBody& body = model.bodies[number];
                if (in_tenant(model, body, query)) { hits.add("body", body.id, body.name, &model, &body); }
            }
        }
        find_in_law(law, query, text, hits);
        if (wants(query, "record") && !hits.full()) {
            model.record_texts.find(text, [&](std::uint32_t number) {
                const RecordRow& record = model.records[number];
                const PublicBody& body = model.bodies[record.body];
                if (record.listed && in_tenant(model, body, query)) {
                    hits.add("record", model.ids.text(record.id), record_type_title(view.law(), model.record_types[record.type]),
                             &model, &body);
                }
                return !hits.full();
            });
        }
        if (wants(query, "obligation") && !hits.full()) {
            model.duty_texts.find(text, [&](std::uint32_t number) {
                const DutyRow& duty = model.duties[number];
                const PublicBody& body = model.bodies[duty.body];
                if (duty.listed && in_tenant(model, body, query)) {
                    hits.add("obligation", model.ids.text(duty.id), "", &model, &body);
                }
                return !hits.full();
            });
        }
        return base::Done{};
    });
    GX_CHECK(done);
    const bool capped = hits.full();
    if (capped) { hits.all().resize(kHitsMax); }
    GX_TRY(const auto slice, slice_by_offset(hits.all().size(), page));
    GX_TRY(Json items, with_titles(view, {hits.all().begin() + static_cast<std::ptrdiff_t>(slice.from),
                                          hits.all().begin() + static_cast<std::ptrdiff_t>(slice.to)}));
    Json json = list_json(std::move(items), hits.all().size(), slice);
    json.set("search_position", search_position);
    if (capped) { json.set("total_capped", true); }
    return json;
}

}  // namespace gx::app
