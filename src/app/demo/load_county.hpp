// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "app/demo/county.hpp"
#include "app/law/law_pack.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// Loads the fictional county: bodies with a past of duties, payments, records and statements.
///
/// Shape:  same words, seed and day give the same contents and ids; salts and keys differ. One write: whole or absent.
/// Source: DESIGN 6 ("everything judged in the demonstration belongs to the fictional county")
class LoadCounty {
public:
    struct Input {
        const base::Json& words;  ///< data/demo/county.yaml
        std::uint64_t seed = 20210125;
        base::Date today;
    };
    struct Output {
        std::string tenant;
        std::size_t bodies = 0;
        std::size_t entities = 0;
    };

    LoadCounty(Store& store, const LawPack& law, Sealer& sealer, Clock& clock)
        : store_(store), law_(law), sealer_(sealer), clock_(clock) {}

    /// Errors: Corrupt "demo.content" when a made-up entity breaks a rule of the domain; those of the store.
    Result<Output> run(const Input& input, const Actor& actor);
    /// The large county (`large` of the words), in slices of some bodies, so that neither memory nor a transaction grows
    /// with it; broken off, it leaves the slices that were written.
    /// Errors: as `run`.
    Result<Output> run_large(const Input& input, const Actor& actor);

private:
    Result<Done> write(const demo::Entities& entities, const demo::SealedValues& sealed, const Actor& actor);

    Store& store_;
    const LawPack& law_;
    Sealer& sealer_;
    Clock& clock_;
};

}  // namespace gx::app
