// SPDX-License-Identifier: Apache-2.0
#include "domain/calendar/deadline_rule.hpp"

#include <gtest/gtest.h>

namespace gx::domain {
namespace {

using base::Json;

Json text(const char* zh, const char* en) {
    Json json;
    json.set("zh", zh).set("en", en);
    return json;
}

Json rule() {
    Json json;
    json.set("id", "DL-INF-03").set("title", text("答复", "Answer")).set("source", "SRC-XXGKTL art. 33");
    json.set("tag", "sourced").set("trigger", text("收到申请", "receipt")).set("amount", 20).set("unit", "WD");
    json.set("pauses", Json::Array{"third_party_opinion"}).set("valid_from", "2019-05-15");
    Json extension;
    extension.set("amount", 20).set("unit", "WD").set("times", 1).set("conditions", Json::Array{"applicant_told"});
    json.set("extension", std::move(extension));
    return json;
}

base::Date day(const char* iso) { return base::Date::parse(iso).value(); }

TEST(DeadlineRule, ReadsAllMembers) {
    Json json = rule();
    json.set("bound", "earliest").set("note", "n").set("parameter", true).set("valid_to", "2030-01-01");
    const auto got = DeadlineRule::from_json(json);
    ASSERT_TRUE(got.ok()) << got.error().where << got.error().reason;
    EXPECT_EQ(got->id, "DL-INF-03");
    EXPECT_EQ(got->title.zh, "答复");
    EXPECT_EQ(got->source, std::vector<std::string>{"SRC-XXGKTL art. 33"});
    EXPECT_EQ(got->amount, 20);
    EXPECT_EQ(to_string(got->unit), "WD");
    EXPECT_EQ(to_string(got->tag), "sourced");
    EXPECT_EQ(got->bound, DeadlineBound::Earliest);
    EXPECT_EQ(got->direction, DeadlineDirection::After);
    EXPECT_EQ(got->extension->amount_max, 20);
    EXPECT_EQ(got->extension->conditions.size(), 1U);
    EXPECT_EQ(got->calendar, "CN");
    EXPECT_FALSE(got->roll_forward);
    EXPECT_TRUE(got->in_force_on(day("2030-01-01")));
    EXPECT_FALSE(got->in_force_on(day("2030-01-02")));
    EXPECT_FALSE(got->in_force_on(day("2019-05-14")));
}

struct RefusalCase {
    const char* name;
    const char* member;
    Json value;
    const char* reason;
    const char* where;
};

class DeadlineRuleRefusal : public testing::TestWithParam<RefusalCase> {};

TEST_P(DeadlineRuleRefusal, IsLocated) {
    ASSERT_TRUE(DeadlineRule::from_json(rule(), "/deadlines/2").ok());
    Json json = rule();
    json.set(GetParam().member, GetParam().value);
    const auto got = DeadlineRule::from_json(json, "/deadlines/2");
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().reason, GetParam().reason);
    EXPECT_EQ(got.error().where, std::string{"/deadlines/2"} + GetParam().where);
}

Json extension_in(const char* unit) {
    Json json;
    json.set("amount", 1).set("unit", unit).set("times", 1);
    return json;
}

INSTANTIATE_TEST_SUITE_P(
    , DeadlineRuleRefusal,
    testing::Values(RefusalCase{"UnknownMember", "amounts", 3, "json.member_unknown", "/amounts"},
                    RefusalCase{"NoSource", "source", nullptr, "json.member_missing", "/source"},
                    RefusalCase{"Tag", "tag", "sure", "deadline.basis_tag", "/tag"},
                    RefusalCase{"ProposalMustBeAParameter", "tag", "proposal", "deadline.parameter", "/parameter"},
                    RefusalCase{"UnsureMustBeAParameter", "tag", "unsure", "deadline.parameter", "/parameter"},
                    RefusalCase{"Unit", "unit", "weeks", "deadline.unit", "/unit"},
                    RefusalCase{"AmountNegative", "amount", -1, "json.member_range", "/amount"},
                    RefusalCase{"AmountTooLarge", "amount", 4'000, "json.member_range", "/amount"},
                    RefusalCase{"AmountMissing", "amount", nullptr, "json.member_missing", "/amount"},
                    RefusalCase{"AmountWithSet", "unit", "SET", "deadline.unit", "/amount"},
                    RefusalCase{"MonthWithoutFixed", "month", 1, "deadline.fixed_date", "/month"},
                    RefusalCase{"DayWithoutFixed", "day", 1, "deadline.fixed_date", "/day"},
                    RefusalCase{"FixedWithoutMonth", "unit", "FIXED", "json.member_missing", "/month"},
                    RefusalCase{"Direction", "direction", "up", "deadline.direction", "/direction"},
                    RefusalCase{"BeforeWithPauses", "direction", "before", "deadline.backward", "/direction"},
                    RefusalCase{"Bound", "bound", "most", "deadline.bound", "/bound"},
                    RefusalCase{"ExtensionUnit", "extension", extension_in("SET"), "deadline.unit", "/extension/unit"},
                    RefusalCase{"Title", "title", "text", "json.member_type", "/title"},
                    RefusalCase{"ValidTo", "valid_to", "2019-05-14", "deadline.validity", "/valid_to"}),
    [](const auto& row) { return row.param.name; });

TEST(DeadlineRule, RefusesAFixedDateThatSomeYearsLack) {
    Json json = rule();
    json.set("unit", "FIXED").set("amount", nullptr).set("extension", nullptr).set("pauses", nullptr);
    json.set("month", 2).set("day", 28);
    EXPECT_TRUE(DeadlineRule::from_json(json).ok());
    json.set("day", 29);
    EXPECT_EQ(DeadlineRule::from_json(json).error().reason, "deadline.fixed_date");
    json.set("day", 28).set("pauses", Json::Array{"hearing"});
    EXPECT_EQ(DeadlineRule::from_json(json).error().where, "/pauses");
}

TEST(DeadlineRules, AreChosenByTheDayOfTheTrigger) {
    Json old_version = rule();
    old_version.set("valid_to", "2025-05-31").set("amount", 10);
    Json new_version = rule();
    new_version.set("valid_from", "2025-06-01");
    const auto rules = DeadlineRules::make(
        {DeadlineRule::from_json(new_version).value(), DeadlineRule::from_json(old_version).value()});
    ASSERT_TRUE(rules.ok());
    EXPECT_EQ(rules->find("DL-INF-03", day("2025-05-31"))->amount, 10);
    EXPECT_EQ(rules->find("DL-INF-03", day("2025-06-01"))->amount, 20);
    EXPECT_EQ(rules->find("DL-INF-03", day("2019-05-14")).error().reason, "deadline.no_version_in_force");
    EXPECT_EQ(rules->find("DL-NONE", day("2025-06-01")).error().reason, "deadline.rule_unknown");
    EXPECT_TRUE(rules->has("DL-INF-03"));
    EXPECT_EQ(rules->all().size(), 2U);

    new_version.set("valid_from", "2025-05-31");
    EXPECT_EQ(DeadlineRules::make({DeadlineRule::from_json(new_version).value(),
                                   DeadlineRule::from_json(old_version).value()})
                  .error()
                  .reason,
              "deadline.validity_overlaps");
}

}  // namespace
}  // namespace gx::domain
