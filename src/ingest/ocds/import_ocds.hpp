// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/imports/run_import.hpp"
#include "ingest/files/byte_source.hpp"
#include "ingest/ocds/ocds_account.hpp"

namespace gx::ingest {

/// Imports OCDS 1.0 and 1.1 releases: a release package, a list, or one release on each line; also gzip-compressed. Buyers
/// become bodies, contracts obligations of kind contract with their milestones and payments. Nothing that a rule of ours
/// would refuse is bent: it is left out and stands in the account.
///
/// Four imports one after the other (bodies, contracts, milestones, payments), each a transaction and a batch of its own;
/// a second run of the same file changes nothing. A dry run gives the account and compares the bodies only, because
/// contracts cannot be compared before their bodies are there.
/// Source: DOMAIN 8.7
class ImportOcds {
public:
    struct Output {
        OcdsAccount account;
        app::ImportResult bodies;
        app::ImportResult contracts;
        app::ImportResult milestones;
        app::ImportResult payments;

        /// The account with the counts of the four imports and the reasons of rejected rows.
        base::Json to_json() const;
    };
    using Layouts = std::function<const app::ImportLayout*(std::string_view kind)>;

    ImportOcds(app::RunImport& run, Layouts layouts) : run_(run), layouts_(std::move(layouts)) {}

    struct Input {
        std::shared_ptr<ByteSource> file;
        std::string file_name = {};
        std::string file_digest = {};
        app::RunImport::Mode mode = app::RunImport::Mode::Write;
        app::RunImport::Existing existing = app::RunImport::Existing::Update;
        std::int64_t rows_max = 200'000;  ///< of each of the four tables
        app::RejectSink* rejects = nullptr;
    };

    /// Errors: NotFound "import.kind_unknown" when a layout is missing; InvalidInput "ocds.no_release", those of JsonStream
    ///         and RunImport; TooLarge "file.too_large" for a compressed file above 256 MiB.
    base::Result<Output> run(const Input& input, const app::Actor& actor);

private:
    app::RunImport& run_;
    Layouts layouts_;
};

}  // namespace gx::ingest
