// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "app/imports/content_builder.hpp"
#include "app/imports/header_match.hpp"
#include "app/imports/row_values.hpp"
#include "app/imports/run_import.hpp"
#include "base/by_text.hpp"

namespace gx::app {

/// What a piece of a file comes to: written in this order.
struct ImportSet {
    std::vector<SealedValue> sealed;
    std::vector<SealedLookup> lookups;
    std::vector<Entity> companions;
    std::vector<Entity> entities;
};

/// Lets a function look into the store; in a pipeline it runs on the thread that owns the work.
using StoreLook = std::function<Result<Done>(const std::function<Result<Done>(Reader&)>& look)>;
/// Takes a set on its way to the store.
using ImportSink = std::function<Result<Done>(ImportSet set)>;

/// Whose rows an import may write.
struct ImportScope {
    std::string tenant;
    Reach reach;
};

/// One run of RunImport: what it remembers between pieces of the file.
class ImportSession {
public:
    ImportSession(const RunImport::Input& input, ImportScope scope, IdSource& ids, Sealer* sealer,
                  const RunImport::ContentCheck& check, base::Date today);

    /// Checks that this tenant takes such entities and sees what is there. Once, before `take`.
    Result<Done> prepare(Reader& reader);
    /// Takes up to `rows` rows; there is no `sink` in a dry run. False when the file has ended.
    Result<bool> take(const StoreLook& look, const ImportSink& sink, std::int64_t rows);
    /// True when rows may refer to rows further up: a look must then see what was written before it.
    bool refers_to_itself() const { return also_members_.contains(layout_.entity); }
    const ImportCounts& counts() const { return result_.counts; }
    bool wrote() const { return wrote_; }
    ImportResult finish(std::string batch);

private:
    Result<Done> take_row(const TableRow& row, bool& taken);
    void start_sheet(const TableRow& row);
    bool take_names(const TableRow& row);
    void reject_unread(const TableRow& row, const Error& why);
    Result<Done> flush(bool last_chance);
    Result<Done> flush_deferred();
    ReadRow& fresh_row();
    Result<Done> resolve(std::span<ReadRow> rows, bool last_chance);
    Result<Done> resolve_column(std::span<ReadRow> rows, std::size_t column, bool last_chance);
    Result<Done> find_names(std::size_t column, std::vector<ReadRow*>& missing);
    Result<Done> load_existing(std::span<const ReadRow> rows, const std::vector<std::string>& keys);
    Result<Done> build(ReadRow& row, const std::string& key, ImportSet& out);
    Result<Done> build_companions(const ReadRow& row, base::Json& content, ImportSet& out);
    Result<Done> seal_columns(ReadRow& row, const base::Json* existing, base::Json& content, ImportSet& out);
    Result<Done> set_lookup(const Entity& next, std::size_t column, const std::string& value, ImportSet& out);
    Result<bool> same_sealed(const base::Json& reference, const std::string& value, bool& erased);
    Result<Done> hand_on(ImportSet out);
    Result<Done> reject(ReadRow& row);
    void fault(ReadRow& row, std::optional<std::size_t> column, std::string reason);
    bool is_foreign(const Entity& entity) const;
    void check_reach(ReadRow& row, const Entity* existing, const base::Json& content);
    bool keeps_companion(const ReadRow& row, const Entity& companion, const std::string& link) const;
    const KnownEntity* remember(const Entity& entity);
    const KnownEntity* known(std::string_view type, std::string_view key) const;

    const RunImport::Input& input_;
    const ImportLayout& layout_;
    const StoreLook* look_ = nullptr;   ///< of the current `take`
    const ImportSink* sink_ = nullptr;
    std::string tenant_;
    Reach reach_;
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

    std::vector<ReadRow> chunk_;      ///< the first `chunk_used_` are rows of the file, the rest room
    std::size_t chunk_used_ = 0;
    std::vector<ReadRow> deferred_;  ///< rows that refer to rows further down
    std::unordered_set<std::string> keys_seen_;
    std::map<std::string, std::vector<std::string>, std::less<>> also_members_;
    using KnownByKey = base::ByText<KnownEntity>;
    std::map<std::string, KnownByKey, std::less<>> known_;   ///< by type
    std::size_t known_count_ = 0;
    std::unordered_set<std::string> foreign_;               ///< entities beyond reach that rows referred to, by type and key
    std::unordered_map<std::string, std::string> own_names_; ///< bodies of this file: name -> key (a dry run stores none)
    std::unordered_map<std::string, Entity> existing_;       ///< of the current chunk, by type and key
    std::unordered_map<std::string, std::string> companions_; ///< made in this run, by type and key: id
    ImportResult result_;
};

}  // namespace gx::app
