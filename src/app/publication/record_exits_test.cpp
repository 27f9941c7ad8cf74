// SPDX-License-Identifier: Apache-2.0
// Every way by which a record reaches the public ends on the same day.
#include <gmock/gmock.h>

#include "app/publication/datasets.hpp"
#include "app/publication/leaf_rows.hpp"
#include "app/publication/public_county_test.hpp"

namespace gx::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RecordExits : public testing_county::County {
protected:
    void on(const char* day) {
        clock_.at = *base::Instant::parse(std::string(day) + "T04:00:00Z");
        refresh();
    }
    static bool holds(const base::Result<base::Json>& answer, const std::string& text) {
        return answer.ok() && base::canonical(*answer).find(text) != std::string::npos;
    }
    std::string file(const char* id, DatasetFormat format) {
        auto next = open_dataset(view_, id, "", format);
        EXPECT_TRUE(next.ok());
        std::string text;
        for (bool more = true; more;) {
            const auto part = (*next)(text);
            EXPECT_TRUE(part.ok());
            more = part.ok() && *part;
        }
        return text;
    }
    std::string leaf_rows(const std::string& key, const char* entity = "record") {
        const auto reader = store_.reader();
        base::Json rows = base::Json::array();
        rows.push(base::Json::object().set("entity", entity).set("key", key).set("kept", false));
        const auto list = leaf_rows_json(**reader, view_, "990101", rows, 0, 10);
        EXPECT_TRUE(list.ok());
        return base::canonical(*list);
    }
    /// The exits on which the record "r" is seen.
    std::vector<std::string> exits() {
        std::vector<std::string> seen;
        const auto note = [&](const char* exit, bool there) {
            if (there) { seen.emplace_back(exit); }
        };
        note("page", show_record(view_, "r").ok());
        note("list", holds(list_records(view_, {}, {}), "\"r\""));
        note("body list", holds(list_records(view_, {.body = "b1"}, {}), "\"r\""));
        note("search", holds(list_records(view_, {.q = "未兑现"}, {}), "\"r\""));
        note("timeline", holds(body_timeline(view_, "b1", {}), "\"record\""));
        note("count", show_body(view_, "b1")->int_at("records") == 1);
        note("csv", file("records", DatasetFormat::Csv).find("督〔2026〕1号") != std::string::npos);
        note("json", file("records", DatasetFormat::Json).find("\"r\"") != std::string::npos);
        note("score row", leaf_rows("r").find("\"id\":\"r\"") != std::string::npos);
        return seen;
    }
};

// Source: DESIGN 4.6; S-5.5i
TEST_F(RecordExits, OpenAndCloseTogether) {
    add_record("r", R"("body_id": "b1")", R"(, "publish_from": "2026-03-01", "publish_until": "2026-03-10")");
    const auto all = ElementsAre("page", "list", "body list", "search", "timeline", "count", "csv", "json", "score row");
    on("2026-02-28");
    EXPECT_THAT(exits(), IsEmpty());
    on("2026-03-01");
    EXPECT_THAT(exits(), all);
    on("2026-03-10");
    EXPECT_THAT(exits(), all);
    on("2026-03-11");
    EXPECT_THAT(exits(), IsEmpty());
}

// Source: DL-REP-02b: the law ends what a person forgot to end
TEST_F(RecordExits, CloseWhereTheLawsLongestShowingEnds) {
    add_record("r", R"("body_id": "b1")", R"(, "publish_from": "2026-03-01")");
    on("2029-01-05");
    EXPECT_EQ(exits().size(), 9U);
    EXPECT_EQ(show_record(view_, "r")->text_or_empty("shown_to"), "2029-01-05");
    on("2029-01-06");
    EXPECT_THAT(exits(), IsEmpty());
}

TEST_F(RecordExits, ShowAMarkOfDisputeAtOnce) {
    add_record("r", R"("body_id": "b1")", R"(, "publish_from": "2026-03-01")");
    on("2026-03-02");
    EXPECT_EQ(show_record(view_, "r")->bool_at("disputed"), false);
    add_record("r", R"("body_id": "b1")", R"(, "publish_from": "2026-03-01", "disputed": true)");
    refresh();
    EXPECT_EQ(show_record(view_, "r")->bool_at("disputed"), true);
    EXPECT_NE(file("records", DatasetFormat::Csv).find(",true\r\n"), std::string::npos);
}

// Of a case the public learns its kind and month, whether it is confidential or not. Source: S-4.3b; DESIGN 6
TEST_F(RecordExits, NameNoCaseInAScore) {
    for (const char* key : {"complaint/2026-02/3", "complaint/2026-02/TS-2026-000017"}) {
        const std::string rows = leaf_rows(key, "case_file");
        EXPECT_EQ(rows, R"([{"id":"case-0","kept":false,"title":"complaint 2026-02","type":"case_file"}])");
    }
}

// A score keeps its rows; what may not be seen is counted without its name.
TEST_F(RecordExits, NameNoRecordInAScoreThatMayNotBeSeen) {
    add_record("r", R"("body_id": "b1")", "");
    add_record("person", R"("official_id": "p1")", R"(, "publish_from": "2026-03-01")");
    on("2026-03-02");
    for (const char* key : {"r", "person", "R-WY-04/gone/F1"}) {
        const std::string rows = leaf_rows(key);
        EXPECT_NE(rows.find(R"("type":"withheld")"), std::string::npos) << rows;
        EXPECT_EQ(rows.find('"' + std::string(key) + '"'), std::string::npos) << rows;
        EXPECT_EQ(rows.find("承诺未兑现"), std::string::npos) << rows;
    }
}

}  // namespace
}  // namespace gx::app
