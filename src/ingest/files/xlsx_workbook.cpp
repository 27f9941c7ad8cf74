// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/xlsx_workbook.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "ingest/files/xml_parser.hpp"

namespace gx::ingest {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kPartMax = 4U << 20U;
constexpr std::size_t kSheetsMax = 100;
constexpr std::size_t kSharedStringsMax = 2'000'000;
constexpr std::size_t kSharedTextMax = 64U << 20U;

struct Relation {
    std::string type;  ///< the last part of the type's address
    std::string target;
    bool external = false;
};

class RelationsHandler final : public XmlHandler {
public:
    std::map<std::string, Relation, std::less<>> relations;

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship" || relations.size() > 10'000) { return; }
        const std::string_view type = attributes.at("Type");
        relations.insert_or_assign(std::string(attributes.at("Id")),
                                   Relation{.type = std::string(type.substr(type.rfind('/') + 1)),
                                            .target = std::string(attributes.at("Target")),
                                            .external = attributes.at("TargetMode") == "External"});
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

class WorkbookHandler final : public XmlHandler {
public:
    struct Named {
        std::string name;
        std::string relation;
        bool hidden;
    };
    std::vector<Named> sheets;
    bool counts_from_1904 = false;

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr") {
            const std::string_view flag = attributes.at("date1904");
            counts_from_1904 = flag == "1" || flag == "true";
        }
        if (name != "sheet" || sheets.size() > kSheetsMax) { return; }
        const std::string_view state = attributes.at("state");
        sheets.push_back({.name = std::string(attributes.at("name")),
                          .relation = std::string(attributes.prefixed("id")),
                          .hidden = state == "hidden" || state == "veryHidden"});
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

Result<Done> parse_part(ZipArchive& archive, const std::string& part, XmlHandler& handler) {
    GX_TRY(const std::string text, archive.read_all(part, kPartMax));
    XmlParser parser(handler, part);
    return parser.feed(text, true);
}

/// "xl/workbook.xml" + "worksheets/sheet1.xml" = "xl/worksheets/sheet1.xml"; "/xl/a.xml" = "xl/a.xml"; "../" goes up.
std::string resolve(std::string_view part, std::string_view target) {
    std::vector<std::string_view> path;
    if (!target.starts_with('/')) {
        const auto slash = part.rfind('/');
        if (slash != std::string_view::npos) { path = base::split(part.substr(0, slash), '/'); }
    }
    for (const std::string_view step : base::split(target, '/')) {
        if (step.empty() || step == ".") { continue; }
        if (step != "..") { path.push_back(step); continue; }
        if (!path.empty()) { path.pop_back(); }
    }
    std::string out;
    for (const std::string_view step : path) {
        if (!out.empty()) { out.push_back('/'); }
        out.append(step);
    }
    return out;
}

std::string relations_part(std::string_view part) {
    const auto slash = part.rfind('/');
    const std::string_view folder = slash == std::string_view::npos ? "" : part.substr(0, slash + 1);
    const std::string_view file = slash == std::string_view::npos ? part : part.substr(slash + 1);
    return fmt::format("{}_rels/{}.rels", folder, file);
}

/// Links to other workbooks (DDE lives there too), to data outside and programs have no place in a table to import.
Result<Done> refuse_active_content(const ZipArchive& archive) {
    for (const std::string& name : archive.names()) {
        const std::string lower = base::ascii_lower(name);
        if (lower.find("externallinks/") != std::string::npos || lower.ends_with("connections.xml")) {
            return Error{ErrorCode::InvalidInput, "xlsx.external", {}, name.substr(0, 60)};
        }
        if (lower.ends_with("vbaproject.bin") || lower.find("activex/") != std::string::npos ||
            lower.find("macrosheets/") != std::string::npos) {
            return Error{ErrorCode::InvalidInput, "xlsx.macros", {}, name.substr(0, 60)};
        }
    }
    return Done{};
}

Result<std::string> find_workbook_part(ZipArchive& archive) {
    if (!archive.has("_rels/.rels")) { return Error{ErrorCode::InvalidInput, "xlsx.not_a_workbook"}; }
    RelationsHandler top;
    GX_CHECK(parse_part(archive, "_rels/.rels", top));
    for (const auto& [id, relation] : top.relations) {
        if (relation.type == "officeDocument" && !relation.external) {
            std::string part = resolve("", relation.target);
            if (archive.has(part) && part.ends_with("workbook.xml")) { return part; }
        }
    }
    return Error{ErrorCode::InvalidInput, "xlsx.not_a_workbook"};
}

}  // namespace

Result<XlsxWorkbook> read_workbook(ZipArchive& archive) {
    GX_CHECK(refuse_active_content(archive));
    GX_TRY(const std::string part, find_workbook_part(archive));
    WorkbookHandler book;
    GX_CHECK(parse_part(archive, part, book));
    RelationsHandler relations;
    GX_CHECK(parse_part(archive, relations_part(part), relations));

    XlsxWorkbook out;
    out.counts_from_1904 = book.counts_from_1904;
    for (const auto& [id, relation] : relations.relations) {
        if (relation.external) { return Error{ErrorCode::InvalidInput, "xlsx.external", {}, part}; }
        if (relation.type == "sharedStrings") { out.shared_strings_part = resolve(part, relation.target); }
    }
    if (book.sheets.size() > kSheetsMax) { return Error{ErrorCode::TooLarge, "xlsx.too_many_sheets"}; }
    for (const auto& sheet : book.sheets) {
        const auto relation = relations.relations.find(sheet.relation);
        if (relation == relations.relations.end()) {
            return Error{ErrorCode::InvalidInput, "xlsx.not_a_workbook", "sheet without part", sheet.name};
        }
        if (sheet.hidden || relation->second.type != "worksheet") {
            out.skipped.push_back(sheet.name);
            continue;
        }
        out.sheets.push_back({.name = sheet.name, .part = resolve(part, relation->second.target)});
    }
    if (out.sheets.empty()) { return Error{ErrorCode::InvalidInput, "xlsx.no_sheet"}; }
    if (!out.shared_strings_part.empty() && !archive.has(out.shared_strings_part)) { out.shared_strings_part.clear(); }
    return out;
}

class SharedStringsHandler final : public XmlHandler {
public:
    explicit SharedStringsHandler(SharedStrings& strings) : strings_(strings) {}

    void start(std::string_view name, const XmlAttributes&) override {
        if (name == "rPh") { ++phonetic_; }
        taking_ = name == "t" && phonetic_ == 0;
    }
    void end(std::string_view name) override {
        if (name == "t") { taking_ = false; }
        if (name == "rPh") { --phonetic_; }
        if (name != "si") { return; }
        append_unescaped(current_, strings_.text_);
        current_.clear();
        if (strings_.ends_.size() >= kSharedStringsMax || strings_.text_.size() > kSharedTextMax) {
            refusal = std::make_unique<Error>(Error{ErrorCode::TooLarge, "xlsx.too_many_shared_strings"});
            return;
        }
        strings_.ends_.push_back(static_cast<std::uint32_t>(strings_.text_.size()));
    }
    void text(std::string_view piece) override {
        if (!taking_) { return; }
        if (current_.size() + piece.size() > kSharedTextMax) {
            refusal = std::make_unique<Error>(Error{ErrorCode::TooLarge, "xlsx.too_many_shared_strings"});
            return;
        }
        current_.append(piece);
    }

private:
    SharedStrings& strings_;
    std::string current_;
    int phonetic_ = 0;
    bool taking_ = false;
};

Result<SharedStrings> SharedStrings::read(ZipArchive& archive, const std::string& part) {
    SharedStrings strings;
    SharedStringsHandler handler(strings);
    XmlParser parser(handler, part);
    GX_CHECK(archive.begin(part));
    std::array<char, 65'536> chunk{};
    while (true) {
        GX_TRY(const std::size_t got, archive.read(chunk));
        GX_CHECK(parser.feed({chunk.data(), got}, got == 0));
        if (got == 0) { return strings; }
    }
}

std::string_view SharedStrings::at(std::size_t index) const {
    const std::size_t from = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(from, ends_[index] - from);
}

void append_unescaped(std::string_view text, std::string& out) {
    std::size_t at = 0;
    while (true) {
        const std::size_t mark = text.find("_x", at);
        if (mark == std::string_view::npos) { break; }
        unsigned value = 0;
        bool good = mark + 7 <= text.size() && text[mark + 6] == '_';
        for (std::size_t i = mark + 2; good && i < mark + 6; ++i) {
            const char c = text[i];
            const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10
                            : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            good = digit >= 0;
            value = value * 16 + static_cast<unsigned>(good ? digit : 0);
        }
        good = good && (value < 0xD800 || value > 0xDFFF);
        out.append(text.substr(at, mark - at));
        if (!good) {
            out.append("_x");
            at = mark + 2;
            continue;
        }
        if (value < 0x80) {
            out.push_back(static_cast<char>(value));
        } else if (value < 0x800) {
            out.push_back(static_cast<char>(0xC0U | value >> 6U));
            out.push_back(static_cast<char>(0x80U | (value & 0x3FU)));
        } else {
            out.push_back(static_cast<char>(0xE0U | value >> 12U));
            out.push_back(static_cast<char>(0x80U | (value >> 6U & 0x3FU)));
            out.push_back(static_cast<char>(0x80U | (value & 0x3FU)));
        }
        at = mark + 7;
    }
    out.append(text.substr(at));
}

}  // namespace gx::ingest
