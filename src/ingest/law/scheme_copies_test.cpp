// SPDX-License-Identifier: Apache-2.0
// The engine's tests read schemes as JSON (the engine knows no YAML); these copies must say what the files of the pack say.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "domain/evaluation/scheme.hpp"
#include "ingest/law/yaml_reader.hpp"
#include "source_dir.hpp"

namespace gx::ingest {
namespace {

std::string file_text(const std::string& path) {
    std::ifstream file{std::string{GX_SOURCE_DIR} + "/" + path, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

class SchemeCopy : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(SchemeCopy, SaysWhatTheFileOfThePackSays) {
    const auto [path, copy] = GetParam();
    const auto yaml = read_yaml(file_text(path), path);
    ASSERT_TRUE(yaml.ok()) << yaml.error().reason << " " << yaml.error().where;
    const auto json = base::parse_json(file_text(std::string{"tests/fixtures/evaluation/schemes/"} + copy));
    ASSERT_TRUE(json.ok());
    EXPECT_TRUE(yaml->json == *json) << "run tests/fixtures/evaluation/make_json.py";
}

INSTANTIATE_TEST_SUITE_P(, SchemeCopy, testing::Values(
    std::pair{"law/schemes/LY-GIE-2021.yaml", "LY-GIE-2021.json"},
    std::pair{"law/schemes/LY-GIE-2021-v2.yaml", "LY-GIE-2021-v2.json"},
    std::pair{"law/schemes/LY-GIE-2021-INST.yaml", "LY-GIE-2021-INST.json"},
    std::pair{"bench/contestant/law/schemes/reference.yaml", "reference.json"},
    std::pair{"bench/contestant/law/imports/columns.yaml", "columns.json"}));

TEST(SchemeFile, AFaultInASchemeHasAPlaceInItsFile) {
    std::string text = file_text("law/schemes/LY-GIE-2021.yaml");
    const std::size_t at = text.find("inv(r, 0.30)");
    ASSERT_NE(at, std::string::npos);
    text.replace(at, 3, "inw");
    const auto yaml = read_yaml(text, "scheme.yaml");
    ASSERT_TRUE(yaml.ok());
    const auto scheme = domain::evaluation::Scheme::from_json(yaml->json);
    ASSERT_FALSE(scheme.ok());
    EXPECT_EQ(scheme.error().reason, "scheme.unknown_node");
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    EXPECT_LE(std::abs(yaml->line_of(scheme.error().where) - line), 1);
}

}  // namespace
}  // namespace gx::ingest
