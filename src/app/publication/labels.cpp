// SPDX-License-Identifier: Apache-2.0
#include "app/publication/labels.hpp"

namespace gx::app {

base::Result<Labels> Labels::from_json(const base::Json& json) {
    Labels labels;
    const auto bad = [](std::string where) {
        return base::Error{base::ErrorCode::InvalidInput, "labels.form", "needs zh and en", std::move(where)};
    };
    if (!json.is_object()) { return bad(""); }
    for (const auto& [group, codes] : json.as_object()) {
        if (!codes.is_object()) { return bad("/" + group); }
        for (const auto& [code, name] : codes.as_object()) {
            const auto zh = name.string_at("zh");
            const auto en = name.string_at("en");
            if (!zh || !en || zh->empty() || en->empty()) { return bad("/" + group + "/" + code); }
            labels.groups_[group][code] = {*zh, *en};
        }
    }
    return labels;
}

const Labels::Name* Labels::find(std::string_view group, std::string_view code) const {
    const auto names = groups_.find(group);
    if (names == groups_.end()) { return nullptr; }
    const auto name = names->second.find(code);
    return name == names->second.end() ? nullptr : &name->second;
}

std::string Labels::zh(std::string_view group, std::string_view code) const {
    const Name* name = find(group, code);
    return name == nullptr ? std::string{code} : name->zh;
}

std::string Labels::en(std::string_view group, std::string_view code) const {
    const Name* name = find(group, code);
    return name == nullptr ? std::string{code} : name->en;
}

}  // namespace gx::app
