// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::domain {

/// A personal value that stands sealed elsewhere: its id and the commitment to it.
struct SealedText {
    std::string id;
    std::string commit;  ///< 64 hex digits

    /// Errors: as JsonReader; InvalidInput "sealed.form"
    static base::Result<SealedText> from_json(const base::Json& value, const std::string& pointer);
    base::Json to_json() const;
};

/// State staff as the office knows them: as little as possible, personal values only sealed.
///
/// Shape:  members as docs/ENTITIES.md "official".
/// Units:  serves on [valid_from, valid_to).
/// Source: S-5.4a; PIPL art. 6 (as little as possible)
struct Official {
    std::string staff_no;
    std::string body_id;
    SealedText name;
    std::optional<SealedText> id_number;
    std::optional<SealedText> phone;
    std::string staff_type;  ///< "civil_servant", "institution_staff" or empty
    base::Date valid_from;
    std::optional<base::Date> valid_to;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "sealed.form" (a value in clear, say), "official.staff_type",
    ///         "official.staff_no" (an identity number), "official.valid_order".
    static base::Result<Official> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
};

}  // namespace gx::domain
