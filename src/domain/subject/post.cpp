// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/post.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/json_reader.hpp"
#include "domain/subject/content_members.hpp"

namespace gx::domain {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

Result<Post> Post::from_json(const base::Json& content, const std::string& pointer) {
    constexpr std::array<std::string_view, 4> kRanks = {"", "head", "deputy", "staff"};
    const base::JsonReader reader(content, pointer);
    Post post;
    GX_TRY(post.code, reader.text("code", 200));
    GX_TRY(post.body_id, reader.text("body_id", 100));
    GX_TRY(post.title, reader.text("title", 200));
    GX_TRY(post.title_en, reader.text_or_empty("title_en", 200));
    GX_TRY(post.rank, reader.text_or_empty("rank", 20));
    if (std::find(kRanks.begin(), kRanks.end(), post.rank) == kRanks.end()) {
        return reader.refuse("rank", "post.rank", post.rank);
    }
    GX_TRY(post.valid_from, reader.date("valid_from"));
    GX_TRY(post.valid_to, reader.optional_date("valid_to"));
    if (post.valid_to && *post.valid_to < post.valid_from) { return reader.refuse("valid_to", "post.valid_order"); }
    GX_TRY(post.note, reader.text_or_empty("note"));
    GX_TRY(post.basis, reader.texts("basis", 100));
    return post;
}

base::Json Post::to_json() const {
    base::Json out = base::Json::object();
    out.set("code", code).set("body_id", body_id).set("title", title).set("valid_from", valid_from.iso());
    put_text(out, "title_en", title_en);
    put_text(out, "rank", rank);
    put_day(out, "valid_to", valid_to);
    put_text(out, "note", note);
    put_texts(out, "basis", basis);
    return out;
}

Result<Tenure> Tenure::from_json(const base::Json& content, const std::string& pointer) {
    const base::JsonReader reader(content, pointer);
    Tenure tenure;
    GX_TRY(tenure.code, reader.text("code", 300));
    GX_TRY(tenure.post_id, reader.text("post_id", 100));
    GX_TRY(tenure.official_id, reader.text("official_id", 100));
    GX_TRY(tenure.from_on, reader.date("from_on"));
    GX_TRY(tenure.to_on, reader.optional_date("to_on"));
    if (tenure.to_on && *tenure.to_on < tenure.from_on) { return reader.refuse("to_on", "tenure.order"); }
    GX_TRY(tenure.acting, reader.flag_or("acting", false));
    GX_TRY(tenure.note, reader.text_or_empty("note"));
    GX_TRY(tenure.basis, reader.texts("basis", 100));
    return tenure;
}

base::Json Tenure::to_json() const {
    base::Json out = base::Json::object();
    out.set("code", code).set("post_id", post_id).set("official_id", official_id).set("from_on", from_on.iso());
    put_day(out, "to_on", to_on);
    if (acting) { out.set("acting", true); }
    put_text(out, "note", note);
    put_texts(out, "basis", basis);
    return out;
}

bool overlap(const Tenure& a, const Tenure& b) {
    const bool a_before_b = a.to_on && *a.to_on <= b.from_on;
    const bool b_before_a = b.to_on && *b.to_on <= a.from_on;
    return !a_before_b && !b_before_a;
}

Result<base::Done> check_tenure(const Post& post, std::span<const Tenure> others, const Tenure& next) {
    const bool ends_too_late = post.valid_to && (!next.to_on || *next.to_on > *post.valid_to);
    if (next.from_on < post.valid_from || (post.valid_to && next.from_on >= *post.valid_to) || ends_too_late) {
        return Error{ErrorCode::StateForbids, "tenure.post_closed", next.code};
    }
    for (const Tenure& other : others) {
        if (other.code == next.code || !overlap(other, next)) { continue; }
        const bool both_full = !other.acting && !next.acting;
        if (both_full || other.official_id == next.official_id) {
            return Error{ErrorCode::Conflict, "tenure.overlap", other.code};
        }
    }
    return base::Done{};
}

std::vector<Tenure> responsible_on(std::span<const Tenure> of_the_post, Date day) {
    std::vector<Tenure> found;
    std::copy_if(of_the_post.begin(), of_the_post.end(), std::back_inserter(found),
                 [&](const Tenure& tenure) { return tenure.holds_on(day); });
    std::sort(found.begin(), found.end(), [](const Tenure& a, const Tenure& b) {
        return std::tie(a.acting, a.from_on, a.code) < std::tie(b.acting, b.from_on, b.code);
    });
    return found;
}

}  // namespace gx::domain
