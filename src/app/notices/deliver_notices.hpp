// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "app/law/law_pack.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/mailer.hpp"
#include "app/ports/notice_box.hpp"
#include "app/ports/outbound.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// Empties the outbox: mail, and webhooks signed with the receiver's secret. What fails is tried again after a growing pause and
/// lies dead, kept, after the eighth attempt. At least once: a process that dies between sending and noting it sends again, with the
/// same Message-ID or `id`.
///
/// Thread: one at a time in a process; several processes share the work.
class DeliverNotices {
public:
    struct Services {
        Store& store;
        NoticeBox& box;
        Sealer& sealer;
        Clock& machine;
        const domain::Hasher& hasher;
        const LawPack& law;
        Mailer* mailer = nullptr;      ///< null: mail waits
        Outbound* outbound = nullptr;  ///< null: webhooks wait
        std::int64_t pause_millis = 60'000;  ///< after the first failed attempt; doubled after each further one, at most six hours
    };
    explicit DeliverNotices(const Services& services) : services_(services) {}

    /// Sends what is due, at most a bounded number. Gives how many left the house. Errors: those of the store.
    Result<std::int64_t> run();

private:
    /// What an item takes to be sent, read before anything is waited for.
    struct Parcel {
        Notice notice;
        base::Json address = {};
    };
    Result<Parcel> parcel_of(Reader& reader, const OutboxItem& item) const;
    Result<Done> send(const OutboxItem& item, const Parcel& parcel);
    Result<Done> mail(const OutboxItem& item, const Notice& notice, const base::Json& address);
    Result<Done> post(const OutboxItem& item, const Notice& notice, const base::Json& address);
    OutboxOutcome outcome_of(const OutboxItem& item, const Result<Done>& sent) const;

    Services services_;
};

/// "hmac-sm3=HEX" or "hmac-sha256=HEX" over "TIMESTAMP.BODY", the timestamp in seconds since 1970. Total.
std::string webhook_signature(const domain::Hasher& hasher, std::string_view secret, std::int64_t timestamp, std::string_view body);

}  // namespace gx::app
