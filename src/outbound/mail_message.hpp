// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/ports/mailer.hpp"

namespace gx::outbound {

/// The letter as it goes over the wire: a plain text in UTF-8, base64, lines of at most 76 characters, CRLF.
///
/// Shape:  the subject becomes encoded words that never cut a character; control characters in it become blanks, so that no
///         header can be added; `from` also gives the right side of the Message-ID.
/// Source: RFC 5322; RFC 2045 section 6.8; RFC 2047 section 2
std::string mail_message(const app::Letter& letter, const std::string& from);

}  // namespace gx::outbound
