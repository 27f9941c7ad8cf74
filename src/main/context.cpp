// SPDX-License-Identifier: Apache-2.0
#include "main/context.hpp"

#include <chrono>
#include <optional>

#include "base/text.hpp"
#include "crypto/folder_key_store.hpp"
#include "crypto/hasher.hpp"
#include "crypto/random.hpp"
#include "crypto/sealer.hpp"
#include "crypto/signer.hpp"
#include "main/files.hpp"
#include "storage/blobs/open_blobs.hpp"
#include "storage/drivers/open.hpp"
#include "storage/store/planner_figures.hpp"

namespace gx::main {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr const char* kProfileName = "profile.json";

fs::path profile_file(const Place& place) {
    return place.keys.parent_path() / (place.keys.filename().string() + "." + kProfileName);
}

Result<CryptoProfile> read_profile(const Place& place) {
    GX_TRY(const std::string text, read_file(profile_file(place), 4096));
    GX_TRY(const base::Json json, base::parse_json(text));
    return CryptoProfile{json.text_or_empty("hash"), json.text_or_empty("signature"), json.string_at("cipher").value_or("aes")};
}

Result<base::Done> write_profile(const Place& place, const CryptoProfile& profile) {
    base::Json json;
    json.set("hash", profile.hash).set("signature", profile.signature).set("cipher", profile.cipher);
    return write_file(profile_file(place), base::canonical(json) + "\n", Readers::OwnerOnly);
}

Result<base::Done> make_folder(const fs::path& folder) {
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec) { return Error{ErrorCode::Unavailable, "store.folder", ec.message(), folder.string()}; }
    return base::Done{};
}

/// Makes keys and profile when they are not there; a key folder kept from before stays in use.
Result<base::Done> make_keys(Context& context, const CryptoProfile& fresh) {
    GX_TRY(context.keys, crypto::open_key_folder(context.place.keys, *context.random));
    GX_TRY(const auto signing, context.keys->list(app::KeyUse::Sign));
    std::error_code ec;
    if (!signing.empty() && fs::exists(profile_file(context.place), ec)) {
        GX_TRY(context.profile, read_profile(context.place));
        GX_TRY(const auto lookups, context.keys->list(app::KeyUse::Lookup));
        if (lookups.empty()) { GX_CHECK(context.keys->create(app::KeyUse::Lookup, "HMAC")); }
        return base::Done{};
    }
    context.profile = fresh;
    GX_CHECK(crypto::make_hasher(fresh.hash));
    GX_CHECK(context.keys->create(app::KeyUse::Sign, fresh.signature));
    GX_CHECK(context.keys->create(app::KeyUse::Seal, seal_algorithm(fresh.cipher)));
    GX_CHECK(context.keys->create(app::KeyUse::Lookup, "HMAC"));
    return write_profile(context.place, fresh);
}

Result<base::Done> open_crypto(Context& context) {
    GX_TRY(context.hasher, crypto::make_hasher(context.profile.hash));
    context.verifier = crypto::make_verifier();
    GX_TRY(context.sealer, crypto::make_sealer(*context.keys, *context.random, context.profile.hash));
    return base::Done{};
}

Error missing(const Place& place) {
    return Error{ErrorCode::Unavailable, "store.missing", "there is no store here; `gongxin init` makes one", place.database};
}

}  // namespace

std::string_view seal_algorithm(std::string_view cipher) { return cipher == "sm4" ? "SM4-CTR-HMAC-SM3" : "AES-256-GCM"; }

base::Result<base::Done> Context::change_cipher(const std::string& cipher) {
    profile.cipher = cipher;
    return write_profile(place, profile);
}

base::Instant SystemClock::now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return base::Instant::from_millis(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

Result<std::unique_ptr<Context>> open_context(const GlobalOptions& options, Opening opening, const CryptoProfile& fresh) {
    auto context = std::make_unique<Context>();
    GX_TRY(context->place, find_place(options));
    const fs::path file = context->place.sqlite_file();
    std::error_code ec;
    const bool there = !file.empty() && fs::exists(file, ec);
    if (opening == Opening::Fresh && there) {
        return Error{ErrorCode::Conflict, "store.exists", "there is a store already", file.string()};
    }
    if (opening != Opening::Fresh && !file.empty() && !there) { return missing(context->place); }

    context->random = crypto::system_random();
    context->ids = crypto::uuid_source(context->clock, *context->random);
    if (opening == Opening::Fresh) {
        GX_CHECK(make_folder(context->place.folder));
        GX_CHECK(make_keys(*context, fresh));
    } else {
        if (!fs::is_directory(context->place.keys, ec)) {
            return Error{ErrorCode::Unavailable, "key.store", "no folder of keys", context->place.keys.string()};
        }
        GX_TRY(context->keys, crypto::open_key_folder(context->place.keys, *context->random));
        GX_TRY(context->profile, read_profile(context->place));
    }
    GX_CHECK(open_crypto(*context));

    GX_TRY(auto database, storage::open_database(context->place.database));
    if (opening == Opening::Existing) {
        GX_TRY(context->store, storage::SqlStore::open(std::move(database), *context->hasher, *context->random));
    } else {
        GX_TRY(context->store, storage::SqlStore::prepare(std::move(database), *context->hasher, *context->random,
                                                          context->clock.now()));
    }
    context->blobs = storage::open_blobs(context->store->database(), *context->hasher);
    return context;
}

Result<std::unique_ptr<app::Signer>> Context::signer() {
    GX_TRY(const auto key, keys->current(app::KeyUse::Sign));
    GX_TRY(const auto pem, keys->load(key.id));
    return crypto::make_signer(base::as_text(pem));
}

Result<std::vector<domain::NoteKey>> Context::note_keys() {
    GX_TRY(const auto names, keys->list(app::KeyUse::Sign));
    std::vector<domain::NoteKey> out;
    for (const auto& name : names) {
        GX_TRY(const auto pem, keys->load(name.id));
        GX_TRY(const auto one, crypto::make_signer(base::as_text(pem)));
        out.push_back({one->algorithm(), one->public_key_pem()});
    }
    return out;
}

Result<std::string> Context::tenant(const std::string& wanted) {
    GX_TRY(const auto reader, store->reader());
    std::string first;
    std::int64_t first_seq = -1;
    GX_CHECK(reader->scan("tenant", "", [&](const app::Entity& tenant) -> Result<base::Done> {
        const bool better = wanted.empty() ? first_seq < 0 || tenant.seq < first_seq : tenant.key == wanted;
        if (better) {
            first = tenant.key;
            first_seq = tenant.seq;
        }
        return base::Done{};
    }));
    if (first.empty()) {
        return Error{ErrorCode::NotFound, "tenant.unknown", wanted.empty() ? "the store has no tenant" : wanted, "--tenant"};
    }
    return first;
}

app::Actor Context::actor(const std::string& tenant) { return app::Actor{"command-line", tenant, {"*"}}; }

std::string text_digest(const domain::Hasher& hasher, std::string_view text) {
    return base::to_hex(hasher.digest(base::as_bytes(text)));
}

void gather_statistics(storage::SqlStore& store) {
    const auto connection = store.database().connect();
    if (connection.ok()) { static_cast<void>(storage::gather_planner_figures(**connection)); }
}

}  // namespace gx::main
