// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/strong_id.hpp"

namespace gx::domain {

struct SourceTag;
/// "SRC-XXGKTL" (text carried here), "EXT-GF76" (cited only), "PLAN" (the plan being carried out).
using SourceId = base::StrongId<SourceTag>;

/// From which day to which last day something is the law. Both days count.
struct InForce {
    base::Date from;
    std::optional<base::Date> to = {};

    bool covers(base::Date day) const { return from <= day && (!to || day <= *to); }
    /// True when some day lies in both.
    bool overlaps(const InForce& other) const;
    /// Reads {from, to?}. Errors: InvalidInput "legal.in_force_reversed" and those of base::JsonReader.
    static base::Result<InForce> from_json(const base::Json& json, const std::string& pointer = {});
};

enum class SourceKind {
    Law,                     ///< 法律
    AdministrativeRegulation,///< 行政法规
    PartyRegulation,         ///< 党内法规
    JudicialInterpretation,  ///< 司法解释
    LocalRegulation,         ///< 地方性法规
    DepartmentRule,          ///< 部门规章
    PolicyDocument,          ///< 规范性文件、政策文件
    Standard,                ///< 标准
    LocalPractice,           ///< 地方做法, a model only
    Plan,                    ///< 实施方案
    OwnRule,                 ///< a choice of this system where no authority speaks; a parameter
};
std::string_view code_of(SourceKind kind);

/// One article or clause, word for word.
///
/// Shape: `no` is "12" for 第十二条, "12-1" for 第十二条之一, or a clause id of the plan ("S-6.4d").
///        `opens` names the chapter and section that begin with this article.
struct Article {
    std::string no;
    std::string text;
    std::vector<std::string> opens = {};
};

/// A text that may stand behind a duty, a deadline or a record.
///
/// Shape:  articles 0..1000 in the order of the text, `no` unique; none when the text is only cited.
/// Units:  days are civil days; `in_force` is that of the act as its last article says, `text_of` the day of the
///         version carried here.
struct Source {
    SourceId id;
    SourceKind kind = SourceKind::Law;
    std::string title;
    std::string issuer;
    std::string doc_no;
    std::optional<base::Date> adopted_on;
    std::optional<base::Date> text_of;
    InForce in_force;
    std::optional<SourceId> repealed_by;
    std::string provenance;
    std::string note;
    std::string preamble;
    std::vector<Article> articles;

    bool is_carried() const { return !articles.empty(); }
    /// The article `no`, or nothing. Total.
    const Article* article(std::string_view no) const;

    /// Errors: InvalidInput "legal.kind_unknown", "legal.article_twice", "legal.in_force_reversed" and those of base::JsonReader.
    static base::Result<Source> from_json(const base::Json& json, const std::string& pointer = {});
};

}  // namespace gx::domain
