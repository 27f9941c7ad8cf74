// SPDX-License-Identifier: Apache-2.0
// The table of what the staff reads: one line an entity type.
#include <algorithm>
#include <array>

#include "app/staff/row_kind.hpp"

namespace gx::app {
namespace {

using enum FilterForm;
using Names = std::array<std::string_view, 1>;

constexpr std::array<std::string_view, 1> kTitle = {"title"};
constexpr std::array<std::string_view, 2> kCodeAndTitle = {"code", "title"};
constexpr std::array<std::string_view, 1> kStaffNo = {"staff_no"};

constexpr RowReference kPostOf{"post_id", "post", "post", kTitle};
constexpr RowReference kOfficialOf{"official_id", "official", "official", kStaffNo};
constexpr RowReference kDutyOf{"obligation_id", "obligation", "obligation", kCodeAndTitle};

constexpr RowFilter kBody{"body", "body_id", Body};
constexpr RowFilter kDuty{"obligation", "obligation_id", Text};

constexpr std::array kPostFilters = {kBody, RowFilter{"state", "valid_to", IsSet, "ended", "current"}};
constexpr std::array<std::string_view, 2> kPostSorts = {"key", "valid_from"};

constexpr std::array kTenureFilters = {RowFilter{"post", "post_id"}, RowFilter{"official", "official_id"},
                                       RowFilter{"from", "from_on", DayFrom}, RowFilter{"to", "from_on", DayTo},
                                       RowFilter{"state", "to_on", IsSet, "ended", "current"}};
constexpr std::array<std::string_view, 2> kTenureSorts = {"from_on", "key"};
constexpr std::array kTenureReferences = {kPostOf, kOfficialOf};

constexpr std::array kHandoverFilters = {kBody, RowFilter{"post", "post_id"}, RowFilter{"state", "signed_on", IsSet, "signed", "open"}};
constexpr std::array<std::string_view, 2> kHandoverSorts = {"on_day", "key"};
constexpr std::array kHandoverReferences = {kPostOf, RowReference{"from_official_id", "official", "from_official", kStaffNo},
                                            RowReference{"to_official_id", "official", "to_official", kStaffNo}};

constexpr std::array kPartFilters = {kBody, kDuty};
constexpr std::array kMilestoneFilters = {kBody, kDuty, RowFilter{"due_from", "due_on", DayFrom}, RowFilter{"due_to", "due_on", DayTo},
                                          RowFilter{"state", "done_on", IsSet, "done", "open"}};
constexpr std::array<std::string_view, 2> kMilestoneSorts = {"due_on", "key"};
constexpr std::array<std::string_view, 1> kPaymentSorts = {"paid_on"};
constexpr std::array<std::string_view, 1> kDecidedSorts = {"decided_on"};
constexpr std::array kDutyReference = {kDutyOf};

constexpr std::array kRecordFilters = {kBody, RowFilter{"cat", "cat"}, RowFilter{"polarity", "polarity"}, RowFilter{"severity", "severity"},
                                       RowFilter{"from", "decided_on", DayFrom}, RowFilter{"to", "decided_on", DayTo}};

constexpr std::array kStatementFilters = {kBody, RowFilter{"period", "period"}, RowFilter{"leaf", "leaf"},
                                          RowFilter{"state", "checked_on", IsSet, "checked", "filed"}};
constexpr std::array<std::string_view, 3> kStatementSorts = {"filed_on", "leaf", "key"};

constexpr std::array kFactFilters = {kBody};
constexpr std::array<std::string_view, 1> kKeySort = {"key"};
constexpr std::array kDebtFilters = {kBody, RowFilter{"kind", "kind"}, RowFilter{"from", "maturity_on", DayFrom}, RowFilter{"to", "maturity_on", DayTo}};
constexpr std::array<std::string_view, 3> kDebtSorts = {"maturity_on", "principal_fen", "key"};

constexpr std::array kRecallFilters = {kBody, RowFilter{"record", "record_id"}, RowFilter{"recipient", "recipient"},
                                       RowFilter{"channel", "channel"}, RowFilter{"state", "state"}};
constexpr std::array<std::string_view, 2> kRecallSorts = {"asked_on", "acknowledged_on"};

constexpr std::array kMeasureFilters = {kBody, RowFilter{"kind", "kind"}, RowFilter{"state", "lifted_on", IsSet, "ended", "in_effect"},
                                        RowFilter{"record", "record_id"}, RowFilter{"from", "ends_on", DayFrom}, RowFilter{"to", "ends_on", DayTo}};
constexpr std::array<std::string_view, 3> kMeasureSorts = {"from_on", "ends_on", "key"};

constexpr std::array kSourceFilters = {RowFilter{"kind", "kind"}, RowFilter{"code", "key", Prefix}};
constexpr std::array<std::string_view, 2> kSourceSorts = {"issued_on", "key"};

constexpr std::array kKinds = {
    RowKind{"body", "body.read", "body.unknown", "id"},
    RowKind{"obligation", "obligation.read", "obligation.unknown", "body_id", {}, {}, kPartFilters, kMilestoneSorts, "due_on"},
    RowKind{"post", "post.read", "post.unknown", "body_id", {}, {}, kPostFilters, kPostSorts, "key"},
    RowKind{"tenure", "tenure.read", "tenure.unknown", {}, "post_id", "post", kTenureFilters, kTenureSorts, "-from_on", kTenureReferences},
    RowKind{"handover", "handover.read", "handover.unknown", "body_id", {}, {}, kHandoverFilters, kHandoverSorts, "-on_day", kHandoverReferences},
    RowKind{"milestone", "milestone.read", "milestone.unknown", "body_id", {}, {}, kMilestoneFilters, kMilestoneSorts, "due_on", kDutyReference},
    RowKind{"payment", "payment.read", "payment.unknown", "body_id", {}, {}, kPartFilters, kPaymentSorts, "-paid_on", kDutyReference},
    RowKind{"change", "change.read", "change.unknown", "body_id", {}, {}, kPartFilters, kDecidedSorts, "-decided_on", kDutyReference},
    RowKind{"finding", "finding.read", "finding.unknown", "body_id", {}, {}, kPartFilters, kDecidedSorts, "-decided_on", kDutyReference},
    RowKind{"record", "record.read", "record.unknown", "body_id", {}, {}, kRecordFilters, kDecidedSorts, "-decided_on", kDutyReference},
    RowKind{"statement", "statement.read", "statement.unknown", "body_id", {}, {}, kStatementFilters, kStatementSorts, "-filed_on"},
    RowKind{"cap_fact", "cap_fact.read", "cap_fact.unknown", "body_id", {}, {}, kFactFilters, kKeySort, "key"},
    RowKind{"bonus_fact", "bonus_fact.read", "bonus_fact.unknown", "body_id", {}, {}, kFactFilters, kKeySort, "key"},
    RowKind{"debt", "debt.read", "debt.unknown", "body_id", {}, {}, kDebtFilters, kDebtSorts, "maturity_on"},
    RowKind{"measure", "measure.read", "measure.unknown", "body_id", {}, {}, kMeasureFilters, kMeasureSorts, "-from_on"},
    RowKind{"fiscal", "fiscal.read", "fiscal.unknown", "body_id", {}, {}, kFactFilters, kKeySort, "key"},
    RowKind{"source", "source.read", "source.unknown", {}, {}, {}, kSourceFilters, kSourceSorts, "-issued_on"},
    RowKind{"recall", "recall.read", "recall.unknown", "body_id", {}, {}, kRecallFilters, kRecallSorts, "-asked_on"},
};

}  // namespace

std::span<const RowKind> row_kinds() { return kKinds; }

const RowKind* find_row_kind(std::string_view type) {
    const auto found = std::ranges::find(kKinds, type, &RowKind::type);
    return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace gx::app
