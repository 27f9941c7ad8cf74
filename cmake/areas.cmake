# SPDX-License-Identifier: Apache-2.0
# One static library per area (a folder under src/), one test program per area that has *_test.cpp files.
# Linking follows the layer rule; tools/check_layers proves that the includes do too.

find_package(fmt REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(Threads REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(EXPAT REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(MINIZIP REQUIRED IMPORTED_TARGET minizip)
find_package(spdlog REQUIRED)
find_library(XLSXWRITER_LIBRARY xlsxwriter REQUIRED)
find_library(BOOST_JSON_LIBRARY boost_json REQUIRED)
find_library(XXHASH_LIBRARY xxhash REQUIRED)

add_library(gx_options INTERFACE)
target_compile_options(gx_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
# GCC 12 at -O2 takes engaged std::optional and std::variant for uninitialised; the sanitizer builds find the real ones.
target_compile_options(gx_options INTERFACE $<$<CONFIG:Release>:-Wno-maybe-uninitialized>)
# GCC 12 sees overlaps in std::string that are none (GCC bug 105651) once it optimises.
target_compile_options(gx_options INTERFACE -Wno-restrict)
target_include_directories(gx_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(gx_options INTERFACE fmt::fmt)
target_compile_definitions(gx_options INTERFACE GX_VERSION="${PROJECT_VERSION}")
# Where tests find fixtures and the law pack. A header, so that no compile command holds the checkout's path and a compiler
# cache serves every checkout.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/source_dir/source_dir.hpp CONTENT "#pragma once\n#define GX_SOURCE_DIR \"@CMAKE_SOURCE_DIR@\"\n" @ONLY)

if(GX_TESTS)
  enable_testing()
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()

# gx_area(domain/calendar DEPENDS … LINK …): library domain_calendar, tests domain_calendar_test.
function(gx_area path)
  cmake_parse_arguments(AREA "" "" "DEPENDS;LINK" ${ARGN})
  string(REPLACE "/" "_" name ${path})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${path}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC gx_options ${AREA_DEPENDS} ${AREA_LINK})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE gx_options ${AREA_DEPENDS} ${AREA_LINK})
  endif()
  if(GX_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} GTest::gmock GTest::gtest_main)
    target_include_directories(${name}_test PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated/source_dir)
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST)
  endif()
endfunction()

gx_area(base LINK ${BOOST_JSON_LIBRARY} ${XXHASH_LIBRARY})

gx_area(domain/calendar DEPENDS base)
gx_area(domain/legal DEPENDS base)
gx_area(domain/journal DEPENDS base)
gx_area(domain/subject DEPENDS domain_calendar domain_legal domain_journal)
gx_area(domain/obligation DEPENDS domain_subject)
gx_area(domain/finding DEPENDS domain_obligation)
gx_area(domain/record DEPENDS domain_finding)
gx_area(domain/evaluation DEPENDS base LINK Threads::Threads)
gx_area(domain/warning DEPENDS domain_legal domain_evaluation LINK Threads::Threads)
gx_area(domain/publication DEPENDS domain_record domain_evaluation)

gx_area(app/ports DEPENDS domain_record domain_evaluation)
gx_area(app/access DEPENDS app_ports domain_legal)
gx_area(app/journal DEPENDS app_ports app_access)
gx_area(app/subject DEPENDS app_ports app_access app_staff)
gx_area(app/staff DEPENDS app_access)
gx_area(app/obligation DEPENDS app_law app_staff)
gx_area(app/statement DEPENDS app_obligation app_staff)
gx_area(app/tokens DEPENDS app_law app_access)
gx_area(app/exports DEPENDS app_imports)
gx_area(app/evaluation DEPENDS app_ports app_access domain_obligation domain_evaluation)
gx_area(app/warning DEPENDS app_evaluation domain_warning)
gx_area(app/law DEPENDS app_ports app_access app_imports domain_publication domain_legal domain_warning)
gx_area(app/imports DEPENDS app_ports app_access domain_subject domain_obligation domain_publication)
gx_area(app/publication DEPENDS app_ports app_law app_journal domain_publication)
gx_area(app/demo DEPENDS app_obligation)
gx_area(app/todos DEPENDS app_law app_obligation app_subject app_notices)
gx_area(app/notices DEPENDS app_law app_tokens app_access app_subject app_staff)
gx_area(app/rounds DEPENDS app_todos app_notices)

gx_area(crypto DEPENDS app_ports LINK OpenSSL::Crypto)
gx_area(storage DEPENDS app_ports LINK SQLite::SQLite3 PostgreSQL::PostgreSQL Threads::Threads)
include(cmake/migrations.cmake)
gx_embed_migrations(storage)
gx_area(render DEPENDS app_ports LINK ${XLSXWRITER_LIBRARY})
gx_area(outbound DEPENDS app_ports LINK CURL::libcurl Threads::Threads)
gx_area(ingest/law DEPENDS app_law app_evaluation domain_warning LINK yaml-cpp ${BOOST_JSON_LIBRARY})
gx_area(ingest/files DEPENDS app_ports LINK EXPAT::EXPAT PkgConfig::MINIZIP ZLIB::ZLIB)
gx_area(ingest/ocds DEPENDS ingest_files app_imports)
# The loops over lanes are written to be vectorised; -O2 of GCC 12 leaves most of them scalar.
set_source_files_properties(src/domain/evaluation/row_program.cpp src/domain/evaluation/measure_kernel.cpp src/domain/evaluation/body_lanes.cpp src/domain/evaluation/columns.cpp
                            PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-O3>)
# UBSan makes the one Beast unit compile for minutes and finds nothing of ours in it.
set_source_files_properties(src/http/server/transport.cpp PROPERTIES COMPILE_OPTIONS -fno-sanitize=undefined)
gx_area(http/server DEPENDS base LINK Threads::Threads OpenSSL::SSL)
gx_area(http/routes DEPENDS http_server app_access)
gx_area(http/handlers DEPENDS http_routes app_publication app_journal app_law app_obligation app_statement app_subject app_tokens app_todos
                                      app_notices app_rounds)

file(GLOB_RECURSE main_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/main/*.cpp)
if(main_sources)
  add_executable(gongxin ${main_sources})
  target_link_libraries(gongxin PRIVATE http_handlers app_demo app_exports app_evaluation app_warning app_journal ingest_law ingest_files ingest_ocds storage crypto render outbound spdlog::spdlog)
endif()

# The store's contract on every adapter: one program, so that one PostgreSQL serves all of it.
if(GX_TESTS)
  file(GLOB contract_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/contract/*.cpp)
  add_executable(contract_test ${contract_sources} ${CMAKE_SOURCE_DIR}/tests/support/postgres.cpp)
  target_include_directories(contract_test PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(contract_test PRIVATE storage GTest::gmock GTest::gtest_main)
  # The tests named DISABLED_Child.* are what the others run in a process of its own, to be killed.
  gtest_discover_tests(contract_test TEST_PREFIX "contract." TEST_FILTER "-*Postgres*:DISABLED*" DISCOVERY_MODE PRE_TEST
                       PROPERTIES ENVIRONMENT "GX_TEST_FAST=1")
  add_test(NAME contract.Postgres COMMAND contract_test "--gtest_filter=*Postgres*:*EitherDatabase*")
endif()

# Imports from file to store: readers, engine, writers and both stores together.
if(GX_TESTS)
  file(GLOB imports_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/imports/*.cpp)
  add_executable(imports_test ${imports_sources} ${CMAKE_SOURCE_DIR}/tests/support/postgres.cpp)
  target_include_directories(imports_test PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests ${CMAKE_BINARY_DIR}/generated/source_dir)
  target_link_libraries(imports_test PRIVATE app_obligation app_imports ingest_files ingest_law ingest_ocds render storage ZLIB::ZLIB GTest::gmock
                        GTest::gtest_main)
  add_test(NAME imports COMMAND imports_test)
endif()

# The evaluation that follows the journal, on both stores.
if(GX_TESTS)
  file(GLOB live_evaluation_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/evaluation/*.cpp)
  add_executable(live_evaluation_test ${live_evaluation_sources} ${CMAKE_SOURCE_DIR}/tests/support/postgres.cpp)
  target_include_directories(live_evaluation_test PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests ${CMAKE_BINARY_DIR}/generated/source_dir)
  target_link_libraries(live_evaluation_test PRIVATE app_evaluation storage GTest::gmock GTest::gtest_main)
  gtest_discover_tests(live_evaluation_test TEST_PREFIX "live_evaluation." TEST_FILTER "-*Postgres*" DISCOVERY_MODE PRE_TEST
                       PROPERTIES ENVIRONMENT "GX_TEST_FAST=1")
  add_test(NAME live_evaluation.Postgres COMMAND live_evaluation_test "--gtest_filter=*Postgres*")
endif()

# To-dos and their rounds as days pass, with the real law pack, on both stores.
if(GX_TESTS)
  file(GLOB rounds_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/rounds/*.cpp)
  add_executable(rounds_test ${rounds_sources} ${CMAKE_SOURCE_DIR}/tests/support/postgres.cpp)
  target_include_directories(rounds_test PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests ${CMAKE_BINARY_DIR}/generated/source_dir)
  target_link_libraries(rounds_test PRIVATE app_rounds ingest_law storage GTest::gmock GTest::gtest_main)
  gtest_discover_tests(rounds_test TEST_PREFIX "rounds." TEST_FILTER "-*Postgres*" DISCOVERY_MODE PRE_TEST PROPERTIES ENVIRONMENT "GX_TEST_FAST=1")
  add_test(NAME rounds.Postgres COMMAND rounds_test "--gtest_filter=*Postgres*")
endif()
