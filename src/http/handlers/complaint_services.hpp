// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/complaints/file_complaint.hpp"
#include "app/complaints/flood_gate.hpp"
#include "app/complaints/follow_complaint.hpp"
#include "app/complaints/handler_keys.hpp"
#include "app/complaints/read_filing.hpp"

namespace gx::http {

/// What the complaints' handlers work with. Null until it is set up: such routes answer 503. Everything outlives the dispatcher.
struct ComplaintServices {
    app::FloodGate* gate = nullptr;
    app::FileComplaint* file = nullptr;
    app::FollowComplaint* follow = nullptr;
    app::HandlerKeys* keys = nullptr;
    app::ReadFiling* read = nullptr;
};

}  // namespace gx::http
