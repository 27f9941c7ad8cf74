// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// A text in both languages of the system.
struct BothLanguages {
    std::string zh;
    std::string en;
};

/// What a column's cells are read as.
enum class ColumnForm : std::uint8_t {
    Text,
    Int,      ///< whole number
    Money,    ///< fen; `unit` says what the file counts in
    Percent,  ///< "3.25" or "3.25%" as basis points
    Date,     ///< ISO day
    Bool,
    Code,     ///< one of `choices`, by code or label
    Uscc,     ///< 18-character code, checked (GB 32100)
    Sealed,   ///< a personal value: encrypted, never in the content
    SealedId, ///< an ID number (GB 11643), checked and sealed
    Figure,   ///< text exactly as printed, kept with item and unit
    Json,     ///< a structure as it stands in a JSON file
};

/// One choice of a code list.
struct CodeChoice {
    std::string code;
    BothLanguages label;
};

/// What a column's text names in the store.
struct ColumnReference {
    std::string entity;                             ///< type referred to, found by its natural key
    std::string key_prefix;                         ///< put before the text to make the key
    std::map<std::string, std::string> also = {};   ///< member of ours <- member of the entity referred to
    bool by_name = false;                           ///< the entity's unique name will do as well
    std::optional<std::string> key_member = {};     ///< member of ours that takes its natural key
};

/// One column of a table to import.
struct ImportColumn {
    std::string key;
    BothLanguages header;
    std::vector<std::string> aliases = {};
    ColumnForm form = ColumnForm::Text;
    std::int64_t unit_fen = 100;                   ///< Money: fen per unit of the file
    std::string unit = {};                         ///< Figure: the printed unit
    bool required = false;
    std::uint32_t length_max = 200;                ///< characters
    std::int64_t low = INT64_MIN;                  ///< Int, Money (fen), Percent
    std::int64_t high = INT64_MAX;
    bool not_future = false;                       ///< Date
    bool personal_allowed = false;                 ///< a text that may hold an ID number or phone
    std::vector<CodeChoice> choices = {};
    std::string choices_from = {};                 ///< name of a code list, when `choices` is empty
    std::optional<ColumnReference> reference = {};
    std::string field = {};                        ///< path of members, "evidence/0/title", "counts/{class}"; "-" = not kept
    std::string example = {};
    BothLanguages note = {};
};

/// `column` must be given (or must not be) when another column has a certain value.
struct WhenRule {
    std::string column;
    std::vector<std::string> is;    ///< codes; empty: any value
    std::vector<std::string> need = {};
    std::vector<std::string> never = {};
    std::vector<std::string> uscc = {};  ///< columns that must then be a checked 18-character code
};

/// Members that a row gets when a column has one of certain codes: what a status of a foreign list means here.
struct SetWhen {
    std::string column;
    std::vector<std::string> is;                     ///< codes, at least one
    base::Json set = base::Json::object();           ///< members with their values
    std::map<std::string, std::string> copy = {};    ///< member <- member of the same entity
};

/// Another entity that each row makes first, such as the contract document of a contract.
struct CompanionEntity {
    std::string type;
    std::string key;                                 ///< template over columns
    std::string link;                                ///< member of the main entity that takes its id
    std::string unless;                              ///< column; when it is given there is no companion
    base::Json set = base::Json::object();
    std::map<std::string, std::string> copy = {};    ///< member <- member of the main entity
    std::map<std::string, std::string> take = {};    ///< member <- column, where the column is given
};

/// How a kind of table is read, checked and written out as a template: law/imports/KIND.yaml.
///
/// Shape: 1..200 columns with unique keys and headers; `key` is a template such as "{obligation}#{no}" over columns.
struct ImportLayout {
    std::string kind;
    BothLanguages title;
    BothLanguages unit_line;
    std::string entity;
    std::string key;                                  ///< template of the natural key
    base::Json set = base::Json::object();            ///< members every row has
    bool for_people = true;                           ///< false: other systems send it, by a way of their own
    bool ignore_unknown_columns = false;
    std::vector<ImportColumn> columns = {};
    std::vector<std::vector<std::string>> date_order = {};       ///< each: columns whose days must not fall
    std::vector<std::pair<std::string, std::string>> not_above = {};  ///< first <= second, as numbers
    std::vector<std::pair<std::string, std::string>> differ = {};     ///< must not be the same person
    std::vector<WhenRule> when = {};
    std::vector<SetWhen> set_when = {};
    std::vector<std::pair<std::string, std::string>> present = {};    ///< boolean member <- member that is there
    std::vector<CompanionEntity> companions = {};

    /// Errors: InvalidInput "import.layout" and the reasons of base::JsonReader; where: a JSON pointer.
    static base::Result<ImportLayout> from_json(const base::Json& file);
    /// Nothing for an unknown key.
    std::optional<std::size_t> column_at(std::string_view column_key) const;
};

/// Code lists by name ("obligation_kinds"); nothing for an unknown name.
using CodeLists = std::function<std::optional<std::vector<CodeChoice>>(std::string_view name)>;

/// The layout with every named code list filled in. Errors: InvalidInput "import.code_list_unknown"
base::Result<ImportLayout> with_code_lists(ImportLayout layout, const CodeLists& lists);

/// A header as it is compared: half-width, lower case, without blanks, star and a unit in brackets.
/// `unit` takes what stood in the brackets ("万元").
std::string comparable_header(std::string_view header, std::string* unit = nullptr);

/// Fen per unit for 元, 万元, 亿元 and their English names; nothing for others.
std::optional<std::int64_t> fen_per_unit(std::string_view unit);

}  // namespace gx::app
