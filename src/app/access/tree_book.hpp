// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "app/access/body_tree.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// The body trees of all tenants, each read again when its bodies or divisions changed or another day began.
///
/// Shape:  while nothing was written, asking costs a lock; after a write, two counts; after a change of a body, one reading.
/// Thread: any.
class TreeBook {
public:
    TreeBook(Store& store, Clock& clock) : store_(store), clock_(clock) {}
    /// Never null. Errors: those of BodyTree::load.
    Result<std::shared_ptr<const BodyTree>> of(const std::string& tenant);

private:
    struct Kept {
        std::shared_ptr<const BodyTree> tree;
        std::int64_t position = -1;  ///< of the journal when last looked at
        base::Date day;
        std::int64_t rows = 0;       ///< bodies and divisions
    };
    Result<bool> is_current(Reader& reader, const std::string& tenant, const Kept& kept) const;

    Store& store_;
    Clock& clock_;
    std::mutex lock_;
    std::map<std::string, Kept> kept_;
};

}  // namespace gx::app
