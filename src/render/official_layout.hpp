// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/document_writer.hpp"
#include "render/pdf_canvas.hpp"
#include "render/typesetter.hpp"

namespace gx::render {

/// The measures of GB/T 9704-2012 in points.
///
/// 天头 37 mm and 订口 28 mm (5.2.1), 版心 156 mm by 225 mm; 3号 text in 22 lines of 28 characters that fill it (5.2.2). A line is a
/// character and the space under it; the last has no space, so that 21 pitches and a character make up the height.
struct OfficialMeasures {
    static constexpr double left = mm(28);
    static constexpr double top = mm(37);
    static constexpr double width = mm(156);
    static constexpr double height = mm(225);
    static constexpr int lines = 22;
    static constexpr int characters = 28;
    static constexpr double text = 16;   ///< 3号
    static constexpr double title = 22;  ///< 2号
    static constexpr double small = 14;  ///< 4号
    static constexpr double cell = width / characters;
    static constexpr double pitch = (height - text) / (lines - 1);
};

/// Sets one official document. Errors: those of app::DocumentWriter.
base::Result<base::Bytes> set_official(Typesetter& typesetter, const app::OfficialDocument& document);

}  // namespace gx::render
