// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Refuses the number of a person (ID, phone, bank card) in any text that somebody entered, at whatever depth: registers are read by
/// many, and what is journalled stays. Codes, ids and digests pass; in numbers of documents (`…_no`) what looks like a bank card does.
///
/// Shape:  depth at most that of a request (32).
/// Errors: InvalidInput `reason`; `where` is `pointer` and the place below it.
/// Source: SRC-PIPL art. 28, 34; DOMAIN 4.5
base::Result<base::Done> check_no_person(const base::Json& entered, const std::string& reason, const std::string& pointer);
/// The documents that a change rests on: at least one, and no number of a person among them.
/// Errors: BasisMissing "subject.basis_missing"; InvalidInput "request.personal_value"; `where` is "/body/basis"
base::Result<base::Done> check_basis(const std::vector<std::string>& basis);

}  // namespace gx::app
