// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/scheme.hpp"

#include "domain/evaluation/evaluation_test_support.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Json;
using test::file_text;
using test::json;

const char* const kSmall = R"j({
 "id": "small", "version": "1",
 "tables": {"points": {"minor": 1}},
 "facts": [{"id": "duty", "table": "obligation", "values": [{"late": "done_day > due_day"}]}],
 "measures": [{"of": "duty", "by": "kind", "columns": [{"n": "count()"}, {"n_late": "count(late)"}]}],
 "groups": [{"id": "A", "weight": 60}, {"id": "B", "weight": 40}],
 "indicators": [
   {"id": "A1", "group": "A", "weight": 60, "numerator": "n_late", "denominator": "n", "f": "inv(r, 1)"},
   {"id": "B1", "group": "B", "weight": 40, "f": "bin(n[contract] > 0)"}],
 "aggregate": {"kind": "grouped", "decimals": 2, "maximum": 100},
 "grades": [{"grade": "B", "below": 60}, {"grade": "A"}],
 "outputs": [{"id": "bodies", "rows": "bodies", "columns": ["body", "score", "grade"], "order": ["-score"]}]
})j";

/// The small scheme with one place replaced: "/indicators/0/weight" -> 59.
Json with(const std::string& pointer, Json value) {
    Json file = json(kSmall);
    Json* at = &file;
    std::size_t from = 1;
    while (from <= pointer.size()) {
        const std::size_t slash = std::min(pointer.find('/', from), pointer.size());
        const std::string part = pointer.substr(from, slash - from);
        if (at->is_array()) {
            at = &at->as_array()[std::stoul(part)];
        } else {
            if (!at->as_object().contains(part)) { at->as_object().emplace(part, Json{}); }
            at = &at->as_object().find(part)->second;
        }
        from = slash + 1;
    }
    *at = std::move(value);
    return file;
}

struct Refusal {
    const char* pointer;
    const char* value;
    const char* reason;
    const char* where;
};

class SchemeRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(SchemeRefuses, WithTheReasonAndThePlace) {
    ASSERT_TRUE(Scheme::from_json(json(kSmall)).ok());
    const auto scheme = Scheme::from_json(with(GetParam().pointer, json(GetParam().value)));
    ASSERT_FALSE(scheme.ok());
    EXPECT_EQ(scheme.error().reason, GetParam().reason) << scheme.error().detail;
    EXPECT_EQ(scheme.error().where, GetParam().where);
}

INSTANTIATE_TEST_SUITE_P(, SchemeRefuses, testing::Values(
    Refusal{"/colour", "\"red\"", "scheme.unknown_field", "/colour"},
    Refusal{"/facts/0/colour", "1", "scheme.unknown_field", "/facts/0/colour"},
    Refusal{"/indicators/0/weight", "59", "scheme.weights", "/indicators"},
    Refusal{"/groups/0/weight", "61", "scheme.weights", "/groups/0/weight"},
    Refusal{"/indicators/0/weight", "\"x\"", "scheme.number", "/indicators/0/weight"},
    Refusal{"/indicators/0/group", "\"Z\"", "scheme.dangling_name", "/indicators/0/group"},
    Refusal{"/indicators/0/f", "\"log(r)\"", "scheme.unknown_node", "/indicators/0/f"},
    Refusal{"/indicators/0/f", "\"lin(r, 1)\"", "scheme.unknown_node", "/indicators/0/f"},
    Refusal{"/indicators/0/f", "\"r /\"", "scheme.expression", "/indicators/0/f"},
    Refusal{"/indicators/0/f", "null", "scheme.field_missing", "/indicators/0"},
    Refusal{"/indicators/0/f", "\"step(pints, r)\"", "scheme.dangling_name", "/indicators/0/f"},
    Refusal{"/indicators/1/f", "\"bin(m[contract])\"", "scheme.dangling_name", "/indicators/1/f"},
    Refusal{"/indicators/1/form", "\"ratio\"", "scheme.dangling_name", "/indicators/1/form"},
    Refusal{"/indicators/1/id", "\"A1\"", "scheme.duplicate_name", "/indicators/1"},
    Refusal{"/indicators/0/empty", "\"half\"", "scheme.unknown_field", "/indicators/0/empty"},
    Refusal{"/measures/0/of", "\"dooty\"", "scheme.dangling_name", "/measures/0"},
    Refusal{"/measures/0/columns/0", "{\"n\": \"average(x)\"}", "scheme.unknown_node", "/measures/0/columns/0/n"},
    Refusal{"/measures/0/columns/1", "{\"n\": \"count()\"}", "scheme.duplicate_name", "/measures/0"},
    Refusal{"/facts/0/values/0", "{\"late\": \"ratio(1, 2) > 0\"}", "scheme.unknown_node", "/facts/0/values/0/late"},
    Refusal{"/aggregate/kind", "\"median\"", "scheme.unknown_node", "/aggregate/kind"},
    Refusal{"/aggregate/decimals", "12", "scheme.number", "/aggregate/decimals"},
    Refusal{"/grades/1/below", "90", "scheme.grades_open", "/grades/1"},
    Refusal{"/grades/0", "{\"grade\": \"B\"}", "scheme.grades_open", "/grades/0"},
    Refusal{"/grades", "[]", "scheme.grades_open", "/grades"},
    Refusal{"/tables/bands", "[{\"below\": 2, \"is\": 1}, {\"below\": 1, \"is\": 2}, {\"is\": 3}]", "scheme.number",
            "/tables/bands/1/below"},
    Refusal{"/outputs/0/rows", "\"things\"", "scheme.dangling_name", "/outputs/0/rows"},
    Refusal{"/outputs/0/order/0", "\"-points\"", "scheme.dangling_name", "/outputs/0/order"},
    Refusal{"/id", "null", "scheme.field_missing", ""}));

TEST(Scheme, FormsAreLaidUnderLeavesWithTheirId) {
    Json file = with("/forms", json(R"j({"flag": {"f": "bin(n[$id])", "statement": "$id"}})j"));
    file.as_object().find("indicators")->second.as_array()[1] =
        json(R"({"id": "B1", "group": "B", "weight": 40, "form": "flag"})");
    const Scheme scheme = test::scheme_of(file);
    EXPECT_EQ(scheme.indicators[1].statement, "B1");
    EXPECT_EQ(scheme.indicators[1].f->expression.args[0].codes, std::vector<std::string>{"B1"});
}

TEST(Scheme, EveryFileOfTheProductIsRead) {
    for (const char* name : {"LY-GIE-2021", "LY-GIE-2021-v2", "LY-GIE-2021-INST", "reference"}) {
        const Scheme scheme =
            test::scheme_of(json(file_text(std::string{"tests/fixtures/evaluation/schemes/"} + name + ".json")));
        EXPECT_TRUE(std::string_view(name).starts_with(scheme.id)) << name;  // versions of one scheme have one id
    }
}

TEST(Scheme, TheCountySchemeHasThirtyThreeLeavesWithTitleAndClause) {
    const Scheme scheme = test::scheme_of(json(file_text("tests/fixtures/evaluation/schemes/LY-GIE-2021.json")));
    ASSERT_EQ(scheme.indicators.size(), 33U);
    for (const Indicator& leaf : scheme.indicators) {
        EXPECT_FALSE(leaf.title.zh.empty()) << leaf.id;
        EXPECT_FALSE(leaf.title.en.empty()) << leaf.id;
        EXPECT_EQ(leaf.clause.rfind("S-", 0), 0U) << leaf.id;
        EXPECT_FALSE(leaf.rows.empty()) << leaf.id;
    }
    std::vector<std::string> caps;
    for (const Cap& cap : scheme.caps) { caps.push_back(cap.id); }
    EXPECT_EQ(caps, (std::vector<std::string>{"V1", "V2", "V3", "V4", "V5", "V6", "V7-IV", "V7-III"}));
}

}  // namespace
}  // namespace gx::domain::evaluation
