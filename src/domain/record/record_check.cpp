// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "domain/record/record.hpp"

namespace gx::domain {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

template <class List, class Value>
bool contains(const List& list, const Value& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

class Check {
public:
    Check(const Record& record, const RecordType& type, const std::string& pointer)
        : record_(record), type_(type), pointer_(pointer) {}

    Result<Done> against_catalogue() const {
        if (record_.cat != type_.code) { return refuse("cat", "record.type_differs"); }
        if (!type_.in_force.covers(record_.decided_on)) { return forbid("cat", "record.type_not_in_force"); }
        const bool person = !record_.official_id.empty();
        const bool fits = person ? contains(type_.subjects, "official")
                                 : contains(type_.subjects, "body") || contains(type_.subjects, "institution");
        if (!fits) { return refuse(person ? "official_id" : "body_id", "record.subject_not_allowed"); }
        if (record_.polarity != type_.polarity) { return refuse("polarity", "record.polarity_differs"); }
        if (!type_.doc_types.empty() && !contains(type_.doc_types, record_.doc_type)) {
            return refuse("doc_type", "record.doc_type_not_allowed");
        }
        if (record_.severity && !contains(type_.severities, *record_.severity)) {
            return refuse("severity", "record.severity_not_allowed");
        }
        return Done{};
    }

    Result<Done> heard_before_effect() const {
        if (record_.polarity != Polarity::Negative) { return Done{}; }
        if (!record_.obligation_id.empty() && record_.finding_id.empty()) {
            return missing("finding_id", "record.finding_missing");
        }
        if (!record_.served) { return missing("served", "record.notice_missing"); }
        if (record_.served->proof.empty()) { return missing("served/proof", "record.proof_missing"); }
        if (!record_.defence || record_.defence->until < record_.served->on) {
            return missing("defence", "record.defence_missing");
        }
        // The last day for an answer belongs to the subject.
        if (record_.effective_on && *record_.effective_on <= record_.defence->until) {
            return forbid("effective_on", "record.defence_still_runs");
        }
        return Done{};
    }

    Result<Done> two_people() const {
        if (record_.maker.empty() || record_.checker.empty() || record_.maker == record_.checker) {
            return forbid("checker", "record.same_maker_and_checker");
        }
        return Done{};
    }

private:
    Error at(ErrorCode code, const char* member, const char* reason) const {
        return {code, reason, record_.code, pointer_ + "/" + member};
    }
    Error refuse(const char* member, const char* reason) const { return at(ErrorCode::InvalidInput, member, reason); }
    Error forbid(const char* member, const char* reason) const { return at(ErrorCode::StateForbids, member, reason); }
    Error missing(const char* member, const char* reason) const { return at(ErrorCode::BasisMissing, member, reason); }

    const Record& record_;
    const RecordType& type_;
    const std::string& pointer_;
};

}  // namespace

Result<Done> check_record(const Record& record, const RecordType& type, const std::string& pointer) {
    const Check check{record, type, pointer};
    GX_CHECK(check.against_catalogue());
    GX_CHECK(check.heard_before_effect());
    GX_CHECK(check.two_people());
    return Done{};
}

}  // namespace gx::domain
