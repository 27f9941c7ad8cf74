// SPDX-License-Identifier: Apache-2.0
#include "app/officials/change_official.hpp"

#include "app/officials/officials_fixture_test.hpp"
#include "app/sealing/lookup.hpp"

namespace gx::app {
namespace {

using base::Json;

class ChangeOfficialTest : public OfficialsTest {
protected:
    Json content(const std::string& id) const { return base::parse_json(store_.inner.state.rows.at("official").at(id).content).value(); }
    Result<OfficialWritten> change(const std::function<void(ChangeOfficial::Input&)>& edit, const Actor& actor) {
        ChangeOfficial::Input input{.id = first_, .version = 1, .draft = draft_of("G-1", "body-1")};
        edit(input);
        return ChangeOfficial(parts_).run(input, actor);
    }
    std::vector<std::string> found(std::string_view scope, std::string_view value) {
        return find_by_value(*store_.reader().value(), sealer_, "990101", scope, value).value();
    }
    using Ids = std::vector<std::string>;
};

TEST_F(ChangeOfficialTest, AddsWithNothingPersonalOutsideTheSeals) {
    for (const char* personal : {"张三", kNumber, kPhone, "欧阳小明"}) {
        EXPECT_EQ(journal().find(personal), std::string::npos) << personal;
        for (const auto& [id, row] : store_.inner.state.rows["official"]) { EXPECT_EQ(row.content.find(personal), std::string::npos); }
        for (const auto& [place, lookup] : store_.inner.state.lookups) { EXPECT_EQ((place + lookup.digest).find(personal), std::string::npos); }
    }
    EXPECT_EQ(found(kNameScope, "张三"), Ids{first_});
    EXPECT_EQ(found(kIdNumberScope, kNumber), Ids{first_});
}

TEST_F(ChangeOfficialTest, RefusesWhatIsWrongBeforeAnythingIsSealed) {
    const auto refusal = [&](const std::function<void(OfficialDraft&)>& edit, const Actor& actor) {
        OfficialDraft draft = draft_of("G-9", "body-1");
        draft.name = "李四";
        edit(draft);
        return reason_of(AddOfficial(parts_).run(draft, actor));
    };
    const std::size_t before = store_.inner.state.sealed.size();
    const Actor head = organisation();
    EXPECT_EQ(refusal([](auto& draft) { draft.name = " "; }, head), "official.name_form");
    EXPECT_EQ(refusal([](auto& draft) { draft.name = std::string(51, 'x'); }, head), "official.name_form");
    EXPECT_EQ(refusal([](auto& draft) { draft.name = "李\n四"; }, head), "official.name_form");
    EXPECT_EQ(refusal([](auto& draft) { draft.id_number = "211382199001010018"; }, head), "citizen_id.check");
    EXPECT_EQ(refusal([](auto& draft) { draft.phone = "12345"; }, head), "official.phone_form");
    EXPECT_EQ(refusal([](auto& draft) { draft.phone = "-------"; }, head), "official.phone_form");
    EXPECT_EQ(refusal([](auto& draft) { draft.note = "电话13800001234"; }, head), "official.text_personal");
    EXPECT_EQ(refusal([](auto& draft) { draft.staff_no = kNumber; }, head), "official.staff_no");
    EXPECT_EQ(refusal([](auto& draft) { draft.staff_type = "boss"; }, head), "official.staff_type");
    EXPECT_EQ(refusal([](auto& draft) { draft.valid_to = base::Date::make(2020, 1, 1).value(); }, head), "official.valid_order");
    EXPECT_EQ(refusal([](auto& draft) { draft.remove = {"phone"}; }, head), "official.field_unknown");
    EXPECT_EQ(refusal([](auto& draft) { draft.body_id = "body-9"; }, head), "body.unknown");
    EXPECT_EQ(refusal([](auto& draft) { draft.staff_no = "G-1"; }, head), "store.key_taken");
    EXPECT_EQ(refusal([](auto&) {}, who({"official.add"}, {"body-2"})), "body.unknown") << "a body out of reach is as unknown as none";
    EXPECT_EQ(refusal([](auto&) {}, who({"official.change"})), "access.denied");
    EXPECT_EQ(store_.inner.state.sealed.size(), before);
    EXPECT_EQ(refusal([](auto&) {}, who({"official.add"}, {"body-1"})), "");
}

TEST_F(ChangeOfficialTest, KeepsWhatIsNotGivenAndTheSealOfTheSameValue) {
    const Json before = content(first_);
    const auto written = change([](auto& input) {
        input.draft.name = "张三";
        input.draft.staff_type = "civil_servant";
    }, organisation());
    ASSERT_EQ(reason_of(written), "");
    EXPECT_EQ(written->version, 2);
    const Json after = content(first_);
    for (const char* member : {"name", "id_number", "phone"}) { EXPECT_EQ(after.at(member), before.at(member)) << member; }
    EXPECT_EQ(after.text_or_empty("staff_type"), "civil_servant");
    EXPECT_EQ(reason_of(change([](auto& input) {
        input.version = 2;
        input.draft.staff_type = "civil_servant";
    }, organisation())), "official.unchanged");
}

TEST_F(ChangeOfficialTest, ANewValueIsFoundAndTheOldOneIsNot) {
    ASSERT_EQ(reason_of(change([](auto& input) { input.draft.name = "张三丰"; }, organisation())), "");
    EXPECT_EQ(found(kNameScope, "张三丰"), Ids{first_});
    EXPECT_TRUE(found(kNameScope, "张三").empty());
    ASSERT_EQ(reason_of(change([](auto& input) {
        input.version = 2;
        input.draft.remove = {"id_number", "phone"};
    }, organisation())), "");
    EXPECT_TRUE(found(kIdNumberScope, kNumber).empty());
    EXPECT_TRUE(content(first_).at("phone").is_null());
}

TEST_F(ChangeOfficialTest, AnErasedValueDoesNotComeBack) {
    const Ids gone = {content(first_).at("phone").text_or_empty("sealed")};
    ASSERT_TRUE(store_.inner.write({.actor = support::an_actor(), .at = clock_.at}, [&](Work& work) { return work.delete_sealed(gone); }).ok());
    EXPECT_EQ(reason_of(change([](auto& input) { input.draft.phone = kPhone; }, organisation())), "official.value_erased");
}

TEST_F(ChangeOfficialTest, StaysWithinReachOnBothSides) {
    const auto staff = [](auto& input) { input.draft.staff_type = "civil_servant"; };
    EXPECT_EQ(reason_of(change(staff, who({"official.change"}, {"body-2"}))), "official.unknown");
    EXPECT_EQ(reason_of(change([](auto& input) { input.draft.body_id = "body-2"; }, who({"official.change"}, {"body-1"}))), "body.unknown");
    EXPECT_EQ(reason_of(change([](auto& input) { input.draft.staff_no = "G-7"; }, organisation())), "official.staff_no_changed");
    EXPECT_EQ(reason_of(change([](auto& input) { input.version = 3; }, organisation())), "store.version");
    EXPECT_EQ(reason_of(change([](auto& input) { input.draft.remove = {"name"}; }, organisation())), "official.field_unknown");
    EXPECT_EQ(reason_of(change(staff, who({"official.add"}))), "access.denied");
    EXPECT_EQ(reason_of(change(staff, who({"official.change"}, {"body-1"}))), "");
}

TEST(OfficialDraft, RefusesMembersThatAreNotTheSenders) {
    const auto refusal = [](const char* json) { return reason_of(OfficialDraft::from_json(base::parse_json(json).value(), "/body")); };
    EXPECT_EQ(refusal(R"({"staff_no": "1", "body_id": "b", "valid_from": "2020-01-01"})"), "");
    EXPECT_EQ(refusal(R"({"staff_no": "1", "body_id": "b", "valid_from": "2020-01-01", "tenant": "x"})"), "json.member_unknown");
    EXPECT_EQ(refusal(R"({"staff_no": "1", "body_id": "b", "valid_from": "2020-01-01", "id": "x"})"), "json.member_unknown");
    EXPECT_EQ(refusal(R"({"staff_no": "1", "body_id": "b", "valid_from": "2020-01-01", "name": {"sealed": "x"}})"), "json.member_type");
    EXPECT_EQ(refusal(R"({"body_id": "b", "valid_from": "2020-01-01"})"), "json.member_missing");
}

}  // namespace
}  // namespace gx::app
