// SPDX-License-Identifier: Apache-2.0
// The one place in base that includes Boost.JSON (docs/adr/0002).
#include <boost/json/basic_parser_impl.hpp>

#include "base/json.hpp"

namespace gx::base {
namespace {

namespace bj = boost::json;

/// Receives the events of Boost.JSON's parser and builds a Json. Numbers come as text so that nothing is rounded.
struct Builder {
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = 4096;
    static constexpr std::size_t max_string_size = std::size_t(-1);

    std::size_t keys_max = 0;
    std::string refusal;
    Json root;
    std::vector<Json> open;
    std::vector<std::string> keys;
    std::string text;
    std::string number;

    bool add(Json value, bj::error_code& ec) {
        if (open.empty()) {
            root = std::move(value);
            return true;
        }
        Json& parent = open.back();
        if (parent.is_array()) {
            parent.push(std::move(value));
            return true;
        }
        auto& members = parent.as_object();
        if (members.size() >= keys_max) { return refuse("json.too_many_keys", ec); }
        if (!members.emplace(std::move(keys.back()), std::move(value)).second) {
            return refuse("json.duplicate_key", ec);
        }
        keys.pop_back();
        return true;
    }
    bool refuse(const char* reason, bj::error_code& ec) {
        refusal = reason;
        ec = bj::make_error_code(bj::error::extra_data);
        return false;
    }
    bool close(bj::error_code& ec) {
        Json done = std::move(open.back());
        open.pop_back();
        return add(std::move(done), ec);
    }
    bool finish_number(bj::string_view last, bj::error_code& ec, std::optional<std::int64_t> exact) {
        number.append(last.data(), last.size());
        Json value = exact ? Json(*exact) : Json(Json::Decimal{number});
        number.clear();
        return add(std::move(value), ec);
    }

    bool on_document_begin(bj::error_code&) { return true; }
    bool on_document_end(bj::error_code&) { return true; }
    bool on_object_begin(bj::error_code&) { open.push_back(Json::object()); return true; }
    bool on_object_end(std::size_t, bj::error_code& ec) { return close(ec); }
    bool on_array_begin(bj::error_code&) { open.push_back(Json::array()); return true; }
    bool on_array_end(std::size_t, bj::error_code& ec) { return close(ec); }
    bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
        text.append(part.data(), part.size());
        return true;
    }
    bool on_key(bj::string_view last, std::size_t, bj::error_code&) {
        text.append(last.data(), last.size());
        keys.push_back(std::move(text));
        text.clear();
        return true;
    }
    bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
        text.append(part.data(), part.size());
        return true;
    }
    bool on_string(bj::string_view last, std::size_t, bj::error_code& ec) {
        text.append(last.data(), last.size());
        Json value{std::move(text)};
        text.clear();
        return add(std::move(value), ec);
    }
    bool on_number_part(bj::string_view part, bj::error_code&) {
        number.append(part.data(), part.size());
        return true;
    }
    bool on_int64(std::int64_t value, bj::string_view last, bj::error_code& ec) {
        return finish_number(last, ec, value);
    }
    bool on_uint64(std::uint64_t, bj::string_view last, bj::error_code& ec) {
        return finish_number(last, ec, std::nullopt);
    }
    bool on_double(double, bj::string_view last, bj::error_code& ec) { return finish_number(last, ec, std::nullopt); }
    bool on_bool(bool value, bj::error_code& ec) { return add(Json(value), ec); }
    bool on_null(bj::error_code& ec) { return add(Json(), ec); }
    bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
    bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes_max) {
        return Error{ErrorCode::TooLarge, "json.too_large", fmt::format("{} bytes", text.size())};
    }
    bj::parse_options options;
    options.max_depth = limits.depth_max;
    bj::basic_parser<Builder> parser(options);
    parser.handler().keys_max = limits.keys_max;
    bj::error_code ec;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && used < text.size()) { ec = bj::make_error_code(bj::error::extra_data); }
    if (ec) {
        const std::string& refusal = parser.handler().refusal;
        const std::string reason = !refusal.empty()             ? refusal
                                   : ec == bj::error::too_deep  ? std::string{"json.too_deep"}
                                                                : std::string{"json.syntax"};
        return Error{ErrorCode::InvalidInput, reason, ec.message(), fmt::format("byte {}", used)};
    }
    return std::move(parser.handler().root);
}

}  // namespace gx::base
