// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/entered_content.hpp"

namespace gx::app {
namespace {

using base::Json;

Error refused(std::string reason, std::string_view member, std::string detail = {}) {
    return {ErrorCode::InvalidInput, std::move(reason), std::move(detail), "/body" + std::string(member)};
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
    return check_amounts(content);
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
