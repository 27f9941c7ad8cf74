// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/expression.hpp"

#include <array>
#include <utility>

namespace gx::domain::evaluation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kBytesMax = 2'000;
constexpr std::size_t kNodesMax = 400;
constexpr int kDepthMax = 40;

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<Expression> whole() {
        if (text_.size() > kBytesMax) { return fault("too long"); }
        GX_TRY(auto parsed, any());
        skip();
        if (at_ != text_.size()) { return fault("unexpected text"); }
        return parsed;
    }

private:
    Error fault(std::string_view what) const {
        return {ErrorCode::InvalidInput, "scheme.expression",
                fmt::format("{} at character {} of: {}", what, at_ + 1, text_.substr(0, 200))};
    }
    void skip() {
        while (at_ < text_.size() && blank(text_[at_])) { ++at_; }
    }
    bool take(std::string_view symbol) {
        skip();
        if (text_.substr(at_, symbol.size()) != symbol) { return false; }
        at_ += symbol.size();
        return true;
    }
    bool take_word(std::string_view word) {
        skip();
        if (text_.substr(at_, word.size()) != word) { return false; }
        const std::size_t after = at_ + word.size();
        if (after < text_.size() && (letter(text_[after]) || digit(text_[after]))) { return false; }
        at_ = after;
        return true;
    }
    Result<Expression> made(Node node, std::vector<Expression> args, std::size_t at) {
        if (++nodes_ > kNodesMax) { return fault("too many parts"); }
        return Expression{.node = node, .args = std::move(args), .at = at};
    }

    Result<Expression> any() {
        if (++depth_ > kDepthMax) { return fault("too deep"); }
        GX_TRY(auto left, all());
        while (take_word("or")) {
            GX_TRY(auto right, all());
            GX_TRY(left, made(Node::Or, {std::move(left), std::move(right)}, at_));
        }
        --depth_;
        return left;
    }
    Result<Expression> all() {
        GX_TRY(auto left, negated());
        while (take_word("and")) {
            GX_TRY(auto right, negated());
            GX_TRY(left, made(Node::And, {std::move(left), std::move(right)}, at_));
        }
        return left;
    }
    Result<Expression> negated() {
        const std::size_t at = at_;
        if (!take_word("not")) { return comparison(); }
        if (++depth_ > kDepthMax) { return fault("too deep"); }
        GX_TRY(auto inner, negated());
        --depth_;
        return made(Node::Not, {std::move(inner)}, at);
    }
    Result<Expression> comparison() {
        static constexpr std::array<std::pair<std::string_view, Node>, 6> kSigns{{
            {"!=", Node::NotEqual}, {"<=", Node::LessEqual}, {">=", Node::GreaterEqual},
            {"=", Node::Equal}, {"<", Node::Less}, {">", Node::Greater}}};
        GX_TRY(auto left, total());
        const std::size_t at = at_;
        for (const auto& [sign, node] : kSigns) {
            if (take(sign)) {
                GX_TRY(auto right, total());
                return made(node, {std::move(left), std::move(right)}, at);
            }
        }
        if (take_word("in")) { return in_list(std::move(left), at); }
        if (take_word("is")) {
            const bool inverted = take_word("not");
            if (!take_word("null")) { return fault("'null' expected"); }
            GX_TRY(auto test, made(Node::IsNull, {std::move(left)}, at));
            if (!inverted) { return test; }
            return made(Node::Not, {std::move(test)}, at);
        }
        return left;
    }
    Result<Expression> in_list(Expression left, std::size_t at) {
        if (!take("(")) { return fault("'(' expected"); }
        GX_TRY(auto list, made(Node::In, {std::move(left)}, at));
        do {
            skip();
            GX_TRY(auto text, quoted());
            list.codes.push_back(std::move(text));
        } while (take(","));
        if (!take(")")) { return fault("')' expected"); }
        return list;
    }
    Result<Expression> total() {
        GX_TRY(auto left, product());
        for (;;) {
            const std::size_t at = at_;
            const bool plus = take("+");
            if (!plus && !take("-")) { return left; }
            GX_TRY(auto right, product());
            GX_TRY(left, made(plus ? Node::Add : Node::Subtract, {std::move(left), std::move(right)}, at));
        }
    }
    Result<Expression> product() {
        GX_TRY(auto left, unary());
        for (;;) {
            const std::size_t at = at_;
            if (!take("*")) { return left; }
            GX_TRY(auto right, unary());
            GX_TRY(left, made(Node::Multiply, {std::move(left), std::move(right)}, at));
        }
    }
    Result<Expression> unary() {
        const std::size_t at = at_;
        if (!take("-")) { return primary(); }
        if (++depth_ > kDepthMax) { return fault("too deep"); }
        GX_TRY(auto inner, unary());
        --depth_;
        return made(Node::Negate, {std::move(inner)}, at);
    }
    Result<Expression> primary() {
        skip();
        if (at_ >= text_.size()) { return fault("something expected"); }
        const char c = text_[at_];
        if (c == '(') {
            ++at_;
            GX_TRY(auto inner, any());
            if (!take(")")) { return fault("')' expected"); }
            return inner;
        }
        if (c == '\'') {
            GX_TRY(auto leaf, made(Node::Text, {}, at_));
            GX_TRY(leaf.text, quoted());
            return leaf;
        }
        if (digit(c)) { return number(); }
        if (letter(c)) { return named(); }
        return fault("unexpected character");
    }
    Result<std::string> quoted() {
        if (at_ >= text_.size() || text_[at_] != '\'') { return fault("text in quotes expected"); }
        const std::size_t end = text_.find('\'', at_ + 1);
        if (end == std::string_view::npos) { return fault("closing quote missing"); }
        std::string out{text_.substr(at_ + 1, end - at_ - 1)};
        at_ = end + 1;
        return out;
    }
    Result<Expression> number() {
        const std::size_t from = at_;
        while (at_ < text_.size() && (digit(text_[at_]) || text_[at_] == '.')) { ++at_; }
        GX_TRY(auto leaf, made(Node::Literal, {}, from));
        auto value = parse_number(text_.substr(from, at_ - from));
        if (!value) { return fault("number expected"); }
        leaf.literal = *value;
        return leaf;
    }
    Result<Expression> named() {
        const std::size_t from = at_;
        while (at_ < text_.size() && (letter(text_[at_]) || digit(text_[at_]) || text_[at_] == '.')) { ++at_; }
        GX_TRY(auto leaf, made(Node::Name, {}, from));
        leaf.text = std::string{text_.substr(from, at_ - from)};
        if (take("(")) {
            leaf.node = Node::Call;
            if (take(")")) { return leaf; }
            do {
                GX_TRY(auto arg, any());
                leaf.args.push_back(std::move(arg));
            } while (take(","));
            if (!take(")")) { return fault("')' expected"); }
        } else if (take("[")) {
            leaf.node = Node::Indexed;
            do {
                GX_TRY(auto code, bare_code());
                leaf.codes.push_back(std::move(code));
            } while (take(","));
            if (!take("]")) { return fault("']' expected"); }
        }
        return leaf;
    }
    Result<std::string> bare_code() {
        skip();
        if (at_ < text_.size() && text_[at_] == '\'') { return quoted(); }
        const std::size_t from = at_;
        while (at_ < text_.size() &&
               (letter(text_[at_]) || digit(text_[at_]) || text_[at_] == '.' || text_[at_] == '-')) {
            ++at_;
        }
        if (at_ == from) { return fault("code expected"); }
        return std::string{text_.substr(from, at_ - from)};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t nodes_ = 0;
    int depth_ = 0;
};

}  // namespace

Result<Expression> parse_expression(std::string_view text) { return Parser{text}.whole(); }

}  // namespace gx::domain::evaluation
