// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/run_evaluation.hpp"

#include "app/evaluation/fact_snapshot.hpp"
#include "app/evaluation/frozen.hpp"
#include "app/evaluation/load_facts.hpp"
#include "app/evaluation/period.hpp"

namespace gx::app {

using domain::evaluation::Evaluation;

std::vector<std::string> Judgement::unfiled_bodies() const {
    std::vector<std::string> out;
    for (std::uint32_t body = 0; body < facts.bodies.size(); ++body) {
        if (evaluation->judged(body) && evaluation->not_filed(body) > 0) { out.push_back(facts.bodies.key(body)); }
    }
    return out;
}

std::string Judgement::code() const {
    const auto& horizon = evaluation->horizon();
    return scheme.id + "@" + scheme.version + "/" + horizon.period + "/" + horizon.as_of.iso();
}

Result<std::string> Judgement::digest_text() const {
    base::Json head = base::Json::object();
    head.set("scheme", scheme.id).set("scheme_version", scheme.version);
    head.set("period", evaluation->horizon().period).set("as_of", evaluation->horizon().as_of.iso());
    GX_TRY(const auto table, evaluation->table(0, 1));
    return base::canonical(head) + "\n" + domain::evaluation::to_csv(table);
}

Result<Done> RunEvaluation::refuse_published_facts(Reader& reader, const std::string& tenant) const {
    GX_TRY(const auto found, reader.find_by_key("tenant", tenant, tenant));
    if (found && found->content.text_or_empty("mode") == "published_facts") {
        return Error{ErrorCode::StateForbids, "tenant.published_facts_only"};
    }
    return Done{};
}

Result<RunEvaluation::Output> RunEvaluation::run(const Input& input, const Actor& actor) {
    if (!actor.may(input.freeze ? "evaluation.freeze" : "evaluation.run")) {
        return Error{ErrorCode::NotPermitted, "access.denied"};
    }
    if (input.scheme.outputs.empty()) {
        return Error{ErrorCode::InvalidInput, "scheme.field_missing", "outputs", "/outputs"};
    }
    GX_TRY(const auto horizon, horizon_of(input.period, input.as_of, clock_.today()));
    auto judgement = std::make_shared<Judgement>();
    {
        GX_TRY(const auto reader, store_.reader());
        GX_CHECK(refuse_published_facts(*reader, actor.tenant));
        GX_TRY(const std::int64_t size, reader->journal_size());
        if (input.at_size && (*input.at_size < 0 || *input.at_size > size)) {
            return Error{ErrorCode::InvalidInput, "evaluation.at_beyond_journal", std::to_string(size), "at"};
        }
        judgement->at_size = input.at_size.value_or(size);
        const FactsRequest request{.tenant = actor.tenant, .as_of = horizon.as_of, .at_size = input.at_size, .periods = input.periods};
        // What is frozen stands on the rows themselves.
        if (input.snapshots != nullptr && !input.freeze && !input.at_size) {
            GX_TRY(auto loaded, facts_by_snapshot(*reader, kinds_, request, input.law_digest, *input.snapshots));
            judgement->facts = std::move(loaded.facts);
        } else {
            GX_TRY(judgement->facts, load_facts(*reader, kinds_, request));
        }
    }
    judgement->scheme = input.scheme;
    GX_TRY(judgement->evaluation, Evaluation::run(judgement->scheme, judgement->facts, horizon, input.threads));
    GX_TRY(const auto text, judgement->digest_text());
    judgement->digest = base::to_hex(hasher_.digest(base::as_bytes(text)));
    if (!input.freeze) {
        Output output;
        output.judgement = std::move(judgement);
        return output;
    }
    return freeze(std::move(judgement), input, actor);
}

Result<RunEvaluation::Output> RunEvaluation::freeze(std::shared_ptr<const Judgement> judgement, const Input& input,
                                                    const Actor& actor) {
    // DESIGN 3: not filed is not "not applicable"; a freeze is refused until confirmed.
    if (const auto unfiled = judgement->unfiled_bodies(); !unfiled.empty() && !input.unfiled_confirmed) {
        return Error{ErrorCode::BasisMissing, "evaluation.unfiled_not_confirmed",
                     fmt::format("{} bodies, first {}", unfiled.size(), unfiled.front())};
    }
    Output output;
    output.judgement = judgement;
    const WriteContext context{.actor = actor, .at = clock_.now()};
    auto written = store_.write(context, [&](Work& work) -> Result<Done> {
        GX_TRY(const auto before, work.find_by_key("evaluation", actor.tenant, judgement->code()));
        if (before) {
            if (before->content.text_or_empty("digest") != judgement->digest) {
                return Error{ErrorCode::Conflict, "evaluation.frozen_differs", judgement->code()};
            }
            output.evaluation_id = before->id;
            output.frozen_before = true;
            return Done{};
        }
        output.evaluation_id = ids_.next_id();
        const FrozenHead head{.tenant = actor.tenant, .id = output.evaluation_id, .law_digest = input.law_digest,
                              .unfiled_confirmed = input.unfiled_confirmed};
        GX_CHECK(work.put(evaluation_entity(*judgement, head), "freeze"));
        return write_results(work, *judgement, head, ids_);
    });
    if (!written) { return std::move(written).error(); }
    return output;
}

}  // namespace gx::app
