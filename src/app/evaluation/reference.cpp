// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/reference.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <vector>

#include "domain/evaluation/column_csv.hpp"
#include "domain/evaluation/evaluation.hpp"

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
using domain::evaluation::ColumnLayout;
using domain::evaluation::Evaluation;
using domain::evaluation::FactSet;
using domain::evaluation::Horizon;
using domain::evaluation::ResultTable;
using domain::evaluation::Scheme;

class StopWatch {
public:
    std::int64_t micros() const {
        const auto passed = std::chrono::steady_clock::now() - from_;
        return std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
    }
    /// CPU time of all threads of the process.
    std::int64_t cpu_micros() const { return (std::clock() - cpu_from_) * 1'000'000 / CLOCKS_PER_SEC; }

private:
    std::chrono::steady_clock::time_point from_ = std::chrono::steady_clock::now();
    std::clock_t cpu_from_ = std::clock();
};

std::int64_t median(std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Result<std::vector<ColumnLayout>> layouts_of(const Json& file) {
    std::vector<ColumnLayout> layouts;
    const Json& list = file.at("layouts");
    if (!list.is_array()) { return Error{ErrorCode::InvalidInput, "layout.field", "a list is expected", "/layouts"}; }
    for (std::size_t i = 0; i < list.as_array().size(); ++i) {
        auto layout = ColumnLayout::from_json(list.as_array()[i]);
        if (!layout) {
            Error error = layout.error();
            error.where = fmt::format("/layouts/{}{}", i, error.where);
            return error;
        }
        layouts.push_back(std::move(layout).value());
    }
    return layouts;
}

Result<std::vector<ResultTable>> judged(const Scheme& scheme, const FactSet& facts, const Horizon& horizon,
                                        unsigned threads) {
    GX_TRY(const auto evaluation, Evaluation::run(scheme, facts, horizon, threads));
    std::vector<ResultTable> tables;
    for (std::size_t i = 0; i < scheme.outputs.size(); ++i) {
        GX_TRY(auto table, evaluation->table(i, threads));
        tables.push_back(std::move(table));
    }
    return tables;
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary | std::ios::ate};
    if (!file) { return Error{ErrorCode::NotFound, "file.unreadable", path, path}; }
    std::string text(static_cast<std::size_t>(file.tellg()), '\0');
    file.seekg(0);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file) { return Error{ErrorCode::NotFound, "file.unreadable", path, path}; }
    return text;
}

}  // namespace

Result<std::map<std::string, std::string>> run_reference_texts(const ReferenceInput& input,
                                                               const std::map<std::string, std::string_view>& texts,
                                                               ReferenceTimes& times) {
    GX_TRY(const auto scheme, Scheme::from_json(input.scheme));
    GX_TRY(const auto layouts, layouts_of(input.layouts));
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
        GX_TRY(const auto tables, judged(scheme, facts, horizon, input.threads));
        if (i == 0) {
            times.cold_us = watch.micros();
            for (const ResultTable& table : tables) { files.emplace(table.id + ".csv", to_csv(table)); }
        } else {
            walls.push_back(watch.micros());
            cpus.push_back(watch.cpu_micros());
        }
    }
    times.warm_us = median(std::move(walls));
    times.warm_cpu_us = median(std::move(cpus));
    return files;
}

Result<ReferenceTimes> run_reference(const ReferenceInput& input) {
    GX_TRY(const auto layouts, layouts_of(input.layouts));
    ReferenceTimes times;
    const StopWatch read;
    std::map<std::string, std::string> own;
    for (const ColumnLayout& layout : layouts) {
        GX_TRY(own[layout.file], read_file(input.data_folder + "/" + layout.file));
    }
    times.load_us = read.micros();
    std::map<std::string, std::string_view> texts;
    for (const auto& [name, text] : own) { texts.emplace(name, text); }
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
