// SPDX-License-Identifier: Apache-2.0
#include "domain/finding/finding.hpp"

#include <gtest/gtest.h>

namespace gx::domain {
namespace {

using base::ErrorCode;
using base::Json;

base::Date day(const char* iso) { return base::Date::parse(iso).value(); }

Json finding_json() {
    Json json;
    json.set("code", "F-1").set("kind", "breach").set("obligation_id", "ob-1").set("body_id", "body-1");
    json.set("organ", "示范市发展和改革局").set("doc_no", "示发改〔2025〕1号").set("decided_on", "2025-07-10");
    return json.set("facts", "未按期付款");
}

TEST(Finding, RoundTripsItsContent) {
    Json json = finding_json().set("revoked_on", "2025-08-01").set("note", "n").set("basis", Json::Array{"S-5.2c"});
    EXPECT_EQ(Finding::from_json(json)->to_json(), json);
    EXPECT_EQ(Finding::from_json(finding_json())->to_json(), finding_json());
}

// Source: S-5.2c, S-6.1e
TEST(Finding, NeedsOrganAndDocument) {
    const auto no_organ = Finding::from_json(finding_json().set("organ", nullptr));
    EXPECT_EQ(no_organ.error().code, ErrorCode::BasisMissing);
    EXPECT_EQ(no_organ.error().reason, "finding.organ_missing");
    const auto no_document = Finding::from_json(finding_json().set("doc_no", nullptr));
    EXPECT_EQ(no_document.error().reason, "finding.document_missing");
    EXPECT_EQ(no_document.error().where, "/doc_no");
    EXPECT_EQ(Finding::from_json(finding_json().set("kind", "rumour")).error().reason, "finding.kind");
    EXPECT_EQ(Finding::from_json(finding_json().set("revoked_on", "2025-07-09")).error().reason,
              "finding.revoked_before_decided");
}

TEST(Finding, IsInForceUntilRevoked) {
    const auto finding = Finding::from_json(finding_json().set("revoked_on", "2025-08-01")).value();
    EXPECT_FALSE(finding.in_force_on(day("2025-07-09")));
    EXPECT_TRUE(finding.in_force_on(day("2025-07-10")));
    EXPECT_TRUE(finding.in_force_on(day("2025-07-31")));
    EXPECT_FALSE(finding.in_force_on(day("2025-08-01")));
}

// Source: EXT-N1103: rectified at once leaves no breach.
TEST(BreachesOf, TakesOnlyConfirmedBreachesOfTheDuty) {
    const auto make = [](const char* kind, const char* obligation, const char* on) {
        return Finding::from_json(
                   finding_json().set("kind", kind).set("obligation_id", obligation).set("decided_on", on))
            .value();
    };
    const auto got = breaches_of("ob-1",
                                 {make("breach", "ob-1", "2025-07-10"), make("rectified", "ob-1", "2025-07-01"),
                                  make("not_true", "ob-1", "2025-07-01"), make("breach", "ob-2", "2025-07-01"),
                                  make("breach", "ob-1", "2025-07-05")},
                                 {"1", "2", "3", "4", "5"});
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[0].finding_id, "5");
    EXPECT_EQ(got[1].finding_id, "1");
}

TEST(CheckOrgan, RefusesTheAccusedBodyItself) {
    const auto finding = Finding::from_json(finding_json()).value();
    EXPECT_TRUE(check_organ(finding, "示范市住房和城乡建设局").ok());
    EXPECT_EQ(check_organ(finding, " 示范市发展和改革局").error().reason, "finding.own_cause");
}

}  // namespace
}  // namespace gx::domain
