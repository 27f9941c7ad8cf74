// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/load_facts.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <unordered_map>

#include "app/evaluation/case_facts.hpp"
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

constexpr std::string_view kCaseTable = "case_stay";
constexpr std::string_view kCaseType = "case_file";
constexpr std::string_view kVersionType = "procedure_version";

std::optional<Date> day_at(const Json& content, std::string_view member) {
    const auto text = content.string_at(member);
    if (!text) { return std::nullopt; }
    const auto date = Date::parse(*text);
    return date ? std::optional{*date} : std::nullopt;
}

/// Where the entities of a load come from: all of a tenant, or those of one body.
class EntitySource {
public:
    using Each = std::function<Result<Done>(const Entity&)>;

    EntitySource(Reader& reader, const FactsRequest& request) : reader_(reader), request_(request) {}
    void only_body(std::string body_id) { body_id_ = std::move(body_id); }
    bool is_one_body() const { return body_id_.has_value(); }

    /// In order of the natural key.
    Result<Done> each(std::string_view type, const Each& each) {
        if (body_id_) { return pages(type, {.column = "body_id", .compare = Compare::Equal, .values = {*body_id_}}, each); }
        if (request_.at_size) { return reader_.scan_at(type, request_.tenant, *request_.at_size, each); }
        return reader_.scan(type, request_.tenant, each);
    }

    /// What belongs to the obligations, whichever body it names; in order of the natural key for each obligation.
    Result<Done> parts(std::string_view type, const std::vector<std::string>& obligation_ids, const Each& visit) {
        if (!body_id_) { return each(type, visit); }
        for (std::size_t from = 0; from < obligation_ids.size(); from += kInMax) {
            Condition condition{.column = "obligation_id", .compare = Compare::In};
            const std::size_t to = std::min(obligation_ids.size(), from + kInMax);
            for (std::size_t i = from; i < to; ++i) { condition.values.emplace_back(obligation_ids[i]); }
            GX_CHECK(pages(type, std::move(condition), visit));
        }
        return Done{};
    }

    /// The cases that one body handles or that concern it, in order of their codes.
    Result<std::map<std::string, Entity>> cases_of_one_body() {
        std::map<std::string, Entity> found;
        const auto keep = [&](const Entity& entity) -> Result<Done> {
            found.emplace(entity.key, entity);
            return Done{};
        };
        for (const char* column : {"body_id", "recused_id", "concerned_id", "subject_id"}) {
            GX_CHECK(pages(kCaseType, {.column = column, .compare = Compare::Equal, .values = {*body_id_}}, keep));
        }
        return found;
    }

    /// Current rows by natural key, any number of them.
    Result<Done> by_keys(std::string_view type, const std::set<std::string>& keys, const Each& visit) {
        std::vector<std::string> wanted;
        for (auto key = keys.begin(); key != keys.end();) {
            wanted.clear();
            for (; key != keys.end() && wanted.size() < kInMax; ++key) { wanted.push_back(*key); }
            GX_TRY(const auto found, reader_.find_by_keys(type, request_.tenant, wanted));
            for (const Entity& entity : found) { GX_CHECK(visit(entity)); }
        }
        return Done{};
    }

private:
    static constexpr std::size_t kInMax = 500;
    static constexpr std::size_t kPage = 5'000;

    Result<Done> pages(std::string_view type, Condition condition, const Each& visit) {
        Query query{.tenant = request_.tenant, .where = {std::move(condition)}, .order = {{.column = "key"}}, .limit = kPage};
        for (;;) {
            GX_TRY(const auto found, reader_.list(type, query));
            for (const Entity& entity : found) { GX_CHECK(visit(entity)); }
            if (found.size() < kPage) { return Done{}; }
            query.where.resize(1);
            query.where.push_back({.column = "key", .compare = Compare::Greater, .values = {found.back().key}});
        }
    }

    Reader& reader_;
    const FactsRequest& request_;
    std::optional<std::string> body_id_;
};

/// A table whose rows come from entities of one type, each on its own.
struct SimpleTable {
    std::string_view table;
    std::string_view type;
    std::vector<ColumnDef> (*columns)();
    void (*fill)(TableBuilder& builder, std::uint32_t body, const Entity& entity, const FactsRequest& request);
};

/// The day that ends a record's term, or the retention of breach data, whichever is first: a fact is over on it. Source: DL-REP-07
std::optional<Date> end_of_scoring(const Json& content, const domain::RepairPeriods& periods) {
    const auto expires = day_at(content, "expires_on");
    const auto written = day_at(content, "doc_date");
    if (content.text_or_empty("polarity") != "negative" || !written) { return expires; }
    const auto retained = periods.retained_until(day_at(content, "behaviour_end_on").value_or(*written));
    if (!retained) { return expires; }
    const Date over = retained->plus_days(1);  // its last day still counts
    return expires ? std::min(*expires, over) : over;
}

void record_row(TableBuilder& builder, std::uint32_t body, const Entity& entity, const FactsRequest& request) {
    builder.begin_row(body, std::string_view{entity.key});
    RowWriter row{builder};
    for (const char* column : {"cat", "polarity", "severity", "domain"}) { row.text_of(column, entity.content); }
    for (const char* day : {"decided", "effective", "repaired", "revoked"}) {
        row.day_of(std::string{day} + "_day", std::string{day} + "_on", entity.content);
    }
    row.day("expires_day", end_of_scoring(entity.content, request.periods));
}

void cap_row(TableBuilder& builder, std::uint32_t body, const Entity& entity, const FactsRequest& /*request*/) {
    builder.begin_row(body, std::string_view{entity.key});
    RowWriter row{builder};
    row.text_of("cap", entity.content);
    row.text_of("level", entity.content);
    row.day_of("from_day", "from_on", entity.content);
    row.day_of("to_day", "to_on", entity.content);
}

void bonus_row(TableBuilder& builder, std::uint32_t body, const Entity& entity, const FactsRequest& /*request*/) {
    builder.begin_row(body, std::string_view{entity.key});
    RowWriter row{builder};
    row.text_of("bonus", entity.content);
    row.day_of("on_day", "on_day", entity.content);
}

void fiscal_row(TableBuilder& builder, std::uint32_t body, const Entity& entity, const FactsRequest& /*request*/) {
    builder.begin_row(body, std::string_view{entity.key});
    RowWriter row{builder};
    row.text_of("item", entity.content);
    const auto year = entity.content.int_at("year");
    row.text("year", year ? std::to_string(*year) : entity.content.text_or_empty("year"));
    row.number_of("value_fen", entity.content);
}

/// A head row (part 0) for each statement, then one for each part and each class.
void statement_rows(TableBuilder& builder, std::uint32_t body, const Entity& entity, const FactsRequest& /*request*/) {
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

const std::array<SimpleTable, 5> kSimpleTables{{{"record", "record", facts::record_columns, record_row},
                                                {"statement_part", "statement", facts::statement_columns, statement_rows},
                                                {"cap_fact", "cap_fact", facts::cap_columns, cap_row},
                                                {"bonus_fact", "bonus_fact", facts::bonus_columns, bonus_row},
                                                {"fiscal", "fiscal", facts::fiscal_columns, fiscal_row}}};

/// Fills the tables of facts with the rows of the bodies it knows.
class RowLoader {
public:
    RowLoader(Reader& reader, const domain::ObligationKinds& kinds, const FactsRequest& request)
        : source_(reader, request), kinds_(kinds), request_(request) {}

    EntitySource& source() { return source_; }
    void know_body(const std::string& id, std::uint32_t number) { body_by_id_.emplace(id, number); }

    Result<Done> duties(TableBuilder& obligations, TableBuilder& milestones) {
        DutyFacts duties{kinds_, request_.as_of};
        std::vector<std::string> ids;
        std::vector<Entity> own;
        if (source_.is_one_body()) {  // one body: its obligations say which parts to read
            GX_CHECK(source_.each("obligation", [&](const Entity& entity) -> Result<Done> {
                ids.push_back(entity.id);
                own.push_back(entity);
                return Done{};
            }));
        }
        for (const std::string_view type : DutyFacts::kPartTypes) {
            GX_CHECK(source_.parts(type, ids, [&](const Entity& entity) { return duties.add_part(entity); }));
        }
        const auto add = [&](const Entity& entity) -> Result<Done> {
            const auto body = body_of(entity.content);
            if (!body) { return Done{}; }
            return duties.add_rows(entity, *body, obligations, milestones);
        };
        if (!source_.is_one_body()) { return source_.each("obligation", add); }
        for (const Entity& entity : own) { GX_CHECK(add(entity)); }
        return Done{};
    }

    Result<Done> cases(TableBuilder& stays) {
        CaseFacts cases{request_.as_of, [this](const std::string& id) { return number_of(id); }};
        const auto add_version = [&](const Entity& entity) -> Result<Done> {
            cases.add_version(entity);
            return Done{};
        };
        const auto add = [&](const Entity& entity) { return cases.add_rows(entity, stays); };
        if (!source_.is_one_body()) {
            GX_CHECK(source_.each(kVersionType, add_version));
            return source_.each(kCaseType, add);
        }
        GX_TRY(const auto own, source_.cases_of_one_body());
        std::set<std::string> versions;
        for (const auto& [code, entity] : own) {
            versions.insert(entity.content.text_or_empty("procedure") + "@" + entity.content.text_or_empty("law"));
        }
        GX_CHECK(source_.by_keys(kVersionType, versions, add_version));
        for (const auto& [code, entity] : own) { GX_CHECK(add(entity)); }
        return Done{};
    }

    Result<Done> simple(const SimpleTable& table, TableBuilder& builder) {
        return source_.each(table.type, [&](const Entity& entity) -> Result<Done> {
            if (const auto body = body_of(entity.content)) { table.fill(builder, *body, entity, request_); }
            return Done{};
        });
    }

private:
    /// The body's number, or nothing for a body that is not judged (closed, or of no tenant's tree).
    std::optional<std::uint32_t> body_of(const Json& content) const { return number_of(content.text_or_empty("body_id")); }
    std::optional<std::uint32_t> number_of(const std::string& id) const {
        const auto it = body_by_id_.find(id);
        return it == body_by_id_.end() ? std::nullopt : std::optional{it->second};
    }

    EntitySource source_;
    const domain::ObligationKinds& kinds_;
    const FactsRequest& request_;
    std::unordered_map<std::string, std::uint32_t> body_by_id_;
};

class FactLoader {
public:
    FactLoader(Reader& reader, const domain::ObligationKinds& kinds, const FactsRequest& request)
        : rows_(reader, kinds, request), request_(request) {}

    Result<LoadedFacts> all() {
        GX_CHECK(divisions());
        GX_CHECK(bodies());
        TableBuilder obligations{facts::obligation_columns()};
        TableBuilder milestones{facts::milestone_columns()};
        GX_CHECK(rows_.duties(obligations, milestones));
        GX_CHECK(freeze("obligation", std::move(obligations)));
        GX_CHECK(freeze("milestone", std::move(milestones)));
        for (const SimpleTable& table : kSimpleTables) {
            TableBuilder builder{table.columns()};
            GX_CHECK(rows_.simple(table, builder));
            GX_CHECK(freeze(std::string{table.table}, std::move(builder)));
        }
        TableBuilder stays{facts::case_columns()};
        GX_CHECK(rows_.cases(stays));
        GX_CHECK(freeze(std::string{kCaseTable}, std::move(stays)));
        return LoadedFacts{.facts = std::move(set_), .body_ids = std::move(body_ids_)};
    }

private:
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
        GX_CHECK(rows_.source().each("division", [&](const Entity& entity) -> Result<Done> {
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
        GX_CHECK(rows_.source().each("body", [&](const Entity& entity) -> Result<Done> {
            if (is_judged(entity.content)) { found.push_back(entity); }
            return Done{};
        }));
        std::vector<std::string> keys;
        for (const Entity& entity : found) { keys.push_back(entity.key); }
        GX_TRY(set_.bodies, KeyIndex::make(std::move(keys)));
        set_.body_names.resize(found.size());
        set_.body_division.assign(found.size(), FactSet::kNoDivision);
        body_ids_.resize(found.size());
        std::vector<TableBuilder> builders;
        builders.emplace_back(facts::body_columns());
        for (const Entity& entity : found) {
            const std::uint32_t body = *set_.bodies.find(entity.key);
            rows_.know_body(entity.id, body);
            body_ids_[body] = entity.id;
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

    RowLoader rows_;
    const FactsRequest& request_;
    FactSet set_;
    std::vector<std::string> body_ids_;
};

}  // namespace

Result<FactSet> load_facts(Reader& reader, const domain::ObligationKinds& kinds, const FactsRequest& request) {
    GX_TRY(auto loaded, FactLoader(reader, kinds, request).all());
    return std::move(loaded.facts);
}

Result<LoadedFacts> load_facts_with_ids(Reader& reader, const domain::ObligationKinds& kinds, const FactsRequest& request) {
    return FactLoader{reader, kinds, request}.all();
}

std::string_view table_of_entity(std::string_view type) {
    if (type == "obligation") { return "obligation"; }
    if (type == kCaseType) { return kCaseTable; }
    for (const std::string_view part : DutyFacts::kPartTypes) {
        if (part == type) { return "obligation"; }
    }
    for (const SimpleTable& table : kSimpleTables) {
        if (table.type == type) { return table.table; }
    }
    return {};
}

Result<std::vector<BodyTable>> load_body_rows(Reader& reader, const domain::ObligationKinds& kinds,
                                              const FactsRequest& request, const BodyRequest& body) {
    GX_ASSERT(!request.at_size);
    RowLoader rows{reader, kinds, request};
    rows.source().only_body(body.id);
    rows.know_body(body.id, body.number);
    std::vector<BodyTable> out;
    if (body.tables.contains("obligation")) {
        TableBuilder obligations{facts::obligation_columns()};
        TableBuilder milestones{facts::milestone_columns()};
        GX_CHECK(rows.duties(obligations, milestones));
        out.push_back({"obligation", std::move(obligations)});
        out.push_back({"milestone", std::move(milestones)});
    }
    for (const SimpleTable& table : kSimpleTables) {
        if (!body.tables.contains(table.table)) { continue; }
        TableBuilder builder{table.columns()};
        GX_CHECK(rows.simple(table, builder));
        out.push_back({std::string{table.table}, std::move(builder)});
    }
    if (body.tables.contains(kCaseTable)) {
        TableBuilder stays{facts::case_columns()};
        GX_CHECK(rows.cases(stays));
        out.push_back({std::string{kCaseTable}, std::move(stays)});
    }
    return out;
}

std::string facts_form() {
    std::string form;
    const FactSet set = empty_facts();
    const auto add = [&](const Table& table) {
        form += table.name() + "(";
        for (const auto& column : table.columns()) { form += fmt::format("{}:{} ", column.def.name, static_cast<int>(column.def.kind)); }
        form += ")";
    };
    add(set.body_table);
    for (const Table& table : set.tables) { add(table); }
    return form;
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
    set.tables.push_back(table(std::string{kCaseTable}, facts::case_columns()));
    return set;
}

}  // namespace gx::app
