// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/reference.hpp"

#include <algorithm>
#include <fstream>
#include <vector>

#include "app/evaluation/evaluation_timing.hpp"
#include "base/mapped_file.hpp"
#include "domain/evaluation/column_csv.hpp"
#include "domain/evaluation/evaluation.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using domain::evaluation::ColumnLayout;
using domain::evaluation::FactSet;
using domain::evaluation::Horizon;
using domain::evaluation::ResultTable;
using domain::evaluation::Scheme;

}  // namespace

Result<std::map<std::string, std::string>> run_reference_texts(const ReferenceInput& input,
                                                               const std::map<std::string, std::string_view>& texts,
                                                               ReferenceTimes& times) {
    GX_TRY(const auto scheme, Scheme::from_json(input.scheme));
    GX_TRY(const auto layouts, column_layouts(input.layouts));
    const StopWatch load;
    GX_TRY(const FactSet facts, domain::evaluation::load_columns(layouts, texts, input.threads));
    times.load_us += load.micros();
    times.threads = input.threads;
    for (const auto& table : facts.tables) { times.rows = std::max<std::int64_t>(times.rows, table.rows()); }
    const Horizon horizon{.as_of = input.as_of, .from = input.as_of, .to = input.as_of, .period = {}};

    std::vector<std::int64_t> walls;
    std::vector<std::int64_t> cpus;
    std::map<std::string, std::string> files;
    const unsigned repetitions = std::clamp(input.repetitions, 1U, 50U);
    for (unsigned i = 0; i <= repetitions; ++i) {
        const StopWatch watch;
        GX_TRY(const auto tables, judged_tables(scheme, facts, horizon, input.threads));
        if (i == 0) {
            times.cold_us = watch.micros();
            for (const ResultTable& table : tables) { files.emplace(table.id + ".csv", to_csv(table)); }
        } else {
            walls.push_back(watch.micros());
            cpus.push_back(watch.cpu_micros());
        }
    }
    times.warm_us = median_of(std::move(walls));
    times.warm_cpu_us = median_of(std::move(cpus));
    return files;
}

Result<ReferenceTimes> run_reference(const ReferenceInput& input) {
    GX_TRY(const auto layouts, column_layouts(input.layouts));
    ReferenceTimes times;
    const StopWatch read;
    std::vector<base::MappedFile> own;
    std::map<std::string, std::string_view> texts;
    for (const ColumnLayout& layout : layouts) {
        GX_TRY(auto file, base::MappedFile::open(input.data_folder + "/" + layout.file));
        own.push_back(std::move(file));
        texts.insert_or_assign(layout.file, own.back().text());
    }
    times.load_us = read.micros();
    GX_TRY(const auto files, run_reference_texts(input, texts, times));
    for (const auto& [name, text] : files) {
        std::ofstream file{input.out_folder + "/" + name, std::ios::binary | std::ios::trunc};
        file.write(text.data(), static_cast<std::streamsize>(text.size()));
        file.close();
        if (!file) { return Error{ErrorCode::StorageFull, "file.not_written", name, input.out_folder + "/" + name}; }
    }
    return times;
}

}  // namespace gx::app
