// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gx::domain::evaluation {

/// Loops over lanes are compiled once for each of these; the one to run is chosen by the processor at hand. The results are the
/// same: whole numbers only.
enum class VectorLevel : std::uint8_t {
    Baseline,  ///< any x86-64 (or another architecture)
    V3,        ///< AVX2
    V4,        ///< AVX-512
};

/// The best level of this processor. Total; asked once.
inline VectorLevel vector_level() {
#if defined(__x86_64__)
    static const VectorLevel level = __builtin_cpu_supports("x86-64-v4")   ? VectorLevel::V4
                                     : __builtin_cpu_supports("x86-64-v3") ? VectorLevel::V3
                                                                           : VectorLevel::Baseline;
    return level;
#else
    return VectorLevel::Baseline;
#endif
}

/// Defines `name`, which runs the always-inlined `body` compiled for the processor at hand. Function multiversioning by hand: a
/// resolver of the loader (target_clones) would run before the sanitizers are ready.
#if defined(__x86_64__)
#define GX_VECTOR_LEVELS(name, body, parameters, arguments)                                     \
    void name##_baseline parameters { body arguments; }                                         \
    [[gnu::target("arch=x86-64-v3")]] void name##_v3 parameters { body arguments; }             \
    [[gnu::target("arch=x86-64-v4,prefer-vector-width=512")]] void name##_v4 parameters {       \
        body arguments;                                                                         \
    }                                                                                           \
    void name parameters {                                                                      \
        switch (vector_level()) {                                                               \
            case VectorLevel::V4: name##_v4 arguments; return;                                  \
            case VectorLevel::V3: name##_v3 arguments; return;                                  \
            case VectorLevel::Baseline: name##_baseline arguments;                              \
        }                                                                                       \
    }
#else
#define GX_VECTOR_LEVELS(name, body, parameters, arguments) \
    void name parameters { body arguments; }
#endif

#define GX_LANE_LOOP [[gnu::always_inline]] inline

}  // namespace gx::domain::evaluation
