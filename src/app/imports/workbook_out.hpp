// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/imports/import_layout.hpp"
#include "app/imports/import_result.hpp"
#include "app/ports/store.hpp"
#include "app/ports/workbook.hpp"

namespace gx::app {

/// The words our own workbooks add around a table: law/imports/labels.yaml.
struct WorkbookLabels {
    std::string required;       ///< "必填"
    std::string optional;       ///< "选填"
    std::string choose;         ///< "从下拉框选择"
    std::string at_most;        ///< "最多 {n} 字"
    std::string example;        ///< "示例行,导入前可删除"
    std::string reason_header;  ///< "错误原因"
    std::string row_header;     ///< "原行号"
    std::string printed_on;     ///< "制表日期 {day}"
    std::string printed_by;     ///< "导出账号 {user}"

    /// Errors: InvalidInput "import.layout"
    static Result<WorkbookLabels> from_json(const base::Json& file);
};

/// The Chinese text of a reason (api/errors.yaml); the key itself when there is none.
using ReasonTexts = std::function<std::string(std::string_view reason)>;

/// Writes the template of a kind: title, unit line, notes and header in Chinese with an English comment, an example row,
/// drop-downs from the code lists. CSV has header and example only. The example row, left as it is, is not imported.
/// Errors: those of the writer.
Result<Done> write_template(const ImportLayout& layout, const WorkbookLabels& labels, TableWriter& out);

/// Takes rejected rows and writes them in the layout of the template, each with its row number and reasons, the faulty
/// cells highlighted with their reason as a comment. Corrected in place it can be imported as it is. No row: no file.
class ErrorsWorkbook final : public RejectSink {
public:
    ErrorsWorkbook(const ImportLayout& layout, const WorkbookLabels& labels, ReasonTexts texts, TableWriters& writers,
                   std::string path)
        : layout_(layout), labels_(labels), texts_(std::move(texts)), writers_(writers), path_(std::move(path)) {}

    Result<Done> reject(const RejectedRow& row) override;
    /// Completes the file. Errors: those of the writer.
    Result<Done> finish();
    /// "合同金额 C7: 金额有误; …" as it stands in the reason column.
    std::string reason_line(const RejectedRow& row) const;

private:
    Result<Done> begin();

    const ImportLayout& layout_;
    const WorkbookLabels& labels_;
    ReasonTexts texts_;
    TableWriters& writers_;
    std::string path_;
    std::unique_ptr<TableWriter> out_;
};

/// The headers of an errors workbook that a later import passes over.
std::vector<std::string> passed_over_headers(const WorkbookLabels& labels);

}  // namespace gx::app
