// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "app/imports/run_import.hpp"
#include "app/imports/workbook_out.hpp"
#include "app/law/law_pack.hpp"
#include "domain/journal/hasher.hpp"
#include "main/place.hpp"

namespace gx::main {

/// What imports and exports of any kind need of law pack and reason texts, read once.
class ImportDesk {
public:
    /// Errors: those of load_law; Unavailable "file.unreadable"
    static base::Result<ImportDesk> open(const Place& place);
    static base::Result<ImportDesk> open(const Place& place, app::LawPackPtr law);

    /// The layout of a kind with its code lists filled in. Errors: InvalidInput "import.kind_unknown"
    base::Result<app::ImportLayout> layout(const std::string& kind) const;
    const app::WorkbookLabels& labels() const { return labels_; }
    const app::LawPack& law() const { return *law_; }
    const app::LawPackPtr& law_ptr() const { return law_; }
    /// The Chinese text of a reason.
    app::ReasonTexts texts() const;
    /// The domain's own checks on what an import would write.
    app::RunImport::ContentCheck content_check() const;
    /// One line that says what is wrong with a row.
    std::string reason_line(const app::ImportLayout& layout, const app::RejectedRow& row) const;

private:
    app::LawPackPtr law_;
    app::WorkbookLabels labels_;
    std::shared_ptr<const base::Json> reasons_;
};

/// Hex digest of a file's bytes, read in pieces. Errors: Unavailable "file.unreadable"
base::Result<std::string> file_digest(const domain::Hasher& hasher, const std::string& path);

}  // namespace gx::main
