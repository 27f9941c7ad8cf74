// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/receipt_document.hpp"

#include <algorithm>

#include "base/json_reader.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kKind = "complaint_receipt";
constexpr std::string_view kTitle = "gongxin complaint receipt 1\n";  ///< nothing else that is signed begins so

base::Json unsigned_json(const ReceiptDocument& document) {
    base::Json json = base::Json::object();
    json.set("kind", kKind).set("tenant", document.tenant).set("number", document.number);
    return json.set("day", document.day.iso()).set("digest", document.digest).set("hash", document.hash);
}

std::string signed_text(const ReceiptDocument& document) {
    std::string text(kTitle);
    base::append_canonical(text, unsigned_json(document));
    return text;
}

}  // namespace

base::Result<base::Json> ReceiptDocument::signed_by(Signer& signer) const {
    GX_TRY(const auto signature, signer.sign(base::as_bytes(signed_text(*this))));
    base::Json json = unsigned_json(*this);
    return json.set("algorithm", signer.algorithm()).set("signature", base::to_base64(signature));
}

base::Result<ReceiptDocument> ReceiptDocument::from_json(const base::Json& json) {
    const base::Error wrong{base::ErrorCode::InvalidInput, "verify.form"};
    if (json.text_or_empty("kind") != kKind) { return wrong; }
    ReceiptDocument document{.tenant = json.text_or_empty("tenant"), .number = json.text_or_empty("number"), .day = {},
                             .digest = json.text_or_empty("digest"), .hash = json.text_or_empty("hash")};
    const auto day = base::Date::parse(json.text_or_empty("day"));
    if (!day.ok() || document.number.empty() || !base::digest_from_hex(document.digest).ok()) { return wrong; }
    document.day = *day;
    return document;
}

bool is_signed(const base::Json& json, Verifier& verifier, std::span<const domain::NoteKey> keys) {
    const auto document = ReceiptDocument::from_json(json);
    const auto signature = base::from_base64(json.text_or_empty("signature"));
    if (!document.ok() || !signature.ok()) { return false; }
    const std::string text = signed_text(*document);
    return std::ranges::any_of(keys, [&](const domain::NoteKey& key) {
        if (key.algorithm != json.text_or_empty("algorithm")) { return false; }
        const auto fits = verifier.verify(key.algorithm, key.public_pem, base::as_bytes(text), *signature);
        return fits.ok() && *fits;
    });
}

}  // namespace gx::app
