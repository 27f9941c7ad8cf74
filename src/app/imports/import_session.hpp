// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "app/imports/content_builder.hpp"
#include "app/imports/header_match.hpp"
#include "app/imports/row_values.hpp"
#include "app/imports/run_import.hpp"

namespace gx::app {

/// One run of RunImport: what it remembers between pieces of the file.
class ImportSession {
public:
    ImportSession(const RunImport::Input& input, std::string tenant, IdSource& ids, Sealer* sealer,
                  const RunImport::ContentCheck& check, base::Date today);

    /// Checks that this tenant takes such entities and sees what is there. Once, before `take`.
    Result<Done> prepare(Reader& reader);
    /// Takes up to `rows` rows; `work` is null in a dry run. False when the file has ended.
    Result<bool> take(Reader& reader, Work* work, std::int64_t rows);
    const ImportCounts& counts() const { return result_.counts; }
    bool wrote() const { return wrote_; }
    ImportResult finish(std::string batch);

private:
    struct Build;

    Result<Done> take_row(const TableRow& row, bool& taken);
    void start_sheet(const TableRow& row);
    bool take_names(const TableRow& row);
    void reject_unread(const TableRow& row, const Error& why);
    Result<Done> flush(Reader& reader, Work* work, bool last_chance);
    Result<Done> flush_deferred(Reader& reader, Work* work);
    Result<Done> resolve(Reader& reader, std::vector<ReadRow>& rows, bool last_chance);
    Result<Done> resolve_column(Reader& reader, std::vector<ReadRow>& rows, std::size_t column, bool last_chance);
    Result<Done> find_names(Reader& reader, std::size_t column, std::vector<ReadRow*>& missing);
    Result<Done> load_existing(Reader& reader, const std::vector<ReadRow>& rows, const std::vector<std::string>& keys);
    Result<Done> build(Reader& reader, ReadRow& row, const std::string& key, Build& out);
    Result<Done> build_companions(const ReadRow& row, base::Json& content, Build& out);
    Result<Done> seal_columns(Reader& reader, ReadRow& row, const base::Json* existing, base::Json& content, Build& out);
    Result<bool> same_sealed(Reader& reader, const base::Json& reference, const std::string& value, bool& erased);
    Result<Done> write(Work* work, const Build& out);
    Result<Done> reject(ReadRow& row);
    void fault(ReadRow& row, std::optional<std::size_t> column, std::string reason);
    const KnownEntity* remember(const Entity& entity);
    const KnownEntity* known(std::string_view type, std::string_view key) const;

    const RunImport::Input& input_;
    const ImportLayout& layout_;
    std::string tenant_;
    IdSource& ids_;
    Sealer* sealer_;
    const RunImport::ContentCheck& check_;
    base::Date today_;

    HeaderIndex headers_;
    std::shared_ptr<const HeaderMatch> header_;
    std::optional<RowParser> parser_;
    std::string sheet_;
    std::uint32_t rows_without_header_ = 0;
    bool any_row_ = false;
    bool header_found_ = false;
    bool ended_ = false;
    bool wrote_ = false;
    bool was_empty_ = false;  ///< the store had no such entity when the run began

    std::vector<ReadRow> chunk_;
    std::vector<ReadRow> deferred_;  ///< rows that refer to rows further down
    std::unordered_set<std::string> keys_seen_;
    std::map<std::string, std::vector<std::string>, std::less<>> also_members_;
    std::unordered_map<std::string, KnownEntity> known_;
    std::unordered_map<std::string, std::string> own_names_; ///< bodies of this file: name -> key (a dry run stores none)
    std::unordered_map<std::string, Entity> existing_;       ///< of the current chunk, by type and key
    std::unordered_map<std::string, std::string> companions_; ///< made in this run, by type and key: id
    ImportResult result_;
};

}  // namespace gx::app
