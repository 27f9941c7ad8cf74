// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/handlers/api_services.hpp"

namespace gx::http {

/// The answer to whoever has just got a session: who one is, and the cookie.
base::Result<Answer> signed_in(const ApiServices& services, const app::SignIn::Opened& opened);
/// {user, roles, …} of a holder. Errors: those of app::OwnAccount::show
base::Result<base::Json> whoami(const ApiServices& services, const app::Holder& holder);
/// The Set-Cookie line's value. An empty id takes the cookie away.
std::string cookie_line(const ApiServices& services, std::string_view id);

/// A route whose handler computes a password: read from the call at once, run beside the workers, at most four at a time.
/// `read` makes the work; what it makes must hold nothing of the call.
/// Errors: Unavailable "session.busy" when too many wait.
using PasswordWork = std::function<base::Result<Answer>()>;
Route password_route(const ApiServices& services, std::string pattern, std::string operation,
                     std::function<base::Result<PasswordWork>(const Call&)> read);

}  // namespace gx::http
