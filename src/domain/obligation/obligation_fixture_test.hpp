// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/date.hpp"
#include "base/json.hpp"
#include "domain/obligation/excuse.hpp"
#include "domain/obligation/lawful_change.hpp"
#include "domain/obligation/obligation.hpp"
#include "domain/obligation/obligation_kind.hpp"

namespace gx::domain::test {

inline base::Date day(const std::string& iso) { return base::Date::parse(iso).value(); }

inline base::Json words(const char* zh, const char* en) {
    base::Json json;
    return json.set("zh", zh).set("en", en);
}

/// A kind that needs evidence and is settled by acts.
inline base::Json kind_json() {
    base::Json json;
    json.set("id", "contract").set("title", words("合同", "Contract")).set("source", "S-6.4c").set("group", "contract");
    json.set("needs_evidence", true).set("settled_by", "acts").set("domains", base::Json::Array{"procurement", "other"});
    base::Json in_force;
    return json.set("in_force", in_force.set("from", "2021-01-25"));
}

inline ObligationKind kind(base::Json json = kind_json()) { return ObligationKind::from_json(json).value(); }

inline ObligationKind payment_kind() {
    return kind(kind_json().set("id", "payment").set("group", "payment").set("settled_by", "payments"));
}

/// Made 2025-01-02, due 2025-06-30, nothing done.
inline base::Json obligation_json() {
    base::Json json;
    json.set("code", "B1-0001").set("body_id", "body-1").set("kind", "contract").set("title", "办公楼维修");
    return json.set("made_on", "2025-01-02").set("due_on", "2025-06-30");
}

inline base::Json evidence_json(const char* on) {
    base::Json item;
    item.set("title", "验收书").set("on", on).set("doc_no", "Y-1");
    return base::Json::array().push(item);
}

inline base::Json done_json(const char* on) {
    return obligation_json().set("done_on", on).set("evidence", evidence_json(on));
}

inline Obligation obligation(const base::Json& json) { return Obligation::from_json(json).value(); }

/// Decided on 2025-05-10 for the public interest, told on 05-12, new due day 2025-09-30, compensation 1,000.00 yuan.
inline base::Json change_json() {
    base::Json paid;
    paid.set("amount_fen", 100'000).set("due_on", "2025-08-01");
    base::Json json;
    json.set("code", "B1-0001/C1").set("obligation_id", "ob-1").set("body_id", "body-1");
    json.set("reason_type", "public_interest").set("reason", "防洪工程用地").set("approval_doc_no", "政发〔2025〕1号");
    json.set("decided_on", "2025-05-10").set("collective_decision_on", "2025-05-09").set("notified_on", "2025-05-12");
    return json.set("new_due_on", "2025-09-30").set("compensation", paid);
}

inline LawfulChange change(const base::Json& json = change_json()) { return LawfulChange::from_json(json).value(); }

}  // namespace gx::domain::test
