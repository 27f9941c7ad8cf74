// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// 信用核查: what stands against bodies and officials before they are honoured, funded or promoted. It tells what there is, with its
/// document and legal basis; it gives no opinion. Each use is in the journal before the answer is given: who, about whom, why.
///
/// Source: S-5.5d, S-5.5h, S-5.4a (每次查阅留痕)
class Vetting {
public:
    struct Input {
        std::string purpose;
        std::string basis;                        ///< the clause or document that asks for it
        std::vector<std::string> bodies = {};     ///< ids or codes
        std::vector<std::string> officials = {};  ///< ids
    };
    struct Parts {
        Store& store;
        Clock& clock;
        IdSource& ids;
        const LawPack& law;
    };
    explicit Vetting(const Parts& parts) : parts_(parts) {}

    /// {on, purpose, basis, bodies: [{id, code, name, records, measures}], officials: [{id, staff_no, records, measures}]}; `records`: negative
    /// ones in effect, of officials those that the reader's rights open; `measures`: in effect.
    ///
    /// Shape:  1..200 names in all; twice the same name is shown once.
    /// Errors: NotPermitted "access.denied" (right "vetting.run"; for officials "case.read_person" too); InvalidInput those of check_reason,
    ///         "vetting.names_missing"; TooLarge "vetting.too_many"; NotFound "body.unknown", "official.unknown" (also out of reach);
    ///         BasisMissing "vetting.basis_missing"; those of the store.
    Result<base::Json> run(const Input& input, const Actor& actor);

private:
    Parts parts_;
};

}  // namespace gx::app
