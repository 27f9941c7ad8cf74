// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/xml_parser.hpp"

#include <expat.h>

namespace gx::ingest {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kDepthMax = 64;
constexpr std::uint64_t kTokenMax = 1U << 20U;

std::string_view local(const char* name) {
    const std::string_view text(name);
    const auto colon = text.rfind(':');
    return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

}  // namespace

std::string_view XmlAttributes::at(std::string_view name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (name == *pair) { return pair[1]; }
    }
    return {};
}

std::string_view XmlAttributes::prefixed(std::string_view local_name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        const std::string_view name(*pair);
        if (name.size() > local_name.size() && name.ends_with(local_name) &&
            name[name.size() - local_name.size() - 1] == ':') {
            return pair[1];
        }
    }
    return {};
}

struct XmlParser::Impl {
    XmlHandler& handler;
    std::string where;
    XML_Parser parser = nullptr;
    int depth = 0;
    std::uint64_t fed = 0;

    void refuse(ErrorCode code, const char* reason) {
        if (!handler.refusal) { handler.refusal = std::make_unique<Error>(Error{code, reason, {}, where}); }
        XML_StopParser(parser, XML_FALSE);
    }
    static void start(void* self, const char* name, const char** attributes) {
        auto& impl = *static_cast<Impl*>(self);
        if (++impl.depth > kDepthMax) { return impl.refuse(ErrorCode::TooLarge, "xml.too_deep"); }
        impl.handler.start(local(name), XmlAttributes(attributes));
        if (impl.handler.refusal) { XML_StopParser(impl.parser, XML_FALSE); }
    }
    static void end(void* self, const char* name) {
        auto& impl = *static_cast<Impl*>(self);
        --impl.depth;
        impl.handler.end(local(name));
        if (impl.handler.refusal) { XML_StopParser(impl.parser, XML_FALSE); }
    }
    static void text(void* self, const char* piece, int size) {
        static_cast<Impl*>(self)->handler.text({piece, static_cast<std::size_t>(size)});
    }
    static void doctype(void* self, const char*, const char*, const char*, int) {
        static_cast<Impl*>(self)->refuse(ErrorCode::InvalidInput, "xml.doctype");
    }
};

XmlParser::XmlParser(XmlHandler& handler, std::string where)
    : impl_(std::make_unique<Impl>(Impl{.handler = handler, .where = std::move(where)})) {
    impl_->parser = XML_ParserCreate(nullptr);
    GX_ASSERT(impl_->parser != nullptr);
    XML_SetUserData(impl_->parser, impl_.get());
    XML_SetElementHandler(impl_->parser, Impl::start, Impl::end);
    XML_SetCharacterDataHandler(impl_->parser, Impl::text);
    XML_SetStartDoctypeDeclHandler(impl_->parser, Impl::doctype);
    XML_SetParamEntityParsing(impl_->parser, XML_PARAM_ENTITY_PARSING_NEVER);
}

XmlParser::~XmlParser() { XML_ParserFree(impl_->parser); }

Result<Done> XmlParser::feed(std::string_view piece, bool last) {
    impl_->fed += piece.size();
    const XML_Status status = XML_Parse(impl_->parser, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
    if (impl_->handler.refusal) { return *impl_->handler.refusal; }
    if (status == XML_STATUS_ERROR) {
        const char* why = XML_ErrorString(XML_GetErrorCode(impl_->parser));
        return Error{ErrorCode::InvalidInput, "xml.syntax", why,
                     fmt::format("{}:{}", impl_->where, XML_GetCurrentLineNumber(impl_->parser))};
    }
    const auto reached = XML_GetCurrentByteIndex(impl_->parser);
    if (reached >= 0 && impl_->fed - static_cast<std::uint64_t>(reached) > kTokenMax) {
        return Error{ErrorCode::TooLarge, "xml.token_too_long", {}, impl_->where};
    }
    return Done{};
}

}  // namespace gx::ingest
