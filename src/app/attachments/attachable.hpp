// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/ports/store.hpp"

namespace gx::app {

/// What is to be done with the files of an object.
enum class AttachmentUse : std::uint8_t { Read, Change };

/// The body of the object that files hang on, once it is sure that it is there and that the actor may do this: whoever reads a
/// file must reach the object for "attachment.read" and for reading the object itself; whoever adds or withdraws one must also
/// reach it for changing it in some way.
///
/// Shape:  empty for an object of no body, which only an unlimited reach covers.
/// Errors: NotPermitted "access.denied" (visible, but not to be changed); InvalidInput "attachment.entity" (nothing hangs on
///         such a thing); NotFound "obligation.unknown", "statement.unknown" … ; those of the store.
/// Source: DESIGN 4.6; ASSURANCE S1
Result<std::string> body_of_attachable(Reader& reader, std::string_view entity, std::string_view id, AttachmentUse use, const Actor& actor);

}  // namespace gx::app
