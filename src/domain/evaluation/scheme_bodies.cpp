// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/scheme_bodies.hpp"

#include <algorithm>
#include <optional>

namespace gx::domain::evaluation {
namespace {

constexpr std::string_view kClass = "class";

/// Known, or nothing where it depends on more than the class.
using Answer = std::optional<bool>;

bool is_class(const Expression& node) { return node.node == Node::Name && node.text == kClass; }

Answer opposite(Answer answer) { return answer ? Answer(!*answer) : answer; }

/// "class = 'INST'", either way round.
Answer equals(const Expression& node, std::string_view body_class) {
    const Expression& left = node.args[0];
    const Expression& right = node.args[1];
    if (is_class(left) && right.node == Node::Text) { return right.text == body_class; }
    if (is_class(right) && left.node == Node::Text) { return left.text == body_class; }
    return std::nullopt;
}

/// Holds when one does, and fails when all do; for And with both turned round.
Answer any_of(Answer one, Answer other) {
    if (one == true || other == true) { return true; }
    return one == false && other == false ? Answer(false) : std::nullopt;
}

Answer holds(const Expression& node, std::string_view body_class) {
    switch (node.node) {
        case Node::Equal: return equals(node, body_class);
        case Node::NotEqual: return opposite(equals(node, body_class));
        case Node::In: return is_class(node.args[0]) ? Answer(std::ranges::find(node.codes, body_class) != node.codes.end()) : std::nullopt;
        case Node::Not: return opposite(holds(node.args[0], body_class));
        case Node::Or: return any_of(holds(node.args[0], body_class), holds(node.args[1], body_class));
        case Node::And:
            return opposite(any_of(opposite(holds(node.args[0], body_class)), opposite(holds(node.args[1], body_class))));
        default: return std::nullopt;
    }
}

}  // namespace

bool may_judge_class(const Scheme& scheme, std::string_view body_class) {
    return !scheme.bodies || holds(scheme.bodies->expression, body_class) != false;
}

}  // namespace gx::domain::evaluation
