// SPDX-License-Identifier: Apache-2.0
#include "main/enrol.hpp"

namespace gx::main {

using base::Done;
using base::Result;

Result<Done> enrol_tenant(Context& context, base::Json tenant, const app::LawPack& law) {
    const std::string code = tenant.text_or_empty("code");
    const app::WriteContext write{Context::actor(code), context.clock.now()};
    GX_CHECK(context.store->write(write, [&](app::Work& work) -> Result<Done> {
        app::Entity entity{"tenant", code, context.ids->next_id(), {}, 1, -1, tenant};
        return work.put(entity, "add");
    }));
    return enrol_law(context, code, law);
}

Result<Done> enrol_law(Context& context, const std::string& tenant, const app::LawPack& law) {
    const std::string digest = law.digest([&](std::string_view text) { return text_digest(*context.hasher, text); });
    const app::WriteContext write{Context::actor(tenant), context.clock.now()};
    return context.store->write(write, [&](app::Work& work) -> Result<Done> {
        GX_TRY(const auto known, work.find_by_key("law_pack", tenant, digest));
        if (known) { return Done{}; }
        base::Json content;
        content.set("digest", digest).set("version", law.version).set("loaded_on", context.clock.today().iso());
        return work.put(app::Entity{"law_pack", tenant, context.ids->next_id(), {}, 1, -1, std::move(content)}, "add");
    });
}

}  // namespace gx::main
