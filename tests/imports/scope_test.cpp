// SPDX-License-Identifier: Apache-2.0
// Who reaches some bodies only: what such an account can import, take back and take out.
#include "app/exports/run_export.hpp"
#include "app/recalls/delivery.hpp"
#include "tests/imports/import_fixture.hpp"

namespace gx::tests {
namespace {

const std::string kPosts = "岗位编号,所属单位,岗位名称,设立日期\n";
const std::string kContracts = "合同编号,甲方单位,合同名称,领域,乙方名称,乙方类型,签订日期,履行期限,合同金额\n";

app::Actor clerk_of(std::vector<std::string> bodies) {
    const app::ActionSet actions = {"post.import",        "official.import", "tenure.import",   "obligation.import", "milestone.import",
                                    "division.import",    "body.import",     "import_batch.undo", "export.run",      "obligation.read",
                                    "post.read",          "tenure.read"};
    app::Actor actor{.account = "clerk-1", .tenant = "990101", .actions = actions};
    actor.grants.push_back({std::make_shared<const app::ActionSet>(actions), app::Reach::of_bodies(std::move(bodies))});
    return actor;
}

class ScopeTest : public ImportFixture {
protected:
    void SetUp() override {
        // One that is there for everybody to stumble over.
        take("posts", kPosts + "P-2,11211382MB1QY001XE,主任,2020-01-01\n");
        actor_ = clerk_of({"b-1"});
    }
    std::string take(const std::string& kind, const std::string& bytes) {
        const auto result = import_text(kind, bytes);
        EXPECT_TRUE(result.ok() && result->counts.rejected == 0) << faults(result);
        return result.ok() ? result->batch : "";
    }
    std::string refused(const std::string& kind, const std::string& bytes) {
        const std::int64_t before = store().position();
        const std::string found = faults(import_text(kind, bytes));
        EXPECT_EQ(store().position(), before);
        return found;
    }
};

TEST_F(ScopeTest, RowsOfTheOwnBodyAreTakenOthersAreNamed) {
    const auto result = import_text("posts", kPosts + "P-1,SF-CZJ,局长,2020-01-01\nP-9,11211382MB1QY001XE,科长,2020-01-01\nP-8,东城街道,科长,2020-01-01\n");
    EXPECT_EQ(counts(result), "read 3 added 1 changed 0 unchanged 0 kept 0 rejected 2");
    EXPECT_EQ(faults(result), "3:body:import.outside_scope;4:body:import.outside_scope;");
    EXPECT_TRUE(find("post", "P-1").has_value());
    EXPECT_FALSE(find("post", "P-9").has_value());
}

TEST_F(ScopeTest, WhoReachesTheOtherBodyTakesTheVeryRow) {
    actor_ = clerk_of({"b-1", "b-2"});
    EXPECT_EQ(counts(import_text("posts", kPosts + "P-9,11211382MB1QY001XE,科长,2020-01-01\n")),
              "read 1 added 1 changed 0 unchanged 0 kept 0 rejected 0");
}

TEST_F(ScopeTest, AnothersRowIsNeverChangedNorMovedToTheOwnBody) {
    EXPECT_EQ(refused("posts", kPosts + "P-2,SF-CZJ,局长,2020-01-01\n"), "2:body:import.outside_scope;");
    EXPECT_EQ(find("post", "P-2")->content.text_or_empty("title"), "主任");
}

TEST_F(ScopeTest, WhatLiesOutsideIsUnknownToReferences) {
    const std::string header = "合同编号,甲方单位,责任岗位,合同名称,领域,乙方名称,乙方类型,签订日期,履行期限,合同金额\n";
    const std::string row = "HT-1,SF-CZJ,{},采购桌椅,政府采购,甲公司,民营企业,2025-01-03,2025-06-30,100\n";
    const auto with = [&](const char* post) { return header + std::string(row).replace(row.find("{}"), 2, post); };
    EXPECT_EQ(refused("contracts", with("P-2")), "2:post:import.reference_unknown;");
    EXPECT_EQ(refused("contracts", with("P-404")), "2:post:import.reference_unknown;");
    take("posts", kPosts + "P-1,SF-CZJ,局长,2020-01-01\n");
    take("contracts", with("P-1"));
}

TEST_F(ScopeTest, AnAmbiguousNameIsTheOneWithinReach) {
    actor_ = clerk_of({"b-3"});
    take("posts", kPosts + "P-3,重名街道,主任,2020-01-01\n");
    EXPECT_EQ(find("post", "P-3")->content.text_or_empty("body_id"), "b-3");
}

TEST_F(ScopeTest, ATenureIsOfTheBodyOfItsPost) {
    take("posts", kPosts + "P-1,SF-CZJ,局长,2020-01-01\n");
    take("officials", "人员编号,所在单位,姓名,到岗日期\nG-1,SF-CZJ,赵某某,2020-07-01\n");
    const std::string header = "岗位编号,人员编号,任职日期\n";
    take("tenures", header + "P-1,G-1,2020-07-01\n");
    EXPECT_EQ(refused("tenures", header + "P-2,G-1,2021-07-01\n"), "2:post:import.reference_unknown;");
}

TEST_F(ScopeTest, WhatIsOfNoBodyAndNewBodiesNeedTheWholeCounty) {
    EXPECT_EQ(refused("divisions", "区划代码,区划名称,级别,启用日期\n990101009,东区,乡级,2020-01-01\n"), "2::import.outside_scope;");
    const std::string header = "单位代码,代码类型,单位名称,单位类别,行政区划代码,主管单位,设立日期\n";
    EXPECT_EQ(refused("bodies", header + "SF-NEW,自编代码,新单位,事业单位,990101,,2020-01-01\n"), "2::import.outside_scope;");
    EXPECT_EQ(refused("bodies", header + "SF-NEW,自编代码,新单位,事业单位,990101,SF-CZJ,2020-01-01\n"), "2::import.outside_scope;");
    actor_ = support::an_actor();
    take("bodies", header + "SF-NEW,自编代码,新单位,事业单位,990101,SF-CZJ,2020-01-01\n");
}

TEST_F(ScopeTest, ADocumentThatIsAnothersStaysAsItIs) {
    put("source", "s-1", R"({"code":"contract/HT-7","kind":"contract","title":"别人的合同"})");
    take("contracts", kContracts + "HT-7,SF-CZJ,采购桌椅,政府采购,甲公司,民营企业,2025-01-03,2025-06-30,100\n");
    EXPECT_EQ(find("source", "contract/HT-7")->content.text_or_empty("title"), "别人的合同");
    EXPECT_EQ(find("obligation", "HT-7")->content.text_or_empty("source_id"), "s-1");
}

TEST_F(ScopeTest, OnlyBatchesWithinReachAreTakenBack) {
    const std::string own = take("contracts", kContracts + "HT-1,SF-CZJ,采购桌椅,政府采购,甲公司,民营企业,2025-01-03,2025-06-30,100\n");
    const auto undo = [&](const std::string& batch) {
        const auto done = app::UndoImport(store(), clock_, &sealer_).run(batch, actor_);
        return done.ok() ? fmt::format("removed {}", done->removed) : done.error().reason;
    };
    actor_ = support::an_actor();
    const std::string mixed = take("posts", kPosts + "P-5,SF-CZJ,局长,2020-01-01\nP-6,11211382MB1QY001XE,科长,2020-01-01\n");
    actor_ = clerk_of({"b-1"});
    EXPECT_EQ(undo(mixed), "import.batch_unknown");
    EXPECT_EQ(undo("no-such-batch"), "import.batch_unknown");
    EXPECT_TRUE(find("post", "P-5").has_value());
    // A colleague of the same body, and not one of another.
    actor_ = clerk_of({"b-2"});
    EXPECT_EQ(undo(own), "import.batch_unknown");
    actor_ = clerk_of({"b-1"});
    EXPECT_EQ(undo(own), "removed 2");
}

/// The rows of a CSV export as text, without mark and header.
class ScopedExportTest : public ScopeTest {
protected:
    std::string rows(const std::string& kind, std::map<std::string, std::string> filter = {}) {
        const auto layout = a_layout(kind);
        const auto labels = the_labels();
        const std::string file = path("out.csv");
        auto out = writers_.open(file);
        app::RunExport use_case(store(), hasher_, clock_, ids_);
        const auto done = use_case.run({.layout = layout, .labels = labels, .filter = std::move(filter), .format = "csv", .out = **out}, actor_);
        if (!done.ok()) { return done.error().reason; }
        std::string text = read(file);
        for (int line = 0; line < 2; ++line) { text.erase(0, text.find("\r\n") + 2); }
        return text;
    }
    static std::string read(const std::string& file) {
        std::FILE* in = std::fopen(file.c_str(), "rb");
        std::string text(1 << 20, '\0');
        text.resize(std::fread(text.data(), 1, text.size(), in));
        std::fclose(in);
        return text;
    }
};

TEST_F(ScopedExportTest, HoldsTheRowsOfBothReachesOnly) {
    take("posts", kPosts + "P-1,SF-CZJ,局长,2020-01-01\n");
    EXPECT_EQ(rows("posts").substr(0, 4), "P-1,");
    EXPECT_EQ(rows("posts").find("P-2"), std::string::npos);
    actor_.grants.push_back({std::make_shared<const app::ActionSet>(app::ActionSet{"post.read"}), app::Reach::everything()});
    EXPECT_EQ(rows("posts").find("P-2"), std::string::npos) << "export.run still ends at the own body";
    actor_ = support::an_actor();
    EXPECT_NE(rows("posts").find("P-2"), std::string::npos);
    actor_ = clerk_of({});
    EXPECT_EQ(rows("posts"), "");
}

// Source: S-5.6c: whoever takes a record out can be asked to take it back
TEST_F(ScopedExportTest, WhoTakesRecordsOutIsRemembered) {
    const auto put = [&](const std::string& id) {
        const auto done = store().write({support::an_actor(), clock_.now()}, [&](app::Work& work) {
            base::Json content = base::Json::object();
            content.set("code", "R-WY-01/" + id + "/SF-CZJ").set("cat", "R-WY-01").set("body_id", "no-body").set("polarity", "negative");
            content.set("severity", "general").set("doc_type", "breach_confirmation").set("doc_no", id).set("doc_date", "2025-05-20");
            content.set("subject_name_at_time", "示范市财政局").set("organ", "市政府").set("facts", "f").set("decided_on", "2025-05-20");
            return work.put({"record", "990101", id, {}, 1, -1, std::move(content)}, "add");
        });
        ASSERT_TRUE(done.ok()) << done.error().reason;
    };
    put("r1");
    put("r2");
    actor_ = support::an_actor("taker-1");
    EXPECT_NE(rows("records", {{"doc_no", "r1"}}).find("r1"), std::string::npos);
    const auto reader = store().reader();
    const auto taken = app::recipients_of(**reader, "990101", "r1");
    ASSERT_TRUE(taken.ok());
    ASSERT_EQ(taken->size(), 1U);
    EXPECT_EQ(taken->front().channel, "export");
    EXPECT_EQ(taken->front().recipient, "taker-1");
    EXPECT_TRUE(app::recipients_of(**reader, "990101", "r2")->empty()) << "the filter left it in";
}

TEST_F(ScopedExportTest, ATenureFollowsItsPost) {
    take("posts", kPosts + "P-1,SF-CZJ,局长,2020-01-01\n");
    take("officials", "人员编号,所在单位,姓名,到岗日期\nG-1,SF-CZJ,赵某某,2020-07-01\n");
    take("tenures", "岗位编号,人员编号,任职日期\nP-1,G-1,2020-07-01\n");
    EXPECT_EQ(rows("tenures").substr(0, 7), "P-1,G-1");
    actor_ = clerk_of({"b-2"});
    EXPECT_EQ(rows("tenures"), "");
}

TEST_F(ScopedExportTest, RecordsOfPersonsStayInTheirFiles) {
    put("record", "r-1", R"({"code":"R-WY-01/1/SF-CZJ","cat":"R-WY-01","body_id":"b-1","doc_no":"1","facts":"未按期付款"})");
    put("record", "r-2", R"({"code":"R-JL-01/2/G-1","cat":"R-JL-01","official_id":"p-1","doc_no":"2","facts":"警告处分"})");
    actor_ = support::an_actor();
    const std::string text = rows("records");
    EXPECT_NE(text.find("未按期付款"), std::string::npos);
    EXPECT_EQ(text.find("警告处分"), std::string::npos);
}

TEST_F(ScopedExportTest, AKindHoldsItsOwnRowsAndFiltersAsTheListDoes) {
    take("contracts", kContracts + "HT-1,SF-CZJ,采购桌椅,政府采购,甲公司,民营企业,2025-01-03,2025-06-30,100\n" +
                          "HT-2,SF-CZJ,采购电脑,政府采购,乙公司,民营企业,2025-01-03,2025-09-30,100\n");
    put("obligation", "o-9", R"({"code":"ZC-1","kind":"policy_promise","title":"承诺","body_id":"b-1","source_id":"s-9","made_on":"2025-01-03","due_on":"2025-06-30"})");
    const auto lines = [&](std::map<std::string, std::string> filter) {
        const std::string text = rows("contracts", std::move(filter));
        return std::count(text.begin(), text.end(), '\n');
    };
    EXPECT_EQ(lines({}), 2) << "the promise is no contract";
    EXPECT_EQ(lines({{"body", "SF-CZJ"}}), 2);
    EXPECT_EQ(lines({{"body", "b-1"}}), 2);
    EXPECT_EQ(lines({{"body", "b-2"}}), 0);
    EXPECT_EQ(lines({{"due_on_from", "2025-07-01"}}), 1);
    EXPECT_EQ(lines({{"due_on_to", "2025-06-30"}}), 1);
    EXPECT_EQ(lines({{"state", "open"}}), 2);
    EXPECT_EQ(lines({{"state", "done"}}), 0);
    EXPECT_EQ(rows("contracts", {{"state", "gone"}}), "export.filter_state");
    EXPECT_EQ(rows("contracts", {{"due_on_from", "soon"}}), "export.filter_day");
    EXPECT_EQ(rows("contracts", {{"colour", "red"}}), "export.filter_unknown");
}

TEST_F(ScopedExportTest, NoPersonalValueIsLookedForOrKept) {
    actor_ = support::an_actor();
    const std::int64_t before = store().position();
    EXPECT_EQ(rows("officials", {{"id_number", "211382199001010019"}}), "export.filter_unknown");
    EXPECT_EQ(rows("officials", {{"name", "赵某某"}}), "export.filter_unknown");
    EXPECT_EQ(rows("posts", {{"title", "局长 211382199001010019"}}), "export.filter_personal");
    EXPECT_EQ(store().position(), before);
}

TEST_F(ScopedExportTest, WhatWasTakenOutComesInAgainUnchanged) {
    take("contracts", kContracts + "HT-1,SF-CZJ,\"=HYPERLINK(\"\"x\"\")\",政府采购,甲公司,民营企业,2025-01-03,2025-06-30,100\n");
    rows("contracts");
    const std::string text = read(path("out.csv"));
    EXPECT_NE(text.find("clerk-1"), std::string::npos) << "the mark names the account";
    EXPECT_NE(text.find("'=HYPERLINK"), std::string::npos) << "inert in a spreadsheet";
    const auto again = import_file("contracts", path("out.csv"));
    ASSERT_TRUE(again.ok()) << again.error().reason;
    EXPECT_EQ(again->counts.rejected, 0) << faults(again);
    EXPECT_EQ(again->counts.read, 1);
    EXPECT_EQ(again->counts.added, 0);
}

}  // namespace
}  // namespace gx::tests
