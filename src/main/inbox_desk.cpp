// SPDX-License-Identifier: Apache-2.0
#include "main/inbox_desk.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/url.hpp"
#include "main/files.hpp"
#include "outbound/http_client.hpp"
#include "outbound/smtp_mailer.hpp"

namespace gx::main {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::int64_t kAnswersKeptMillis = 48LL * 3'600'000;
constexpr std::int64_t kNoticesKeptMillis = 400LL * 86'400'000;
constexpr std::size_t kOwnerBytes = 8;

/// "[internal:]HOST[:PORT]"
base::Result<outbound::ListedHost> listed_host(std::string text) {
    const Error wrong{ErrorCode::InvalidInput, "options.webhook_host", text, "--webhook-host"};
    constexpr std::string_view kInternal = "internal:";
    outbound::ListedHost host;
    if (text.starts_with(kInternal)) {
        host.internal = true;
        text.erase(0, kInternal.size());
    }
    const std::size_t colon = text.rfind(':');
    if (colon != std::string::npos && text.find(']', colon) == std::string::npos) {
        const auto [end, code] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), host.port);
        if (code != std::errc{} || end != text.data() + text.size() || host.port == 0) { return wrong; }
        text.erase(colon);
    }
    if (!base::is_host(text)) { return wrong; }
    host.host = std::move(text);
    return host;
}

app::Chore forget_chore(const char* name, std::int64_t kept_millis,
                        std::function<base::Result<std::int64_t>(app::Work&, base::Instant)> forget) {
    return {name, [kept_millis, forget = std::move(forget)](app::Work& work, base::Instant now) {
                return forget(work, base::Instant::from_millis(now.millis() - kept_millis));
            }};
}

}  // namespace

std::set<std::string> NoticeOptions::channels() const {
    std::set<std::string> named;
    if (!smtp.empty()) { named.insert("email"); }
    if (!webhook_hosts.empty()) { named.insert("webhook"); }
    return named;
}

InboxDesk::InboxDesk(Context& context, const app::LawPack& law, app::Clock& clock)
    : context_(context), law_(law), clock_(clock), days_(law.calendar),
      todos_(*context.store, context.store->todo_rows(), context.store->notice_box(), clock, law, days_),
      sign_(*context.store, todos_, clock, law), notices_(*context.store, context.store->notice_box(), clock, law),
      workbench_(*context.store, todos_, notices_, clock, law) {}

base::Result<base::Done> InboxDesk::set_up_channels(const NoticeOptions& options) {
    if (!options.smtp.empty()) {
        GX_TRY(auto smtp, outbound::SmtpSettings::parse(options.smtp));
        if (!app::is_mail_address(options.smtp_from)) { return Error{ErrorCode::InvalidInput, "options.smtp_from", {}, "--smtp-from"}; }
        smtp.from = options.smtp_from;
        smtp.user = options.smtp_user;
        if (!options.smtp_password_file.empty()) {
            GX_TRY(const std::string text, read_file(options.smtp_password_file));
            smtp.password = text.substr(0, text.find_first_of("\r\n"));
        }
        smtp.ca_file = options.ca_file;
        mailer_ = outbound::make_smtp_mailer(std::move(smtp));
    }
    outbound::HttpClientSettings http{.hosts = {}, .plain_on_loopback = options.plain_webhooks, .ca_file = options.ca_file};
    for (const std::string& text : options.webhook_hosts) {
        GX_TRY(auto host, listed_host(text));
        hosts_.push_back(fmt::format("{}:{}", host.host, host.port));
        http.hosts.push_back(std::move(host));
    }
    if (!http.hosts.empty()) { outbound_ = outbound::make_http_client(std::move(http)); }
    return base::Done{};
}

base::Result<std::unique_ptr<InboxDesk>> InboxDesk::open(Context& context, const app::LawPack& law, app::Clock& clock, DrillClock* drill,
                                                         app::CaseRound* cases, const NoticeOptions& options, std::vector<app::Chore> more,
                                                         RoundKeeper::Log log) {
    std::unique_ptr<InboxDesk> desk(new InboxDesk(context, law, clock));
    GX_CHECK(desk->set_up_channels(options));
    auto& store = *context.store;
    desk->channels_.emplace(store, *context.sealer, clock, *context.ids, *context.random, desk->hosts_);
    std::vector<app::Chore> chores;
    chores.push_back(forget_chore("idempotency", kAnswersKeptMillis, [&store](auto& work, auto before) { return store.forget(work, before); }));
    chores.push_back(forget_chore("notices", kNoticesKeptMillis, [&store](auto& work, auto before) { return store.notice_box().forget(work, before); }));
    std::ranges::move(more, std::back_inserter(chores));
    desk->rounds_.emplace(app::Rounds::Services{.store = store, .rows = store.todo_rows(), .notices = store.notice_box(),
                                                .claims = store.job_claims(), .clock = clock, .machine = context.clock,
                                                .ids = *context.ids, .law = law, .days = desk->days_, .cases = cases, .channels = options.channels(),
                                                .chores = std::move(chores), .owner = base::to_hex(context.random->bytes(kOwnerBytes))});
    desk->deliver_.emplace(app::DeliverNotices::Services{.store = store, .box = store.notice_box(), .sealer = *context.sealer,
                                                         .machine = context.clock, .hasher = *context.hasher, .law = law,
                                                         .mailer = desk->mailer_.get(), .outbound = desk->outbound_.get(),
                                                         .pause_millis = options.retry_seconds * 1'000});
    if (drill != nullptr) { desk->move_.emplace(*drill, *desk->rounds_); }
    desk->keeper_.emplace(*desk->rounds_, *desk->deliver_, std::move(log));
    return desk;
}

http::InboxServices InboxDesk::services() {
    return {.todos = &todos_, .sign = &sign_, .workbench = &workbench_, .notices = &notices_, .channels = &*channels_,
            .drill = move_ ? &*move_ : nullptr};
}

}  // namespace gx::main
