// SPDX-License-Identifier: Apache-2.0
#include "app/sealing/lookup.hpp"

#include <gtest/gtest.h>

#include "app/journal/erase.hpp"
#include "app/sealing/rebuild_lookups.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::app {
namespace {

using support::an_actor;

class Lookups : public testing::Test {
protected:
    void write(const std::function<Result<Done>(Work&)>& work) {
        const auto done = store_.write({.actor = an_actor(), .at = clock_.at}, work);
        EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().reason);
    }
    base::Json sealed(Work& work, const std::string& id, std::string_view value) {
        const auto sealing = sealer_.seal("990101", id, base::as_bytes(value)).value();
        EXPECT_TRUE(work.add_sealed(sealing.row).ok());
        return sealing.reference();
    }
    /// An official as a store from before the lookups holds it.
    void add_official(const std::string& id, std::string_view name, std::string_view number) {
        write([&](Work& work) {
            base::Json content = base::Json::object();
            content.set("staff_no", "G-" + id).set("body_id", "body-1").set("valid_from", "2021-01-01");
            content.set("name", sealed(work, id + "-name", name)).set("id_number", sealed(work, id + "-number", number));
            return work.put({.type = "official", .tenant = "990101", .id = id, .key = {}, .version = 1, .seq = -1, .content = content}, "add");
        });
    }
    std::vector<std::string> found(std::string_view scope, std::string_view value, std::string_view tenant = "990101") {
        return find_by_value(*store_.reader().value(), sealer_, tenant, scope, value).value();
    }
    RebuildLookups::Output rebuild(RebuildLookups::Mode mode = RebuildLookups::Mode::Fill) {
        return RebuildLookups(store_, keys_, sealer_, clock_).run(mode, an_actor()).value();
    }
    using Ids = std::vector<std::string>;

    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    support::FixedClock clock_;
    support::SequenceIds ids_;
    support::ToySealer sealer_;
    support::MemoryKeys keys_;
};

TEST(LookupForm, IsOneForEveryWayToWrite) {
    EXPECT_EQ(lookup_form(kNameScope, "　张三 "), "张三");
    EXPECT_EQ(lookup_form(kIdNumberScope, "21138219900101001x"), lookup_form(kIdNumberScope, "211382 19900101-001X"));
    EXPECT_EQ(lookup_form(kIdNumberScope, "２１１３８２１９９００１０１００１９"), "211382199001010019");
    EXPECT_EQ(lookup_form(kIdNumberScope, "211382900101001"), "211382199001010019") << "15 digits are the same number";
    EXPECT_EQ(lookup_form(kIdNumberScope, "not a number"), "NOTANUMBER");
}

TEST_F(Lookups, AreFilledInForAStoreFromBefore) {
    add_official("o-1", "张三", "211382199001010019");
    add_official("o-2", "张三", "211382197501010024");
    EXPECT_TRUE(found(kNameScope, "张三").empty());
    const auto first = rebuild();
    EXPECT_EQ(first.looked_at, 2);
    EXPECT_EQ(first.written, 4);
    EXPECT_EQ(found(kNameScope, "张三"), (Ids{"o-1", "o-2"}));
    EXPECT_EQ(found(kIdNumberScope, "211382900101001"), Ids{"o-1"});
    EXPECT_TRUE(found(kNameScope, "张").empty()) << "a part of a name finds nobody";
    EXPECT_TRUE(found(kIdNumberScope, "张三").empty());
    EXPECT_TRUE(found(kNameScope, "张三", "990102").empty());
    EXPECT_EQ(rebuild().written, 0);
    EXPECT_EQ(keys_.list(KeyUse::Lookup)->size(), 1U);
}

TEST_F(Lookups, AreFoundUnderTheOldKeyUntilTheyAreRebuilt) {
    add_official("o-1", "张三", "211382199001010019");
    rebuild();
    sealer_.lookup_keys.push_back("look-0002");
    EXPECT_EQ(found(kNameScope, "张三"), Ids{"o-1"});
    EXPECT_EQ(rebuild(RebuildLookups::Mode::NewKey).written, 2);
    sealer_.lookup_keys = {"look-0002"};
    EXPECT_EQ(found(kNameScope, "张三"), Ids{"o-1"});
    sealer_.lookup_keys = {"look-0001"};
    EXPECT_TRUE(found(kNameScope, "张三").empty()) << "nothing is left under the old key";
}

TEST_F(Lookups, GoWithTheErasedValue) {
    add_official("o-1", "张三", "211382199001010019");
    rebuild();
    Erase erase(store_, clock_, ids_);
    const auto erased = erase.run({.entity = "official", .id = "o-1", .sealed_ids = {"o-1-number"}, .basis = {"SRC-PIPL art. 47"},
                                   .requester = "somebody-else"}, an_actor());
    ASSERT_TRUE(erased.ok());
    EXPECT_TRUE(found(kIdNumberScope, "211382199001010019").empty());
    EXPECT_EQ(found(kNameScope, "张三"), Ids{"o-1"});
    EXPECT_EQ(rebuild().written, 0) << "an erased value does not come back";
}

TEST_F(Lookups, OfAnOfficialThatIsGoneAreTakenAway) {
    add_official("o-1", "张三", "211382199001010019");
    rebuild();
    write([&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, work.find("official", "990101", "o-1"));
        return work.remove(*row, "undo");
    });
    EXPECT_EQ(rebuild().written, 2);
    EXPECT_TRUE(store_.state.lookups.empty());
}

TEST_F(Lookups, NeedTheRightToAddKeys) {
    Actor nobody = an_actor();
    nobody.actions = {"official.read"};
    EXPECT_EQ(RebuildLookups(store_, keys_, sealer_, clock_).run(RebuildLookups::Mode::Fill, nobody).error().reason, "access.denied");
}

}  // namespace
}  // namespace gx::app
