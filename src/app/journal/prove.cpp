// SPDX-License-Identifier: Apache-2.0
#include "app/journal/prove.hpp"

#include "app/journal/reader_tiles.hpp"

namespace gx::app {
namespace {

Result<Done> check_size(Reader& reader, std::uint64_t size) {
    GX_TRY(const auto there, reader.journal_size());
    if (size == 0 || size > static_cast<std::uint64_t>(there)) {
        return Error{ErrorCode::InvalidInput, "proof.size", fmt::format("{} of {}", size, there)};
    }
    return Done{};
}

base::Json hex_list(const std::vector<base::Digest>& hashes) {
    base::Json list = base::Json::array();
    for (const auto& hash : hashes) { list.push(base::to_hex(hash)); }
    return list;
}

}  // namespace

Result<Prove::Inclusion> Prove::inclusion(std::uint64_t index, std::uint64_t size) const {
    GX_TRY(const auto reader, store_.reader());
    GX_CHECK(check_size(*reader, size));
    ReaderTiles tiles(*reader);
    domain::TileNodes nodes(hasher_, tiles);
    Inclusion proof{.index = index, .size = size, .leaf = {}, .root = {}, .path = {}};
    GX_TRY(proof.path, domain::inclusion_proof(hasher_, nodes, index, size));
    GX_TRY(proof.leaf, nodes.node(0, index));
    GX_TRY(proof.root, domain::root_at(hasher_, nodes, size));
    return proof;
}

Result<Prove::Consistency> Prove::consistency(std::uint64_t from, std::uint64_t to) const {
    GX_TRY(const auto reader, store_.reader());
    GX_CHECK(check_size(*reader, from));
    GX_CHECK(check_size(*reader, to));
    ReaderTiles tiles(*reader);
    domain::TileNodes nodes(hasher_, tiles);
    Consistency proof{.from = from, .to = to, .root_from = {}, .root_to = {}, .path = {}};
    GX_TRY(proof.path, domain::consistency_proof(hasher_, nodes, from, to));
    GX_TRY(proof.root_from, domain::root_at(hasher_, nodes, from));
    GX_TRY(proof.root_to, domain::root_at(hasher_, nodes, to));
    return proof;
}

base::Json to_json(const Prove::Inclusion& proof) {
    base::Json json = base::Json::object();
    json.set("leafIndex", static_cast<std::int64_t>(proof.index));
    json.set("treeSize", static_cast<std::int64_t>(proof.size));
    json.set("leafHash", base::to_hex(proof.leaf));
    json.set("root", base::to_hex(proof.root));
    json.set("proof", hex_list(proof.path));
    return json;
}

base::Json to_json(const Prove::Consistency& proof) {
    base::Json json = base::Json::object();
    json.set("size1", static_cast<std::int64_t>(proof.from));
    json.set("size2", static_cast<std::int64_t>(proof.to));
    json.set("root1", base::to_hex(proof.root_from));
    json.set("root2", base::to_hex(proof.root_to));
    json.set("proof", hex_list(proof.path));
    return json;
}

}  // namespace gx::app
