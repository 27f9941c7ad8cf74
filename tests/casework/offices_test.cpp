// SPDX-License-Identifier: Apache-2.0
// S-4.3b: where complaints go when the credit office itself, or the body above it, is accused.
#include "tests/support/case_county.hpp"

namespace gx::tests {
namespace {

class CountyOffices : public CaseCounty {
protected:
    std::string filed(const std::string& subject) {
        return open("maker", "complaint", subject, R"({"title":"标题","content":"内容内容","channel":"letter"})");
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, CountyOffices, kCaseBackends, backend_name);

TEST_P(CountyOffices, S_4_3b_TheLastRecipientIsTheOneConfiguredAtInit) {
    put("tenant", "T", R"({"code":"990101","name":"示范市","mode":"demonstration","division_code":"990101","discipline_organ":"E02","credit_office":"B02"})", 2);
    EXPECT_EQ(file(filed("edu")).body_id, "fin");
    EXPECT_EQ(file(filed("fin")).body_id, "organisation");
    // The superior of the credit office drags it along.
    EXPECT_EQ(file(filed("gov")).body_id, "organisation");
}

TEST_P(CountyOffices, S_4_3b_WithoutAnybodyLeftTheComplaintIsRefusedAndNothingIsKept) {
    put("tenant", "T", R"({"code":"990101","name":"示范市","mode":"demonstration","division_code":"990101","discipline_organ":"A02"})", 2);
    EXPECT_EQ(filed("credit"), "!case.no_recipient");
    EXPECT_THAT(seen("maker"), testing::IsEmpty());
}

TEST_P(CountyOffices, S_4_3b_TheRecipientWorksThroughTheWholeProcedure) {
    const std::string id = filed("credit");
    EXPECT_EQ(step("jw", id, "accept"), "accepted");
    EXPECT_EQ(step("jw", id, "assign", R"({"handler":"credit"})"), "!case.body_recused");
    EXPECT_EQ(step("jw", id, "assign", R"({"handler":"gov"})"), "assigned");
    EXPECT_EQ(step("gov1", id, "take"), "verifying");
}

}  // namespace
}  // namespace gx::tests
