// SPDX-License-Identifier: Apache-2.0
#include "ingest/ocds/ocds_rows.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "app/imports/normalise.hpp"
#include "base/date.hpp"
#include "base/text.hpp"

namespace gx::ingest {
namespace {

using base::Json;

constexpr std::size_t kTextMax = 4'000;
constexpr std::array<std::string_view, 17> kNoMinorUnit = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                                           "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> kThousandth = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

std::vector<const Json*> list_of(const Json& value) {
    std::vector<const Json*> out;
    if (value.is_array()) {
        for (const Json& item : value.as_array()) {
            if (item.is_object()) { out.push_back(&item); }
        }
    } else if (value.is_object()) {
        out.push_back(&value);
    }
    return out;
}

/// A text or a number as text, without line ends, at most kTextMax bytes; empty for anything else.
std::string text_of(const Json& value) {
    std::string text = value.is_string() ? value.as_string() : value.is_int() ? fmt::format("{}", value.as_int()) : "";
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) { c = ' '; }
    }
    std::string out(base::trim(text));
    if (out.size() > kTextMax) { out.resize(kTextMax); }
    while (!out.empty() && !base::is_utf8(out)) { out.pop_back(); }
    return out;
}

std::string first_of(std::initializer_list<std::string> texts) {
    for (const std::string& text : texts) {
        if (!text.empty()) { return text; }
    }
    return {};
}

/// The civil day a text begins with.
std::optional<base::Date> day_of(const Json& value) {
    const std::string text = text_of(value);
    if (text.size() < 10 || (text.size() > 10 && text[10] != 'T' && text[10] != ' ')) { return std::nullopt; }
    const auto day = base::Date::parse(std::string_view(text).substr(0, 10));
    return day.ok() ? std::optional(*day) : std::nullopt;
}

struct Amount {
    std::string minor;
    std::string currency;  ///< empty for CNY
};

/// {amount, currency} in minor units. A finer amount (mostly the noise of binary floating point) is rounded half up.
std::optional<Amount> amount_of(const Json& value, OcdsAccount& account) {
    const Json& amount = value.at("amount");
    const std::string written = amount.is_int()       ? fmt::format("{}", amount.as_int())
                                : amount.is_decimal() ? amount.as_decimal().text
                                                      : text_of(amount);
    const std::string currency = base::ascii_upper(text_of(value.at("currency")));
    const auto plain = app::plain_number(written, {.spreadsheet = true});
    if (written.empty() || !plain.ok() || currency.size() != 3) { return std::nullopt; }
    const bool whole = std::ranges::find(kNoMinorUnit, currency) != kNoMinorUnit.end();
    const bool fine = std::ranges::find(kThousandth, currency) != kThousandth.end();
    const std::size_t decimals = whole ? 0 : fine ? 3 : 2;
    const bool negative = plain->front() == '-';
    const std::string digits = negative ? plain->substr(1) : *plain;
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string fraction = point < digits.size() ? digits.substr(point + 1) : std::string{};
    std::string minor = digits.substr(0, point);
    const bool rounds = fraction.size() > decimals;
    const bool up = rounds && fraction[decimals] >= '5';
    fraction.resize(decimals, '0');
    minor += fraction;
    if (minor.size() > 18) { return std::nullopt; }
    std::int64_t value_minor = 0;
    for (const char c : minor) { value_minor = value_minor * 10 + (c - '0'); }
    if (rounds) { account.note("amount_rounded"); }
    value_minor += up ? 1 : 0;
    return Amount{.minor = fmt::format("{}{}", negative && value_minor != 0 ? "-" : "", value_minor),
                  .currency = currency == "CNY" ? std::string{} : currency};
}

/// Who buys: code and name.
struct Buyer {
    std::string code;
    std::string name;
};

const Json* party_by_id(const Json& release, const std::string& id) {
    for (const Json* party : list_of(release.at("parties"))) {
        if (!id.empty() && text_of(party->at("id")) == id) { return party; }
    }
    return nullptr;
}

std::optional<Buyer> organisation(const Json& release, const Json& about) {
    if (!about.is_object()) { return std::nullopt; }
    const std::string id = text_of(about.at("id"));
    const Json* party = party_by_id(release, id);
    std::string name = first_of({text_of(about.at("name")), text_of(about.at("identifier").at("legalName")),
                                 party == nullptr ? "" : text_of(party->at("name")),
                                 party == nullptr ? "" : text_of(party->at("identifier").at("legalName"))});
    std::string code = first_of({id, text_of(about.at("identifier").at("id")), name});
    if (code.empty()) { return std::nullopt; }
    if (name.empty()) { name = code; }
    return Buyer{.code = "ocds:" + code.substr(0, 100), .name = std::move(name)};
}

std::optional<Buyer> buyer_of(const Json& release) {
    if (auto buyer = organisation(release, release.at("buyer"))) { return buyer; }
    if (auto entity = organisation(release, release.at("tender").at("procuringEntity"))) { return entity; }
    for (const Json* party : list_of(release.at("parties"))) {
        const Json& roles = party->at("roles");
        const auto has = [&](std::string_view role) {
            return roles.is_array() && std::ranges::find(roles.as_array(), Json(role)) != roles.as_array().end();
        };
        if (has("buyer") || has("procuringEntity")) { return organisation(release, *party); }
    }
    return std::nullopt;
}

std::string contract_code(const Json& release, const Json& contract) {
    const std::string ocid = text_of(release.at("ocid"));
    const std::string id = text_of(contract.at("id"));
    return ocid.empty() || id.empty() ? std::string{} : fmt::format("{}/{}", ocid.substr(0, 120), id.substr(0, 120));
}

std::string supplier_of(const Json& release, const Json& contract) {
    std::vector<std::string> names;
    const auto add = [&](const Json& suppliers) {
        for (const Json* supplier : list_of(suppliers)) {
            const auto found = organisation(release, *supplier);
            if (found && std::ranges::find(names, found->name) == names.end()) { names.push_back(found->name); }
        }
    };
    add(contract.at("suppliers"));
    const std::string award = text_of(contract.at("awardID"));
    for (const Json* item : list_of(release.at("awards"))) {
        if (names.empty() && !award.empty() && text_of(item->at("id")) == award) { add(item->at("suppliers")); }
    }
    std::string out;
    for (const std::string& name : names) { out += (out.empty() ? "" : "; ") + name; }
    return out.substr(0, 300);
}

std::vector<const Json*> milestones_of(const Json& contract) {
    auto out = list_of(contract.at("implementation").at("milestones"));
    for (const Json* milestone : list_of(contract.at("milestones"))) { out.push_back(milestone); }
    return out;
}

/// The end of the period; its start and length; or the last due day of the milestones.
std::optional<base::Date> end_of(const Json& contract, OcdsAccount& account) {
    const Json& period = contract.at("period");
    if (auto end = day_of(period.at("endDate"))) { return end; }
    const auto start = day_of(period.at("startDate"));
    const auto length = period.int_at("durationInDays");
    if (start && length && *length > 0 && *length < 40'000) {
        account.note("due_on_from_duration");
        return start->plus_days(static_cast<std::int32_t>(*length));
    }
    std::optional<base::Date> last;
    for (const Json* milestone : milestones_of(contract)) {
        const auto due = day_of(milestone->at("dueDate"));
        if (due && (!last || *due > *last)) { last = due; }
    }
    if (last) { account.note("due_on_from_milestones"); }
    return last;
}

std::optional<base::Date> start_of(const Json& release, const Json& contract, OcdsAccount& account) {
    if (auto day = day_of(contract.at("dateSigned"))) { return day; }
    if (auto day = day_of(contract.at("period").at("startDate"))) {
        account.note("made_on_from_period");
        return day;
    }
    if (auto day = day_of(release.at("date"))) {
        account.note("made_on_from_release_date");
        return day;
    }
    return std::nullopt;
}

/// Why a contract cannot be taken, or nothing.
const char* refusal_of(const Json& release, const Json& contract, std::uint32_t number,
                       const OcdsIndex::LastByCode& newest) {
    if (text_of(release.at("ocid")).empty()) { return "no_ocid"; }
    const std::string code = contract_code(release, contract);
    if (code.empty()) { return "no_id"; }
    const auto last = newest.find(code);
    if (last != newest.end() && last->second.release != number) { return "superseded_by_later_release"; }
    if (!buyer_of(release)) { return "no_buyer"; }
    OcdsAccount unused;
    if (!start_of(release, contract, unused)) { return "no_day_of_signature"; }
    if (!end_of(contract, unused)) { return "no_end_of_period"; }
    return nullptr;
}

void add(OcdsRow& row, const char* key, std::string text) {
    if (!text.empty()) { row.emplace_back(key, std::move(text)); }
}

OcdsRow contract_row(const Json& release, const Json& contract, OcdsAccount& account) {
    OcdsRow row;
    add(row, "code", contract_code(release, contract));
    add(row, "body", buyer_of(release)->code);
    add(row, "title", first_of({text_of(contract.at("title")), text_of(contract.at("title_en")), text_of(contract.at("description")),
                                text_of(release.at("tender").at("title")), contract_code(release, contract)}));
    add(row, "project_no", text_of(release.at("ocid")));
    add(row, "contract_no", text_of(contract.at("id")));
    const std::string category = text_of(release.at("tender").at("mainProcurementCategory"));
    if (category == "goods" || category == "services" || category == "works") { add(row, "category", category); }
    const std::string supplier = supplier_of(release, contract);
    if (supplier.empty()) { account.note("contract_without_supplier"); }
    add(row, "counterparty_name", supplier);
    if (!supplier.empty()) {
        account.note("counterparty_type_assumed_private");
        add(row, "counterparty_type", "private");
    }
    add(row, "made_on", start_of(release, contract, account)->iso());
    add(row, "due_on", end_of(contract, account)->iso());
    if (const auto amount = amount_of(contract.at("value"), account)) {
        add(row, "amount", amount->minor);
        add(row, "currency", amount->currency);
    } else {
        account.note("contract_without_value");
    }
    const std::string status = text_of(contract.at("status"));
    add(row, "note", status.empty() ? std::string{} : "OCDS status: " + status.substr(0, 60));
    return row;
}

std::string milestone_type(const Json& milestone) {
    const std::string type = text_of(milestone.at("type"));
    if (type == "delivery") { return "delivery"; }
    if (type == "payment" || type == "financing") { return "payment"; }
    if (type == "reporting" || type == "assessment") { return "report"; }
    if (type == "approval") { return "acceptance"; }
    return "other";
}

void milestone_rows(const Json& release, const Json& contract, std::vector<OcdsRow>& out, OcdsAccount& account) {
    int number = 0;
    for (const Json* milestone : milestones_of(contract)) {
        ++number;
        account.seen("milestones");
        const auto due = day_of(milestone->at("dueDate"));
        if (!due) { account.left_out("milestones", "no_due_date"); continue; }
        OcdsRow row;
        add(row, "obligation", contract_code(release, contract));
        add(row, "no", fmt::format("{}", number));
        add(row, "type", milestone_type(*milestone));
        add(row, "title", first_of({text_of(milestone->at("title")), text_of(milestone->at("description")), text_of(milestone->at("id")), "-"}));
        add(row, "due_on", due->iso());
        const std::string status = text_of(milestone->at("status"));
        const auto met = day_of(milestone->at("dateMet"));
        if (met) { add(row, "done_on", met->iso()); }
        if (!met && status == "met") { account.note("milestone_met_without_day"); }
        add(row, "note", status.empty() ? std::string{} : "OCDS status: " + status.substr(0, 60));
        account.given("milestones");
        out.push_back(std::move(row));
    }
}

void payment_rows(const Json& release, const Json& contract, std::vector<OcdsRow>& out, OcdsAccount& account) {
    int number = 0;
    std::unordered_set<std::string> ids;
    for (const Json* transaction : list_of(contract.at("implementation").at("transactions"))) {
        ++number;
        account.seen("transactions");
        const auto day = day_of(transaction->at("date"));
        const bool newer = transaction->at("value").is_object();
        const auto amount = amount_of(transaction->at(newer ? "value" : "amount"), account);
        if (!day || !amount) {
            account.left_out("transactions", !day ? "no_date" : "no_amount");
            continue;
        }
        std::string id = text_of(transaction->at("id")).substr(0, 120);
        if (id.empty() || !ids.insert(id).second) {
            account.note(id.empty() ? "transaction_without_id" : "transaction_id_twice");
            id += fmt::format("#{}", number);
        }
        OcdsRow row;
        add(row, "obligation", contract_code(release, contract));
        add(row, "voucher_no", id);
        add(row, "paid_on", day->iso());
        add(row, "amount", amount->minor);
        add(row, "currency", amount->currency);
        account.given("transactions");
        out.push_back(std::move(row));
    }
}

}  // namespace

std::string_view kind_of(OcdsPart part) {
    switch (part) {
        case OcdsPart::Bodies: return "ocds_bodies";
        case OcdsPart::Contracts: return "ocds_contracts";
        case OcdsPart::Milestones: return "ocds_milestones";
        case OcdsPart::Payments: return "ocds_payments";
    }
    return "";
}

void OcdsIndex::add_release(const Json& release, std::uint32_t number) {
    const std::string date = text_of(release.at("date"));
    for (const Json* contract : list_of(release.at("contracts"))) {
        const std::string code = contract_code(release, *contract);
        if (code.empty()) { continue; }
        const auto say = [&](LastByCode& newest) {
            Last& last = newest[code];
            if (last.release == 0 || date >= last.date) { last = {.date = date, .release = number}; }
        };
        say(contracts);
        if (!milestones_of(*contract).empty()) { say(milestones); }
        if (!list_of(contract->at("implementation").at("transactions")).empty()) { say(transactions); }
    }
}

std::vector<OcdsRow> ocds_rows(const Json& release, std::uint32_t number, OcdsPart part, OcdsIndex& index,
                               OcdsAccount& account) {
    std::vector<OcdsRow> out;
    const auto contracts = list_of(release.at("contracts"));
    if (part == OcdsPart::Contracts && contracts.empty()) { account.left_out("releases", "no_contract"); }
    std::unordered_set<std::string> in_release;
    const OcdsIndex::LastByCode& newest = part == OcdsPart::Milestones ? index.milestones
                                          : part == OcdsPart::Payments ? index.transactions
                                                                       : index.contracts;
    for (const Json* contract : contracts) {
        const char* refusal = refusal_of(release, *contract, number, newest);
        if (refusal == nullptr && !in_release.insert(contract_code(release, *contract)).second) { refusal = "id_twice_in_release"; }
        if (part == OcdsPart::Contracts) {
            account.seen("contracts");
            if (refusal != nullptr) { account.left_out("contracts", refusal); } else { account.given("contracts"); }
        }
        const bool takes_children = part == OcdsPart::Milestones || part == OcdsPart::Payments;
        if (refusal != nullptr && takes_children) {
            const bool milestones = part == OcdsPart::Milestones;
            const auto children = milestones ? milestones_of(*contract)
                                             : list_of(contract->at("implementation").at("transactions"));
            const char* name = milestones ? "milestones" : "transactions";
            for (std::size_t i = 0; i < children.size(); ++i) {
                account.seen(name);
                account.left_out(name, refusal);
            }
        }
        if (refusal != nullptr) { continue; }
        switch (part) {
            case OcdsPart::Bodies: {
                const auto buyer = buyer_of(release);
                if (index.bodies_given.insert(buyer->code).second) { out.push_back({{"code", buyer->code}, {"name", buyer->name}}); }
                break;
            }
            case OcdsPart::Contracts: out.push_back(contract_row(release, *contract, account)); break;
            case OcdsPart::Milestones: milestone_rows(release, *contract, out, account); break;
            case OcdsPart::Payments: payment_rows(release, *contract, out, account); break;
        }
    }
    return out;
}

}  // namespace gx::ingest
