// SPDX-License-Identifier: Apache-2.0
#include "app/publication/judge_file.hpp"

#include <optional>

#include "app/complaints/receipt_document.hpp"
#include "app/journal/reader_tiles.hpp"
#include "domain/journal/merkle.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kProofMax = 64;

std::optional<base::Digest> digest_at(const Json& file, std::string_view member) {
    const auto text = file.string_at(member);
    if (!text) { return std::nullopt; }
    const auto digest = base::digest_from_hex(*text);
    return digest.ok() ? std::optional{*digest} : std::nullopt;
}

std::optional<std::uint64_t> size_at(const Json& file, std::string_view member) {
    const auto number = file.int_at(member);
    if (!number || *number < 0) { return std::nullopt; }
    return static_cast<std::uint64_t>(*number);
}

std::optional<std::vector<base::Digest>> proof_of(const Json& file) {
    if (!file.at("proof").is_array() || file.at("proof").as_array().size() > kProofMax) { return std::nullopt; }
    std::vector<base::Digest> proof;
    for (const auto& one : file.at("proof").as_array()) {
        const auto digest = one.is_string() ? base::digest_from_hex(one.as_string()) : base::Result<base::Digest>{
                                                  Error{ErrorCode::InvalidInput, "hex.invalid"}};
        if (!digest.ok()) { return std::nullopt; }
        proof.push_back(*digest);
    }
    return proof;
}

}  // namespace

/// The checks of one file in order, and the verdict that follows.
class JudgeFile::Checks {
public:
    explicit Checks(const char* kind) : kind_(kind) {}
    bool add(const char* name, bool ok) {
        Json one = Json::object();
        list_.push(one.set("name", name).set("ok", ok));
        all_ = all_ && ok;
        return ok;
    }
    Json verdict() {
        Json json = Json::object();
        json.set("kind", kind_).set("verdict", all_ ? "valid" : "inconsistent");
        return json.set("checks", std::move(list_));
    }

private:
    const char* kind_;
    Json list_ = Json::array();
    bool all_ = true;
};

Result<std::optional<base::Digest>> JudgeFile::root_at(std::uint64_t size) const {
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const std::int64_t now, reader->journal_size());
    if (size > static_cast<std::uint64_t>(now)) { return std::optional<base::Digest>{}; }
    ReaderTiles tiles(*reader);
    domain::TileNodes nodes(hasher_, tiles);
    GX_TRY(const auto root, domain::root_at(hasher_, nodes, size));
    return std::optional{root};
}

bool JudgeFile::signed_by_us(const domain::Checkpoint& checkpoint) const {
    const std::string text = domain::checkpoint_text(checkpoint.origin, checkpoint.size, checkpoint.root);
    for (const auto& key : keys_) {
        const auto id = domain::note_key_id(hasher_, checkpoint.origin, key);
        if (!id.ok() || *id != checkpoint.key_id) { continue; }
        const auto ok = verifier_.verify(key.algorithm, key.public_pem, base::as_bytes(text), checkpoint.signature);
        if (ok.ok() && *ok) { return true; }
    }
    return false;
}

Result<Json> JudgeFile::run(const Json& file) const {
    if (file.text_or_empty("kind") == "complaint_receipt") { return receipt(file); }
    if (file.at("note").is_string()) { return checkpoint(file); }
    if (!file.at("leafIndex").is_null()) { return inclusion(file); }
    if (!file.at("size1").is_null()) { return consistency(file); }
    Checks checks("unknown");
    checks.add("form", false);
    return checks.verdict();
}

Result<Json> JudgeFile::checkpoint(const Json& file) const {
    Checks checks("checkpoint");
    Json known = file;
    known.set("key", nullptr);  // our own answers carry the public key beside the checkpoint
    const auto read = domain::checkpoint_from_json(known);
    if (!checks.add("form", read.ok() && read->hash == hasher_.name())) { return checks.verdict(); }
    checks.add("signature", signed_by_us(*read));
    GX_TRY(const auto root, root_at(read->size));
    if (checks.add("size", root.has_value())) { checks.add("root", *root == read->root); }
    return checks.verdict();
}

Result<Json> JudgeFile::inclusion(const Json& file) const {
    Checks checks("inclusion");
    const auto index = size_at(file, "leafIndex");
    const auto size = size_at(file, "treeSize");
    const auto leaf = digest_at(file, "leafHash");
    const auto root = digest_at(file, "root");
    const auto proof = proof_of(file);
    if (!checks.add("form", index && size && leaf && root && proof)) { return checks.verdict(); }
    checks.add("proof", domain::check_inclusion(hasher_, *index, *size, *leaf, *proof, *root).ok());
    GX_TRY(const auto ours, root_at(*size));
    if (checks.add("size", ours.has_value())) { checks.add("root", *ours == *root); }
    return checks.verdict();
}

Result<Json> JudgeFile::consistency(const Json& file) const {
    Checks checks("consistency");
    const auto from = size_at(file, "size1");
    const auto to = size_at(file, "size2");
    const auto root_from = digest_at(file, "root1");
    const auto root_to = digest_at(file, "root2");
    const auto proof = proof_of(file);
    if (!checks.add("form", from && to && root_from && root_to && proof)) { return checks.verdict(); }
    checks.add("proof", domain::check_consistency(hasher_, *from, *to, *root_from, *root_to, *proof).ok());
    GX_TRY(const auto ours, root_at(*to));
    if (checks.add("size", ours.has_value())) { checks.add("root", *ours == *root_to); }
    return checks.verdict();
}

/// What is not signed by us is not looked up: a number alone tells nobody whether there is such a complaint.
Result<Json> JudgeFile::receipt(const Json& file) const {
    Checks checks("complaint_receipt");
    const auto read = ReceiptDocument::from_json(file);
    if (!checks.add("form", read.ok() && read->hash == hasher_.name())) { return checks.verdict(); }
    if (!checks.add("signature", is_signed(file, verifier_, keys_))) { return checks.verdict(); }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const auto entity, reader->find_by_key("filing", read->tenant, read->number));
    if (entity) { checks.add("content", entity->content.text_or_empty("digest") == read->digest); }
    if (!file.at("entry").is_null()) {
        GX_TRY(const Json entry, inclusion(file.at("entry")));
        const bool same = entity && file.at("entry").int_at("leafIndex") == entity->seq;
        checks.add("entry", same && entry.text_or_empty("verdict") == "valid");
    }
    Json json = checks.verdict();
    json.set("entered", entity.has_value());
    return entity ? json.set("index", entity->seq) : json;
}

}  // namespace gx::app
