// SPDX-License-Identifier: Apache-2.0
#include "http/routes/metrics.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace gx::http {

void Metrics::count(const Served& line) {
    const auto digit = static_cast<std::size_t>(std::clamp(line.status / 100, 0, 5));
    by_class_[digit].fetch_add(1, std::memory_order_relaxed);
    const auto bound = std::ranges::lower_bound(kBoundsMicros, line.micros) - kBoundsMicros.begin();
    by_time_[static_cast<std::size_t>(bound)].fetch_add(1, std::memory_order_relaxed);
    bytes_.fetch_add(line.bytes, std::memory_order_relaxed);
    micros_.fetch_add(line.micros, std::memory_order_relaxed);
}

std::string Metrics::text(std::int64_t position) const {
    std::string out;
    auto to = std::back_inserter(out);
    fmt::format_to(to, "# TYPE gongxin_http_requests_total counter\n");
    for (std::size_t i = 1; i < by_class_.size(); ++i) {
        fmt::format_to(to, "gongxin_http_requests_total{{status=\"{}xx\"}} {}\n", i, by_class_[i].load());
    }
    fmt::format_to(to, "# TYPE gongxin_http_request_seconds histogram\n");
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < by_time_.size(); ++i) {
        sum += by_time_[i].load();
        const std::string bound =
            i < kBoundsMicros.size() ? fmt::format("{}.{:06}", kBoundsMicros[i] / 1'000'000, kBoundsMicros[i] % 1'000'000)
                                     : "+Inf";
        fmt::format_to(to, "gongxin_http_request_seconds_bucket{{le=\"{}\"}} {}\n", bound, sum);
    }
    const std::uint64_t micros = micros_.load();
    fmt::format_to(to, "gongxin_http_request_seconds_sum {}.{:06}\n", micros / 1'000'000, micros % 1'000'000);
    fmt::format_to(to, "gongxin_http_request_seconds_count {}\n", sum);
    fmt::format_to(to, "# TYPE gongxin_http_sent_bytes_total counter\ngongxin_http_sent_bytes_total {}\n", bytes_.load());
    fmt::format_to(to, "# TYPE gongxin_http_cache_hits_total counter\ngongxin_http_cache_hits_total {}\n",
                   cache_hits_.load());
    fmt::format_to(to, "# TYPE gongxin_journal_size gauge\ngongxin_journal_size {}\n", position);
    return out;
}

}  // namespace gx::http
