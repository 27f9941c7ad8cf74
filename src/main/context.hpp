// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/blob_store.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/checkpoint.hpp"
#include "domain/journal/hasher.hpp"
#include "main/place.hpp"
#include "storage/store/sql_store.hpp"

namespace gx::main {

/// The machine's clock.
class SystemClock final : public app::Clock {
public:
    base::Instant now() override;
};

/// Which hash and signature a store was begun with; kept beside the keys.
struct CryptoProfile {
    std::string hash = "sm3";       ///< "sm3" or "sha256"
    std::string signature = "SM2";  ///< "SM2" or "Ed25519"
    std::string cipher = "aes";     ///< "aes" (AES-256-GCM) or "sm4" (SM4-CTR with HMAC-SM3): of new keys for personal values
};
/// The algorithm that a cipher of the profile stands for, as KeyStore::create names it.
std::string_view seal_algorithm(std::string_view cipher);

/// How the store of a command is opened.
enum class Opening {
    Existing,  ///< refused when there is none
    Fresh,     ///< refused when there is one; keys and schema are made
    Migrate,   ///< existing, brought up to the newest schema
};

/// All parts of an installation, put together for one command. Members are in order of dependence.
struct Context {
    Place place;
    SystemClock clock;
    CryptoProfile profile;
    std::unique_ptr<app::Random> random;
    std::unique_ptr<app::IdSource> ids;
    std::unique_ptr<domain::Hasher> hasher;
    std::unique_ptr<app::Verifier> verifier;
    std::unique_ptr<app::KeyStore> keys;
    std::unique_ptr<app::Sealer> sealer;
    std::unique_ptr<storage::SqlStore> store;
    std::unique_ptr<app::BlobStore> blobs;  ///< bytes of attachments

    /// Remembers which cipher the next keys for personal values are made for.
    base::Result<base::Done> change_cipher(const std::string& cipher);
    /// The signer of the current key.
    base::Result<std::unique_ptr<app::Signer>> signer();
    /// Public halves of every signing key, for `verify`.
    base::Result<std::vector<domain::NoteKey>> note_keys();
    /// The tenant asked for, or the one the store was begun with.
    /// Errors: NotFound "tenant.unknown"
    base::Result<std::string> tenant(const std::string& wanted);
    /// The command line acts with every right; who runs it is the operating system's matter.
    static app::Actor actor(const std::string& tenant);
};

/// Errors: Unavailable "store.missing"; Conflict "store.exists"; those of keys and store.
base::Result<std::unique_ptr<Context>> open_context(const GlobalOptions& options, Opening opening,
                                                    const CryptoProfile& fresh = {});

/// storage::gather_planner_figures; a store that is busy keeps the figures it has. Total.
void gather_statistics(storage::SqlStore& store);

/// Hex of a hash of a text: for digests of files and packs.
std::string text_digest(const domain::Hasher& hasher, std::string_view text);

}  // namespace gx::main
