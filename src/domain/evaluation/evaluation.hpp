// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "domain/evaluation/fact_set.hpp"
#include "domain/evaluation/judge.hpp"
#include "domain/evaluation/measure_pass.hpp"
#include "domain/evaluation/result_table.hpp"
#include "domain/evaluation/scheme.hpp"

namespace gx::domain::evaluation {

/// The judgement of all bodies by one scheme, kept so that one body can be judged anew.
///
/// Shape: `scheme` and `facts` outlive it. The same facts give the same bytes, whatever the number of threads and
///        whether bodies were judged together or one after the other.
/// Thread: reading from any; `update_body` alone.
class Evaluation {
public:
    /// Judges every body.
    /// Errors: InvalidInput "scheme.unknown_table", "scheme.unknown_column", "scheme.dangling_name", "scheme.type",
    ///         "scheme.number", "scheme.duplicate_name", "evaluation.overflow".
    static base::Result<std::unique_ptr<Evaluation>> run(const Scheme& scheme, const FactSet& facts,
                                                         const Horizon& horizon, unsigned threads);

    /// Judges one body again after `Table::replace_body`, and ranks its peers again. Errors: as `run`.
    base::Result<base::Done> update_body(std::uint32_t body);

    const Scheme& scheme() const { return scheme_; }
    const FactSet& facts() const { return facts_; }
    const Horizon& horizon() const { return horizon_; }
    const Judge& judge() const { return *judge_; }
    const std::vector<MeasurePass>& passes() const { return passes_; }

    bool judged(std::uint32_t body) const { return judged_[body] != 0; }
    /// Score times 10^aggregate.decimals; kNullStored when there is none.
    std::int64_t score(std::uint32_t body) const { return scores_[body]; }
    const std::string& grade(std::uint32_t body) const { return judge_->grade_labels().texts[grades_[body]]; }
    std::vector<std::string> caps(std::uint32_t body) const;
    /// Leaves of a judged body that count as not filed.
    std::uint32_t not_filed(std::uint32_t body) const { return not_filed_[body]; }
    /// Place in the peer group of scheme.ranks[rank], 0 when unranked; and the number of rated peers.
    std::uint32_t place(std::size_t rank, std::uint32_t body) const { return places_[rank][body]; }
    std::uint32_t rated(std::size_t rank, std::uint32_t body) const;
    /// Number of the peer group; bodies with the same number are compared. Text: `peer_group_name`.
    std::uint32_t peer_group(std::size_t rank, std::uint32_t body) const { return peer_groups_[rank][body]; }
    std::string peer_group_name(std::size_t rank, std::uint32_t body) const;
    /// Bodies of a peer group in shown order: score descending, then rank.order, then body key.
    std::vector<std::uint32_t> shown_order(std::size_t rank, std::uint32_t peer_group) const;

    /// The result table of scheme.outputs[index].
    base::Result<ResultTable> table(std::size_t index, unsigned threads) const;

private:
    Evaluation(const Scheme& scheme, const FactSet& facts, const Horizon& horizon)
        : scheme_(scheme), facts_(facts), horizon_(horizon) {}

    base::Result<base::Done> bind();
    base::Result<base::Done> judge_all(unsigned threads);
    /// What one thread judges with.
    struct Workspace {
        Verdict verdict;
        LaneVerdict lanes;
        std::vector<std::int64_t> counts;  ///< bodies by score
    };
    Workspace make_workspace() const;
    base::Result<base::Done> judge_range(std::uint32_t from, std::uint32_t to, Workspace& work);
    base::Result<base::Done> judge_one(std::uint32_t body, Verdict& verdict);
    base::Result<base::Done> keep(std::uint32_t body, const Verdict& verdict);
    /// The score that ranks count; kNullStored when the body is not rated.
    std::int64_t rated_score(std::uint32_t body) const { return judged_[body] != 0 ? scores_[body] : kNullStored; }
    /// Ranks a body whose score was `before`, and its peers, without sorting. False when the group must be ranked anew.
    bool move_places(std::size_t rank, std::uint32_t body, std::int64_t before);
    /// Keeps what fits; the other lanes escape.
    void keep_lanes(std::uint32_t begin, std::uint32_t count, LaneVerdict& verdict);
    void find_kept();
    void find_peer_groups();
    void rank_all(unsigned threads);
    void rank_group(std::size_t rank, std::uint32_t group, std::vector<std::int64_t>& counts);
    /// The bodies of a peer group, by number.
    std::span<const std::uint32_t> members(std::size_t rank, std::uint32_t group) const;
    /// The values of a numeric column over bodies by its header; nullptr when there is none.
    const base::PlainVector<std::int64_t>* kept_column(const std::string& header) const;

    base::Result<ResultTable> bodies_table(std::size_t index, unsigned threads) const;
    base::Result<ResultTable> measures_table(std::size_t index, unsigned threads) const;
    base::Result<ResultTable> divisions_table(std::size_t index, unsigned threads) const;
    void fill_caps(ResultColumn& column, const std::vector<std::uint32_t>& bodies) const;
    void sort_rows(const Output& output, ResultTable& table) const;

    const Scheme& scheme_;
    const FactSet& facts_;
    Horizon horizon_;
    std::vector<MeasurePass> passes_;
    std::vector<MeasureBlock> blocks_;
    std::unique_ptr<Judge> judge_;

    std::vector<std::uint8_t> judged_;
    std::vector<std::int64_t> scores_;
    std::vector<std::uint32_t> grades_;
    std::vector<std::uint64_t> caps_;
    std::vector<std::uint32_t> not_filed_;
    using Stored = base::PlainVector<std::int64_t>;
    /// A slot of the judgement that is kept for every body.
    struct Kept {
        std::uint32_t slot;
        int decimals;
        Stored* values;
    };
    std::vector<std::vector<Stored>> kept_;  ///< by output, column, body; set where the body is judged
    std::vector<Stored> contributions_;      ///< by roll-up column, body; set where the body is judged
    std::vector<Kept> all_kept_;
    std::vector<std::vector<std::uint32_t>> peer_groups_;       ///< by rank, body
    std::vector<std::vector<std::uint32_t>> members_;           ///< by rank: bodies, those of a peer group together
    std::vector<std::vector<std::uint32_t>> member_begins_;     ///< by rank, peer group and one more: where it begins
    std::vector<std::vector<std::uint32_t>> places_;            ///< by rank, body
    std::vector<std::vector<std::uint32_t>> rated_;             ///< by rank, peer group
};

}  // namespace gx::domain::evaluation
