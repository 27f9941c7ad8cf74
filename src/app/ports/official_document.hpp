// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"

namespace gx::app {

/// One paragraph of an official document.
///
/// Shape: `level` 0 for plain text; 1 for "一、", 2 for "（一）", 3 for "1.", 4 for "（1）". The number is part of the text.
struct DocumentParagraph {
    int level = 0;
    std::string text;
};

/// An official document (公文) of one issuer, ready to be set: every text as it is printed, no placeholder left.
///
/// Shape:  paragraphs 1..2000; attachments 0..50; an empty text means that the element is left out. A line break in `title`
///         is kept; U+200B in it marks where it would best be broken when it is too long for a line. `attachments` are names without a number; `copy_to` is without "抄送：" and without a full stop.
/// Units:  days are civil days.
/// Source: S-5.5b, S-5.5c, S-5.5e; layout of GB/T 9704-2012 section 7
struct OfficialDocument {
    std::string issuer;  ///< the red head, without 文件 where there is none
    std::string doc_no;  ///< "示信整〔2026〕3号"
    std::string signer = {};
    std::string urgency = {};  ///< "特急", "加急"
    std::string title;
    std::string addressee = {};  ///< without the colon
    std::vector<DocumentParagraph> paragraphs;
    std::vector<std::string> attachments = {};
    std::string signed_by;
    base::Date date;
    std::string remark = {};  ///< 附注, without the brackets
    std::string copy_to = {};
    std::string printed_by = {};
    std::optional<base::Date> printed_on = {};
    std::string mark = {};  ///< stands in the head margin of every page: that this is a demonstration
};

}  // namespace gx::app
