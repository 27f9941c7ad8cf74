// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/imports/run_import.hpp"

namespace gx::app {

/// Holds every imported content against the domain's own reader of that entity: what the rest of the system could not read
/// never gets into the store. Entities without a reader pass.
/// Errors of the check: those of the domain, located at a member ("/due_on").
RunImport::ContentCheck domain_content_checks();

}  // namespace gx::app
