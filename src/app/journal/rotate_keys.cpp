// SPDX-License-Identifier: Apache-2.0
#include "app/journal/rotate_keys.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace gx::app {
namespace {

constexpr std::size_t kRowsPerWrite = 200;
constexpr int kPassesMax = 5;

}  // namespace

Result<RotateKeys::Output> RotateKeys::run(const Input& input, const Actor& actor) {
    if (!actor.may("key.add")) { return Error{ErrorCode::NotPermitted, "access.denied"}; }
    if (input.mode == Mode::NewKey) { GX_CHECK(keys_.create(KeyUse::Seal, input.algorithm)); }
    GX_TRY(const auto sealer, make_sealer_());
    Output output{.key_id = sealer->current_key(), .rewritten = 0};

    for (int pass = 0; pass < kPassesMax; ++pass) {
        std::vector<std::string> ids;
        {
            GX_TRY(const auto reader, store_.reader());
            GX_CHECK(reader->scan_sealed([&](const SealedValue& value) -> Result<Done> {
                if (value.key_id != output.key_id) { ids.push_back(value.id); }
                return Done{};
            }));
        }
        if (ids.empty()) { break; }
        for (std::size_t from = 0; from < ids.size(); from += kRowsPerWrite) {
            const auto part = std::span(ids).subspan(from, std::min(kRowsPerWrite, ids.size() - from));
            const WriteContext context{.actor = actor, .at = clock_.now()};
            std::int64_t rewritten = 0;
            const auto rewrite = [&](Work& work) -> Result<Done> {
                rewritten = 0;  // the work may be run again
                for (const auto& id : part) {
                    GX_TRY(const auto value, work.sealed(id));
                    if (!value) { continue; }  // erased meanwhile
                    GX_TRY(const auto row, sealer->reseal(*value));
                    GX_CHECK(work.replace_sealed(row));
                    ++rewritten;
                }
                return Done{};
            };
            GX_CHECK(store_.write(context, rewrite));
            output.rewritten += rewritten;
        }
    }
    return output;
}

}  // namespace gx::app
