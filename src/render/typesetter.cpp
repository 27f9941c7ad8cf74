// SPDX-License-Identifier: Apache-2.0
#include "render/typesetter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "base/text.hpp"

namespace gx::render {
namespace {

constexpr double kHair = 0.01;          // what rounding may cost
constexpr double kStretchMax = 0.25;    // of the size; a line that would need more stays ragged
constexpr double kFullWidthFrom = 0.75; // of the size: wider characters take a place of the grid

struct FaceName {
    const char* families;
    PangoWeight weight;
};

/// In the order of enum Face.
constexpr std::array<FaceName, 6> kFaces{{
    {"仿宋_GB2312,FangSong_GB2312,FangSong,STFangsong,FandolFang R,Noto Serif CJK SC", PANGO_WEIGHT_NORMAL},
    {"SimSun,NSimSun,FandolSong,Noto Serif CJK SC", PANGO_WEIGHT_NORMAL},
    {"方正小标宋简体,FZXiaoBiaoSong-B05S,Noto Serif CJK SC", PANGO_WEIGHT_BOLD},
    {"SimHei,Noto Sans CJK SC", PANGO_WEIGHT_NORMAL},
    {"楷体_GB2312,KaiTi_GB2312,KaiTi,FandolKai,Noto Serif CJK SC", PANGO_WEIGHT_NORMAL},
    {"Noto Sans CJK SC", PANGO_WEIGHT_NORMAL},
}};

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
using LayoutPtr = std::unique_ptr<PangoLayout, Unref>;

/// Neither control characters nor those that turn the direction of writing or have no width: what is printed stands in the order it was written.
bool is_dropped(std::string_view character) {
    static constexpr std::array<std::string_view, 15> kUnseen{
        "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u061c", "\ufeff", "\u2028", "\u200b"};
    const bool control = character.size() == 1 && (static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7f);
    return control || std::ranges::find(kUnseen, character) != kUnseen.end();
}

std::string printable(std::string_view text) {
    std::string out;
    for (const std::string_view one : base::characters(text)) {
        if (one == "\t") { out += ' '; } else if (!is_dropped(one)) { out += one; }
    }
    return out;
}

/// What may be drawn in at the end of a line.
bool is_closing(std::string_view cluster) {
    static constexpr std::array<std::string_view, 13> kMarks{"，", "。", "、", "；", "：", "！", "？", "）", "》", "」", "』", "】", "〕"};
    return std::ranges::find(kMarks, cluster) != kMarks.end();
}

struct Cluster {
    std::size_t from = 0;  ///< bytes of the text
    std::size_t to = 0;
    double advance = 0;
    bool stretches = false;
    bool space = false;
    bool may_break = false;  ///< a line may end before it
};

LayoutPtr lay_out(PangoContext* context, std::string_view text, const TextStyle& style) {
    const FaceName& face = kFaces[static_cast<std::size_t>(style.face)];
    LayoutPtr layout(pango_layout_new(context));
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, face.families);
    pango_font_description_set_weight(font, face.weight);
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_auto_dir(layout.get(), FALSE);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
}

/// Calls `visit(run, iterator, cluster)` for each cluster of the one line, left to right; `cluster` without may_break.
template <class Visit>
void each_cluster(PangoLayoutLine* line, std::string_view text, const TextStyle& style, const Visit& visit) {
    for (GSList* at = line->runs; at != nullptr; at = at->next) {
        auto* run = static_cast<PangoLayoutRun*>(at->data);
        PangoGlyphItemIter item;
        const char* whole = text.data();
        for (gboolean more = pango_glyph_item_iter_init_start(&item, run, whole); more; more = pango_glyph_item_iter_next_cluster(&item)) {
            double natural = 0;
            const int first = std::min(item.start_glyph, item.end_glyph + 1);
            const int last = std::max(item.start_glyph + 1, item.end_glyph);
            for (int i = first; i < last; ++i) { natural += run->glyphs->glyphs[i].geometry.width; }
            natural /= PANGO_SCALE;
            Cluster cluster{.from = static_cast<std::size_t>(std::min(item.start_index, item.end_index)),
                            .to = static_cast<std::size_t>(std::max(item.start_index, item.end_index)),
                            .advance = natural};
            const bool full = natural > kFullWidthFrom * style.size && natural < 1.5 * style.size;
            if (full && style.pitch > 0) { cluster.advance = style.pitch; }
            cluster.space = text.substr(cluster.from, cluster.to - cluster.from) == " ";
            cluster.stretches = full || cluster.space;
            visit(*run, first, last, cluster);
        }
    }
}

std::vector<Cluster> clusters_of(PangoLayout* layout, std::string_view text, const TextStyle& style) {
    std::vector<Cluster> out;
    each_cluster(pango_layout_get_line_readonly(layout, 0), text, style,
                 [&](PangoLayoutRun&, int, int, const Cluster& cluster) { out.push_back(cluster); });
    std::ranges::sort(out, {}, &Cluster::from);
    int count = 0;
    const PangoLogAttr* attributes = pango_layout_get_log_attrs_readonly(layout, &count);
    std::size_t byte = 0;
    std::size_t character = 0;
    for (Cluster& cluster : out) {
        for (; byte < cluster.from; ++byte) {
            if ((static_cast<unsigned char>(text[byte]) & 0xC0U) != 0x80U) { ++character; }
        }
        if (character < static_cast<std::size_t>(count)) { cluster.may_break = attributes[character].is_line_break != 0; }
    }
    return out;
}

/// Where the line that begins at `from` ends, and whether its last mark was drawn in.
struct LineEnd {
    std::size_t to;
    bool drawn_in = false;
};

LineEnd end_of_line(const std::vector<Cluster>& clusters, std::string_view text, std::size_t from, double limit) {
    double width = 0;
    std::size_t last_break = from;
    std::size_t i = from;
    for (; i < clusters.size(); ++i) {
        if (i > from && clusters[i].may_break) { last_break = i; }
        if (width + clusters[i].advance > limit + kHair && !clusters[i].space) { break; }
        width += clusters[i].advance;
    }
    if (i == clusters.size()) { return {i}; }
    const Cluster& over = clusters[i];
    const bool ends_here = i + 1 == clusters.size() || clusters[i + 1].may_break;
    if (i > from && ends_here && is_closing(text.substr(over.from, over.to - over.from))) { return {i + 1, true}; }
    return {last_break > from ? last_break : std::max(i, from + 1)};
}

SetLine set_line(const std::vector<Cluster>& clusters, std::string_view text, std::size_t from, LineEnd end, double limit, bool fill) {
    std::size_t to = end.to;
    while (to > from && clusters[to - 1].space) { --to; }
    SetLine line;
    if (to == from) { return line; }
    line.text = text.substr(clusters[from].from, clusters[to - 1].to - clusters[from].from);
    std::size_t gaps = 0;
    for (std::size_t i = from; i < to; ++i) {
        line.width += clusters[i].advance;
        if (i + 1 < to && clusters[i].stretches) { ++gaps; }
    }
    if (end.drawn_in) { line.width -= clusters[to - 1].advance / 2; }
    if (gaps > 0 && (fill || end.drawn_in)) { line.stretch = (limit - line.width) / static_cast<double>(gaps); }
    return line;
}

}  // namespace

Typesetter::Typesetter(const std::filesystem::path& fonts)
    : config_(FcInitLoadConfigAndFonts()), fonts_(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)) {
    std::error_code ec;
    if (!fonts.empty() && std::filesystem::is_directory(fonts, ec)) {
        FcConfigAppFontAddDir(config_, reinterpret_cast<const FcChar8*>(fonts.c_str()));
    }
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts_), config_);
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_), 72);
    context_ = pango_font_map_create_context(fonts_);
    pango_context_set_language(context_, pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(context_, PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(context_, FALSE);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_, options);
    cairo_font_options_destroy(options);
}

Typesetter::~Typesetter() {
    g_object_unref(context_);
    g_object_unref(fonts_);
    FcConfigDestroy(config_);
}

double Typesetter::width(std::string_view text, const TextStyle& style) {
    const std::string shown = printable(text);
    const LayoutPtr layout = lay_out(context_, shown, style);
    double width = 0;
    for (const Cluster& cluster : clusters_of(layout.get(), shown, style)) { width += cluster.advance; }
    return width;
}

std::vector<SetLine> Typesetter::lines(std::string_view text, const TextStyle& style, const Measure& measure) {
    std::vector<SetLine> out;
    double indent = measure.first_indent;
    for (const std::string_view piece : base::split(text, '\n')) {
        const std::string shown = printable(piece);
        const LayoutPtr layout = lay_out(context_, shown, style);
        const auto clusters = clusters_of(layout.get(), shown, style);
        if (clusters.empty()) { out.emplace_back(); }
        for (std::size_t from = 0; from < clusters.size();) {
            const double limit = measure.width - indent;
            const LineEnd end = end_of_line(clusters, shown, from, limit);
            SetLine line = set_line(clusters, shown, from, end, limit, measure.justified && end.to < clusters.size());
            if (line.stretch > kStretchMax * style.size) { line.stretch = 0; }
            out.push_back(std::move(line));
            from = end.to;
            indent = 0;
        }
    }
    return out;
}

double Typesetter::draw(PdfCanvas& canvas, const SetLine& line, const TextStyle& style, double x, double baseline, const Colour& colour) {
    if (line.text.empty()) { return x; }
    const LayoutPtr layout = lay_out(context_, line.text, style);
    PangoLayoutLine* set = pango_layout_get_line(layout.get(), 0);
    double end = x;
    each_cluster(set, line.text, style, [&](PangoLayoutRun& run, int first, int last, const Cluster& cluster) {
        const double advance = cluster.advance + (cluster.stretches && cluster.to < line.text.size() ? line.stretch : 0);
        int width = static_cast<int>(std::lround(advance * PANGO_SCALE));
        end += advance;
        for (int i = first; i + 1 < last; ++i) { width -= run.glyphs->glyphs[i].geometry.width; }
        run.glyphs->glyphs[last - 1].geometry.width = width;
    });
    canvas.colour(colour);
    cairo_move_to(canvas.cairo(), x, baseline);
    pango_cairo_show_layout_line(canvas.cairo(), set);
    return end;
}

double Typesetter::draw(PdfCanvas& canvas, std::string_view text, const TextStyle& style, double x, double baseline, const Colour& colour) {
    SetLine line;
    line.text = printable(text);
    return draw(canvas, line, style, x, baseline, colour);
}

}  // namespace gx::render
