// SPDX-License-Identifier: Apache-2.0
#include "main/read_model.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace gx::main {
namespace {

/// Size and time of the program's file; differs from build to build.
std::string program_stamp() {
    std::error_code ec;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ec);
    const auto size = std::filesystem::file_size(program, ec);
    const auto written = std::filesystem::last_write_time(program, ec);
    return fmt::format("{}-{}-{}", GX_VERSION, size, written.time_since_epoch().count());
}

}  // namespace

std::string read_model_digest(const Context& context, const ImportDesk& desk) {
    const std::string law = desk.law().digest([&](std::string_view text) { return text_digest(*context.hasher, text); });
    return law + "/" + program_stamp();
}

}  // namespace gx::main
