// SPDX-License-Identifier: Apache-2.0
#include "app/journal/erase.hpp"

#include <set>

#include "app/journal/sealed_refs.hpp"

namespace gx::app {
namespace {

Error nothing(const std::string& detail) { return Error{ErrorCode::NotFound, "erasure.nothing", detail}; }

/// The sealed ids of all versions of the entity that still have a value, narrowed to those asked for.
Result<std::vector<std::string>> ids_to_erase(Work& work, const Erase::Input& input, const std::string& tenant) {
    std::set<std::string> own;
    GX_TRY(const auto history, work.history(input.entity, input.id));
    for (const auto& entry : history) {
        if (entry.tenant != tenant || !entry.content) { continue; }
        GX_TRY(const auto refs, sealed_refs(std::string_view(*entry.content)));
        for (const auto& ref : refs) { own.insert(ref.id); }
    }
    std::set<std::string> wanted = own;
    if (!input.sealed_ids.empty()) {
        wanted = {input.sealed_ids.begin(), input.sealed_ids.end()};
        for (const auto& id : wanted) {
            if (!own.contains(id)) { return Error{ErrorCode::InvalidInput, "erasure.foreign_value", id}; }
        }
    }
    std::vector<std::string> there;
    for (const auto& id : wanted) {
        GX_TRY(const auto value, work.sealed(id));
        if (value && value->tenant == tenant) { there.push_back(id); }
    }
    if (there.empty()) { return nothing(input.entity + " " + input.id); }
    return there;
}

}  // namespace

Result<Erase::Output> Erase::run(const Input& input, const Actor& actor) {
    if (!actor.may("erasure.add")) { return Error{ErrorCode::NotPermitted, "access.denied"}; }
    if (input.requester.empty()) { return Error{ErrorCode::InvalidInput, "erasure.requester_missing"}; }
    if (input.basis.empty() || input.basis.front().empty()) {
        return Error{ErrorCode::BasisMissing, "erasure.basis_missing"};
    }
    if (input.requester == actor.account) { return Error{ErrorCode::StateForbids, "erasure.same_person"}; }

    const base::Instant now = clock_.now();
    const WriteContext context{.actor = actor, .at = now};
    Output output{.erasure_id = ids_.next_id(), .sealed_ids = {}};
    const auto erase = [&](Work& work) -> Result<Done> {
        GX_TRY(output.sealed_ids, ids_to_erase(work, input, actor.tenant));
        base::Json content = base::Json::object();
        content.set("code", output.erasure_id);
        content.set("requester", input.requester);
        content.set("approver", actor.account);
        content.set("on_day", now.civil_day().iso());
        base::Json sealed = base::Json::array();
        for (const auto& id : output.sealed_ids) { sealed.push(id); }
        content.set("sealed_ids", std::move(sealed));
        base::Json basis = base::Json::array();
        for (const auto& clause : input.basis) { basis.push(clause); }
        content.set("basis", std::move(basis));
        GX_CHECK(work.delete_sealed(output.sealed_ids));
        return work.put(Entity{.type = "erasure", .tenant = actor.tenant, .id = output.erasure_id,
                               .key = output.erasure_id, .version = 1, .seq = -1, .content = std::move(content)},
                        "erase");
    };
    GX_CHECK(store_.write(context, erase));
    return output;
}

}  // namespace gx::app
