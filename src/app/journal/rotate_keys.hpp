// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// Makes a new key for personal values and rewrites every sealed row with it. Journal and contents stay as they are.
///
/// Shape:  small writes of at most 200 rows; may be interrupted and resumed. Running servers must take the new key
///         (a new sealer) before the last pass; values they sealed with the old one are rewritten by it.
/// Source: DESIGN 4.1
class RotateKeys {
public:
    enum class Mode {
        NewKey,  ///< make a key first
        Resume,  ///< only rewrite what is not under the current key
    };
    struct Input {
        Mode mode = Mode::NewKey;
        std::string algorithm = "AES-256-GCM";  ///< of the new key; or "SM4-CTR-HMAC-SM3"
    };
    struct Output {
        std::string key_id;
        std::int64_t rewritten = 0;
    };
    /// Makes a sealer whose current key is the newest of the key store.
    using SealerFactory = std::function<Result<std::unique_ptr<Sealer>>()>;

    RotateKeys(Store& store, KeyStore& keys, SealerFactory make_sealer, Clock& clock)
        : store_(store), keys_(keys), make_sealer_(std::move(make_sealer)), clock_(clock) {}

    /// Errors: NotPermitted "access.denied"; InvalidInput "key.algorithm"; Corrupt "sealed.broken"; Unavailable "sealed.key_missing"; those of
    ///         the key store.
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    KeyStore& keys_;
    SealerFactory make_sealer_;
    Clock& clock_;
};

}  // namespace gx::app
