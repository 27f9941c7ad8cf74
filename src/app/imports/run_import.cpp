// SPDX-License-Identifier: Apache-2.0
#include "app/imports/run_import.hpp"

#include "app/imports/import_pipeline.hpp"
#include "app/imports/import_session.hpp"
#include "base/text.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Json;

/// The last part of a path: a folder on the sender's machine is nobody's business.
std::string last_part(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1)).substr(0, 200);
}

Entity batch_entity(const RunImport::Input& input, const std::string& tenant, const std::string& id,
                    std::int64_t version, const ImportCounts& counts) {
    Json content = Json::object();
    content.set("code", id);
    content.set("kind", input.layout.kind);
    content.set("file_name", last_part(input.file_name));
    content.set("file_digest", input.file_digest);
    content.set("read", counts.read);
    content.set("added", counts.added);
    content.set("changed", counts.changed);
    content.set("unchanged", counts.unchanged + counts.kept);
    content.set("rejected", counts.rejected);
    content.set("state", "done");
    return {.type = "import_batch", .tenant = tenant, .id = id, .key = id, .version = version, .seq = -1,
            .content = std::move(content)};
}

}  // namespace

Result<Done> RunImport::check_file_name(std::string_view file_name) {
    if (domain::personal_value_in(last_part(file_name))) { return Error{ErrorCode::InvalidInput, "import.name_personal"}; }
    return Done{};
}

Result<ImportResult> RunImport::run(const Input& input, const Actor& actor) {
    if (!actor.may(input.layout.entity + ".import")) {
        return Error{ErrorCode::NotPermitted, "access.denied", input.layout.entity + ".import"};
    }
    GX_CHECK(check_file_name(input.file_name));
    ImportSession session(input, {actor.tenant, actor.reach(input.layout.entity + ".import")}, ids_, sealer_, check_, clock_.today());
    if (input.mode == Mode::DryRun) {
        GX_TRY(const auto reader, store_.reader());
        GX_CHECK(session.prepare(*reader));
        GX_CHECK(session.take([&](const auto& look) { return look(*reader); }, {}, INT64_MAX));
        return session.finish({});
    }
    const std::string batch = ids_.next_id();
    const WriteContext context{.actor = actor, .at = clock_.now(), .origin = batch};
    std::int64_t version = 0;
    bool more = true;
    bool first = true;
    while (more) {
        const auto part = [&](Work& work) -> Result<Done> {
            if (first) { GX_CHECK(session.prepare(work)); }
            GX_TRY(more, take_beside(session, work, input.rows_per_write));
            if (!session.wrote()) { return Done{}; }
            return work.put(batch_entity(input, actor.tenant, batch, ++version, session.counts()), "import");
        };
        GX_CHECK(store_.write(context, part));
        first = false;
    }
    return session.finish(session.wrote() ? batch : std::string{});
}

}  // namespace gx::app
