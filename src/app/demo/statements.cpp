// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/demo/county.hpp"

namespace gx::app::demo {
namespace {

using base::Json;

constexpr const char* kFirstYear = "2025";
constexpr const char* kSecondYear = "2026";

std::int64_t number(const Json& leaf, const char* member, std::size_t at = 0) {
    const Json& value = leaf.at(member);
    return value.is_array() ? value.as_array()[at].as_int() : value.as_int();
}

bool has(const DemoBody& body, const std::string& power) {
    return power.empty() || (power == "penalty" && body.penalty) || (power == "institutions" && body.institutions) ||
           (power == "debt" && body.debt);
}

/// A share between low and high, drawn around the body's diligence.
std::int64_t share(Draft& draft, const DemoBody& body, const Json& leaf) {
    const std::int64_t low = number(leaf, "low");
    const std::int64_t high = number(leaf, "high");
    const std::int64_t drawn = low + (high - low) * (body.diligence - 45) / 52 + draft.dice.between(-3, 8);
    return std::max(low, std::min(high, drawn));
}

void fill(Draft& draft, const DemoBody& body, const Json& leaf, Json& content) {
    const std::string form = leaf.text_or_empty("form");
    if (form == "parts") {
        Json parts = Json::array();
        for (std::int64_t i = 0; i < number(leaf, "parts"); ++i) {
            const std::int64_t denominator = draft.dice.between(number(leaf, "of", 0), number(leaf, "of", 1));
            const std::int64_t numerator = denominator * share(draft, body, leaf) / 100;
            parts.push(Json::object().set("numerator", numerator).set("denominator", denominator));
        }
        content.set("form", "parts").set("parts", std::move(parts));
    } else if (form == "counts") {
        Json counts = Json::object();
        for (const Json& name : leaf.at("classes").as_array()) {
            counts.set(name.as_string(), draft.dice.chance(body.diligence) ? 0 : draft.dice.between(0, number(leaf, "most")));
        }
        content.set("form", "counts").set("counts", std::move(counts));
    } else if (form == "flag") {
        content.set("form", "flag").set("flag", draft.dice.chance(number(leaf, "low")));
    } else if (form == "score") {
        content.set("form", "parts").set("score_hundredths", share(draft, body, leaf) * 100);
    }
}

void add(Draft& draft, const DemoBody& body, const Json& leaf, const char* period, const char* filed, const char* checked) {
    const std::string id = leaf.text_or_empty("leaf");
    Json content;
    content.set("code", fmt::format("{}/{}/{}", body.code, id, period)).set("body_id", body.id).set("leaf", id);
    content.set("period", period).set("filed_on", filed).set("filed_by", "demo-filer");
    content.set("checked_on", checked).set("checked_by", "demo-checker");
    const bool lacks = !has(body, leaf.text_or_empty("needs"));
    if (lacks || draft.dice.chance(leaf.int_at("absent").value_or(0))) {
        content.set("form", "not_applicable");
        content.set("reason", draft.words.text_or_empty(lacks ? "absent_permanent" : "absent_reason"));
    } else {
        fill(draft, body, leaf, content);
        Json evidence;
        evidence.set("title", draft.words.text_or_empty("statement_evidence")).set("on", filed);
        content.set("evidence", Json::array().push(std::move(evidence)));
    }
    draft.add("statement", std::move(content));
}

}  // namespace

void draft_statements(Draft& draft, const std::vector<DemoBody>& bodies) {
    for (const DemoBody& body : bodies) {
        const Json& leaves = draft.words.at(body.body_class == "INST" ? "institution_statements" : "statements");
        if (!leaves.is_array()) { continue; }
        for (const Json& leaf : leaves.as_array()) {
            add(draft, body, leaf, kFirstYear, "2026-01-12", "2026-01-15");
            add(draft, body, leaf, kSecondYear, "2026-07-08", "2026-07-12");
        }
    }
}

}  // namespace gx::app::demo
