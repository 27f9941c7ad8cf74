// SPDX-License-Identifier: Apache-2.0
#include "app/ports/store.hpp"

namespace gx::app {
namespace {

struct PlainReady final : ReadyEntities {
    std::vector<Entity> entities;
};

/// For a store that has nothing to prepare.
class PlainLoad final : public BulkLoad {
public:
    PlainLoad(Work& work, std::string action) : work_(work), action_(std::move(action)) {}

    Result<std::unique_ptr<ReadyEntities>> ready(std::vector<Entity> next) override {
        auto set = std::make_unique<PlainReady>();
        set->entities = std::move(next);
        return std::unique_ptr<ReadyEntities>(std::move(set));
    }
    Result<Done> write(const ReadyEntities& set) override {
        return work_.put_many(dynamic_cast<const PlainReady&>(set).entities, action_);
    }

private:
    Work& work_;
    std::string action_;
};

}  // namespace

std::unique_ptr<BulkLoad> Work::bulk(std::string action) { return std::make_unique<PlainLoad>(*this, std::move(action)); }

}  // namespace gx::app
