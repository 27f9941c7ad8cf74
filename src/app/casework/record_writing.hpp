// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/casework/call_subject.hpp"
#include "domain/publication/publication_window.hpp"

namespace gx::app {

/// What a record is made with beside the fields of its case.
struct RecordMaking {
    Reader& reader;
    const LawPack& law;
    const std::string& tenant;
    base::Date today;
};

/// The record as the case's fields make it: README.md "put_record". What only comes later (service, defence, who checked, when it takes
/// effect) is there as far as the case has it.
///
/// Errors: StateForbids "record.type_not_in_force"; BasisMissing "case.field_missing" (a day without which there is no record);
///         NotFound "case.subject_unknown"; those of domain::Record::from_json and the store.
/// Source: S-2.2, S-3.4c, S-5.2c, S-5.5a
Result<domain::Record> record_of_fields(const RecordMaking& making, const domain::CaseFile& file);

/// domain::check_record on it, without what only comes later. Errors: those of record_of_fields and domain::check_record.
Result<Done> check_drafted(const RecordMaking& making, const domain::CaseFile& file);

/// The code under which nothing stands yet: cat + "/" + doc_no + "/" + subject code, with "#2" … after revoked ones.
/// Errors: those of the store.
Result<std::string> free_record_code(Reader& reader, const std::string& tenant, const std::string& wanted);

/// The code of a loss in law/records/severity.yaml; empty without a matrix. Total.
std::string loss_band(const LawPack& law, std::int64_t loss_fen);

/// Writes the next version of a record and brings what the public sees of it in line. Errors: those of Record::from_json, of
/// keep_publication and the store.
Result<Done> write_record(const EffectCall& call, const Entity& row, const domain::Record& record, std::string_view verb);

}  // namespace gx::app
