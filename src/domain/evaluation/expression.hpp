// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/evaluation/number.hpp"

namespace gx::domain::evaluation {

/// The nodes of the scheme language (DESIGN 4.5). A new node needs an ADR.
enum class Node {
    Literal, Text, Name, Indexed,
    Add, Subtract, Multiply, Negate,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual,
    And, Or, Not, IsNull, In,
    Call,  ///< min max clamp case step quotient lin inv ded bin div ratio mean_nonnull count sum mean
};

/// One formula as a tree.
///
/// Shape: `text` is the name, the function or the quoted text; `codes` are the dimension values of an Indexed name
///        ("n[contract, debt]") or the texts of an In; `at` is the character where it begins.
struct Expression {
    Node node = Node::Literal;
    Number literal = {};
    std::string text = {};
    std::vector<std::string> codes = {};
    std::vector<Expression> args = {};
    std::size_t at = 0;
};

/// Reads a formula:
///   or · and · not · = != < <= > >= · in ('a', 'b') · is [not] null · + - · * · unary - ·
///   name, name[code, …], f(…), 12, 0.80, 'text'
/// There is no "/": `div` rounds half up, `quotient` down, `ratio` is exact.
///
/// Shape: at most 2,000 bytes, 400 nodes, depth 40.
/// Errors: InvalidInput "scheme.expression" with the character in `detail`.
base::Result<Expression> parse_expression(std::string_view text);

}  // namespace gx::domain::evaluation
