// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/entered_content.hpp"

#include <algorithm>

#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Json;

Error refused(std::string reason, std::string_view member, std::string detail = {}) {
    return {ErrorCode::InvalidInput, std::move(reason), std::move(detail), "/body" + std::string(member)};
}

/// Whether a text has as many digits (full-width ones begin with 0xEF) as the shortest number of a person.
bool may_hold_number(std::string_view text) {
    constexpr int kDigitsMin = 11;
    int digits = 0;
    for (const char c : text) { digits += (c >= '0' && c <= '9') || static_cast<unsigned char>(c) == 0xEF ? 1 : 0; }
    return digits >= kDigitsMin;
}

bool holds_number(const Json& text) {
    return text.is_string() && may_hold_number(text.as_string()) && domain::personal_value_in(text.as_string());
}

/// A text that anybody may come to read must not carry a person's number.
Result<Done> check_personal(const Json& content) {
    for (const std::string_view member : {"title", "note", "void_reason", "cancel_document"}) {
        if (holds_number(content.at(member))) { return refused("obligation.personal_value", "/" + std::string(member)); }
    }
    if (holds_number(content.at("counterparty").at("name"))) { return refused("obligation.personal_value", "/counterparty/name"); }
    return Done{};
}

Result<Done> check_days(const Json& content, base::Date today) {
    for (const std::string_view member : {"made_on", "done_on", "accepted_on", "paid_on", "void_on", "cancelled_on", "decided_on"}) {
        const auto text = content.string_at(member);
        if (!text) { continue; }
        const auto day = base::Date::parse(*text);
        if (day.ok() && *day > today) { return refused("obligation.in_future", "/" + std::string(member), *text); }
    }
    return Done{};
}

Result<Done> check_amounts(const Json& content) {
    const auto amount = content.int_at("amount_fen");
    const auto fulfilled = content.int_at("fulfilled_fen");
    if (amount && fulfilled && *fulfilled > *amount) { return refused("obligation.fulfilled_above_amount", "/fulfilled_fen"); }
    return Done{};
}

}  // namespace

Result<Done> check_entered(const Json& content, base::Date today) {
    GX_CHECK(check_days(content, today));
    GX_CHECK(check_amounts(content));
    return check_personal(content);
}

Error in_request_body(Error error) {
    if (error.where == "/body_id" || error.where == "/source_id" || error.where == "/post_id") {
        error.where.erase(error.where.size() - 3);
    }
    error.where = "/body" + error.where;
    return error;
}

Result<Done> check_version(const Entity& row, std::int64_t asked) {
    if (row.version == asked) { return Done{}; }
    return Error{ErrorCode::VersionMismatch, "store.version", fmt::format("{} {}: {}", row.type, row.id, row.version)};
}

}  // namespace gx::app
