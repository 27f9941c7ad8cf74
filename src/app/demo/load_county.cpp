// SPDX-License-Identifier: Apache-2.0
#include "app/demo/load_county.hpp"

#include "app/demo/county.hpp"
#include "app/obligation/content_rules.hpp"

namespace gx::app {
namespace {

/// A made-up county must obey the same rules as a real one.
Result<Done> hold_against_the_rules(const LawPack& law, const demo::Entities& entities) {
    for (const Entity& entity : entities) {
        const auto checked = check_content(law, entity.type, entity.content);
        if (!checked) {
            return Error{ErrorCode::Corrupt, "demo.content",
                         fmt::format("{} {} {}", entity.type, checked.error().reason, checked.error().detail),
                         entity.content.text_or_empty("code") + checked.error().where};
        }
    }
    return Done{};
}

/// Neighbours of one type go to the store together.
Result<Done> put_all(Work& work, const demo::Entities& entities) {
    std::size_t from = 0;
    while (from < entities.size()) {
        std::size_t to = from;
        while (to < entities.size() && to - from < 1000 && entities[to].type == entities[from].type) { ++to; }
        GX_CHECK(work.put_many(std::span(entities).subspan(from, to - from), "add"));
        from = to;
    }
    return Done{};
}

}  // namespace

Result<LoadCounty::Output> LoadCounty::run(const Input& input, const Actor& actor) {
    demo::Dice dice(input.seed);
    demo::SeededIds ids(input.seed);
    const std::string tenant = input.words.at("tenant").text_or_empty("code");
    demo::Draft draft{input.words, dice, ids, input.today, tenant};
    const auto bodies = demo::draft_bodies(draft);
    demo::draft_duties(draft, bodies);
    demo::draft_finances(draft, bodies);
    demo::draft_statements(draft, bodies);
    GX_TRY(const auto sealed, demo::draft_officials(draft, bodies, sealer_));
    GX_CHECK(hold_against_the_rules(law_, draft.out));
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        for (const SealedValue& value : sealed) { GX_CHECK(work.add_sealed(value)); }
        return put_all(work, draft.out);
    }));
    return Output{tenant, bodies.size(), draft.out.size()};
}

}  // namespace gx::app
