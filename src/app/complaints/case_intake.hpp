// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/casework/case_parts.hpp"
#include "app/complaints/complaint_intake.hpp"

namespace gx::app {

/// Complaints of the portal as cases of the procedure "complaint". Its steps `rate`, `rehandle` and `dissatisfied_again` are what a
/// rating takes.
///
/// Shape:  of an anonymous complaint the case holds its channel, focus and body alone; title and content lie sealed beside it.
/// Source: S-4.3b, S-2.3
class CaseIntake final : public ComplaintIntake {
public:
    explicit CaseIntake(const CaseParts& parts) : parts_(parts) {}
    Result<std::string> open(Work& work, const ComplaintDraft& draft) override;
    Result<ComplaintStanding> standing(Reader& reader, const std::string& tenant, const std::string& case_id) override;
    Result<Done> rate(Work& work, const std::string& tenant, const std::string& case_id, const ComplaintRating& rating) override;
    Result<Done> check_seen(Reader& reader, const Actor& actor, const std::string& case_id) override;

private:
    CaseParts parts_;
};

}  // namespace gx::app
