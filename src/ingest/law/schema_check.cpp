// SPDX-License-Identifier: Apache-2.0
// Without this valijson ends the process on a broken schema; its exceptions are caught below.
#define VALIJSON_USE_EXCEPTIONS 1

#include "ingest/law/schema_check.hpp"

#include <exception>

#include <boost/json.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "ingest/law/law_files.hpp"

namespace gx::ingest {

struct SchemaSet::Compiled {
    valijson::Schema schema;
};

namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
namespace bj = boost::json;
namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".schema.json";
constexpr std::size_t kComparedBytesMax = 1'000;

/// std::regex recurses once per character, so the validator never sees a long text. Cut between characters.
std::string_view compared(std::string_view text) {
    if (text.size() <= kComparedBytesMax) { return text; }
    std::size_t end = kComparedBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) { --end; }
    return text.substr(0, end);
}

bj::value convert(const Json& json) {
    if (json.is_bool()) { return json.as_bool(); }
    if (json.is_int()) { return json.as_int(); }
    if (json.is_decimal()) {  // its size is never judged by a schema, only that it is a number
        return std::stod(json.as_decimal().text);
    }
    if (json.is_string()) { return bj::value(bj::string_view{compared(json.as_string())}); }
    if (json.is_array()) {
        bj::array out;
        for (const Json& item : json.as_array()) { out.push_back(convert(item)); }
        return out;
    }
    if (json.is_object()) {
        bj::object out;
        for (const auto& [key, value] : json.as_object()) { out.emplace(key, convert(value)); }
        return out;
    }
    return nullptr;
}

std::string token(std::string_view key) {
    std::string out;
    for (const char c : key) { out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c); }
    return out;
}

/// {"<root>", "[rules]", "[3]"} → "/rules/3"
std::string pointer_of(const std::vector<std::string>& context) {
    std::string out;
    for (const std::string& part : context) {
        if (part.size() < 2 || part.front() != '[') { continue; }
        out += "/" + token(std::string_view{part}.substr(1, part.size() - 2));
    }
    return out;
}

/// The text between the first and the last apostrophe.
std::string quoted(const std::string& description) {
    const auto first = description.find('\'', description.find(':') == std::string::npos ? 0 : description.find(':'));
    const auto last = description.rfind('\'');
    return first == std::string::npos || last <= first ? std::string{} : description.substr(first + 1, last - first - 1);
}

bool begins(const std::string& text, std::string_view with) { return text.compare(0, with.size(), with) == 0; }

/// Nothing for the lines by which the validator only repeats what it said of a place further down.
std::vector<SchemaFault> translate(const valijson::ValidationResults::Error& error) {
    const std::string& text = error.description;
    const std::string at = pointer_of(error.context);
    if (begins(text, "Failed to validate item #") || begins(text, "Failed to validate against schema associated") ||
        begins(text, "Failed to validate against additional properties")) {
        return {};
    }
    if (begins(text, "Object contains a property")) {
        const std::string key = quoted(text);
        return {{at + "/" + token(key), "law.unknown_key", key}};
    }
    if (begins(text, "Missing required property")) {
        const std::string key = quoted(text);
        return {{at, "law.key_missing", key}};
    }
    if (begins(text, "Value type not permitted")) { return {{at, "law.wrong_type", ""}}; }
    return {{at, "law.bad_value", text}};
}

Result<bj::value> parse_schema(const std::string& text, const std::string& where) {
    bj::error_code fault;
    bj::value json = bj::parse(text, fault);
    if (fault || !json.is_object()) { return Error{ErrorCode::InvalidInput, "law.schema_broken", fault.message(), where}; }
    return json;
}

}  // namespace

SchemaSet::SchemaSet() = default;
SchemaSet::SchemaSet(SchemaSet&&) noexcept = default;
SchemaSet& SchemaSet::operator=(SchemaSet&&) noexcept = default;
SchemaSet::~SchemaSet() = default;

Result<SchemaSet> SchemaSet::load(const fs::path& folder) {
    std::error_code fault;
    if (!fs::is_directory(folder, fault)) {
        return Error{ErrorCode::NotFound, "law.schema_missing", {}, folder.generic_string()};
    }
    SchemaSet out;
    GX_TRY(const auto names, file_names(folder));
    for (const std::string& name : names) {
        const std::string where = (folder / name).generic_string();
        if (name.size() <= kSuffix.size() || name.compare(name.size() - kSuffix.size(), kSuffix.size(), kSuffix) != 0) {
            return Error{ErrorCode::InvalidInput, "law.unexpected_file", name, where};
        }
        GX_TRY(const std::string text, read_text_file(folder / name));
        GX_TRY(const bj::value json, parse_schema(text, where));
        auto compiled = std::make_unique<Compiled>();
        try {
            valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
            const valijson::adapters::BoostJsonAdapter adapter(json);
            parser.populateSchema(adapter, compiled->schema);
        } catch (const std::exception& thrown) {
            return Error{ErrorCode::InvalidInput, "law.schema_broken", thrown.what(), where};
        }
        out.by_name_.emplace(name.substr(0, name.size() - kSuffix.size()), std::move(compiled));
    }
    return out;
}

const SchemaSet::Compiled* SchemaSet::find(std::string_view folder, std::string_view stem) const {
    const std::string own = std::string{folder} + "." + std::string{stem};
    auto found = by_name_.find(own);
    if (found == by_name_.end()) { found = by_name_.find(folder); }
    return found == by_name_.end() ? nullptr : found->second.get();
}

bool SchemaSet::knows(std::string_view folder, std::string_view stem) const { return find(folder, stem) != nullptr; }

std::vector<SchemaFault> SchemaSet::check(std::string_view folder, std::string_view stem, const Json& json,
                                          std::size_t faults_max) const {
    const Compiled* compiled = find(folder, stem);
    if (compiled == nullptr) { return {{"", "law.schema_missing", std::string{folder}}}; }
    std::vector<SchemaFault> out;
    try {
        const bj::value value = convert(json);
        const valijson::adapters::BoostJsonAdapter target(value);
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        if (validator.validate(compiled->schema, target, nullptr)) { return out; }
        valijson::ValidationResults results;
        validator.validate(compiled->schema, target, &results);
        for (const auto& error : results) {
            for (SchemaFault& fault : translate(error)) {
                if (out.size() < faults_max) { out.push_back(std::move(fault)); }
            }
        }
    } catch (const std::exception& thrown) {
        out.push_back({"", "law.schema_broken", thrown.what()});
    }
    if (out.empty()) { out.push_back({"", "law.bad_value", "departs from its schema"}); }
    return out;
}

}  // namespace gx::ingest
