// SPDX-License-Identifier: Apache-2.0
#include "render/pdf_canvas.hpp"

#include <cairo-pdf.h>

namespace gx::render {
namespace {

cairo_status_t keep(void* closure, const unsigned char* data, unsigned int length) {
    auto& bytes = *static_cast<base::Bytes*>(closure);
    bytes.insert(bytes.end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

PdfCanvas::PdfCanvas(const PdfHeading& heading)
    : surface_(cairo_pdf_surface_create_for_stream(keep, &bytes_, kPageWidth, kPageHeight)), cairo_(cairo_create(surface_)) {
    cairo_pdf_surface_restrict_to_version(surface_, CAIRO_PDF_VERSION_1_5);
    const std::string at = heading.day.iso() + "T00:00:00+08:00";
    cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_TITLE, heading.title.c_str());
    cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_AUTHOR, heading.author.c_str());
    cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_CREATE_DATE, at.c_str());
    cairo_pdf_surface_set_metadata(surface_, CAIRO_PDF_METADATA_MOD_DATE, at.c_str());
}

PdfCanvas::~PdfCanvas() {
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
}

void PdfCanvas::rule(double x1, double x2, double y, double thickness, const Colour& with) {
    colour(with);
    cairo_set_line_width(cairo_, thickness);
    cairo_move_to(cairo_, x1, y);
    cairo_line_to(cairo_, x2, y);
    cairo_stroke(cairo_);
}

void PdfCanvas::rectangle(double x, double y, double width, double height, const Colour& with) {
    colour(with);
    cairo_rectangle(cairo_, x, y, width, height);
    cairo_fill(cairo_);
}

base::Result<base::Bytes> PdfCanvas::finish() {
    cairo_surface_finish(surface_);
    const cairo_status_t status = cairo_surface_status(surface_) != CAIRO_STATUS_SUCCESS ? cairo_surface_status(surface_)
                                                                                        : cairo_status(cairo_);
    // Finishing leaves the context in an error state of its own; only what happened before counts.
    if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED) {
        return base::Error{base::ErrorCode::Unavailable, "document.not_set", cairo_status_to_string(status)};
    }
    return std::move(bytes_);
}

}  // namespace gx::render
