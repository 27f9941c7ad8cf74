// SPDX-License-Identifier: Apache-2.0
#include "app/oidc/provider_link.hpp"

#include <chrono>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/url.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Instant;
using base::Json;
using base::Result;

constexpr std::int64_t kDocumentKeptMillis = 3'600'000;
constexpr std::int64_t kKeysKeptMillis = 900'000;
constexpr std::int64_t kKeysAgainMillis = 60'000;
constexpr std::int64_t kSilentMillis = 2'000;
constexpr int kRunningMax = 2;
constexpr std::chrono::milliseconds kTurnWait{500};
constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr std::size_t kDepthMax = 8;
constexpr std::size_t kMembersMax = 500;

Error unreachable(std::string detail) {
    return {ErrorCode::Unavailable, "oidc.provider_unreachable", std::move(detail)};
}
Error not_a_token_answer(std::string detail) {
    return {ErrorCode::Unauthenticated, "oidc.token_answer", std::move(detail)};
}

Instant later(Instant at, std::int64_t millis) { return Instant::from_millis(at.millis() + millis); }

Result<Json> object_of(const OutboundAnswer& answer) {
    auto json = base::parse_json(answer.body,
                                 {.bytes_max = answer.body.size(), .depth_max = kDepthMax, .keys_max = kMembersMax});
    if (!json.ok()) { return json; }
    if (!json->is_object()) { return Error{ErrorCode::InvalidInput, "json.syntax"}; }
    return json;
}

/// RFC 6749 section 2.3.1: both halves are encoded as in a form.
std::string basic_authorization(const OidcProvider& provider) {
    return "Basic " + base::to_base64(base::as_bytes(base::percent_encoded(provider.client_id) + ":" +
                                                     base::percent_encoded(provider.client_secret)));
}

}  // namespace

base::Result<base::Done> ProviderLink::begin_request() {
    std::unique_lock guard(lock_);
    if (!turn_.wait_for(guard, kTurnWait, [this] { return running_ < kRunningMax; })) {
        return Error{ErrorCode::Unavailable, "oidc.busy"};
    }
    if (clock_.now() < silent_until_) { return unreachable("failed a moment ago"); }
    ++running_;
    return base::Done{};
}

void ProviderLink::end_request(bool failed) {
    {
        const std::lock_guard guard(lock_);
        --running_;
        if (failed) { silent_until_ = later(clock_.now(), kSilentMillis); }
    }
    turn_.notify_one();
}

Result<OutboundAnswer> ProviderLink::ask(const OutboundRequest& request) {
    GX_CHECK(begin_request());
    auto answer = outbound_.send(request);
    end_request(!answer.ok());
    if (!answer.ok()) { return unreachable(answer.error().reason + " " + answer.error().detail); }
    return answer;
}

Result<Json> ProviderLink::ask_for_json(const std::string& address) {
    GX_TRY(const auto answer, ask({.url = address, .headers = {{"Accept", "application/json"}}}));
    if (answer.status != kOk) { return unreachable(fmt::format("status {}", answer.status)); }
    const bool is_json = answer.content_type == "application/json" || answer.content_type == "application/jwk-set+json";
    auto json = is_json ? object_of(answer) : Result<Json>(unreachable("not JSON"));
    if (!json.ok()) { return unreachable(json.error().reason); }
    return json;
}

Result<ProviderDocument> ProviderLink::document() {
    {
        const std::lock_guard guard(lock_);
        if (document_.value && clock_.now() < document_.until) { return *document_.value; }
    }
    GX_TRY(const Json json, ask_for_json(document_address(provider_)));
    GX_TRY(auto document, ProviderDocument::from_json(json, provider_));
    const std::lock_guard guard(lock_);
    document_ = {std::make_shared<const ProviderDocument>(document), later(clock_.now(), kDocumentKeptMillis)};
    return document;
}

Result<std::string> ProviderLink::redeem(const std::string& code, const std::string& code_verifier,
                                         const std::string& redirect_address) {
    GX_TRY(const auto found, document());
    OutboundRequest request{
        .url = found.token_endpoint,
        .headers = {{"Accept", "application/json"}, {"Authorization", basic_authorization(provider_)}},
        .content_type = "application/x-www-form-urlencoded"};
    request.body = fmt::format("grant_type=authorization_code&code={}&redirect_uri={}&code_verifier={}",
                               base::percent_encoded(code), base::percent_encoded(redirect_address),
                               base::percent_encoded(code_verifier));
    GX_TRY(const auto answer, ask(request));
    if (answer.status == kBadRequest) { return Error{ErrorCode::Unauthenticated, "oidc.code_refused"}; }
    if (answer.status != kOk) { return unreachable(fmt::format("token endpoint: status {}", answer.status)); }
    if (answer.content_type != "application/json") { return not_a_token_answer("not JSON"); }
    const auto json = object_of(answer);
    if (!json.ok()) { return not_a_token_answer(json.error().reason); }
    if (base::ascii_lower(json->text_or_empty("token_type")) != "bearer") { return not_a_token_answer("token_type"); }
    auto token = json->string_at("id_token");
    if (!token) { return not_a_token_answer("id_token"); }
    return *std::move(token);
}

Result<ProviderLink::Keys> ProviderLink::read_keys() {
    GX_TRY(const auto found, document());
    GX_TRY(Json set, ask_for_json(found.keys_address));
    const std::lock_guard guard(lock_);
    keys_ = {std::make_shared<const Json>(std::move(set)), later(clock_.now(), kKeysKeptMillis)};
    return Keys{keys_.value, true};
}

Result<ProviderLink::Keys> ProviderLink::keys() {
    {
        const std::lock_guard guard(lock_);
        if (keys_.value && clock_.now() < keys_.until) { return Keys{keys_.value, false}; }
    }
    return read_keys();
}

Result<ProviderLink::Keys> ProviderLink::keys_again() {
    {
        // Anybody can send tokens with made-up key names; they must not make this program ask without end.
        const std::lock_guard guard(lock_);
        const Instant now = clock_.now();
        if (now < again_from_) { return Keys{keys_.value, false}; }
        again_from_ = later(now, kKeysAgainMillis);
    }
    return read_keys();
}

Result<Json> ProviderLink::verified(std::string_view token, const std::set<std::string, std::less<>>& types) {
    GX_TRY(const Keys kept, keys());
    auto claims = verifier_.claims(token, {.keys = *kept.set, .algorithms = provider_.algorithms, .types = types});
    if (claims.ok() || claims.error().reason != "jwt.key_unknown" || kept.fresh) { return claims; }
    GX_TRY(const Keys again, keys_again());
    if (again.set == kept.set) { return claims; }
    return verifier_.claims(token, {.keys = *again.set, .algorithms = provider_.algorithms, .types = types});
}

}  // namespace gx::app
