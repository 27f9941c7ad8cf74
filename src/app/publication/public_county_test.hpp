// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "app/publication/browse.hpp"
#include "app/publication/public_view.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/toy_hasher.hpp"

namespace gx::app::testing_county {

inline base::Json json(std::string_view text) {
    auto parsed = base::parse_json(text);
    EXPECT_TRUE(parsed.ok()) << text;
    return parsed.ok() ? *parsed : base::Json{};
}

class FixedClock final : public Clock {
public:
    base::Instant now() override { return at; }
    base::Instant at = *base::Instant::parse("2026-03-10T04:00:00Z");
};

/// A judged county 990101 and a real one 211382 in a store in memory, with a small law of their own.
class County : public testing::Test {
protected:
    County() {
        add("tenant", "990101", "t1", R"({"code": "990101", "name": "示范市", "mode": "demonstration", "division_code": "990101"})");
        add("tenant", "211382", "t2", R"({"code": "211382", "name": "凌源市", "mode": "published_facts", "division_code": "211382"})");
        add("division", "990101", "d1", R"({"code": "990101", "name": "示范市", "level": "county"})");
        add("division", "990101", "d2", R"({"code": "990101101", "name": "致远镇", "level": "township", "parent_code": "990101"})");
        add("body", "990101", "b1", R"({"code": "F1", "scheme": "none", "name": "示范市财政局", "class": "DEPT",
            "division_code": "990101", "valid_from": "2019-01-01", "secret": "canary-body"})");
        add("body", "990101", "b2", R"({"code": "T1", "scheme": "none", "name": "致远镇人民政府", "class": "TOWN",
            "division_code": "990101101", "parent_id": "b1", "valid_from": "2019-01-01"})");
        add("body", "211382", "r1", R"({"code": "R1", "scheme": "none", "name": "凌源市数据局", "class": "DEPT",
            "division_code": "211382", "valid_from": "2019-01-01", "source": "公告"})");
    }

    void add(const std::string& type, const std::string& tenant, const std::string& id, std::string_view content) {
        const WriteContext context{.actor = {.account = "test", .tenant = tenant, .actions = {"*"}}, .at = {}};
        const Entity entity{type, tenant, id, "", ++versions_[id], -1, json(content)};
        const auto done = store_.write(context, [&](Work& work) { return work.put(entity, "add"); });
        ASSERT_TRUE(done.ok()) << done.error().reason << " " << done.error().detail << " " << id;
    }
    void remove(const std::string& type, const std::string& tenant, const std::string& id) {
        const WriteContext context{.actor = {.account = "test", .tenant = tenant, .actions = {"*"}}, .at = {}};
        const Entity entity{type, tenant, id, "", versions_[id]++, -1, {}};
        ASSERT_TRUE(store_.write(context, [&](Work& work) { return work.remove(entity, "undo"); }).ok());
    }
    /// A task of a body; `more` are further members, each with a comma before it.
    void add_task(const std::string& id, const std::string& body, const std::string& due, const std::string& more = "",
                  const std::string& tenant = "990101") {
        add("obligation", tenant, id,
            R"({"code": ")" + id + R"(", "body_id": ")" + body + R"(", "kind": "plan_task", "title": "整治任务)" + id +
                R"(", "source_id": "s1", "made_on": "2025-01-01", "due_on": ")" + due + "\"" + more + "}");
    }
    void add_record(const std::string& id, const std::string& subject, const std::string& more) {
        add("record", "990101", id, R"({"code": ")" + id + R"(", "cat": "R-WY-04", )" + subject + R"(,
            "subject_name_at_time": "示范市财政局", "polarity": "negative", "severity": "general",
            "doc_type": "supervision_conclusion", "doc_no": "督〔2026〕1号", "doc_date": "2026-01-05", "organ": "督导组",
            "facts": "承诺未兑现", "maker": "canary-maker", "decided_on": "2026-01-10", "effective_on": "2026-02-01")" +
                                        more + "}");
    }

    PublicLaw law() { return {.gate = gate_, .kinds = kinds_, .record_types = types_, .schemes = schemes_, .periods = make_periods()}; }
    static domain::RepairPeriods make_periods() {
        domain::DeadlineRule longest;
        longest.id = "DL-REP-02b";
        longest.amount = 3;
        longest.unit = domain::DeadlineUnit::Years;
        longest.valid_from = base::Date::parse("2023-05-01").value();
        return domain::RepairPeriods::of(*domain::DeadlineRules::make({longest}));
    }
    /// A view of the store as it is.
    void refresh() {
        const auto done = view_.refresh();
        ASSERT_TRUE(done.ok()) << done.error().reason;
    }

    static domain::PublicationGate make_gate() {
        std::vector<domain::PublicFields> lists;
        const auto list = [&](const char* entity, std::initializer_list<const char*> paths) {
            base::Json fields = base::Json::array();
            for (const char* path : paths) { fields.push(base::Json::object().set("path", path)); }
            base::Json file = base::Json::object();
            file.set("entity", entity).set("source", base::Json::array().push("S-1.4")).set("fields", std::move(fields));
            auto read = domain::PublicFields::from_json(file);
            EXPECT_TRUE(read.ok()) << entity;
            lists.push_back(std::move(read).value());
        };
        list("tenant", {"code", "name", "mode"});
        list("division", {"code", "name", "level", "parent_code"});
        list("body", {"code", "scheme", "name", "class", "division_code", "valid_from", "valid_to", "source"});
        list("source", {"title"});
        list("obligation", {"title", "source_id", "counterparty/type"});
        list("milestone", {"title", "due_on", "done_on"});
        list("change", {"decided_on", "new_due_on", "reason"});
        list("finding", {"decided_on", "organ", "doc_no"});
        list("record", {"polarity", "severity", "decided_on", "facts", "organ", "doc_no", "publish_from", "publish_until"});
        list("evaluation", {"scheme", "period", "as_of", "state", "digest", "at_size"});
        list("evaluation_result", {"total"});
        list("published_figure", {"figure_set", "year", "unit_name", "row_no", "values/*/item", "values/*/text"});
        return *domain::PublicationGate::make(std::move(lists));
    }
    static domain::ObligationKinds make_kinds() {
        auto kind = domain::ObligationKind::from_json(json(R"({"id": "plan_task", "title": {"zh": "计划任务", "en": "Task"},
            "source": ["S-5.2"], "group": "task", "needs_evidence": false, "settled_by": "acts", "domains": ["other"],
            "in_force": {"from": "2021-01-25"}})"));
        EXPECT_TRUE(kind.ok()) << kind.error().reason << kind.error().where;
        return *domain::ObligationKinds::make({*kind});
    }
    static std::vector<domain::RecordType> make_types() {
        auto type = domain::RecordType::from_json(json(R"({"code": "R-WY-04", "title": {"zh": "公开承诺未兑现", "en": "Pledge"},
            "subjects": ["body", "official"], "document": {"zh": "结论", "en": "Conclusion"},
            "doc_types": ["supervision_conclusion"], "polarity": "negative", "severity": "minor",
            "severities": ["minor", "general"], "public_level": "public", "personal_rule": "none",
            "organ_roles": ["R3"], "source": ["S-6.6a"], "in_force": {"from": "2021-01-25"}})"));
        EXPECT_TRUE(type.ok()) << type.error().reason << type.error().where;
        return {*type};
    }

    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    FixedClock clock_;
    std::map<std::string, std::int64_t> versions_;
    domain::PublicationGate gate_ = make_gate();
    domain::ObligationKinds kinds_ = make_kinds();
    std::vector<domain::RecordType> types_ = make_types();
    std::vector<domain::evaluation::Scheme> schemes_;
    Labels labels_;
    PublicView view_{store_, clock_, law(), labels_};
};

}  // namespace gx::app::testing_county
