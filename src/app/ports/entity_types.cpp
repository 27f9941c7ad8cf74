// SPDX-License-Identifier: Apache-2.0
#include "app/ports/entity_types.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace gx::app {
namespace {

using enum ColumnType;

constexpr std::array kDivision = {
    ColumnSpec{"parent_code", "parent_code", Text},
    ColumnSpec{"level", "level", Text},
    ColumnSpec{"valid_from", "valid_from", Day},
    ColumnSpec{"valid_to", "valid_to", Day},
};
constexpr std::array kBody = {
    ColumnSpec{"name", "name", Text},
    ColumnSpec{"class", "class", Text},
    ColumnSpec{"division_code", "division_code", Text},
    ColumnSpec{"parent_id", "parent_id", Text},
    ColumnSpec{"valid_from", "valid_from", Day},
    ColumnSpec{"valid_to", "valid_to", Day},
};
constexpr std::array kPost = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"valid_from", "valid_from", Day},
    ColumnSpec{"valid_to", "valid_to", Day},
};
constexpr std::array kOfficial = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"valid_from", "valid_from", Day},
    ColumnSpec{"valid_to", "valid_to", Day},
};
constexpr std::array kTenure = {
    ColumnSpec{"post_id", "post_id", Text},
    ColumnSpec{"official_id", "official_id", Text},
    ColumnSpec{"from_on", "from_on", Day},
    ColumnSpec{"to_on", "to_on", Day},
};
constexpr std::array kHandover = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"post_id", "post_id", Text},
    ColumnSpec{"on_day", "on_day", Day},
    ColumnSpec{"signed_on", "signed_on", Day},
};
constexpr std::array kSource = {
    ColumnSpec{"kind", "kind", Text},
    ColumnSpec{"issued_on", "issued_on", Day},
};
constexpr std::array kObligation = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"kind", "kind", Text},
    ColumnSpec{"title", "title", Text},
    ColumnSpec{"source_id", "source_id", Text},
    ColumnSpec{"post_id", "post_id", Text},
    ColumnSpec{"made_on", "made_on", Day},
    ColumnSpec{"due_on", "due_on", Day, true},
    ColumnSpec{"done_on", "done_on", Day},
    ColumnSpec{"void_on", "void_on", Day},
    ColumnSpec{"cancelled_on", "cancelled_on", Day},
    ColumnSpec{"amount_fen", "amount_fen", Int},
    ColumnSpec{"fulfilled_fen", "fulfilled_fen", Int},
    ColumnSpec{"counterparty_type", "counterparty/type", Text},
    ColumnSpec{"domain", "domain", Text},
    ColumnSpec{"area", "area", Text},
    ColumnSpec{"disclosed", "disclosed", Bool},
    ColumnSpec{"has_evidence", "has_evidence", Bool},
    ColumnSpec{"rating", "rating", Int},
};
constexpr std::array kMilestone = {
    ColumnSpec{"obligation_id", "obligation_id", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"type", "type", Text},
    ColumnSpec{"due_on", "due_on", Day},
    ColumnSpec{"done_on", "done_on", Day},
    ColumnSpec{"amount_fen", "amount_fen", Int},
    ColumnSpec{"fulfilled_fen", "fulfilled_fen", Int},
};
constexpr std::array kPayment = {
    ColumnSpec{"obligation_id", "obligation_id", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"milestone_id", "milestone_id", Text},
    ColumnSpec{"paid_on", "paid_on", Day},
    ColumnSpec{"amount_fen", "amount_fen", Int},
};
constexpr std::array kChange = {
    ColumnSpec{"obligation_id", "obligation_id", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"decided_on", "decided_on", Day},
};
constexpr std::array kFinding = {
    ColumnSpec{"obligation_id", "obligation_id", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"kind", "kind", Text},
    ColumnSpec{"decided_on", "decided_on", Day},
    ColumnSpec{"revoked_on", "revoked_on", Day},
};
constexpr std::array kRecord = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"official_id", "official_id", Text},
    ColumnSpec{"cat", "cat", Text},
    ColumnSpec{"polarity", "polarity", Text},
    ColumnSpec{"severity", "severity", Text},
    ColumnSpec{"obligation_id", "obligation_id", Text},
    ColumnSpec{"decided_on", "decided_on", Day},
    ColumnSpec{"effective_on", "effective_on", Day},
    ColumnSpec{"expires_on", "expires_on", Day},
    ColumnSpec{"repaired_on", "repaired_on", Day},
    ColumnSpec{"revoked_on", "revoked_on", Day},
};
constexpr std::array kStatement = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"leaf", "leaf", Text},
    ColumnSpec{"period", "period", Text},
    ColumnSpec{"filed_on", "filed_on", Day},
    ColumnSpec{"checked_on", "checked_on", Day},
    ColumnSpec{"returned_on", "returned_on", Day},
};
constexpr std::array kCapFact = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"cap", "cap", Text},
    ColumnSpec{"from_on", "from_on", Day},
    ColumnSpec{"to_on", "to_on", Day},
};
constexpr std::array kBonusFact = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"bonus", "bonus", Text},
    ColumnSpec{"on_day", "on_day", Day},
};
constexpr std::array kDebt = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"kind", "kind", Text},
    ColumnSpec{"start_on", "start_on", Day},
    ColumnSpec{"maturity_on", "maturity_on", Day},
    ColumnSpec{"principal_fen", "principal_fen", Int},
};
constexpr std::array kFiscal = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"year", "year", Int},
    ColumnSpec{"item", "item", Text},
    ColumnSpec{"value_fen", "value_fen", Int},
};
constexpr std::array kPublishedFigure = {
    ColumnSpec{"figure_set", "figure_set", Text},
    ColumnSpec{"year", "year", Int},
    ColumnSpec{"unit_name", "unit_name", Text},
    ColumnSpec{"division_code", "division_code", Text},
};
constexpr std::array kCalendarDay = {
    ColumnSpec{"day_on", "day", Day},
};
constexpr std::array kEvaluation = {
    ColumnSpec{"scheme", "scheme", Text},
    ColumnSpec{"period", "period", Text},
    ColumnSpec{"as_of", "as_of", Day},
    ColumnSpec{"state", "state", Text},
};
constexpr std::array kEvaluationResult = {
    ColumnSpec{"evaluation_id", "evaluation_id", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"total", "total", Int},
    ColumnSpec{"grade", "grade", Text},
    ColumnSpec{"rank", "rank", Int},
    ColumnSpec{"peer_group", "peer_group", Text},
};
constexpr std::array kImportBatch = {
    ColumnSpec{"kind", "kind", Text},
    ColumnSpec{"state", "state", Text},
};
constexpr std::array kExportBatch = {
    ColumnSpec{"kind", "kind", Text},
};

constexpr std::array kApiToken = {
    ColumnSpec{"hash", "hash", Text},
    ColumnSpec{"account", "account", Text},
    ColumnSpec{"expires_on", "expires_on", Day},
    ColumnSpec{"revoked_on", "revoked_on", Day},
};
constexpr std::array kAttachment = {
    ColumnSpec{"entity", "entity", Text},
    ColumnSpec{"entity_id", "entity_id", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"digest", "digest", Text},
    ColumnSpec{"size_bytes", "size_bytes", Int},
    ColumnSpec{"uploaded_on", "uploaded_on", Day},
    ColumnSpec{"withdrawn_on", "withdrawn_on", Day},
};

constexpr std::array kAccount = {
    ColumnSpec{"state", "state", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"official_id", "official_id", Text},
};
constexpr std::array kAccess = {
    ColumnSpec{"account", "account", Text},
    ColumnSpec{"action", "action", Text},
    ColumnSpec{"entity_id", "entity_id", Text},
    ColumnSpec{"official_id", "official_id", Text},
    ColumnSpec{"on_day", "on_day", Day},
};
constexpr std::array kFileObjection = {
    ColumnSpec{"official_id", "official_id", Text},
    ColumnSpec{"entity_id", "entity_id", Text},
    ColumnSpec{"state", "state", Text},
    ColumnSpec{"filed_on", "filed_on", Day},
};

constexpr std::array kTodo = {
    ColumnSpec{"kind", "kind", Text},
    ColumnSpec{"subject_id", "subject/id", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"account", "account", Text},
    ColumnSpec{"started_by", "started_by", Text},
    ColumnSpec{"state", "state", Text},
    ColumnSpec{"opened_on", "opened_on", Day},
    ColumnSpec{"due_on", "due_on", Day},
    ColumnSpec{"due_provisional", "due_provisional", Bool},
    ColumnSpec{"done_on", "done_on", Day},
};
constexpr std::array kNoticeChannel = {
    ColumnSpec{"account", "account", Text},
    ColumnSpec{"channel", "channel", Text},
};

constexpr std::array kCaseFile = {
    ColumnSpec{"procedure", "procedure", Text, true},
    ColumnSpec{"state", "state", Text, true},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"concerned_id", "concerned_id", Text},
    ColumnSpec{"recused_id", "recused_id", Text},
    ColumnSpec{"recused_official_id", "recused_official_id", Text},
    ColumnSpec{"official_id", "official_id", Text},
    ColumnSpec{"subject_id", "subject/id", Text},
    ColumnSpec{"parent_id", "parent_id", Text},
    ColumnSpec{"opened_by", "opened_by", Text, true},
    ColumnSpec{"opened_on", "opened_on", Day, true},
    ColumnSpec{"due_on", "due_on", Day},
    ColumnSpec{"due_provisional", "due_provisional", Bool},
    ColumnSpec{"auto_on", "auto_on", Day},
    ColumnSpec{"closed_on", "closed_on", Day},
    ColumnSpec{"outcome", "outcome", Text},
    ColumnSpec{"focus", "focus", Bool},
};
constexpr std::array kMeasure = {
    ColumnSpec{"kind", "kind", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"official_id", "official_id", Text},
    ColumnSpec{"record_id", "record_id", Text},
    ColumnSpec{"case_id", "case_id", Text},
    ColumnSpec{"from_on", "from_on", Day},
    ColumnSpec{"ends_on", "ends_on", Day},
    ColumnSpec{"lifted_on", "lifted_on", Day},
};
constexpr std::array kPublication = {
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"state", "state", Text},
    ColumnSpec{"on_day", "on_day", Day},
    ColumnSpec{"next_change_on", "next_change_on", Day},
};
constexpr std::array kFeedSubscriber = {
    ColumnSpec{"token_hash", "token_hash", Text},
    ColumnSpec{"made_on", "made_on", Day},
    ColumnSpec{"revoked_on", "revoked_on", Day},
};
constexpr std::array kDelivery = {
    ColumnSpec{"recipient", "recipient", Text},
    ColumnSpec{"channel", "channel", Text},
    ColumnSpec{"first_id", "first_id", Text},
    ColumnSpec{"last_id", "last_id", Text},
    ColumnSpec{"on_day", "on_day", Day},
};
constexpr std::array kRecall = {
    ColumnSpec{"record_id", "record_id", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"recipient", "recipient", Text},
    ColumnSpec{"channel", "channel", Text},
    ColumnSpec{"state", "state", Text},
    ColumnSpec{"asked_on", "asked_on", Day},
    ColumnSpec{"acknowledged_on", "acknowledged_on", Day},
};
constexpr std::array kFiling = {
    ColumnSpec{"filing_id", "filing_id", Text},
    ColumnSpec{"case_id", "case_id", Text},
    ColumnSpec{"kind", "kind", Text},
    ColumnSpec{"on_day", "on_day", Day},
};
constexpr std::array kHandlerKey = {
    ColumnSpec{"account", "account", Text},
    ColumnSpec{"ended_on", "ended_on", Day},
};
constexpr std::array kIssuedDocument = {
    ColumnSpec{"case_id", "case_id", Text},
    ColumnSpec{"step", "step", Text},
    ColumnSpec{"body_id", "body_id", Text},
    ColumnSpec{"series", "series", Text},
    ColumnSpec{"number", "number", Int},
    ColumnSpec{"on_day", "on_day", Day},
};

constexpr std::array kTypes = {
    EntityType{"tenant", "tenant_entity", "code", {}},
    EntityType{"division", "division", "code", kDivision},
    EntityType{"body", "body", "code", kBody},
    EntityType{"post", "post", "code", kPost},
    EntityType{"official", "official", "staff_no", kOfficial},
    EntityType{"tenure", "tenure", "code", kTenure},
    EntityType{"handover", "handover", "code", kHandover},
    EntityType{"source", "source_document", "code", kSource},
    EntityType{"obligation", "obligation", "code", kObligation},
    EntityType{"milestone", "milestone", "code", kMilestone},
    EntityType{"payment", "payment", "code", kPayment},
    EntityType{"change", "obligation_change", "code", kChange},
    EntityType{"finding", "finding", "code", kFinding},
    EntityType{"record", "integrity_record", "code", kRecord},
    EntityType{"statement", "statement", "code", kStatement},
    EntityType{"cap_fact", "cap_fact", "code", kCapFact},
    EntityType{"bonus_fact", "bonus_fact", "code", kBonusFact},
    EntityType{"debt", "debt", "code", kDebt},
    EntityType{"fiscal", "fiscal", "code", kFiscal},
    EntityType{"published_figure", "published_figure", "code", kPublishedFigure},
    EntityType{"calendar_day", "calendar_day", "day", kCalendarDay},
    EntityType{"law_pack", "law_pack", "digest", {}},
    EntityType{"evaluation", "evaluation", "code", kEvaluation},
    EntityType{"evaluation_result", "evaluation_result", "code", kEvaluationResult},
    EntityType{"import_batch", "import_batch", "code", kImportBatch},
    EntityType{"export_batch", "export_batch", "code", kExportBatch},
    EntityType{"erasure", "erasure", "code", {}},
    EntityType{"api_token", "api_token", "code", kApiToken},
    EntityType{"account", "account", "code", kAccount},
    EntityType{"access", "access_log", "code", kAccess},
    EntityType{"file_objection", "file_objection", "code", kFileObjection},
    EntityType{"attachment", "attachment", "code", kAttachment},
    EntityType{"todo", "todo", "code", kTodo},
    EntityType{"notice_channel", "notice_channel", "code", kNoticeChannel},
    EntityType{"case_file", "case_file", "code", kCaseFile},
    EntityType{"procedure_version", "procedure_version", "code", {}},
    EntityType{"measure", "measure", "code", kMeasure},
    EntityType{"publication", "publication", "record_id", kPublication},
    EntityType{"feed_subscriber", "feed_subscriber", "code", kFeedSubscriber},
    EntityType{"delivery", "delivery", "code", kDelivery},
    EntityType{"recall", "recall", "code", kRecall},
    EntityType{"filing", "filing", "code", kFiling},
    EntityType{"handler_key", "handler_key", "code", kHandlerKey},
    EntityType{"issued_document", "issued_document", "code", kIssuedDocument},
};

const base::Json& member(const base::Json& content, std::string_view pointer) {
    const base::Json* at = &content;
    while (true) {
        const std::size_t slash = pointer.find('/');
        at = &at->at(pointer.substr(0, slash));
        if (slash == std::string_view::npos) { return *at; }
        pointer.remove_prefix(slash + 1);
    }
}

}  // namespace

std::span<const EntityType> entity_types() { return kTypes; }

const EntityType* find_entity_type(std::string_view name) {
    const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& type) { return type.name == name; });
    return found == kTypes.end() ? nullptr : &*found;
}

Result<ValueView> column_view(const ColumnSpec& column, const base::Json& content) {
    const base::Json& value = member(content, column.pointer);
    if (value.is_null()) { return ValueView{nullptr}; }
    const auto wrong = [&] {
        return Error{ErrorCode::Corrupt, "entity.column_type", std::string(column.column), "/" + std::string(column.pointer)};
    };
    switch (column.type) {
        case Text:
            if (!value.is_string()) { return wrong(); }
            return ValueView{std::string_view(value.as_string())};
        case Int:
            if (!value.is_int()) { return wrong(); }
            return ValueView{value.as_int()};
        case Bool:
            if (!value.is_bool()) { return wrong(); }
            return ValueView{std::int64_t{value.as_bool() ? 1 : 0}};
        case Day: {
            if (!value.is_string()) { return wrong(); }
            const auto day = base::Date::parse(value.as_string());
            if (!day) { return wrong(); }
            return ValueView{std::int64_t{day->days()}};
        }
    }
    return wrong();
}

Result<Value> column_value(const ColumnSpec& column, const base::Json& content) {
    GX_TRY(const ValueView view, column_view(column, content));
    if (const auto* text = std::get_if<std::string_view>(&view)) { return Value{std::string(*text)}; }
    if (const auto* number = std::get_if<std::int64_t>(&view)) { return Value{*number}; }
    return Value{nullptr};
}

Result<std::string_view> natural_key_view(const EntityType& type, const base::Json& content) {
    const base::Json& value = member(content, type.key_pointer);
    if (!value.is_string() || value.as_string().empty()) {
        return Error{ErrorCode::InvalidInput, "entity.key_missing", std::string(type.name), "/" + std::string(type.key_pointer)};
    }
    return std::string_view(value.as_string());
}

Result<std::string> natural_key(const EntityType& type, const base::Json& content) {
    GX_TRY(const std::string_view view, natural_key_view(type, content));
    return std::string(view);
}

}  // namespace gx::app
