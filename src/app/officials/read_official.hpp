// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/officials/official_rows.hpp"

namespace gx::app {

/// One person's file with masked values: tenures, the records that the reader's actions open, open objections. The read and its
/// reason are in the journal before the answer is given.
/// Source: S-5.4a; DOMAIN 11 (person files)
class ReadOfficial {
public:
    struct Input {
        std::string id;
        std::string reason;
    };
    explicit ReadOfficial(const OfficialParts& parts) : parts_(parts) {}
    /// Errors: NotPermitted "access.denied"; InvalidInput those of check_reason; NotFound "official.unknown"; those of the sealer
    ///         and the store.
    Result<base::Json> run(const Input& input, const Actor& actor);

private:
    OfficialParts parts_;
};

/// Who read a person's file, when and why, newest first.
class ReadsOfOfficial {
public:
    struct Input {
        std::string id;
        OffsetPage page = {};
    };
    explicit ReadsOfOfficial(const OfficialParts& parts) : parts_(parts) {}
    /// Errors: NotPermitted "access.denied"; InvalidInput "page.…"; NotFound "official.unknown"; those of the store.
    Result<base::Json> run(const Input& input, const Actor& actor);

private:
    OfficialParts parts_;
};

}  // namespace gx::app
