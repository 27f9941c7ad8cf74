// SPDX-License-Identifier: Apache-2.0
#include "app/journal/make_checkpoint.hpp"

#include "app/journal/reader_tiles.hpp"

namespace gx::app {

Result<domain::Checkpoint> MakeCheckpoint::run(const Input& input, const Actor& actor) {
    if (!actor.may("checkpoint.make")) { return Error{ErrorCode::NotPermitted, "access.denied"}; }
    domain::Checkpoint checkpoint;
    checkpoint.origin = input.origin;
    checkpoint.hash = hasher_.name();
    checkpoint.time = base::Instant::from_millis(clock_.now().millis() / 1000 * 1000);
    {
        GX_TRY(const auto reader, store_.reader());
        GX_TRY(const auto size, reader->journal_size());
        checkpoint.size = static_cast<std::uint64_t>(size);
        ReaderTiles tiles(*reader);
        domain::TileNodes nodes(hasher_, tiles);
        GX_TRY(checkpoint.root, domain::root_at(hasher_, nodes, checkpoint.size));
    }
    const domain::NoteKey key{.algorithm = signer_.algorithm(), .public_pem = signer_.public_key_pem()};
    GX_TRY(checkpoint.key_id, domain::note_key_id(hasher_, input.origin, key));
    GX_TRY(checkpoint.time_key_id, domain::time_key_id(hasher_, input.origin, key));
    const std::string text = domain::checkpoint_text(checkpoint.origin, checkpoint.size, checkpoint.root);
    GX_TRY(checkpoint.signature, signer_.sign(base::as_bytes(text)));
    GX_TRY(checkpoint.time_signature, signer_.sign(base::as_bytes(domain::timed_text(text, checkpoint.time))));
    GX_TRY(checkpoint, domain::with_note(std::move(checkpoint)));

    const WriteContext context{.actor = actor, .at = checkpoint.time};
    GX_CHECK(store_.write(context, [&](Work& work) { return work.add_checkpoint(domain::to_json(checkpoint)); }));
    return checkpoint;
}

}  // namespace gx::app
