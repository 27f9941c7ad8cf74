// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/demo/county.hpp"

namespace gx::app::demo {

inline constexpr std::int64_t kFenPerWan = 1'000'000;

/// One duty while it is being written, with what hangs on it.
struct DutyDraft {
    const DemoBody* body = nullptr;
    std::string kind;
    std::string title;
    std::string source_kind;
    std::string evidence;
    std::string domain;
    std::string area = {};
    base::Date made;
    base::Date due;
    std::int64_t amount_fen = 0;
    base::Json counterparty = {};
    std::string source_id = {};  ///< empty: a source of its own is made
};

/// A duty that was not met: what a later finding may be about.
struct Missed {
    std::string id;
    std::string domain;
    base::Date due;
};

/// Draws one of a list of words.
std::string one_of(Draft& draft, const base::Json& list);
/// A fictional firm, mostly private.
base::Json draft_firm(Draft& draft);
/// A day between two days, both included.
base::Date day_between(Draft& draft, base::Date from, base::Date to);
/// The document that duties of a kind rest on; returns its id.
std::string add_source(Draft& draft, const DutyDraft& duty, const std::string& code);
/// A duty without milestones. Kept in `missed` when it was never met.
void add_simple(Draft& draft, const DutyDraft& duty, const std::string& code, std::vector<Missed>& missed);
/// A contract: delivery, acceptance and payment, each met or missed by itself; it is done with its last step.
void add_contract(Draft& draft, const DutyDraft& duty, const std::string& code, std::vector<Missed>& missed);
/// A finding by the superior body and the record that follows: served, heard, decided by two people, in effect.
void add_breach(Draft& draft, const DemoBody& body, const base::Json& type, const std::string& duty_id, base::Date decided,
                int no);

}  // namespace gx::app::demo
