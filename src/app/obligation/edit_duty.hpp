// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// What the staff does to an obligation after its registration: progress, parts, evidence, a lawful change. Every change is one
/// journal entry of one row, checked by the same rules as an import.
///
/// Due day, amount, parties and source are settled at registration: they change by a lawful change only (S-6.4d–f).
///
/// Thread: any.
class EditDuty {
public:
    EditDuty(Store& store, Clock& clock, IdSource& ids, const LawPack& law) : store_(store), clock_(clock), ids_(ids), law_(law) {}

    struct Input {
        std::string obligation_id;
        base::Json body = {};       ///< of the request; fault pointers begin with "/body"
        std::int64_t version = 0;   ///< for a change: the version it rests on
    };
    struct Output {
        std::string id;
        std::string code;
        std::int64_t version = 1;
    };

    /// title, note, post_id, done_on, fulfilled_fen, accepted_on, disclosed, void_on, void_reason, cancelled_on,
    /// cancel_document, attributes; null takes a member away.
    /// Errors: NotPermitted "access.denied"; NotFound "obligation.unknown"; VersionMismatch "store.version"; StateForbids
    ///         "obligation.needs_change" (a settled member); InvalidInput "json.member_unknown", "obligation.in_future",
    ///         "obligation.fulfilled_above_amount", "obligation.personal_value", "obligation.post_unknown"; those of check_content.
    Result<Output> change(const Input& input, const Actor& actor);
    /// {no, type, title, due_on, amount_fen?}. Errors: as change; Conflict "store.key_taken" (this number is there)
    Result<Output> add_milestone(const Input& input, const Actor& actor);
    /// `obligation_id` is the milestone's id here; {done_on, fulfilled_fen, evidence, title}.
    /// Errors: as change; NotFound "milestone.unknown"
    Result<Output> change_milestone(const Input& input, const Actor& actor);
    /// {paid_on, amount_fen, milestone_id?, voucher_no?}. Errors: as change; NotFound "milestone.unknown"
    Result<Output> add_payment(const Input& input, const Actor& actor);
    /// {title, on?, doc_no?, digest?}. Errors: as change; TooLarge "obligation.too_much_evidence"
    Result<Output> add_evidence(const Input& input, const Actor& actor);
    /// docs/ENTITIES.md "change" without code and ids. Errors: as change; those of domain::LawfulChange
    Result<Output> add_change(const Input& input, const Actor& actor);

    struct Each {
        std::string id;
        std::string reason;  ///< empty: done
    };
    /// The same change or evidence for many, each for itself. Shape: ids 1..200.
    /// Errors: InvalidInput "batch.ids", "batch.act"
    Result<std::vector<Each>> batch(std::span<const std::string> ids, const std::string& act, const base::Json& body, const Actor& actor);

private:
    using Make = std::function<Result<Entity>(Work& work, const Entity& duty)>;
    Result<Output> on_duty(const Input& input, const Actor& actor, std::string_view action, const Make& make);

    Store& store_;
    Clock& clock_;
    IdSource& ids_;
    const LawPack& law_;
};

}  // namespace gx::app
