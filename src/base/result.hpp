// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <fmt/core.h>

namespace gx::base {

/// The closed set of refusals; `api/errors.yaml` gives each its HTTP status.
enum class ErrorCode {
    RateLimited,
    TooLarge,
    Unauthenticated,
    NotPermitted,
    InvalidInput,
    NotFound,
    BasisMissing,
    Conflict,
    StateForbids,
    DeadlinePassed,
    VersionMismatch,
    Unavailable,
    StorageFull,
    Corrupt,
};

/// Why something was refused.
///
/// Shape: `reason` is a stable key "area.what", listed in api/errors.yaml. `where` locates the fault for the sender:
///        a JSON pointer ("/due_on"), a file and line ("law/x.yaml:12"), a cell ("Sheet1!C7") or empty.
///        `detail` is for the operator's log and the command line; it is never sent over HTTP.
struct Error {
    ErrorCode code;
    std::string reason;
    std::string detail = {};
    std::string where = {};
    std::string basis = {};  ///< the clauses that ask for it, separated by ", "; sent to the sender
};

/// The value of a function that can only fail.
struct Done {};

/// Either a value or the reason why there is none.
template <class T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)
    /// Lets a type that converts to T (a unique_ptr to a derived class, say) be returned as it is.
    template <class U, class = std::enable_if_t<std::is_convertible_v<U&&, T> && !std::is_same_v<std::decay_t<U>, T> &&
                                                !std::is_same_v<std::decay_t<U>, Error> &&
                                                !std::is_same_v<std::decay_t<U>, Result>>>
    Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}  // NOLINT

    bool ok() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    const T& value() const& { require(); return std::get<0>(state_); }
    T& value() & { require(); return std::get<0>(state_); }
    T&& value() && { require(); return std::get<0>(std::move(state_)); }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    const Error& error() const& { return std::get<1>(state_); }
    Error&& error() && { return std::get<1>(std::move(state_)); }

private:
    void require() const {
        if (ok()) { return; }
        fmt::print(stderr, "value() of a failed Result: {} {}\n", error().reason, error().detail);
        std::abort();
    }

    std::variant<T, Error> state_;
};

/// Prints and ends the process; what GX_ASSERT does when only a bug can be the cause.
[[noreturn]] inline void assertion_failed(const char* expression, const char* file, int line) {
    fmt::print(stderr, "assertion failed: {} at {}:{}\n", expression, file, line);
    std::abort();
}

}  // namespace gx::base

#define GX_CONCAT_INNER(a, b) a##b
#define GX_CONCAT(a, b) GX_CONCAT_INNER(a, b)

/// GX_TRY(const auto record, repo.get(id));  on error: return it; else bind the value.
#define GX_TRY(declaration, expression) GX_TRY_NAMED(GX_CONCAT(gx_try_, __LINE__), declaration, expression)
#define GX_TRY_NAMED(name, declaration, expression)          \
    auto name = (expression);                                \
    if (!name.ok()) { return std::move(name).error(); }      \
    declaration = std::move(name).value()

/// GX_CHECK(work->commit());  on error: return it; else go on.
#define GX_CHECK(expression) GX_CHECK_NAMED(GX_CONCAT(gx_check_, __COUNTER__), expression)
#define GX_CHECK_NAMED(name, expression)                 \
    do {                                                 \
        auto name = (expression);                        \
        if (!name.ok()) { return std::move(name).error(); } \
    } while (false)

/// For what only a bug can cause; always on, in release too. Never on input.
#define GX_ASSERT(expression) \
    ((expression) ? static_cast<void>(0) : ::gx::base::assertion_failed(#expression, __FILE__, __LINE__))
