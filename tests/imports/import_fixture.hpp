// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/imports/run_import.hpp"
#include "app/imports/undo_import.hpp"
#include "app/imports/workbook_out.hpp"
#include "ingest/files/open_table.hpp"
#include "render/csv_writer.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::tests {

/// A layout of law/imports with small code lists in place of the law pack's.
app::ImportLayout a_layout(const std::string& kind);
app::WorkbookLabels the_labels();
/// The Chinese text of api/errors.yaml, or the key.
std::string reason_text(std::string_view reason);

/// A store with a few bodies, and short ways to import into it.
class ImportFixture : public testing::Test {
protected:
    ImportFixture();
    ~ImportFixture() override;

    struct Options {
        app::RunImport::Mode mode = app::RunImport::Mode::Write;
        app::RunImport::Existing existing = app::RunImport::Existing::Update;
        std::int64_t rows_max = 200'000;
        std::int64_t rows_per_write = INT64_MAX;
        app::RejectSink* rejects = nullptr;
        app::RunImport::ContentCheck check = {};
    };
    base::Result<app::ImportResult> import_file(const std::string& kind, const std::string& path, Options options);
    base::Result<app::ImportResult> import_file(const std::string& kind, const std::string& path) {
        return import_file(kind, path, Options{});
    }
    base::Result<app::ImportResult> import_text(const std::string& kind, std::string bytes, Options options);
    base::Result<app::ImportResult> import_text(const std::string& kind, std::string bytes) {
        return import_text(kind, std::move(bytes), Options{});
    }
    /// "read 1 added 1 changed 0 unchanged 0 kept 0 rejected 0" or "error reason@where".
    std::string counts(const base::Result<app::ImportResult>& result) const;
    /// "row:column:reason" of each fault, by ';'.
    std::string faults(const base::Result<app::ImportResult>& result) const;

    void put(const std::string& type, const std::string& id, const std::string& json);
    std::optional<app::Entity> find(const std::string& type, const std::string& key);
    std::int64_t count(const std::string& type);
    std::string path(const std::string& name) const { return folder_ + "/" + name; }
    app::Store& store() { return *store_; }
    void use_store(std::unique_ptr<app::Store> store);
    /// "memory", "sqlite" or "postgres": a fresh store of that kind in place of the one there was.
    void use_backend(const std::string& backend);

    std::string folder_;
    support::ToyHasher hasher_;
    support::CountingRandom random_;
    std::unique_ptr<app::Store> store_;
    support::FixedClock clock_{"2026-03-01T04:00:00Z"};
    support::SequenceIds ids_;
    support::ToySealer sealer_;
    app::Actor actor_ = support::an_actor();
    render::FileTableWriters writers_;
};

/// The stores a test runs on; without PostgreSQL when GX_TEST_FAST is set.
std::vector<std::string> import_backends();

}  // namespace gx::tests
