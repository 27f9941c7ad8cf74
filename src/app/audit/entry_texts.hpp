// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"
#include "app/publication/labels.hpp"

namespace gx::app {

enum class Tongue { Chinese, English };

/// Members and values of contents as people read them: names from api/labels.yaml and from the import layouts, amounts in yuan,
/// codes by their names, ids by what they stand for. What is sealed is never opened.
/// Thread: any number of readers.
class EntryTexts {
public:
    EntryTexts(const LawPack& law, const Labels& labels);

    BothLanguages entity(std::string_view type) const;
    BothLanguages action(std::string_view verb) const;
    BothLanguages field(std::string_view type, std::string_view path) const;

    /// Looks up what ids stand for, once each. Shape: at most 5,000 kept.
    class Names {
    public:
        Names(Reader& reader, std::string tenant) : reader_(reader), tenant_(std::move(tenant)) {}
        /// "SF-CZJ …": key and name or title; the id itself when there is no such thing (now).
        Result<std::string> of(std::string_view type, const std::string& id);

    private:
        Reader& reader_;
        std::string tenant_;
        std::unordered_map<std::string, std::string> known_;
    };
    /// Empty for a value that is not there. Shape: at most 2,000 bytes.
    Result<std::string> value(std::string_view type, std::string_view path, const base::Json& value, Tongue tongue, Names& names) const;

private:
    const ImportColumn* column(std::string_view type, std::string_view path) const;
    std::string word(std::string_view code, Tongue tongue) const;
    Result<std::string> text(std::string_view type, std::string_view path, const std::string& text, Tongue tongue, Names& names) const;
    std::string number(std::string_view type, std::string_view path, std::int64_t number, Tongue tongue) const;

    const LawPack& law_;
    const Labels& labels_;
    std::map<std::string, const ImportColumn*, std::less<>> columns_;  ///< by "entity/path"
};

/// What an entity is called in a list: its key with its name or title, as far as they are not sealed.
std::string label_of(std::string_view key, const base::Json& content);

}  // namespace gx::app
