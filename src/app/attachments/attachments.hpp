// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/attachments/attachable.hpp"
#include "app/attachments/attachment.hpp"
#include "app/ports/archives.hpp"
#include "app/ports/attachment_rows.hpp"
#include "app/ports/blob_store.hpp"
#include "app/ports/store.hpp"
#include "app/ports/virus_scan.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// Settings of attachments.
struct AttachmentLimits {
    std::int64_t body_bytes_max = 2LL << 30;  ///< of all files of a body's objects
    std::int64_t of_object_max = 50;          ///< not withdrawn
    std::int64_t ever_of_object_max = 200;    ///< also withdrawn
};

/// Files that belong to objects. Each coming and going is a journal entry; the bytes are durable before it.
///
/// Thread: any.
/// Source: ASSURANCE S17, S18
class Attachments {
public:
    /// `scanner` may be null: nothing is scanned.
    Attachments(Store& store, AttachmentRows& rows, BlobStore& blobs, Archives& archives, VirusScan* scanner, Clock& clock, IdSource& ids,
                const AttachmentLimits& limits)
        : store_(store), rows_(rows), blobs_(blobs), archives_(archives), scanner_(scanner), clock_(clock), ids_(ids), limits_(limits) {}

    struct Row {
        std::string id;
        std::int64_t version = 0;
        Attachment attachment;
    };
    struct Input {
        std::string entity;
        std::string entity_id;
        std::string name;
        std::string_view bytes;
    };
    /// Errors: NotPermitted "access.denied"; TooLarge "attachment.too_large"; InvalidInput "attachment.empty", those of
    ///         clean_file_name and inspect_file; those of body_of_attachable; those of VirusScan; Conflict "attachment.same" (this
    ///         file with this name is there); StateForbids "attachment.too_many", "attachment.quota"; those of blobs and store.
    Result<Row> add(const Input& input, const Actor& actor);

    /// All files of an object, also withdrawn ones, in the order in which they came.
    /// Errors: NotPermitted "access.denied"; those of body_of_attachable and the store.
    Result<std::vector<Row>> list(const std::string& entity, const std::string& entity_id, const Actor& actor);

    /// A file whose bytes were just proved. `next` appends the next part and says whether more follows.
    struct Download {
        Attachment attachment;
        std::function<Result<bool>(std::string&)> next;
    };
    /// Errors: NotPermitted "access.denied"; NotFound "attachment.unknown" (also where the object is out of reach); StateForbids
    ///         "attachment.withdrawn"; Corrupt "attachment.bytes_missing", "attachment.bytes_changed"; those of blobs and store.
    Result<Download> download(const std::string& id, const Actor& actor);

    /// Hides a file; its bytes stay. Errors: NotPermitted "access.denied"; InvalidInput "attachment.reason_personal"; NotFound
    /// "attachment.unknown"; StateForbids "attachment.withdrawn"; those of the store.
    Result<Row> withdraw(const std::string& id, const std::string& reason, const Actor& actor);

private:
    Result<Done> check_room(Reader& reader, const Attachment& next, const Actor& actor);
    Result<Entity> visible(Reader& reader, const std::string& id, std::string_view action, const Actor& actor);

    Store& store_;
    AttachmentRows& rows_;
    BlobStore& blobs_;
    Archives& archives_;
    VirusScan* scanner_;
    Clock& clock_;
    IdSource& ids_;
    AttachmentLimits limits_;
};

}  // namespace gx::app
