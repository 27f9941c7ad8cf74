// SPDX-License-Identifier: Apache-2.0
#include <new>

#include "app/publication/public_county_test.hpp"

namespace gx::app {
namespace {

/// A store whose reads find no memory while `starved`.
class StarvedStore final : public Store {
public:
    explicit StarvedStore(Store& inner) : inner_(inner) {}
    Result<std::unique_ptr<Reader>> reader() override {
        if (starved) { throw std::bad_alloc(); }
        return inner_.reader();
    }
    Result<Done> write(const WriteContext& context, const std::function<Result<Done>(Work&)>& work) override {
        return inner_.write(context, work);
    }
    std::int64_t position() override { return inner_.position(); }
    bool starved = false;

private:
    Store& inner_;
};

using StarvedView = testing_county::County;

TEST_F(StarvedView, RefusesWithoutMemoryAndComesBack) {
    StarvedStore store(store_);
    PublicView view(store, clock_, law(), labels_);
    store.starved = true;
    const auto refused = view.refresh();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, "view.memory");
    EXPECT_FALSE(view.ready());
    store.starved = false;
    ASSERT_TRUE(view.refresh().ok());
    EXPECT_TRUE(view.ready());

    add_task("o1", "b1", "2026-03-20");
    store.starved = true;
    EXPECT_FALSE(view.refresh().ok());
    EXPECT_FALSE(view.ready()) << "an unfinished change is not shown";
    EXPECT_EQ(show_body(view, "b1").error().reason, "body.unknown");
    store.starved = false;
    ASSERT_TRUE(view.refresh().ok());
    EXPECT_TRUE(view.ready());
    EXPECT_EQ(list_obligations(view, {}, {})->int_at("total"), 1);
    EXPECT_EQ(view.position(), store_.position());
}

}  // namespace
}  // namespace gx::app
