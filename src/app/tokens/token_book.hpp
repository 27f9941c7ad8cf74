// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <unordered_map>

#include "app/access/holder.hpp"
#include "app/accounts/account_book.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "app/tokens/api_token.hpp"
#include "base/shared_value.hpp"

namespace gx::app {

/// The valid tokens of all tenants in memory, found by digest: how long a look-up takes says nothing of a secret. A token whose
/// account is disabled, closed or tampered with is none.
///
/// Thread: `find` from any thread; `refresh` from any, one at a time does the work.
class TokenBook {
public:
    TokenBook(Store& store, Clock& clock, const domain::Hasher& hasher, std::span<const Role> roles, const AccountBook& accounts)
        : store_(store), clock_(clock), hasher_(hasher), roles_(roles), accounts_(accounts), book_(std::make_shared<const Book>()) {}

    /// Reads the tokens again when the journal or the accounts have changed. Errors: those of the store; the old book stays then.
    Result<Done> refresh();
    /// Whom the token stands for today; null when it is unknown, expired, revoked or of the wrong form. A change of the accounts that
    /// AccountBook knows of is taken in first, where the store can be read. Total.
    std::shared_ptr<const Holder> find(std::string_view token);

private:
    std::shared_ptr<const Holder> holder_of(const ApiToken& token, const std::string& tenant, const Accounts& accounts) const;
    struct DigestHash {
        std::size_t operator()(const base::Digest& digest) const;
    };
    struct Book {
        std::unordered_map<base::Digest, std::shared_ptr<const Holder>, DigestHash> holders = {};
        std::shared_ptr<const Accounts> accounts = {};  ///< that the holders were resolved in
    };

    Store& store_;
    Clock& clock_;
    const domain::Hasher& hasher_;
    std::span<const Role> roles_;
    const AccountBook& accounts_;
    base::SharedValue<Book> book_;
    std::mutex refreshing_;
    std::int64_t read_at_ = -1;
};

}  // namespace gx::app
