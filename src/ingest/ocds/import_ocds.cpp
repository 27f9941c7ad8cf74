// SPDX-License-Identifier: Apache-2.0
#include "ingest/ocds/import_ocds.hpp"

#include "ingest/files/gzip.hpp"
#include "ingest/files/json_stream.hpp"
#include "ingest/ocds/ocds_rows.hpp"

namespace gx::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::size_t kReleaseBytesMax = 16U << 20U;

Result<JsonStream> open_releases(const std::shared_ptr<ByteSource>& file) {
    GX_TRY(TextStream text, TextStream::open(file));
    JsonStream::Options options{.element_bytes_max = kReleaseBytesMax, .elements_max = 10'000'000, .limits = {},
                                .arrays = {"releases"}};
    options.limits.depth_max = 64;
    options.limits.keys_max = 5'000;
    return JsonStream(std::move(text), std::move(options));
}

/// The rows of one part, release by release.
class OcdsTable final : public app::TableReader {
public:
    OcdsTable(JsonStream stream, OcdsPart part, OcdsIndex& index, OcdsAccount& account)
        : stream_(std::move(stream)), part_(part), index_(index), account_(account) {}

    Result<bool> next(app::TableRow& row) override {
        while (at_ >= rows_.size()) {
            GX_TRY(const auto release, stream_.next());
            if (!release) { return false; }
            at_ = 0;
            rows_ = ocds_rows(*release, stream_.number(), part_, index_, account_);
        }
        cells_.clear();
        for (const auto& [key, text] : rows_[at_]) {
            cells_.push_back({.text = text, .name = key, .kind = app::CellKind::Text});
        }
        ++at_;
        row = {.sheet = {}, .number = ++number_, .named = true, .cells = cells_};
        return true;
    }

private:
    JsonStream stream_;
    OcdsPart part_;
    OcdsIndex& index_;
    OcdsAccount& account_;
    std::vector<OcdsRow> rows_;
    std::vector<app::Cell> cells_;
    std::size_t at_ = 0;
    std::uint32_t number_ = 0;
};

Json result_json(const app::ImportResult& result) {
    Json out = Json::object();
    out.set("read", result.counts.read);
    out.set("added", result.counts.added);
    out.set("changed", result.counts.changed);
    out.set("unchanged", result.counts.unchanged);
    out.set("kept", result.counts.kept);
    out.set("rejected", result.counts.rejected);
    std::map<std::string, std::int64_t> reasons;
    for (const app::RejectedRow& row : result.first_rejected) {
        for (const app::CellFault& fault : row.faults) { ++reasons[fault.column_key + " " + fault.reason]; }
    }
    Json list = Json::object();
    for (const auto& [reason, count] : reasons) { list.set(reason, count); }
    out.set("reasons", std::move(list));
    if (!result.batch.empty()) { out.set("batch", result.batch); }
    return out;
}

}  // namespace

Json ImportOcds::Output::to_json() const {
    Json out = account.to_json();
    out.set("bodies", result_json(bodies));
    out.set("contracts", result_json(contracts));
    out.set("milestones", result_json(milestones));
    out.set("payments", result_json(payments));
    return out;
}

Result<ImportOcds::Output> ImportOcds::run(const Input& input, const app::Actor& actor) {
    GX_TRY(const std::shared_ptr<ByteSource> file, inflated_if_gzip(input.file));
    Output out;
    OcdsIndex index;
    GX_TRY(JsonStream releases, open_releases(file));
    while (true) {
        GX_TRY(const auto release, releases.next());
        if (!release) { break; }
        if (!release->is_object()) {
            return Error{ErrorCode::InvalidInput, "json.row_not_object", {}, fmt::format("element {}", releases.number())};
        }
        out.account.add_release(*release);
        index.add_release(*release, releases.number());
    }
    if (out.account.releases() == 0) { return Error{ErrorCode::InvalidInput, "ocds.no_release"}; }

    const auto take = [&](OcdsPart part) -> Result<app::ImportResult> {
        const app::ImportLayout* layout = layouts_(kind_of(part));
        if (layout == nullptr) { return Error{ErrorCode::NotFound, "import.kind_unknown", std::string(kind_of(part))}; }
        GX_TRY(JsonStream stream, open_releases(file));
        OcdsTable table(std::move(stream), part, index, out.account);
        auto result = run_.run({.layout = *layout, .table = table, .file_name = input.file_name,
                                .file_digest = input.file_digest, .mode = input.mode, .existing = input.existing,
                                .rows_max = input.rows_max, .rows_per_write = INT64_MAX, .rejects = input.rejects,
                                .passed_over_headers = {}}, actor);
        // No row of this part at all is nothing wrong.
        if (!result.ok() && result.error().reason == "import.empty") { return app::ImportResult{}; }
        return result;
    };
    GX_TRY(out.bodies, take(OcdsPart::Bodies));
    if (input.mode == app::RunImport::Mode::DryRun) { return out; }
    GX_TRY(out.contracts, take(OcdsPart::Contracts));
    GX_TRY(out.milestones, take(OcdsPart::Milestones));
    GX_TRY(out.payments, take(OcdsPart::Payments));
    return out;
}

}  // namespace gx::ingest
