// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/ports/store.hpp"

namespace gx::app {

/// The body of the object that files hang on, once it is sure that it is there and that the actor may do this: whoever reads a
/// file ("attachment.read") must reach the object for that and for reading the object itself; whoever does more (`action`
/// "attachment.add", "attachment.withdraw") must also reach it for that very action and for changing the object in some way.
///
/// Shape:  empty for an object of no body, which only an unlimited reach covers.
/// Errors: NotPermitted "access.denied" (visible, but not to be changed); InvalidInput "attachment.entity" (nothing hangs on
///         such a thing); NotFound "obligation.unknown", "statement.unknown" … (also of a record about a person, which is read
///         in the person's file alone); those of the store.
/// Source: DESIGN 4.6; ASSURANCE S1
Result<std::string> body_of_attachable(Reader& reader, std::string_view entity, const std::string& id, std::string_view action,
                                       const Actor& actor);

}  // namespace gx::app
