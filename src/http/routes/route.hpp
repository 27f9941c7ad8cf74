// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/access/holder.hpp"
#include "app/ports/store.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/routes/parameters.hpp"
#include "http/routes/problem.hpp"
#include "http/server/message.hpp"

namespace gx::http {

/// Whose rows a route can reach; the gate of DESIGN 4.6 in the route table.
enum class Scope : std::uint8_t {
    Service,  ///< no rows at all
    Public,   ///< published rows through the allow-list
    Own,      ///< the caller's own account, session, file and settings; no other's
    Rows,     ///< the rows of the caller's tenant that the caller's reach for the action covers (app::Reach)
    System,   ///< accounts, rights, keys and logs of the caller's tenant; no business rows
};
std::string_view name_of(Scope scope);
/// Whether somebody must be signed in, or bring a token.
constexpr bool needs_caller(Scope scope) { return scope == Scope::Own || scope == Scope::Rows || scope == Scope::System; }

/// A checked request as a handler sees it.
struct Call {
    const Request& request;
    const Parameters& parameters;
    const app::Actor& actor;
    Language language = Language::Chinese;
    const app::Holder* holder = nullptr;  ///< of the actor; null for anybody
};

/// What a handler answers with 200. Either `json`, or `text` of `content_type`, or a stream of it.
struct Answer {
    base::Json json = {};
    std::string content_type = {};
    std::shared_ptr<const std::string> text = {};
    std::function<base::Result<bool>(std::string&)> next_chunk = {};
    std::string file_name = {};  ///< of a download, UTF-8; empty: not a download
    int status = 200;
    std::string location = {};  ///< of what was made, relative to the base path
    std::string etag = {};      ///< of an object that If-Match can name, without quotes; only for answers that are not kept
    std::vector<std::pair<std::string, std::string>> headers = {};  ///< further lines; values without CR and LF

    static Answer of(base::Json json) {
        Answer answer;
        answer.json = std::move(json);
        return answer;
    }
    /// 204: done, nothing to tell.
    static Answer none() {
        Answer answer;
        answer.status = 204;
        return answer;
    }
    /// 201 with the place of what was made.
    static Answer made(base::Json json, std::string location) {
        Answer answer = of(std::move(json));
        answer.status = 201;
        answer.location = std::move(location);
        return answer;
    }
};

using Handler = std::function<base::Result<Answer>(const Call&)>;
/// Begins the work and returns; the function given is called once, from any thread. What of the call is needed after the
/// return must be copied.
using LaterHandler = std::function<void(const Call&, std::function<void(base::Result<Answer>)>)>;

enum class Caching : std::uint8_t {
    ByPosition,  ///< right until the public position or the day changes
    Never,
};

/// One operation of the API.
///
/// Shape: `pattern` relative to the base path ("/public/bodies/{id}"); `action` and `scope` are never empty.
struct Route {
    Method method = Method::Get;
    std::string pattern;
    std::string operation;
    std::string action;
    Scope scope = Scope::Public;
    Caching caching = Caching::ByPosition;
    RunOn run_on = RunOn::Loop;
    std::size_t body_bytes_max = 0;
    Handler handler = {};
    LaterHandler later = {};                                  ///< instead of `handler`, with RunOn::Later
    bool untraced = false;  ///< no access line, no metric, no fault line, no look at cookies or tokens (ASSURANCE S11)
    std::function<RunOn(const Request& head)> place = {};     ///< chooses `run_on` by the head; empty: always `run_on`
};

}  // namespace gx::http
