// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/access/tree_book.hpp"
#include "app/law/law_pack.hpp"
#include "app/obligation/duty_file.hpp"
#include "app/obligation/edit_duty.hpp"
#include "app/obligation/staff_duties.hpp"
#include "app/staff/staff_bodies.hpp"
#include "app/staff/staff_rows.hpp"
#include "app/statement/file_statement.hpp"
#include "app/subject/change_bodies.hpp"
#include "app/subject/change_posts.hpp"
#include "app/subject/hand_over.hpp"

namespace gx::http {

/// The use cases of the staff's business pages, put together once.
struct StaffServices {
    StaffServices(app::Store& store, app::Clock& clock, app::IdSource& ids, const app::LawPack& pack, app::StaffDuties& duty_lists)
        : law(pack), duties(duty_lists), trees(store, clock), rows(store, trees), bodies(store, trees),
          file(store, duties, rows, pack, clock), edit(store, clock, ids, pack), statements(store, clock, ids, pack),
          register_body(store, clock, ids), move_body(store, clock), rename_body(store, clock), close_body(store, clock),
          open_post(store, clock, ids), close_post(store, clock), start_tenure(store, clock, ids), end_tenure(store, clock),
          hand_over(store, clock, ids, pack.obligation_kinds), sign_handover(store, clock) {}

    const app::LawPack& law;
    app::StaffDuties& duties;
    app::TreeBook trees;
    app::StaffRows rows;
    app::StaffBodies bodies;
    app::DutyFile file;
    app::EditDuty edit;
    app::FileStatement statements;
    app::RegisterBody register_body;
    app::MoveBody move_body;
    app::RenameBody rename_body;
    app::CloseBody close_body;
    app::OpenPost open_post;
    app::ClosePost close_post;
    app::StartTenure start_tenure;
    app::EndTenure end_tenure;
    app::HandOver hand_over;
    app::SignHandover sign_handover;
};

}  // namespace gx::http
