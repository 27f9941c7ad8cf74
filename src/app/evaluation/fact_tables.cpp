// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/fact_tables.hpp"

namespace gx::app::facts {
namespace {

constexpr ColumnKind kCode = ColumnKind::Code;
constexpr ColumnKind kDay = ColumnKind::Day;
constexpr ColumnKind kSmall = ColumnKind::Small;
constexpr ColumnKind kWhole = ColumnKind::Whole;

}  // namespace

std::vector<ColumnDef> body_columns() {
    return {{"class", kCode}, {"division", kCode}, {"has_penalty_power", kSmall}, {"has_institutions", kSmall},
            {"has_debt", kSmall}};
}

// 49 bytes a row and the key: within the 64 bytes of DESIGN 7 for keys of 16 bytes.
std::vector<ColumnDef> obligation_columns() {
    return {{"kind", kCode},      {"group", kCode},    {"domain", kCode},    {"area", kCode},
            {"outcome", kCode},   {"counterparty_type", kCode}, {"sme", kCode}, {"disclosed", kCode},
            {"due_provisional", kCode},
            {"due_day", kDay},    {"done_day", kDay},  {"made_day", kDay},   {"amount_fen", kWhole},
            {"unpaid_fen", kWhole}, {"rating", kSmall}};
}

std::vector<ColumnDef> milestone_columns() {
    return {{"kind", kCode},    {"group", kCode},   {"domain", kCode},  {"type", kCode},       {"outcome", kCode},
            {"due_day", kDay},  {"done_day", kDay}, {"amount_fen", kWhole}, {"unpaid_fen", kWhole}};
}

std::vector<ColumnDef> record_columns() {
    return {{"cat", kCode},         {"polarity", kCode},    {"severity", kCode},    {"domain", kCode},
            {"decided_day", kDay},  {"effective_day", kDay}, {"expires_day", kDay}, {"repaired_day", kDay},
            {"revoked_day", kDay}};
}

std::vector<ColumnDef> statement_columns() {
    return {{"leaf", kCode},       {"item", kCode},        {"period", kCode},  {"form", kCode},  {"code", kCode},
            {"part", kSmall},      {"numerator", kWhole},  {"denominator", kWhole}, {"count", kWhole}, {"flag", kSmall},
            {"na", kSmall},        {"score", kSmall},      {"filed_day", kDay}, {"checked_day", kDay}};
}

std::vector<ColumnDef> cap_columns() {
    return {{"cap", kCode}, {"level", kCode}, {"from_day", kDay}, {"to_day", kDay}};
}

std::vector<ColumnDef> bonus_columns() { return {{"bonus", kCode}, {"on_day", kDay}}; }

std::vector<ColumnDef> fiscal_columns() { return {{"item", kCode}, {"year", kCode}, {"value_fen", kWhole}}; }

std::vector<ColumnDef> case_columns() {
    return {{"procedure", kCode},   {"role", kCode},        {"ground", kCode},    {"state", kCode},   {"left_by", kCode},
            {"now", kCode},         {"outcome", kCode},     {"due_provisional", kCode}, {"own", kSmall}, {"last_own", kSmall},
            {"opened_day", kDay},   {"entered_day", kDay},  {"left_day", kDay},   {"due_day", kDay},  {"closed_day", kDay}};
}

}  // namespace gx::app::facts
