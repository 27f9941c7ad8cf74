// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "app/casework/call_tables.hpp"
#include "app/casework/procedure_book.hpp"
#include "app/casework/work_cases.hpp"
#include "app/subject/subject_rows.hpp"
#include "crypto/hasher.hpp"
#include "ingest/law/law_loader.hpp"
#include "source_dir.hpp"
#include "storage/drivers/open.hpp"
#include "storage/store/sql_store.hpp"
#include "tests/support/fakes.hpp"

namespace gx::tests {

inline const app::LawPack& real_law() {
    static const app::LawPackPtr law = ingest::load_law(std::string(GX_SOURCE_DIR) + "/law").value();
    return *law;
}

inline base::Json json_of(const std::string& text) {
    auto json = base::parse_json(text);
    GX_ASSERT(json.ok());
    return *json;
}

inline base::Date day(const char* iso) { return base::Date::parse(iso).value(); }

/// A county with the offices that cases go through and a body that they are about, on an SQLite store, with the real law.
///
///   bureau (b-fin) is above school (b-sch, an institution) and town (b-town); credit (b-cre), organ (b-dis), personnel (b-org).
class CaseworkCounty : public testing::Test {
protected:
    CaseworkCounty() : days_(real_law().calendar), notices_(nullptr) {
        auto database = storage::open_sqlite(":memory:");
        GX_ASSERT(database.ok());
        auto store = storage::SqlStore::prepare(std::move(database).value(), hasher_, random_, base::Instant::from_millis(1));
        GX_ASSERT(store.ok());
        store_ = std::move(store).value();
        sha256_ = crypto::make_hasher("sha256").value();
        trees_ = std::make_unique<app::TreeBook>(*store_, clock_);
        book_ = app::ProcedureBook::open(real_law(), hasher_).value();
        notices_ = std::make_unique<app::MakeNotices>(store_->notice_box(), clock_, clock_, ids_, std::set<std::string>{});
        put("tenant", "T", R"({"code":"990101","name":"示范市","mode":"demonstration","division_code":"990101","credit_office":"b-cre","discipline_organ":"b-dis","organisation_office":"b-org"})");
        body("b-fin", "D01", "DEPT", "");
        body("b-sch", "D02", "INST", "b-fin");
        body("b-town", "D03", "TOWN", "b-fin");
        body("b-cre", "D04", "OTHER", "");
        body("b-dis", "D05", "PARTY", "");
        body("b-org", "D06", "PARTY", "");
        put("official", "p1", R"({"code":"x","staff_no":"P001","body_id":"b-town","name":{"sealed":"s1","commit":"00"},"valid_from":"2015-01-01"})");
        put("post", "post-town", R"({"code":"W01","body_id":"b-town","title":"镇长","valid_from":"2015-01-01"})");
        put("tenure", "t1", R"({"code":"W01/P001/2024-01-01","post_id":"post-town","official_id":"p1","from_on":"2024-01-01","to_on":"2026-02-01"})");
        set_day("2026-05-20");
    }

    void set_day(const char* iso) { clock_.at = base::Instant::from_millis((std::int64_t{day(iso).days()} * 24 + 1) * 3'600'000); }
    base::Date today() { return clock_.today(); }

    void put(const std::string& type, const std::string& id, const std::string& json, std::int64_t version = 1) {
        const base::Json content = json_of(json);
        const auto done = store_->write({support::an_actor("setup"), clock_.now()},
                                        [&](app::Work& work) { return work.put({type, "990101", id, {}, version, -1, content}, version == 1 ? "add" : "change"); });
        ASSERT_TRUE(done.ok()) << type << " " << done.error().reason << " " << done.error().detail;
    }
    void body(const std::string& id, const std::string& code, const std::string& kind, const std::string& parent) {
        put("body", id,
            fmt::format(R"({{"code":"{}","scheme":"none","name":"示范单位{}","class":"{}","division_code":"990101","valid_from":"2015-01-01"{}}})", code, code, kind,
                        parent.empty() ? "" : ",\"parent_id\":\"" + parent + "\""));
    }
    /// A negative record in effect of the town, of general severity, unless `more` says otherwise (members after the others win).
    void record(const std::string& id, const std::string& doc_no, const std::string& doc_date, const std::string& severity = "general",
                const std::string& cat = "R-WY-01", const std::string& subject = R"("body_id":"b-town")", const std::string& more = "") {
        put("record", id,
            fmt::format(R"({{"code":"{0}/{1}/{2}","cat":"{0}",{3},"subject_name_at_time":"示范单位","polarity":"negative","severity":"{4}","doc_type":"breach_confirmation",
                "doc_no":"{1}","doc_date":"{5}","organ":"示范法院","facts":"逾期未付","behaviour_on":"{5}","decided_on":"{5}","effective_on":"{5}","maker":"maker","checker":"checker"{6}}})",
                        cat, doc_no, id, subject, severity, doc_date, more));
    }
    /// An account with one role that reaches these bodies; without bodies the whole county.
    app::Actor person(const std::string& account, const std::string& role, std::vector<std::string> bodies = {}, const std::string& seat = "") {
        app::Actor actor{.account = account, .tenant = "990101"};
        for (const app::Role& one : real_law().roles) {
            if (one.id != role) { continue; }
            app::ActionSet actions;
            for (const std::string& action : one.actions) { actions.insert(action); }
            actor.actions = actions;
            actor.grants.push_back({std::make_shared<const app::ActionSet>(actions), bodies.empty() ? app::Reach::everything() : app::Reach::of_bodies(bodies), role});
        }
        if (!seat.empty()) { actor.seats = {seat}; }
        return actor;
    }

    app::CaseParts parts() {
        return {.store = *store_, .rows = store_->case_rows(), .clock = clock_, .ids = ids_, .law = real_law(), .days = days_, .trees = *trees_, .procedures = *book_,
                .notices = notices_.get(), .sha256 = sha256_.get(), .journal = &hasher_};
    }

    /// A case of a procedure as a test makes it up: in a state, about something, with fields.
    domain::CaseFile a_case(const std::string& procedure, const std::string& state, const std::string& subject_type, const std::string& subject_id,
                            const std::string& fields = "{}") {
        domain::CaseFile file;
        file.code = "X-2026-000001";
        file.procedure = procedure;
        file.law = book_->current(procedure, today()).value()->digest;
        file.state = state;
        file.title = "示范事项";
        file.body_id = "b-cre";
        file.subject_type = subject_type;
        file.subject_id = subject_id;
        file.opened_by = "opener";
        file.opened_on = day("2026-01-05");
        file.entered_on = file.opened_on;
        const base::Json values = json_of(fields);
        for (const auto& [name, value] : values.as_object()) { file.fields.insert_or_assign(name, value); }
        return file;
    }
    static domain::StepTaken step(const std::string& id, const std::string& from, const std::string& to, const std::string& by, const char* on) {
        return {.step = id, .from = from, .to = to, .by = by, .on = day(on), .note = {}, .fields = base::Json::object()};
    }

    /// "ok", or the reason of the guard's refusal with its detail where `detail` asks for it.
    std::string guard(const std::string& name, const std::string& args, const domain::CaseFile& file, const std::string& entered = "{}", const app::Actor* actor = nullptr,
                      bool detail = false) {
        const base::Json given = json_of(args);
        const base::Json fields = json_of(entered);
        const app::Actor one = actor == nullptr ? support::an_actor("clerk") : *actor;
        const auto version = book_->current(file.procedure, today()).value();
        const app::CaseParts all = parts();
        std::string answer;
        const auto done = store_->write({one, clock_.now()}, [&](app::Work& work) -> app::Result<app::Done> {
            const domain::NamedCall call{name, given};
            const auto allowed = app::run_guards({call}, {all, work, *version, file, case_id_, fields, one, today(), "step", given});
            answer = allowed.ok() ? "ok" : allowed.error().reason + (detail ? " " + allowed.error().detail : "");
            return app::Done{};
        });
        EXPECT_TRUE(done.ok());
        return answer;
    }

    /// Runs effects on the case; the case changes, and what they wrote stays. "ok" or the reason.
    std::string effects(const std::vector<domain::NamedCall>& calls, domain::CaseFile& file, const std::string& entered = "{}", const app::Actor* actor = nullptr) {
        const base::Json fields = json_of(entered);
        const base::Json none;
        const app::Actor one = actor == nullptr ? support::an_actor("clerk") : *actor;
        const auto version = book_->current(file.procedure, today()).value();
        const app::CaseParts all = parts();
        const auto done = store_->write({one, clock_.now()}, [&](app::Work& work) -> app::Result<app::Done> {
            made_.clear();
            const app::EffectCall call{all, work, *version, file, case_id_, fields, one, today(), none, made_};
            GX_CHECK(app::run_effects(calls, app::EffectPhase::Fills, call));
            return app::run_effects(calls, app::EffectPhase::Follows, call);
        });
        return done.ok() ? "ok" : done.error().reason;
    }
    std::string effect(const std::string& name, const std::string& args, domain::CaseFile& file, const std::string& entered = "{}") {
        return effects({{name, json_of(args)}}, file, entered);
    }

    std::optional<app::Entity> row(const std::string& type, const std::string& id) {
        const auto reader = store_->reader();
        return (*reader)->find(type, "990101", id).value();
    }
    base::Json content(const std::string& type, const std::string& id) {
        const auto found = row(type, id);
        return found ? found->content : base::Json();
    }
    std::vector<app::Entity> rows(const std::string& type) {
        std::vector<app::Entity> all;
        const auto reader = store_->reader();
        EXPECT_TRUE((*reader)->scan(type, "990101", [&](const app::Entity& one) -> app::Result<app::Done> {
            all.push_back(one);
            return app::Done{};
        }).ok());
        return all;
    }
    /// Stores a case; what brought it into its state is made up when no step says so.
    void keep(const std::string& id, domain::CaseFile file, std::int64_t version = 1) {
        if (file.steps.empty() || file.steps.back().to != file.state) {
            file.steps.push_back(step("moved", file.steps.empty() ? "" : file.steps.back().to, file.state, "somebody", "2026-05-10"));
        }
        const auto kept = store_->write({support::an_actor("setup"), clock_.now()}, [&](app::Work& work) {
            return book_->keep(work, "990101", **book_->current(file.procedure, today()), "version-" + file.procedure);
        });
        ASSERT_TRUE(kept.ok()) << kept.error().reason << " " << kept.error().detail;
        put("case_file", id, base::canonical(file.to_json()), version);
    }

    support::ToyHasher hasher_;
    support::CountingRandom random_;
    support::SequenceIds ids_;
    support::FixedClock clock_{"2026-05-20T01:00:00Z"};
    domain::WorkingDayCount days_;
    std::unique_ptr<storage::SqlStore> store_;
    std::unique_ptr<domain::Hasher> sha256_;
    std::unique_ptr<app::TreeBook> trees_;
    std::unique_ptr<app::ProcedureBook> book_;
    std::unique_ptr<app::MakeNotices> notices_;
    std::string case_id_ = "case-own";
    std::vector<app::MadeRow> made_;
};

}  // namespace gx::tests
