// SPDX-License-Identifier: Apache-2.0
#include "app/access/grants.hpp"

#include <gtest/gtest.h>

#include "app/access/limit.hpp"

namespace gx::app {
namespace {

Role role(std::string id, RoleScope scope, std::vector<std::string> actions, std::vector<std::string> never = {}) {
    Role made;
    made.id = std::move(id);
    made.scope = scope;
    made.actions = std::move(actions);
    made.never_with = std::move(never);
    return made;
}

const std::vector<Role> kRoles = {role("R1", RoleScope::Tenant, {"obligation.read", "record.release"}, {"R16"}),
                                  role("R5", RoleScope::Body, {"obligation.read", "obligation.add"}),
                                  role("R8", RoleScope::Domain, {"official.*"}),
                                  role("R16", RoleScope::System, {"account.grant"}),
                                  role("self", RoleScope::Self, {"official.read_own"})};

/// A store of two divisions and four bodies: a → b → c, d alone in the other division.
class Rows final : public RowView {
public:
    std::vector<std::string> texts;
    bool is_null(int column) const override { return texts[static_cast<std::size_t>(column)].empty(); }
    std::int64_t integer(int column) const override { return std::stoll(texts[static_cast<std::size_t>(column)]); }
    std::string_view text(int column) const override { return texts[static_cast<std::size_t>(column)]; }
};
class Bodies : public Reader {
public:
    Result<Done> scan_columns(std::string_view type, std::string_view, std::span<const std::string_view>,
                              const std::function<Result<Done>(const RowView&)>& each) override {
        const std::vector<std::vector<std::string>> bodies = {{"a", "A", "甲", "DEPT", "", "211382", ""},
                                                              {"b", "B", "乙", "INST", "a", "211382", ""},
                                                              {"c", "C", "丙", "INST", "b", "211382001", "100"},
                                                              {"d", "D", "丁", "TOWN", "gone", "211383", ""}};
        const std::vector<std::vector<std::string>> divisions = {{"211300", "", R"({"name":"市"})"},
                                                                 {"211382", "211300", R"({"name":"县"})"},
                                                                 {"211382001", "211382", R"({"name":"街"})"},
                                                                 {"211383", "211300", R"({"name":"邻"})"}};
        for (const auto& texts : type == "body" ? bodies : divisions) {
            Rows row;
            row.texts = texts;
            GX_CHECK(each(row));
        }
        return Done{};
    }
    Result<std::optional<Entity>> find(std::string_view, std::string_view, std::string_view) override { return std::optional<Entity>{}; }
    Result<std::optional<Entity>> find_by_key(std::string_view, std::string_view, std::string_view) override { return std::optional<Entity>{}; }
    Result<std::vector<Entity>> find_by_keys(std::string_view, std::string_view, std::span<const std::string>) override { return std::vector<Entity>{}; }
    Result<std::vector<Entity>> list(std::string_view, const Query&) override { return std::vector<Entity>{}; }
    Result<std::int64_t> count(std::string_view, const Query&) override { return std::int64_t{0}; }
    Result<Done> scan(std::string_view, std::string_view, const std::function<Result<Done>(const Entity&)>&) override { return Done{}; }
    Result<Done> scan_at(std::string_view, std::string_view, std::int64_t, const std::function<Result<Done>(const Entity&)>&) override { return Done{}; }
    Result<std::int64_t> journal_size() override { return std::int64_t{0}; }
    Result<Done> entries(std::int64_t, std::int64_t, const std::function<Result<Done>(const domain::JournalEntry&)>&) override { return Done{}; }
    Result<std::vector<domain::JournalEntry>> history(std::string_view, std::string_view) override { return std::vector<domain::JournalEntry>{}; }
    Result<Done> entries_of_origin(std::string_view, const std::function<Result<Done>(const domain::JournalEntry&)>&) override { return Done{}; }
    Result<std::vector<base::Digest>> leaf_hashes(std::int64_t, std::int64_t) override { return std::vector<base::Digest>{}; }
    Result<std::vector<base::Digest>> tile_roots(int, std::int64_t, std::int64_t) override { return std::vector<base::Digest>{}; }
    Result<std::vector<base::Json>> checkpoints() override { return std::vector<base::Json>{}; }
    Result<std::optional<SealedValue>> sealed(std::string_view) override { return std::optional<SealedValue>{}; }
    Result<Done> scan_sealed(const std::function<Result<Done>(const SealedValue&)>&) override { return Done{}; }
    Result<std::vector<std::string>> find_lookups(std::string_view, std::string_view, std::span<const std::string>) override {
        return std::vector<std::string>{};
    }
    Result<Done> scan_lookups(const std::function<Result<Done>(const SealedLookup&)>&) override { return Done{}; }
};

BodyTree tree() {
    Bodies store;
    auto made = BodyTree::load(store, "990101", base::Date::from_days(200));
    EXPECT_TRUE(made.ok());
    return std::move(made).value();
}

using Ids = std::vector<std::string>;

TEST(BodyTree, HoldsABodyAndAllBelowItAlsoThoseThatEnded) {
    const BodyTree bodies = tree();
    EXPECT_EQ(bodies.subtree("a"), (Ids{"a", "b", "c"}));
    EXPECT_EQ(bodies.subtree("c"), Ids{"c"});
    EXPECT_EQ(bodies.subtree("nobody"), Ids{});
    EXPECT_FALSE(bodies.find("c")->current);
    EXPECT_TRUE(bodies.find_code("A")->current);
}

TEST(BodyTree, HoldsADivisionWithAllBelowIt) {
    const BodyTree bodies = tree();
    EXPECT_EQ(bodies.in_division("211382"), (Ids{"a", "b", "c"}));
    EXPECT_EQ(bodies.in_division("211300"), (Ids{"a", "b", "c", "d"}));
    EXPECT_EQ(bodies.in_division("2113"), Ids{}) << "a prefix is no division";
}

TEST(BodyTree, PutsABodyWithoutAKnownSuperiorAtTheTop) {
    const BodyTree bodies = tree();
    const auto top = bodies.children("");
    ASSERT_EQ(top.size(), 2U);
    EXPECT_EQ(top[0]->id, "a");
    EXPECT_EQ(top[1]->id, "d");
}

struct GrantCase {
    const char* name;
    std::vector<GrantedRole> grants;
    const char* reason;  ///< "": accepted
};
class CheckGrants : public testing::TestWithParam<GrantCase> {};

TEST_P(CheckGrants, AcceptsOrNamesTheFault) {
    const auto done = check_grants(GetParam().grants, kRoles, tree());
    EXPECT_EQ(done.ok() ? "" : done.error().reason, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(, CheckGrants, testing::Values(
    GrantCase{"TenantRoleForTheCounty", {{"R1", ScopeKind::Tenant, ""}}, ""},
    GrantCase{"TenantRoleNarrowed", {{"R1", ScopeKind::Division, "211382"}}, ""},
    GrantCase{"BodyRoleForTheCounty", {{"R5", ScopeKind::Tenant, ""}}, "grant.scope_too_wide"},
    GrantCase{"BodyRoleForABody", {{"R5", ScopeKind::Body, "b"}}, ""},
    GrantCase{"UnknownBody", {{"R5", ScopeKind::Body, "x"}}, "grant.body_unknown"},
    GrantCase{"UnknownDivision", {{"R5", ScopeKind::Division, "2113"}}, "grant.division_unknown"},
    GrantCase{"UnknownRole", {{"R99", ScopeKind::Tenant, ""}}, "grant.role_unknown"},
    GrantCase{"SystemRoleWithRows", {{"R16", ScopeKind::Tenant, ""}}, "grant.scope_unfit"},
    GrantCase{"SelfRoleForABody", {{"self", ScopeKind::Body, "a"}}, "grant.scope_unfit"},
    GrantCase{"Exclusive", {{"R16", ScopeKind::System, ""}, {"R1", ScopeKind::Tenant, ""}}, "account.roles_exclusive"},
    GrantCase{"Twice", {{"R5", ScopeKind::Body, "b"}, {"R5", ScopeKind::Body, "b"}}, "grant.twice"},
    GrantCase{"TwoBodies", {{"R5", ScopeKind::Body, "b"}, {"R5", ScopeKind::Body, "d"}}, ""}),
    [](const auto& row) { return row.param.name; });

Actor actor_with(std::vector<GrantedRole> grants) {
    Actor actor{.account = "x", .tenant = "990101"};
    actor.grants = resolve_grants(grants, kRoles, tree(), "person-1");
    actor.actions = actions_of(actor.grants);
    return actor;
}

TEST(ResolveGrants, GivesEachActionTheRowsOfTheRolesThatAllowIt) {
    const Actor actor = actor_with({{"R5", ScopeKind::Body, "b"}, {"R1", ScopeKind::Body, "d"}});
    EXPECT_EQ(actor.reach("obligation.add").bodies(), (Ids{"b", "c"}));
    EXPECT_EQ(actor.reach("obligation.read").bodies(), (Ids{"b", "c", "d"}));
    EXPECT_EQ(actor.reach("record.release").bodies(), Ids{"d"});
    EXPECT_TRUE(actor.reach("account.grant").is_nothing());
    EXPECT_FALSE(actor.reach("obligation.read").covers("a"));
    EXPECT_FALSE(actor.reach("obligation.read").covers(""));
}

TEST(ResolveGrants, LetsAPersonReachTheOwnFileOnly) {
    const Reach reach = actor_with({{"self", ScopeKind::Self, ""}}).reach("official.read_own");
    EXPECT_TRUE(reach.covers_official("person-1", "b"));
    EXPECT_FALSE(reach.covers_official("person-2", "b"));
    EXPECT_FALSE(reach.covers("b"));
}

TEST(ResolveGrants, NarrowsToTheActionsNamed) {
    const auto grants = resolve_grants(std::vector<GrantedRole>{{"R8", ScopeKind::Tenant, ""}}, kRoles, tree(), "", {"official.read", "record.read"});
    EXPECT_EQ(actions_of(grants), ActionSet{"official.read"});
}

TEST(ResolveGrants, GrantsNothingThroughARoleThatIsGoneOrABodyThatIsGone) {
    EXPECT_TRUE(actor_with({{"R99", ScopeKind::Tenant, ""}}).actions.empty());
    EXPECT_TRUE(actor_with({{"R5", ScopeKind::Body, "gone"}}).reach("obligation.read").is_nothing());
}

TEST(GrantsMet, AllowsOnlyWhatBothDoInTheRowsOfBoth) {
    const auto grants = [](std::vector<GrantedRole> of) { return resolve_grants(of, kRoles, tree(), "person-1"); };
    const auto token = grants({{"R1", ScopeKind::Tenant, ""}, {"R8", ScopeKind::Tenant, ""}});
    Actor actor{.account = "x", .tenant = "990101"};
    actor.grants = grants_met(token, grants({{"R5", ScopeKind::Body, "b"}}));
    EXPECT_EQ(actions_of(actor.grants), ActionSet{"obligation.read"});
    EXPECT_EQ(actor.reach("obligation.read").bodies(), (Ids{"b", "c"}));
    EXPECT_TRUE(grants_met(token, {}).empty());
    EXPECT_EQ(actions_of(grants_met(grants({{"R16", ScopeKind::System, ""}}), grants({{"R16", ScopeKind::System, ""}}))), ActionSet{"account.grant"});
    EXPECT_FALSE(grants_met(grants({{"self", ScopeKind::Self, ""}}), grants({{"self", ScopeKind::Self, ""}}))[0].reach.official().empty());
}

TEST(Reach, MeetsInWhatBothCover) {
    const Reach some = Reach::of_bodies({"a", "b"});
    EXPECT_EQ(some.met(Reach::everything()).bodies(), (Ids{"a", "b"}));
    EXPECT_EQ(Reach::everything().met(some).bodies(), (Ids{"a", "b"}));
    EXPECT_EQ(some.met(Reach::of_bodies({"b", "c"})).bodies(), Ids{"b"});
    EXPECT_TRUE(some.met(Reach::of_bodies({"c"})).is_nothing());
    EXPECT_TRUE(Reach::of_official("p").met(Reach::of_official("q")).is_nothing());
}

TEST(LimitTo, AddsTheBodiesAsOneCondition) {
    Query query{.tenant = "990101"};
    EXPECT_TRUE(*limit_to(query, "body_id", Reach::everything()));
    EXPECT_TRUE(query.where.empty());
    EXPECT_FALSE(*limit_to(query, "body_id", Reach{}));
    EXPECT_TRUE(*limit_to(query, "body_id", Reach::of_bodies({"b", "a", "a"})));
    ASSERT_EQ(query.where.size(), 1U);
    EXPECT_EQ(query.where[0].compare, Compare::In);
    EXPECT_EQ(query.where[0].values.size(), 2U);
    EXPECT_EQ(limit_to(query, "body_id", Reach::of_bodies(std::vector<std::string>([] {
                  std::vector<std::string> many;
                  for (int i = 0; i < 10'001; ++i) { many.push_back(std::to_string(i)); }
                  return many;
              }()))).error().reason, "access.too_many_bodies");
}

TEST(GrantedRole, ReadsWhatItWrites) {
    for (const GrantedRole& grant : {GrantedRole{"R5", ScopeKind::Body, "b"}, GrantedRole{"R16", ScopeKind::System, ""}}) {
        const auto read = GrantedRole::from_json(grant.to_json());
        ASSERT_TRUE(read.ok());
        EXPECT_EQ(*read, grant);
    }
    EXPECT_EQ(GrantedRole::from_json(*base::parse_json(R"({"role":"R5","scope":{"kind":"body"}})")).error().reason, "grant.ref_missing");
    EXPECT_EQ(GrantedRole::from_json(*base::parse_json(R"({"role":"R1","scope":{"kind":"tenant","ref":"x"}})")).error().reason, "grant.ref_unwanted");
    EXPECT_EQ(GrantedRole::from_json(*base::parse_json(R"({"role":"R1","scope":{"kind":"all"}})")).error().reason, "grant.scope_kind");
}

}  // namespace
}  // namespace gx::app
