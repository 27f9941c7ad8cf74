// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/json.hpp"
#include "domain/journal/merkle.hpp"
#include "storage/drivers/open.hpp"
#include "storage/store/sql_store.hpp"
#include "support/counting_random.hpp"
#include "support/toy_hasher.hpp"

namespace gx::tests {

enum class Backend { Memory, File, Postgres };

std::string backend_name(const testing::TestParamInfo<Backend>& info);
/// All adapters; without PostgreSQL when GX_TEST_FAST is set.
std::vector<Backend> backends();
/// Those that keep their data when a process ends.
std::vector<Backend> durable_backends();

/// One store on one adapter, fresh for each test.
class StoreFixture : public testing::TestWithParam<Backend> {
protected:
    StoreFixture();
    ~StoreFixture() override;

    /// Another handle on the same database (not for Memory).
    std::unique_ptr<storage::Database> database_again() const;
    /// A second store on the same database, as another process would have it (not for Memory).
    std::unique_ptr<storage::SqlStore> open_again();
    /// A fresh empty database of this adapter.
    std::unique_ptr<storage::Database> fresh_database();
    void close() { store_.reset(); }
    void reopen();

    storage::SqlStore& store() { return *store_; }
    app::WriteContext context(std::string origin = {}) const;
    base::Result<base::Done> write(const std::function<base::Result<base::Done>(app::Work&)>& work);
    base::Result<base::Done> put(const app::Entity& next, std::string_view action = "add");
    std::unique_ptr<app::Reader> reader();
    /// The tree as a stranger computes it from the entries: root, and that seqs run without gaps and digests fit.
    base::Digest recomputed_root(app::Reader& reader);
    /// The root from tiles and leaves, as proofs are made.
    base::Digest stored_root();
    void expect_sound_journal();

    std::string folder_;
    std::string address_;  ///< file or connection text
    support::ToyHasher hasher_;
    CountingRandom random_;
    std::unique_ptr<storage::SqlStore> store_;
    int fresh_ = 0;
};

/// A body with a code and a name.
app::Entity a_body(const std::string& id, const std::string& code, const std::string& name = "乡镇",
                   std::int64_t version = 1, const std::string& tenant = "990101");
/// The same with more members.
app::Entity an_obligation(const std::string& id, const std::string& code, const std::string& body_id,
                          const std::string& due_on, std::int64_t amount_fen);

}  // namespace gx::tests

/// ASSERTs that a Result is good and shows why not.
#define GX_ASSERT_OK(expression)                                                                         \
    do {                                                                                                 \
        const auto gx_ok_result = (expression);                                                          \
        ASSERT_TRUE(gx_ok_result.ok()) << gx_ok_result.error().reason << " " << gx_ok_result.error().detail; \
    } while (false)
#define GX_EXPECT_REFUSED(expression, wanted_reason)            \
    do {                                                        \
        const auto gx_refused_result = (expression);            \
        ASSERT_FALSE(gx_refused_result.ok());                   \
        EXPECT_EQ(gx_refused_result.error().reason, wanted_reason) << gx_refused_result.error().detail; \
    } while (false)
