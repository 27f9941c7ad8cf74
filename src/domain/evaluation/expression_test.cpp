// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/expression.hpp"

#include <gtest/gtest.h>

namespace gx::domain::evaluation {
namespace {

TEST(Expression, BindsTightestFirst) {
    const auto parsed = parse_expression("not a = 1 and b + 2 * c < -3 or d in ('x', 'y')");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed->node, Node::Or);
    const Expression& both = parsed->args[0];
    EXPECT_EQ(both.node, Node::And);
    EXPECT_EQ(both.args[0].node, Node::Not);
    EXPECT_EQ(both.args[1].node, Node::Less);
    EXPECT_EQ(both.args[1].args[0].args[1].node, Node::Multiply);
    EXPECT_EQ(parsed->args[1].codes, (std::vector<std::string>{"x", "y"}));
}

TEST(Expression, ReadsCodesOfADimension) {
    const auto parsed = parse_expression("n[contract, 'V7', B4.1]");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed->node, Node::Indexed);
    EXPECT_EQ(parsed->codes, (std::vector<std::string>{"contract", "V7", "B4.1"}));
}

TEST(Expression, NamesThatBeginLikeWordsStayNames) {
    const auto parsed = parse_expression("order + inside + notes + android");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed->node, Node::Add);
}

TEST(Expression, RefusesWhatIsNotWellFormed) {
    for (const char* bad : {"", "1 +", "(1", "1 / 2", "a b", "f(1,", "n[", "n[]", "'open", "a in 'x'", "a is 3", "1.2.3",
                            "a == 1", "$id", "a is not"}) {
        const auto parsed = parse_expression(bad);
        ASSERT_FALSE(parsed.ok()) << bad;
        EXPECT_EQ(parsed.error().reason, "scheme.expression");
        EXPECT_NE(parsed.error().detail.find("character"), std::string::npos);
    }
}

TEST(Expression, IsBounded) {
    EXPECT_FALSE(parse_expression(std::string(60, '(') + "1" + std::string(60, ')')).ok());
    EXPECT_FALSE(parse_expression(std::string(60, '-') + "1").ok());
    EXPECT_FALSE(parse_expression(std::string(3'000, ' ') + "1").ok());
    std::string long_sum = "1";
    for (int i = 0; i < 500; ++i) { long_sum += "+1"; }
    EXPECT_FALSE(parse_expression(long_sum).ok());
}

}  // namespace
}  // namespace gx::domain::evaluation
