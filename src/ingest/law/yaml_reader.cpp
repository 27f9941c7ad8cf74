// SPDX-License-Identifier: Apache-2.0
#include "ingest/law/yaml_reader.hpp"

#include <charconv>
#include <optional>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "base/text.hpp"

namespace gx::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

/// Ends the parse from inside a callback of the library; never leaves read_yaml.
struct Refusal {
    int line;
    const char* reason;
    std::string detail;
};

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// An unquoted scalar: null, true, false, a whole number without leading zeros, digits.digits, else a text.
Json plain_scalar(const std::string& text) {
    if (text.empty() || text == "null" || text == "~") { return Json(); }
    if (text == "true" || text == "false") { return Json(text == "true"); }
    std::string_view digits = text;
    if (digits.front() == '-') { digits.remove_prefix(1); }
    const auto point = digits.find('.');
    const std::string_view whole = digits.substr(0, point);
    if (!is_digits(whole) || (whole.size() > 1 && whole.front() == '0')) { return Json(text); }
    if (point != std::string_view::npos) {
        return is_digits(digits.substr(point + 1)) ? Json(Json::Decimal{text}) : Json(text);
    }
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size()) { return Json(text); }
    return Json(value);
}

std::string token(std::string_view key) {
    std::string out;
    for (const char c : key) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

class Builder : public YAML::EventHandler {
public:
    explicit Builder(const YamlLimits& limits) : limits_(limits) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { scalar(mark, anchor, Json(), {}); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, "law.yaml_alias"); }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        if (value.size() > limits_.scalar_bytes_max) { refuse(mark, "law.yaml_too_large", "text too long"); }
        if (tag == "!") {
            scalar(mark, anchor, Json(value), value);
        } else {
            check_tag(mark, tag);
            scalar(mark, anchor, plain_scalar(value), value);
        }
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Json::array());
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Json::object());
    }
    void OnMapEnd() override { close(); }

    Json root;
    std::map<std::string, int, std::less<>> lines;

private:
    struct Level {
        Json value;
        std::string pointer;
        std::optional<std::string> key;  ///< of the member whose value comes next
    };

    [[noreturn]] static void refuse(const YAML::Mark& mark, const char* reason, std::string detail = {}) {
        throw Refusal{mark.line + 1, reason, std::move(detail)};
    }
    static void check_tag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?") { refuse(mark, "law.yaml_tag", tag); }
    }
    static void check_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != 0) { refuse(mark, "law.yaml_alias"); }
    }
    void count(const YAML::Mark& mark) {
        if (++nodes_ > limits_.nodes_max) { refuse(mark, "law.yaml_too_large", "too many values"); }
    }
    bool wants_key() const { return !levels_.empty() && levels_.back().value.is_object() && !levels_.back().key; }

    /// Where the value that comes now will lie. A map's member keeps the line of its key.
    std::string next_pointer(const YAML::Mark& mark) {
        if (levels_.empty()) { return {}; }
        Level& level = levels_.back();
        if (level.value.is_object()) { return level.pointer + "/" + token(*level.key); }
        std::string at = level.pointer + "/" + std::to_string(level.value.as_array().size());
        lines.emplace(at, mark.line + 1);
        return at;
    }
    void put(Json value) {
        if (levels_.empty()) {
            root = std::move(value);
            return;
        }
        Level& level = levels_.back();
        if (level.value.is_array()) {
            level.value.push(std::move(value));
        } else {
            level.value.as_object()[*level.key] = std::move(value);
            level.key.reset();
        }
    }
    void scalar(const YAML::Mark& mark, YAML::anchor_t anchor, Json value, const std::string& text) {
        check_anchor(mark, anchor);
        count(mark);
        if (wants_key()) {
            take_key(mark, text);
            return;
        }
        next_pointer(mark);
        put(std::move(value));
    }
    void take_key(const YAML::Mark& mark, const std::string& text) {
        Level& level = levels_.back();
        if (text.empty() || text.size() > 200) { refuse(mark, "law.yaml_bad_key"); }
        if (level.value.as_object().contains(text)) { refuse(mark, "law.yaml_duplicate_key", text); }
        level.key = text;
        lines.emplace(level.pointer + "/" + token(text), mark.line + 1);
    }
    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Json empty) {
        check_tag(mark, tag);
        check_anchor(mark, anchor);
        count(mark);
        if (wants_key()) { refuse(mark, "law.yaml_bad_key"); }
        if (levels_.size() >= limits_.depth_max) { refuse(mark, "law.yaml_too_deep"); }
        std::string at = next_pointer(mark);
        levels_.push_back({std::move(empty), std::move(at), {}});
    }
    void close() {
        Json done = std::move(levels_.back().value);
        levels_.pop_back();
        put(std::move(done));
    }

    const YamlLimits& limits_;
    std::vector<Level> levels_;
    std::size_t nodes_ = 0;
};

}  // namespace

int YamlDocument::line_of(std::string_view pointer) const {
    while (!pointer.empty()) {
        if (const auto found = lines.find(pointer); found != lines.end()) { return found->second; }
        const auto slash = pointer.rfind('/');
        pointer = pointer.substr(0, slash == std::string_view::npos ? 0 : slash);
    }
    return 1;
}

Result<YamlDocument> read_yaml(std::string_view text, std::string_view name, const YamlLimits& limits) {
    const auto at = [&](int line) { return fmt::format("{}:{}", name, line); };
    if (text.size() > limits.bytes_max) {
        return Error{ErrorCode::TooLarge, "law.yaml_too_large", fmt::format("{} bytes", text.size()), at(1)};
    }
    if (!base::is_utf8(text)) { return Error{ErrorCode::InvalidInput, "law.yaml_not_utf8", {}, at(1)}; }
    // yaml-cpp reports refusals by exceptions; they end here.
    try {
        std::istringstream stream{std::string{text}};
        YAML::Parser parser(stream);
        Builder builder(limits);
        if (!parser.HandleNextDocument(builder)) {
            return Error{ErrorCode::InvalidInput, "law.yaml_empty", {}, at(1)};
        }
        Builder second(limits);
        if (parser.HandleNextDocument(second)) {
            return Error{ErrorCode::InvalidInput, "law.yaml_documents", {}, at(1)};
        }
        return YamlDocument{std::move(builder.root), std::move(builder.lines)};
    } catch (const Refusal& refusal) {
        return Error{ErrorCode::InvalidInput, refusal.reason, refusal.detail, at(refusal.line)};
    } catch (const YAML::Exception& fault) {
        const bool deep = dynamic_cast<const YAML::DeepRecursion*>(&fault) != nullptr;
        return Error{ErrorCode::InvalidInput, deep ? "law.yaml_too_deep" : "law.yaml_syntax", fault.msg,
                     at(fault.mark.line + 1)};
    }
}

}  // namespace gx::ingest
