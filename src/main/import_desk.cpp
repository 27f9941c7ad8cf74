// SPDX-License-Identifier: Apache-2.0
#include "main/import_desk.hpp"

#include <fstream>

#include "app/obligation/content_rules.hpp"
#include "ingest/law/law_loader.hpp"
#include "ingest/law/yaml_reader.hpp"
#include "main/files.hpp"

namespace gx::main {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

/// The code lists that layouts may name: what the law pack itself defines.
std::optional<std::vector<app::CodeChoice>> code_list(const app::LawPack& law, std::string_view name) {
    std::vector<app::CodeChoice> out;
    if (name == "obligation_kinds") {
        for (const auto& kind : law.obligation_kinds.all()) { out.push_back({kind.id(), {kind.title().zh, kind.title().en}}); }
    } else if (name == "record_types") {
        for (const auto& type : law.record_types) { out.push_back({type.code, {type.title.zh, type.title.en}}); }
    } else {
        return std::nullopt;
    }
    return out;
}

}  // namespace

Result<ImportDesk> ImportDesk::open(const Place& place) {
    GX_TRY(auto law, ingest::load_law(place.law));
    return open(place, std::move(law));
}

Result<ImportDesk> ImportDesk::open(const Place& place, app::LawPackPtr law) {
    ImportDesk desk;
    desk.law_ = std::move(law);
    const app::LawFile* labels = desk.law_->file("imports/labels.yaml");
    if (labels == nullptr) { return Error{ErrorCode::NotFound, "law.unknown", "imports/labels.yaml"}; }
    GX_TRY(desk.labels_, app::WorkbookLabels::from_json(labels->json));
    GX_TRY(const std::string text, read_file(place.api / "errors.yaml"));
    GX_TRY(auto reasons, ingest::read_yaml(text, "api/errors.yaml"));
    desk.reasons_ = std::make_shared<const base::Json>(std::move(reasons.json));
    return desk;
}

Result<app::ImportLayout> ImportDesk::layout(const std::string& kind) const {
    const auto found = law_->layout(kind);
    if (!found) { return Error{ErrorCode::InvalidInput, "import.kind_unknown", kind, "KIND"}; }
    return app::with_code_lists(**found, [this](std::string_view name) { return code_list(*law_, name); });
}

app::ReasonTexts ImportDesk::texts() const {
    return [reasons = reasons_](std::string_view reason) {
        const auto text = reasons->at(reason).string_at("zh");
        return text.value_or(std::string(reason));
    };
}

app::RunImport::ContentCheck ImportDesk::content_check() const {
    return [law = law_](std::string_view type, const base::Json& content) { return app::check_content(*law, type, content); };
}

std::string ImportDesk::reason_line(const app::ImportLayout& layout, const app::RejectedRow& row) const {
    std::string line = fmt::format("{}{}{}:", row.sheet, row.sheet.empty() ? "" : "!", row.number);
    for (const app::CellFault& fault : row.faults) {
        const auto column = layout.column_at(fault.column_key);
        line += fmt::format(" {} {} ({})", column ? layout.columns[*column].header.zh : std::string{}, texts()(fault.reason), fault.reason);
        if (fault.column > 0) { line += " " + app::cell_name(row.sheet, row.number, fault.column); }
        line += ";";
    }
    return line;
}

Result<std::string> file_digest(const domain::Hasher& hasher, const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::error_code ec;
    if (!in || std::filesystem::is_directory(path, ec)) {
        return Error{ErrorCode::Unavailable, "file.unreadable", "cannot be read", path};
    }
    base::Digest digest{};
    std::string piece(1U << 20U, '\0');
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
        const std::string_view bytes(piece.data(), static_cast<std::size_t>(in.gcount()));
        digest = hasher.digest(digest, base::as_bytes(bytes));
    }
    return base::to_hex(digest);
}

}  // namespace gx::main
