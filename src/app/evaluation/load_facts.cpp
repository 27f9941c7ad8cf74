// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/load_facts.hpp"

#include <functional>
#include <unordered_map>

#include "app/evaluation/duty_facts.hpp"
#include "app/evaluation/fact_tables.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using domain::evaluation::FactSet;
using domain::evaluation::KeyIndex;
using domain::evaluation::Table;
using facts::ColumnDef;
using facts::RowWriter;
using facts::TableBuilder;

std::optional<Date> day_at(const Json& content, std::string_view member) {
    const auto text = content.string_at(member);
    if (!text) { return std::nullopt; }
    const auto date = Date::parse(*text);
    return date ? std::optional{*date} : std::nullopt;
}

class FactLoader {
public:
    FactLoader(Reader& reader, const domain::ObligationKinds& kinds, const FactsRequest& request)
        : reader_(reader), kinds_(kinds), request_(request) {}

    Result<FactSet> all() {
        GX_CHECK(divisions());
        GX_CHECK(bodies());
        GX_CHECK(duties());
        GX_CHECK(simple_table("record", facts::record_columns(), [](RowWriter& row, const Json& content) {
            for (const char* column : {"cat", "polarity", "severity", "domain"}) { row.text_of(column, content); }
            for (const char* day : {"decided", "effective", "expires", "repaired", "revoked"}) {
                row.day_of(std::string{day} + "_day", std::string{day} + "_on", content);
            }
        }));
        GX_CHECK(statements());
        GX_CHECK(simple_table("cap_fact", facts::cap_columns(), [](RowWriter& row, const Json& content) {
            row.text_of("cap", content);
            row.text_of("level", content);
            row.day_of("from_day", "from_on", content);
            row.day_of("to_day", "to_on", content);
        }));
        GX_CHECK(simple_table("bonus_fact", facts::bonus_columns(), [](RowWriter& row, const Json& content) {
            row.text_of("bonus", content);
            row.day_of("on_day", "on_day", content);
        }));
        GX_CHECK(simple_table("fiscal", facts::fiscal_columns(), [](RowWriter& row, const Json& content) {
            row.text_of("item", content);
            const auto year = content.int_at("year");
            row.text("year", year ? std::to_string(*year) : content.text_or_empty("year"));
            row.number_of("value_fen", content);
        }));
        return std::move(set_);
    }

private:
    Result<Done> scan(std::string_view type, const std::function<Result<Done>(const Entity&)>& each) {
        if (request_.at_size) { return reader_.scan_at(type, request_.tenant, *request_.at_size, each); }
        return reader_.scan(type, request_.tenant, each);
    }

    /// The body's number, or nothing for a body that is not judged (closed, or of no tenant's tree).
    std::optional<std::uint32_t> body_of(const Json& content) const {
        const auto it = body_by_id_.find(content.text_or_empty("body_id"));
        return it == body_by_id_.end() ? std::nullopt : std::optional{it->second};
    }

    /// Bodies of published figures only are never judged.
    bool is_judged(const Json& content) const {
        return exists(content) && !content.bool_at("figures_only").value_or(false);
    }

    bool exists(const Json& content) const {
        const auto from = day_at(content, "valid_from");
        const auto to = day_at(content, "valid_to");
        return !(from && *from > request_.as_of) && !(to && *to < request_.as_of);
    }

    Result<Done> divisions() {
        std::vector<std::pair<std::string, std::string>> found;
        GX_CHECK(scan("division", [&](const Entity& entity) -> Result<Done> {
            if (exists(entity.content)) {
                found.emplace_back(entity.content.text_or_empty("code"), entity.content.text_or_empty("parent_code"));
            }
            return Done{};
        }));
        std::vector<std::string> keys;
        for (const auto& [code, parent] : found) { keys.push_back(code); }
        GX_TRY(set_.divisions.index, KeyIndex::make(std::move(keys)));
        set_.divisions.parent.resize(found.size());
        for (const auto& [code, parent] : found) {
            const std::uint32_t own = *set_.divisions.index.find(code);
            set_.divisions.parent[own] = set_.divisions.index.find(parent).value_or(own);
        }
        return Done{};
    }

    Result<Done> bodies() {
        std::vector<Entity> found;
        GX_CHECK(scan("body", [&](const Entity& entity) -> Result<Done> {
            if (is_judged(entity.content)) { found.push_back(entity); }
            return Done{};
        }));
        std::vector<std::string> keys;
        for (const Entity& entity : found) { keys.push_back(entity.key); }
        GX_TRY(set_.bodies, KeyIndex::make(std::move(keys)));
        set_.body_names.resize(found.size());
        set_.body_division.assign(found.size(), FactSet::kNoDivision);
        std::vector<TableBuilder> builders;
        builders.emplace_back(facts::body_columns());
        for (const Entity& entity : found) {
            const std::uint32_t body = *set_.bodies.find(entity.key);
            body_by_id_.emplace(entity.id, body);
            builders[0].begin_row(body, std::string_view{entity.key});
            RowWriter row{builders[0]};
            row.text_of("class", entity.content);
            row.text("division", entity.content.text_or_empty("division_code"));
            for (const char* flag : {"has_penalty_power", "has_institutions", "has_debt"}) {
                row.flag_of(flag, entity.content);
            }
            set_.body_names[body] = entity.content.text_or_empty("name");
            const auto division = set_.divisions.index.find(entity.content.text_or_empty("division_code"));
            if (division) { set_.body_division[body] = *division; }
        }
        GX_TRY(set_.body_table, Table::freeze("body", builders, set_.bodies.size(), 1));
        return Done{};
    }

    Result<Done> freeze(const std::string& name, TableBuilder builder) {
        std::vector<TableBuilder> builders;
        builders.push_back(std::move(builder));
        GX_TRY(auto table, Table::freeze(name, builders, set_.bodies.size(), 1));
        set_.tables.push_back(std::move(table));
        return Done{};
    }

    Result<Done> simple_table(const std::string& type, std::vector<ColumnDef> columns,
                              const std::function<void(RowWriter&, const Json&)>& fill) {
        TableBuilder builder{std::move(columns)};
        GX_CHECK(scan(type, [&](const Entity& entity) -> Result<Done> {
            const auto body = body_of(entity.content);
            if (!body) { return Done{}; }
            builder.begin_row(*body, std::string_view{entity.key});
            RowWriter row{builder};
            fill(row, entity.content);
            return Done{};
        }));
        return freeze(type, std::move(builder));
    }

    Result<Done> statements() {
        TableBuilder builder{facts::statement_columns()};
        GX_CHECK(scan("statement", [&](const Entity& entity) -> Result<Done> {
            if (const auto body = body_of(entity.content)) { statement_rows(builder, *body, entity); }
            return Done{};
        }));
        return freeze("statement_part", std::move(builder));
    }

    /// A head row (part 0) for each statement, then one for each part and each class.
    static void statement_rows(TableBuilder& builder, std::uint32_t body, const Entity& entity) {
        const Json& content = entity.content;
        const std::string leaf = content.text_or_empty("leaf");
        const std::string form = content.text_or_empty("form");
        RowWriter row{builder};
        const auto begin = [&](const std::string& item, std::int64_t part) {
            builder.begin_row(body, std::string_view{entity.key});
            row.text("leaf", leaf);
            row.text("item", item);
            row.text_of("period", content);
            row.text("form", form);
            row.text("code", part == 0 ? content.text_or_empty("value_code") : std::string{});
            row.number("part", part);
            row.day_of("filed_day", "filed_on", content);
            row.day_of("checked_day", "checked_on", content);
        };
        begin(leaf, 0);
        row.number("na", form == "not_applicable" ? 1 : 0);
        row.flag_of("flag", content);
        if (const auto score = content.int_at("score_hundredths")) { row.number("score", *score); }
        const Json& parts = content.at("parts");
        for (std::size_t i = 0; parts.is_array() && i < parts.as_array().size(); ++i) {
            begin(leaf + "." + std::to_string(i + 1), static_cast<std::int64_t>(i + 1));
            row.number_of("numerator", parts.as_array()[i]);
            row.number_of("denominator", parts.as_array()[i]);
        }
        const Json& counts = content.at("counts");
        if (!counts.is_object()) { return; }
        std::int64_t part = 0;
        for (const auto& [name, count] : counts.as_object()) {
            begin(leaf + "." + name, ++part);
            if (count.is_int()) { row.number("count", count.as_int()); }
        }
    }

    Result<Done> duties() {
        DutyFacts duties{kinds_, request_.as_of};
        for (const std::string_view type : DutyFacts::kPartTypes) {
            GX_CHECK(scan(type, [&](const Entity& entity) { return duties.add_part(entity); }));
        }
        TableBuilder obligations{facts::obligation_columns()};
        TableBuilder milestones{facts::milestone_columns()};
        GX_CHECK(scan("obligation", [&](const Entity& entity) -> Result<Done> {
            const auto body = body_of(entity.content);
            if (!body) { return Done{}; }
            return duties.add_rows(entity, *body, obligations, milestones);
        }));
        GX_CHECK(freeze("obligation", std::move(obligations)));
        return freeze("milestone", std::move(milestones));
    }

    Reader& reader_;
    const domain::ObligationKinds& kinds_;
    const FactsRequest& request_;
    FactSet set_;
    std::unordered_map<std::string, std::uint32_t> body_by_id_;
};

}  // namespace

Result<FactSet> load_facts(Reader& reader, const domain::ObligationKinds& kinds, const FactsRequest& request) {
    return FactLoader{reader, kinds, request}.all();
}

FactSet empty_facts() {
    FactSet set;
    const auto table = [](std::string name, std::vector<ColumnDef> columns) {
        std::vector<TableBuilder> builders;
        builders.emplace_back(std::move(columns));
        return Table::freeze(std::move(name), builders, 0, 1).value();
    };
    set.body_table = table("body", facts::body_columns());
    set.tables.push_back(table("obligation", facts::obligation_columns()));
    set.tables.push_back(table("milestone", facts::milestone_columns()));
    set.tables.push_back(table("record", facts::record_columns()));
    set.tables.push_back(table("statement_part", facts::statement_columns()));
    set.tables.push_back(table("cap_fact", facts::cap_columns()));
    set.tables.push_back(table("bonus_fact", facts::bonus_columns()));
    set.tables.push_back(table("fiscal", facts::fiscal_columns()));
    return set;
}

}  // namespace gx::app
