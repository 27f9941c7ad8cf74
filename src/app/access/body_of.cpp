// SPDX-License-Identifier: Apache-2.0
#include "app/access/body_of.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kPostsMax = 10'000;

}  // namespace

std::string body_of(std::string_view type, std::string_view id, const base::Json& content) {
    return type == "body" ? std::string(id) : content.text_or_empty("body_id");
}

bool is_of_person_file(std::string_view type, const base::Json& content) {
    const bool about_official = !content.text_or_empty("official_id").empty();
    if (type == "case_file") { return about_official || content.bool_at("confidential").value_or(false); }
    return about_official && (type == "record" || type == "measure");
}

Result<std::string> BodyFinder::find(std::string_view type, std::string_view id, const base::Json& content) {
    std::string direct = body_of(type, id, content);
    const auto post = direct.empty() ? content.string_at("post_id") : std::nullopt;
    if (!post) { return direct; }
    if (const auto known = of_post_.find(*post); known != of_post_.end()) { return known->second; }
    GX_TRY(const auto found, reader_.find("post", tenant_, *post));
    if (of_post_.size() >= kPostsMax) { of_post_.clear(); }
    std::string body = found ? found->content.text_or_empty("body_id") : std::string{};
    of_post_.emplace(*post, body);
    return body;
}

}  // namespace gx::app
