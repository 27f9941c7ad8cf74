// SPDX-License-Identifier: Apache-2.0
#include "app/warning/foreign_rules.hpp"

#include <algorithm>
#include <array>

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::size_t kRulesMax = 10'000;
constexpr std::size_t kConditionsMax = 50;
constexpr std::array<std::string_view, 7> kOperators{"=", "!=", "<", "<=", ">", ">=", "in"};
constexpr std::string_view kNever = "0 = 1";

Error fault(std::string_view reason, std::string detail, std::string at) {
    return {ErrorCode::InvalidInput, std::string{reason}, std::move(detail), std::move(at)};
}

std::string plain_text(const Json& value) {
    return value.is_int() ? std::to_string(value.as_int()) : value.is_string() ? value.as_string() : std::string{};
}

class Translator {
public:
    Translator(const Json& translation, const Json& rules)
        : format_(translation.at("format")), fields_(translation.at("fields")), facts_(translation.at("facts")),
          rules_(rules) {}

    Result<domain::warning::WarningRules> all() const {
        if (!facts_.is_array() || facts_.as_array().size() != 1) { return fault("rules.form", "one fact", "/translation/facts"); }
        if (!rules_.is_array() || rules_.as_array().empty() || rules_.as_array().size() > kRulesMax) {
            return fault("rules.form", "a list of rules is expected", "");
        }
        Json list = Json::array();
        for (std::size_t i = 0; i < rules_.as_array().size(); ++i) {
            GX_TRY(auto rule, one(rules_.as_array()[i], "/" + std::to_string(i)));
            list.push(std::move(rule));
        }
        return domain::warning::WarningRules::from_json(Json::object().set("facts", facts_).set("rules", std::move(list)));
    }

private:
    Result<Json> one(const Json& rule, const std::string& at) const {
        const std::string id = plain_text(rule.at(format_.text_or_empty("id")));
        const std::string level = format_.at("levels").text_or_empty(plain_text(rule.at(format_.text_or_empty("level"))));
        if (id.empty() || level.empty()) { return fault("rules.form", "id and level are expected", at); }
        const std::string member = format_.text_or_empty("all");
        const Json& conditions = rule.at(member);
        if (!conditions.is_array() || conditions.as_array().empty() || conditions.as_array().size() > kConditionsMax) {
            return fault("rules.form", "a list of conditions is expected", at + "/" + member);
        }
        std::string when;
        for (std::size_t i = 0; i < conditions.as_array().size(); ++i) {
            GX_TRY(const std::string next, condition(conditions.as_array()[i], at + "/" + member + "/" + std::to_string(i)));
            when += (when.empty() ? "(" : " and (") + next + ")";
        }
        Json ladder = Json::array();
        ladder.push(Json::object().set("level", level).set("when", when));
        return Json::object().set("id", id).set("fact", facts_.as_array()[0].text_or_empty("id")).set("ladder", std::move(ladder));
    }

    Result<std::string> condition(const Json& triple, const std::string& at) const {
        if (!triple.is_array() || triple.as_array().size() != 3) { return fault("rules.form", "field, operator, value", at); }
        const std::string name = plain_text(triple.as_array()[0]);
        const Json& field = fields_.at(name);
        if (!field.is_object()) { return fault("rules.field_unknown", name, at + "/0"); }
        const std::string op = format_.at("operators").text_or_empty(plain_text(triple.as_array()[1]));
        if (std::find(kOperators.begin(), kOperators.end(), op) == kOperators.end()) {
            return fault("rules.operator_unknown", plain_text(triple.as_array()[1]), at + "/1");
        }
        const Json& value = triple.as_array()[2];
        if (op != "in") { return compared(field, op, value, at + "/2"); }
        if (!value.is_array() || value.as_array().empty() || value.as_array().size() > kConditionsMax) {
            return fault("rules.value", "a list is expected", at + "/2");
        }
        std::string any;
        for (const Json& each : value.as_array()) {
            GX_TRY(const std::string next, compared(field, "=", each, at + "/2"));
            any += (any.empty() ? "" : " or ") + next;
        }
        return any;
    }

    static Result<std::string> compared(const Json& field, std::string_view op, const Json& value, const std::string& at) {
        if (const auto number = field.string_at("number")) {
            if (!value.is_int()) { return fault("rules.value", "a whole number is expected", at); }
            return fmt::format("({}) {} {}", *number, op, value.as_int());
        }
        if (!value.is_string() || value.as_string().find('\'') != std::string::npos) {
            return fault("rules.value", "a text is expected", at);
        }
        if (op != "=" && op != "!=") { return fault("rules.operator_unknown", "texts have no order", at); }
        if (const auto column = field.string_at("code")) {
            return fmt::format("{} {} '{}'", *column, op, value.as_string());
        }
        const std::string condition = field.at("texts").string_at(value.as_string()).value_or(std::string{kNever});
        return op == "=" ? "(" + condition + ")" : "not (" + condition + ")";
    }

    const Json& format_;
    const Json& fields_;
    const Json& facts_;
    const Json& rules_;
};

}  // namespace

Result<domain::warning::WarningRules> translate_rules(const Json& translation, const Json& rules) {
    return Translator{translation, rules}.all();
}

}  // namespace gx::app
