// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/content.hpp"

#include <algorithm>

#include "domain/obligation/obligation.hpp"

namespace gx::domain {

using base::Json;

void set_basis(Json& out, const std::vector<std::string>& basis) {
    if (basis.empty()) { return; }
    Json list = Json::array();
    for (const auto& clause : basis) { list.push(clause); }
    out.set("basis", std::move(list));
}

void set_evidence(Json& out, const std::vector<Evidence>& evidence) {
    if (evidence.empty()) { return; }
    Json list = Json::array();
    for (const auto& item : evidence) {
        Json row = Json::object();
        set_text(row, "title", item.title);
        set_day(row, "on", item.on);
        set_text(row, "digest", item.digest);
        set_text(row, "doc_no", item.doc_no);
        list.push(std::move(row));
    }
    out.set("evidence", std::move(list));
}

base::Result<std::string> read_currency(const base::JsonReader& reader) {
    GX_TRY(const auto code, reader.text_or_empty("currency", 10));
    const bool letters = std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!code.empty() && (code.size() != 3 || !letters)) {
        return reader.refuse("currency", "obligation.currency", "expected an ISO 4217 code");
    }
    return code == "CNY" ? std::string{} : code;
}

}  // namespace gx::domain
