// SPDX-License-Identifier: Apache-2.0
#include "app/documents/document_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gx::app {
namespace {

using enum DocumentValue;

/// Sorted by name.
constexpr std::array<std::pair<std::string_view, DocumentValue>, 65> kNames{{
    {"appeal_days", Text}, {"applicant", Text}, {"attachments", List}, {"basis", Clauses},
    {"body", Text}, {"case_code", Text}, {"conditions", List}, {"contact", Text},
    {"copy_to", Text}, {"corrections", List}, {"cutoff", Day}, {"date", Day},
    {"decided_on", Day}, {"decision", Text}, {"defence", Text}, {"defence_answer", Text},
    {"defence_days", Text}, {"demands", List}, {"due_days", Text}, {"due_on", Day},
    {"effective_from", Day}, {"evaluation_no", Text}, {"executors", List}, {"facts", Text},
    {"filed_on", Day}, {"grade", Text}, {"inspection_content", List}, {"inspection_from", Day},
    {"inspection_to", Day}, {"lessons", Text}, {"limit_days", Text}, {"materials", List},
    {"matter", Text}, {"measure_from", Day}, {"measure_to", Day}, {"measures", List},
    {"method", Text}, {"notice_no", Text}, {"notice_on", Day}, {"number", Number},
    {"org", Text}, {"org_short", Text}, {"organ", Text}, {"period", Text},
    {"printed_by", Text}, {"problems", List}, {"public_until", Day}, {"rank", Text},
    {"reason", Text}, {"record_code", Text}, {"record_doc_no", Text}, {"record_type", Text},
    {"remedy", Text}, {"requirements", List}, {"scheme", Text}, {"scope", Text},
    {"score", Text}, {"severity", Text}, {"signer", Text}, {"team", Text},
    {"urgency", Text}, {"visited_on", Day}, {"withdrawn_on", Day}, {"year", Number},
    {"you", Text},
}};
static_assert(std::is_sorted(kNames.begin(), kNames.end()));

}  // namespace

const DocumentValue* document_value(std::string_view name) {
    const auto* const found = std::lower_bound(kNames.begin(), kNames.end(), name, [](const auto& one, std::string_view wanted) { return one.first < wanted; });
    return found != kNames.end() && found->first == name ? &found->second : nullptr;
}

}  // namespace gx::app
