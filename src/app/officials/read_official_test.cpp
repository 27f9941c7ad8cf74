// SPDX-License-Identifier: Apache-2.0
// Source: DOMAIN 11 (person files: R8 all, R9 the discipline part, the person the own file); DOMAIN 4.5 (masks)
#include "app/officials/read_official.hpp"

#include "app/officials/list_officials.hpp"
#include "app/officials/officials_fixture_test.hpp"

namespace gx::app {
namespace {

using base::Json;

class ReadOfficialTest : public OfficialsTest {
protected:
    Result<Json> list(const Actor& actor, const std::string& q = {}, const std::string& body = {}) {
        return ListOfficials(parts_).run({.body = body, .q = q}, actor);
    }
    std::vector<std::string> names(const Result<Json>& listed) {
        std::vector<std::string> out;
        for (const Json& item : listed->at("items").as_array()) { out.push_back(item.text_or_empty("name")); }
        return out;
    }
    Result<Json> read(const Actor& actor, const std::string& id, const std::string& reason = "干部考察") {
        return ReadOfficial(parts_).run({.id = id, .reason = reason}, actor);
    }
    using Names = std::vector<std::string>;
};

TEST_F(ReadOfficialTest, ListsMaskedWithinReach) {
    const auto all = list(organisation());
    ASSERT_EQ(reason_of(all), "");
    EXPECT_EQ(names(all), (Names{"张*", "欧阳**"}));
    const Json& first = all->at("items").as_array()[0];
    EXPECT_EQ(first.text_or_empty("id_number"), "2113**********0019");
    EXPECT_EQ(first.text_or_empty("phone"), "138****1234");
    EXPECT_EQ(first.at("body").text_or_empty("name"), "财政局");
    EXPECT_EQ(all->int_at("total"), 2);

    const auto own_body = list(who({"official.list"}, {"body-2"}));
    EXPECT_EQ(names(own_body), Names{"欧阳**"});
    EXPECT_EQ(own_body->int_at("total"), 1);
    EXPECT_TRUE(own_body->at("items").as_array()[0].at("id_number").is_null()) << "who reads no files sees no numbers";
    EXPECT_EQ(names(list(who({"official.list", "official.read"}, {"body-2"}), {}, "B2")), Names{"欧阳**"});
    EXPECT_EQ(reason_of(list(who({"official.list"}, {"body-2"}), {}, "B1")), "body.unknown");
    EXPECT_EQ(reason_of(list(who({"official.list"}, {"body-2"}), {}, "B7")), "body.unknown");
    EXPECT_EQ(reason_of(list(who({"official.read"}))), "access.denied");
    Actor nowhere = who({"official.list"});
    nowhere.grants.clear();
    EXPECT_EQ(list(nowhere)->int_at("total"), 0);
}

TEST_F(ReadOfficialTest, FindsByStaffNumberNameAndNumberButOnlyWithinReach) {
    EXPECT_EQ(names(list(organisation(), "G-2")), Names{"欧阳**"});
    EXPECT_EQ(names(list(organisation(), " 张三")), Names{"张*"});
    EXPECT_EQ(names(list(organisation(), "211382900101001")), Names{"张*"});
    EXPECT_TRUE(names(list(organisation(), "张")).empty());
    const Actor clerk = who({"official.list"}, {"body-2"});
    EXPECT_TRUE(names(list(clerk, "张三")).empty());
    EXPECT_TRUE(names(list(clerk, "G-1")).empty());
    EXPECT_EQ(names(list(clerk, "欧阳小明")), Names{"欧阳**"});
    EXPECT_TRUE(names(list(clerk, "211382197501010024")).empty()) << "whose number this is, only readers of files learn";
    // Who lists all bodies and reads the files of one learns it for that one.
    Actor reader = who({"official.list"});
    reader.actions.insert("official.read");
    reader.grants.push_back({std::make_shared<const ActionSet>(ActionSet{"official.read"}), Reach::of_bodies({"body-1"})});
    EXPECT_EQ(names(list(reader, kNumber)), Names{"张*"});
    EXPECT_EQ(names(list(reader, "欧阳小明")), Names{"欧阳**"});
    EXPECT_TRUE(names(list(reader, "211382197501010024")).empty());
}

TEST_F(ReadOfficialTest, EachReadIsJournalledWithItsReasonBeforeItIsAnswered) {
    const auto file = read(organisation(), first_, " 干部考察 ");
    ASSERT_EQ(reason_of(file), "");
    EXPECT_EQ(file->text_or_empty("name"), "张*");
    EXPECT_EQ(file->at("tenures").as_array()[0].at("post").text_or_empty("title"), "局长");
    ASSERT_EQ(reads().size(), 1U);
    const Json entry = reads()[0];
    EXPECT_EQ(entry.text_or_empty("action"), "official.read");
    EXPECT_EQ(entry.text_or_empty("account"), "organisation-1");
    EXPECT_EQ(entry.text_or_empty("official_id"), first_);
    EXPECT_EQ(entry.text_or_empty("body_id"), "body-1");
    EXPECT_EQ(entry.text_or_empty("reason"), "干部考察");
    EXPECT_EQ(entry.text_or_empty("outcome"), "ok");

    store_.refuses = true;
    sealer_.opened = 0;
    EXPECT_EQ(reason_of(read(organisation(), first_)), "store.unavailable");
    EXPECT_EQ(sealer_.opened, 0) << "no audit, no answer";
}

TEST_F(ReadOfficialTest, AsksForAReasonThatNamesNobody) {
    struct Case {
        const char* reason;
        const char* refusal;
    };
    for (const Case& one : {Case{"", "access.reason_missing"}, Case{"   ", "access.reason_missing"}, Case{"看看", "access.reason_length"},
                            Case{"核查211382199001010019", "access.reason_personal"}, Case{"联系13800001234的人", "access.reason_personal"},
                            Case{"a\nb\nc\nd", "access.reason_length"}, Case{"干部考察", ""}}) {
        EXPECT_EQ(reason_of(read(organisation(), first_, one.reason)), one.refusal) << one.reason;
    }
    EXPECT_EQ(reason_of(read(organisation(), first_, std::string(201, 'x'))), "access.reason_length");
    EXPECT_EQ(reason_of(read(organisation(), first_, std::string(200, 'x'))), "");
    EXPECT_EQ(reads().size(), 2U) << "a refused form leaves no entry";
}

TEST_F(ReadOfficialTest, AForeignOfficialIsAsUnknownAsNone) {
    const Actor clerk = who({"official.read", "official.read_file"}, {"body-2"});
    const auto foreign = read(clerk, first_);
    const auto unknown = read(clerk, "nobody");
    EXPECT_EQ(reason_of(foreign), "official.unknown");
    EXPECT_EQ(reason_of(unknown), "official.unknown");
    EXPECT_EQ(reason_of(read(clerk, second_)), "");
    EXPECT_EQ(reads().size(), 1U);
    Actor abroad = clerk;
    abroad.tenant = "990102";
    EXPECT_EQ(reason_of(read(abroad, second_)), "official.unknown");
    EXPECT_EQ(reason_of(read(who({"official.list"}), first_)), "access.denied");
}

TEST_F(ReadOfficialTest, ShowsThePartOfTheFileThatTheActionsOpen) {
    const auto cats = [&](const Actor& actor) {
        std::vector<std::string> out;
        const auto file = read(actor, first_);
        for (const Json& record : file->at("records").as_array()) { out.push_back(record.text_or_empty("cat")); }
        std::sort(out.begin(), out.end());
        return out;
    };
    EXPECT_EQ(cats(organisation()), (Names{"R-GR-03", "R-JL-01"}));
    EXPECT_EQ(cats(who({"official.read", "official.read_discipline"})), Names{"R-JL-01"});
    EXPECT_TRUE(cats(who({"official.read"})).empty());
    // The part, too, ends at its own reach.
    Actor split = who({"official.read"});
    split.actions.insert("official.read_file");
    split.grants.push_back({std::make_shared<const ActionSet>(ActionSet{"official.read_file"}), Reach::of_bodies({"body-2"})});
    EXPECT_TRUE(cats(split).empty());
}

TEST_F(ReadOfficialTest, TellsWhoReadTheFileAndWhy) {
    ASSERT_EQ(reason_of(read(organisation(), first_, "干部考察一")), "");
    clock_.at = base::Instant::from_millis(clock_.at.millis() + 60'000);
    ASSERT_EQ(reason_of(read(organisation(), first_, "干部考察二")), "");
    ASSERT_EQ(reason_of(read(organisation(), second_, "别人的档案")), "");
    const auto listed = ReadsOfOfficial(parts_).run({.id = first_}, organisation());
    ASSERT_EQ(reason_of(listed), "");
    EXPECT_EQ(listed->int_at("total"), 2);
    const Json& newest = listed->at("items").as_array()[0];
    EXPECT_EQ(newest.text_or_empty("reason"), "干部考察二");
    EXPECT_EQ(newest.text_or_empty("at"), clock_.at.iso());
    EXPECT_EQ(newest.text_or_empty("account"), "organisation-1");
    const auto page = ReadsOfOfficial(parts_).run({.id = first_, .page = {.limit = 1}}, organisation());
    EXPECT_EQ(page->text_or_empty("next"), "o1");
    const auto rest = ReadsOfOfficial(parts_).run({.id = first_, .page = {.limit = 1, .cursor = "o1"}}, organisation());
    EXPECT_EQ(rest->at("items").as_array()[0].text_or_empty("reason"), "干部考察一");
    EXPECT_TRUE(rest->at("next").is_null());
    EXPECT_EQ(reason_of(ReadsOfOfficial(parts_).run({.id = first_, .page = {.cursor = "x"}}, organisation())), "page.cursor_invalid");
    EXPECT_EQ(reason_of(ReadsOfOfficial(parts_).run({.id = first_, .page = {.limit = 200, .page = 51}}, organisation())), "page.too_deep");
    EXPECT_EQ(reason_of(ReadsOfOfficial(parts_).run({.id = first_}, who({"access.read"}, {"body-2"}))), "official.unknown");
    EXPECT_EQ(reason_of(ReadsOfOfficial(parts_).run({.id = first_}, who({"official.read"}))), "access.denied");
}

TEST_F(ReadOfficialTest, WhatWasErasedIsNotThere) {
    const std::string sealed = store_.inner.state.rows["official"][first_].content;
    const std::string id = base::parse_json(sealed)->at("id_number").text_or_empty("sealed");
    const std::vector<std::string> gone = {id};
    ASSERT_TRUE(store_.inner.write({.actor = support::an_actor(), .at = clock_.at}, [&](Work& work) { return work.delete_sealed(gone); }).ok());
    const auto file = read(organisation(), first_);
    ASSERT_EQ(reason_of(file), "");
    EXPECT_TRUE(file->at("id_number").is_null());
    EXPECT_EQ(file->text_or_empty("name"), "张*");
}

}  // namespace
}  // namespace gx::app
