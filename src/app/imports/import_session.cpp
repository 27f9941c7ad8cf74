// SPDX-License-Identifier: Apache-2.0
#include "app/imports/import_session.hpp"

#include <algorithm>
#include <array>

#include "app/access/body_of.hpp"
#include "app/ports/entity_types.hpp"
#include "app/sealing/lookup.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kChunkRows = 1'000;
constexpr std::size_t kDeferredMax = 10'000;
constexpr std::size_t kKnownMax = 500'000;
constexpr std::size_t kFirstRejectedMax = 1'000;
constexpr std::size_t kKeyBytesMax = 400;
constexpr std::uint32_t kHeaderWithin = 20;
constexpr std::size_t kUsccSize = 18;

/// What a tenant of published facts never holds. Source: DESIGN 6
constexpr std::array<std::string_view, 10> kJudgements = {"obligation", "milestone", "payment",   "change",
                                                          "finding",    "record",    "statement", "cap_fact",
                                                          "bonus_fact", "evaluation"};

std::string typed_key(std::string_view type, std::string_view key) {
    std::string out(type);
    out.push_back('\x1f');
    out.append(key);
    return out;
}

bool is_sealed(const ImportColumn& column) {
    return column.form == ColumnForm::Sealed || column.form == ColumnForm::SealedId;
}

}  // namespace

ImportSession::ImportSession(const RunImport::Input& input, ImportScope scope, IdSource& ids, Sealer* sealer,
                             const RunImport::ContentCheck& check, base::Date today)
    : input_(input), layout_(input.layout), tenant_(std::move(scope.tenant)), reach_(std::move(scope.reach)), ids_(ids), sealer_(sealer), check_(check),
      today_(today), headers_(input.layout) {
    for (const std::string& header : input.passed_over_headers) { headers_.pass_over(header); }
    for (const ImportColumn& column : layout_.columns) {
        if (!column.reference) { continue; }
        auto& members = also_members_[column.reference->entity];
        for (const auto& [ours, theirs] : column.reference->also) { members.push_back(theirs); }
    }
    for (const ImportColumn& column : layout_.columns) { GX_ASSERT(column.choices_from.empty() || !column.choices.empty()); }
}

Result<Done> ImportSession::prepare(Reader& reader) {
    GX_TRY(const auto tenant, reader.find_by_key("tenant", tenant_, tenant_));
    const bool facts_only = tenant && tenant->content.text_or_empty("mode") == "published_facts";
    if (facts_only && std::ranges::find(kJudgements, layout_.entity) != kJudgements.end()) {
        return Error{ErrorCode::StateForbids, "tenant.published_facts_only", layout_.kind};
    }
    GX_TRY(const std::int64_t there, reader.count(layout_.entity, Query{.tenant = tenant_}));
    was_empty_ = there == 0;
    return Done{};
}

void ImportSession::start_sheet(const TableRow& row) {
    if (any_row_ && !header_) { result_.skipped_sheets.push_back(sheet_); }
    header_.reset();
    sheet_ = row.sheet;
    rows_without_header_ = 0;
    if (!parser_) {
        parser_.emplace(layout_, CellOrigin{.spreadsheet = !row.sheet.empty(),
                                            .counts_from_1904 = input_.table.counts_from_1904()}, today_);
    }
}

void ImportSession::reject_unread(const TableRow& row, const Error& why) {
    ReadRow& bad = fresh_row();
    bad = ReadRow{};
    bad.number = row.number;
    bad.raw.resize(layout_.columns.size());
    bad.faults.push_back({.column_key = {}, .column = 0, .reason = why.reason, .value = why.detail});
}

/// A place for the next row; it may hold an earlier one.
ReadRow& ImportSession::fresh_row() {
    if (chunk_used_ == chunk_.size()) { chunk_.emplace_back(); }
    return chunk_[chunk_used_++];
}

/// The columns of a JSON row; rows of the same shape share one match.
bool ImportSession::take_names(const TableRow& row) {
    header_found_ = true;
    auto match = headers_.match_names(row);
    if (!match.ok()) {
        reject_unread(row, match.error());
        return false;
    }
    if (!header_ || header_->cell_of_column != match->cell_of_column) {
        header_ = std::make_shared<const HeaderMatch>(std::move(match).value());
    }
    return true;
}

Result<Done> ImportSession::take_row(const TableRow& row, bool& taken) {
    if (!any_row_ || sheet_ != row.sheet) { start_sheet(row); }
    any_row_ = true;
    if (row.named) {
        taken = true;
        if (!take_names(row)) { return Done{}; }
    } else if (!header_) {
        if (rows_without_header_++ >= kHeaderWithin) { return Done{}; }
        GX_TRY(auto match, headers_.match(row));
        if (!match) { return Done{}; }
        header_found_ = true;
        for (const std::string& name : match->unknown) { result_.ignored_columns.push_back(name); }
        header_ = std::make_shared<const HeaderMatch>(std::move(*match));
        return Done{};
    }
    taken = !parser_->is_example(row, *header_);
    if (taken) { parser_->parse(row, header_, fresh_row()); }
    return Done{};
}

Result<bool> ImportSession::take(const StoreLook& look, const ImportSink& sink, std::int64_t rows) {
    look_ = &look;
    sink_ = &sink;
    std::int64_t taken_rows = 0;
    while (taken_rows < rows) {
        TableRow row;
        GX_TRY(const bool more, input_.table.next(row));
        if (!more) { ended_ = true; break; }
        bool taken = false;
        GX_CHECK(take_row(row, taken));
        taken_rows += taken ? 1 : 0;
        const auto waiting = static_cast<std::int64_t>(chunk_used_ + deferred_.size());
        if (result_.counts.read + waiting > input_.rows_max) {
            return Error{ErrorCode::TooLarge, "import.too_many_rows", fmt::format("above {}", input_.rows_max)};
        }
        if (chunk_used_ >= kChunkRows) { GX_CHECK(flush(false)); }
    }
    GX_CHECK(flush(false));
    if (!ended_) { return true; }
    if (!header_found_) {
        return Error{ErrorCode::InvalidInput, any_row_ ? "import.header_missing" : "import.empty", layout_.kind, sheet_};
    }
    if (any_row_ && !header_) { result_.skipped_sheets.push_back(sheet_); }
    GX_CHECK(flush_deferred());
    return false;
}

/// Rows that refer to later rows get another chance as long as that helps.
Result<Done> ImportSession::flush_deferred() {
    while (!deferred_.empty()) {
        const std::size_t before = deferred_.size();
        chunk_ = std::exchange(deferred_, {});
        chunk_used_ = chunk_.size();
        GX_CHECK(flush(false));
        if (deferred_.size() < before) { continue; }
        chunk_ = std::exchange(deferred_, {});
        chunk_used_ = chunk_.size();
        GX_CHECK(flush(true));
    }
    return Done{};
}

Result<Done> ImportSession::flush(bool last_chance) {
    if (chunk_used_ == 0) { return Done{}; }
    const std::span<ReadRow> rows(chunk_.data(), std::exchange(chunk_used_, 0));
    GX_CHECK(resolve(rows, last_chance));
    std::vector<std::string> keys(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].faults.empty() || rows[i].later) { continue; }
        keys[i] = fill_template(layout_, layout_.key, rows[i].values);
        if (keys[i].size() > kKeyBytesMax) {
            fault(rows[i], std::nullopt, "import.key_too_long");
        } else if (!keys_seen_.insert(keys[i]).second) {
            fault(rows[i], std::nullopt, "import.key_twice");
        }
    }
    GX_CHECK(load_existing(rows, keys));
    ImportSet out;
    out.entities.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].later) { continue; }
        ++result_.counts.read;
        if (rows[i].faults.empty()) { GX_CHECK(build(rows[i], keys[i], out)); }
        if (!rows[i].faults.empty()) { GX_CHECK(reject(rows[i])); }
    }
    if (input_.progress) { GX_CHECK(input_.progress(result_.counts.read)); }
    return hand_on(std::move(out));
}

Result<Done> ImportSession::hand_on(ImportSet out) {
    const bool any = !out.companions.empty() || !out.entities.empty();
    wrote_ = wrote_ || any;
    return any && *sink_ ? (*sink_)(std::move(out)) : Result<Done>(Done{});
}

Result<Done> ImportSession::reject(ReadRow& row) {
    ++result_.counts.rejected;
    RejectedRow rejected{.sheet = std::move(row.sheet), .number = row.number, .texts = std::move(row.raw),
                         .faults = std::move(row.faults)};
    if (input_.rejects != nullptr) { GX_CHECK(input_.rejects->reject(rejected)); }
    if (result_.first_rejected.size() < kFirstRejectedMax) { result_.first_rejected.push_back(std::move(rejected)); }
    return Done{};
}

void ImportSession::fault(ReadRow& row, std::optional<std::size_t> column, std::string reason) {
    CellFault found{.column_key = {}, .column = 0, .reason = std::move(reason), .value = {}};
    if (column) {
        const ImportColumn& about = layout_.columns[*column];
        const std::uint32_t at = row.header ? row.header->cell_of_column[*column] : HeaderMatch::kAbsent;
        found.column_key = about.key;
        found.column = at == HeaderMatch::kAbsent ? 0 : at + 1;
        if (!is_sealed(about)) { found.value = row.raw[*column].substr(0, 100); }
        while (!found.value.empty() && !base::is_utf8(found.value)) { found.value.pop_back(); }
    }
    row.faults.push_back(std::move(found));
}

// References ----------------------------------------------------------------------------------------------------------

const KnownEntity* ImportSession::remember(const Entity& entity) {
    KnownEntity out{.id = entity.id, .key = entity.key, .also = Json::object(), .body_id = body_of(entity.type, entity.id, entity.content)};
    if (const auto members = also_members_.find(entity.type); members != also_members_.end()) {
        for (const std::string& member : members->second) { out.also.set(member, entity.content.at(member)); }
    }
    const auto [place, added] = known_[entity.type].insert_or_assign(entity.key, std::move(out));
    known_count_ += added ? 1 : 0;
    return &place->second;
}

const KnownEntity* ImportSession::known(std::string_view type, std::string_view key) const {
    const auto of_type = known_.find(type);
    if (of_type == known_.end()) { return nullptr; }
    const auto found = of_type->second.find(key);
    return found == of_type->second.end() ? nullptr : &found->second;
}

Result<Done> ImportSession::resolve(std::span<ReadRow> rows, bool last_chance) {
    if (known_count_ > kKnownMax) {
        known_.clear();
        known_count_ = 0;
    }
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        if (layout_.columns[i].reference) { GX_CHECK(resolve_column(rows, i, last_chance)); }
    }
    return Done{};
}

Result<Done> ImportSession::resolve_column(std::span<ReadRow> rows, std::size_t column, bool last_chance) {
    const ColumnReference& reference = *layout_.columns[column].reference;
    const auto wanted = [&](const ReadRow& row) { return !row.later && !row.values.empty() && row.values[column].given; };
    std::string scratch;  // holds a key that differs from the text
    const auto key_of = [&](const ReadRow& row) -> std::string_view {
        const std::string& text = row.values[column].text;
        if (reference.entity == "body" && text.size() == kUsccSize) { return scratch = base::ascii_upper(text); }
        if (text.starts_with(reference.key_prefix)) { return text; }
        return scratch = reference.key_prefix + text;
    };
    std::vector<std::string> keys;
    std::unordered_set<std::string> asked;
    for (ReadRow& row : rows) {
        if (!wanted(row)) { continue; }
        const std::string_view key = key_of(row);
        row.references[column] = known(reference.entity, key);
        if (row.references[column] != nullptr) { continue; }
        if (asked.emplace(key).second) { keys.emplace_back(key); }
    }
    if (!keys.empty()) {
        GX_CHECK((*look_)([&](Reader& reader) -> Result<Done> {
            GX_TRY(const auto found, reader.find_by_keys(reference.entity, tenant_, keys));
            for (const Entity& entity : found) {
                if (is_foreign(entity)) { foreign_.insert(typed_key(entity.type, entity.key)); } else { remember(entity); }
            }
            return Done{};
        }));
    }
    std::vector<ReadRow*> missing;
    for (ReadRow& row : rows) {
        if (!wanted(row)) { continue; }
        const KnownEntity*& entity = row.references[column];
        if (entity == nullptr && !keys.empty()) { entity = known(reference.entity, key_of(row)); }
        if (entity != nullptr) {
            row.values[column].text = entity->key;
        } else {
            missing.push_back(&row);
        }
    }
    if (reference.by_name && !missing.empty()) { GX_CHECK(find_names(column, missing)); }
    const bool own = reference.entity == layout_.entity;
    for (ReadRow* row : missing) {
        if (own && !last_chance && row->faults.empty() && deferred_.size() < kDeferredMax) {
            deferred_.push_back(*row);
            row->later = true;
            continue;
        }
        const bool body = reference.entity == "body";
        // That a body is there is public; whether one's own account reaches it is what helps the sender.
        const bool foreign = body && foreign_.contains(typed_key(reference.entity, key_of(*row)));
        fault(*row, column, foreign ? "import.outside_scope" : body ? "import.body_unknown" : "import.reference_unknown");
    }
    return Done{};
}

/// Whether an entity is of a body beyond reach. What is of no body may be referred to by everybody.
bool ImportSession::is_foreign(const Entity& entity) const {
    if (reach_.is_everything()) { return false; }
    const std::string body = body_of(entity.type, entity.id, entity.content);
    return !body.empty() && !reach_.covers(body);
}

/// Bodies by their unique name; those found leave `missing`.
Result<Done> ImportSession::find_names(std::size_t column, std::vector<ReadRow*>& missing) {
    std::unordered_map<std::string, std::vector<Entity>> by_name;
    std::vector<Value> names;
    for (const ReadRow* row : missing) {
        if (by_name.emplace(row->values[column].text, std::vector<Entity>{}).second) {
            names.emplace_back(row->values[column].text);
        }
    }
    GX_ASSERT(names.size() <= kDeferredMax);
    for (std::size_t from = 0; from < names.size(); from += 500) {
        const std::size_t to = std::min(names.size(), from + 500);
        Query query{.tenant = tenant_, .where = {}, .order = {}, .limit = 10'000, .offset = 0};
        query.where.push_back({.column = "name", .compare = Compare::In,
                               .values = {names.begin() + static_cast<std::ptrdiff_t>(from),
                                          names.begin() + static_cast<std::ptrdiff_t>(to)}});
        GX_CHECK((*look_)([&](Reader& reader) -> Result<Done> {
            GX_TRY(const auto found, reader.list("body", query));
            for (const Entity& entity : found) { by_name[entity.content.text_or_empty("name")].push_back(entity); }
            return Done{};
        }));
    }
    std::vector<ReadRow*> still;
    for (ReadRow* row : missing) {
        auto& found = by_name[row->values[column].text];
        const std::size_t all = found.size();
        std::erase_if(found, [&](const Entity& body) { return is_foreign(body); });
        const bool beyond_reach = found.empty() && all > 0;
        const auto own = own_names_.find(row->values[column].text);
        const KnownEntity* of_file = found.empty() && own != own_names_.end() ? known("body", own->second) : nullptr;
        if (of_file != nullptr) {
            row->references[column] = of_file;
            row->values[column].text = own->second;
        } else if (found.size() == 1) {
            row->references[column] = remember(found.front());
            row->values[column].text = row->references[column]->key;
        } else if (found.size() > 1) {
            fault(*row, column, "import.body_ambiguous");
        } else if (beyond_reach) {
            fault(*row, column, "import.outside_scope");
        } else {
            still.push_back(row);
        }
    }
    missing = std::move(still);
    return Done{};
}

// Rows to entities ----------------------------------------------------------------------------------------------------

Result<Done> ImportSession::load_existing(std::span<const ReadRow> rows, const std::vector<std::string>& keys) {
    existing_.clear();
    const auto load = [&](const std::string& type, const std::vector<std::string>& wanted) -> Result<Done> {
        if (wanted.empty()) { return Done{}; }
        return (*look_)([&](Reader& reader) -> Result<Done> {
            GX_TRY(auto found, reader.find_by_keys(type, tenant_, wanted));
            for (Entity& entity : found) {
                std::string key = typed_key(type, entity.key);
                existing_.insert_or_assign(std::move(key), std::move(entity));
            }
            return Done{};
        });
    };
    if (!was_empty_) {
        std::vector<std::string> wanted;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (rows[i].faults.empty() && !rows[i].later) { wanted.push_back(keys[i]); }
        }
        GX_CHECK(load(layout_.entity, wanted));
    }
    for (const CompanionEntity& companion : layout_.companions) {
        std::vector<std::string> wanted;
        for (const ReadRow& row : rows) {
            if (!row.faults.empty() || row.later) { continue; }
            std::string key = fill_template(layout_, companion.key, row.values);
            // Those made or seen in this run are known to it.
            if (!companions_.contains(typed_key(companion.type, key))) { wanted.push_back(std::move(key)); }
        }
        std::ranges::sort(wanted);
        wanted.erase(std::ranges::unique(wanted).begin(), wanted.end());
        GX_CHECK(load(companion.type, wanted));
    }
    return Done{};
}

/// Makes or compares the entities that go before the row's own, and links them.
Result<Done> ImportSession::build_companions(const ReadRow& row, Json& content, ImportSet& out) {
    for (const CompanionEntity& companion : layout_.companions) {
        if (!companion.unless.empty() && row.values[*layout_.column_at(companion.unless)].given) { continue; }
        const std::string key = fill_template(layout_, companion.key, row.values);
        const std::string place = typed_key(companion.type, key);
        if (const auto made = companions_.find(place); made != companions_.end()) {
            content.set(companion.link, made->second);
            continue;
        }
        const auto there = existing_.find(place);
        if (there != existing_.end() && keeps_companion(row, there->second, companion.link)) {
            content.set(companion.link, there->second.id);
            continue;
        }
        Entity next{.type = companion.type, .tenant = tenant_, .id = {}, .key = key, .version = 1, .seq = -1,
                    .content = Json::object()};
        if (there != existing_.end()) {
            next.id = there->second.id;
            next.version = there->second.version + 1;
            next.content = there->second.content;
        } else {
            next.id = ids_.next_id();
        }
        for (const auto& [name, value] : companion.set.as_object()) { next.content.set(name, value); }
        for (const auto& [theirs, ours] : companion.copy) { next.content.set(theirs, at_path(content, ours)); }
        for (const auto& [member, column] : companion.take) {
            const ColumnValue& value = row.values[*layout_.column_at(column)];
            if (value.given) { next.content.set(member, value.text); }
        }
        next.content.set(std::string(find_entity_type(companion.type)->key_pointer), key);
        content.set(companion.link, next.id);
        companions_.emplace(place, next.id);
        if (there == existing_.end() || next.content != there->second.content) { out.companions.push_back(std::move(next)); }
    }
    return Done{};
}

Result<bool> ImportSession::same_sealed(const Json& reference, const std::string& value, bool& erased) {
    const auto id = reference.string_at("sealed");
    if (!id) { return false; }
    std::optional<SealedValue> row;
    GX_CHECK((*look_)([&](Reader& reader) -> Result<Done> {
        GX_TRY(row, reader.sealed(*id));
        return Done{};
    }));
    erased = !row.has_value();
    if (erased) { return false; }
    GX_TRY(const Opened opened, sealer_->open(*row));
    return base::as_text(opened.value) == value;
}

/// Personal values: the same value keeps its sealed row; one that was erased by law does not come back by a file.
Result<Done> ImportSession::seal_columns(ReadRow& row, const Json* existing, Json& content, ImportSet& out) {
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        const ImportColumn& column = layout_.columns[i];
        if (!is_sealed(column) || row.header->cell_of_column[i] == HeaderMatch::kAbsent) { continue; }
        if (!row.values[i].given) {
            set_path(content, column.field, Json());
            continue;
        }
        if (sealer_ == nullptr) { return Error{ErrorCode::Unavailable, "sealed.key_missing", "no sealer"}; }
        bool erased = false;
        if (existing != nullptr) {
            GX_TRY(const bool same, same_sealed(at_path(*existing, column.field), row.values[i].text, erased));
            if (same) { continue; }
        }
        if (erased) {
            fault(row, i, "import.value_erased");
            continue;
        }
        GX_TRY(const Sealing sealing, sealer_->seal(tenant_, ids_.next_id(), base::as_bytes(row.values[i].text)));
        set_path(content, column.field, sealing.reference());
        out.sealed.push_back(sealing.row);
    }
    return Done{};
}

/// A row is written only when it is of a body within reach, and was before.
void ImportSession::check_reach(ReadRow& row, const Entity* existing, const Json& content) {
    if (reach_.is_everything()) { return; }
    std::optional<std::size_t> column;
    std::string body = body_of(layout_.entity, existing == nullptr ? std::string{} : existing->id, content);
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        if (layout_.columns[i].field == "body_id") { column = i; }
        // A tenure is of the body of its post. A new body is of none, whatever is above it.
        const auto& reference = layout_.columns[i].reference;
        if (body.empty() && reference && reference->entity == "post" && row.references[i] != nullptr) { body = row.references[i]->body_id; }
    }
    if (!reach_.covers(body) || (existing != nullptr && is_foreign(*existing))) { fault(row, column, "import.outside_scope"); }
}

/// Whether a companion that is there may be written over: by whoever reaches everything, or as the row's own from before.
bool ImportSession::keeps_companion(const ReadRow& row, const Entity& companion, const std::string& link) const {
    if (reach_.is_everything()) { return false; }
    const auto own = existing_.find(typed_key(layout_.entity, fill_template(layout_, layout_.key, row.values)));
    return own == existing_.end() || own->second.content.text_or_empty(link) != companion.id;
}

Result<Done> ImportSession::build(ReadRow& row, const std::string& key, ImportSet& out) {
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        GX_ASSERT(!layout_.columns[i].reference || !row.values[i].given || row.references[i] != nullptr);
    }
    const auto there = existing_.find(typed_key(layout_.entity, key));
    const Json* existing = there == existing_.end() ? nullptr : &there->second.content;
    Entity next{.type = layout_.entity, .tenant = tenant_, .id = {}, .key = key, .version = 1, .seq = -1,
                .content = existing != nullptr ? *existing : Json::object()};
    apply_row(layout_, *row.header, row, row.references, next.content);
    next.content.set(std::string(find_entity_type(layout_.entity)->key_pointer), key);
    const std::size_t sealed_before = out.sealed.size();
    const std::size_t companions_before = out.companions.size();
    check_reach(row, there == existing_.end() ? nullptr : &there->second, next.content);
    if (!row.faults.empty()) {
        keys_seen_.erase(key);
        return Done{};
    }
    GX_CHECK(seal_columns(row, existing, next.content, out));
    GX_CHECK(build_companions(row, next.content, out));
    if (check_ && row.faults.empty()) {
        const auto checked = check_(layout_.entity, next.content);
        if (!checked.ok()) {
            std::optional<std::size_t> column;
            for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
                if ("/" + layout_.columns[i].field == checked.error().where) { column = i; }
            }
            fault(row, column, checked.error().reason);
        }
    }
    const bool changed = existing == nullptr || next.content != *existing || out.companions.size() > companions_before;
    const bool keep = existing != nullptr && changed && input_.existing == RunImport::Existing::Keep;
    if (!row.faults.empty() || keep) {
        for (std::size_t i = companions_before; i < out.companions.size(); ++i) {
            companions_.erase(typed_key(out.companions[i].type, out.companions[i].key));
        }
        out.sealed.resize(sealed_before);
        out.companions.resize(companions_before);
        if (!row.faults.empty()) { keys_seen_.erase(key); }
        result_.counts.kept += row.faults.empty() ? 1 : 0;
        return Done{};
    }
    if (existing == nullptr) {
        next.id = ids_.next_id();
        ++result_.counts.added;
    } else {
        next.id = there->second.id;
        next.version = there->second.version + 1;
        ++(changed ? result_.counts.changed : result_.counts.unchanged);
    }
    if (also_members_.contains(layout_.entity)) {
        remember(next);
        if (next.type == "body") { own_names_.insert_or_assign(next.content.text_or_empty("name"), key); }
    }
    if (existing != nullptr && next.content == *existing) { return Done{}; }
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        if (is_sealed(layout_.columns[i]) && row.header->cell_of_column[i] != HeaderMatch::kAbsent) {
            GX_CHECK(set_lookup(next, i, row.values[i].text, out));
        }
    }
    out.entities.push_back(std::move(next));
    return Done{};
}

/// By which the entity is found from the value in this column; taken away where the column was left empty.
Result<Done> ImportSession::set_lookup(const Entity& next, std::size_t column, const std::string& value, ImportSet& out) {
    const LookupField* field = lookup_field(next.type, layout_.columns[column].field);
    if (field == nullptr) { return Done{}; }
    const auto id = at_path(next.content, layout_.columns[column].field).string_at("sealed");
    SealedLookup lookup{.tenant = next.tenant, .scope = std::string(field->scope), .id = next.id, .sealed_id = {}, .key_id = {}, .digest = {}};
    if (id) {
        GX_TRY(auto made, lookup_of(*sealer_, *field, next, *id, value));
        if (made) { lookup = std::move(*made); }
    }
    out.lookups.push_back(std::move(lookup));
    return Done{};
}

ImportResult ImportSession::finish(std::string batch) {
    result_.batch = std::move(batch);
    for (const std::string& sheet : input_.table.skipped_sheets()) { result_.skipped_sheets.push_back(sheet); }
    return std::move(result_);
}

}  // namespace gx::app
