// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/file_type.hpp"

#include <algorithm>
#include <array>

#include "app/attachments/file_name.hpp"
#include "app/attachments/image_walk.hpp"
#include "app/attachments/office_file.hpp"
#include "app/attachments/photo_metadata.hpp"
#include "app/attachments/plain_text.hpp"
#include "app/attachments/two_in_one.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kPdfEndBytes = 2'048;

enum class Form : std::uint8_t { Pdf, Png, Jpeg, Gif, Webp, Office, Compound, Text };

struct Kind {
    std::string_view extension;
    std::string_view media_type;
    Form form;
    std::string_view part = {};  ///< what makes an office file of this kind
};

constexpr std::array<Kind, 14> kKinds = {{
    {"pdf", "application/pdf", Form::Pdf},
    {"png", "image/png", Form::Png},
    {"jpg", "image/jpeg", Form::Jpeg},
    {"jpeg", "image/jpeg", Form::Jpeg},
    {"gif", "image/gif", Form::Gif},
    {"webp", "image/webp", Form::Webp},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Form::Office, "word/document.xml"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Form::Office, "xl/workbook.xml"},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", Form::Office, "ppt/presentation.xml"},
    {"ofd", "application/ofd", Form::Office, "OFD.xml"},
    {"doc", "application/msword", Form::Compound, "WordDocument"},
    {"xls", "application/vnd.ms-excel", Form::Compound, "Workbook"},
    {"txt", "text/plain", Form::Text},
    {"csv", "text/csv", Form::Text},
}};

/// What was found; `matches` is false when the content is something else.
struct Found {
    bool matches = false;
    PhotoMetadata metadata = {};
};

Error refuse(const char* reason, std::string_view where = "/body") { return {ErrorCode::InvalidInput, reason, {}, std::string(where)}; }

/// A script that takes the first numbers of a picture (a length, a width) for the opening of a comment.
bool opens_comment(std::string_view bytes) {
    return bytes.starts_with("GIF8") ? bytes.substr(6, 5).find("/*") != std::string_view::npos : bytes.substr(4, 2) == "/*";
}

Result<Found> check_image(std::string_view bytes, const ImageFacts& facts, std::string_view mark) {
    if (!bytes.starts_with(mark)) { return Found{}; }
    const std::string_view tail = bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 1'024));
    if (!facts.whole) { return refuse("attachment.not_whole"); }
    if (ends_in_zip(bytes) || looks_like_page(tail) || opens_comment(bytes)) { return refuse("attachment.two_in_one"); }
    // No side of a picture is above 32 bits, so the product stays within 64.
    if (facts.width * facts.height > kPixelsMax) { return Error{ErrorCode::TooLarge, "attachment.pixels", {}, "/body"}; }
    return Found{.matches = true, .metadata = {.author = facts.author, .location = facts.location}};
}

/// Whether the document's own words name an author, as far as they are not packed.
bool pdf_names_author(std::string_view bytes) {
    constexpr std::string_view kAuthor = "/Author";
    for (std::size_t at = bytes.find(kAuthor); at != std::string_view::npos; at = bytes.find(kAuthor, at + 1)) {
        const std::string_view value = base::trim(bytes.substr(at + kAuthor.size(), 16));
        if (!value.starts_with("()") && !value.starts_with("<>")) { return true; }
    }
    return xmp_metadata(bytes).author;
}

Result<Found> check_pdf(std::string_view bytes) {
    if (!bytes.starts_with("%PDF-1.") && !bytes.starts_with("%PDF-2.")) { return Found{}; }
    const std::string_view tail = bytes.substr(bytes.size() - std::min(bytes.size(), kPdfEndBytes));
    if (tail.find("%%EOF") == std::string_view::npos) { return Found{}; }
    // A packed file within a PDF ends before the PDF does; a zip that ends with it is a zip.
    if (ends_in_zip(tail) && tail.rfind("PK\x05\x06") > tail.rfind("%%EOF")) { return refuse("attachment.two_in_one"); }
    return Found{.matches = true, .metadata = {.author = pdf_names_author(bytes), .location = false}};
}

Result<Found> check_office(const Kind& kind, std::string_view bytes, Archives& archives) {
    GX_TRY(OfficeFacts facts, kind.form == Form::Office ? read_office_file(bytes, kind.part, archives) : read_compound_file(bytes, kind.part));
    if (kind.extension == "xls" && !facts.has_part) { GX_TRY(facts, read_compound_file(bytes, "Book")); }
    return Found{.matches = facts.has_part, .metadata = {.author = facts.author, .location = false}};
}

Result<Found> check(const Kind& kind, std::string_view bytes, Archives& archives) {
    switch (kind.form) {
        case Form::Pdf: return check_pdf(bytes);
        case Form::Png: return check_image(bytes, walk_png(bytes), "\x89PNG");
        case Form::Jpeg: return check_image(bytes, walk_jpeg(bytes), "\xFF\xD8\xFF");
        case Form::Gif: return check_image(bytes, walk_gif(bytes), "GIF8");
        case Form::Webp: return check_image(bytes, walk_webp(bytes), "RIFF");
        case Form::Office:
        case Form::Compound: return check_office(kind, bytes, archives);
        case Form::Text: return Found{.matches = is_plain_text(bytes)};
    }
    return Found{};
}

}  // namespace

Result<FileFacts> inspect_file(std::string_view name, std::string_view bytes, Archives& archives) {
    const std::string extension = extension_of(name);
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) { return one.extension == extension; });
    if (kind == kKinds.end()) { return refuse("attachment.type_refused", "/query/name"); }
    if (hides_pdf(bytes) || looks_like_page(bytes)) { return refuse("attachment.two_in_one"); }
    GX_TRY(const Found found, check(*kind, bytes, archives));
    if (!found.matches) { return refuse("attachment.type_differs"); }
    FileFacts facts{.media_type = std::string(kind->media_type)};
    if (found.metadata.author) { facts.warnings.emplace_back("metadata.author"); }
    if (found.metadata.location) { facts.warnings.emplace_back("metadata.location"); }
    return facts;
}

}  // namespace gx::app
