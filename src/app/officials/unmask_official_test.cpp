// SPDX-License-Identifier: Apache-2.0
// Source: DOMAIN 4.5 (full only with right and reason); DESIGN 6
#include "app/officials/unmask_official.hpp"

#include "app/officials/officials_fixture_test.hpp"

namespace gx::app {
namespace {

using base::Json;

class UnmaskOfficialTest : public OfficialsTest {
protected:
    Result<Json> unmask(const Actor& actor, std::vector<std::string> fields = {"name", "id_number", "phone"}, const std::string& reason = "任前公示核对") {
        return UnmaskOfficial(parts_).run({.id = first_, .fields = std::move(fields), .reason = reason}, actor);
    }
    Actor proven_before(std::int64_t millis) {
        Actor actor = organisation();
        actor.proven_at = base::Instant::from_millis(clock_.at.millis() - millis);
        return actor;
    }
};

TEST_F(UnmaskOfficialTest, ShowsWhatWasAskedForAndNothingElse) {
    const auto all = unmask(organisation());
    ASSERT_EQ(reason_of(all), "");
    EXPECT_EQ(all->text_or_empty("name"), "张三");
    EXPECT_EQ(all->text_or_empty("id_number"), kNumber);
    EXPECT_EQ(all->text_or_empty("phone"), kPhone);
    const auto phone = unmask(organisation(), {"phone"});
    EXPECT_EQ(base::canonical(*phone), R"({"id":")" + first_ + R"(","phone":"13800001234"})");
    ASSERT_EQ(reads().size(), 2U);
    EXPECT_EQ(base::canonical(reads()[1].at("fields")), R"(["phone"])");
    EXPECT_EQ(reads()[1].text_or_empty("reason"), "任前公示核对");
    EXPECT_EQ(reads()[1].text_or_empty("action"), "official.unmask");
    for (const char* personal : {"张三", kNumber, kPhone}) { EXPECT_EQ(journal().find(personal), std::string::npos) << personal; }
}

TEST_F(UnmaskOfficialTest, OpensNothingWithoutAnEntryThatIsDurable) {
    store_.refuses = true;
    sealer_.opened = 0;
    EXPECT_EQ(reason_of(unmask(organisation())), "store.unavailable");
    EXPECT_EQ(sealer_.opened, 0);
    store_.refuses = false;
    EXPECT_EQ(reason_of(unmask(organisation())), "");
    EXPECT_GT(sealer_.opened, 0);
}

TEST_F(UnmaskOfficialTest, NeedsAPersonWhoProvedWithinTenMinutes) {
    EXPECT_EQ(reason_of(unmask(proven_before(600'000))), "");
    EXPECT_EQ(reason_of(unmask(proven_before(600'001))), "session.reauthenticate");
    Actor never = organisation();
    never.proven_at.reset();
    EXPECT_EQ(reason_of(unmask(never)), "session.reauthenticate");
    Actor token = organisation();
    token.session.clear();
    EXPECT_EQ(reason_of(unmask(token)), "official.unmask_by_session");
    EXPECT_EQ(reason_of(unmask(support::an_actor())), "official.unmask_by_session") << "the command line neither";
    ASSERT_EQ(reads().size(), 3U) << "an attempt without proof is an entry too";
    EXPECT_EQ(reads()[1].text_or_empty("outcome"), "refused");
    EXPECT_EQ(reads()[0].text_or_empty("outcome"), "ok");
}

TEST_F(UnmaskOfficialTest, RefusesInTheOrderThatTellsOutsidersNothing) {
    EXPECT_EQ(reason_of(unmask(who({"official.read"}), {"salary"}, "")), "access.denied");
    EXPECT_EQ(reason_of(unmask(proven_before(900'000), {"salary"}, "")), "session.reauthenticate");
    Actor elsewhere = organisation();
    elsewhere.grants.front().reach = Reach::of_bodies({"body-2"});
    EXPECT_EQ(reason_of(unmask(elsewhere, {"salary"})), "official.field_unknown");
    EXPECT_EQ(reason_of(unmask(elsewhere)), "official.unknown");
    for (const std::vector<std::string>& fields : {std::vector<std::string>{}, {"staff_no"}, {"name", "note"}, std::vector<std::string>(11, "name")}) {
        EXPECT_EQ(reason_of(unmask(organisation(), fields)), "official.field_unknown");
    }
    EXPECT_EQ(reason_of(unmask(organisation(), {"name"}, "")), "access.reason_missing");
    EXPECT_EQ(reason_of(unmask(organisation(), {"name"}, "看看")), "access.reason_length");
    EXPECT_EQ(reads().size(), 1U);
}

}  // namespace
}  // namespace gx::app
