// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <cairo.h>

#include "base/bytes.hpp"
#include "base/date.hpp"
#include "base/result.hpp"

namespace gx::render {

/// Points (1/72 inch) of a length in millimetres.
constexpr double mm(double millimetres) { return millimetres * 72.0 / 25.4; }
inline constexpr double kPageWidth = mm(210);
inline constexpr double kPageHeight = mm(297);

struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
};
inline constexpr Colour kBlack{};
inline constexpr Colour kRed{0.85, 0.0, 0.0};
inline constexpr Colour kGrey{0.42, 0.42, 0.42};

struct PdfHeading {
    std::string title;
    std::string author;
    base::Date day;  ///< the only date in the file
};

/// A PDF of A4 pages under way, in memory. Units: points, from the upper left corner.
class PdfCanvas {
public:
    explicit PdfCanvas(const PdfHeading& heading);
    ~PdfCanvas();
    PdfCanvas(const PdfCanvas&) = delete;
    PdfCanvas& operator=(const PdfCanvas&) = delete;

    cairo_t* cairo() { return cairo_; }
    void colour(const Colour& colour) { cairo_set_source_rgb(cairo_, colour.red, colour.green, colour.blue); }
    /// A straight rule from (x1, y) to (x2, y), centred on y.
    void rule(double x1, double x2, double y, double thickness, const Colour& colour);
    void rectangle(double x, double y, double width, double height, const Colour& colour);
    void end_page() { cairo_show_page(cairo_); }
    /// Completes the file. Errors: Unavailable "document.not_set"
    base::Result<base::Bytes> finish();

private:
    base::Bytes bytes_;
    cairo_surface_t* surface_;
    cairo_t* cairo_;
};

}  // namespace gx::render
