// SPDX-License-Identifier: Apache-2.0
#include "app/journal/verify.hpp"

#include <algorithm>

#include "app/journal/verify_parts.hpp"

namespace gx::app {
namespace verify_parts {

void Findings::add(std::int64_t seq, std::string_view entity, std::string_view kind, std::string detail) {
    ++total_;
    if (seq >= 0 && (!first_bad_ || seq < *first_bad_)) { first_bad_ = seq; }
    if (findings_.size() >= limit_) { return; }
    findings_.push_back({.seq = seq, .entity = std::string(entity), .kind = std::string(kind), .detail = std::move(detail)});
}

std::vector<VerifyFinding> Findings::take() {
    std::sort(findings_.begin(), findings_.end());
    return std::move(findings_);
}

}  // namespace verify_parts

Result<Verify::Output> Verify::run(const Input& input, const Actor& actor) {
    if (!actor.may("journal.verify")) { return Error{ErrorCode::NotPermitted, "access.denied"}; }
    GX_TRY(const auto reader, store_.reader());
    verify_parts::Findings findings(input.findings_max);
    GX_TRY(const auto checkpoints,
           verify_parts::read_checkpoints(*reader, hasher_, verifier_, input, findings));
    std::set<std::uint64_t> sizes;
    for (const auto& [checkpoint, outside] : checkpoints) { sizes.insert(checkpoint.size); }

    GX_TRY(auto journal, verify_parts::check_entries(*reader, hasher_, sizes, findings));
    verify_parts::check_checkpoints(checkpoints, journal, findings);
    GX_CHECK(verify_parts::check_rows(*reader, hasher_, journal, findings));
    GX_CHECK(verify_parts::check_sealed(*reader, sealer_, journal, findings));
    if (blobs_ != nullptr) { GX_CHECK(verify_parts::check_blobs(*reader, *blobs_, findings)); }

    Output output;
    output.ok = findings.total() == 0;
    output.size = journal.size;
    output.root = journal.root;
    output.findings_total = findings.total();
    output.first_bad = findings.first_bad();
    output.findings = findings.take();
    return output;
}

base::Json to_json(const Verify::Output& output) {
    base::Json findings = base::Json::array();
    for (const auto& finding : output.findings) {
        base::Json json = base::Json::object();
        json.set("seq", finding.seq);
        json.set("entity", finding.entity);
        json.set("kind", finding.kind);
        findings.push(std::move(json));
    }
    base::Json json = base::Json::object();
    json.set("ok", output.ok);
    json.set("size", output.size);
    json.set("root", base::to_hex(output.root));
    json.set("findings", std::move(findings));
    return json;
}

}  // namespace gx::app
