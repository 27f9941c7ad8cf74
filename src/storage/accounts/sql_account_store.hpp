// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/account_store.hpp"

namespace gx::storage {

/// app::AccountStore over the connections of SqlStore's readers and works. Stateless. Thread: any.
class SqlAccountStore final : public app::AccountStore {
public:
    app::Result<std::optional<app::AccountSecret>> secret(app::Reader& reader, std::string_view account_id) override;
    app::Result<app::Done> put_secret(app::Work& work, const app::AccountSecret& secret) override;
    app::Result<bool> take_step(app::Work& work, std::string_view account_id, std::int64_t step) override;

    app::Result<std::optional<app::FailureCount>> failures(app::Reader& reader, std::string_view place) override;
    app::Result<std::optional<base::Instant>> locked_until(app::Reader& reader, std::string_view account_id,
                                                           base::Instant now) override;
    app::Result<app::Done> put_failures(app::Work& work, const app::FailureCount& count) override;
    app::Result<app::Done> clear_failures(app::Work& work, std::string_view place) override;
    app::Result<app::Done> forget_failures(app::Work& work, base::Instant before) override;

    app::Result<std::vector<app::WebSession>> sessions(app::Reader& reader, base::Instant since) override;
    app::Result<app::Done> put_session(app::Work& work, const app::WebSession& session) override;
    app::Result<app::Done> forget_sessions(app::Work& work, base::Instant before) override;

    app::Result<std::optional<std::string>> settings(app::Reader& reader, std::string_view account_id) override;
    app::Result<app::Done> put_settings(app::Work& work, std::string_view tenant, std::string_view account_id,
                                        std::string_view content) override;
};

}  // namespace gx::storage
