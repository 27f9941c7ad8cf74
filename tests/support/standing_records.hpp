// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/publication_desk/keep_publications.hpp"
#include "crypto/hasher.hpp"
#include "tests/support/case_county.hpp"

namespace gx::tests {

/// The county of cases with what stands in it: records in effect of a body and of an official, whoever got them, and people enough
/// that each step has a second pair of eyes.
class StandingCounty : public CaseCounty {
protected:
    StandingCounty() : sha256_(crypto::make_hasher("sha256").value()) {
        account("head2", "credit", {{"R1", app::ScopeKind::Tenant, ""}});
        account("fin2", "fin", {{"R7", app::ScopeKind::Tenant, ""}, {"R11", app::ScopeKind::Tenant, ""}});
        account("town_admin", "town", {{"R4", app::ScopeKind::Body, "town"}});
        account("org2", "organisation", {{"R8", app::ScopeKind::Tenant, ""}});
        put("official", "p1", R"({"staff_no":"G001","body_id":"edu","valid_from":"2020-01-01"})");
        account("p1", "edu", {{"self", app::ScopeKind::Self, ""}});
        reopen();
    }

    /// As restart, with what draws by lot.
    void reopen() {
        auto desk = app::CaseDesk::open(
            {.store = *store_, .rows = store_->case_rows(), .clock = clock_, .ids = ids_, .law = law(), .hasher = hasher_, .sha256 = sha256_.get()});
        GX_ASSERT(desk.ok());
        rounds_.reset();
        desk_ = std::move(desk).value();
        rounds_ = std::make_unique<app::Rounds>(app::Rounds::Services{
            .store = *store_, .rows = store_->todo_rows(), .notices = store_->notice_box(), .claims = store_->job_claims(), .clock = clock_,
            .machine = clock_, .ids = ids_, .law = law(), .days = days_, .cases = &desk_->round(), .channels = {}, .chores = {},
            .owner = fmt::format("standing-{}", ++owners_)});
    }

    /// The official p1, signed in to the own file.
    app::Actor person() {
        app::Actor made = actor("p1");
        made.official_id = "p1";
        made.grants = app::resolve_grants(people_.at("p1").second, law().roles, *desk_->parts().trees.of("990101").value(), "p1");
        made.actions = app::actions_of(made.grants);
        return made;
    }
    std::string open_as_person(const std::string& procedure, const std::string& subject, const std::string& form) {
        const auto made = desk_->opens().run({.procedure = procedure, .subject = subject, .fields = fields(form)}, person());
        return made.ok() ? made->id : "!" + made.error().reason;
    }
    std::string step_as_person(const std::string& id, const std::string& step_id, const std::string& form = "{}", const std::string& note = {}) {
        last_ = desk_->steps().run({.id = id, .step = step_id, .version = row(id).version, .note = note, .fields = fields(form)}, person());
        return last_->ok() ? (*last_)->file.state : "!" + last_->error().reason;
    }
    /// Opens a case and gives what a refusal says besides its reason: "reason|detail", of a form "reason /body/fields/field".
    std::string refusal(const std::string& who, const std::string& procedure, const std::string& subject, const std::string& form) {
        const auto made = desk_->opens().run({.procedure = procedure, .subject = subject, .fields = fields(form)}, actor(who));
        if (made.ok()) { return "ok"; }
        return made.error().reason + (made.error().reason.starts_with("case.field") ? " " + made.error().where : "|" + made.error().detail);
    }

    /// A record in effect of the education bureau, of general severity, unless told otherwise. `more` begins with a comma.
    void record(const std::string& id, const std::string& doc_date = "2026-01-10", const std::string& severity = "general", const std::string& cat = "R-WY-01",
                const std::string& subject = R"("body_id":"edu")", const std::string& more = {}) {
        const std::string doc_type = cat == "R-WY-01" ? "breach_confirmation" : cat == "R-SF-01" ? "listing_decision" : "sanction_decision";
        put("record", id,
            fmt::format(R"({{"code":"{0}/{1}/{1}","cat":"{0}",{2},"subject_name_at_time":"示范单位","polarity":"negative","severity":"{3}","doc_type":"{5}",
                "doc_no":"{1}","doc_date":"{4}","organ":"示范市财政局","facts":"逾期未付","behaviour_on":"{4}","decided_on":"{4}","effective_on":"{4}",
                "maker":"maker0","checker":"checker0"{6}}})",
                        cat, id, subject, severity, doc_date, doc_type, more));
        const auto told = store_->write({support::an_actor("setup"), clock_.now()}, [&](app::Work& work) -> app::Result<app::Done> {
            GX_CHECK(app::keep_publication(work, "990101", id, app::PublicLaw::of(law()), clock_.today()));
            return app::Done{};
        });
        ASSERT_TRUE(told.ok()) << told.error().reason << " " << told.error().detail;
    }
    /// Somebody who got the record.
    void delivered(const std::string& record_id, const std::string& recipient) {
        put("delivery", "d-" + record_id + recipient,
            fmt::format(R"({{"code":"d-{0}-{1}","recipient":"{1}","recipient_name":"省平台","channel":"feed","first_id":"{0}","last_id":"{0}","records":["{0}"],"on_day":"2026-02-01"}})",
                        record_id, recipient));
    }
    base::Json content(const std::string& type, const std::string& id) {
        const auto found = store_->reader().value()->find(type, "990101", id).value();
        return found ? found->content : base::Json();
    }
    bool disputed(const std::string& record_id) { return content("record", record_id).bool_at("disputed").value_or(false); }
    std::vector<app::Entity> rows(const std::string& type) { return store_->reader().value()->list(type, {.tenant = "990101"}).value(); }
    /// "recipient reason" of each recall of a record.
    std::vector<std::string> recalls(const std::string& record_id) {
        std::vector<std::string> found;
        for (const auto& one : rows("recall")) {
            if (one.content.text_or_empty("record_id") == record_id) { found.push_back(one.content.text_or_empty("recipient") + " " + one.content.text_or_empty("reason")); }
        }
        return found;
    }
    /// The ids of the cases of a procedure, in the order in which they were opened.
    std::vector<std::string> cases_of(const std::string& procedure) {
        std::vector<std::pair<std::string, std::string>> found;
        for (const auto& one : rows("case_file")) {
            if (one.content.text_or_empty("procedure") == procedure) { found.emplace_back(one.key, one.id); }
        }
        std::ranges::sort(found);
        std::vector<std::string> ids;
        for (auto& [key, id] : found) { ids.push_back(std::move(id)); }
        return ids;
    }
    std::string detail() const { return last_->ok() ? std::string{} : last_->error().detail; }

    /// A measure upon the record, issued; its case.
    std::string issued_measure(const std::string& record_id, const std::string& kind, const std::string& scope) {
        const std::string today = clock_.today().iso();
        const std::string term = kind == "M-CRITICISM" ? "" : fmt::format(R"(,"ends_on":"{}")", clock_.today().plus_days(270).iso());
        const std::string id = open("maker", "measure", record_id,
                                    fmt::format(R"({{"kind":"{}","reason":"逾期未付工程款","basis":["S-5.5d"],"starts_on":"{}"{}}})", kind, today, term));
        EXPECT_EQ(step("maker2", id, "check_legality", R"({"legality_opinion":"合法"})"), "legal_check");
        EXPECT_EQ(step("head", id, "approve"), "approved") << detail();
        EXPECT_EQ(step("maker", id, "issue",
                       fmt::format(R"({{"doc_no":"示信{0}","doc_date":"{2}","scope":"{1}","served_method":"direct","served_on":"{2}","served_proof":["a"]}})", kind, scope, today)),
                  "issued");
        return id;
    }

    /// Takes a publication from its draft to the public, each step by another hand.
    void publish(const std::string& id, const std::string& until = "2026-06-30", const std::string& approver = "head") {
        EXPECT_EQ(step("maker", id, "submit",
                       fmt::format(R"({{"title":"关于逾期未付工程款的通报","text":"经认定，属实。","publish_until":"{}","reason":"依规公开"}})", until)),
                  "mask_check")
            << detail();
        EXPECT_EQ(step("maker2", id, "mask_ok", R"({"mask_note":"无个人信息"})"), "secrecy_check");
        EXPECT_EQ(step("inspector", id, "secrecy_ok", R"({"secrecy_result":"open","secrecy_note":"不涉密"})"), "cleared");
        EXPECT_EQ(step(approver, id, "approve"), "approved") << detail();
        EXPECT_EQ(step("maker", id, "publish"), "published") << detail();
    }

    std::unique_ptr<domain::Hasher> sha256_;
};

}  // namespace gx::tests
