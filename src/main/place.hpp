// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace gx::main {

/// What the command line, the configuration file and the environment say for every command.
struct GlobalOptions {
    std::string data = {};      ///< folder of an embedded store
    std::string database = {};  ///< "sqlite:FILE" or "postgresql://…"; instead of `data`
    std::string keys = {};      ///< folder of the keys; default: "keys" beside the store
    std::string law = {};       ///< folder of the law pack; default: found beside the program
    bool json = false;
};

/// Where the parts of an installation lie.
struct Place {
    std::string database;  ///< "sqlite:FILE" or "postgresql://…"
    std::filesystem::path folder;
    std::filesystem::path keys;
    std::filesystem::path law;
    std::filesystem::path web;
    std::filesystem::path api;
    std::filesystem::path fonts;  ///< of official documents, beside those of the system; may be missing
    std::filesystem::path data;  ///< published facts and the words of the demonstration

    /// The database file of an embedded store; empty for PostgreSQL.
    std::filesystem::path sqlite_file() const;
};

/// Errors: InvalidInput "options.data_and_database", "options.database", "options.data_missing";
///         Unavailable "options.law_missing"
base::Result<Place> find_place(const GlobalOptions& options);

}  // namespace gx::main
