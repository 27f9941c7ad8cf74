// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "domain/evaluation/columns.hpp"

namespace gx::app::facts {

using domain::evaluation::ColumnDef;
using domain::evaluation::ColumnKind;
using domain::evaluation::TableBuilder;

std::vector<ColumnDef> body_columns();
std::vector<ColumnDef> obligation_columns();
std::vector<ColumnDef> milestone_columns();
std::vector<ColumnDef> record_columns();
std::vector<ColumnDef> statement_columns();
std::vector<ColumnDef> cap_columns();
std::vector<ColumnDef> bonus_columns();
std::vector<ColumnDef> fiscal_columns();
std::vector<ColumnDef> case_columns();

/// Fills a row by column name from an entity's content; absent members leave nulls, absent texts the empty code.
class RowWriter {
public:
    explicit RowWriter(TableBuilder& builder) : builder_(builder) {}

    void text(std::string_view column, std::string_view value) { builder_.code(at(column), value); }
    void number(std::string_view column, std::int64_t value) { builder_.whole(at(column), value); }
    void day(std::string_view column, const std::optional<base::Date>& value) {
        if (value) { number(column, value->days()); }
    }
    /// Members of the same name; "x_day" takes "x_on".
    void text_of(std::string_view column, const base::Json& content) { text(column, content.text_or_empty(column)); }
    void number_of(std::string_view column, const base::Json& content) {
        if (const auto value = content.int_at(column)) { number(column, *value); }
    }
    void flag_of(std::string_view column, const base::Json& content) {
        if (const auto value = content.bool_at(column)) { number(column, *value ? 1 : 0); }
    }
    void day_of(std::string_view column, std::string_view member, const base::Json& content) {
        const auto text_value = content.string_at(member);
        if (!text_value) { return; }
        if (const auto date = base::Date::parse(*text_value)) { number(column, date->days()); }
    }

private:
    std::size_t at(std::string_view column) const {
        for (std::size_t i = 0; i < builder_.columns().size(); ++i) {
            if (builder_.columns()[i].name == column) { return i; }
        }
        GX_ASSERT(false);
        return 0;
    }

    TableBuilder& builder_;
};

}  // namespace gx::app::facts
