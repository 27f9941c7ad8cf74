// SPDX-License-Identifier: Apache-2.0
#include "app/publication/search_public.hpp"

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

}  // namespace

base::Result<Json> search_public(const PublicView& view, const LawPack& law, const SearchQuery& query,
                                 const PageRequest& page) {
    const std::string text = searchable(query.q);
    if (text.empty()) { return Error{ErrorCode::InvalidInput, "request.too_short", "", "/query/q"}; }
    Hits hits;
    const auto done = view.read([&](const PublicModel& model) -> base::Result<base::Done> {
        if (!query.tenant.empty() && model.tenant_number(query.tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        const auto body_text = [&](std::uint32_t n) { return std::string_view{model.bodies[n].searchable_text}; };
        const auto duty_text = [&](std::uint32_t n) { return std::string_view{model.duties[n].searchable_title}; };
        const auto record_text = [&](std::uint32_t n) { return std::string_view{model.records[n].searchable_text}; };
        if (wants(query, "body")) {
            for (const auto number : model.body_texts.find(text, SIZE_MAX, body_text)) {
                const PublicBody& body = model.bodies[number];
                if (in_tenant(model, body, query)) { hits.add("body", body.id, body.name, &model, &body); }
            }
        }
        find_in_law(law, query, text, hits);
        if (wants(query, "record") && !hits.full()) {
            for (const auto number : model.record_texts.find(text, SIZE_MAX, record_text)) {
                const PublicRecord& record = model.records[number];
                const PublicBody& body = model.bodies[record.body];
                if (!record.alive || !in_tenant(model, body, query)) { continue; }
                hits.add("record", record.id, record.content.text_or_empty("type_name"), &model, &body);
            }
        }
        if (wants(query, "obligation") && !hits.full()) {
            for (const auto number : model.duty_texts.find(text, kHitsMax * 20, duty_text)) {
                const Duty& duty = model.duties[number];
                const PublicBody& body = model.bodies[duty.body];
                if (duty.alive && in_tenant(model, body, query)) {
                    hits.add("obligation", duty.id, duty.title, &model, &body);
                }
            }
        }
        return base::Done{};
    });
    GX_CHECK(done);
    const bool capped = hits.full();
    if (capped) { hits.all().resize(kHitsMax); }
    GX_TRY(const auto slice, slice_by_offset(hits.all().size(), page));
    Json items = Json::array();
    for (std::size_t i = slice.from; i < slice.to; ++i) { items.push(hits.all()[i]); }
    Json json = list_json(std::move(items), hits.all().size(), slice);
    if (capped) { json.set("total_capped", true); }
    return json;
}

}  // namespace gx::app
