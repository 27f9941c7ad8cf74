// SPDX-License-Identifier: Apache-2.0
#include "app/tokens/token_book.hpp"

#include <cstring>

#include "app/access/visibility.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kType = "api_token";
constexpr std::int64_t kEntriesReadMax = 1'000;  ///< of the journal; beyond, all tokens are read again

}  // namespace

std::size_t TokenBook::DigestHash::operator()(const base::Digest& digest) const {
    std::size_t word = 0;
    std::memcpy(&word, digest.data(), sizeof word);
    return word;
}

std::shared_ptr<const Holder> TokenBook::holder_of(const ApiToken& token, const std::string& tenant, const Accounts& accounts) const {
    const auto account = accounts.named(token.account);
    const bool own = account && account->tenant == tenant;
    if (own && !account->may_act()) { return nullptr; }
    auto holder = std::make_shared<Holder>();
    const auto grants = token.rights.all_grants();
    Actor& actor = holder->actor;
    if (grants.empty()) {
        actor = tenant_wide(token.account, tenant, granted_actions(token.rights, roles_));
    } else {
        const std::set<std::string> narrowed(token.rights.actions.begin(), token.rights.actions.end());
        actor = {.account = token.account, .tenant = tenant, .official_id = own ? account->account.official_id : std::string{}};
        actor.grants = resolve_grants(grants, roles_, accounts.tree(tenant), actor.official_id, narrowed);
    }
    // A token of an account never does more than the account may do now.
    if (own) {
        actor.grants = grants_met(actor.grants, account->grants);
        actor.seats = account->seats;
    }
    actor.actions = actions_of(actor.grants);
    holder->visibility = visibility_of(hasher_, *holder);
    holder->expires_on = token.expires_on;
    return holder;
}

Result<Done> TokenBook::refresh() {
    const std::lock_guard guard(refreshing_);
    const std::int64_t position = store_.position();
    auto accounts = accounts_.now();
    const bool same = book_.load()->accounts == accounts;
    if (position == read_at_ && same) { return Done{}; }
    GX_TRY(const auto reader, store_.reader());
    if (same && read_at_ >= 0 && position > read_at_ && position - read_at_ <= kEntriesReadMax) {
        bool concerned = false;
        GX_CHECK(reader->entries(read_at_, position, [&](const domain::JournalEntry& entry) -> Result<Done> {
            concerned = concerned || entry.entity == kType;
            return Done{};
        }));
        if (!concerned) {
            read_at_ = position;
            return Done{};
        }
    }
    auto book = std::make_shared<Book>();
    GX_CHECK(reader->scan(kType, "", [&](const Entity& entity) -> Result<Done> {
        GX_TRY(const ApiToken token, ApiToken::from_json(entity.content));
        if (token.revoked_on) { return Done{}; }
        GX_TRY(const base::Digest digest, base::digest_from_hex(token.hash));
        auto holder = holder_of(token, entity.tenant, *accounts);
        if (!holder) { return Done{}; }
        book->holders.emplace(digest, std::move(holder));
        return Done{};
    }));
    book->accounts = std::move(accounts);
    book_.store(std::move(book));
    read_at_ = position;
    return Done{};
}

std::shared_ptr<const Holder> TokenBook::find(std::string_view token) {
    // What this thread asked last, so that a client that asks again costs no digest. Good only for the very same book.
    struct Last {
        std::shared_ptr<const Book> book;
        std::string token;
        std::shared_ptr<const Holder> holder;
    };
    thread_local Last last;
    if (!is_token(token)) { return nullptr; }
    auto book = book_.load();
    if (book->accounts != accounts_.now() && refresh().ok()) { book = book_.load(); }
    if (last.book != book || !base::equal_in_constant_time(last.token, token)) {
        const auto found = book->holders.find(token_digest(hasher_, token));
        if (found == book->holders.end()) { return nullptr; }
        last = {std::move(book), std::string(token), found->second};
    }
    return last.holder->valid_on(clock_.today()) ? last.holder : nullptr;
}

}  // namespace gx::app
