// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "http/handlers/inbox_services.hpp"
#include "main/context.hpp"
#include "main/drill_clock.hpp"
#include "main/round_keeper.hpp"

namespace gx::main {

/// How notices leave the house.
struct NoticeOptions {
    std::string smtp;                        ///< empty: no mail
    std::string smtp_from;
    std::string smtp_user;
    std::string smtp_password_file;          ///< its first line is the password
    std::vector<std::string> webhook_hosts;  ///< "host", "host:port"; "internal:" before it for one in the own network
    std::int64_t retry_seconds = 60;         ///< after the first failed attempt
    bool plain_webhooks = false;             ///< a demonstration: http to this machine
    std::string ca_file;                     ///< empty: the system's

    /// What they leave by: "email", "webhook".
    std::set<std::string> channels() const;
};

/// Everything of to-dos, notices and rounds that a server runs, put together.
class InboxDesk {
public:
    /// `clock` is the clock of days; `drill` the same, when it can be moved, else null; `cases` as in app::Rounds; `more` what else the
    /// daily round does.
    /// Errors: InvalidInput "options.smtp", "options.smtp_from", "options.webhook_host"
    static base::Result<std::unique_ptr<InboxDesk>> open(Context& context, const app::LawPack& law, app::Clock& clock,
                                                         DrillClock* drill, app::CaseRound* cases, const NoticeOptions& options,
                                                         std::vector<app::Chore> more,
                                                         RoundKeeper::Log log);
    http::InboxServices services();
    void start() { keeper_->start(); }
    void stop() { keeper_->stop(); }

private:
    InboxDesk(Context& context, const app::LawPack& law, app::Clock& clock);
    base::Result<base::Done> set_up_channels(const NoticeOptions& options);

    Context& context_;
    const app::LawPack& law_;
    app::Clock& clock_;
    domain::WorkingDayCount days_;
    std::unique_ptr<app::Mailer> mailer_;
    std::unique_ptr<app::Outbound> outbound_;
    std::vector<std::string> hosts_;
    app::ListTodos todos_;
    app::SignTodos sign_;
    app::ReadNotices notices_;
    app::Workbench workbench_;
    std::optional<app::ManageChannels> channels_;
    std::optional<app::Rounds> rounds_;
    std::optional<app::DeliverNotices> deliver_;
    std::optional<app::MoveClock> move_;
    std::optional<RoundKeeper> keeper_;
};

}  // namespace gx::main
