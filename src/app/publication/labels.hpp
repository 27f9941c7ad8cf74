// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Names of codes in public answers: api/labels.yaml.
class Labels {
public:
    Labels() = default;
    /// Reads {group: {code: {zh, en}}}. Errors: InvalidInput "labels.form"; `where` is the pointer.
    static base::Result<Labels> from_json(const base::Json& json);

    /// The Chinese name, or the code itself when there is none.
    std::string zh(std::string_view group, std::string_view code) const;
    std::string en(std::string_view group, std::string_view code) const;

private:
    struct Name {
        std::string zh;
        std::string en;
    };
    const Name* find(std::string_view group, std::string_view code) const;
    std::map<std::string, std::map<std::string, Name, std::less<>>, std::less<>> groups_;
};

}  // namespace gx::app
