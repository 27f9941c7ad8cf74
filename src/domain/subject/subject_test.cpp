// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "domain/subject/body.hpp"
#include "domain/subject/division.hpp"
#include "domain/subject/official.hpp"
#include "domain/subject/post.hpp"
#include "domain/subject/tenant.hpp"

namespace gx::domain {
namespace {

using base::Date;
using base::Json;

Date day(int year, unsigned month, unsigned date) { return Date::make(year, month, date).value(); }

template <class T>
std::string reason_of(const base::Result<T>& result) {
    return result.ok() ? "" : result.error().reason;
}

struct DivisionCase {
    const char* raw;
    const char* code;
    const char* level;
    const char* parent;
    const char* kind;
};

// Source: DOMAIN 2.3
TEST(DivisionCode, KnowsLevelParentAndKind) {
    constexpr DivisionCase kCases[] = {
        {"000000", "000000", "nation", "", ""},
        {"210000", "210000", "province", "000000", ""},
        {"211300", "211300", "prefecture", "210000", ""},
        {"211382", "211382", "county", "211300", ""},
        {"211382000000", "211382", "county", "211300", ""},
        {"211382001", "211382001", "township", "211382", "street"},
        {"211382001000", "211382001", "township", "211382", "street"},
        {"211382100", "211382100", "township", "211382", "town"},
        {"211382399", "211382399", "township", "211382", "rural_township"},
        {"211382400", "211382400", "township", "211382", ""},
        {"211382001001", "211382001001", "village", "211382001", ""},
        {"２１１３８２", "211382", "county", "211300", ""},
    };
    for (const auto& row : kCases) {
        const auto code = DivisionCode::parse(row.raw);
        ASSERT_TRUE(code.ok()) << row.raw;
        EXPECT_EQ(code->str(), row.code);
        EXPECT_EQ(name_of(code->level()), row.level) << row.raw;
        EXPECT_EQ(code->parent() ? code->parent()->str() : "", row.parent) << row.raw;
        EXPECT_EQ(code->township_kind(), row.kind) << row.raw;
    }
    for (const auto* raw : {"", "21138", "2113822", "21138X", "2113820010", "凌源"}) {
        EXPECT_EQ(reason_of(DivisionCode::parse(raw)), "division.code") << raw;
    }
}

Json a_division() {
    Json json = Json::object();
    json.set("code", "211382001").set("name", "南街街道").set("parent_code", "211382").set("level", "township");
    return json.set("valid_from", "2001-01-01").set("valid_to", "2019-05-01").set("successor_code", "211382002");
}

TEST(Division, KeepsItsContent) {
    const auto division = Division::from_json(a_division());
    ASSERT_TRUE(division.ok()) << division.error().reason;
    EXPECT_EQ(division->to_json(), a_division());
}

TEST(Division, RefusesWhatDoesNotFit) {
    const auto refused = [](const char* member, Json value) {
        const auto division = Division::from_json(a_division().set(member, std::move(value)));
        return division.ok() ? std::string{} : division.error().reason + " " + division.error().where;
    };
    EXPECT_EQ(refused("code", "2113820"), "division.code /code");
    EXPECT_EQ(refused("code", "211382001000"), "division.code /code");
    EXPECT_EQ(refused("level", "county"), "division.level /level");
    EXPECT_EQ(refused("parent_code", "211382001"), "division.parent /parent_code");
    EXPECT_EQ(refused("parent_code", "2113"), "division.parent /parent_code");
    EXPECT_EQ(refused("valid_to", "2000-12-31"), "division.valid_order /valid_to");
    EXPECT_EQ(refused("name", nullptr), "json.member_missing /name");
}

Json a_body() {
    Json json = Json::object();
    json.set("code", "11211382MB1QY001XE").set("scheme", "uscc").set("name", "示范市财政局").set("short_name", "财政局");
    json.set("class", "DEPT").set("division_code", "990101").set("parent_id", "gov").set("has_debt", true);
    json.set("valid_from", "2010-01-01").set("basis", Json::Array{"S-2.2"});
    return json;
}

TEST(Body, KeepsItsContent) {
    Json json = a_body();
    json.set("past", Json::Array{Json::object().set("until", "2015-03-01").set("name", "示范市财政所").set("division_code", "990101")});
    const auto body = Body::from_json(json);
    ASSERT_TRUE(body.ok()) << body.error().reason << body.error().where;
    EXPECT_EQ(body->to_json(), json);
}

TEST(Body, RefusesWhatDoesNotFit) {
    const auto refused = [](const char* member, Json value) {
        const auto body = Body::from_json(a_body().set(member, std::move(value)));
        return body.ok() ? std::string{} : body.error().reason + " " + body.error().where;
    };
    EXPECT_EQ(refused("code", "11211382MB1QY001XF"), "uscc.check /code");
    EXPECT_EQ(refused("code", "11211382mb1qy001xe"), "uscc.character /code");
    EXPECT_EQ(refused("scheme", "tax"), "body.scheme /scheme");
    EXPECT_EQ(refused("class", "FIRM"), "body.class /class");
    EXPECT_EQ(refused("division_code", "99"), "division.code /division_code");
    EXPECT_EQ(refused("valid_to", "2009-12-31"), "body.valid_order /valid_to");
    EXPECT_EQ(refused("valid_from", "2010-02-30"), "json.member_range /valid_from");
    EXPECT_EQ(refused("past", Json::Array{Json::object().set("until", "2010-01-01").set("name", "x").set("division_code", "990101")}),
              "body.past_order /past/0/until");
    EXPECT_EQ(refused("scheme", "none"), "");  // then any code of the office's own
}

TEST(Body, MovesAndRenamesWithoutRewritingHistory) {
    const Body first = Body::from_json(a_body()).value();
    const Body moved = first.moved("party", "", day(2015, 3, 1)).value();
    const Body renamed = moved.renamed("示范市财政和国资局", day(2018, 7, 1)).value();
    EXPECT_EQ(renamed.state_on(day(2015, 2, 28)).parent_id, "gov");
    EXPECT_EQ(renamed.state_on(day(2015, 3, 1)).parent_id, "party");
    EXPECT_EQ(renamed.state_on(day(2018, 6, 30)).name, "示范市财政局");
    EXPECT_EQ(renamed.state_on(day(2018, 7, 1)).name, "示范市财政和国资局");
    EXPECT_EQ(renamed.state_on(day(2010, 1, 1)).name, first.name);
    EXPECT_EQ(Body::from_json(renamed.to_json())->to_json(), renamed.to_json());

    EXPECT_EQ(reason_of(renamed.renamed("x", day(2018, 7, 1))), "body.change_out_of_order");
    EXPECT_EQ(reason_of(renamed.moved("gov", "", day(2016, 1, 1))), "body.change_out_of_order");
    EXPECT_EQ(reason_of(first.moved("x", "", day(2009, 1, 1))), "body.change_out_of_order");
    EXPECT_EQ(reason_of(first.renamed(first.name, day(2018, 7, 1))), "body.unchanged");
    EXPECT_EQ(reason_of(first.moved("gov", "990101", day(2018, 7, 1))), "body.unchanged");
    const Body closed = renamed.closed(day(2020, 1, 1), "body-2").value();
    EXPECT_TRUE(closed.exists_on(day(2019, 12, 31)));
    EXPECT_FALSE(closed.exists_on(day(2020, 1, 1)));
    EXPECT_EQ(reason_of(closed.renamed("y", day(2020, 1, 1))), "body.closed");
    EXPECT_EQ(reason_of(closed.closed(day(2021, 1, 1), "")), "body.closed");
    EXPECT_EQ(reason_of(renamed.closed(day(2018, 6, 30), "")), "body.change_out_of_order");
}

/// gov > bureau > station; the bureau moves from gov to party on 2015-03-01.
std::vector<std::pair<std::string, Body>> some_bodies() {
    const auto body = [](const char* name, const char* parent) {
        Body made = Body::from_json(a_body()).value();
        made.name = name;
        made.parent_id = parent;
        return made;
    };
    std::vector<std::pair<std::string, Body>> bodies = {
        {"gov", body("政府", "")}, {"party", body("党委", "")}, {"bureau", body("局", "gov")}, {"station", body("站", "bureau")}};
    bodies[2].second = bodies[2].second.moved("party", "", day(2015, 3, 1)).value();
    return bodies;
}

TEST(OrgTree, GivesAncestorsOfTheDay) {
    const auto tree = org_tree(some_bodies()).value();
    using Ids = std::vector<std::string>;
    EXPECT_EQ(tree.ancestors_on("station", day(2015, 2, 28)), (Ids{"bureau", "gov"}));
    EXPECT_EQ(tree.ancestors_on("station", day(2015, 3, 1)), (Ids{"bureau", "party"}));
    EXPECT_EQ(tree.ancestors_on("gov", day(2015, 3, 1)), Ids{});
    EXPECT_EQ(tree.ancestors_on("station", day(2009, 12, 31)), Ids{});  // not there yet
    EXPECT_EQ(tree.children_on("gov", day(2014, 1, 1)), (Ids{"bureau"}));
    EXPECT_EQ(tree.children_on("gov", day(2016, 1, 1)), Ids{});
    EXPECT_FALSE(tree.parent_on("nobody", day(2016, 1, 1)));
}

TEST(OrgTree, RefusesCirclesOnAnyDay) {
    const auto tree = org_tree(some_bodies()).value();
    EXPECT_TRUE(tree.check_move("station", "gov", day(2016, 1, 1)).ok());
    EXPECT_EQ(reason_of(tree.check_move("bureau", "station", day(2016, 1, 1))), "subject.parent_cycle");
    EXPECT_EQ(reason_of(tree.check_move("bureau", "bureau", day(2016, 1, 1))), "subject.parent_cycle");
    // Under the bureau only later: the circle would close on 2015-03-01.
    EXPECT_EQ(reason_of(tree.check_move("party", "bureau", day(2012, 1, 1))), "subject.parent_cycle");
    EXPECT_EQ(reason_of(tree.check_move("nobody", "gov", day(2016, 1, 1))), "subject.unknown");
    EXPECT_EQ(reason_of(tree.check_move("station", "nobody", day(2016, 1, 1))), "subject.unknown");
    EXPECT_EQ(reason_of(tree.check_move("station", "gov", day(2009, 1, 1))), "subject.parent_closed");

    auto bodies = some_bodies();
    bodies[1].second.parent_id = "station";  // party under station, which is under party since 2015
    EXPECT_EQ(reason_of(org_tree(bodies)), "subject.parent_cycle");
    bodies[1].second.valid_to = day(2015, 3, 1);  // gone on the day the circle would close
    EXPECT_TRUE(org_tree(bodies).ok());
    bodies.push_back(bodies[0]);
    EXPECT_EQ(reason_of(org_tree(bodies)), "subject.id_twice");
    EXPECT_EQ(reason_of(DatedTree::make({{.id = "a", .spans = {{{}, {}, ""}, {{}, {}, ""}}, .successor = ""}})), "subject.span_overlap");
}

TEST(OrgTree, FollowsSuccessors) {
    auto bodies = some_bodies();
    bodies[0].second = bodies[0].second.closed(day(2016, 1, 1), "bureau").value();
    bodies[2].second = bodies[2].second.closed(day(2018, 1, 1), "party").value();
    const auto tree = org_tree(bodies).value();
    EXPECT_EQ(tree.successor_on("gov", day(2015, 12, 31)).value(), "gov");
    EXPECT_EQ(tree.successor_on("gov", day(2016, 1, 1)).value(), "bureau");
    EXPECT_EQ(tree.successor_on("gov", day(2018, 1, 1)).value(), "party");
    EXPECT_EQ(reason_of(tree.successor_on("gov", day(2009, 1, 1))), "subject.no_successor");  // before them all
    EXPECT_EQ(reason_of(tree.successor_on("nobody", day(2016, 1, 1))), "subject.unknown");
    bodies[2].second.successor_id = "";
    EXPECT_EQ(reason_of(org_tree(bodies)->successor_on("gov", day(2019, 1, 1))), "subject.no_successor");
    bodies[2].second.successor_id = "gov";
    EXPECT_EQ(reason_of(org_tree(bodies)), "subject.successor_cycle");
}

Post a_post() {
    Post post;
    post.code = "CZJ-01";
    post.body_id = "bureau";
    post.title = "局长";
    post.rank = "head";
    post.valid_from = day(2010, 1, 1);
    return post;
}

Tenure a_tenure(const char* official, Date from, std::optional<Date> to, bool acting = false) {
    Tenure tenure;
    tenure.code = std::string("CZJ-01/") + official + "/" + from.iso();
    tenure.post_id = "post-1";
    tenure.official_id = official;
    tenure.from_on = from;
    tenure.to_on = to;
    tenure.acting = acting;
    return tenure;
}

TEST(Post, KeepsItsContent) {
    Post post = a_post();
    post.valid_to = day(2020, 1, 1);
    EXPECT_EQ(Post::from_json(post.to_json())->to_json(), post.to_json());
    EXPECT_EQ(reason_of(Post::from_json(post.to_json().set("rank", "king"))), "post.rank");
    EXPECT_EQ(reason_of(Post::from_json(post.to_json().set("valid_to", "2009-01-01"))), "post.valid_order");
    const auto tenure = a_tenure("zhang", day(2020, 1, 1), day(2021, 1, 1), true);
    EXPECT_EQ(Tenure::from_json(tenure.to_json())->to_json(), tenure.to_json());
    EXPECT_EQ(reason_of(Tenure::from_json(tenure.to_json().set("to_on", "2019-12-31"))), "tenure.order");
}

// Source: S-6.4d: duties stay with the post; who held it is found by date.
TEST(Tenure, TellsWhoWasResponsibleAlsoAfterTheyLeft) {
    const std::vector<Tenure> tenures = {a_tenure("zhang", day(2018, 1, 1), day(2021, 6, 30)),
                                         a_tenure("wang", day(2021, 9, 1), {}),
                                         a_tenure("li", day(2021, 6, 30), day(2021, 9, 1), true)};
    const auto holder = [&](Date on) {
        const auto found = responsible_on(tenures, on);
        return found.empty() ? std::string("-") : found.front().official_id;
    };
    EXPECT_EQ(holder(day(2017, 12, 31)), "-");
    EXPECT_EQ(holder(day(2018, 1, 1)), "zhang");
    EXPECT_EQ(holder(day(2021, 6, 29)), "zhang");
    EXPECT_EQ(holder(day(2021, 6, 30)), "li");  // the day of removal belongs to the next holder
    EXPECT_EQ(holder(day(2021, 8, 31)), "li");
    EXPECT_EQ(holder(day(2021, 9, 1)), "wang");
    EXPECT_EQ(holder(day(2030, 1, 1)), "wang");
}

TEST(Tenure, NamesTheFullHolderBeforeTheActingOne) {
    const std::vector<Tenure> tenures = {a_tenure("li", day(2020, 1, 1), {}, true), a_tenure("wang", day(2020, 5, 1), {})};
    const auto found = responsible_on(tenures, day(2020, 6, 1));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].official_id, "wang");
    EXPECT_EQ(found[1].official_id, "li");
}

TEST(Tenure, RefusesTwoFullHoldersAtOnce) {
    Post post = a_post();
    const std::vector<Tenure> others = {a_tenure("zhang", day(2018, 1, 1), day(2021, 6, 30))};
    const auto check = [&](const Tenure& next) { return reason_of(check_tenure(post, others, next)); };
    EXPECT_EQ(check(a_tenure("wang", day(2021, 6, 30), {})), "");
    EXPECT_EQ(check(a_tenure("wang", day(2021, 6, 29), {})), "tenure.overlap");
    EXPECT_EQ(check(a_tenure("wang", day(2017, 1, 1), day(2018, 1, 1))), "");
    EXPECT_EQ(check(a_tenure("wang", day(2017, 1, 1), day(2018, 1, 2))), "tenure.overlap");
    EXPECT_EQ(check(a_tenure("wang", day(2019, 1, 1), day(2019, 2, 1), true)), "");
    EXPECT_EQ(check(a_tenure("zhang", day(2019, 1, 1), day(2019, 2, 1), true)), "tenure.overlap");
    EXPECT_EQ(check(a_tenure("zhang", day(2018, 1, 1), day(2022, 1, 1))), "");  // a new version of the same tenure
    EXPECT_EQ(check(a_tenure("wang", day(2009, 12, 31), day(2010, 6, 1))), "tenure.post_closed");
    post.valid_to = day(2022, 1, 1);
    EXPECT_EQ(check(a_tenure("wang", day(2021, 7, 1), {})), "tenure.post_closed");
    EXPECT_EQ(check(a_tenure("wang", day(2021, 7, 1), day(2022, 1, 1))), "");
}

Json an_official() {
    Json name = Json::object();
    name.set("sealed", "s-1").set("commit", std::string(64, 'a'));
    Json json = Json::object();
    json.set("staff_no", "GB-000001").set("body_id", "bureau").set("name", name).set("id_number", name);
    return json.set("staff_type", "civil_servant").set("valid_from", "2020-07-01");
}

TEST(Official, HoldsPersonalValuesOnlySealed) {
    const auto official = Official::from_json(an_official());
    ASSERT_TRUE(official.ok());
    EXPECT_EQ(official->to_json(), an_official());
    const auto refused = [](const char* member, Json value) {
        const auto read = Official::from_json(an_official().set(member, std::move(value)));
        EXPECT_TRUE(read.ok() || read.error().detail.empty()) << "no personal value may be logged";
        return read.ok() ? std::string{} : read.error().reason + " " + read.error().where;
    };
    EXPECT_EQ(refused("name", "张三"), "sealed.form /name");
    EXPECT_EQ(refused("id_number", "211382199001010019"), "sealed.form /id_number");
    EXPECT_EQ(refused("id_number", Json::object().set("sealed", "s-1").set("commit", "张三")), "sealed.form /id_number");
    EXPECT_EQ(refused("staff_no", "211382199001010019"), "official.staff_no /staff_no");
    EXPECT_EQ(refused("staff_type", "soldier"), "official.staff_type /staff_type");
    EXPECT_EQ(refused("valid_to", "2020-06-30"), "official.valid_order /valid_to");
    EXPECT_EQ(refused("id_number", nullptr), "");
}

TEST(Tenant, OfPublishedFactsIsNeverJudged) {
    Json json = Json::object();
    json.set("code", "211382").set("name", "凌源市").set("mode", "published_facts").set("division_code", "211382");
    const auto tenant = Tenant::from_json(json);
    ASSERT_TRUE(tenant.ok());
    EXPECT_FALSE(tenant->may_be_judged());
    EXPECT_EQ(tenant->to_json(), json);
    EXPECT_TRUE(Tenant::from_json(json.set("mode", "demonstration"))->may_be_judged());
    EXPECT_EQ(reason_of(Tenant::from_json(json.set("mode", "test"))), "tenant.mode");
    EXPECT_EQ(reason_of(Tenant::from_json(json.set("mode", "production").set("division_code", "x"))), "division.code");
}

}  // namespace
}  // namespace gx::domain
