// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/account_desk.hpp"

#include <future>

namespace gx::app {
namespace {

constexpr std::size_t kNoPasswordBytes = 32;

}  // namespace

AccountDesk::AccountDesk(Needs needs)
    : rules_(std::move(needs.rules)), accounts_(needs.store, needs.clock, needs.hasher, needs.roles),
      sessions_(needs.store, needs.rows, needs.clock, needs.random, needs.hasher, accounts_, KeyedDigest(needs.hasher, needs.key), rules_,
                needs.sessions),
      parts_{.store = needs.store, .rows = needs.rows, .accounts = accounts_, .sessions = sessions_, .passwords = needs.passwords,
             .codes = needs.codes, .sealer = needs.sealer, .clock = needs.clock, .ids = needs.ids, .random = needs.random,
             .hasher = needs.hasher, .key = KeyedDigest(needs.hasher, needs.key), .rules = rules_, .limits = needs.failures,
             .report = std::move(needs.report)},
      sign_in_(parts_), own_(parts_), manage_(parts_) {}

Result<std::unique_ptr<AccountDesk>> AccountDesk::open(Needs needs) {
    // Nobody knows the password it is made of, and it costs as much to compare with as any other: made while the accounts are read.
    const std::string text = base::to_hex(needs.random.bytes(kNoPasswordBytes));
    auto no_password = std::async(std::launch::async, [&passwords = needs.passwords, &text] { return passwords.hash(text); });
    std::unique_ptr<AccountDesk> desk(new AccountDesk(std::move(needs)));
    GX_CHECK(desk->refresh());
    GX_TRY(desk->parts_.no_password, no_password.get());
    return desk;
}

Result<Done> AccountDesk::refresh() {
    GX_CHECK(accounts_.refresh());
    return sessions_.refresh();
}

}  // namespace gx::app
