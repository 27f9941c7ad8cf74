// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "app/ports/snapshot.hpp"
#include "app/ports/store.hpp"
#include "app/publication/public_model.hpp"

namespace gx::app {

/// The public model in a snapshot beside the store, so that a start need not read a million rows. docs/adr/0052.
///
/// A snapshot is used only when it was made of this journal (first and last leaf hash), under the same law pack and in the
/// same form; else it is as if there were none.
class ModelSnapshot {
public:
    ModelSnapshot(SnapshotShelf& shelf, std::string law_digest) : shelf_(shelf), law_digest_(std::move(law_digest)) {}

    /// Errors: those of the store and of the shelf.
    Result<Done> save(Reader& reader, const PublicModel& model) const;

    struct Loaded {
        std::unique_ptr<PublicModel> model;
        std::unique_ptr<Snapshot> snapshot;  ///< holds the texts for `load_texts`
    };
    /// The model without its searches; nothing in it when there is no snapshot that fits.
    /// Errors: those of the store.
    Result<Loaded> load(Reader& reader) const;

    struct Searches {
        TextSearch duties;
        TextSearch records;
        std::vector<std::uint32_t> duties_again;
        std::vector<std::uint32_t> records_again;
    };
    /// The searches as they were saved; nothing when their bytes are damaged.
    static std::unique_ptr<Searches> load_texts(const Snapshot& snapshot);

private:
    Result<std::string> identity(Reader& reader, std::int64_t position) const;

    SnapshotShelf& shelf_;
    std::string law_digest_;
};

}  // namespace gx::app
