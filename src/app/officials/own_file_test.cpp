// SPDX-License-Identifier: Apache-2.0
// Source: S-5.4a, S-5.6c (the own file, objections); DESIGN 6 (an open objection shows on every copy)
#include "app/officials/own_file.hpp"

#include "app/officials/list_officials.hpp"
#include "app/officials/object_to_file.hpp"
#include "app/officials/officials_fixture_test.hpp"
#include "app/officials/read_official.hpp"

namespace gx::app {
namespace {

using base::Json;

class OwnFileTest : public OfficialsTest {
protected:
    Result<FileObjection> object(const std::string& entity, const std::string& id, const std::string& text = "处分决定已经撤销") {
        return ObjectToFile(parts_).run({.entity = entity, .entity_id = id, .text = text}, person());
    }
    Result<FileObjection> answer(const FileObjection& objection, const Actor& actor, std::int64_t version = 1, const std::string& text = "经核实已更正") {
        return AnswerFileObjection(parts_).run({.id = objection.id, .version = version, .answer = text}, actor);
    }
    Result<Json> file(const Actor& actor) { return ReadOfficial(parts_).run({.id = first_, .reason = "干部考察"}, actor); }
    bool record_disputed(const Json& of_file, const std::string& id) {
        for (const Json& record : of_file.at("records").as_array()) {
            if (record.text_or_empty("id") == id) { return record.bool_at("disputed").value_or(false); }
        }
        ADD_FAILURE() << id;
        return false;
    }
};

TEST_F(OwnFileTest, IsInClearWithEverythingAndIsItselfARead) {
    ASSERT_EQ(reason_of(file(organisation())), "");
    const auto own = OwnFile(parts_).run(person());
    ASSERT_EQ(reason_of(own), "");
    EXPECT_EQ(own->at("official").text_or_empty("name"), "张三");
    EXPECT_EQ(own->at("official").text_or_empty("id_number"), kNumber);
    EXPECT_EQ(own->at("official").text_or_empty("phone"), kPhone);
    EXPECT_EQ(own->at("records").as_array().size(), 2U);
    EXPECT_EQ(own->at("tenures").as_array().size(), 1U);
    ASSERT_EQ(own->at("reads").as_array().size(), 2U);
    EXPECT_EQ(own->at("reads").as_array()[0].text_or_empty("action"), "official.read_own");
    EXPECT_EQ(own->at("reads").as_array()[1].text_or_empty("reason"), "干部考察");

    store_.refuses = true;
    sealer_.opened = 0;
    EXPECT_EQ(reason_of(OwnFile(parts_).run(person())), "store.unavailable");
    EXPECT_EQ(sealer_.opened, 0);
}

TEST_F(OwnFileTest, IsThePersonsAndNobodyElses) {
    Actor unlinked = person();
    unlinked.official_id.clear();
    EXPECT_EQ(reason_of(OwnFile(parts_).run(unlinked)), "official.no_own_file");
    Actor other = person();
    other.official_id = second_;  // an account linked to one person, granted the file of another
    EXPECT_EQ(reason_of(OwnFile(parts_).run(other)), "official.no_own_file");
    Actor gone = person();
    gone.official_id = "nobody";
    EXPECT_EQ(reason_of(OwnFile(parts_).run(gone)), "official.no_own_file");
    Actor without = person();
    without.actions = {"official.read"};
    EXPECT_EQ(reason_of(OwnFile(parts_).run(without)), "access.denied");
    EXPECT_EQ(reason_of(own_objections(parts_, without)), "access.denied");
    EXPECT_EQ(reason_of(own_objections(parts_, unlinked)), "official.no_own_file");
    EXPECT_TRUE(reads().empty());
}

TEST_F(OwnFileTest, AnObjectionShowsOnEveryCopyUntilItIsAnsweredAndChangesNoRecord) {
    const std::string record = store_.inner.state.rows["record"]["record-1"].content;
    const auto objection = object("record", "record-1");
    ASSERT_EQ(reason_of(objection), "");
    EXPECT_EQ(reason_of(object("record", "record-1")), "file_objection.open_already");

    const auto disputed = file(organisation());
    EXPECT_TRUE(disputed->bool_at("disputed").value());
    EXPECT_TRUE(record_disputed(*disputed, "record-1"));
    EXPECT_FALSE(record_disputed(*disputed, "record-2"));
    EXPECT_EQ(disputed->at("objections").as_array().size(), 1U);
    EXPECT_TRUE(ListOfficials(parts_).run({}, organisation())->at("items").as_array()[0].bool_at("disputed").value());
    EXPECT_TRUE(record_disputed(*OwnFile(parts_).run(person()), "record-1"));
    // Who does not see the record does not read what is said about it.
    EXPECT_TRUE(file(who({"official.read"}))->at("objections").as_array().empty());

    const auto open = ListFileObjections(parts_).run({.state = "open"}, organisation());
    ASSERT_EQ(open->int_at("total"), 1);
    EXPECT_EQ(open->at("items").as_array()[0].at("official").text_or_empty("name"), "张*");
    EXPECT_EQ(ListFileObjections(parts_).run({}, who({"file_objection.read"}, {"body-2"}))->int_at("total"), 0);
    EXPECT_EQ(*ShowFileObjection(parts_).run(objection->id, organisation()), open->at("items").as_array()[0]);
    EXPECT_EQ(reason_of(ShowFileObjection(parts_).run(objection->id, who({"file_objection.read"}, {"body-2"}))), "file_objection.unknown");
    EXPECT_EQ(reason_of(ShowFileObjection(parts_).run("no-such", organisation())), "file_objection.unknown");
    EXPECT_EQ(reason_of(ShowFileObjection(parts_).run(objection->id, who({"official.read"}))), "access.denied");

    EXPECT_EQ(reason_of(answer(*objection, organisation(), 2)), "store.version");
    EXPECT_EQ(reason_of(answer(*objection, who({"file_objection.answer"}, {"body-2"}))), "file_objection.unknown");
    EXPECT_EQ(reason_of(answer(*objection, who({"file_objection.read"}))), "access.denied");
    EXPECT_EQ(reason_of(answer(*objection, organisation(), 1, "无")), "file_objection.text");
    Actor self = organisation();
    self.official_id = first_;
    EXPECT_EQ(reason_of(answer(*objection, self)), "file_objection.own_case");
    ASSERT_EQ(reason_of(answer(*objection, organisation())), "");
    EXPECT_EQ(reason_of(answer(*objection, organisation(), 2)), "file_objection.answered");

    const auto settled = file(organisation());
    EXPECT_FALSE(settled->bool_at("disputed").value());
    EXPECT_FALSE(record_disputed(*settled, "record-1"));
    EXPECT_EQ(store_.inner.state.rows["record"]["record-1"].content, record);
    const auto own = own_objections(parts_, person());
    EXPECT_EQ(own->at("items").as_array()[0].text_or_empty("answer"), "经核实已更正");
    EXPECT_EQ(own->at("items").as_array()[0].text_or_empty("answered_by"), "organisation-1");
    EXPECT_EQ(reason_of(object("record", "record-1")), "") << "a second objection after the answer is another one";
}

TEST_F(OwnFileTest, OnlyThePartsOfTheOwnFileCanBeObjectedTo) {
    EXPECT_EQ(reason_of(object("official", first_)), "");
    EXPECT_EQ(reason_of(object("tenure", "tenure-1")), "");
    EXPECT_EQ(reason_of(object("record", "record-3")), "file_objection.subject_unknown") << "somebody else's";
    EXPECT_EQ(reason_of(object("record", "nothing")), "file_objection.subject_unknown");
    EXPECT_EQ(reason_of(object("official", second_)), "file_objection.subject_unknown");
    EXPECT_EQ(reason_of(object("body", "body-1")), "file_objection.entity");
    EXPECT_EQ(reason_of(object("record", "record-1", "不")), "file_objection.text");
    EXPECT_EQ(reason_of(object("record", "record-1", std::string(2'001, 'x'))), "file_objection.text");
    EXPECT_EQ(reason_of(object("record", "record-1", "我的号码是13800001234")), "file_objection.text_personal");
    EXPECT_EQ(reason_of(ObjectToFile(parts_).run({.entity = "record", .entity_id = "record-1", .text = "处分决定已经撤销"}, organisation())),
              "access.denied");
}

}  // namespace
}  // namespace gx::app
