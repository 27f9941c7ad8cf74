// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/fact_snapshot.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/checksum.hpp"
#include "base/json.hpp"
#include "domain/evaluation/fact_bytes.hpp"

namespace gx::app {
namespace {

using base::ByteView;
using base::Json;

constexpr std::size_t kPiece = 32;  ///< what the file is a multiple of
constexpr std::string_view kMagic = "GXCOLS1\n";
constexpr std::string_view kEndMagic = "GXCOLSE\n";
constexpr std::size_t kHeadMax = 1U << 20U;
using Piece = std::array<std::uint8_t, kPiece>;

/// Magic and up to three numbers.
Piece piece_of(std::string_view magic, std::uint64_t a, std::uint64_t b = 0) {
    Piece piece{};
    std::memcpy(piece.data(), magic.data(), magic.size());
    std::memcpy(piece.data() + 8, &a, sizeof a);
    std::memcpy(piece.data() + 16, &b, sizeof b);
    return piece;
}

std::uint64_t number_at(ByteView piece, std::size_t at) {
    std::uint64_t value = 0;
    std::memcpy(&value, piece.data() + at, sizeof value);
    return value;
}

bool begins_with(ByteView bytes, std::string_view magic) { return base::as_text(bytes.first(magic.size())) == magic; }

std::string head_text(const SnapshotHead& head) {
    Json json = Json::object();
    json.set("tenant", head.tenant).set("as_of", head.as_of.iso()).set("law", head.law_digest).set("at_size", head.at_size);
    json.set("leaf", base::to_hex(head.leaf)).set("facts", facts_form());
    return base::canonical(json);
}

std::optional<SnapshotHead> head_of(std::string_view text) {
    const auto json = base::parse_json(std::string{text});
    if (!json || json->text_or_empty("facts") != facts_form()) { return std::nullopt; }
    const auto as_of = base::Date::parse(json->text_or_empty("as_of"));
    const auto leaf = base::digest_from_hex(json->text_or_empty("leaf"));
    if (!as_of || !leaf) { return std::nullopt; }
    return SnapshotHead{.tenant = json->text_or_empty("tenant"), .as_of = *as_of, .law_digest = json->text_or_empty("law"),
                        .at_size = json->int_at("at_size").value_or(0), .leaf = *leaf};
}

/// Letters and digits stay, all else becomes its hexadecimal value.
std::string name_of(const std::string& tenant) {
    std::string name = "columns-";
    for (const char c : tenant.substr(0, 40)) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        name += plain ? std::string(1, c) : fmt::format("_{:02x}", static_cast<unsigned char>(c));
    }
    return name;
}

Result<std::optional<base::Digest>> leaf_before(Reader& reader, std::int64_t size) {
    if (size < 1) { return std::optional<base::Digest>{}; }
    GX_TRY(const auto hashes, reader.leaf_hashes(size - 1, 1));
    return hashes.size() == 1 ? std::optional{hashes[0]} : std::nullopt;
}

/// The snapshot, when it is of this store's past and of what is asked for.
Result<std::optional<FactSnapshot>> valid_snapshot(Reader& reader, const FactsRequest& request, const std::string& law_digest,
                                                   ColumnSnapshots& snapshots) {
    const auto view = snapshots.open(name_of(request.tenant));
    if (view == nullptr) { return std::optional<FactSnapshot>{}; }
    auto snapshot = read_snapshot(view->bytes());
    if (!snapshot) { return std::optional<FactSnapshot>{}; }
    const SnapshotHead& head = snapshot->head;
    GX_TRY(const std::int64_t size, reader.journal_size());
    if (head.tenant != request.tenant || head.as_of != request.as_of || head.law_digest != law_digest || head.at_size > size) {
        return std::optional<FactSnapshot>{};
    }
    GX_TRY(const auto leaf, leaf_before(reader, head.at_size));
    if (!leaf || *leaf != head.leaf) { return std::optional<FactSnapshot>{}; }
    return snapshot;
}

}  // namespace

Result<Done> write_snapshot(const SnapshotHead& head, const LoadedFacts& facts, const ColumnSnapshots::Sink& sink) {
    base::Checksum checksum;
    std::uint64_t size = 0;
    const auto counted = [&](ByteView bytes) -> Result<Done> {
        checksum.add(bytes);
        size += bytes.size();
        return sink(bytes);
    };
    std::string text = head_text(head);
    GX_CHECK(counted(piece_of(kMagic, text.size())));
    text.resize((text.size() + kPiece - 1) / kPiece * kPiece, ' ');
    GX_CHECK(counted(base::as_bytes(text)));
    GX_CHECK(domain::evaluation::write_facts(facts.facts, facts.body_ids, counted));
    return sink(piece_of(kEndMagic, checksum.value(), size));
}

std::optional<FactSnapshot> read_snapshot(ByteView bytes) {
    if (bytes.size() < 3 * kPiece || bytes.size() % kPiece != 0) { return std::nullopt; }
    const ByteView end = bytes.last(kPiece);
    const ByteView rest = bytes.first(bytes.size() - kPiece);
    if (!begins_with(bytes, kMagic) || !begins_with(end, kEndMagic) || number_at(end, 16) != rest.size()) { return std::nullopt; }
    base::Checksum checksum;
    checksum.add(rest);
    if (checksum.value() != number_at(end, 8)) { return std::nullopt; }
    const std::uint64_t head_size = number_at(bytes, 8);
    const std::uint64_t padded = (head_size + kPiece - 1) / kPiece * kPiece;
    if (head_size > kHeadMax || kPiece + padded > rest.size()) { return std::nullopt; }
    auto head = head_of(base::as_text(rest.subspan(kPiece, head_size)));
    if (!head) { return std::nullopt; }
    FactSnapshot snapshot{.head = std::move(*head), .facts = {}};
    const auto read = domain::evaluation::read_facts(rest.subspan(kPiece + padded), snapshot.facts.facts, snapshot.facts.body_ids);
    if (!read) { return std::nullopt; }
    return snapshot;
}

Result<LoadedFacts> facts_by_snapshot(Reader& reader, const domain::ObligationKinds& kinds, const FactsRequest& request,
                                      const std::string& law_digest, ColumnSnapshots& snapshots) {
    LiveFacts facts{kinds, request};
    GX_TRY(auto kept, valid_snapshot(reader, request, law_digest, snapshots));
    const std::int64_t kept_size = kept ? kept->head.at_size : -1;
    if (kept) {
        facts.resume(std::move(kept->facts), kept_size);
        GX_CHECK(facts.refresh(reader));
    } else {
        GX_CHECK(facts.load(reader));
    }
    GX_TRY(const auto leaf, leaf_before(reader, facts.at_size()));
    if (leaf && facts.at_size() != kept_size) {
        const SnapshotHead head{.tenant = request.tenant, .as_of = request.as_of, .law_digest = law_digest,
                                .at_size = facts.at_size(), .leaf = *leaf};
        // Lost is only time: the next start reads all rows.
        [[maybe_unused]] const auto saved = snapshots.save(name_of(request.tenant), [&](const ColumnSnapshots::Sink& sink) {
            return write_snapshot(head, facts.loaded(), sink);
        });
    }
    return std::move(facts).take();
}

}  // namespace gx::app
