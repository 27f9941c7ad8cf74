// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/complaints/complaint_parts.hpp"
#include "app/complaints/flood_gate.hpp"
#include "app/complaints/handler_keys.hpp"

namespace gx::app {

/// Takes a complaint from the portal. An anonymous one is durable at once beside the journal, locked to the handlers' keys and to
/// the receipt, with nothing of who, where from and when; it becomes a case with the next batch (RunFilingBatch). A named one is
/// a case at once, its contact sealed. The same Idempotency-Key gives the same receipt, for as long as the complaint is kept.
///
/// Source: S-4.3b; DOMAIN 3.10 DL-TS-01; ASSURANCE A4, A5, S11; ADR 0081
/// Thread: any.
class FileComplaint {
public:
    FileComplaint(const ComplaintParts& parts, FloodGate& gate) : parts_(parts), gate_(gate), keys_(parts) {}

    struct Input {
        std::string key;           ///< Idempotency-Key
        std::string title;         ///< 1..200 characters
        std::string content;       ///< 1..20'000 characters
        std::string body_id = {};
        std::string focus = {};    ///< "harm_people", "harm_market"
        base::Json contact = {};   ///< {name, phone, email, address, other}, null for none
        bool anonymous = false;    ///< also so without a contact; a contact is locked with the content then
        std::optional<WorkProof> proof = {};
    };
    /// {id, receipt, anonymous, certificate}
    /// Errors: RateLimited as FloodGate; InvalidInput as check_filing_key, "complaint.title_length", "complaint.content_length",
    ///         "complaint.focus_unknown", "complaint.body_unknown"; Conflict "complaint.key_reused" (another content came with
    ///         this key); Unavailable "complaint.no_handlers", "complaint.not_ready", "complaint.no_server_key"
    Result<base::Json> run(const Input& input);

private:
    struct Prepared;
    Result<Done> check(const Input& input) const;
    Result<Done> keep_anonymous(const Input& input, Prepared& prepared);
    Result<Done> keep_named(const Input& input, Prepared& prepared);
    Result<base::Json> again(const SealedFiling& filing, const std::string& receipt, const base::Json& content) const;
    Result<base::Json> told(const SealedFiling& filing, const std::string& receipt, base::Date day) const;

    const ComplaintParts& parts_;
    FloodGate& gate_;
    HandlerKeys keys_;
};

}  // namespace gx::app
