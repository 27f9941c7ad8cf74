// SPDX-License-Identifier: Apache-2.0
#include "app/ports/table.hpp"

namespace gx::app {

std::string cell_name(std::string_view sheet, std::uint32_t row, std::uint32_t column) {
    std::string letters;
    for (std::uint32_t rest = column; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    if (sheet.empty()) { return fmt::format("{}{}", letters, row); }
    return fmt::format("{}!{}{}", sheet, letters, row);
}

}  // namespace gx::app
