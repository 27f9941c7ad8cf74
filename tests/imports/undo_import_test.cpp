// SPDX-License-Identifier: Apache-2.0
#include "tests/imports/import_fixture.hpp"

namespace gx::tests {
namespace {

const std::string kPosts = "岗位编号,所属单位,岗位名称,设立日期\n";

class UndoImportTest : public ImportFixture, public testing::WithParamInterface<std::string> {
protected:
    void SetUp() override { use_backend(GetParam()); }
    std::string undo(const std::string& batch) {
        const auto done = app::UndoImport(store(), clock_, &sealer_).run(batch, actor_);
        if (!done.ok()) { return "error " + done.error().reason + "@" + done.error().where; }
        return fmt::format("removed {} restored {}", done->removed, done->restored);
    }
    std::string take(const std::string& kind, const std::string& bytes) {
        const auto result = import_text(kind, bytes);
        EXPECT_TRUE(result.ok() && result->counts.rejected == 0) << faults(result);
        return result.ok() ? result->batch : "";
    }
};

TEST_P(UndoImportTest, RemovesWhatWasAddedAndRestoresWhatWasChanged) {
    take("posts", kPosts + "P-1,SF-CZJ,局长,2020-01-01\n");
    const std::string batch = take("posts", kPosts + "P-1,SF-CZJ,主任,2020-01-01\nP-2,SF-CZJ,副局长,2020-01-01\n");
    EXPECT_EQ(undo(batch), "removed 1 restored 1");
    EXPECT_FALSE(find("post", "P-2").has_value());
    EXPECT_EQ(find("post", "P-1")->content.text_or_empty("title"), "局长");
    EXPECT_EQ(find("post", "P-1")->version, 3);
    EXPECT_EQ(find("import_batch", batch)->content.text_or_empty("state"), "undone");
    EXPECT_EQ(find("import_batch", batch)->content.text_or_empty("undone_on"), "2026-03-01");
    EXPECT_EQ(undo(batch), "error import.already_undone@");
}

TEST_P(UndoImportTest, TheSameFileCanBeTakenAgainAfterwards) {
    const std::string file = kPosts + "P-1,SF-CZJ,局长,2020-01-01\n";
    EXPECT_EQ(undo(take("posts", file)), "removed 1 restored 0");
    EXPECT_EQ(counts(import_text("posts", file)), "read 1 added 1 changed 0 unchanged 0 kept 0 rejected 0");
    EXPECT_TRUE(find("post", "P-1").has_value());
}

TEST_P(UndoImportTest, IsRefusedWhenALaterVersionStandsOnIt) {
    const std::string batch = take("posts", kPosts + "P-1,SF-CZJ,局长,2020-01-01\n");
    take("posts", kPosts + "P-1,SF-CZJ,主任,2020-01-01\n");
    const std::int64_t before = store().position();
    EXPECT_EQ(undo(batch), "error import.built_on@P-1");
    EXPECT_EQ(store().position(), before);
}

TEST_P(UndoImportTest, IsRefusedWhenAnotherEntityRefersToIt) {
    const std::string posts = take("posts", kPosts + "P-1,SF-CZJ,局长,2020-01-01\n");
    take("officials", "人员编号,所在单位,姓名,到岗日期\nG-1,SF-CZJ,赵某某,2020-07-01\n");
    const std::string tenures = take("tenures", "岗位编号,人员编号,任职日期\nP-1,G-1,2020-07-01\n");
    EXPECT_EQ(undo(posts), "error import.built_on@post_id");
    EXPECT_EQ(undo(tenures), "removed 1 restored 0");
    EXPECT_EQ(undo(posts), "removed 1 restored 0");
}

TEST_P(UndoImportTest, IsRefusedWhenAMemberWithoutColumnRefersToIt) {
    const std::string batch = take("bodies", "单位代码,代码类型,单位名称,单位类别,行政区划代码,设立日期\nA,自编代码,甲,市直部门,990101,2020-01-01\n");
    const std::string id = find("body", "A")->id;
    const auto other = [&](const std::string& member) {
        return R"({"code": "C", "scheme": "none", "name": "丙", "class": "DEPT", "division_code": "990101", "valid_from": "2020-01-01", )" + member + "}";
    };
    put("body", "other", other(R"("successor_id": ")" + id + "\""));
    EXPECT_EQ(undo(batch), "error import.built_on@successor_id");
}

TEST_P(UndoImportTest, IsRefusedWhenAListRefersToIt) {
    const std::string batch = take("officials", "人员编号,所在单位,姓名,到岗日期\nG-1,SF-CZJ,赵某某,2020-07-01\n");
    const std::string id = find("official", "G-1")->id;
    put("handover", "h1", R"({"code": "H-1", "body_id": "x", "post_id": "y", "on_day": "2021-01-01", "obligation_ids": [], "to_official_id": ")" + id + R"("})");
    EXPECT_EQ(undo(batch), "error import.built_on@to_official_id");
}

TEST_P(UndoImportTest, EntitiesOfTheSameFileMayReferToEachOther) {
    const std::string batch = take("bodies", "单位代码,代码类型,单位名称,单位类别,行政区划代码,主管单位,设立日期\n"
                                             "A,自编代码,甲,市直部门,990101,,2020-01-01\nB,自编代码,乙,事业单位,990101,A,2020-01-01\n");
    EXPECT_EQ(undo(batch), "removed 2 restored 0");
}

TEST_P(UndoImportTest, NeedsTheRightAndAKnownBatch) {
    EXPECT_EQ(undo("nothing"), "error import.batch_unknown@");
    actor_.actions = {"post.import"};
    EXPECT_EQ(undo("nothing"), "error access.denied@");
}

INSTANTIATE_TEST_SUITE_P(, UndoImportTest, testing::ValuesIn(import_backends()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace gx::tests
