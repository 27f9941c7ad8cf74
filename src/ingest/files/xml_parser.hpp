// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gx::ingest {

/// The attributes of one element, valid during the call. Names are without prefix except "r:id".
class XmlAttributes {
public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    /// Empty when absent.
    std::string_view at(std::string_view name) const;
    /// An attribute of any prefix with this local name that has a prefix ("r:id" for "id").
    std::string_view prefixed(std::string_view local_name) const;

private:
    const char** pairs_;
};

/// What is found while an XML text goes by. Element names come without prefix.
class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view piece) = 0;
    /// Set by the handler to stop; the parser returns it.
    std::unique_ptr<base::Error> refusal;
};

/// An XML text from outside, fed in pieces. No document type, no entity of its own, no external reference.
///
/// Errors: InvalidInput "xml.doctype", "xml.syntax"; TooLarge "xml.too_deep", "xml.token_too_long"; or the handler's.
class XmlParser {
public:
    /// `where` names the part for messages; the handler outlives the parser.
    XmlParser(XmlHandler& handler, std::string where);
    XmlParser(const XmlParser&) = delete;
    XmlParser& operator=(const XmlParser&) = delete;
    ~XmlParser();

    base::Result<base::Done> feed(std::string_view piece, bool last);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace gx::ingest
