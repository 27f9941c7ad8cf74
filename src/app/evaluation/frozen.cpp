// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/frozen.hpp"

#include <map>

#include "domain/evaluation/explanation.hpp"

namespace gx::app {
namespace {

using base::Json;
using domain::evaluation::Evaluation;

constexpr std::size_t kRowsKept = 20;
constexpr std::size_t kBatch = 200;
constexpr std::size_t kPage = 1'000;

/// A score stored with `decimals` as hundredths.
std::int64_t hundredths(std::int64_t stored, int decimals) {
    for (; decimals < 2; ++decimals) { stored *= 10; }
    return stored;
}

Json groups_of(const Json& explanation) {
    Json groups = Json::object();
    const Json& list = explanation.at("groups");
    if (!list.is_array()) { return groups; }
    for (const Json& group : list.as_array()) { groups.set(group.text_or_empty("id"), group.at("score")); }
    return groups;
}

Result<Json> result_content(const Judgement& judgement, const FrozenHead& head, std::uint32_t body,
                            const std::string& body_id) {
    const Evaluation& evaluation = *judgement.evaluation;
    GX_TRY(auto explanation, domain::evaluation::explain(evaluation, body, kRowsKept));
    Json content = Json::object();
    content.set("code", judgement.code() + "/" + judgement.facts.bodies.key(body));
    content.set("evaluation_id", head.id).set("body_id", body_id);
    content.set("peer_group", judgement.scheme.ranks.empty() ? "" : evaluation.peer_group_name(0, body));
    const std::int64_t score = evaluation.score(body);
    if (score != domain::evaluation::kNullStored) {
        content.set("total", hundredths(score, judgement.scheme.aggregate.decimals));
    }
    content.set("grade", evaluation.grade(body));
    if (!judgement.scheme.ranks.empty()) {
        if (evaluation.place(0, body) != 0) { content.set("rank", static_cast<std::int64_t>(evaluation.place(0, body))); }
        content.set("rated", static_cast<std::int64_t>(evaluation.rated(0, body)));
    }
    Json caps = Json::array();
    for (const std::string& cap : evaluation.caps(body)) { caps.push(cap); }
    content.set("caps", std::move(caps)).set("groups", groups_of(explanation));
    content.set("explanation", std::move(explanation));
    return content;
}

/// The results that a trial of the same evaluation left, by code. Shape: one a body.
Result<std::map<std::string, Entity>> results_before(Work& work, const FrozenHead& head) {
    std::map<std::string, Entity> known;
    std::string after;
    for (;;) {
        Query query{.tenant = head.tenant, .where = {{.column = "evaluation_id", .values = {head.id}}}, .order = {{.column = "id"}}, .limit = kPage};
        if (!after.empty()) { query.where.push_back({.column = "id", .compare = Compare::Greater, .values = {after}}); }
        GX_TRY(auto rows, work.list("evaluation_result", query));
        const bool last = rows.size() < kPage;
        if (!rows.empty()) { after = rows.back().id; }
        for (Entity& row : rows) {
            std::string code = row.key;
            known.emplace(std::move(code), std::move(row));
        }
        if (last) { return known; }
    }
}

}  // namespace

Entity evaluation_entity(const Judgement& judgement, const FrozenHead& head) {
    std::int64_t bodies = 0;
    for (std::uint32_t body = 0; body < judgement.facts.bodies.size(); ++body) {
        bodies += judgement.evaluation->judged(body) ? 1 : 0;
    }
    const auto& horizon = judgement.evaluation->horizon();
    Json content = Json::object();
    content.set("code", judgement.code()).set("scheme", judgement.scheme.id);
    content.set("scheme_version", judgement.scheme.version).set("period", horizon.period);
    content.set("as_of", horizon.as_of.iso()).set("at_size", judgement.at_size).set("state", "frozen");
    content.set("digest", judgement.digest).set("bodies", bodies).set("unfiled_confirmed", head.unfiled_confirmed);
    if (!head.law_digest.empty()) { content.set("law_digest", head.law_digest); }
    return {.type = "evaluation", .tenant = head.tenant, .id = head.id, .key = judgement.code(), .version = 1,
            .content = std::move(content)};
}

Result<Done> write_results(Work& work, const Judgement& judgement, const FrozenHead& head, IdSource& ids) {
    std::map<std::string, std::string> body_ids;
    GX_CHECK(work.scan("body", head.tenant, [&](const Entity& body) -> Result<Done> {
        body_ids.emplace(body.key, body.id);
        return Done{};
    }));
    GX_TRY(auto known, results_before(work, head));
    std::vector<Entity> batch;
    const auto flush = [&]() -> Result<Done> {
        if (batch.empty()) { return Done{}; }
        GX_CHECK(work.put_many(batch, "freeze"));
        batch.clear();
        return Done{};
    };
    for (std::uint32_t body = 0; body < judgement.facts.bodies.size(); ++body) {
        if (!judgement.evaluation->judged(body)) { continue; }
        const std::string& key = judgement.facts.bodies.key(body);
        const auto id = body_ids.find(key);
        if (id == body_ids.end()) { return Error{ErrorCode::NotFound, "body.unknown", key}; }
        GX_TRY(auto content, result_content(judgement, head, body, id->second));
        const std::string code = content.text_or_empty("code");
        const auto before = known.find(code);
        Entity next{.type = "evaluation_result", .tenant = head.tenant, .id = {}, .key = code, .version = 1, .content = std::move(content)};
        next.id = before == known.end() ? ids.next_id() : before->second.id;
        if (before != known.end()) {
            next.version = before->second.version + 1;
            known.erase(before);
        }
        batch.push_back(std::move(next));
        if (batch.size() == kBatch) { GX_CHECK(flush()); }
    }
    GX_CHECK(flush());
    // Whoever is judged no more has no result either.
    for (const auto& [code, row] : known) { GX_CHECK(work.remove(row, "judge")); }
    return Done{};
}

}  // namespace gx::app
