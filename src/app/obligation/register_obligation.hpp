// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "app/law/law_pack.hpp"
#include "app/ports/async_store.hpp"
#include "app/ports/idempotency.hpp"
#include "app/ports/obligation_rows.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// Registers one obligation, with the checks that an import makes of its rows.
///
/// Thread: any.
class RegisterObligation {
public:
    RegisterObligation(AsyncStore& store, ObligationRows& rows, Idempotency& answers, Clock& clock, IdSource& ids, const domain::Hasher& hasher,
                       const LawPack& law)
        : store_(store), rows_(rows), answers_(answers), clock_(clock), ids_(ids), hasher_(hasher), law_(law) {}

    struct Input {
        std::string body;             ///< JSON text of the request
        std::string idempotency_key;  ///< empty: none
    };
    struct Output {
        std::string id;
        std::string text;  ///< {"code", "id", "version"}
    };
    using Told = std::function<void(Result<Output>)>;

    /// `told` gets the outcome once the entries are durable, as AsyncStore::write_later says; refusals that need no store
    /// come at once, on this thread.
    ///
    /// Shape:  members as docs/ENTITIES.md "obligation", but `body`, `source` and `post` hold an id or a natural key; or
    ///         `source` is an object {kind, title, doc_no, issuer, issued_on, law_ref, digest} that is registered too. Without
    ///         `code` the id is the code. `has_evidence` is derived.
    /// Errors: NotPermitted "access.denied"; InvalidInput "request.not_json", those of base::JsonReader and check_content,
    ///         "obligation.source_missing", "obligation.in_future", "obligation.fulfilled_above_amount",
    ///         "obligation.personal_value", "idempotency.key_form"; NotFound "tenant.unknown"; InvalidInput
    ///         "obligation.body_unknown", "obligation.source_unknown", "obligation.post_unknown"; StateForbids
    ///         "tenant.published_facts_only"; Conflict "store.key_taken", "idempotency.key_reused" (another request had this
    ///         key); those of the store. `where` points into the request ("/body/due_on").
    /// Source: S-6.4c
    void run(const Input& input, const Actor& actor, Told told);

private:
    struct Job;
    Result<std::shared_ptr<Job>> prepare(const Input& input, const Actor& actor) const;
    Result<Done> write(Job& job, Work& work);
    Result<Done> check_county(Work& work, const std::string& tenant);
    Result<std::string> resolve(Work& work, std::string_view type, const std::string& tenant, const std::string& given);
    Result<bool> recalled(Job& job, Work& work) const;
    Result<Done> remember(const Job& job, Work& work);

    AsyncStore& store_;
    ObligationRows& rows_;
    Idempotency& answers_;
    Clock& clock_;
    IdSource& ids_;
    const domain::Hasher& hasher_;
    const LawPack& law_;
    /// The version of each county's entity that is known to take obligations. Only the store's writer touches it.
    std::unordered_map<std::string, std::int64_t> open_counties_;
    std::int64_t forgot_at_millis_ = 0;  ///< when old answers were last cleared away; only the writer touches it
};

}  // namespace gx::app
