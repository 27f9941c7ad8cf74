// SPDX-License-Identifier: Apache-2.0
#include "domain/record/record.hpp"

#include <gtest/gtest.h>

namespace gx::domain {
namespace {

using base::ErrorCode;
using base::Json;

base::Date day(const char* iso) { return base::Date::parse(iso).value(); }

Json record_json() {
    Json json;
    json.set("code", "R-WY-01/W1/B1").set("cat", "R-WY-01").set("body_id", "body-1");
    json.set("subject_name_at_time", "示范市某局").set("polarity", "negative").set("severity", "general");
    json.set("loss", "L1").set("impact", "I2").set("doc_type", "认定书").set("doc_no", "W1");
    json.set("doc_date", "2025-03-01").set("organ", "示范市发展和改革局").set("facts", "未按期付款");
    json.set("behaviour_on", "2025-01-01").set("behaviour_end_on", "2025-02-01").set("amount_fen", 100);
    json.set("domain", "procurement").set("obligation_id", "ob-1").set("finding_id", "f-1");
    json.set("served", Json::object().set("method", "直接送达").set("on", "2025-03-03").set("proof", "回证1"));
    json.set("defence", Json::object().set("until", "2025-03-13").set("text", "无"));
    json.set("decided_on", "2025-03-14").set("maker", "a").set("checker", "b").set("effective_on", "2025-03-14");
    json.set("publish_from", "2025-03-20").set("publish_until", "2026-03-19").set("expires_on", "2026-03-31");
    return json;
}

Record record(const Json& json = record_json()) { return Record::from_json(json).value(); }

RecordType type() {
    RecordType made;
    made.code = "R-WY-01";
    made.subjects = {"body", "official"};
    made.doc_types = {"认定书"};
    made.severity = Severity::General;
    made.severities = {Severity::General, Severity::Serious};
    made.in_force = InForce{day("2021-01-25"), {}};
    return made;
}

TEST(Record, RoundTripsItsContent) {
    Json json = record_json();
    json.set("repaired_on", "2025-09-01").set("revoked_on", "2025-10-01").set("revoke_reason", "依据撤销");
    json.set("disputed", true).set("source_published", true).set("note", "n").set("basis", Json::Array{"S-2.2"});
    EXPECT_EQ(Record::from_json(json)->to_json(), json);
    Json person = record_json().set("body_id", nullptr).set("official_id", "o-1");
    EXPECT_EQ(Record::from_json(person)->to_json(), person);
}

struct RefusalCase {
    const char* name;
    const char* member;
    Json value;
    const char* reason;
    const char* where;
};

class RecordRefusal : public testing::TestWithParam<RefusalCase> {};

TEST_P(RecordRefusal, IsLocated) {
    Json json = record_json();
    ASSERT_TRUE(Record::from_json(json).ok());
    json.set(GetParam().member, GetParam().value);
    const auto got = Record::from_json(json);
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().reason, GetParam().reason);
    EXPECT_EQ(got.error().where, GetParam().where);
}

// Source: S-5.2c, S-5.6b
INSTANTIATE_TEST_SUITE_P(
    , RecordRefusal,
    testing::Values(
        RefusalCase{"TwoSubjects", "official_id", "o-1", "record.subject", "/body_id"},
        RefusalCase{"NoSubject", "body_id", nullptr, "record.subject", "/body_id"},
        RefusalCase{"Polarity", "polarity", "grey", "record.polarity", "/polarity"},
        RefusalCase{"SeverityUnknown", "severity", "huge", "record.severity", "/severity"},
        RefusalCase{"NegativeWithoutSeverity", "severity", nullptr, "record.severity", "/severity"},
        RefusalCase{"PositiveWithSeverity", "polarity", "positive", "record.severity", "/severity"},
        RefusalCase{"NoDocument", "doc_no", nullptr, "record.document_missing", "/doc_no"},
        RefusalCase{"NoDocumentType", "doc_type", nullptr, "record.document_missing", "/doc_type"},
        RefusalCase{"NoOrgan", "organ", nullptr, "record.organ_missing", "/organ"},
        RefusalCase{"BehaviourEndsBeforeItBegins", "behaviour_end_on", "2024-12-31", "record.order",
                    "/behaviour_end_on"},
        RefusalCase{"InEffectBeforeDecided", "effective_on", "2025-03-13", "record.order", "/effective_on"},
        RefusalCase{"PublishedBeforeEffect", "publish_from", "2025-03-13", "record.order", "/publish_from"},
        RefusalCase{"PublishedBackwards", "publish_until", "2025-03-19", "record.order", "/publish_until"},
        RefusalCase{"ExpiresBeforeEffect", "expires_on", "2025-03-13", "record.order", "/expires_on"},
        RefusalCase{"RepairedBeforeEffect", "repaired_on", "2025-03-13", "record.order", "/repaired_on"},
        RefusalCase{"RevokedWithoutReason", "revoked_on", "2025-04-01", "record.revoked_without_reason",
                    "/revoke_reason"},
        RefusalCase{"NoticeWithoutDay", "served", Json::object().set("method", "x"), "json.member_missing",
                    "/served/on"},
        RefusalCase{"UnknownMember", "colour", "red", "json.member_unknown", "/colour"}),
    [](const auto& row) { return row.param.name; });

struct StandingCase {
    const char* name;
    const char* member;
    const char* value;
    const char* day;
    const char* standing;
};

class RecordOn : public testing::TestWithParam<StandingCase> {};

TEST_P(RecordOn, Stands) {
    Json json = record_json();
    if (*GetParam().member != '\0') { json.set(GetParam().member, GetParam().value); }
    if (json.at("revoked_on").is_string()) { json.set("revoke_reason", "依据撤销"); }
    const auto made = record(json);
    EXPECT_EQ(to_string(made.standing_on(day(GetParam().day))), GetParam().standing);
    EXPECT_EQ(made.in_effect_on(day(GetParam().day)), std::string_view{GetParam().standing} == "in_effect");
}

INSTANTIATE_TEST_SUITE_P(
    , RecordOn,
    testing::Values(StandingCase{"DayBeforeEffect", "", "", "2025-03-13", "not_yet"},
                    StandingCase{"FirstDay", "", "", "2025-03-14", "in_effect"},
                    StandingCase{"DayBeforePublication", "", "", "2025-03-19", "in_effect"},
                    StandingCase{"FirstDayOfPublication", "", "", "2025-03-20", "in_effect"},
                    StandingCase{"LastDayOfPublication", "", "", "2026-03-19", "in_effect"},
                    StandingCase{"AfterPublication", "", "", "2026-03-20", "in_effect"},
                    StandingCase{"LastDay", "", "", "2026-03-31", "in_effect"},
                    StandingCase{"AfterTheLastDay", "", "", "2026-04-01", "expired"},
                    StandingCase{"DayBeforeRepair", "repaired_on", "2025-06-01", "2025-05-31", "in_effect"},
                    StandingCase{"DayOfRepair", "repaired_on", "2025-06-01", "2025-06-01", "repaired"},
                    StandingCase{"DayBeforeRevocation", "revoked_on", "2025-06-01", "2025-05-31", "in_effect"},
                    StandingCase{"DayOfRevocation", "revoked_on", "2025-06-01", "2025-06-01", "revoked"}),
    [](const auto& row) { return row.param.name; });

TEST(Record, WithoutAFirstDayNeverCounts) {
    const auto made = record(record_json().set("effective_on", nullptr).set("publish_from", nullptr)
                                 .set("publish_until", nullptr).set("expires_on", nullptr));
    EXPECT_EQ(made.standing_on(day("2030-01-01")), RecordStanding::NotYet);
}

std::string checked(const Json& json, const RecordType& against = type()) {
    const auto got = check_record(record(json), against, "/r");
    return got.ok() ? "taken" : got.error().reason + " " + got.error().where;
}

Json served(const char* on, const char* proof) {
    Json json;
    json.set("method", "直接送达").set("on", on);
    if (*proof != '\0') { json.set("proof", proof); }
    return json;
}

// Source: S-2.2: no negative record in effect without served notice, defence and two people.
TEST(CheckRecord, NeedsNoticeDefenceAndTwoPeople) {
    EXPECT_EQ(checked(record_json()), "taken");
    EXPECT_EQ(checked(record_json().set("finding_id", nullptr)), "record.finding_missing /r/finding_id");
    EXPECT_EQ(checked(record_json().set("finding_id", nullptr).set("obligation_id", nullptr)), "taken");
    EXPECT_EQ(checked(record_json().set("served", nullptr)), "record.notice_missing /r/served");
    EXPECT_EQ(checked(record_json().set("served", served("2025-03-03", ""))), "record.proof_missing /r/served/proof");
    EXPECT_EQ(checked(record_json().set("defence", nullptr)), "record.defence_missing /r/defence");
    EXPECT_EQ(checked(record_json().set("served", served("2025-03-14", "回证"))), "record.defence_missing /r/defence");
    EXPECT_EQ(checked(record_json().set("defence", Json::object().set("until", "2025-03-14"))),
              "record.defence_still_runs /r/effective_on");
    EXPECT_EQ(checked(record_json().set("checker", "a")), "record.same_maker_and_checker /r/checker");
    EXPECT_EQ(checked(record_json().set("maker", nullptr)), "record.same_maker_and_checker /r/checker");
}

TEST(CheckRecord, FollowsTheCatalogue) {
    RecordType other = type();
    other.code = "R-WY-02";
    EXPECT_EQ(checked(record_json(), other), "record.type_differs /r/cat");
    RecordType later = type();
    later.in_force.from = day("2025-03-15");
    EXPECT_EQ(checked(record_json(), later), "record.type_not_in_force /r/cat");
    RecordType people = type();
    people.subjects = {"official"};
    EXPECT_EQ(checked(record_json(), people), "record.subject_not_allowed /r/body_id");
    EXPECT_EQ(checked(record_json().set("body_id", nullptr).set("official_id", "o"), people), "taken");
    RecordType institutions = type();
    institutions.subjects = {"institution"};
    EXPECT_EQ(checked(record_json(), institutions), "taken");
    EXPECT_EQ(checked(record_json().set("body_id", nullptr).set("official_id", "o"), institutions),
              "record.subject_not_allowed /r/official_id");
    EXPECT_EQ(checked(record_json().set("doc_type", "便条")), "record.doc_type_not_allowed /r/doc_type");
    EXPECT_EQ(checked(record_json().set("severity", "minor")), "record.severity_not_allowed /r/severity");
    RecordType honour = type();
    honour.polarity = Polarity::Positive;
    EXPECT_EQ(checked(record_json(), honour), "record.polarity_differs /r/polarity");
    const Json praise = record_json().set("polarity", "positive").set("severity", nullptr).set("served", nullptr);
    EXPECT_EQ(checked(praise, honour), "taken");
    EXPECT_EQ(checked(Json{praise}.set("checker", "a"), honour), "record.same_maker_and_checker /r/checker");
}

SeverityMatrix matrix() {
    Json losses;
    Json impacts;
    const auto both = Json::object().set("zh", "档").set("en", "band");
    const std::int64_t from[] = {0, 1'000'000, 50'000'000, 500'000'000};
    for (int i = 0; i < 4; ++i) {
        losses.push(Json::object().set("code", "L" + std::to_string(i)).set("from_fen", from[i]).set("title", both));
    }
    for (int i = 1; i < 4; ++i) { impacts.push(Json::object().set("code", "I" + std::to_string(i)).set("title", both)); }
    Json json;
    json.set("source", Json::Array{"S-5.5a"}).set("losses", losses).set("impacts", impacts);
    json.set("cells", Json::Array{"minor", "minor", "general", "minor", "general", "serious", "general", "serious",
                                  "serious", "serious", "serious", "serious"});
    json.set("upgrades", Json::Array{"invalid_excuse"}).set("downgrades", Json::Array{"self_reported"});
    return SeverityMatrix::from_json(json).value();
}

struct SeverityCase {
    std::int64_t amount_fen;
    const char* impact;
    const char* reason;
    Severity severity;
};

// Source: S-5.5a: loss × impact; each band at its limit.
TEST(ProposedSeverity, FollowsTheMatrix) {
    const SeverityCase cases[] = {
        {999'999, "I1", "", Severity::Minor},          {999'999, "I2", "", Severity::Minor},
        {999'999, "I3", "", Severity::General},        {1'000'000, "I1", "", Severity::Minor},
        {1'000'000, "I2", "", Severity::General},      {1'000'000, "I3", "", Severity::Serious},
        {49'999'999, "I2", "", Severity::General},     {50'000'000, "I1", "", Severity::General},
        {50'000'000, "I2", "", Severity::Serious},     {50'000'000, "I3", "", Severity::Serious},
        {499'999'999, "I1", "", Severity::General},    {500'000'000, "I1", "", Severity::Serious},
        {500'000'000, "I3", "", Severity::Serious},    {0, "I1", "invalid_excuse", Severity::General},
        {500'000'000, "I1", "invalid_excuse", Severity::Serious},
        {500'000'000, "I1", "self_reported", Severity::General},
        {0, "I1", "self_reported", Severity::Minor}};
    for (const auto& row : cases) {
        const auto made = record(record_json().set("loss", nullptr).set("amount_fen", row.amount_fen)
                                     .set("impact", row.impact));
        std::vector<std::string> reasons;
        if (*row.reason != '\0') { reasons.emplace_back(row.reason); }
        const auto got = proposed_severity(made, matrix(), reasons);
        ASSERT_TRUE(got.ok());
        EXPECT_EQ(code_of(*got), code_of(row.severity)) << row.amount_fen << row.impact << row.reason;
    }
    EXPECT_EQ(code_of(*proposed_severity(record(record_json().set("loss", "L3")), matrix(), {})), "serious");
    EXPECT_EQ(proposed_severity(record(record_json().set("impact", "I9")), matrix(), {}).error().reason,
              "severity.code_unknown");
}

}  // namespace
}  // namespace gx::domain
