// SPDX-License-Identifier: Apache-2.0
#include "render/official_layout.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"

namespace gx::render {
namespace {

using app::OfficialDocument;
using base::Error;
using base::ErrorCode;
using M = OfficialMeasures;

constexpr std::size_t kRowsMax = 199 * M::lines;  // with head and imprint at most 200 pages
constexpr double kAscent = 0.88;  // of a Chinese character's box, above its baseline
constexpr double kHeadSize = 48;
constexpr double kImprintRow = M::small * 1.7;
constexpr std::string_view kBreakHere = "\u200b";

constexpr TextStyle kText{.face = Face::FangSong, .size = M::text, .pitch = M::cell};
constexpr TextStyle kTitle{.face = Face::Title, .size = M::title, .pitch = 0};
constexpr TextStyle kSmall{.face = Face::FangSong, .size = M::small, .pitch = 0};
constexpr TextStyle kPageNumber{.face = Face::Song, .size = M::small, .pitch = 0};

/// One line of the type area. Units: points from its left edge.
struct Row {
    SetLine line;
    TextStyle style = kText;
    double x = 0;
    bool heading = false;  ///< does not end a page
};

/// Words that the standard itself prints.
constexpr std::string_view kAttachments = "附件：";
constexpr std::string_view kSigner = "签发人：";
constexpr std::string_view kCopies = "抄送：";
constexpr std::string_view kPrinted = "印发";

std::string chinese_date(base::Date day) { return fmt::format("{}年{}月{}日", day.year(), day.month(), day.day_of_month()); }

TextStyle style_of(int level) {
    // GB/T 9704-2012 7.3.3: 第一层用黑体字、第二层用楷体字、第三层和第四层用仿宋体字标注。
    TextStyle style = kText;
    if (level == 1) { style.face = Face::Hei; }
    if (level == 2) { style.face = Face::Kai; }
    return style;
}

class OfficialSetter {
public:
    OfficialSetter(Typesetter& typesetter, const OfficialDocument& document)
        : typesetter_(typesetter), document_(document), canvas_({document.title, document.issuer, document.date}) {}

    base::Result<base::Bytes> run() {
        collect();
        if (rows_.size() > kRowsMax) { return Error{ErrorCode::TooLarge, "document.too_long"}; }
        imprint(place(head()));
        end_page();
        return canvas_.finish();
    }

private:
    void add(std::string_view text, const TextStyle& style, const Measure& measure, double x = 0) {
        for (SetLine& line : typesetter_.lines(text, style, measure)) {
            rows_.push_back({std::move(line), style, x});
        }
    }
    void blank(int count) { rows_.resize(rows_.size() + static_cast<std::size_t>(count)); }

    /// A title that needs two lines, broken where it asks to be, so that both are as even as can be; empty when no such place fits.
    std::vector<std::string> broken_title(std::string_view title, double most) {
        std::vector<std::string> best;
        double evenness = most;
        for (auto at = title.find(kBreakHere); at != std::string_view::npos; at = title.find(kBreakHere, at + 1)) {
            const double first = typesetter_.width(title.substr(0, at), kTitle);
            const double second = typesetter_.width(title.substr(at + kBreakHere.size()), kTitle);
            if (first > most || second > most || std::abs(first - second) > evenness) { continue; }
            evenness = std::abs(first - second);
            best = {std::string(title.substr(0, at)), std::string(title.substr(at + kBreakHere.size()))};
        }
        return best;
    }

    // 7.3.1: 2号小标宋体字，编排于红色分隔线下空二行位置，分一行或多行居中排布；回行时词意完整，排列对称，长短适宜。
    void title() {
        const double most = M::width - 2 * M::title;
        std::vector<std::string> parts;
        for (const std::string_view part : base::split(document_.title, '\n')) {
            auto broken = typesetter_.width(part, kTitle) > most ? broken_title(part, most) : std::vector<std::string>{};
            if (broken.empty()) { broken.emplace_back(part); }
            parts.insert(parts.end(), broken.begin(), broken.end());
        }
        for (const std::string& part : parts) {
            const double whole = typesetter_.width(part, kTitle);
            const double count = std::ceil(whole / most);
            const double measure = count <= 1 ? most : std::min(most, whole / count + M::title);
            for (SetLine& line : typesetter_.lines(part, kTitle, {.width = measure, .first_indent = 0, .justified = false})) {
                const double x = (M::width - line.width) / 2;
                rows_.push_back({std::move(line), kTitle, x});
            }
        }
    }

    // 7.3.3: 每个自然段左空二字，回行顶格。
    void paragraph(const app::DocumentParagraph& paragraph) {
        const TextStyle style = style_of(paragraph.level);
        const double indent = 2 * M::cell;
        const std::size_t begin = rows_.size();
        add(paragraph.text, style, {.width = M::width, .first_indent = indent});
        rows_[begin].x = indent;
        rows_.back().heading = paragraph.level == 1 || paragraph.level == 2;
    }

    // 7.3.4: 在正文下空一行左空二字编排“附件”二字，后标全角冒号和附件名称；多个附件使用阿拉伯数字标注顺序号；
    // 附件名称较长需回行时，应当与上一行附件名称的首字对齐。
    void attachments() {
        if (document_.attachments.empty()) { return; }
        blank(1);
        const double start = 2 * M::cell;
        const double number_at = start + typesetter_.width(kAttachments, kText);
        for (std::size_t i = 0; i < document_.attachments.size(); ++i) {
            const std::string number = document_.attachments.size() > 1 ? fmt::format("{}. ", i + 1) : std::string{};
            const double name_at = number_at + typesetter_.width(number, kText);
            const std::string lead = (i == 0 ? std::string(kAttachments) : std::string{}) + number;
            const double lead_at = i == 0 ? start : number_at;
            const auto lines = typesetter_.lines(document_.attachments[i], kText, {.width = M::width - name_at, .first_indent = 0});
            leads_.push_back({rows_.size(), lead, lead_at});
            for (const SetLine& line : lines) { rows_.push_back({line, kText, name_at}); }
        }
    }

    // 7.3.5.1: 成文日期一般右空四字编排，署名在成文日期之上、以成文日期为准居中编排；印章居其中，顶端距正文一行之内。
    void signature() {
        const std::string date = chinese_date(document_.date);
        const double date_width = typesetter_.width(date, kText);
        const double date_at = M::width - 4 * M::cell - date_width;
        together_from_ = rows_.size();
        blank(2);
        for (const SetLine& line : typesetter_.lines(document_.signed_by, kText, {.width = M::width, .first_indent = 0, .justified = false})) {
            const double centred = date_at + (date_width - line.width) / 2;
            rows_.push_back({line, kText, std::clamp(centred, 0.0, M::width - line.width)});
        }
        add(date, kText, {.width = M::width, .first_indent = 0}, date_at);
        if (!document_.remark.empty()) {  // 7.3.7: 居左空二字加圆括号编排在成文日期下一行
            paragraph({.level = 0, .text = "（" + document_.remark + "）"});
        }
    }

    void collect() {
        title();
        blank(1);
        if (!document_.addressee.empty()) {  // 7.3.2: 居左顶格，回行时仍顶格，最后一个机关名称后标全角冒号
            add(document_.addressee + "：", kText, {.width = M::width, .first_indent = 0});
        }
        for (const auto& one : document_.paragraphs) { paragraph(one); }
        attachments();
        signature();
    }

    static double line_top(int line) { return M::top + line * M::pitch; }

    void mark() {
        if (document_.mark.empty()) { return; }
        const TextStyle style{.face = Face::Sans, .size = 10.5, .pitch = 0};
        const double width = typesetter_.width(document_.mark, style);
        typesetter_.draw(canvas_, document_.mark, style, (kPageWidth - width) / 2, mm(20), kGrey);
    }

    /// The head of the first page; returns the line that the title begins in.
    int head() {
        mark();
        if (!document_.urgency.empty()) {  // 7.2.3: 3号黑体字，顶格编排在版心左上角
            const TextStyle style{.face = Face::Hei, .size = M::text, .pitch = M::cell};
            typesetter_.draw(canvas_, document_.urgency, style, M::left, M::top + kAscent * M::text);
        }
        // 7.2.4: 居中排布，上边缘至版心上边缘为 35 mm，小标宋体字，颜色为红色。
        const double top = M::top + mm(35);
        const TextStyle style{.face = Face::Title, .size = kHeadSize, .pitch = 0};
        const double natural = typesetter_.width(document_.issuer, style);
        const double ratio = std::min(1.0, 0.96 * M::width / std::max(natural, 1.0));
        const double size = kHeadSize * std::sqrt(ratio);  // a long name is set smaller and narrower in equal parts
        const TextStyle fitted{.face = Face::Title, .size = size, .pitch = 0};
        const double narrow = std::sqrt(ratio);
        cairo_save(canvas_.cairo());
        cairo_translate(canvas_.cairo(), M::left + (M::width - typesetter_.width(document_.issuer, fitted) * narrow) / 2, top + kAscent * size);
        cairo_scale(canvas_.cairo(), narrow, 1);
        typesetter_.draw(canvas_, document_.issuer, fitted, 0, 0, kRed);
        cairo_restore(canvas_.cairo());

        // 7.2.5: 编排在发文机关标志下空二行位置，居中排布；上行文的发文字号居左空一字，与签发人处在同一行。
        const double number_top = top + size + 2 * M::pitch;
        const double baseline = number_top + kAscent * M::text;
        const double number_width = typesetter_.width(document_.doc_no, kText);
        if (document_.signer.empty()) {
            typesetter_.draw(canvas_, document_.doc_no, kText, M::left + (M::width - number_width) / 2, baseline);
        } else {
            typesetter_.draw(canvas_, document_.doc_no, kText, M::left + M::cell, baseline);
            TextStyle name = kText;
            name.face = Face::Kai;  // 7.2.6
            const double right = M::left + M::width - M::cell;
            const double name_at = right - typesetter_.width(document_.signer, name);
            typesetter_.draw(canvas_, document_.signer, name, name_at, baseline);
            typesetter_.draw(canvas_, kSigner, kText, name_at - typesetter_.width(kSigner, kText), baseline);
        }
        // 7.2.7: 发文字号之下 4 mm 处居中印一条与版心等宽的红色分隔线。
        const double rule = number_top + M::text + mm(4);
        canvas_.rule(M::left, M::left + M::width, rule, mm(0.6), kRed);
        return static_cast<int>(std::ceil((rule + 2 * M::pitch - M::top) / M::pitch - 0.4));
    }

    /// Draws the rows page by page; returns how many lines of the last page are used.
    int place(int line) {
        const std::size_t keep_from = together_start(line);
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            if (line >= M::lines || i == keep_from || (line == M::lines - 1 && rows_[i].heading)) {
                end_page();
                mark();
                line = 0;
            }
            if (rows_[i].line.text.empty() && line == 0 && page_ > 1) { continue; }
            for (const Lead& lead : leads_) {
                if (lead.row == i) { typesetter_.draw(canvas_, lead.text, kText, M::left + lead.x, line_top(line) + kAscent * M::text); }
            }
            draw(rows_[i], line);
            ++line;
        }
        return line;
    }

    /// The row before which a page must end so that neither the signature nor the imprint stands without text; rows_.size() when none.
    std::size_t together_start(int first_line) const {
        int line = first_line;
        for (std::size_t i = 0; i < together_from_; ++i) {
            const bool full = line >= M::lines || (line == M::lines - 1 && rows_[i].heading);
            line = full ? 1 : line + 1;
        }
        const auto needed = static_cast<int>(rows_.size() - together_from_) + imprint_lines();
        if (line + needed <= M::lines) { return rows_.size(); }
        std::size_t start = together_from_;
        for (int kept = 0; kept < 2 && start > 1 && !rows_[start - 1].line.text.empty(); ++kept) { --start; }
        return start;
    }

    void draw(const Row& row, int line) {
        typesetter_.draw(canvas_, row.line, row.style, M::left + row.x, line_top(line) + kAscent * M::text);
    }

    // 7.5: 4号半角宋体阿拉伯数字，数字左右各放一条一字线，一字线上距版心下边缘 7 mm；单页码居右空一字，双页码居左空一字。
    void end_page() {
        const std::string number = fmt::format("— {} —", page_);
        const double baseline = M::top + M::height + mm(7) + 0.35 * M::small;
        const double width = typesetter_.width(number, kPageNumber);
        const double x = page_ % 2 == 1 ? M::left + M::width - M::cell - width : M::left + M::cell;
        typesetter_.draw(canvas_, number, kPageNumber, x, baseline);
        canvas_.end_page();
        ++page_;
    }

    std::vector<SetLine> copy_lines() const {
        if (document_.copy_to.empty()) { return {}; }
        const double lead = typesetter_.width(kCopies, kSmall);
        return typesetter_.lines(document_.copy_to + "。", kSmall, {.width = M::width - 2 * M::small - lead, .first_indent = 0});
    }
    /// How many lines of the last page the imprint takes, the space above it among them.
    int imprint_lines() const {
        const auto rows = static_cast<double>(copy_lines().size()) + (document_.printed_by.empty() ? 0 : 1);
        return rows == 0 ? 0 : static_cast<int>(std::ceil((rows * kImprintRow + M::text / 2) / M::pitch));
    }

    // 7.4: 版记置于最后一面，末条分隔线与版心的下边缘重合；首条和末条用粗线 0.35 mm，中间用细线 0.25 mm；4号仿宋体字，左右各空一字。
    void imprint(int used) {
        if (document_.copy_to.empty() && document_.printed_by.empty()) { return; }
        constexpr double row = kImprintRow;
        constexpr double inset = M::small;
        const double lead = typesetter_.width(kCopies, kSmall);
        const std::vector<SetLine> copies = copy_lines();
        const double rows = static_cast<double>(copies.size()) + (document_.printed_by.empty() ? 0 : 1);
        const double bottom = M::top + M::height;
        if (used + imprint_lines() > M::lines) {
            end_page();
            mark();
        }
        double y = bottom - rows * row;
        canvas_.rule(M::left, M::left + M::width, y, mm(0.35), kBlack);
        const double down = (row - M::small) / 2 + kAscent * M::small;
        for (std::size_t i = 0; i < copies.size(); ++i, y += row) {
            if (i == 0) { typesetter_.draw(canvas_, kCopies, kSmall, M::left + inset, y + down); }
            typesetter_.draw(canvas_, copies[i], kSmall, M::left + inset + lead, y + down);
        }
        if (!document_.printed_by.empty()) {
            if (!copies.empty()) { canvas_.rule(M::left, M::left + M::width, y, mm(0.25), kBlack); }
            typesetter_.draw(canvas_, document_.printed_by, kSmall, M::left + inset, y + down);
            const std::string printed = chinese_date(document_.printed_on.value_or(document_.date)) + std::string(kPrinted);
            typesetter_.draw(canvas_, printed, kSmall, M::left + M::width - inset - typesetter_.width(printed, kSmall), y + down);
        }
        canvas_.rule(M::left, M::left + M::width, bottom, mm(0.35), kBlack);
    }

    /// A text before a row's own: "附件：1. ".
    struct Lead {
        std::size_t row;
        std::string text;
        double x;
    };

    Typesetter& typesetter_;
    const OfficialDocument& document_;
    PdfCanvas canvas_;
    std::vector<Row> rows_;
    std::vector<Lead> leads_;
    std::size_t together_from_ = 0;
    int page_ = 1;
};

}  // namespace

base::Result<base::Bytes> set_official(Typesetter& typesetter, const OfficialDocument& document) {
    if (document.title.empty() || document.paragraphs.empty() || document.issuer.empty() || document.signed_by.empty()) {
        return Error{ErrorCode::InvalidInput, "document.empty"};
    }
    return OfficialSetter(typesetter, document).run();
}

}  // namespace gx::render
