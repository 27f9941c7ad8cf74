// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "app/officials/official_parts.hpp"
#include "domain/subject/official.hpp"

namespace gx::app {

/// An official as somebody types it in: personal values in clear, until they are sealed.
struct OfficialDraft {
    std::string staff_no;
    std::string body_id;
    std::string name = {};       ///< empty in a change: stays
    std::string id_number = {};  ///< as name
    std::string phone = {};      ///< as name
    std::string staff_type = {};
    base::Date valid_from;
    std::optional<base::Date> valid_to = {};
    std::string note = {};
    std::vector<std::string> basis = {};
    std::vector<std::string> remove = {};  ///< "id_number", "phone": to be taken away

    /// Reads {staff_no, body_id, name?, id_number?, phone?, staff_type?, valid_from, valid_to?, note?, basis?, remove?, version?}.
    /// Errors: those of base::JsonReader
    static Result<OfficialDraft> from_json(const base::Json& json, const std::string& pointer);
};

/// What was written, for the answer: never a personal value.
struct OfficialWritten {
    std::string id;
    std::int64_t version = 0;
};

/// Adds an official to a body within reach. Name, number and phone are sealed before anything is written.
/// Source: S-5.4a; DESIGN 4.1
class AddOfficial {
public:
    explicit AddOfficial(const OfficialParts& parts) : parts_(parts) {}
    /// Errors: NotPermitted "access.denied"; InvalidInput "official.name_form", "official.phone_form", "official.staff_no",
    ///         "official.staff_type", "official.valid_order", "official.text_personal", those of CitizenId; NotFound "body.unknown";
    ///         Conflict "store.key_taken".
    Result<OfficialWritten> run(const OfficialDraft& draft, const Actor& actor);

private:
    OfficialParts parts_;
};

/// Changes an official within reach; the staff number stays. A personal value that is not given stays as it is; one that was
/// erased by law does not come back.
class ChangeOfficial {
public:
    struct Input {
        std::string id;
        std::int64_t version = 0;
        OfficialDraft draft;
    };
    explicit ChangeOfficial(const OfficialParts& parts) : parts_(parts) {}
    /// Errors: those of AddOfficial; NotFound "official.unknown"; InvalidInput "official.staff_no_changed", "official.unchanged";
    ///         StateForbids "official.value_erased"; VersionMismatch "store.version".
    Result<OfficialWritten> run(const Input& input, const Actor& actor);

private:
    OfficialParts parts_;
};

}  // namespace gx::app
