// SPDX-License-Identifier: Apache-2.0
#include "app/staff/entered_text.hpp"

#include <gtest/gtest.h>

namespace gx::app {
namespace {

struct EnteredCase {
    const char* name;
    const char* content;
    const char* where;  ///< "": accepted
};
class CheckNoPerson : public testing::TestWithParam<EnteredCase> {};

TEST_P(CheckNoPerson, NamesThePlaceOrAccepts) {
    const auto content = base::parse_json(GetParam().content);
    ASSERT_TRUE(content.ok());
    const auto done = check_no_person(*content, "request.personal_value", "/body");
    EXPECT_EQ(done.ok() ? "" : done.error().where, GetParam().where);
    if (!done.ok()) { EXPECT_EQ(done.error().detail, "") << "the number itself is told to nobody"; }
}

INSTANTIATE_TEST_SUITE_P(, CheckNoPerson, testing::Values(
    EnteredCase{"Plain", R"({"title":"供水管网改造合同","amount_fen":13912345678})", ""},
    EnteredCase{"PhoneInATitle", R"({"title":"联系电话13912345678"})", "/body/title"},
    EnteredCase{"IdInAnEvidenceTitle", R"({"evidence":[{"title":"凭证"},{"title":"收据11010519491231002X"}]})", "/body/evidence/1/title"},
    EnteredCase{"Deep", R"({"compensation":{"reason":"汇至6222020000000000000000、电话139 1234 5678"}})", "/body/compensation/reason"},
    EnteredCase{"ACodeIsACode", R"({"code":"13912345678","post_id":"13912345678","evidence":[{"title":"凭证","digest":"13912345678"}]})", ""},
    EnteredCase{"AnAttributeThatIsNoCode", R"({"attributes":{"code":"13912345678","remark":"13912345678"}})", "/body/attributes/remark"},
    EnteredCase{"AVoucherLikeACard", R"({"voucher_no":"6222020000000000000"})", ""},
    EnteredCase{"ACardInANote", R"({"note":"6222020000000000000"})", "/body/note"},
    EnteredCase{"AVoucherThatIsAPhone", R"({"voucher_no":"13912345678"})", "/body/voucher_no"}),
    [](const auto& row) { return row.param.name; });

TEST(CheckBasis, WantsADocumentAndNoPerson) {
    EXPECT_EQ(check_basis({}).error().reason, "subject.basis_missing");
    EXPECT_EQ(check_basis({""}).error().reason, "subject.basis_missing");
    EXPECT_EQ(check_basis({"示编〔2025〕1号", "经办13912345678"}).error().reason, "request.personal_value");
    EXPECT_TRUE(check_basis({"示编〔2025〕1号"}).ok());
}

}  // namespace
}  // namespace gx::app
