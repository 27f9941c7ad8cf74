// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gx::app {

/// What a name of a document template stands for, and the form its value has.
enum class DocumentValue {
    Text,     ///< a text as it is printed
    Number,   ///< a whole number from 0 on
    Day,      ///< "YYYY-MM-DD", printed as 2026年11月29日
    Clauses,  ///< list of citations ("SRC-X art. 9", "S-5.5c"), printed as 《…》第九条
    List,     ///< list of texts; `each` makes a paragraph of every one, elsewhere they are joined by “、”
};

/// The names that templates may use; law/documents/README.md says what each means. Null when there is no such name.
const DocumentValue* document_value(std::string_view name);

}  // namespace gx::app
