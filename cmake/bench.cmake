# SPDX-License-Identifier: Apache-2.0
# Micro-benchmarks: one program a *_bench.cpp under bench/micro. gx_bench(name area …) links the areas it measures.

find_package(benchmark REQUIRED)

function(gx_bench name)
  add_executable(${name} ${CMAKE_SOURCE_DIR}/bench/micro/${name}.cpp)
  target_link_libraries(${name} PRIVATE ${ARGN} benchmark::benchmark)
  target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/generated/source_dir)
endfunction()

gx_bench(evaluation_bench domain_evaluation)
