// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "base/json.hpp"
#include "domain/journal/checkpoint.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// Judges a checkpoint, a proof or a complaint's certificate that somebody brings: does it fit this journal?
///
/// Shape:  the answer is {verdict, kind, checks: [{name, ok}]}; verdict `valid` when every check holds, else
///         `inconsistent`. Content that is none of the four kinds is `unknown` and `inconsistent`. Of a certificate also {entered,
///         index}: whether it stands in the journal by now, and where.
/// Source: CONTRACT "POST /public/verify"; RFC 9162 section 2.1
/// Thread: any.
class JudgeFile {
public:
    JudgeFile(Store& store, const domain::Hasher& hasher, Verifier& verifier, std::vector<domain::NoteKey> keys)
        : store_(store), hasher_(hasher), verifier_(verifier), keys_(std::move(keys)) {}

    /// Errors: those of the store.
    Result<base::Json> run(const base::Json& file) const;

private:
    class Checks;
    Result<base::Json> checkpoint(const base::Json& file) const;
    Result<base::Json> inclusion(const base::Json& file) const;
    Result<base::Json> consistency(const base::Json& file) const;
    Result<base::Json> receipt(const base::Json& file) const;
    /// The root that this journal had at the size; nothing when it was never that long.
    Result<std::optional<base::Digest>> root_at(std::uint64_t size) const;
    bool signed_by_us(const domain::Checkpoint& checkpoint) const;

    Store& store_;
    const domain::Hasher& hasher_;
    Verifier& verifier_;
    std::vector<domain::NoteKey> keys_;
};

}  // namespace gx::app
