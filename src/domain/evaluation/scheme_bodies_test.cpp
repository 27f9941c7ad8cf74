// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/scheme_bodies.hpp"

#include <gtest/gtest.h>

namespace gx::domain::evaluation {
namespace {

struct ClassCase {
    const char* name;
    const char* bodies;  ///< "": the scheme has no condition
    const char* body_class;
    bool may;
};
class MayJudgeClass : public testing::TestWithParam<ClassCase> {};

TEST_P(MayJudgeClass, SaysNoOnlyWhenTheClassRulesItOut) {
    Scheme scheme;
    if (*GetParam().bodies != '\0') {
        auto expression = parse_expression(GetParam().bodies);
        ASSERT_TRUE(expression.ok());
        scheme.bodies = Formula{std::move(*expression), "/bodies"};
    }
    EXPECT_EQ(may_judge_class(scheme, GetParam().body_class), GetParam().may);
}

INSTANTIATE_TEST_SUITE_P(, MayJudgeClass, testing::Values(
    ClassCase{"NoCondition", "", "DEPT", true},
    ClassCase{"Equal", "class = 'INST'", "INST", true},
    ClassCase{"EqualOther", "class = 'INST'", "DEPT", false},
    ClassCase{"NotEqual", "class != 'INST'", "INST", false},
    ClassCase{"In", "class in ('DEPT', 'TOWN')", "TOWN", true},
    ClassCase{"NotIn", "class in ('DEPT', 'TOWN')", "PARTY", false},
    ClassCase{"UnknownAlone", "has_debt = 1", "DEPT", true},
    ClassCase{"AndUnknown", "class = 'DEPT' and has_debt = 1", "DEPT", true},
    ClassCase{"AndRulesOut", "class = 'DEPT' and has_debt = 1", "TOWN", false},
    ClassCase{"OrUnknown", "class = 'DEPT' or has_debt = 1", "TOWN", true},
    ClassCase{"OrRulesOut", "class = 'DEPT' or class = 'TOWN'", "INST", false},
    ClassCase{"Not", "not class = 'DEPT'", "DEPT", false},
    ClassCase{"NotUnknown", "not has_debt = 1", "DEPT", true}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace gx::domain::evaluation
