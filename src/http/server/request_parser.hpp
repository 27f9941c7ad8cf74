// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <boost/version.hpp>
#if BOOST_VERSION < 108100
#error "Boost 1.81 or newer is needed; libboost-dev 1.74 has replaced libboost1.81-dev"
#endif
#include <boost/beast/http/basic_parser.hpp>

#include "http/server/message.hpp"
#include "http/server/response_writer.hpp"

namespace gx::http {

/// Beast's request parser, writing straight into a Request. Only transport.cpp includes this.
///
/// Shape: the head must stay where it is while the request lives; the body is appended to `body`.
class RequestParser final : public boost::beast::http::basic_parser<true> {
public:
    RequestParser(Request& request, std::string& body, std::size_t head_bytes_max, std::size_t fields_max)
        : request_(request), body_(body), fields_max_(fields_max) {
        header_limit(static_cast<std::uint32_t>(head_bytes_max + 1));
        body_limit(boost::none);
        eager(false);
    }

    Version version() const { return version_; }
    bool too_many_fields() const { return too_many_fields_; }

private:
    using Text = boost::beast::string_view;
    using Code = boost::beast::error_code;
    static std::string_view view(Text text) { return {text.data(), text.size()}; }

    void on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Code&) override {
        request_.method = method_of(view(method));
        request_.target = view(target);
        version_ = version >= 11 ? Version::Http11 : Version::Http10;
    }
    void on_response_impl(int, Text, int, Code&) override {}
    void on_field_impl(boost::beast::http::field, Text name, Text value, Code& ec) override {
        if (is_header_done()) { return; }  // trailers are read and forgotten
        if (request_.fields.size() >= fields_max_) {
            too_many_fields_ = true;
            ec = boost::beast::http::error::header_limit;
            return;
        }
        request_.fields.push_back({view(name), view(value)});
    }
    void on_header_impl(Code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    std::size_t on_body_impl(Text text, Code&) override {
        body_.append(text.data(), text.size());
        return text.size();
    }
    void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text text, Code&) override {
        body_.append(text.data(), text.size());
        return text.size();
    }
    void on_finish_impl(Code&) override {}

    Request& request_;
    std::string& body_;
    std::size_t fields_max_;
    Version version_ = Version::Http11;
    bool too_many_fields_ = false;
};

}  // namespace gx::http
