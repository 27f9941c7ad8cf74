// SPDX-License-Identifier: Apache-2.0
#include "app/officials/officials_fixture_test.hpp"

namespace gx::app {
namespace {

constexpr const char* kClasses = R"({
    "entity": "official", "source": ["S-5.4a"],
    "fields": [
        {"field": "staff_no", "class": "internal"}, {"field": "body_id", "class": "internal"},
        {"field": "name", "class": "restricted", "mask": "person_name", "opens": "official.unmask"},
        {"field": "id_number", "class": "sensitive", "mask": "id_number_internal", "opens": "official.unmask"},
        {"field": "phone", "class": "restricted", "mask": "phone", "opens": "official.unmask"},
        {"field": "staff_type", "class": "internal"}, {"field": "valid_from", "class": "internal"},
        {"field": "valid_to", "class": "internal"}, {"field": "note", "class": "internal"}],
    "parts": [{"opens": "official.read_file"}, {"opens": "official.read_discipline", "record_types": ["R-JL-01"]}]})";

std::string record(const std::string& code, const std::string& cat, const std::string& official_id) {
    return R"({"code": ")" + code + R"(", "cat": ")" + cat + R"(", "official_id": ")" + official_id +
           R"(", "subject_name_at_time": "测试人员", "polarity": "neutral", "doc_type": "personnel_file", "doc_no": "1", "doc_date": "2025-01-02", "organ": "x",
              "facts": "y", "decided_on": "2025-01-02", "effective_on": "2025-01-02"})";
}

}  // namespace

OfficialsTest::OfficialsTest() {
    fields_ = FieldBook::make({FieldClasses::from_json(base::parse_json(kClasses).value()).value()}).value();
    put("body", "body-1", R"({"code": "B1", "scheme": "none", "name": "财政局", "class": "DEPT", "division_code": "990101", "valid_from": "2020-01-01"})");
    put("body", "body-2", R"({"code": "B2", "scheme": "none", "name": "水务局", "class": "DEPT", "division_code": "990101", "valid_from": "2020-01-01"})");
    first_ = add("G-1", "body-1", "张三", kNumber, kPhone);
    second_ = add("G-2", "body-2", "欧阳小明", "211382197501010024");
    put("post", "post-1", R"({"code": "P1", "body_id": "body-1", "title": "局长", "valid_from": "2020-01-01"})");
    put("tenure", "tenure-1", R"({"code": "P1/G-1/2021-01-01", "post_id": "post-1", "official_id": ")" + first_ + R"(", "from_on": "2021-01-01"})");
    put("record", "record-1", record("a", "R-JL-01", first_));
    put("record", "record-2", record("b", "R-GR-03", first_));
    put("record", "record-3", record("c", "R-JL-01", second_));
}

Actor OfficialsTest::who(ActionSet actions, std::vector<std::string> bodies) const {
    Actor actor = tenant_wide("account-1", "990101", std::move(actions));
    if (!bodies.empty()) { actor.grants.front().reach = Reach::of_bodies(std::move(bodies)); }
    return actor;
}

Actor OfficialsTest::organisation() const {
    Actor actor = who({"official.list", "official.read", "official.read_file", "official.add", "official.change", "official.unmask",
                       "access.read", "file_objection.read", "file_objection.answer"});
    actor.account = "organisation-1";
    actor.session = "session-1";
    actor.proven_at = clock_.at;
    return actor;
}

Actor OfficialsTest::person() const {
    Actor actor = who({"official.read_own", "file_objection.file"});
    actor.account = "person-1";
    actor.official_id = first_;
    actor.grants.front().reach = Reach::of_official(first_);
    return actor;
}

void OfficialsTest::put(const std::string& type, const std::string& id, const std::string& json, std::int64_t version) {
    const Entity entity{.type = type, .tenant = "990101", .id = id, .key = {}, .version = version, .seq = -1,
                        .content = base::parse_json(json).value()};
    const auto done = store_.inner.write({.actor = support::an_actor(), .at = clock_.at}, [&](Work& work) { return work.put(entity, "add"); });
    GX_ASSERT(done.ok());
}

OfficialDraft OfficialsTest::draft_of(const std::string& staff_no, const std::string& body_id) const {
    return {.staff_no = staff_no, .body_id = body_id, .valid_from = base::Date::make(2021, 1, 1).value()};
}

std::string OfficialsTest::add(const std::string& staff_no, const std::string& body_id, const std::string& name, const std::string& number,
                               const std::string& phone) {
    OfficialDraft draft = draft_of(staff_no, body_id);
    draft.name = name;
    draft.id_number = number;
    draft.phone = phone;
    const auto written = AddOfficial(parts_).run(draft, support::an_actor());
    EXPECT_EQ(reason_of(written), "");
    return written.ok() ? written->id : std::string{};
}

std::vector<base::Json> OfficialsTest::reads() const {
    std::vector<base::Json> out;
    for (const auto& [seq, stored] : store_.inner.state.entries) {
        if (stored.entry.entity == "access") { out.push_back(base::parse_json(*stored.entry.content).value()); }
    }
    return out;
}

std::string OfficialsTest::journal() const {
    std::string text;
    for (const auto& [seq, stored] : store_.inner.state.entries) { text += stored.entry.content.value_or("") + "\n"; }
    return text;
}

}  // namespace gx::app
