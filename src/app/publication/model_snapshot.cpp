// SPDX-License-Identifier: Apache-2.0
#include "app/publication/model_snapshot.hpp"

#include <array>
#include <cstring>
#include <span>

#include <fmt/format.h>

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kName = "public-model";
/// Raise it with every change of DutyRow, RecordRow, TextSearch::to_bytes or of the head, and of what decides who is shown.
constexpr std::uint32_t kVersion = 3;

template <class T>
base::ByteView bytes_of(const std::vector<T>& values) {
    return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(T)};  // NOLINT
}

/// The values of a part; false when it is absent, damaged or of another size.
template <class T>
bool read_values(const Snapshot& snapshot, std::string_view name, std::vector<T>& values) {
    const auto part = snapshot.part(name);
    if (!part || part->size() % sizeof(T) != 0) { return false; }
    values.resize(part->size() / sizeof(T));
    if (!part->empty()) { std::memcpy(static_cast<void*>(values.data()), part->data(), part->size()); }
    return true;
}

Json texts_json(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const auto& text : texts) { list.push(text); }
    return list;
}

std::vector<std::string> texts_of(const Json& list) {
    std::vector<std::string> texts;
    if (!list.is_array()) { return texts; }
    for (const auto& text : list.as_array()) { texts.push_back(text.is_string() ? text.as_string() : std::string{}); }
    return texts;
}

template <class T, class Write>
Json list_of(const std::vector<T>& values, const Write& write) {
    Json list = Json::array();
    for (const auto& value : values) {
        Json one = Json::object();
        write(one, value);
        list.push(std::move(one));
    }
    return list;
}

template <class Read>
void each_in(const Json& list, const Read& read) {
    if (!list.is_array()) { return; }
    for (const auto& one : list.as_array()) { read(one); }
}

Json head_json(const PublicModel& model) {
    Json head = Json::object();
    head.set("position", model.position).set("day", std::int64_t{model.today.days()});
    head.set("due_soon", std::int64_t{model.due_soon_days});
    head.set("kinds", texts_json(model.kinds)).set("record_types", texts_json(model.record_types)).set("ids", texts_json(model.ids.kept()));
    head.set("tenants", list_of(model.tenants, [](Json& one, const PublicTenant& tenant) {
        one.set("code", tenant.code).set("name", tenant.name).set("mode", tenant.mode).set("division", tenant.division_code);
        one.set("judged", tenant.judged);
    }));
    head.set("divisions", list_of(model.divisions, [](Json& one, const PublicDivision& division) {
        one.set("tenant", division.tenant).set("code", division.code).set("name", division.name).set("level", division.level);
        one.set("parent", division.parent).set("from", division.valid_from).set("to", division.valid_to);
    }));
    head.set("bodies", list_of(model.bodies, [](Json& one, const PublicBody& body) {
        one.set("id", body.id).set("code", body.code).set("tenant", std::int64_t{body.tenant}).set("name", body.name);
        one.set("text", body.searchable_text).set("class", body.body_class).set("division", body.division);
        one.set("parent", body.parent_id).set("successor", body.successor_id).set("content", body.content);
        one.set("alive", body.alive);
    }));
    head.set("figures", list_of(model.figures, [](Json& one, const PublicFigureSet& figure) {
        one.set("id", figure.id).set("tenant", figure.tenant).set("set", figure.set).set("year", figure.year);
        one.set("rows", Json(figure.rows));
    }));
    head.set("evaluations", list_of(model.evaluations, [](Json& one, const PublicEvaluation& evaluation) {
        one.set("id", evaluation.id).set("code", evaluation.code).set("tenant", std::int64_t{evaluation.tenant});
        one.set("scheme", evaluation.scheme).set("period", evaluation.period).set("as_of", evaluation.as_of);
        one.set("state", evaluation.state).set("digest", evaluation.digest).set("at_size", evaluation.at_size);
        one.set("frozen_at", evaluation.frozen_at);
        one.set("results", list_of(evaluation.results, [](Json& row, const PublicResult& result) {
            row.set("body", std::int64_t{result.body}).set("total", result.total).set("grade", result.grade);
            row.set("peers", result.peer_group).set("rank", Json(result.rank)).set("capped", result.capped);
        }));
    }));
    return head;
}

/// Fills everything but the rows. False when the head is not of this form.
bool read_head(const Json& head, PublicModel& model) {
    model.position = head.int_at("position").value_or(-1);
    model.today = base::Date::from_days(static_cast<std::int32_t>(head.int_at("day").value_or(0)));
    model.due_soon_days = static_cast<std::int32_t>(head.int_at("due_soon").value_or(0));
    model.kinds = texts_of(head.at("kinds"));
    model.record_types = texts_of(head.at("record_types"));
    for (const auto& id : texts_of(head.at("ids"))) { model.ids.keep(id); }
    each_in(head.at("tenants"), [&](const Json& one) {
        PublicTenant tenant{.code = one.text_or_empty("code"), .name = one.text_or_empty("name"), .mode = one.text_or_empty("mode"),
                            .division_code = one.text_or_empty("division")};
        tenant.judged = one.bool_at("judged").value_or(false);
        model.tenants.push_back(std::move(tenant));
    });
    each_in(head.at("divisions"), [&](const Json& one) {
        model.divisions.push_back({one.text_or_empty("tenant"), one.text_or_empty("code"), one.text_or_empty("name"),
                                   one.text_or_empty("level"), one.text_or_empty("parent"), one.text_or_empty("from"),
                                   one.text_or_empty("to")});
    });
    bool ok = model.position > 0;
    each_in(head.at("bodies"), [&](const Json& one) {
        PublicBody body;
        body.id = one.text_or_empty("id");
        body.code = one.text_or_empty("code");
        body.tenant = static_cast<std::uint32_t>(one.int_at("tenant").value_or(UINT32_MAX));
        body.name = one.text_or_empty("name");
        body.searchable_text = one.text_or_empty("text");
        body.body_class = one.text_or_empty("class");
        body.division = one.text_or_empty("division");
        body.parent_id = one.text_or_empty("parent");
        body.successor_id = one.text_or_empty("successor");
        body.content = one.at("content");
        ok = ok && body.tenant < model.tenants.size();
        if (!ok) { return; }
        const std::string id = body.id;
        model.put_body(std::move(body));
        if (!one.bool_at("alive").value_or(false)) { model.remove_body(id); }
    });
    each_in(head.at("figures"), [&](const Json& one) {
        model.figures.push_back({one.text_or_empty("id"), one.text_or_empty("tenant"), one.text_or_empty("set"),
                                 one.int_at("year").value_or(0), one.at("rows").is_array() ? one.at("rows").as_array() : Json::Array{}});
    });
    return ok;
}

/// Names of the parts that hold an OrderedCells.
struct CellParts {
    std::string_view keys;
    std::string_view sizes;
    std::string_view numbers;
};
constexpr std::array kCells = {CellParts{"due-keys", "due-sizes", "due"},
                               CellParts{"amount-keys", "amount-sizes", "amount"},
                               CellParts{"group-due-keys", "group-due-sizes", "group-due"},
                               CellParts{"group-amount-keys", "group-amount-sizes", "group-amount"},
                               CellParts{"record-keys", "record-sizes", "record-cells"}};

bool read_cells(const Snapshot& snapshot, const CellParts& parts, std::size_t rows, OrderedCells& cells) {
    OrderedCells::Flat flat;
    return read_values(snapshot, parts.keys, flat.keys) && read_values(snapshot, parts.sizes, flat.sizes) &&
           read_values(snapshot, parts.numbers, flat.numbers) && cells.take(flat, rows);
}

bool read_rows(const Snapshot& snapshot, PublicModel& model) {
    PublicModel::Tallies tallies;
    const bool read = read_values(snapshot, "duties", model.duties) && read_values(snapshot, "records", model.records) &&
                      read_values(snapshot, "body-tallies", tallies.bodies) && read_values(snapshot, "group-tallies", tallies.groups) &&
                      read_values(snapshot, "month-tallies", tallies.months) &&
                      read_values(snapshot, "duties-changed", model.duty_texts_changed) &&
                      read_values(snapshot, "records-changed", model.record_texts_changed);
    return read && model.take_rows() && model.take_tallies(tallies) &&
           read_cells(snapshot, kCells[0], model.duties.size(), model.duties_by_due) &&
           read_cells(snapshot, kCells[1], model.duties.size(), model.duties_by_amount) &&
           read_cells(snapshot, kCells[2], model.duties.size(), model.group_duties_by_due) &&
           read_cells(snapshot, kCells[3], model.duties.size(), model.group_duties_by_amount) &&
           read_cells(snapshot, kCells[4], model.records.size(), model.records_by_day);
}

bool read_evaluations(const Json& head, PublicModel& model) {
    bool ok = true;
    std::vector<PublicEvaluation> all;
    each_in(head.at("evaluations"), [&](const Json& one) {
        PublicEvaluation evaluation;
        evaluation.id = one.text_or_empty("id");
        evaluation.code = one.text_or_empty("code");
        evaluation.tenant = static_cast<std::uint32_t>(one.int_at("tenant").value_or(UINT32_MAX));
        evaluation.scheme = one.text_or_empty("scheme");
        evaluation.period = one.text_or_empty("period");
        evaluation.as_of = one.text_or_empty("as_of");
        evaluation.state = one.text_or_empty("state");
        evaluation.digest = one.text_or_empty("digest");
        evaluation.at_size = one.int_at("at_size").value_or(0);
        evaluation.frozen_at = one.text_or_empty("frozen_at");
        ok = ok && evaluation.tenant < model.tenants.size();
        each_in(one.at("results"), [&](const Json& row) {
            PublicResult result;
            result.body = static_cast<std::uint32_t>(row.int_at("body").value_or(UINT32_MAX));
            result.total = row.int_at("total").value_or(0);
            result.grade = row.text_or_empty("grade");
            result.peer_group = row.text_or_empty("peers");
            result.rank = row.int_at("rank");
            result.capped = row.bool_at("capped").value_or(false);
            ok = ok && result.body < model.bodies.size();
            evaluation.results.push_back(std::move(result));
        });
        all.push_back(std::move(evaluation));
    });
    if (ok) { model.set_evaluations(std::move(all)); }
    return ok;
}

}  // namespace

Result<std::string> ModelSnapshot::identity(Reader& reader, std::int64_t position) const {
    std::string text = fmt::format("{}/{}", law_digest_, position);
    for (const std::int64_t leaf : {std::int64_t{0}, position - 1}) {
        GX_TRY(const auto hashes, reader.leaf_hashes(leaf, 1));
        text += "/" + (hashes.empty() ? std::string{"-"} : base::to_hex(hashes.front()));
    }
    return text;
}

Result<Done> ModelSnapshot::save(Reader& reader, const PublicModel& model) const {
    if (model.position <= 0) { return Done{}; }
    GX_TRY(const std::string identity_text, identity(reader, model.position));
    Json head_value = head_json(model);
    head_value.set("duty_texts", std::int64_t{model.duty_texts_next}).set("record_texts", std::int64_t{model.record_texts_next});
    const std::string head = base::canonical(head_value);
    const auto tallies = model.tallies();
    const std::array cells = {model.duties_by_due.flat(), model.duties_by_amount.flat(), model.group_duties_by_due.flat(),
                              model.group_duties_by_amount.flat(), model.records_by_day.flat()};
    std::string duty_texts;
    std::string record_texts;
    model.duty_texts.to_bytes(duty_texts);
    model.record_texts.to_bytes(record_texts);
    std::vector<SnapshotPart> parts = {{"identity", base::as_bytes(identity_text)},
                                       {"head", base::as_bytes(head)},
                                       {"duties", bytes_of(model.duties)},
                                       {"records", bytes_of(model.records)},
                                       {"body-tallies", bytes_of(tallies.bodies)},
                                       {"group-tallies", bytes_of(tallies.groups)},
                                       {"month-tallies", bytes_of(tallies.months)},
                                       {"duties-changed", bytes_of(model.duty_texts_changed)},
                                       {"records-changed", bytes_of(model.record_texts_changed)},
                                       {"duty-texts", base::as_bytes(duty_texts)},
                                       {"record-texts", base::as_bytes(record_texts)}};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        parts.push_back({kCells[i].keys, bytes_of(cells[i].keys)});
        parts.push_back({kCells[i].sizes, bytes_of(cells[i].sizes)});
        parts.push_back({kCells[i].numbers, bytes_of(cells[i].numbers)});
    }
    return shelf_.put(kName, kVersion, parts);
}

Result<ModelSnapshot::Loaded> ModelSnapshot::load(Reader& reader) const {
    auto snapshot = shelf_.open(kName, kVersion);
    if (snapshot == nullptr) { return Loaded{}; }
    const auto saved_identity = snapshot->part("identity");
    const auto head_bytes = snapshot->part("head");
    if (!saved_identity || !head_bytes) { return Loaded{}; }
    const auto head = base::parse_json(base::as_text(*head_bytes), {.bytes_max = 1U << 30U});
    if (!head.ok()) { return Loaded{}; }
    auto model = std::make_unique<PublicModel>();
    if (!read_head(*head, *model)) { return Loaded{}; }
    GX_TRY(const std::int64_t size, reader.journal_size());
    if (model->position > size) { return Loaded{}; }
    GX_TRY(const std::string identity_text, identity(reader, model->position));
    if (base::as_text(*saved_identity) != identity_text) { return Loaded{}; }
    model->duty_texts_next = static_cast<std::uint32_t>(head->int_at("duty_texts").value_or(0));
    model->record_texts_next = static_cast<std::uint32_t>(head->int_at("record_texts").value_or(0));
    model->link_areas();
    if (!read_rows(*snapshot, *model) || !read_evaluations(*head, *model)) { return Loaded{}; }
    Loaded loaded;
    loaded.model = std::move(model);
    loaded.snapshot = std::move(snapshot);
    return loaded;
}

std::unique_ptr<ModelSnapshot::Searches> ModelSnapshot::load_texts(const Snapshot& snapshot) {
    auto searches = std::make_unique<Searches>();
    const auto duties = snapshot.part("duty-texts");
    const auto records = snapshot.part("record-texts");
    const bool read = duties && records && searches->duties.from_bytes(base::as_text(*duties), searches->duties_again) &&
                      searches->records.from_bytes(base::as_text(*records), searches->records_again);
    return read ? std::move(searches) : nullptr;
}

}  // namespace gx::app
