// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "app/ports/store.hpp"

namespace gx::app {

/// The body that a content is about: its member "body_id", or the id of a body itself. Empty when the content alone does not say.
std::string body_of(std::string_view type, std::string_view id, const base::Json& content);

/// Whether a content belongs to the file of a person, a record or measure about an official, or to a confidential case. Such are
/// read in that file or case alone; lists, exports and the office's view of the journal pass over them. Total.
/// Source: S-5.4a, S-4.3b; ADR 0065, 0080
bool is_of_person_file(std::string_view type, const base::Json& content);

/// As body_of, and looks up what a content refers to where it names no body itself (a tenure belongs to the body of its post).
///
/// Shape:  keeps what it looked up, at most 10,000 posts.
/// Thread: one at a time.
class BodyFinder {
public:
    BodyFinder(Reader& reader, std::string tenant) : reader_(reader), tenant_(std::move(tenant)) {}
    /// Empty: of no body. Errors: those of the store.
    Result<std::string> find(std::string_view type, std::string_view id, const base::Json& content);

private:
    Reader& reader_;
    std::string tenant_;
    std::unordered_map<std::string, std::string> of_post_;
};

}  // namespace gx::app
