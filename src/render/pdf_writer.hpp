// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include "app/ports/document_writer.hpp"
#include "render/typesetter.hpp"

namespace gx::render {

/// Documents and reports by cairo and pango. The fonts are looked for at the first document.
class PdfWriter final : public app::DocumentWriter {
public:
    /// `fonts`: a folder of fonts beside those of the system; may be empty.
    explicit PdfWriter(std::filesystem::path fonts) : fonts_(std::move(fonts)) {}

    base::Result<base::Bytes> pdf(const app::OfficialDocument& document) override;
    base::Result<base::Bytes> pdf(const app::PrintedReport& report) override;

private:
    Typesetter& typesetter();

    std::filesystem::path fonts_;
    std::mutex lock_;
    std::unique_ptr<Typesetter> typesetter_;
};

}  // namespace gx::render
