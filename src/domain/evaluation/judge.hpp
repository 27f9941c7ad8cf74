// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/evaluation/body_lanes.hpp"
#include "domain/evaluation/fact_set.hpp"
#include "domain/evaluation/scheme.hpp"
#include "domain/evaluation/slot_program.hpp"

namespace gx::domain::evaluation {

/// Why a leaf has the value it has.
enum class LeafState : std::uint8_t {
    Measured,
    NotFiled,       ///< counts as 0, reason 未报送; a freeze is refused until confirmed
    NotApplicable,  ///< its weight is spread over the rest of its group
    EmptyFull,      ///< nothing to measure, full points by the scheme
    EmptyZero,      ///< nothing to measure, no points by the scheme
};

/// Everything that was calculated for one body, until the next one.
struct Verdict {
    std::vector<Number> slots;
    std::vector<LeafState> states;   ///< by indicator
    std::vector<Number> factors;     ///< f, or the value in a mean_nonnull scheme
    std::vector<Number> effective;   ///< effective weight; 0 when not applicable
    std::vector<Number> leaves;      ///< leaf scores, rounded
    std::vector<Number> groups;      ///< by group: sum of its leaves; null when none applies
    std::vector<Number> bonus;       ///< by bonus line
    std::vector<bool> caps;          ///< by cap: it applies
    Number leaf_sum;
    Number bonus_sum;
    Number before_caps;
    Number score;
    bool judged = false;
    std::uint32_t grade = 0;         ///< number in `grade_labels`
};

/// What was calculated for some bodies side by side: whole numbers, kNull64 for null.
struct LaneVerdict {
    BodyLanes::Block block;
    std::array<std::int64_t, kBodyLanes> judged{};  ///< 0 or 1
    std::array<std::int64_t, kBodyLanes> score{};
    std::array<std::uint64_t, kBodyLanes> caps{};   ///< a bit a cap that applies
    const std::int64_t* grade = nullptr;            ///< numbers in `grade_labels`
};

/// A scheme compiled for the bodies of a fact set.
///
/// Source: DOMAIN 5.3; DESIGN 4.4
class Judge {
public:
    /// `blocks` are those of scheme.measures, in order; they and the facts outlive the judge.
    /// Errors: InvalidInput "scheme.dangling_name", "scheme.type".
    static base::Result<std::unique_ptr<Judge>> bind(const Scheme& scheme, const FactSet& facts,
                                                     const std::vector<MeasureBlock>& blocks, const Horizon& horizon);

    Verdict make_verdict() const;
    /// Judges one body from its measures.
    /// Errors: InvalidInput "evaluation.overflow".
    base::Result<base::Done> judge(std::uint32_t body, Verdict& verdict) const;

    /// Bodies can be judged side by side: the scheme is a rounded weighted mean of whole numbers.
    bool has_lanes() const { return lanes_.has_value(); }
    LaneVerdict make_lane_verdict() const;
    /// Judges bodies begin..begin+count-1; those with an escaped lane must be judged one by one. Total.
    /// Shape: count <= kBodyLanes; has_lanes().
    void judge_lanes(std::uint32_t begin, std::uint32_t count, LaneVerdict& verdict) const;

    const Dictionary& grade_labels() const { return grade_labels_; }

    struct LeafSlots {
        std::uint32_t numerator = 0;
        std::uint32_t denominator = 0;
        std::uint32_t factor = 0;
        std::uint32_t na_when = 0;
        std::uint32_t not_filed_when = 0;
        std::uint32_t score = 0;  ///< input
    };
    const std::vector<LeafSlots>& leaf_slots() const { return leaves_; }
    /// Slots of the outputs over bodies and of the roll-up's contributions, in the scheme's order.
    struct Shown {
        std::vector<std::vector<SlotValue>> outputs;  ///< by output, column; slot kNoSlot: special
        std::vector<SlotValue> contributions;         ///< by roll-up column
    };
    static constexpr std::uint32_t kNoSlot = 0xFFFFFFFFU;
    const Shown& shown() const { return shown_; }

private:
    Judge(const Scheme& scheme, const FactSet& facts, const std::vector<MeasureBlock>& blocks, const Horizon& horizon)
        : scheme_(scheme), facts_(facts), blocks_(blocks), horizon_(horizon) {}

    base::Result<base::Done> compile();
    base::Result<base::Done> compile_leaves(SlotCompiler& compiler);
    base::Result<base::Done> compile_results(SlotCompiler& compiler);
    std::optional<SlotValue> resolve(SlotCompiler& compiler, const Expression& expression);
    std::optional<SlotValue> measure(SlotCompiler& compiler, const Expression& expression) const;
    void decide_leaf(std::size_t leaf, Verdict& verdict) const;
    void aggregate_grouped(Verdict& verdict) const;
    void aggregate_mean(Verdict& verdict) const;
    void add_bonus_and_caps(Verdict& verdict) const;
    void find_lanes();
    void aggregate_lanes(LaneVerdict& verdict) const;

    const Scheme& scheme_;
    const FactSet& facts_;
    const std::vector<MeasureBlock>& blocks_;
    Horizon horizon_;
    Dictionary grade_labels_;
    SlotProgram program_;
    std::size_t before_ = 0;  ///< instructions that need no score
    bool has_score_ = false;
    std::uint32_t judged_ = 0;
    std::uint32_t scored_ = 0;
    std::uint32_t score_ = 0;
    std::uint32_t grade_ = 0;
    std::vector<std::uint32_t> bonus_;
    std::vector<std::uint32_t> caps_;
    std::vector<LeafSlots> leaves_;
    std::vector<std::size_t> group_of_;
    std::vector<std::uint32_t> groups_;
    Shown shown_;
    std::optional<BodyLanes> lanes_;
    std::vector<std::int64_t> lane_weights_;  ///< whole numbers in the ratio of the weights
};

/// Names that stand for something else than a number of a body in an output.
enum class SpecialColumn { None, Body, Name, Caps, Grade, Rank, Rated };
SpecialColumn special_column(const Scheme& scheme, const OutputColumn& column);

}  // namespace gx::domain::evaluation
