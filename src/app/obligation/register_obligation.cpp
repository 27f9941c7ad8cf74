// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/register_obligation.hpp"

#include <algorithm>
#include <array>

#include "app/access/limit.hpp"
#include "app/obligation/content_rules.hpp"
#include "app/obligation/entered_content.hpp"
#include "app/staff/entered_text.hpp"
#include "base/json_reader.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kBodyBytesMax = 256U << 10U;
constexpr std::size_t kKeyBytesMax = 200;
constexpr std::int64_t kRememberedMillis = 24LL * 3'600 * 1'000;
constexpr std::int64_t kForgetEveryMillis = 3'600LL * 1'000;
constexpr const char* kPersonalValue = "obligation.personal_value";
constexpr std::string_view kUnresolved = "-";  ///< stands for ids until the rows are looked up
constexpr std::array<std::string_view, 8> kSourceKinds = {"statute", "plan",     "decision", "contract",
                                                          "minutes", "judgment", "notice",   "promise"};

Error refused(std::string reason, std::string_view member, std::string detail = {}) {
    return {ErrorCode::InvalidInput, std::move(reason), std::move(detail), "/body" + std::string(member)};
}

bool is_key(std::string_view key) {
    return key.size() <= kKeyBytesMax && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

/// The content of a source document that comes along.
Result<Json> source_content(const Json& given, const std::string& obligation_code) {
    const base::JsonReader reader(given, "/body/source");
    GX_CHECK(reader.only({"code", "kind", "title", "doc_no", "issuer", "issued_on", "law_ref", "digest"}));
    Json out = Json::object();
    GX_TRY(const std::string code, reader.text_or_empty("code", 200));
    GX_TRY(const std::string kind, reader.text("kind", 20));
    if (std::find(kSourceKinds.begin(), kSourceKinds.end(), kind) == kSourceKinds.end()) {
        return reader.refuse("kind", "obligation.source_kind", kind);
    }
    GX_TRY(const std::string title, reader.text("title", 1'000));
    out.set("code", code.empty() ? kind + "/" + obligation_code : code).set("kind", kind).set("title", title);
    for (const std::string_view member : {"doc_no", "issuer", "law_ref", "digest"}) {
        GX_TRY(const std::string text, reader.text_or_empty(member, 400));
        if (!text.empty()) { out.set(std::string(member), text); }
    }
    GX_TRY(const auto issued, reader.optional_date("issued_on"));
    if (issued) { out.set("issued_on", issued->iso()); }
    return out;
}

/// Statutes and plans are for everybody. A document of one body is known to who reaches a duty that rests on it.
Result<bool> is_source_known(Reader& reader, const std::string& source_id, const Actor& actor) {
    const Reach reach = actor.reach("obligation.add");
    if (reach.is_everything()) { return true; }
    GX_TRY(const auto source, reader.find("source", actor.tenant, source_id));
    const std::string kind = source ? source->content.text_or_empty("kind") : std::string{};
    if (kind == "statute" || kind == "plan") { return true; }
    Query query{.tenant = actor.tenant, .where = {{"source_id", Compare::Equal, {source_id}}}};
    GX_TRY(const bool some, limit_to(query, "body_id", reach));
    if (!some) { return false; }
    GX_TRY(const auto duties, reader.count("obligation", query));
    return duties > 0;
}

}  // namespace

/// One registration under way.
struct RegisterObligation::Job {
    Actor actor;
    base::Instant at;
    std::string body_ref;
    std::string source_ref;
    std::string post_ref;
    std::optional<Entity> source;
    Entity entity;
    std::string idempotency_key;
    std::string request_digest;
    Output output;
};

Result<std::shared_ptr<RegisterObligation::Job>> RegisterObligation::prepare(const Input& input, const Actor& actor) const {
    if (!actor.may("obligation.add")) { return Error{ErrorCode::NotPermitted, "access.denied", "obligation.add"}; }
    if (!is_key(input.idempotency_key)) { return Error{ErrorCode::InvalidInput, "idempotency.key_form"}; }
    auto parsed = base::parse_json(input.body, {.bytes_max = kBodyBytesMax, .depth_max = 8, .keys_max = 200});
    if (!parsed.ok() || !parsed->is_object()) { return refused("request.not_json", ""); }
    Json content = std::move(parsed).value();
    const base::JsonReader reader(content, "/body");
    auto job = std::make_shared<Job>();
    job->actor = actor;
    job->at = clock_.now();
    job->idempotency_key = input.idempotency_key;
    if (!input.idempotency_key.empty()) { job->request_digest = base::to_hex(hasher_.digest(base::as_bytes(input.body))); }
    for (const std::string_view member : {"body_id", "source_id", "post_id", "has_evidence"}) {
        if (reader.has(member)) { return reader.refuse(member, "json.member_unknown"); }
    }
    GX_TRY(job->body_ref, reader.text("body", 200));
    GX_TRY(job->post_ref, reader.text_or_empty("post", 200));
    const std::string id = ids_.next_id();
    GX_TRY(const std::string code, reader.text_or_empty("code", 200));
    if (code.empty()) { content.set("code", id); }
    const Json source = content.at("source");
    if (source.is_object()) {
        if (!actor.may("source.add")) { return Error{ErrorCode::NotPermitted, "access.denied", "source.add", "/body/source"}; }
        GX_TRY(auto made, source_content(source, code.empty() ? id : code));
        GX_CHECK(check_no_person(made, kPersonalValue, "/body/source"));
        job->source = Entity{"source", actor.tenant, ids_.next_id(), {}, 1, -1, std::move(made)};
    } else {
        if (source.is_null()) { return refused("obligation.source_missing", "/source"); }
        GX_TRY(job->source_ref, reader.text("source", 200));
    }
    for (const char* member : {"body", "source", "post"}) { content.set(member, Json()); }
    content.set("body_id", kUnresolved).set("source_id", kUnresolved);
    if (!job->post_ref.empty()) { content.set("post_id", kUnresolved); }
    const Json& evidence = content.at("evidence");
    content.set("has_evidence", evidence.is_array() && !evidence.as_array().empty());
    if (const auto checked = check_content(law_, "obligation", content); !checked.ok()) { return in_request_body(checked.error()); }
    GX_CHECK(check_entered(content, job->at.civil_day()));
    GX_CHECK(check_no_person(content, kPersonalValue, "/body"));
    job->entity = Entity{"obligation", actor.tenant, id, {}, 1, -1, std::move(content)};
    return job;
}

/// True when the same request was answered before.
Result<bool> RegisterObligation::recalled(Job& job, Work& work) const {
    if (job.idempotency_key.empty()) { return false; }
    GX_TRY(const auto known, answers_.recall(work, job.actor.tenant, job.actor.account, job.idempotency_key));
    if (!known) { return false; }
    if (job.at.millis() - known->at.millis() >= kRememberedMillis) {
        GX_CHECK(answers_.forget(work, base::Instant::from_millis(job.at.millis() - kRememberedMillis + 1)));
        return false;
    }
    if (known->request_digest != job.request_digest) { return Error{ErrorCode::Conflict, "idempotency.key_reused"}; }
    GX_TRY(const auto answer, base::parse_json(known->answer));
    job.output = {.id = answer.text_or_empty("id"), .text = known->answer};
    return true;
}

Result<Done> RegisterObligation::remember(const Job& job, Work& work) {
    if (job.idempotency_key.empty()) { return Done{}; }
    if (job.at.millis() - forgot_at_millis_ >= kForgetEveryMillis) {
        GX_CHECK(answers_.forget(work, base::Instant::from_millis(job.at.millis() - kRememberedMillis + 1)));
        forgot_at_millis_ = job.at.millis();
    }
    return answers_.remember(work, {.tenant = job.actor.tenant,
                                    .account = job.actor.account,
                                    .key = job.idempotency_key,
                                    .request_digest = job.request_digest,
                                    .answer = job.output.text,
                                    .at = job.at});
}

Result<Done> RegisterObligation::check_county(Work& work, const std::string& tenant) {
    GX_TRY(const auto name, rows_.name_in(work, "tenant", tenant, tenant));
    if (!name) { return Error{ErrorCode::NotFound, "tenant.unknown", tenant}; }
    if (const auto known = open_counties_.find(tenant); known != open_counties_.end() && known->second == name->seq) { return Done{}; }
    GX_TRY(const auto county, work.find("tenant", tenant, name->id));
    if (!county) { return Error{ErrorCode::NotFound, "tenant.unknown", tenant}; }
    if (county->content.text_or_empty("mode") == "published_facts") {
        return Error{ErrorCode::StateForbids, "tenant.published_facts_only"};
    }
    open_counties_[tenant] = name->seq;
    return Done{};
}

/// The id of the row with this natural key or id.
Result<std::string> RegisterObligation::resolve(Work& work, std::string_view type, const std::string& tenant,
                                                const std::string& given) {
    GX_TRY(auto found, rows_.name_in(work, type, tenant, given));
    if (!found) { return refused(fmt::format("obligation.{}_unknown", type), "/" + std::string(type), given); }
    return std::move(found->id);
}

Result<Done> RegisterObligation::write(Job& job, Work& work) {
    GX_TRY(const bool before, recalled(job, work));
    if (before) { return Done{}; }
    const std::string& tenant = job.actor.tenant;
    GX_CHECK(check_county(work, tenant));
    GX_TRY(auto body, resolve(work, "body", tenant, job.body_ref));
    if (!job.actor.reach("obligation.add").covers(body)) { return refused("obligation.body_unknown", "/body", job.body_ref); }
    const std::string body_id = body;
    job.entity.content.set("body_id", std::move(body));
    if (job.source) {
        job.entity.content.set("source_id", job.source->id);
        auto put = work.put(*job.source, "add");
        if (!put.ok() && put.error().reason == "store.key_taken") {
            return Error{ErrorCode::Conflict, "store.key_taken", put.error().detail, "/body/source/code"};
        }
        GX_CHECK(std::move(put));
    } else {
        GX_TRY(auto source, resolve(work, "source", tenant, job.source_ref));
        GX_TRY(const bool known, is_source_known(work, source, job.actor));
        if (!known) { return refused("obligation.source_unknown", "/source", job.source_ref); }
        job.entity.content.set("source_id", std::move(source));
    }
    if (!job.post_ref.empty()) {
        GX_TRY(auto post, resolve(work, "post", tenant, job.post_ref));
        GX_TRY(const auto row, work.find("post", tenant, post));
        if (!row || row->content.text_or_empty("body_id") != body_id) { return refused("obligation.post_unknown", "/post", job.post_ref); }
        job.entity.content.set("post_id", std::move(post));
    }
    auto put = work.put(job.entity, "add");
    if (!put.ok() && put.error().reason == "store.key_taken") {
        return Error{ErrorCode::Conflict, "store.key_taken", put.error().detail, "/body/code"};
    }
    GX_CHECK(std::move(put));
    const Json answer = Json::object().set("id", job.entity.id).set("code", job.entity.content.at("code")).set("version", 1);
    job.output = {.id = job.entity.id, .text = base::canonical(answer)};
    return remember(job, work);
}

void RegisterObligation::run(const Input& input, const Actor& actor, Told told) {
    auto prepared = prepare(input, actor);
    if (!prepared.ok()) { return told(std::move(prepared).error()); }
    const std::shared_ptr<Job> job = std::move(prepared).value();
    store_.write_later({job->actor, job->at}, [this, job](Work& work) { return write(*job, work); },
                       [job, told = std::move(told)](Result<Done> written) {
                           if (!written.ok()) { return told(std::move(written).error()); }
                           told(std::move(job->output));
                       });
}

}  // namespace gx::app
