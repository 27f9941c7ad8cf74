// SPDX-License-Identifier: Apache-2.0
#include "crypto/folder_key_store.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"
#include "crypto/field_cipher.hpp"
#include "crypto/signer.hpp"

namespace gx::crypto {
namespace {

using app::Done;
using app::Error;
using app::ErrorCode;
using app::KeyName;
using app::KeyUse;
using app::Result;
using base::Bytes;

constexpr std::size_t kFileBytesMax = 8192;
constexpr unsigned kKeysMax = 9999;
constexpr std::size_t kLookupKeyBytes = 32;

/// The name of a key that is still being written.
constexpr const char* kUnfinished = ".unfinished";

std::string_view prefix(KeyUse use) {
    switch (use) {
        case KeyUse::Seal: return "seal-";
        case KeyUse::Sign: return "sign-";
        case KeyUse::Lookup: return "look-";
    }
    return "";
}
std::string_view suffix(KeyUse use) { return use == KeyUse::Sign ? ".pem" : ".key"; }

/// By the first letters of an id; what begins like no key is no key of this use either.
KeyUse use_of(std::string_view id) {
    if (id.starts_with(prefix(KeyUse::Seal))) { return KeyUse::Seal; }
    return id.starts_with(prefix(KeyUse::Lookup)) ? KeyUse::Lookup : KeyUse::Sign;
}

std::size_t secret_size(KeyUse use, std::string_view algorithm) {
    if (use == KeyUse::Lookup) { return algorithm == "HMAC" ? kLookupKeyBytes : 0; }
    return field_key_size(algorithm);
}

Error store_error(const std::string& what) {
    const ErrorCode code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::StorageFull : ErrorCode::Unavailable;
    return Error{code, "key.store", what + ": " + std::strerror(errno)};
}

Error permission_error(const std::string& path) {
    return Error{ErrorCode::NotPermitted, "key.permissions", path + " must belong to this user and to nobody else"};
}

/// A file descriptor that is closed at the end of its scope.
class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (descriptor_ >= 0) { ::close(descriptor_); }
    }
    bool ok() const { return descriptor_ >= 0; }
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

bool only_ours(const struct stat& status) {
    return status.st_uid == ::geteuid() && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

Result<Bytes> read_secret(const std::string& path) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.ok()) {
        if (errno == ENOENT) { return Error{ErrorCode::NotFound, "key.unknown", path}; }
        if (errno == ELOOP) { return permission_error(path); }
        return store_error(path);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) { return store_error(path); }
    if (!S_ISREG(status.st_mode) || !only_ours(status)) { return permission_error(path); }
    Bytes bytes(kFileBytesMax);
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR) { continue; }
        if (got < 0) { return store_error(path); }
        if (got == 0) { break; }
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

/// Writes a file that must not be there yet and makes it last. It appears under its name only when it is whole: a server
/// that runs takes a key as soon as it sees it.
Result<Done> write_secret(const std::string& folder, const std::string& name, std::string_view text) {
    const std::string path = folder + "/" + name;
    const std::string unfinished = folder + "/" + kUnfinished;
    ::unlink(unfinished.c_str());
    const File file(::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!file.ok()) { return store_error(path); }
    std::size_t done = 0;
    bool written = ::fchmod(file.get(), S_IRUSR | S_IWUSR) == 0;
    while (written && done < text.size()) {
        const ssize_t put = ::write(file.get(), text.data() + done, text.size() - done);
        if (put < 0 && errno == EINTR) { continue; }
        if (put < 0) { written = false; }
        if (put > 0) { done += static_cast<std::size_t>(put); }
    }
    if (!written || ::fsync(file.get()) != 0 || ::link(unfinished.c_str(), path.c_str()) != 0) {
        const Error error = store_error(path);
        ::unlink(unfinished.c_str());
        return error;
    }
    ::unlink(unfinished.c_str());
    const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.ok() || ::fsync(directory.get()) != 0) { return store_error(folder); }
    return Done{};
}

/// The number in "seal-0001.key"; nothing for any other name.
std::optional<unsigned> number_of(std::string_view name, KeyUse use) {
    const auto head = prefix(use);
    const auto tail = suffix(use);
    if (name.size() != head.size() + 4 + tail.size() || name.substr(0, head.size()) != head ||
        name.substr(head.size() + 4) != tail) {
        return std::nullopt;
    }
    unsigned number = 0;
    for (const char c : name.substr(head.size(), 4)) {
        if (c < '0' || c > '9') { return std::nullopt; }
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number;
}

class FolderKeyStore final : public app::KeyStore {
public:
    FolderKeyStore(std::string folder, app::Random& random) : folder_(std::move(folder)), random_(random) {}

    Result<std::vector<KeyName>> list(KeyUse use) override {
        GX_TRY(const auto found, numbers(use));
        std::vector<KeyName> names;
        for (const unsigned number : found) { names.push_back(name(use, number)); }
        return names;
    }

    Result<KeyName> current(KeyUse use) override {
        GX_TRY(const auto found, numbers(use));
        if (found.empty()) { return Error{ErrorCode::NotFound, "key.unknown", std::string(prefix(use))}; }
        return name(use, found.back());
    }

    Result<Bytes> load(std::string_view id) override {
        GX_CHECK(check_folder());
        const KeyUse use = use_of(id);
        const std::string file = std::string(id) + std::string(suffix(use));
        if (!number_of(file, use)) { return Error{ErrorCode::NotFound, "key.unknown", std::string(id)}; }
        GX_TRY(auto bytes, read_secret(folder_ + "/" + file));
        if (use == KeyUse::Sign) { return bytes; }
        auto key = base::from_hex(base::trim(base::as_text(bytes)));
        if (!key) { return Error{ErrorCode::Unavailable, "key.store", file + ": not a key"}; }
        return std::move(key).value();
    }

    Result<std::string> stamp() override {
        struct stat status {};
        if (::lstat(folder_.c_str(), &status) != 0) { return store_error(folder_); }
        return fmt::format("{}.{:09}", status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
    }

    Result<KeyName> create(KeyUse use, std::string_view algorithm) override {
        GX_TRY(const auto found, numbers(use));
        const unsigned next = found.empty() ? 1 : found.back() + 1;
        if (next > kKeysMax) { return Error{ErrorCode::StorageFull, "key.store", "too many keys"}; }
        std::string text;
        if (use == KeyUse::Sign) {
            GX_TRY(text, generate_private_key(algorithm));
        } else {
            const std::size_t size = secret_size(use, algorithm);
            if (size == 0) { return Error{ErrorCode::InvalidInput, "key.algorithm", std::string(algorithm)}; }
            text = base::to_hex(random_.bytes(size)) + "\n";
        }
        const KeyName made = name(use, next);
        GX_CHECK(write_secret(folder_, made.id + std::string(suffix(use)), text));
        return made;
    }

private:
    static KeyName name(KeyUse use, unsigned number) {
        return {.id = fmt::format("{}{:04}", prefix(use), number), .use = use};
    }

    Result<Done> check_folder() const {
        struct stat status {};
        if (::lstat(folder_.c_str(), &status) != 0) { return store_error(folder_); }
        if (!S_ISDIR(status.st_mode) || !only_ours(status)) { return permission_error(folder_); }
        return Done{};
    }

    Result<std::vector<unsigned>> numbers(KeyUse use) const {
        GX_CHECK(check_folder());
        std::vector<unsigned> found;
        std::error_code failure;
        for (std::filesystem::directory_iterator at(folder_, failure), end; !failure && at != end;
             at.increment(failure)) {
            if (const auto number = number_of(at->path().filename().string(), use)) { found.push_back(*number); }
        }
        if (failure) { return Error{ErrorCode::Unavailable, "key.store", failure.message()}; }
        std::sort(found.begin(), found.end());
        return found;
    }

    std::string folder_;
    app::Random& random_;
};

}  // namespace

base::Result<std::unique_ptr<app::KeyStore>> open_key_folder(const std::filesystem::path& folder,
                                                             app::Random& random) {
    if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) { return store_error(folder.string()); }
    auto store = std::make_unique<FolderKeyStore>(folder.string(), random);
    GX_CHECK(store->list(KeyUse::Seal));
    return std::unique_ptr<app::KeyStore>(std::move(store));
}

}  // namespace gx::crypto
