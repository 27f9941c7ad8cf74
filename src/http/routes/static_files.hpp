// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/server/message.hpp"

namespace gx::http {

/// The built web pages, held in memory with their precompressed forms.
///
/// Shape:  at most 2,000 files, 8 MiB each, 64 MiB together; symbolic links and dot files are left out. A path is found
///         by exact name only, so no path can leave the folder.
/// Thread: any number of readers.
class StaticFiles {
public:
    /// No file at all.
    StaticFiles() = default;
    /// Errors: Unavailable "web.not_found", "web.too_large"; `detail` is the path.
    static base::Result<StaticFiles> load(const std::string& folder);

    bool empty() const { return files_.empty(); }
    /// The answer for GET or HEAD of a page, asset or portal route; nothing when there is none.
    /// `security_head` is put in front of the file's own header lines.
    /// Paths without a dot in their last part are portal routes and get index.html; those below /console get
    /// console.html when there is one.
    std::optional<Response> find(const Request& request, std::string_view security_head) const;

private:
    struct Encoded {
        std::shared_ptr<const std::string> body;
        std::string etag;
    };
    struct File {
        std::string_view type;
        bool immutable = false;
        Encoded plain;
        Encoded gzip;
        Encoded brotli;
    };
    const File* file_for(std::string_view path) const;
    std::map<std::string, File, std::less<>> files_;
};

}  // namespace gx::http
