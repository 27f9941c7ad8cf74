// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <sstream>

#include "app/obligation/content_rules.hpp"
#include "ingest/law/law_loader.hpp"
#include "ingest/ocds/import_ocds.hpp"
#include "tests/imports/import_fixture.hpp"
#include "source_dir.hpp"

namespace gx::tests {
namespace {

const std::string kFixtures = std::string(GX_SOURCE_DIR) + "/tests/fixtures/imports/";

/// The law pack that production uses, read once.
app::LawPackPtr real_law() {
    static const app::LawPackPtr law = ingest::load_law(std::string(GX_SOURCE_DIR) + "/law").value();
    return law;
}

class OcdsImport : public ImportFixture {
protected:
    base::Result<ingest::ImportOcds::Output> take(std::string bytes, app::RunImport::Mode mode = app::RunImport::Mode::Write) {
        app::RunImport run(store(), clock_, ids_, &sealer_, [law = real_law()](std::string_view type, const base::Json& content) {
            return app::check_content(*law, type, content);
        });
        for (const char* kind : {"ocds_bodies", "ocds_contracts", "ocds_milestones", "ocds_payments"}) {
            layouts_.emplace(kind, a_layout(kind));
        }
        ingest::ImportOcds ocds(run, [&](std::string_view kind) -> const app::ImportLayout* {
            const auto found = layouts_.find(kind);
            return found == layouts_.end() ? nullptr : &found->second;
        });
        return ocds.run({.file = ingest::from_memory(std::move(bytes)), .file_name = "x.jsonl", .file_digest = "00", .mode = mode}, actor_);
    }
    std::map<std::string, app::ImportLayout, std::less<>> layouts_;
};

const std::string kRelease = R"({"ocid":"ocds-1","date":"2017-02-07T06:00:00Z","version":"1.1","tag":["contract"],
  "buyer":{"id":"B-1"},"parties":[{"id":"B-1","name":"Buyer One","roles":["buyer"]},{"id":"S-1","name":"Supplier","roles":["supplier"]}],
  "tender":{"mainProcurementCategory":"works","numberOfTenderers":3},
  "awards":{"id":"A-1","suppliers":{"id":"S-1"}},
  "contracts":[{"id":"C-1","awardID":"A-1","title":"Road","dateSigned":"2016-01-02T23:30:00-06:00","status":"active",
    "period":{"startDate":"2016-01-05","endDate":"2016-12-31"},"value":{"amount":4031.2320000000004,"currency":"MXN"},
    "implementation":{"milestones":[{"id":"m1","title":"First","dueDate":"2016-03-01","status":"met","dateMet":"2016-02-28"},{"id":"m2"}],
      "transactions":[{"id":"t1","date":"2016-04-05T00:00:00-06:00","amount":{"amount":83383.12,"currency":"MXN"}},
                      {"id":"t2","value":{"amount":1,"currency":"MXN"}},{"id":"t1","date":"2016-05-01","value":{"amount":100,"currency":"JPY"}}]}},
   {"id":"C-2","title":"No end","dateSigned":"2016-01-02"},
   {"id":"C-3","title":"Backwards","dateSigned":"2016-05-02","period":{"endDate":"2016-05-01"}}]})";

TEST_F(OcdsImport, TakesContractsMilestonesAndPayments) {
    const auto result = take(kRelease);
    ASSERT_TRUE(result.ok()) << result.error().reason << result.error().detail;
    const std::string account = base::canonical(result->to_json());
    EXPECT_EQ(result->contracts.counts.added, 1) << account;
    const auto contract = find("obligation", "ocds-1/C-1");
    ASSERT_TRUE(contract.has_value()) << account;
    EXPECT_EQ(contract->content.int_at("amount_fen"), 403'123);
    EXPECT_EQ(contract->content.text_or_empty("currency"), "MXN");
    EXPECT_EQ(contract->content.text_or_empty("made_on"), "2016-01-02");
    EXPECT_EQ(contract->content.text_or_empty("due_on"), "2016-12-31");
    EXPECT_EQ(contract->content.at("counterparty").text_or_empty("name"), "Supplier");
    EXPECT_EQ(contract->content.at("attributes").text_or_empty("category"), "works");
    EXPECT_EQ(find("body", "ocds:B-1")->content.text_or_empty("name"), "Buyer One");
    EXPECT_EQ(find("milestone", "ocds-1/C-1#1")->content.text_or_empty("done_on"), "2016-02-28");
    EXPECT_EQ(find("payment", "ocds-1/C-1/t1")->content.int_at("amount_fen"), 8'338'312);
    EXPECT_EQ(find("payment", "ocds-1/C-1/t1#3")->content.int_at("amount_fen"), 100);
}

TEST_F(OcdsImport, AccountsForEverythingThatWasLeftOut) {
    const auto result = take(kRelease);
    ASSERT_TRUE(result.ok());
    const ingest::OcdsAccount& account = result->account;
    EXPECT_EQ(account.seen_of("contracts"), 3);
    EXPECT_EQ(account.given_of("contracts"), 2);
    EXPECT_EQ(account.left_out_of("contracts", "no_end_of_period"), 1);
    EXPECT_EQ(result->contracts.counts.rejected, 1);
    EXPECT_EQ(result->contracts.first_rejected[0].faults[0].reason, "import.date_order");
    EXPECT_EQ(account.left_out_of("milestones", "no_due_date"), 1);
    EXPECT_EQ(account.left_out_of("transactions", "no_date"), 1);
    EXPECT_EQ(account.note_of("transaction_id_twice"), 1);
    EXPECT_EQ(account.note_of("amount_rounded"), 1);
    EXPECT_EQ(account.note_of("object_for_list:awards"), 1);
    const base::Json json = result->to_json();
    EXPECT_EQ(json.at("not_mapped").int_at("tender.numberOfTenderers"), 1);
    EXPECT_EQ(json.at("mapped").int_at("contracts[].id"), 3);
    EXPECT_EQ(json.at("versions").int_at("1.1"), 1);
}

TEST_F(OcdsImport, ALaterReleaseOfTheSameContractCounts) {
    const std::string early = R"({"ocid":"o","date":"2016-01-01","buyer":{"name":"B"},"contracts":[{"id":"C","title":"old","dateSigned":"2016-01-01","period":{"endDate":"2016-12-31"}}]})";
    const std::string late = R"({"ocid":"o","date":"2017-01-01","buyer":{"name":"B"},"contracts":{"id":"C","title":"new","dateSigned":"2016-01-01","period":{"endDate":"2016-12-31"}}})";
    for (const std::string& bytes : {late + "\n" + early, "[" + early + "," + late + "]", R"({"uri":"u","releases":[)" + late + "," + early + "]}"}) {
        const auto result = take(bytes);
        ASSERT_TRUE(result.ok()) << result.error().reason << result.error().detail;
        EXPECT_EQ(result->account.left_out_of("contracts", "superseded_by_later_release"), 1);
        EXPECT_EQ(find("obligation", "o/C")->content.text_or_empty("title"), "new");
    }
}

TEST_F(OcdsImport, MilestonesOfAnEarlierReleaseStandUntilALaterOneNamesThem) {
    const auto release = [](const char* date, const char* title, const char* more) {
        return fmt::format(R"({{"ocid":"o","date":"{}","buyer":{{"name":"B"}},"contracts":[{{"id":"C","title":"{}",)"
                           R"("dateSigned":"2016-01-01","period":{{"endDate":"2016-12-31"}}{}}}]}})", date, title, more);
    };
    const char* first = R"(,"milestones":[{"title":"m","dueDate":"2016-02-01"}])";
    ASSERT_TRUE(take(release("2016-01-01", "old", first) + "\n" + release("2017-01-01", "new", "")).ok());
    EXPECT_EQ(find("obligation", "o/C")->content.text_or_empty("title"), "new");
    EXPECT_EQ(find("milestone", "o/C#1")->content.text_or_empty("due_on"), "2016-02-01");
}

TEST_F(OcdsImport, ARerunChangesNothing) {
    ASSERT_TRUE(take(kRelease).ok());
    const std::int64_t before = store().position();
    const auto again = take(kRelease);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->contracts.counts.unchanged, 1);
    EXPECT_EQ(again->payments.counts.unchanged, 2);
    EXPECT_EQ(store().position(), before);
}

TEST_F(OcdsImport, TheNewSouthWalesTendersHoldNoContractAndAreAccountedFor) {
    std::ifstream file(kFixtures + "ocds/new-south-wales.jsonl");
    std::stringstream text;
    text << file.rdbuf();
    const auto result = take(text.str());
    ASSERT_TRUE(result.ok()) << result.error().reason << result.error().detail;
    EXPECT_EQ(result->account.releases(), 10);
    EXPECT_EQ(result->account.left_out_of("releases", "no_contract"), 10);
    EXPECT_EQ(result->account.to_json().at("versions").int_at("(none)"), 10);
    EXPECT_GT(result->account.to_json().at("not_mapped").as_object().size(), 20U);
    EXPECT_EQ(count("obligation"), 0);
}

TEST_F(OcdsImport, RefusesWhatIsNoRelease) {
    EXPECT_EQ(take("").error().reason, "ocds.no_release");
    EXPECT_EQ(take("[1]").error().reason, "json.row_not_object");
    EXPECT_EQ(take("{\"releases\":[").error().reason, "json.syntax");
    EXPECT_EQ(take("\x1F\x8Bxx").error().reason, "file.gzip_damaged");
}

class LingyuanTables : public ImportFixture, public testing::WithParamInterface<std::pair<const char*, int>> {};

TEST_P(LingyuanTables, AreTakenAsPrinted) {
    const auto& [kind, rows] = GetParam();
    actor_.tenant = "211382";
    put("tenant", "t-2", R"({"code":"211382","name":"凌源市","mode":"published_facts","division_code":"211382"})");
    const std::string suffix = std::string(kind) == "budget_targets" ? "_2025.csv" : "_2024.csv";
    const auto result = import_file(kind, kFixtures + "lingyuan/" + kind + suffix);
    EXPECT_EQ(counts(result), fmt::format("read {} added {} changed 0 unchanged 0 kept 0 rejected 0", rows, rows)) << faults(result);
}

INSTANTIATE_TEST_SUITE_P(, LingyuanTables, testing::Values(std::pair{"debt_limit_balance", 9}, std::pair{"bond_issue_repay", 9},
                                                           std::pair{"bond_projects", 27}, std::pair{"general_budget_by_unit", 11},
                                                           std::pair{"revenue_structure", 11}, std::pair{"budget_targets", 11}),
                         [](const auto& row) { return std::string(row.param.first); });

TEST_F(ImportFixture, APublishedFigureKeepsItsTextAndSource) {
    ASSERT_TRUE(import_file("debt_limit_balance", kFixtures + "lingyuan/debt_limit_balance_2024.csv").ok());
    const auto figure = find("published_figure", "debt_limit_balance/2024/凌源市");
    ASSERT_TRUE(figure.has_value());
    EXPECT_EQ(base::canonical(figure->content.at("values").as_array()[0]), R"({"item":"limit_total","text":"220664","unit":"万元"})");
    EXPECT_EQ(figure->content.at("source").text_or_empty("publisher"), "朝阳市财政局");
    EXPECT_EQ(figure->content.text_or_empty("division_code"), "211382");
}

}  // namespace
}  // namespace gx::tests
