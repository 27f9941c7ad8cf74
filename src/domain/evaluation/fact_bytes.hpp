// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "domain/evaluation/fact_set.hpp"

namespace gx::domain::evaluation {

/// Takes the next bytes of a snapshot. Shape: every piece is a multiple of 32 bytes.
using ByteSink = std::function<base::Result<base::Done>(base::ByteView)>;

/// Writes facts and the ids of their bodies as they lie in memory (this machine's byte order; ADR 0044).
/// Errors: those of `sink`.
base::Result<base::Done> write_facts(const FactSet& facts, const std::vector<std::string>& body_ids, const ByteSink& sink);

/// Reads what `write_facts` wrote. Whatever the bytes are, nothing outside them is read and no row, code, body or division
/// that does not exist is named in the result.
/// Errors: Corrupt "evaluation.snapshot_unreadable"
base::Result<base::Done> read_facts(base::ByteView bytes, FactSet& facts, std::vector<std::string>& body_ids);

}  // namespace gx::domain::evaluation
