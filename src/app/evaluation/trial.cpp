// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/trial.hpp"

#include "app/evaluation/frozen.hpp"
#include "app/evaluation/load_facts.hpp"
#include "app/evaluation/period.hpp"

namespace gx::app {
namespace {

Entity changed(const Entity& row, base::Json content) {
    Entity next = row;
    next.version = row.version + 1;
    next.content = std::move(content);
    return next;
}

Result<Entity> evaluation_in(Work& work, const std::string& tenant, const std::string& code) {
    GX_TRY(const auto row, work.find_by_key("evaluation", tenant, code));
    if (!row) { return Error{ErrorCode::StateForbids, "case.evaluation_not_so", code}; }
    return *row;
}

}  // namespace

Result<Entity> judge_trial(const TrialParts& parts, const std::string& tenant, const TrialInput& input) {
    if (input.scheme.outputs.empty()) { return Error{ErrorCode::InvalidInput, "scheme.field_missing", "outputs", "/outputs"}; }
    GX_TRY(const auto horizon, horizon_of(input.period, input.as_of, input.today));
    Judgement judgement;
    judgement.scheme = input.scheme;
    GX_TRY(judgement.at_size, parts.work.journal_size());
    GX_TRY(judgement.facts, load_facts(parts.work, parts.kinds, {.tenant = tenant, .as_of = horizon.as_of}));
    GX_TRY(judgement.evaluation, domain::evaluation::Evaluation::run(judgement.scheme, judgement.facts, horizon, input.threads));
    GX_TRY(const auto text, judgement.digest_text());
    judgement.digest = base::to_hex(parts.hasher.digest(base::as_bytes(text)));

    GX_TRY(const auto before, parts.work.find_by_key("evaluation", tenant, judgement.code()));
    if (before && before->content.text_or_empty("state") != "trial") {
        return Error{ErrorCode::Conflict, "evaluation.frozen_differs", judgement.code()};
    }
    const FrozenHead head{.tenant = tenant, .id = before ? before->id : parts.ids.next_id(), .law_digest = input.law_digest};
    Entity row = evaluation_entity(judgement, head);
    row.content.set("state", "trial").set("case_id", input.case_id);
    if (before) { row.version = before->version + 1; }
    GX_CHECK(parts.work.put(row, "judge"));
    GX_CHECK(write_results(parts.work, judgement, head, parts.ids));
    return row;
}

Result<Done> freeze_trial(Work& work, const std::string& tenant, const std::string& code) {
    GX_TRY(const Entity row, evaluation_in(work, tenant, code));
    if (row.content.text_or_empty("state") == "frozen") { return Done{}; }
    base::Json content = row.content;
    content.set("state", "frozen").set("unfiled_confirmed", true);
    return work.put(changed(row, std::move(content)), "freeze");
}

Result<Done> publish_frozen(Work& work, const std::string& tenant, const std::string& code, base::Date today) {
    GX_TRY(const Entity row, evaluation_in(work, tenant, code));
    if (row.content.text_or_empty("state") != "frozen") { return Error{ErrorCode::StateForbids, "case.evaluation_not_so", code}; }
    base::Json content = row.content;
    content.set("published_on", today.iso());
    return work.put(changed(row, std::move(content)), "publish");
}

}  // namespace gx::app
