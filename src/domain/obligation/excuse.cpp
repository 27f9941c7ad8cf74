// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/excuse.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json_reader.hpp"

namespace gx::domain {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

Result<Excuse> Excuse::from_json(const Json& object, const std::string& pointer) {
    const JsonReader reader{object, pointer};
    GX_CHECK(reader.only({"code", "title", "words", "source", "in_force"}));
    Excuse made;
    GX_TRY(made.code, reader.text("code", 60));
    GX_TRY(made.title, Wording::from_json(reader.raw("title"), reader.where("title")));
    GX_TRY(made.words, reader.texts("words", 20));
    GX_TRY(made.source, reader.texts("source", 20));
    if (made.source.empty()) { return reader.refuse("source", "json.member_missing", "the clause that refuses it"); }
    GX_TRY(made.in_force, InForce::from_json(reader.raw("in_force"), reader.where("in_force")));
    return made;
}

Result<ExcuseBook> ExcuseBook::make(std::vector<Excuse> excuses) {
    for (std::size_t i = 0; i < excuses.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (excuses[i].code == excuses[j].code && excuses[i].in_force.overlaps(excuses[j].in_force)) {
                return Error{ErrorCode::Conflict, "excuse.twice", excuses[i].code};
            }
        }
    }
    ExcuseBook made;
    made.excuses_ = std::move(excuses);
    return made;
}

const Excuse* ExcuseBook::find(std::string_view code_or_text, base::Date on) const {
    for (const auto& excuse : excuses_) {
        if (!excuse.in_force.covers(on)) { continue; }
        const auto named = [&](const std::string& word) { return code_or_text.find(word) != std::string_view::npos; };
        if (code_or_text == excuse.code || std::any_of(excuse.words.begin(), excuse.words.end(), named)) {
            return &excuse;
        }
    }
    return nullptr;
}

Result<Done> ExcuseBook::check(std::string_view code_or_text, base::Date on) const {
    const Excuse* refused = find(code_or_text, on);
    if (refused == nullptr) { return Done{}; }
    return Error{ErrorCode::BasisMissing, "obligation.excuse_refused",
                 fmt::format("{}: {}", refused->code, fmt::join(refused->source, "; "))};
}

}  // namespace gx::domain
