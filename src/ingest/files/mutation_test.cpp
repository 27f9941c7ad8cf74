// SPDX-License-Identifier: Apache-2.0
// Every reader meets thousands of damaged files: each ends with rows or with a reason, never otherwise.
#include <gtest/gtest.h>

#include "ingest/files/gzip.hpp"
#include "ingest/files/open_table.hpp"
#include "tests/support/zip_bytes.hpp"

namespace gx::ingest {
namespace {

constexpr int kRounds = 600;

/// A small generator of its own, so that every machine sees the same damage.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
    std::size_t below(std::size_t limit) {
        state_ = state_ * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
        return static_cast<std::size_t>(state_ >> 33U) % limit;
    }

private:
    std::uint64_t state_;
};

std::string damaged(std::string bytes, Dice& dice) {
    const std::size_t times = 1 + dice.below(4);
    for (std::size_t i = 0; i < times && !bytes.empty(); ++i) {
        const std::size_t at = dice.below(bytes.size());
        switch (dice.below(5)) {
            case 0: bytes[at] = static_cast<char>(dice.below(256)); break;
            case 1: bytes.resize(at); break;
            case 2: bytes.erase(at, 1 + dice.below(8)); break;
            case 3: bytes.insert(at, bytes.substr(dice.below(bytes.size()), 1 + dice.below(40))); break;
            default: bytes[at] = "\"',<>[]{}\n\0&;"[dice.below(14)];
        }
    }
    return bytes;
}

/// Reads to the end; the number of rows, or -1 with a reason.
int read_all(std::string bytes) {
    auto reader = open_table(from_memory(std::move(bytes)));
    if (!reader.ok()) {
        EXPECT_FALSE(reader.error().reason.empty());
        return -1;
    }
    for (int rows = 0;; ++rows) {
        app::TableRow row;
        const auto more = (*reader)->next(row);
        if (!more.ok()) {
            EXPECT_FALSE(more.error().reason.empty());
            return -1;
        }
        if (!*more) { return rows; }
        for (const app::Cell& cell : row.cells) { EXPECT_LE(cell.text.size(), 1U << 20U); }
    }
}

struct Seed {
    const char* name;
    std::string bytes;
};

std::string a_workbook(bool deflate) {
    test::WorkbookParts parts;
    parts.strings = "<sst><si><t>共享</t></si><si><r><t>富</t></r></si></sst>";
    parts.sheet = R"(<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1.5</v></c></row>)"
                  R"(<row r="3"><c r="C3" t="inlineStr"><is><t>文_x0041_</t></is></c><c r="D3" t="b"><v>1</v></c></row></sheetData></worksheet>)";
    test::ZipBytes zip;
    for (const auto& [name, data] : {std::pair{"_rels/.rels", parts.relations}, {"xl/workbook.xml", parts.workbook},
                                     {"xl/_rels/workbook.xml.rels", parts.workbook_relations},
                                     {"xl/sharedStrings.xml", parts.strings}, {"xl/worksheets/sheet9.xml", parts.sheet}}) {
        zip.add({.name = name, .data = data, .deflate = deflate});
    }
    return zip.made();
}

class Mutation : public testing::TestWithParam<Seed> {};

TEST_P(Mutation, EndsWithRowsOrAReason) {
    ASSERT_GT(read_all(GetParam().bytes), 0);
    int refused = 0;
    for (int round = 0; round < kRounds; ++round) {
        Dice dice(static_cast<std::uint64_t>(round));
        refused += read_all(damaged(GetParam().bytes, dice)) < 0 ? 1 : 0;
    }
    EXPECT_GT(refused, 0);
}

INSTANTIATE_TEST_SUITE_P(, Mutation, testing::Values(
    Seed{"Csv", "编号,名称,\"说\"\"明\"\n1,\"甲\n乙\",x\n\n2,丙,\n"},
    Seed{"Gb18030", "\xB1\xE0\xBA\xC5,\xC3\xFB\xB3\xC6\n1,\"\xBC\xD7\"\n\x81\x30\x89\x38,2\n"},
    Seed{"JsonArray", R"([{"code":"甲","n":1.50,"list":[1,{"a":null}]},{"code":"\u4e59","b":true}])"},
    Seed{"JsonLines", "{\"code\":\"a\"}\n{\"code\":\"b\",\"x\":{\"y\":[[]]}}\n"},
    Seed{"WorkbookStored", a_workbook(false)}, Seed{"WorkbookDeflated", a_workbook(true)}),
    [](const auto& row) { return row.param.name; });

TEST(Gzip, GivesTheBytesOrAReason) {
    std::string packed(200, '\0');
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    std::string text = "{\"ocid\":\"1\"}\n{\"ocid\":\"2\"}\n";
    stream.next_in = reinterpret_cast<Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    ASSERT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    const auto plain = inflated_if_gzip(from_memory(packed));
    ASSERT_TRUE(plain.ok());
    std::string got(100, '\0');
    got.resize((*plain)->read_at(0, got).value());
    EXPECT_EQ(got, text);
    EXPECT_EQ(inflated_if_gzip(from_memory(packed.substr(0, 30))).error().reason, "file.gzip_damaged");
    EXPECT_EQ(inflated_if_gzip(from_memory(packed + packed)).error().reason, "file.gzip_damaged");
    std::string broken = packed;
    broken[12] = static_cast<char>(broken[12] ^ 0x7F);
    EXPECT_FALSE(inflated_if_gzip(from_memory(broken)).ok());
    EXPECT_TRUE(inflated_if_gzip(from_memory(text)).ok());
}

}  // namespace
}  // namespace gx::ingest
