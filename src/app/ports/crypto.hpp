// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What a key is for.
enum class KeyUse {
    Seal,  ///< random bytes: encrypts personal values
    Sign,  ///< private key in PEM (PKCS #8): signs checkpoints
    Lookup,  ///< random bytes: makes the digests by which a personal value is found again
};

/// A key by name; `id` is unique in its store ("seal-0001").
struct KeyName {
    std::string id;
    KeyUse use = KeyUse::Seal;
};

/// Where secret keys live. Keys are added, never changed; the newest of a use is the current one.
///
/// Thread: one thread at a time for create; the rest from any thread.
class KeyStore {
public:
    virtual ~KeyStore() = default;
    /// Oldest first. Errors: Unavailable "key.store"; NotPermitted "key.permissions"
    virtual Result<std::vector<KeyName>> list(KeyUse use) = 0;
    /// The current key. Errors: as list; NotFound "key.unknown" when there is none.
    virtual Result<KeyName> current(KeyUse use) = 0;
    /// The secret. Errors: NotFound "key.unknown"; NotPermitted "key.permissions" (others can read it); Unavailable
    virtual Result<base::Bytes> load(std::string_view id) = 0;
    /// A text that differs from an earlier one when keys were added since. Cheap enough for each use of a key.
    /// Errors: as list.
    virtual Result<std::string> stamp() = 0;
    /// Makes a new key, current from now on; the older ones stay. Rotation is another `create`.
    /// `algorithm` is "AES-256-GCM" or "SM4-CTR-HMAC-SM3" for Seal, "SM2" or "Ed25519" for Sign, "HMAC" for Lookup (with the
    /// hash of the store).
    /// Errors: InvalidInput "key.algorithm"; Unavailable "key.store"; StorageFull
    virtual Result<KeyName> create(KeyUse use, std::string_view algorithm) = 0;
};

/// A personal value just encrypted: the row to store and what stands in the entity's content.
struct Sealing {
    SealedValue row;
    std::string commit;  ///< hex of HMAC(salt, value)

    /// {"commit": hex, "sealed": id}
    base::Json reference() const {
        base::Json json = base::Json::object();
        json.set("sealed", row.id);
        json.set("commit", commit);
        return json;
    }
};

/// A personal value in clear. Never logged, never journalled.
struct Opened {
    base::Bytes value;
    std::string commit;  ///< hex of HMAC(salt, value), recomputed
};

/// A digest of a personal value under a lookup key.
struct LookupDigest {
    std::string key_id;
    std::string digest;  ///< hex of HMAC(key, tenant, scope, value)
};

/// Encrypts personal values (DESIGN 4.1): a fresh 32-byte salt and the value, bound to id and tenant. Makes the keyed digests
/// that find them again (ADR 0065). Takes keys that are added to the key store while it lives.
///
/// Shape:  values of 1..16'384 bytes.
/// Thread: any thread.
class Sealer {
public:
    virtual ~Sealer() = default;
    /// Errors: InvalidInput "sealed.size"
    virtual Result<Sealing> seal(std::string_view tenant, std::string_view id, base::ByteView value) = 0;
    /// Errors: Corrupt "sealed.broken" (wrong key, changed bytes, other id or tenant); Unavailable "sealed.key_missing"
    virtual Result<Opened> open(const SealedValue& row) = 0;
    /// The same value and salt under the current key; the commit stays. Errors: as open.
    virtual Result<SealedValue> reseal(const SealedValue& row) = 0;
    /// The key new values are sealed with.
    virtual std::string current_key() = 0;
    /// The digests of a value under every lookup key, the current one last: equal values of a tenant and scope have equal ones.
    /// None when the key store has no lookup key. Errors: Unavailable "sealed.key_missing"
    virtual Result<std::vector<LookupDigest>> lookup_digests(std::string_view tenant, std::string_view scope, std::string_view value) = 0;
};

}  // namespace gx::app
