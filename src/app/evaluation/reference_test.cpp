// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/reference.hpp"
#include "source_dir.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace gx::app {
namespace {

const std::string kRoot = std::string{GX_SOURCE_DIR} + "/tests/";

std::string file_text(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

ReferenceInput input_for(const std::string& out) {
    return {.scheme = base::parse_json(file_text(kRoot + "fixtures/evaluation/schemes/reference.json")).value(),
            .layouts = base::parse_json(file_text(kRoot + "fixtures/evaluation/schemes/columns.json")).value(),
            .data_folder = kRoot + "fixtures/evaluation/reference",
            .out_folder = out,
            .as_of = base::Date::parse("2026-06-30").value(),
            .threads = 2,
            .repetitions = 1};
}

TEST(RunReference, WritesTheExpectedFiles) {
    const std::string out = testing::TempDir() + "gx_reference_eval";
    std::filesystem::create_directories(out);
    const auto times = run_reference(input_for(out));
    ASSERT_TRUE(times.ok()) << times.error().reason << times.error().where;
    EXPECT_EQ(times->rows, 900);
    for (const char* name : {"body_kind.csv", "body_eval.csv", "region_eval.csv"}) {
        EXPECT_EQ(file_text(out + "/" + name), file_text(kRoot + "golden/evaluation/reference/" + name)) << name;
    }
    std::filesystem::remove_all(out);
}

TEST(RunReference, NamesTheFileItCannotReadOrWrite) {
    auto missing = input_for("/nowhere");
    EXPECT_EQ(run_reference(missing).error().reason, "file.not_written");
    missing.data_folder = "/nowhere";
    const auto refused = run_reference(missing);
    EXPECT_EQ(refused.error().reason, "file.unreadable");
    EXPECT_EQ(refused.error().where, "/nowhere/regions.csv");
    missing.layouts = base::Json::object();
    EXPECT_EQ(run_reference(missing).error().reason, "layout.field");
}

}  // namespace
}  // namespace gx::app
