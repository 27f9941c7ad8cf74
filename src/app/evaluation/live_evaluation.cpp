// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/live_evaluation.hpp"

namespace gx::app {

using domain::evaluation::Evaluation;

Result<std::unique_ptr<LiveEvaluation>> LiveEvaluation::open(Reader& reader, const Input& input) {
    std::unique_ptr<LiveEvaluation> live{new LiveEvaluation{input}};
    GX_CHECK(live->facts_.load(reader));
    GX_CHECK(live->judge());
    return live;
}

Result<Done> LiveEvaluation::judge() {
    GX_TRY(evaluation_, Evaluation::run(scheme_, facts_.loaded().facts, horizon_, threads_));
    return Done{};
}

Result<LiveFacts::Change> LiveEvaluation::refresh(Reader& reader) {
    auto change = facts_.refresh(reader);
    if (!change || change->rebuilt || evaluation_ == nullptr) {
        evaluation_.reset();  // it looks at tables that are gone
        if (change) { GX_CHECK(judge()); }
        return change;
    }
    for (const std::uint32_t body : change->bodies) {
        if (auto judged = evaluation_->update_body(body); !judged) {
            evaluation_.reset();
            return std::move(judged).error();
        }
    }
    return change;
}

}  // namespace gx::app
