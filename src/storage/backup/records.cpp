// SPDX-License-Identifier: Apache-2.0
#include "storage/backup/records.hpp"

#include <algorithm>

namespace gx::storage {
namespace {

constexpr std::uint64_t kValueBytesMax = 64U << 20U;
constexpr std::size_t kColumnsMax = 200;

void put_number(std::string& out, std::uint64_t value) {
    for (unsigned shift = 64; shift > 0; shift -= 8) { out.push_back(static_cast<char>((value >> (shift - 8)) & 0xFFU)); }
}

Error malformed(const BlockReader& in, std::string_view what) {
    return {ErrorCode::Corrupt, "backup.malformed", std::string(what), in.where()};
}

Result<std::uint64_t> read_number(BlockReader& in) {
    GX_TRY(const auto bytes, in.read(8));
    std::uint64_t value = 0;
    for (const char byte : bytes) { value = (value << 8U) | static_cast<unsigned char>(byte); }
    return value;
}

Result<std::string_view> read_text(BlockReader& in) {
    GX_TRY(const auto length, read_number(in));
    if (length > kValueBytesMax) { return malformed(in, "length"); }
    return in.read(static_cast<std::size_t>(length));
}

std::string_view type_name(BulkColumn::Type type) {
    switch (type) {
        case BulkColumn::Type::Integer: return "integer";
        case BulkColumn::Type::Text: return "text";
        case BulkColumn::Type::Bytes: return "bytes";
    }
    return "";
}

/// Names from a file never reach SQL unless they are plain words.
bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

const Held* value_of(const TableShape& shape, const std::vector<Held>& row, std::string_view column) {
    for (std::size_t i = 0; i < shape.columns.size(); ++i) {
        if (shape.columns[i].name == column) { return &row[i]; }
    }
    return nullptr;
}

/// Reads typed values of a row and remembers whether all were there.
struct RowReader {
    const TableShape& shape;
    const std::vector<Held>& row;
    bool whole = true;

    std::int64_t integer(std::string_view column) {
        const Held* value = value_of(shape, row, column);
        const auto* number = value != nullptr ? std::get_if<std::int64_t>(value) : nullptr;
        whole = whole && number != nullptr;
        return number != nullptr ? *number : 0;
    }
    std::string text(std::string_view column) {
        const Held* value = value_of(shape, row, column);
        const auto* found = value != nullptr ? std::get_if<std::string>(value) : nullptr;
        whole = whole && found != nullptr;
        return found != nullptr ? *found : std::string();
    }
    template <class Array>
    Array array(std::string_view column) {
        Array out{};
        const Held* value = value_of(shape, row, column);
        const auto* bytes = value != nullptr ? std::get_if<base::Bytes>(value) : nullptr;
        whole = whole && bytes != nullptr && bytes->size() == out.size();
        if (whole) { std::copy(bytes->begin(), bytes->end(), out.begin()); }
        return out;
    }
    std::optional<std::string> text_or_null(std::string_view column) {
        const Held* value = value_of(shape, row, column);
        if (value != nullptr && std::holds_alternative<std::nullptr_t>(*value)) { return std::nullopt; }
        return text(column);
    }
};

}  // namespace

namespace record {

std::string json_record(char kind, const base::Json& body) {
    const std::string text = base::canonical(body);
    std::string out(1, kind);
    put_number(out, text.size());
    return out + text;
}

void begin_row(std::string& out) { out.push_back(kRow); }
void put_null(std::string& out) { out.push_back('n'); }
void put_integer(std::string& out, std::int64_t value) {
    out.push_back('i');
    put_number(out, static_cast<std::uint64_t>(value));
}
void put_bytes(std::string& out, std::string_view bytes) {
    out.push_back('s');
    put_number(out, bytes.size());
    out += bytes;
}

Result<char> read_kind(BlockReader& in) {
    GX_TRY(const auto bytes, in.read(1));
    return bytes.front();
}

Result<base::Json> read_json(BlockReader& in) {
    GX_TRY(const auto text, read_text(in));
    auto body = base::parse_json(text);
    if (!body.ok()) { return malformed(in, "JSON"); }
    return body;
}

Result<std::vector<Held>> read_row(BlockReader& in, const TableShape& shape) {
    std::vector<Held> row;
    row.reserve(shape.columns.size());
    for (const TableShape::Column& column : shape.columns) {
        GX_TRY(const char tag, read_kind(in));
        if (tag == 'n') {
            row.emplace_back(nullptr);
        } else if (tag == 'i' && column.type == BulkColumn::Type::Integer) {
            GX_TRY(const auto number, read_number(in));
            row.emplace_back(static_cast<std::int64_t>(number));
        } else if (tag == 's' && column.type != BulkColumn::Type::Integer) {
            GX_TRY(const auto bytes, read_text(in));
            if (column.type == BulkColumn::Type::Text) {
                row.emplace_back(std::string(bytes));
            } else {
                row.emplace_back(base::Bytes(bytes.begin(), bytes.end()));
            }
        } else {
            return malformed(in, "value");
        }
    }
    return row;
}

base::Json describe(const TableShape& shape) {
    base::Json columns = base::Json::array();
    for (const TableShape::Column& column : shape.columns) {
        columns.push(base::Json::array().push(column.name).push(type_name(column.type)));
    }
    return base::Json::object().set("table", shape.name).set("columns", std::move(columns));
}

Result<TableShape> shape_of(const base::Json& description, const BlockReader& in) {
    TableShape shape{description.text_or_empty("table"), {}};
    const base::Json& columns = description.at("columns");
    if (!is_plain_name(shape.name) || !columns.is_array() || columns.as_array().empty() ||
        columns.as_array().size() > kColumnsMax) {
        return malformed(in, "table");
    }
    for (const base::Json& column : columns.as_array()) {
        if (!column.is_array() || column.as_array().size() != 2 || !column.as_array()[0].is_string() ||
            !column.as_array()[1].is_string() || !is_plain_name(column.as_array()[0].as_string())) {
            return malformed(in, "column");
        }
        const std::string& type = column.as_array()[1].as_string();
        shape.columns.push_back({column.as_array()[0].as_string(), type == "integer" ? BulkColumn::Type::Integer
                                                                   : type == "text"  ? BulkColumn::Type::Text
                                                                                     : BulkColumn::Type::Bytes});
    }
    return shape;
}

}  // namespace record

Result<Done> JournalProof::take(const TableShape& shape, const std::vector<Held>& row, const char* reason) {
    RowReader in{shape, row};
    domain::JournalEntry entry;
    entry.seq = in.integer("seq");
    entry.tenant = in.text("tenant");
    entry.entity = in.text("entity");
    entry.entity_id = in.text("entity_id");
    entry.version = in.integer("version");
    entry.action = in.text("action");
    entry.actor = in.text("actor");
    entry.origin = in.text("origin");
    entry.at = base::Instant::from_millis(in.integer("at"));
    entry.salt = in.array<domain::Salt>("salt");
    entry.content_digest = in.array<base::Digest>("content_digest");
    entry.content = in.text_or_null("content");
    const auto stored_leaf = in.array<base::Digest>("leaf_hash");
    const auto leaf = domain::leaf_hash(hasher_, entry);
    if (!in.whole || entry.seq != size() || leaf != stored_leaf ||
        domain::content_digest(hasher_, entry.salt, entry.content) != entry.content_digest) {
        return Error{ErrorCode::Corrupt, reason, {}, fmt::format("entry {}", size())};
    }
    tree_.append(hasher_, leaf);
    return Done{};
}

}  // namespace gx::storage
