// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "render/pdf_canvas.hpp"

using FcConfig = struct _FcConfig;
using PangoFontMap = struct _PangoFontMap;
using PangoContext = struct _PangoContext;

namespace gx::render {

/// The type faces of official documents. Each is a list of families, first those of offices that have them, then Debian's.
enum class Face : std::uint8_t {
    FangSong,  ///< 仿宋: text
    Song,      ///< 宋体: page numbers
    Title,     ///< 小标宋: head and title
    Hei,       ///< 黑体: headings of the first level
    Kai,       ///< 楷体: headings of the second level, the signer
    Sans,      ///< reports; what is strong there is set in Title
};

/// Units: points. `pitch` is what a full-width character takes; 0: what its font says.
struct TextStyle {
    Face face = Face::FangSong;
    double size = 16;
    double pitch = 0;
};

/// One set line. Shape: `text` without the break at its end; `stretch` is added behind each character but the last.
struct SetLine {
    std::string text;
    double width = 0;    ///< without stretch
    double stretch = 0;  ///< negative when a closing mark was drawn in
};

/// How a paragraph runs. Units: points.
struct Measure {
    double width = 0;
    double first_indent = 0;
    bool justified = true;  ///< all lines but the last fill the width
};

/// Breaks Chinese and Western text into lines and sets them glyph by glyph.
///
/// Lines break by UAX 14, so that no closing mark begins a line and no opening one ends it; a full stop or comma that does not
/// fit is drawn in by narrowing the line when it needs no more than half a character.
/// Thread: one at a time.
class Typesetter {
public:
    /// `fonts`: a folder of further fonts, searched before those of the system; empty or missing: those of the system alone.
    explicit Typesetter(const std::filesystem::path& fonts);
    ~Typesetter();
    Typesetter(const Typesetter&) = delete;
    Typesetter& operator=(const Typesetter&) = delete;

    /// Width of the text in one line.
    double width(std::string_view text, const TextStyle& style);
    /// At least one line. Control characters are left out, "\n" ends a line.
    std::vector<SetLine> lines(std::string_view text, const TextStyle& style, const Measure& measure);
    /// Draws from x on; returns where the line ended.
    double draw(PdfCanvas& canvas, const SetLine& line, const TextStyle& style, double x, double baseline,
                const Colour& colour = kBlack);
    double draw(PdfCanvas& canvas, std::string_view text, const TextStyle& style, double x, double baseline,
                const Colour& colour = kBlack);

private:
    FcConfig* config_;
    PangoFontMap* fonts_;
    PangoContext* context_;
};

}  // namespace gx::render
