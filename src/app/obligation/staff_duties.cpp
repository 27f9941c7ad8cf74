// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/staff_duties.hpp"

#include <vector>

#include "app/access/limit.hpp"
#include "app/obligation/duty_standing.hpp"
#include "domain/obligation/light.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kRead = "obligation.read";
constexpr std::string_view kNone = R"({"items":[],"total":0})";

std::string quoted(std::string_view text) { return base::canonical(base::Json(text)); }

void add_state(Query& query, std::string_view state) {
    const auto add = [&](const char* column, Compare compare) { query.where.push_back({column, compare}); };
    if (state.empty()) { return; }
    add("void_on", state == "void" ? Compare::NotNull : Compare::IsNull);
    if (state == "void") { return; }
    add("cancelled_on", state == "cancelled" ? Compare::NotNull : Compare::IsNull);
    if (state == "cancelled") { return; }
    add("done_on", state == "done" ? Compare::NotNull : Compare::IsNull);
}

void add_due(Query& query, const char* column, Compare compare, const std::optional<base::Date>& day) {
    if (day) { query.where.push_back({column, compare, {std::int64_t{day->days()}}}); }
}

/// The members outcome and light, each after a comma.
std::string standing_members(const JudgedDuty& duty, base::Date today) {
    return fmt::format(R"(,"outcome":"{}","light":"{}")", to_string(duty.standing.outcome),
                       to_string(domain::light_of(duty.standing, duty.provisional, today, domain::kDueSoonDays)));
}

OrderBy order_of(std::string_view sort) {
    const bool descending = sort.starts_with('-');
    if (descending) { sort.remove_prefix(1); }
    return {.column = sort == "code" ? "key" : "due_on", .descending = descending};
}

}  // namespace

/// A row on its way into the answer.
struct StaffDuties::Shown {
    std::string text;     ///< up to the standing
    std::string content;  ///< the rest, without its first brace
    std::string standing;  ///< members outcome and light; empty when it cannot be judged
    std::string id;       ///< only when the outcome needs more than the row
    std::string body_id;
    const domain::ObligationKind* kind = nullptr;
};

Result<Done> StaffDuties::take(const ObligationRow& row, std::vector<Shown>& shown) const {
    if (row.content.size() < 2 || row.content.front() != '{') { return Error{ErrorCode::Corrupt, "store.content", std::string(row.id)}; }
    Shown out;
    out.text.reserve(192 + row.body_name.size());
    fmt::format_to(std::back_inserter(out.text), R"({{"id":"{}","version":{},"body":{{"id":"{}","code":{},"name":{}}},"state":"{}")", row.id,
                   row.version, row.body_id, quoted(row.body_code), quoted(row.body_name), state_of(row));
    out.content = row.content.substr(1);
    out.body_id = row.body_id;
    out.kind = law_.obligation_kinds.find(row.kind);
    // A kind that the law pack in force no longer knows cannot be judged.
    if (out.kind != nullptr) {
        if (is_plain(row, *out.kind)) {
            out.standing = standing_members(plain_standing(row, *out.kind, clock_.today()), clock_.today());
        } else {
            out.id = row.id;
        }
    }
    shown.push_back(std::move(out));
    return Done{};
}

Result<Done> StaffDuties::judge_rest(std::vector<Shown>& shown, const std::string& tenant) const {
    std::vector<std::string> ids;
    for (const Shown& one : shown) {
        if (!one.id.empty()) { ids.push_back(one.id); }
    }
    if (ids.empty()) { return Done{}; }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const auto parts, load_parts(*reader, tenant, ids));
    for (Shown& one : shown) {
        if (one.id.empty()) { continue; }
        const auto found = parts.find(one.id);
        GX_TRY(const auto judged, full_standing("{" + one.content, *one.kind, found == parts.end() ? DutyParts{} : found->second,
                                                clock_.today()));
        one.standing = standing_members(judged, clock_.today());
    }
    return Done{};
}

Result<std::string> StaffDuties::list(const DutyQuery& asked, const Actor& actor) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const std::size_t offset, offset_of(asked.page));
    Query query{.tenant = actor.tenant, .where = {}, .order = {order_of(asked.sort)}, .limit = asked.page.limit, .offset = offset};
    const Reach reach = actor.reach(kRead);
    if (!asked.body.empty()) {
        GX_TRY(const auto body, rows_.body_id(actor.tenant, asked.body));
        if (!body || !reach.covers(*body)) { return std::string(kNone); }
        query.where.push_back({"body_id", Compare::Equal, {*body}});
    } else {
        GX_TRY(const bool some, limit_to(query, "body_id", reach));
        if (!some) { return std::string(kNone); }
    }
    if (!asked.kind.empty()) { query.where.push_back({"kind", Compare::Equal, {asked.kind}}); }
    add_state(query, asked.state);
    add_due(query, "due_on", Compare::GreaterEqual, asked.due_from);
    add_due(query, "due_on", Compare::LessEqual, asked.due_to);

    std::vector<Shown> shown;
    shown.reserve(asked.page.limit);
    GX_TRY(const std::int64_t total, rows_.page(query, [&](const ObligationRow& row) { return take(row, shown); }));
    GX_CHECK(judge_rest(shown, actor.tenant));
    std::string out = R"({"items":[)";
    out.reserve(shown.size() * 700 + 64);
    for (const Shown& one : shown) {
        if (out.back() == '}') { out.push_back(','); }
        out.append(one.text).append(one.standing).append(",").append(one.content);
    }
    out.push_back(']');
    if (const auto next = next_cursor(offset + shown.size(), total, asked.page.limit)) {
        fmt::format_to(std::back_inserter(out), R"(,"next":"{}")", *next);
    }
    fmt::format_to(std::back_inserter(out), R"(,"total":{}}})", total);
    return out;
}

Result<std::string> StaffDuties::show(std::string_view id_or_code, const Actor& actor) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    std::vector<Shown> shown;
    GX_TRY(const bool there, rows_.one(actor.tenant, id_or_code, [&](const ObligationRow& row) { return take(row, shown); }));
    if (!there || !actor.reach(kRead).covers(shown.front().body_id)) {
        return Error{ErrorCode::NotFound, "obligation.unknown", std::string(id_or_code)};
    }
    GX_CHECK(judge_rest(shown, actor.tenant));
    return shown.front().text + shown.front().standing + "," + shown.front().content;
}

Result<std::string> StaffDuties::summary(const std::string& body, const Actor& actor) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    Query query{.tenant = actor.tenant};
    const Reach reach = actor.reach(kRead);
    GX_TRY(const bool some, limit_to(query, "body_id", reach));
    if (!body.empty()) {
        GX_TRY(auto found, rows_.body_id(actor.tenant, body));
        if (!found || !reach.covers(*found)) { return Error{ErrorCode::NotFound, "body.unknown", body, "/query/body"}; }
        query.where = {{"body_id", Compare::Equal, {std::move(*found)}}};
    }
    if (!some) { return std::string(R"({"items":[],"count":0,"amount_fen":0})"); }
    std::string out = R"({"items":[)";
    std::int64_t count = 0;
    std::int64_t amount = 0;
    GX_CHECK(rows_.sums(query, [&](const ObligationSum& sum) -> Result<Done> {
        if (out.back() == '}') { out.push_back(','); }
        fmt::format_to(std::back_inserter(out), R"({{"kind":{},"state":"{}","count":{},"amount_fen":{},"fulfilled_fen":{}}})",
                       quoted(sum.kind), sum.state, sum.count, sum.amount_fen, sum.fulfilled_fen);
        count += sum.count;
        amount += sum.amount_fen;
        return Done{};
    }));
    fmt::format_to(std::back_inserter(out), R"(],"count":{},"amount_fen":{}}})", count, amount);
    return out;
}

}  // namespace gx::app
