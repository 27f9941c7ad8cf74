// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/document_writer.hpp"
#include "render/pdf_canvas.hpp"
#include "render/typesetter.hpp"

namespace gx::render {

/// Sets one report. A table that goes over a page repeats its head; a row is never split unless it is longer than a page.
/// Errors: those of app::DocumentWriter.
base::Result<base::Bytes> set_report(Typesetter& typesetter, const app::PrintedReport& report);

}  // namespace gx::render
