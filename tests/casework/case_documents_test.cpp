// SPDX-License-Identifier: Apache-2.0
// The official documents of cases: every template that a procedure names can be filled from a case that came so far, numbers run on without
// a gap, and a document stays what it was on its day.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "app/casework/document_values.hpp"
#include "app/casework/issued_documents.hpp"
#include "app/documents/make_document.hpp"
#include "app/subject/subject_rows.hpp"
#include "render/pdf_writer.hpp"
#include "tests/support/case_county.hpp"

// What libraries of fonts and pages keep until the end.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\nleak:libpango\nleak:libglib\nleak:libcairo\n"; }

namespace gx::tests {
namespace {

using base::Json;
using domain::FieldType;

class CaseDocumentsTest : public CaseCounty {
protected:
    void SetUp() override {
        put("official", "official-1", R"({"staff_no":"S-001","body_id":"edu","name":{"sealed":"x","commit":"00"},"staff_type":"civil_servant","valid_from":"2020-01-01"})");
        put("record", "record-1", R"({"code":"R-WY-01/示文〔2026〕1号/B01","cat":"R-WY-01","body_id":"edu","polarity":"negative","doc_type":"decision","doc_no":"示文〔2026〕1号","doc_date":"2026-01-05",
             "organ":"示范市信用办","facts":"逾期未付。","decided_on":"2026-01-05"})");
    }

    Json plausible(const domain::FormField& field, const std::string& chosen) {
        switch (field.type) {
            case FieldType::Text:
            case FieldType::LongText: return field.field == "scheme" ? Json(law().schemes.front().id) : Json("经核实的" + field.name.zh + "。");
            case FieldType::Day: return Json(today().iso());
            case FieldType::Money:
            case FieldType::Count: return Json(2025);
            case FieldType::Choice: {
                const bool offered = std::ranges::any_of(field.options, [&](const auto& option) { return option.value == chosen; });
                return Json(offered ? chosen : field.options.front().value);
            }
            case FieldType::Flag: return Json(true);
            case FieldType::Body: return Json("edu");
            case FieldType::Official: return Json("official-1");
            case FieldType::Documents: return Json::array().push("attachment-1");
            case FieldType::Clauses: return Json::array().push("S-2.2").push("S-5.5c");
            case FieldType::List: return Json::array().push("第一项").push("第二项");
        }
        return {};
    }

    base::Date today() { return clock_.today(); }

    void fill(domain::CaseFile& file, const std::vector<domain::FormField>& form, const std::vector<domain::NamedCall>& effects, const std::string& chosen) {
        for (const auto& field : form) {
            if (!field.required && file.steps.back().step != "open") { continue; }
            file.fields[field.field] = plausible(field, chosen);
            file.steps.back().fields.set(field.field, file.fields[field.field]);
        }
        for (const auto& call : effects) {
            const std::string field = call.args.text_or_empty("field");
            if (call.name == "set_field") { file.fields[field] = call.args.at("value"); }
            if (call.name == "propose_severity") { file.fields[field] = "general"; }
            if (call.name == "run_evaluation") { file.fields["evaluation"] = "ln@1/2025/2026-01-31"; }
        }
    }

    void take(domain::CaseFile& file, const domain::Procedure& procedure, const domain::CaseStep& step, const std::string& chosen) {
        for (const auto& guard : step.guards) {
            if (guard.name != "taken_before") { continue; }
            const auto* needed = procedure.step(guard.args.at("steps").as_array().front().as_string());
            if (needed != nullptr && file.times(needed->id) == 0) { take(file, procedure, *needed, chosen); }
        }
        file.steps.push_back({.step = step.id, .from = file.state, .to = step.to.empty() ? file.state : step.to, .by = "head", .on = today()});
        file.steps.back().fields = Json::object();
        file.state = file.steps.back().to;
        fill(file, step.form, step.effects, chosen);
    }

    /// A case that went the shortest way to a step and took it; an empty step is the opening.
    domain::CaseFile reached(const domain::Procedure& procedure, const std::string& wanted, const std::string& chosen) {
        domain::CaseFile file;
        file.code = procedure.code_prefix + "-2026-000001";
        file.procedure = procedure.id;
        file.title = "示例事项";
        file.body_id = "credit";
        file.confidential = procedure.confidential;
        file.opened_on = today();
        file.subject_type = procedure.subject;
        if (procedure.subject == "record") { file.subject_id = "record-1"; }
        if (procedure.subject == "body") { file.subject_id = "edu"; }
        if (procedure.person) { file.official_id = "official-1"; }
        file.state = procedure.opening.state;
        file.steps.push_back({.step = "open", .from = {}, .to = file.state, .by = "head", .on = today()});
        file.steps.back().fields = Json::object();
        fill(file, procedure.opening.form, procedure.opening.effects, chosen);
        if (wanted.empty()) { return file; }
        const domain::CaseStep* goal = procedure.step(wanted);
        std::map<std::string, std::vector<const domain::CaseStep*>> ways{{file.state, {}}};
        std::vector<std::string> next{file.state};
        for (std::size_t i = 0; i < next.size(); ++i) {
            for (const auto* step : procedure.steps_from(next[i])) {
                if (step->to.empty() || ways.contains(step->to)) { continue; }
                ways[step->to] = ways[next[i]];
                ways[step->to].push_back(step);
                next.push_back(step->to);
            }
        }
        const std::vector<const domain::CaseStep*>* way = nullptr;
        for (const std::string& from : goal->from) {
            if (ways.contains(from) && (way == nullptr || ways[from].size() < way->size())) { way = &ways[from]; }
        }
        for (const auto* step : *way) { take(file, procedure, *step, chosen); }
        take(file, procedure, *goal, chosen);
        return file;
    }

    base::Result<app::OfficialDocument> made(const app::ProcedureVersion& version, const domain::CaseFile& file, const std::string& pattern) {
        const auto reader = store_->reader().value();
        const auto tree = desk_->parts().trees.of("990101").value();
        const std::string tenant = "990101";
        app::CaseTexts texts(desk_->parts(), *reader, tenant, *tree);
        const app::DocumentCase source{.parts = desk_->parts(), .reader = *reader, .tenant = tenant, .version = version, .file = file, .tree = *tree, .texts = texts, .issuer = "credit", .number = 3};
        GX_TRY(const auto values, app::document_values(source));
        GX_TRY(const auto* found, law().document(pattern));
        return app::make_document(*found, values, law().sources);
    }

    int issued_ = 0;

    /// Keeps a rendered document where GX_DOCUMENTS says, for a look at it.
    void keep(const std::string& name, const base::Bytes& bytes) {
        const char* folder = std::getenv("GX_DOCUMENTS");
        if (folder != nullptr) { std::ofstream(std::filesystem::path(folder) / (name + ".pdf"), std::ios::binary) << base::as_text(bytes); }
    }
};

TEST_P(CaseDocumentsTest, EveryTemplateNamedCanBeFilledFromACaseThatCameSoFar) {
    render::PdfWriter writer{std::filesystem::path{}};
    std::set<std::string> filled;
    for (const auto& version : desk_->parts().procedures.all()) {
        const domain::Procedure& procedure = version->procedure;
        std::vector<std::pair<std::string, const domain::StepPrint*>> prints{{"", &procedure.opening.print}};
        for (const auto& step : procedure.steps) { prints.emplace_back(step.id, &step.print); }
        for (const auto& [step, print] : prints) {
            if (print->document.empty()) { continue; }
            std::map<std::string, std::string> variants = print->by_value;
            variants.emplace("", print->document);
            for (const auto& [chosen, pattern] : variants) {
                const auto file = reached(procedure, step, chosen);
                const auto document = made(*version, file, pattern);
                ASSERT_TRUE(document.ok()) << procedure.id << " " << step << " " << pattern << ": " << document.error().reason << " " << document.error().where << " " << document.error().detail;
                EXPECT_EQ(document->issuer, "示范市信用办");
                EXPECT_FALSE(document->addressee.empty() && pattern != "restoration_notice") << pattern;
                filled.insert(pattern);
                if (GetParam() == CaseBackend::Sqlite && std::getenv("GX_DOCUMENTS") != nullptr) {
                    const auto bytes = writer.pdf(*document);
                    ASSERT_TRUE(bytes.ok()) << pattern << bytes.error().reason;
                    keep(procedure.id + "_" + (step.empty() ? "open" : step) + "_" + pattern, *bytes);
                }
            }
        }
    }
    EXPECT_GE(filled.size(), 15U);
}

TEST_P(CaseDocumentsTest, NumbersRunWithoutAGapAndNeverTwice) {
    const domain::StepPrint print{.document = "rectification_notice"};
    const std::vector<domain::FormField> form{{.field = "order_no", .name = {"文号", "Number"}, .type = FieldType::Text}};
    const auto issue = [&](const std::string& issuer, const std::string& typed, bool fails = false) {
        domain::CaseFile file;
        file.code = fmt::format("ZG-2026-{:06}", ++issued_);
        file.steps.push_back({.step = "serve", .from = {}, .to = {}, .by = "head", .on = today()});
        const Json entered = typed.empty() ? Json::object() : Json::object().set("order_no", typed);
        const std::string id = file.code;
        const auto done = store_->write({support::an_actor("head"), clock_.now()}, [&](app::Work& work) -> base::Result<base::Done> {
            GX_CHECK(app::issue_document(desk_->parts(), work, "990101", {print, form, entered, issuer, id, 1, today()}, file));
            if (fails) { return base::Error{base::ErrorCode::StateForbids, "case.closed"}; }
            return base::Done{};
        });
        EXPECT_EQ(done.ok(), !fails);
        return file.field(app::kDocumentNumbers).text_or_empty("serve");
    };
    EXPECT_EQ(issue("credit", ""), "示范市信用办信整〔2026〕1号");
    EXPECT_EQ(issue("credit", ""), "示范市信用办信整〔2026〕2号");
    issue("credit", "", true);  // what is not kept uses no number up
    EXPECT_EQ(issue("credit", ""), "示范市信用办信整〔2026〕3号");
    EXPECT_EQ(issue("edu", ""), "示范市教育局信整〔2026〕1号");
    EXPECT_EQ(issue("credit", "示范市信用办信整〔2026〕7号"), "示范市信用办信整〔2026〕7号");
    EXPECT_EQ(issue("credit", ""), "示范市信用办信整〔2026〕8号");
    EXPECT_EQ(issue("credit", "示法〔2025〕12号"), "示法〔2025〕12号");
    EXPECT_EQ(issue("credit", "示法〔2025〕12号"), "示法〔2025〕12号");  // one judgment behind two decisions
    set_day("2027-01-04");
    EXPECT_EQ(issue("credit", ""), "示范市信用办信整〔2027〕1号");
    std::set<std::string> codes;
    std::size_t rows = 0;
    const auto scanned = store_->reader().value()->scan("issued_document", "990101", [&](const app::Entity& row) -> base::Result<base::Done> {
        ++rows;
        codes.insert(row.key);
        return base::Done{};
    });
    ASSERT_TRUE(scanned.ok());
    EXPECT_EQ(rows, 9U) << "the judgment behind two decisions stands for each";
    EXPECT_EQ(codes.size(), rows);
}

TEST_P(CaseDocumentsTest, StaysWhatItWasOnItsDay) {
    const std::string opening = R"({"title":"合同款未付","content":"张三反映教育局拖欠。","channel":"letter"})";
    const auto first = open("maker", "complaint", "edu", opening);
    const auto second = open("maker", "complaint", "edu", opening);
    ASSERT_EQ(step("maker", first, "accept"), "accepted");
    const auto before = desk_->documents().document(first, "accept", actor("maker"));
    ASSERT_TRUE(before.ok()) << before.error().reason << before.error().where;
    EXPECT_EQ(before->title, "政务失信投诉举报受理告知书");
    EXPECT_EQ(before->doc_no, "示范市信用办信受〔2026〕1号");
    EXPECT_EQ(before->date.iso(), "2026-03-02");
    EXPECT_EQ(before->addressee, "投诉举报人");
    std::string text;
    for (const auto& paragraph : before->paragraphs) { text += paragraph.text; }
    EXPECT_EQ(text.find("张三"), std::string::npos);
    EXPECT_EQ(text.find("教育局"), std::string::npos);
    EXPECT_NE(text.find("自受理之日起30日内，即于2026年4月1日前"), std::string::npos) << text;
    render::PdfWriter writer{std::filesystem::path{}};
    const auto bytes = writer.pdf(*before);
    ASSERT_TRUE(bytes.ok()) << bytes.error().reason;
    EXPECT_EQ(base::as_text(*bytes).substr(0, 5), "%PDF-");

    set_day("2026-03-09");
    ASSERT_EQ(step("maker", first, "assign", R"({"handler":"gov"})"), "assigned");
    const auto after = desk_->documents().document(first, "accept", actor("maker"));
    ASSERT_TRUE(after.ok());
    EXPECT_TRUE(*writer.pdf(*after) == *bytes);

    ASSERT_EQ(step("maker", second, "refuse", R"({"refusal_ground":"no_facts"})", "没有具体事实。"), "refused");
    const auto refusal = desk_->documents().document(second, "refuse", actor("maker"));
    ASSERT_TRUE(refusal.ok()) << refusal.error().reason << refusal.error().where;
    EXPECT_EQ(refusal->doc_no, "示范市信用办信不受〔2026〕1号");
    EXPECT_EQ(desk_->documents().document(second, "accept", actor("maker")).error().reason, "case.document_none");
    EXPECT_EQ(desk_->documents().document(first, "accept", actor("edu_head")).error().reason, "case.unknown");
    const auto shown = desk_->reads().show(first, actor("maker"));
    ASSERT_TRUE(shown.ok());
    const auto& steps = shown->at("steps").as_array();
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[1].bool_at("document"), true);
    EXPECT_EQ(steps[1].text_or_empty("document_no"), before->doc_no);
    EXPECT_FALSE(steps[0].bool_at("document").has_value());
}

INSTANTIATE_TEST_SUITE_P(Stores, CaseDocumentsTest, kCaseBackends, backend_name);

}  // namespace
}  // namespace gx::tests
