// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/complaints/complaint_parts.hpp"
#include "app/complaints/flood_gate.hpp"
#include "app/complaints/handler_keys.hpp"
#include "app/journal/prove.hpp"

namespace gx::app {

/// What whoever holds a receipt sees and does. Every wrong receipt, of whatever form, is refused in one and the same way, after the
/// same work: two keyed digests and a look into an index of them.
///
/// Source: S-4.3b; ASSURANCE A5; DOMAIN 3.10 DL-TS-11; ADR 0081
/// Thread: any.
class FollowComplaint {
public:
    FollowComplaint(const ComplaintParts& parts, FloodGate& gate, const Prove& prove) : parts_(parts), gate_(gate), prove_(prove), keys_(parts) {}

    struct Visit {
        std::string receipt;
        std::optional<WorkProof> proof = {};
    };
    /// {id, filed_on, anonymous, title, content, state, state_name, reply, closed, can_rate, messages, certificate}. Marks the
    /// office's messages as read. Before there is a case the state is "received".
    /// Errors: RateLimited as FloodGate; NotFound "complaint.receipt_unknown"; those of the store and of the intake.
    Result<base::Json> look(const Visit& visit);

    /// A message to the office. With the same `key` it is kept once.
    /// Errors: as look; InvalidInput "complaint.message_length"; StateForbids "complaint.too_many_messages"; Unavailable "complaint.no_handlers"
    Result<base::Json> write(const Visit& visit, const std::string& text, const std::string& key);

    struct Rating {
        std::string satisfaction;  ///< "satisfied", "basically", "dissatisfied"
        std::string note = {};     ///< at most 2'000 characters; kept as a message when the complaint is anonymous
    };
    /// Of an anonymous complaint it counts from the next batch on.
    /// Errors: as look; InvalidInput "complaint.satisfaction_unknown", "complaint.message_length"; StateForbids "complaint.not_ratable"
    Result<base::Json> rate(const Visit& visit, const Rating& rating);

private:
    Result<SealedFiling> find(const Visit& visit);
    Result<SealedFiling> letter_to_office(Reader& reader, const SealedFiling& complaint, const std::string& id, std::int64_t number,
                                          const base::Json& content) const;
    Result<base::Json> certificate(const SealedFiling& complaint, base::Date day) const;
    Result<bool> may_rate(Reader& reader, const SealedFiling& complaint, const std::vector<SealedFiling>& all) const;

    const ComplaintParts& parts_;
    FloodGate& gate_;
    const Prove& prove_;
    HandlerKeys keys_;
};

}  // namespace gx::app
