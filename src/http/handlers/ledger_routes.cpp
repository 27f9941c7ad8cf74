// SPDX-License-Identifier: Apache-2.0
#include "http/handlers/route_groups.hpp"

namespace gx::http {
namespace {

using base::Json;

constexpr std::size_t kVerifyBytesMax = 1U << 20U;

std::uint64_t size_or_newest(const ApiServices& services, const Parameters& parameters, const char* name) {
    const auto given = parameters.integer(name);
    return static_cast<std::uint64_t>(given ? *given : services.store.position());
}

}  // namespace

std::vector<Route> ledger_routes(const ApiServices& services) {
    std::vector<Route> routes;
    routes.push_back(public_read("/public/ledger/checkpoint", "getCheckpoint",
                                 [&services](const Parameters&) { return services.checkpoint(); }));
    routes.back().caching = Caching::Never;  // signing a checkpoint moves no position
    routes.push_back(public_read("/public/ledger/inclusion", "getInclusionProof",
                                 [&services](const Parameters& p) -> base::Result<Json> {
                                     const auto index = static_cast<std::uint64_t>(p.integer("index").value_or(0));
                                     GX_TRY(const auto proof,
                                            services.prove.inclusion(index, size_or_newest(services, p, "size")));
                                     return app::to_json(proof);
                                 }));
    routes.push_back(public_read("/public/ledger/consistency", "getConsistencyProof",
                                 [&services](const Parameters& p) -> base::Result<Json> {
                                     const auto from = static_cast<std::uint64_t>(p.integer("from").value_or(0));
                                     GX_TRY(const auto proof,
                                            services.prove.consistency(from, size_or_newest(services, p, "to")));
                                     return app::to_json(proof);
                                 }));
    Route verify;
    verify.method = Method::Post;
    verify.pattern = "/public/verify";
    verify.operation = "verifyFile";
    verify.action = "public.verify";
    verify.caching = Caching::Never;
    verify.run_on = RunOn::Worker;
    verify.body_bytes_max = kVerifyBytesMax;
    verify.handler = [&services](const Call& call) -> base::Result<Answer> {
        const auto file = base::parse_json(call.request.body);
        if (!file.ok() || !file->is_object()) {
            return base::Error{base::ErrorCode::InvalidInput, "verify.not_json", "", "/body"};
        }
        GX_TRY(auto verdict, services.judge.run(*file));
        return Answer::of(std::move(verdict));
    };
    routes.push_back(std::move(verify));
    return routes;
}

}  // namespace gx::http
