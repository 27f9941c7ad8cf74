// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace gx::app {

/// One member that differs between two versions of a content; null where it was not there.
///
/// Shape: `field` is the path of the member, "counterparty/name", "evidence/0/title"; a list of plain values and a sealed value
///        count as one member.
struct FieldChange {
    std::string field;
    base::Json before;
    base::Json after;
};

/// What became different, in order of the paths. Shape: at most `count_max`; `left_off` takes the number of further ones.
std::vector<FieldChange> field_changes(const base::Json& before, const base::Json& after, std::size_t count_max,
                                       std::size_t& left_off);
/// {"sealed": id, "commit": hex}: a personal value that is kept elsewhere.
bool is_sealed_value(const base::Json& value);
/// Members that are never shown, whatever they hold: digests of secrets.
bool is_hidden_member(std::string_view path);
/// The content with what is sealed or hidden replaced by {"sealed": true}.
base::Json without_secrets(const base::Json& content);

}  // namespace gx::app
