// SPDX-License-Identifier: Apache-2.0
#include "app/publication/model_snapshot.hpp"

#include "app/publication/public_county_test.hpp"
#include "app/publication/score.hpp"
#include "tests/support/memory_shelf.hpp"

namespace gx::app {
namespace {

using testing_county::County;

class ModelSnapshotTest : public County {
protected:
    ModelSnapshotTest() {
        view_.keep_in(shelf_, "law-1");
        for (int i = 0; i < 20; ++i) {
            add_task("o" + std::to_string(i), i % 3 == 0 ? "b2" : "b1", "2026-03-" + std::to_string(10 + i),
                     i % 4 == 0 ? R"(, "amount_fen": 100, "done_on": "2026-03-01")" : "");
        }
        add_record("rec1", R"("body_id": "b1")", R"(, "publish_from": "2026-03-01")");
        add("evaluation", "990101", "e1", R"({"code": "S/2025", "scheme": "S", "scheme_version": "1", "period": "2025",
            "as_of": "2026-01-31", "state": "frozen", "digest": "00", "bodies": 1})");
        add("evaluation_result", "990101", "er1", R"({"code": "S/2025/F1", "evaluation_id": "e1", "body_id": "b1",
            "peer_group": "DEPT", "total": 9000, "grade": "A", "rank": 1, "rated": 1})");
    }
    void save() {
        refresh();
        const auto done = view_.save();
        ASSERT_TRUE(done.ok()) << done.error().reason;
    }
    static std::string everything(const PublicView& view) {
        std::string all;
        const auto add = [&](const base::Result<base::Json>& answer) { all += base::canonical(*answer) + "\n"; };
        for (const auto* id : {"b1", "b2", "r1"}) {
            add(show_body(view, id));
            add(body_timeline(view, id, {.limit = 200}));
        }
        for (const auto* sort : {"due_on", "-due_on", "amount_fen", "-amount_fen"}) {
            add(list_obligations(view, {.sort = sort}, {.limit = 200}));
            add(list_obligations(view, {.division = "990101101", .sort = sort}, {.limit = 200}));
        }
        add(list_obligations(view, {.q = "任务o1"}, {.limit = 200}));
        add(list_records(view, {}, {}));
        add(list_records(view, {.q = "未兑现"}, {}));
        add(overview(view, "990101", 2026));
        add(obligation_summary(view, "", ""));
        add(list_ranking(view, "e1", {}, {}));
        return all;
    }
    /// What a new start shows; `opened` tells whether it took the snapshot's rows.
    std::string start(const std::string& law_digest = "law-1") {
        PublicView fresh(store_, clock_, law(), labels_);
        fresh.keep_in(shelf_, law_digest);
        const auto done = fresh.refresh();
        EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().reason);
        EXPECT_EQ(fresh.position(), store_.position());
        EXPECT_EQ(fresh.search_position(), store_.position());
        used_ = !fresh.save_due();
        return everything(fresh);
    }
    std::string rebuilt() {
        PublicView fresh(store_, clock_, law(), labels_);
        EXPECT_TRUE(fresh.refresh().ok());
        return everything(fresh);
    }
    std::vector<std::uint8_t>& part(const char* name) { return shelf_.snapshots["public-model"].second.find(name)->second; }

    support::MemoryShelf shelf_;
    bool used_ = false;
};

TEST_F(ModelSnapshotTest, ShowsWhatARebuildShows) {
    save();
    EXPECT_EQ(shelf_.writes, 1);
    EXPECT_EQ(start(), rebuilt());
    EXPECT_TRUE(used_);
    ASSERT_TRUE(view_.save().ok());
    EXPECT_EQ(shelf_.writes, 1) << "nothing new";
}

TEST_F(ModelSnapshotTest, CatchesUpFromTheJournal) {
    save();
    add_task("o3", "b1", "2026-03-29", R"(, "done_on": "2026-03-01")");
    add_task("new", "b2", "2026-03-02");
    remove("obligation", "990101", "o5");
    remove("record", "990101", "rec1");
    add_record("rec2", R"("body_id": "b2")", R"(, "publish_from": "2026-03-01")");
    add("body", "990101", "b2", R"({"code": "T1", "scheme": "none", "name": "改名镇人民政府", "class": "TOWN",
        "division_code": "990101", "valid_from": "2019-01-01"})");
    EXPECT_EQ(start(), rebuilt());
    EXPECT_TRUE(used_);
}

TEST_F(ModelSnapshotTest, TurnsTheDayOnTheWay) {
    add_task("ahead", "b1", "2026-03-20", R"(, "void_on": "2026-03-15", "void_reason": "撤销")");
    add_record("later", R"("body_id": "b1")", R"(, "publish_from": "2026-03-16")");
    save();
    clock_.at = *base::Instant::parse("2026-03-18T04:00:00Z");
    EXPECT_EQ(start(), rebuilt());
    EXPECT_TRUE(used_);
    refresh();
    EXPECT_EQ(everything(view_), rebuilt()) << "as does a view that lives through the days";
}

TEST_F(ModelSnapshotTest, IsOfNoUseWhenTheClockWasSetBack) {
    clock_.at = *base::Instant::parse("2026-03-18T04:00:00Z");
    save();
    clock_.at = *base::Instant::parse("2026-03-10T04:00:00Z");
    EXPECT_EQ(start(), rebuilt());
    refresh();
    EXPECT_EQ(everything(view_), rebuilt());
}

TEST_F(ModelSnapshotTest, IsLeftAsideWhenItDoesNotFit) {
    save();
    const std::string want = rebuilt();
    EXPECT_EQ(start("law-2"), want);
    EXPECT_FALSE(used_) << "another law pack";
    const auto whole = shelf_.snapshots;
    part("identity").back() ^= 1U;
    EXPECT_EQ(start(), want);
    EXPECT_FALSE(used_) << "another journal";
    for (const char* name : {"head", "duties", "records", "due", "group-amount-sizes", "record-keys", "body-tallies"}) {
        shelf_.snapshots = whole;
        part(name).pop_back();
        EXPECT_EQ(start(), want) << name;
        EXPECT_FALSE(used_) << name;
        shelf_.snapshots = whole;
        shelf_.snapshots["public-model"].second.erase(name);
        EXPECT_EQ(start(), want) << name;
        EXPECT_FALSE(used_) << name;
    }
    shelf_.snapshots = whole;
    ++shelf_.snapshots["public-model"].first;
    EXPECT_EQ(start(), want);
    EXPECT_FALSE(used_) << "another form";
    shelf_.snapshots = whole;
    part("duty-texts").pop_back();
    EXPECT_EQ(start(), want) << "texts are read again";
    EXPECT_TRUE(used_);
}

}  // namespace
}  // namespace gx::app
