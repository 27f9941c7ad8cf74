// SPDX-License-Identifier: Apache-2.0
#include "app/publication/evaluation_report.hpp"

#include <cstdlib>

#include <fmt/format.h>

#include "app/publication/score.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

/// 732100 in 1e-4 → "73.21"; at least two decimals, further ones only when they are not zero.
std::string decimal(std::int64_t number, int decimals) {
    std::int64_t unit = 1;
    for (int i = 0; i < decimals; ++i) { unit *= 10; }
    const std::int64_t size = std::abs(number);
    std::string out = fmt::format("{}{}.{:0{}}", number < 0 ? "-" : "", size / unit, size % unit, decimals);
    for (int i = decimals; i > 2 && out.back() == '0'; --i) { out.pop_back(); }
    return out;
}

class ReportWriter {
public:
    ReportWriter(const Labels& labels, bool english) : labels_(labels), english_(english) {}

    std::string word(std::string_view code) const { return name("report", code); }
    std::string name(std::string_view group, std::string_view code) const { return english_ ? labels_.en(group, code) : labels_.zh(group, code); }
    /// The name in the report's language.
    std::string own_name(const Json& one) const {
        const std::string english = english_ ? one.text_or_empty("name_en") : std::string{};
        return english.empty() ? one.text_or_empty("name") : english;
    }
    std::string points(const Json& one, std::string_view member) const {
        const auto number = one.int_at(member);
        return number ? decimal(*number, 4) : std::string{};
    }

    ReportTable groups(const Json& score) const {
        ReportTable table{.title = word("details"),
                          .columns = {{word("leaf"), 34}, {word("weight"), 9, true}, {word("effective"), 10, true}, {word("points"), 9, true},
                                      {word("lost"), 9, true}, {word("remark"), 20}, {word("clause"), 9}},
                          .rows = {},
                          .when_empty = word("none")};
        for (const Json& group : score.at("groups").as_array()) {
            const std::int64_t effective = group.int_at("effective_weight_e4").value_or(0);
            const std::int64_t got = group.int_at("score_e4").value_or(0);
            table.rows.push_back({{group.text_or_empty("id") + "  " + own_name(group), points(group, "weight_e4"), decimal(effective, 4),
                                   decimal(got, 4), decimal(effective - got, 4), "", ""},
                                  true});
            for (const Json& leaf : group.at("leaves").as_array()) {
                table.rows.push_back({{leaf.text_or_empty("id") + "  " + own_name(leaf), points(leaf, "weight_e4"), points(leaf, "effective_weight_e4"),
                                       points(leaf, "score_e4"), points(leaf, "lost_e4"), remark(leaf), leaf.text_or_empty("clause")},
                                      false});
            }
        }
        return table;
    }

    ReportTable bonus(const Json& score) const {
        ReportTable table{.title = word("bonus"), .columns = {{word("item"), 60}, {word("clause"), 15}, {word("points"), 15, true}}, .rows = {}, .when_empty = word("none")};
        for (const Json& line : score.at("bonus").as_array()) {
            if (!line.bool_at("applied").value_or(false)) { continue; }
            table.rows.push_back({{line.text_or_empty("id") + "  " + own_name(line), line.text_or_empty("clause"), points(line, "points_e4")}, false});
        }
        return table;
    }

    ReportTable caps(const Json& score) const {
        ReportTable table{.title = word("caps"), .columns = {{word("item"), 60}, {word("clause"), 15}, {word("at_most"), 15, true}}, .rows = {}, .when_empty = word("none")};
        for (const Json& line : score.at("caps").as_array()) {
            table.rows.push_back({{line.text_or_empty("id") + "  " + own_name(line), line.text_or_empty("clause"),
                                   decimal(line.int_at("limit_hundredths").value_or(0), 2)}, false});
        }
        return table;
    }

private:
    /// How the points of a leaf came about: the fraction or the band, or why there is none.
    std::string remark(const Json& leaf) const {
        if (leaf.bool_at("not_applicable").value_or(false)) { return word("not_applicable"); }
        if (const std::string reason = leaf.text_or_empty("reason"); !reason.empty()) { return name("report_reason", reason.substr(reason.find('.') + 1)); }
        const std::string numerator = leaf.text_or_empty("numerator");
        const std::string denominator = leaf.text_or_empty("denominator");
        std::string out = denominator.empty() ? numerator : numerator + " / " + denominator;
        if (const std::string band = leaf.text_or_empty(english_ ? "band_en" : "band"); !band.empty()) { out += (out.empty() ? "" : ", ") + band; }
        return out;
    }

    const Labels& labels_;
    bool english_;
};

/// What the model knows besides the score.
struct Beside {
    std::string number;
    std::string tenant;
    std::string tenant_name;
    std::string body_class;
    bool fictional = false;
};

Beside beside(const PublicView& view, const std::string& evaluation, const std::string& body) {
    return view.read([&](const PublicModel& model) -> Beside {
        const PublicEvaluation* found = model.evaluation(evaluation);
        const auto number = model.body_number(body);
        if (found == nullptr || number == kNoNumber) { return {}; }
        const PublicTenant& tenant = model.tenants[found->tenant];
        return {found->code + "/" + model.bodies[number].code, tenant.code, tenant.name, model.bodies[number].body_class, tenant.mode == "demonstration"};
    });
}

/// The version of the scheme that judged, through the gate; empty when the gate keeps it.
Result<std::string> scheme_version(const PublicView& view, const std::string& tenant, const std::string& evaluation) {
    GX_TRY(const auto reader, view.store().reader());
    GX_TRY(const auto entity, reader->find("evaluation", tenant, evaluation));
    if (!entity) { return Error{ErrorCode::NotFound, "evaluation.unknown"}; }
    return view.law().gate.publish("evaluation", entity->content).text_or_empty("scheme_version");
}

}  // namespace

Result<PrintedReport> evaluation_report(const PublicView& view, const std::string& evaluation, const std::string& body, const ReportOptions& options) {
    GX_TRY(const Json score, show_score(view, evaluation, body));
    const Json& of = score.at("evaluation");
    if (of.text_or_empty("status") == "trial") { return Error{ErrorCode::StateForbids, "evaluation.not_frozen"}; }
    const std::string id = of.text_or_empty("id");
    const Beside more = beside(view, id, body);
    GX_TRY(const std::string version, scheme_version(view, more.tenant, id));
    const ReportWriter writer(view.labels(), options.english);
    const auto word = [&](std::string_view code) { return writer.word(code); };

    PrintedReport report;
    report.title = word("title");
    report.subtitle = score.text_or_empty("body_name") + " · " + of.text_or_empty("period");
    const std::int64_t total = score.int_at("total_hundredths").value_or(0);
    const std::string grade = score.text_or_empty("grade");
    const std::string grade_name = writer.name("grade", grade);
    report.headline = {{word("score"), decimal(total, 2)}, {word("grade"), grade_name == grade ? grade : grade + " " + grade_name}};
    if (score.at("rank").is_int()) {
        report.headline.emplace_back(word("rank"), fmt::format("{} / {}", score.at("rank").as_int(), score.int_at("peers").value_or(0)));
    }
    const std::string digest = of.text_or_empty("digest");
    report.facts = {{word("number"), more.number},
                    {word("class"), writer.name("body_class", more.body_class)},
                    {word("scheme"), of.text_or_empty("scheme_name")},
                    {word("version"), of.text_or_empty("scheme") + " " + version},
                    {word("as_of"), of.text_or_empty("as_of")},
                    {word("before_caps"), decimal(score.int_at("before_caps_hundredths").value_or(total), 2)},
                    {word("position"), std::to_string(of.int_at("position").value_or(0))},
                    {word("digest"), digest}};
    report.tables = {writer.groups(score), writer.bonus(score), writer.caps(score)};
    report.notes = {word("note_frozen"), word("note_check")};
    report.code = fmt::format("{}/verify?evaluation={}&body={}&digest={}", options.origin, id, body, digest);
    report.code_note = word("code_note");
    report.footer = more.number;
    report.author = more.tenant_name;
    if (more.fictional) { report.mark = word("demonstration"); }
    GX_TRY(report.day, base::Date::parse(of.text_or_empty("as_of")));
    return report;
}

}  // namespace gx::app
