// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "ingest/files/text_stream.hpp"

namespace gx::ingest {

/// The elements of a JSON file one after the other: of a top-level array, or values that follow each other (one on
/// each line), or the elements of named arrays inside a top-level object (the releases of a package).
class JsonStream {
public:
    struct Options {
        std::size_t element_bytes_max = 1U << 20U;
        std::uint32_t elements_max = 1'048'576;
        base::JsonLimits limits = {};
        std::vector<std::string> arrays = {};  ///< members of a top-level object whose elements are wanted
    };

    JsonStream(TextStream stream, Options options);

    /// Nothing after the last one. A member wanted by `arrays` that is an object is one element.
    /// Errors: TooLarge "json.element_too_long", "table.too_many_rows"; InvalidInput "json.syntax" and those of
    ///         base::parse_json; where: "element N".
    base::Result<std::optional<base::Json>> next();
    /// Number of the element given last, from 1.
    std::uint32_t number() const { return number_; }
    /// Members of the object around the elements, as far as read; null when there is none.
    const base::Json& envelope() const { return envelope_; }

private:
    enum class State { Sequence, Array, Members, Inner };

    base::Error fault(std::string reason, std::string detail = {}) const;
    base::Result<char> peek();
    base::Result<bool> refill();
    base::Result<base::Json> value();
    base::Result<std::size_t> value_size();
    base::Result<bool> open_top();
    base::Result<std::optional<base::Json>> step();
    base::Result<bool> after_element(char close);
    base::Result<std::optional<base::Json>> member();

    TextStream stream_;
    Options options_;
    std::string buffer_;
    std::size_t start_ = 0;
    bool drained_ = false;
    bool opened_ = false;
    bool array_ended_ = false;
    bool first_ = true;
    State state_ = State::Sequence;
    std::uint32_t number_ = 0;
    base::Json envelope_;
    bool descended_ = false;
};

}  // namespace gx::ingest
