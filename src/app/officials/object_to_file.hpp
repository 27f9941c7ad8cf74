// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/officials/file_objection.hpp"
#include "app/officials/official_rows.hpp"

namespace gx::app {

/// A person objects to a part of the own file. Nothing of the file changes; until the answer it shows as disputed on every copy.
/// Source: S-5.6c
class ObjectToFile {
public:
    struct Input {
        std::string entity;     ///< "official", "tenure" or "record"
        std::string entity_id;
        std::string text;       ///< 4..2,000 characters, no identity, phone or card number
    };
    explicit ObjectToFile(const OfficialParts& parts) : parts_(parts) {}
    /// Errors: NotPermitted "access.denied"; InvalidInput "file_objection.entity", "file_objection.text",
    ///         "file_objection.text_personal"; NotFound "official.no_own_file", "file_objection.subject_unknown" (not of the own
    ///         file); Conflict "file_objection.open_already".
    Result<FileObjection> run(const Input& input, const Actor& actor);

private:
    OfficialParts parts_;
};

/// The objections to the own file, newest first. Errors: NotPermitted "access.denied"; NotFound "official.no_own_file".
Result<base::Json> own_objections(const OfficialParts& parts, const Actor& actor);

/// Objections to files within reach, newest first.
class ListFileObjections {
public:
    struct Input {
        std::string state = {};  ///< "open", "answered" or empty: all
        OffsetPage page = {};
    };
    explicit ListFileObjections(const OfficialParts& parts) : parts_(parts) {}
    /// Errors: NotPermitted "access.denied"; InvalidInput "page.…"; those of the sealer and the store.
    Result<base::Json> run(const Input& input, const Actor& actor);

private:
    OfficialParts parts_;
};

/// One objection to a file within reach.
class ShowFileObjection {
public:
    explicit ShowFileObjection(const OfficialParts& parts) : parts_(parts) {}
    /// As an item of ListFileObjections. Errors: NotPermitted "access.denied"; NotFound "file_objection.unknown"; those of the sealer
    ///         and the store.
    Result<base::Json> run(const std::string& id, const Actor& actor);

private:
    OfficialParts parts_;
};

/// The organisation department answers; what the answer makes of a record is a matter of its own. Nobody answers the own objection.
class AnswerFileObjection {
public:
    struct Input {
        std::string id;
        std::int64_t version = 0;
        std::string answer;  ///< as ObjectToFile::Input::text
    };
    explicit AnswerFileObjection(const OfficialParts& parts) : parts_(parts) {}
    /// Errors: NotPermitted "access.denied"; InvalidInput as ObjectToFile; NotFound "file_objection.unknown"; StateForbids
    ///         "file_objection.answered", "file_objection.own_case"; VersionMismatch "store.version".
    Result<FileObjection> run(const Input& input, const Actor& actor);

private:
    OfficialParts parts_;
};

}  // namespace gx::app
