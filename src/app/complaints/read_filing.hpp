// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/complaints/complaint_parts.hpp"
#include "app/complaints/handler_keys.hpp"

namespace gx::app {

/// What a handler does with a complaint from the portal: reads it and writes to the complainant. Each read is in the journal before
/// it is answered; so is each try with a wrong passphrase.
///
/// Source: S-4.3b; DESIGN 6 (complainants are hidden from the accused body, structurally); ADR 0081
/// Thread: any.
class ReadFiling {
public:
    explicit ReadFiling(const ComplaintParts& parts) : parts_(parts), keys_(parts) {}

    /// {id, anonymous, content: {title, content, body, focus, contact, day}, messages}. A named complaint needs no passphrase. Marks
    /// the complainant's messages as read.
    /// Errors: NotPermitted "access.denied"; NotFound "complaint.unknown" (no such case, not seen by the actor, or locked to none of
    ///         the actor's keys); InvalidInput "handler_key.passphrase_wrong"; those of the store.
    Result<base::Json> run(const std::string& case_id, const std::string& passphrase, const Actor& actor);

    /// Writes to the complainant; only the receipt's holder and the handlers can read it.
    /// Errors: as run, without the passphrase; InvalidInput "complaint.message_length"; StateForbids "complaint.too_many_messages"
    Result<base::Json> answer(const std::string& case_id, const std::string& text, const Actor& actor);

private:
    Result<SealedFiling> find(Reader& reader, const std::string& case_id, const Actor& actor) const;

    const ComplaintParts& parts_;
    HandlerKeys keys_;
};

}  // namespace gx::app
