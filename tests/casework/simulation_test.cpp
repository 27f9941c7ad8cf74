// SPDX-License-Identifier: Apache-2.0
// Random lives of cases: many people, days that pass, restarts, two hands at once. What must hold always is looked at on the way.
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

#include "app/casework/case_sight.hpp"
#include "app/journal/verify.hpp"
#include "tests/support/case_county.hpp"

namespace gx::tests {
namespace {

using base::Date;
using base::Json;

/// Cases of one run. GX_SIMULATED_CASES=10000 for a long one, GX_SEED for another life.
std::int64_t from_environment(const char* name, std::int64_t usual) {
    const char* text = std::getenv(name);
    return text == nullptr ? usual : std::atoll(text);
}

class CaseLives : public CaseCounty {
protected:
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(dice_() % count); }
    template <class List>
    const auto& one_of(const List& list) {
        return list[below(list.size())];
    }

    Json text_for(const domain::FormField& field) {
        static const std::vector<std::string> kTexts{"情况已经核实。", "按照合同约定办理。", "材料齐全，予以认可。", "逾期未履行约定义务。"};
        return field.field.ends_with("_no") || field.field == "doc_no" ? Json(fmt::format("示文〔2026〕{}号", ++documents_)) : Json(one_of(kTexts));
    }

    Json value_for(const domain::FormField& field) {
        static const std::vector<std::string> kBodies{"gov", "credit", "edu", "fin", "school", "town", "discipline", "organisation"};
        using domain::FieldType;
        switch (field.type) {
            case FieldType::Text:
            case FieldType::LongText: return text_for(field);
            case FieldType::Day: return Json(today().plus_days(field.field.starts_with("ends") || field.field.ends_with("until") ? 90 : 0).iso());
            case FieldType::Money: return Json(static_cast<std::int64_t>(below(900'000'000)));
            case FieldType::Count: return Json(static_cast<std::int64_t>(below(3)));
            case FieldType::Choice: return Json(one_of(field.options).value);
            case FieldType::Flag: return Json(below(2) == 0);
            case FieldType::Body: return Json(one_of(kBodies));
            case FieldType::Official: return Json("official-1");
            case FieldType::Documents: return Json::array().push("attachment-1");
            case FieldType::Clauses: return Json::array().push("S-2.2");
            case FieldType::List: return Json::array().push("B01").push("B02");
        }
        return {};
    }

    /// A form as a hurried person fills it in: what is required, and half of the rest.
    Json filled_in(const std::vector<domain::FormField>& form) {
        Json out = Json::object();
        for (const auto& field : form) {
            if (!field.when_field.empty()) {
                const Json& other = out.at(field.when_field);
                const bool asked = other.is_string() && std::ranges::find(field.when_values, other.as_string()) != field.when_values.end();
                if (!asked) { continue; }
            }
            if (field.required || below(2) == 0) { out.set(field.field, value_for(field)); }
        }
        return out;
    }

    Date today() { return clock_.today(); }

    /// True when a case began.
    bool open_one() {
        static const std::vector<std::string> kSubjects{"edu", "fin", "town", "school", "credit"};
        const auto& version = one_of(desk_->parts().procedures.all());
        const domain::Procedure& procedure = version->procedure;
        std::vector<std::string> able;
        for (const std::string& name : names_) {
            if (actor(name).may(procedure.opening.action)) { able.push_back(name); }
        }
        if (able.empty()) { return false; }
        std::string subject;
        if (procedure.subject == "body") { subject = one_of(kSubjects); }
        if (procedure.subject == "record" && !records_.empty()) { subject = one_of(records_); }
        const auto form = app::asked_of_people(procedure.opening.form, procedure.opening.effects);
        const auto made = desk_->opens().run({.procedure = procedure.id, .subject = subject, .official = procedure.person ? "official-1" : "", .fields = filled_in(form)},
                                             actor(one_of(able)));
        if (made.ok()) { open_.push_back(made->id); }
        note(made.ok(), made.ok() ? "" : made.error().reason);
        return made.ok();
    }

    /// Somebody looks for something to do and does it; now and then two try the same at once.
    void act() {
        if (open_.empty()) { return; }
        const std::size_t at = below(open_.size());
        const std::string id = open_[at];
        const auto one = file(id);
        if (!one.is_open()) {
            open_[at] = open_.back();
            open_.pop_back();
            return;
        }
        std::vector<app::Actor> able;
        for (const std::string& name : names_) {
            app::Actor one_actor = actor(name);
            if (app::sees(one_actor, one)) { able.push_back(std::move(one_actor)); }
        }
        if (able.empty()) { return; }
        auto reader = store_->reader().value();
        const auto version = desk_->parts().procedures.of(*reader, "990101", one.procedure, one.law).value();
        reader.reset();
        std::vector<std::pair<const domain::CaseStep*, const app::Actor*>> may;
        for (const auto* step : version->procedure.steps_from(one.state)) {
            for (const app::Actor& somebody : able) {
                if (!step->by_time && app::may_act_at(somebody, one, step->action, step->at)) { may.emplace_back(step, &somebody); }
            }
        }
        if (may.empty()) { return; }
        const auto& [step, actor_of] = one_of(may);
        const app::Actor& who = *actor_of;
        const app::TakeCaseStep::Input input{.id = id, .step = step->id, .version = row(id).version, .note = step->note_asked ? "同意。" : "",
                                             .fields = filled_in(app::asked_of_people(step->form, step->effects))};
        if (below(20) != 0) {
            const auto done = desk_->steps().run(input, who);
            note(done.ok(), done.ok() ? "" : done.error().reason);
            if (done.ok()) { adopt(done->made); }
            return;
        }
        const app::Actor who_at_once = who;
        int won = 0;
        std::vector<std::thread> hands;
        std::mutex lock;
        for (int i = 0; i < 2; ++i) {
            hands.emplace_back([&] {
                const auto done = desk_->steps().run(input, who_at_once);
                const std::lock_guard guard(lock);
                if (done.ok()) {
                    ++won;
                    adopt(done->made);
                }
            });
        }
        for (auto& hand : hands) { hand.join(); }
        EXPECT_LE(won, 1) << id << " " << step->id;
    }

    void adopt(const std::vector<app::MadeRow>& made) {
        for (const auto& one : made) {
            if (one.type == "case_file") { open_.push_back(one.id); }
            if (one.type == "record") { records_.push_back(one.id); }
        }
    }

    void note(bool ok, const std::string& reason) {
        ok ? ++done_ : ++refusals_[reason];
        // A refusal is one of the table's, never a fault of ours.
        EXPECT_FALSE(reason.starts_with("store.content") || reason == "procedure.effect_unknown") << reason;
    }

    void look() {
        const auto reader = store_->reader().value();
        std::int64_t waiting = 0;
        ASSERT_TRUE(reader->scan("case_file", "990101", [&](const app::Entity& entity) -> app::Result<app::Done> {
            const auto one = domain::CaseFile::from_json(entity.content);
            EXPECT_TRUE(one.ok()) << entity.key;
            if (!one.ok()) { return app::Done{}; }
            const bool paused = !one->clock.pauses.empty() && !one->clock.pauses.back().to;
            // A pause holds the clock; a limit that had run out before it stays run out.
            const bool over = paused && one->clock.due_on && *one->clock.due_on < one->clock.pauses.back().from;
            EXPECT_EQ(one->is_open() && (!paused || over), one->clock.due_on.has_value()) << entity.key << " " << one->state;
            EXPECT_TRUE(one->is_open() || !one->auto_on) << entity.key;
            EXPECT_FALSE(!one->recused_id.empty() && one->recused_id == one->concerned_id) << entity.key;
            waiting += one->is_open() && one->clock.due_on ? 1 : 0;
            return app::Done{};
        }).ok());
        ASSERT_TRUE(reader->scan("record", "990101", [&](const app::Entity& entity) -> app::Result<app::Done> {
            const auto record = domain::Record::from_json(entity.content);
            EXPECT_TRUE(record.ok()) << entity.key;
            if (!record.ok() || !record->effective_on) { return app::Done{}; }
            EXPECT_NE(record->maker, record->checker) << entity.key;
            if (record->polarity == domain::Polarity::Negative) {
                EXPECT_TRUE(record->served && record->served->on <= *record->effective_on && !record->served->proof.empty()) << entity.key;
                EXPECT_TRUE(record->defence.has_value()) << entity.key;
            }
            EXPECT_TRUE(record->official_id.empty() || !record->publish_from) << entity.key;
            return app::Done{};
        }).ok());
        waiting_ = waiting;
    }

    /// Each open case that waits for an office has one to-do; no notice of a rung came twice to the same account.
    void look_at_inbox() {
        std::map<std::string, int> open_todos;
        const auto reader = store_->reader().value();
        ASSERT_TRUE(reader->scan("todo", "990101", [&](const app::Entity& entity) -> app::Result<app::Done> {
            const bool is_case = entity.content.at("subject").text_or_empty("type") == "case_file";
            if (is_case && entity.content.at("done_on").is_null()) { ++open_todos[entity.content.at("subject").text_or_empty("id")]; }
            return app::Done{};
        }).ok());
        for (const auto& [id, count] : open_todos) { EXPECT_EQ(count, 1) << id; }
        for (const std::string& name : names_) {
            std::set<std::string> seen;
            const auto list = store_->notice_box().list(*reader, {.tenant = "990101", .account = name, .limit = 200});
            ASSERT_TRUE(list.ok());
            for (const auto& notice : *list) { EXPECT_TRUE(seen.insert(notice.object_id + " " + notice.rung).second) << name << " " << notice.rung; }
        }
    }

    std::mt19937_64 dice_;
    std::vector<std::string> names_;
    std::vector<std::string> open_;
    std::vector<std::string> records_;
    std::map<std::string, int> refusals_;
    std::int64_t done_ = 0;
    std::int64_t waiting_ = 0;
    int documents_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Stores, CaseLives, kCaseBackends, backend_name);

TEST_P(CaseLives, KeepTheirPromises) {
    const auto seed = static_cast<std::uint64_t>(from_environment("GX_SEED", 20'261'129));
    const auto cases = from_environment("GX_SIMULATED_CASES", GetParam() == CaseBackend::Sqlite ? 300 : 100);
    RecordProperty("seed", std::to_string(seed));
    fmt::print("seed {} cases {}\n", seed, cases);
    dice_.seed(seed);
    put("official", "official-1", R"({"staff_no":"G001","body_id":"edu","valid_from":"2020-01-01"})");
    for (const auto& [name, person] : people_) { names_.push_back(name); }
    std::int64_t opened = 0;
    int days = 0;
    for (Date day = today(); opened < cases || (!open_.empty() && days < 400); day = day.plus_days(1 + static_cast<int>(below(3)))) {
        ++days;
        run_on(day.iso().c_str());
        for (std::size_t i = 0; i < 8 && opened < cases; ++i) { opened += open_one() ? 1 : 0; }
        for (std::size_t i = 0; i < 12 + open_.size() / 4; ++i) { act(); }
        if (below(15) == 0) { restart(); }
        if (days % 25 == 0) {
            look();
            run_on(day.iso().c_str());
            look_at_inbox();
        }
        if (HasFailure() || days > 4'000) { break; }
    }
    look();
    fmt::print("days {} steps {} records {} waiting {}\n", days, done_, records_.size(), waiting_);
    for (const auto& [reason, count] : refusals_) { fmt::print("  {} {}\n", reason.empty() ? "-" : reason, count); }
    EXPECT_GT(done_, cases);
    support::ToyVerifier verifier;
    app::Verify verify(*store_, hasher_, verifier, nullptr, nullptr);
    const auto verdict = verify.run({}, support::an_actor("audit"));
    ASSERT_TRUE(verdict.ok()) << verdict.error().reason;
    EXPECT_TRUE(verdict->ok) << verdict->findings_total << " " << (verdict->findings.empty() ? "" : verdict->findings.front().kind);
}

}  // namespace
}  // namespace gx::tests
