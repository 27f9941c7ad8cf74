// SPDX-License-Identifier: Apache-2.0
#include "app/warning/foreign_rules.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "app/warning/rule_run.hpp"

namespace gx::app {
namespace {

using base::Json;

Json json(const std::string& text) { return base::parse_json(text).value(); }

/// A translation of a made-up rule format for a made-up table.
const char* const kTranslation = R"j({
  "format": {"id": "name", "level": "grade", "all": "if", "levels": {"1": "blue", "high": "red"},
             "operators": {"is": "=", "isnt": "!=", "below": "<", "upto": "<=", "above": ">", "from": ">=", "oneof": "in"}},
  "facts": [{"id": "parcel", "table": "parcel",
             "values": [{"sent": "sent_day is not null"}, {"lost": "not sent and state = 'gone'"},
                        {"share": "case(price > 0, quotient(100 * paid, price), 100)"}]}],
  "fields": {"shape": {"code": "shape"}, "fate": {"texts": {"sent": "sent", "lost": "lost"}},
             "price": {"number": "price"}, "share": {"number": "share"}, "late": {"number": "as_of - due_day"}}})j";

const char* const kLayouts = R"j({"layouts": [
  {"role": "bodies", "table": "body", "file": "bodies.csv", "key": "id"},
  {"role": "facts", "table": "parcel", "file": "parcels.csv", "key": "id", "whole_keys": true, "body": "body", "columns": [
    {"header": "shape", "type": "code"}, {"header": "due", "name": "due_day", "type": "day"},
    {"header": "sent", "name": "sent_day", "type": "day"}, {"header": "price", "type": "money_fen"},
    {"header": "paid", "type": "money_fen"}, {"header": "state", "type": "code"}]},
  {"role": "facts", "table": "other", "file": "not-read.csv", "key": "id", "body": "body"}]})j";

const char* const kRules = R"j([
  {"name": "A", "grade": 1, "if": [["late", "above", 5], ["shape", "oneof", ["round", "flat"]]]},
  {"name": "B", "grade": "high", "if": [["fate", "is", "lost"], ["price", "from", 500]]},
  {"name": "C", "grade": 1, "if": [["fate", "isnt", "sent"], ["share", "below", 50]]},
  {"name": "D", "grade": 1, "if": [["fate", "is", "burnt"]]},
  {"name": "E", "grade": 1, "if": [["share", "is", 100], ["shape", "isnt", "flat"]]},
  {"name": "F", "grade": 1, "if": [["price", "oneof", [0, 100, 200]], ["late", "upto", 0]]}])j";

struct Parcel {
    int body = 0;
    std::string shape;
    int due = 0;   ///< days after 2026-01-01
    int sent = 0;  ///< as due; -1: not sent
    int price = 0;
    int paid = 0;
    std::string state;
};

std::string day(int after) {
    const auto date = base::Date::parse("2026-01-01").value().plus_days(after);
    return date.iso();
}

TEST(RunRules, CountsWhatTheForeignRulesMean) {
    std::mt19937 dice{3};
    std::vector<Parcel> parcels;
    std::string csv = "id,body,shape,due,sent,price,paid,state\n";
    static const std::array<const char*, 3> kShapes{"round", "flat", "long"};
    for (int i = 0; i < 3'000; ++i) {
        const Parcel one{.body = static_cast<int>(dice() % 9), .shape = kShapes[dice() % 3], .due = static_cast<int>(dice() % 40),
                         .sent = dice() % 2 == 0 ? -1 : static_cast<int>(dice() % 40), .price = static_cast<int>(dice() % 10) * 100,
                         .paid = static_cast<int>(dice() % 1'000), .state = dice() % 3 == 0 ? "gone" : "here"};
        parcels.push_back(one);
        csv += fmt::format("{},{},{},{},{},{},{},{}\n", i, one.body, one.shape, day(one.due), one.sent < 0 ? "" : day(one.sent),
                           one.price, one.paid, one.state);
    }
    const int today = 20;
    const auto share = [](const Parcel& p) { return p.price > 0 ? 100 * p.paid / p.price : 100; };
    const auto lost = [](const Parcel& p) { return p.sent < 0 && p.state == "gone"; };
    const std::vector<std::function<bool(const Parcel&)>> expected{
        [&](const Parcel& p) { return today - p.due > 5 && p.shape != "long"; },
        [&](const Parcel& p) { return lost(p) && p.price >= 500; },
        [&](const Parcel& p) { return p.sent < 0 && share(p) < 50; },
        [&](const Parcel&) { return false; },
        [&](const Parcel& p) { return share(p) == 100 && p.shape != "flat"; },
        [&](const Parcel& p) { return p.price <= 200 && today - p.due <= 0; }};
    RuleRunInput input{.layouts = json(kLayouts), .translation = json(kTranslation), .rules = json(kRules),
                       .as_of = base::Date::parse(day(today)).value(), .threads = 2, .repetitions = 1};
    const std::map<std::string, std::string_view> texts{{"bodies.csv", "id\n0\n1\n2\n3\n4\n5\n6\n7\n8\n"}, {"parcels.csv", csv}};
    const auto done = run_rules(input, texts);
    ASSERT_TRUE(done.ok()) << done.error().reason << " " << done.error().detail << " " << done.error().where;
    EXPECT_EQ(done->facts, 3'000);
    std::int64_t all = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto count = std::count_if(parcels.begin(), parcels.end(), expected[i]);
        EXPECT_EQ(done->counts[i], count) << "rule " << i;
        EXPECT_TRUE(count > 0 || i == 3);
        all += count;
    }
    EXPECT_EQ(done->alerts, all);
}

struct Fault {
    const char* rules;
    const char* reason;
    const char* where;
};
class ForeignFaults : public testing::TestWithParam<Fault> {};

TEST_P(ForeignFaults, AreRefusedWithTheirPlace) {
    const auto refused = translate_rules(json(kTranslation), json(GetParam().rules));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, GetParam().reason);
    EXPECT_EQ(refused.error().where, GetParam().where);
}

INSTANTIATE_TEST_SUITE_P(
    TranslateRules, ForeignFaults,
    testing::Values(Fault{"{}", "rules.form", ""}, Fault{"[]", "rules.form", ""},
                    Fault{R"([{"name": "A", "grade": 9, "if": [["price", "is", 1]]}])", "rules.form", "/0"},
                    Fault{R"([{"name": "A", "grade": 1, "if": []}])", "rules.form", "/0/if"},
                    Fault{R"([{"name": "A", "grade": 1, "if": [["price", "is"]]}])", "rules.form", "/0/if/0"},
                    Fault{R"([{"name": "A", "grade": 1, "if": [["weight", "is", 1]]}])", "rules.field_unknown", "/0/if/0/0"},
                    Fault{R"([{"name": "A", "grade": 1, "if": [["price", "like", 1]]}])", "rules.operator_unknown", "/0/if/0/1"},
                    Fault{R"([{"name": "A", "grade": 1, "if": [["shape", "above", "flat"]]}])", "rules.operator_unknown", "/0/if/0/2"},
                    Fault{R"([{"name": "A", "grade": 1, "if": [["price", "is", "x"]]}])", "rules.value", "/0/if/0/2"},
                    Fault{R"([{"name": "A", "grade": 1, "if": [["shape", "is", "it's"]]}])", "rules.value", "/0/if/0/2"},
                    Fault{R"([{"name": "A", "grade": 1, "if": [["price", "oneof", 3]]}])", "rules.value", "/0/if/0/2"}));

TEST(TranslateRules, NeedsExactlyOneFact) {
    Json translation = json(kTranslation);
    translation.set("facts", Json::array());
    EXPECT_EQ(translate_rules(translation, json(kRules)).error().where, "/translation/facts");
}

}  // namespace
}  // namespace gx::app
