// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gx::test {

/// Builds zip files byte by byte, also ones that lie.
class ZipBytes {
public:
    struct Entry {
        std::string name;
        std::string data;                                ///< inflated content
        bool deflate = false;
        std::uint16_t flags = 0;
        std::optional<std::uint32_t> declared_size = {}; ///< inflated size written instead of the true one
        std::optional<std::uint32_t> local_offset = {};  ///< place written instead of the true one
    };

    ZipBytes& add(Entry entry) {
        entries_.push_back(std::move(entry));
        return *this;
    }
    ZipBytes& add(std::string name, std::string data) {
        return add(Entry{.name = std::move(name), .data = std::move(data)});
    }

    std::string made() const {
        std::string out;
        std::string directory;
        for (const Entry& entry : entries_) {
            const std::string packed = entry.deflate ? deflated(entry.data) : entry.data;
            const auto crc = static_cast<std::uint32_t>(
                crc32(0, reinterpret_cast<const Bytef*>(entry.data.data()), static_cast<uInt>(entry.data.size())));
            const auto size = entry.declared_size.value_or(static_cast<std::uint32_t>(entry.data.size()));
            const auto offset = entry.local_offset.value_or(static_cast<std::uint32_t>(out.size()));
            std::string facts;
            put16(facts, 20);
            put16(facts, entry.flags);
            put16(facts, entry.deflate ? 8 : 0);
            put32(facts, 0);
            put32(facts, crc);
            put32(facts, static_cast<std::uint32_t>(packed.size()));
            put32(facts, size);
            put16(facts, static_cast<std::uint16_t>(entry.name.size()));
            put16(facts, 0);
            out += "PK\x03\x04" + facts + entry.name + packed;
            directory += "PK\x01\x02";
            put16(directory, 20);
            directory += facts;
            put16(directory, 0);
            put16(directory, 0);
            put16(directory, 0);
            put32(directory, 0);
            put32(directory, offset);
            directory += entry.name;
        }
        const auto start = static_cast<std::uint32_t>(out.size());
        out += directory + "PK\x05\x06";
        put32(out, 0);
        put16(out, static_cast<std::uint16_t>(entries_.size()));
        put16(out, static_cast<std::uint16_t>(entries_.size()));
        put32(out, static_cast<std::uint32_t>(directory.size()));
        put32(out, start);
        put16(out, 0);
        return out;
    }

private:
    static void put16(std::string& out, unsigned value) {
        out.push_back(static_cast<char>(value & 0xFFU));
        out.push_back(static_cast<char>(value >> 8U & 0xFFU));
    }
    static void put32(std::string& out, std::uint32_t value) {
        put16(out, value & 0xFFFFU);
        put16(out, value >> 16U);
    }
    static std::string deflated(const std::string& data) {
        z_stream stream{};
        deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
        std::string out(deflateBound(&stream, static_cast<uLong>(data.size())), '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
        stream.avail_in = static_cast<uInt>(data.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        deflate(&stream, Z_FINISH);
        out.resize(stream.total_out);
        deflateEnd(&stream);
        return out;
    }

    std::vector<Entry> entries_;
};

/// The parts of a workbook with one or more sheets; each part can be replaced before it is packed.
struct WorkbookParts {
    std::string relations =
        R"(<Relationships xmlns="r"><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
    std::string workbook =
        R"(<workbook xmlns:r="x"><sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>)";
    std::string workbook_relations =
        R"(<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet9.xml"/>)"
        R"(<Relationship Id="rId2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>)";
    std::string strings = "<sst/>";
    std::string sheet = "<worksheet><sheetData/></worksheet>";

    ZipBytes zip() const {
        ZipBytes out;
        out.add("[Content_Types].xml", "<Types/>")
            .add("_rels/.rels", relations)
            .add("xl/workbook.xml", workbook)
            .add("xl/_rels/workbook.xml.rels", workbook_relations)
            .add("xl/sharedStrings.xml", strings)
            .add("xl/worksheets/sheet9.xml", sheet);
        return out;
    }
};

}  // namespace gx::test
