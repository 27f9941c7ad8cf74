// SPDX-License-Identifier: Apache-2.0
#include "http/routes/problem.hpp"

#include "base/json_reader.hpp"
#include "base/text.hpp"

namespace gx::http {
namespace {

constexpr std::size_t kLanguageTagsMax = 20;

/// "q=0.8" in thousandths; 1000 without one, 0 for a malformed one.
int quality_of(std::string_view tag) {
    const auto at = tag.find(";q=");
    if (at == std::string_view::npos) { return 1'000; }
    const std::string_view q = base::trim(tag.substr(at + 3));
    if (q.starts_with("1")) { return 1'000; }
    if (!q.starts_with("0.")) { return 0; }
    int value = 0;
    int unit = 100;
    for (const char c : q.substr(2, 3)) {
        if (c < '0' || c > '9') { return 0; }
        value += (c - '0') * unit;
        unit /= 10;
    }
    return value;
}

/// Only places in the request are told; a path of the server's disk is none.
bool is_request_pointer(std::string_view where) {
    for (const std::string_view part : {"/query", "/path", "/body"}) {
        if (where == part || (where.starts_with(part) && where[part.size()] == '/')) { return true; }
    }
    return false;
}

}  // namespace

Language language_of(std::string_view accept_language) {
    if (accept_language.empty()) { return Language::Chinese; }
    int chinese = 0;
    int english = 0;
    std::size_t tags = 0;
    for (const auto part : base::split(accept_language.substr(0, 512), ',')) {
        if (++tags > kLanguageTagsMax) { break; }
        const std::string tag = base::ascii_lower(base::trim(part));
        if (tag.starts_with("zh")) { chinese = std::max(chinese, quality_of(tag)); }
        if (tag.starts_with("en")) { english = std::max(english, quality_of(tag)); }
    }
    return english > chinese ? Language::English : Language::Chinese;
}

int status_of(base::ErrorCode code) {
    switch (code) {
        case base::ErrorCode::RateLimited: return 429;
        case base::ErrorCode::TooLarge: return 413;
        case base::ErrorCode::Unauthenticated: return 401;
        case base::ErrorCode::NotPermitted: return 403;
        case base::ErrorCode::InvalidInput: return 400;
        case base::ErrorCode::NotFound: return 404;
        case base::ErrorCode::BasisMissing: return 422;
        case base::ErrorCode::Conflict:
        case base::ErrorCode::StateForbids:
        case base::ErrorCode::DeadlinePassed: return 409;
        case base::ErrorCode::VersionMismatch: return 412;
        case base::ErrorCode::Unavailable: return 503;
        case base::ErrorCode::StorageFull: return 507;
        case base::ErrorCode::Corrupt: return 500;
    }
    return 500;
}

base::Result<ProblemCatalogue> ProblemCatalogue::from_json(const base::Json& json) {
    ProblemCatalogue catalogue;
    if (!json.is_object()) { return base::Error{base::ErrorCode::InvalidInput, "errors.row", "not an object", {}}; }
    for (const auto& [reason, row] : json.as_object()) {
        const base::JsonReader reader(row);
        const auto known = reader.only({"status", "zh", "en"});
        const auto status = reader.integer("status", 400, 599);
        const auto zh = reader.text("zh", 400);
        const auto en = reader.text("en", 400);
        if (!known.ok() || !status.ok() || !zh.ok() || !en.ok()) {
            return base::Error{base::ErrorCode::InvalidInput, "errors.row", "needs status, zh and en", reason};
        }
        catalogue.reasons_[reason] = {static_cast<int>(*status), *zh, *en};
    }
    return catalogue;
}

int ProblemCatalogue::status_of(const base::Error& error) const {
    const auto found = reasons_.find(error.reason);
    return found == reasons_.end() ? http::status_of(error.code) : found->second.status;
}

std::string ProblemCatalogue::title_of(std::string_view reason, int status, Language language) const {
    auto found = reasons_.find(reason);
    if (found == reasons_.end()) { found = reasons_.find(status >= 500 ? "server.failed" : "request.invalid"); }
    if (found == reasons_.end()) { return std::string{reason}; }
    return language == Language::English ? found->second.en : found->second.zh;
}

base::Json ProblemCatalogue::document(const base::Error& error, const std::vector<FieldFault>& faults,
                                      std::string_view trace, Language language) const {
    const int status = status_of(error);
    base::Json json = base::Json::object();
    json.set("type", "urn:gongxin:reason:" + error.reason);
    json.set("title", title_of(error.reason, status, language));
    json.set("status", status);
    json.set("reason", error.reason);
    json.set("trace", trace);
    base::Json fields = base::Json::array();
    for (const auto& fault : faults) {
        base::Json one = base::Json::object();
        one.set("pointer", fault.pointer).set("reason", fault.reason);
        one.set("title", title_of(fault.reason, status, language));
        fields.push(std::move(one));
    }
    if (faults.empty() && is_request_pointer(error.where)) {
        base::Json one = base::Json::object();
        one.set("pointer", error.where).set("reason", error.reason).set("title", json.at("title"));
        fields.push(std::move(one));
    }
    if (!fields.as_array().empty()) { json.set("errors", std::move(fields)); }
    if (!error.basis.empty()) {
        base::Json clauses = base::Json::array();
        for (const auto clause : base::split(error.basis, ',')) { clauses.push(base::trim(clause)); }
        json.set("basis", std::move(clauses));
    }
    return json;
}

}  // namespace gx::http
