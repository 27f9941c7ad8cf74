// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/complaints/file_complaint.hpp"
#include "app/complaints/filing_batch.hpp"
#include "app/complaints/follow_complaint.hpp"
#include "app/complaints/read_filing.hpp"
#include "crypto/envelope.hpp"
#include "crypto/folder_key_store.hpp"
#include "crypto/hasher.hpp"
#include "crypto/random.hpp"
#include "crypto/sealer.hpp"
#include "crypto/signer.hpp"
#include "storage/drivers/open.hpp"
#include "storage/store/sql_store.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/postgres.hpp"

namespace gx::tests {

using base::Done;
using base::Json;
using base::Result;

/// Cases in memory, as the engine would have them: enough to see what the complaints' side does with it.
class FakeIntake final : public app::ComplaintIntake {
public:
    struct Case {
        app::ComplaintDraft draft;
        std::string reply = {};
        std::vector<app::ComplaintRating> ratings = {};
    };
    Result<std::string> open(app::Work&, const app::ComplaintDraft& draft) override {
        if (refused.contains(draft.body_id)) { return app::Error{app::ErrorCode::StateForbids, "case.refused"}; }
        std::string id = fmt::format("case-{:04}", cases.size() + 1);
        cases.emplace(id, Case{draft});
        order.push_back(draft.filing_id);
        return id;
    }
    Result<app::ComplaintStanding> standing(app::Reader&, const std::string&, const std::string& id) override {
        const Case& one = cases.at(id);
        const bool answered = !one.reply.empty();
        return app::ComplaintStanding{.state = answered ? "answered" : "accepted", .state_name = {answered ? "已答复" : "已受理", answered ? "Answered" : "Accepted"},
                                      .reply = one.reply, .closed = answered, .can_rate = answered && one.ratings.empty()};
    }
    Result<Done> rate(app::Work&, const std::string&, const std::string& id, const app::ComplaintRating& rating) override {
        cases.at(id).ratings.push_back(rating);
        return Done{};
    }
    Result<Done> check_seen(app::Reader&, const app::Actor& actor, const std::string& id) override {
        if (!cases.contains(id) || hidden_from.contains(actor.account)) { return app::Error{app::ErrorCode::NotFound, "complaint.unknown"}; }
        return Done{};
    }

    std::map<std::string, Case> cases;
    std::vector<std::string> order;       ///< filing ids as they came
    std::set<std::string> hidden_from;    ///< accounts
    std::set<std::string> refused;        ///< bodies
};

enum class ComplaintBackend { Sqlite, Postgres };

inline constexpr const char* kTenant = "990101";
inline constexpr const char* kPassphrase = "correct horse battery";

/// A county with two bodies, one below the other, and accounts that may handle complaints; real keys, ciphers and store.
class ComplaintCounty : public testing::TestWithParam<ComplaintBackend> {
protected:
    ComplaintCounty();
    ~ComplaintCounty() override;

    void put(const std::string& type, const std::string& id, const std::string& json);
    /// An account of a body with a role of the fixture: "R2" may read filings, "R5" may not.
    void account(const std::string& id, const std::string& role = "R2", const std::string& body = "office");
    app::Actor actor(const std::string& account) const;
    /// Makes the account's key.
    Json make_key(const std::string& account, std::optional<app::HandlerKeys::Shares> shares = {});
    /// Two handlers with keys.
    void handlers();
    /// An Idempotency-Key; equal numbers have equal ones.
    static std::string key(int number);
    app::FileComplaint::Input complaint(int number, const std::string& text = "拖欠工程款三年未付") const;
    /// Files one; gives {id, receipt, …}.
    Json filed(const app::FileComplaint::Input& input);
    std::int64_t batch();
    /// The case of a filing, by the fake.
    std::string case_of(const std::string& filing_id) const;
    /// Every byte of the folder's files whose name begins with "store".
    std::string store_bytes() const;
    /// Contents of entities of a type.
    std::vector<Json> contents(const std::string& type);

    std::string folder_;
    std::string file_;
    std::unique_ptr<app::Random> random_ = crypto::system_random();
    std::unique_ptr<domain::Hasher> hasher_;
    std::unique_ptr<domain::Hasher> sha256_;
    std::unique_ptr<app::KeyStore> keys_;
    std::unique_ptr<app::Sealer> sealer_;
    std::unique_ptr<app::Signer> signer_;
    std::unique_ptr<app::Verifier> verifier_ = crypto::make_verifier();
    std::unique_ptr<app::Envelope> envelope_;
    std::unique_ptr<storage::SqlStore> store_;
    support::FixedClock clock_{"2026-03-02T03:04:05.678Z"};
    std::unique_ptr<app::IdSource> ids_;
    std::vector<app::Role> roles_;
    std::unique_ptr<app::AccountBook> book_;
    FakeIntake intake_;
    std::unique_ptr<app::ComplaintParts> parts_;
    std::unique_ptr<app::Prove> prove_;
    app::FloodSettings flood_{.on = false};
    std::unique_ptr<app::FloodGate> gate_;
    std::unique_ptr<app::FileComplaint> file_complaint_;
    std::unique_ptr<app::FollowComplaint> follow_;
    std::unique_ptr<app::HandlerKeys> handler_keys_;
    std::unique_ptr<app::ReadFiling> read_;
    std::unique_ptr<app::RunFilingBatch> batch_;

    void use_flood(const app::FloodSettings& settings);
};

template <class T>
std::string reason_of(const Result<T>& result) {
    return result.ok() ? "" : result.error().reason;
}

}  // namespace gx::tests
