// SPDX-License-Identifier: Apache-2.0
#include "render/report_layout.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "render/qr_code.hpp"

namespace gx::render {
namespace {

using app::PrintedReport;
using app::ReportColumn;
using app::ReportRow;
using app::ReportTable;
using base::Error;
using base::ErrorCode;

constexpr int kPagesMax = 200;
constexpr double kAscent = 0.88;
constexpr double kLeft = mm(20);
constexpr double kRight = kPageWidth - mm(20);
constexpr double kWidth = kRight - kLeft;
constexpr double kTop = mm(24);
constexpr double kBottom = kPageHeight - mm(22);
constexpr double kCodeSide = mm(27);
constexpr double kPad = 4;  // around the text of a cell

constexpr Colour kShade{0.94, 0.95, 0.97};
constexpr Colour kLine{0.72, 0.75, 0.80};
constexpr Colour kInk{0.10, 0.16, 0.28};

constexpr TextStyle kTitle{.face = Face::Title, .size = 20, .pitch = 0};
constexpr TextStyle kSubtitle{.face = Face::Sans, .size = 11, .pitch = 0};
constexpr TextStyle kLabel{.face = Face::Sans, .size = 8.5, .pitch = 0};
constexpr TextStyle kLarge{.face = Face::Title, .size = 20, .pitch = 0};
constexpr TextStyle kValue{.face = Face::Sans, .size = 9.5, .pitch = 0};
constexpr TextStyle kHeading{.face = Face::Title, .size = 11.5, .pitch = 0};
constexpr TextStyle kCell{.face = Face::Sans, .size = 8.5, .pitch = 0};
constexpr TextStyle kStrong{.face = Face::Title, .size = 8.5, .pitch = 0};

double leading(const TextStyle& style) { return style.size * 1.5; }

class ReportSetter {
public:
    /// `pages`: how many there will be; 0 when that is still to be found out.
    ReportSetter(Typesetter& typesetter, const PrintedReport& report, int pages)
        : typesetter_(typesetter), report_(report), pages_(pages), canvas_({report.title, report.author, report.day}) {}

    base::Result<base::Bytes> run() {
        mark();
        GX_CHECK(head());
        for (const ReportTable& one : report_.tables) { table(one); }
        notes();
        end_page();
        if (page_ - 1 > kPagesMax) { return Error{ErrorCode::TooLarge, "document.too_long"}; }
        return canvas_.finish();
    }
    int pages() const { return page_ - 1; }

private:
    /// Lines one under another from `top`; returns the height.
    double text(std::string_view words, const TextStyle& style, double x, double width, double top, const Colour& colour = kBlack,
                bool to_right = false) {
        double y = top;
        for (const SetLine& line : typesetter_.lines(words, style, {.width = width, .first_indent = 0, .justified = false})) {
            const double at = to_right ? x + width - line.width : x;
            typesetter_.draw(canvas_, line, style, at, y + (leading(style) - style.size) / 2 + kAscent * style.size, colour);
            y += leading(style);
        }
        return y - top;
    }
    double height(std::string_view words, const TextStyle& style, double width) {
        return leading(style) * static_cast<double>(typesetter_.lines(words, style, {.width = width, .first_indent = 0, .justified = false}).size());
    }

    void mark() {
        if (report_.mark.empty()) { return; }
        const double width = typesetter_.width(report_.mark, kValue);
        typesetter_.draw(canvas_, report_.mark, kValue, (kPageWidth - width) / 2, mm(15), kGrey);
    }

    base::Result<base::Done> head() {
        double width = kWidth;
        double code_bottom = kTop;
        if (!report_.code.empty()) {
            GX_TRY(const QrCode code, qr_code(report_.code));
            const double module = kCodeSide / code.size;
            const double left = kRight - kCodeSide;
            for (int row = 0; row < code.size; ++row) {
                for (int column = 0; column < code.size; ++column) {
                    const auto index = static_cast<std::size_t>(row) * static_cast<std::size_t>(code.size) + static_cast<std::size_t>(column);
                    if (code.dark[index]) { cairo_rectangle(canvas_.cairo(), left + column * module, kTop + row * module, module, module); }
                }
            }
            canvas_.colour(kBlack);
            cairo_fill(canvas_.cairo());
            code_bottom = kTop + kCodeSide + 3;
            code_bottom += text(report_.code_note, kLabel, left - mm(4), kCodeSide + mm(4), code_bottom, kGrey, true);
            width -= kCodeSide + mm(8);
        }
        y_ = kTop;
        y_ += text(report_.title, kTitle, kLeft, width, y_, kInk) + 2;
        if (!report_.subtitle.empty()) { y_ += text(report_.subtitle, kSubtitle, kLeft, width, y_, kGrey); }
        y_ += 10;
        headline(width);
        y_ = std::max(y_, code_bottom) + 10;
        facts();
        return base::Done{};
    }

    void headline(double width) {
        if (report_.headline.empty()) { return; }
        const double each = width / static_cast<double>(report_.headline.size());
        double tallest = 0;
        for (std::size_t i = 0; i < report_.headline.size(); ++i) {
            const auto& [label, value] = report_.headline[i];
            const double x = kLeft + static_cast<double>(i) * each;
            double down = text(label, kLabel, x, each - 8, y_, kGrey);
            down += text(value, kLarge, x, each - 8, y_ + down, kInk);
            tallest = std::max(tallest, down);
        }
        y_ += tallest;
    }

    /// Two beside each other; one that is too long for half a line has a line of its own.
    void facts() {
        if (report_.facts.empty()) { return; }
        canvas_.rule(kLeft, kRight, y_, 0.6, kLine);
        y_ += 5;
        const double half = kWidth / 2;
        const double label = 72;
        bool right = false;
        double tallest = 0;
        for (const auto& [name, value] : report_.facts) {
            const bool wide = typesetter_.width(value, kValue) > half - label - 10;
            if (right && wide) {
                y_ += tallest + 2;
                right = false;
            }
            const double x = right ? kLeft + half : kLeft;
            const double room = (wide ? kWidth : half) - label - 6;
            text(name, kValue, x, label, y_, kGrey);
            const double down = text(value, kValue, x + label, room, y_);
            tallest = right ? std::max(tallest, down) : down;
            if (right || wide) { y_ += tallest + 2; }
            right = !right && !wide;
        }
        if (right) { y_ += tallest + 2; }
        y_ += 3;
        canvas_.rule(kLeft, kRight, y_, 0.6, kLine);
        y_ += 6;
    }

    std::vector<double> widths_of(const ReportTable& table) const {
        const double shares = std::accumulate(table.columns.begin(), table.columns.end(), 0.0,
                                              [](double sum, const ReportColumn& one) { return sum + one.width; });
        std::vector<double> widths;
        for (const ReportColumn& column : table.columns) { widths.push_back(kWidth * column.width / std::max(shares, 1.0)); }
        return widths;
    }

    double row_height(const ReportRow& row, const TextStyle& style, const std::vector<double>& widths) {
        double tallest = leading(style);
        for (std::size_t i = 0; i < widths.size() && i < row.cells.size(); ++i) {
            tallest = std::max(tallest, height(row.cells[i], style, widths[i] - 2 * kPad));
        }
        return tallest + 2 * kPad - 2;
    }

    void draw_row(const ReportTable& table, const ReportRow& row, const TextStyle& style, const std::vector<double>& widths, bool shaded) {
        const double down = row_height(row, style, widths);
        if (shaded) { canvas_.rectangle(kLeft, y_, kWidth, down, kShade); }
        double x = kLeft;
        for (std::size_t i = 0; i < widths.size() && i < row.cells.size(); ++i) {
            text(row.cells[i], style, x + kPad, widths[i] - 2 * kPad, y_ + kPad - 1, kBlack, table.columns[i].number);
            x += widths[i];
        }
        y_ += down;
        canvas_.rule(kLeft, kRight, y_, 0.35, kLine);
    }

    void table_head(const ReportTable& table, const std::vector<double>& widths) {
        ReportRow titles;
        for (const ReportColumn& column : table.columns) { titles.cells.push_back(column.title); }
        canvas_.rule(kLeft, kRight, y_, 1.0, kInk);
        draw_row(table, titles, kStrong, widths, false);
    }

    void table(const ReportTable& table) {
        const auto widths = widths_of(table);
        if (y_ + 80 > kBottom) { next_page(); }
        y_ += 8;
        y_ += text(table.title, kHeading, kLeft, kWidth, y_, kInk) + 2;
        if (table.rows.empty()) {
            y_ += text(table.when_empty, kCell, kLeft, kWidth, y_, kGrey) + 4;
            return;
        }
        table_head(table, widths);
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const ReportRow& row = table.rows[i];
            const TextStyle& style = row.strong ? kStrong : kCell;
            // A heading does not stand at the foot of a page without the row that follows it.
            double needed = row_height(row, style, widths);
            if (row.strong && i + 1 < table.rows.size()) { needed += row_height(table.rows[i + 1], kCell, widths); }
            if (y_ + needed > kBottom) {
                next_page();
                table_head(table, widths);
            }
            draw_row(table, row, style, widths, row.strong);
        }
        y_ += 4;
    }

    void notes() {
        y_ += 6;
        for (const std::string& note : report_.notes) {
            if (y_ + height(note, kCell, kWidth) > kBottom) { next_page(); }
            y_ += text(note, kCell, kLeft, kWidth, y_, kGrey);
        }
    }

    void next_page() {
        end_page();
        mark();
        y_ = kTop;
    }

    void end_page() {
        const double y = kPageHeight - mm(16);
        canvas_.rule(kLeft, kRight, y, 0.35, kLine);
        text(report_.footer, kLabel, kLeft, kWidth - 60, y + 2, kGrey);
        text(fmt::format("{} / {}", page_, std::max(pages_, page_)), kLabel, kRight - 60, 60, y + 2, kGrey, true);
        canvas_.end_page();
        ++page_;
    }

    Typesetter& typesetter_;
    const PrintedReport& report_;
    int pages_;
    PdfCanvas canvas_;
    int page_ = 1;
    double y_ = kTop;
};

}  // namespace

base::Result<base::Bytes> set_report(Typesetter& typesetter, const PrintedReport& report) {
    if (report.title.empty()) { return Error{ErrorCode::InvalidInput, "document.empty"}; }
    ReportSetter draft(typesetter, report, 0);
    GX_CHECK(draft.run());
    return ReportSetter(typesetter, report, draft.pages()).run();
}

}  // namespace gx::render
