// Writing answers, certificates and generated instances.
#include "features/instances/answer_files.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "platform/csv/csv.h"

namespace chiron::instances {
namespace {

using matching::EducatorIndex;
using matching::LearnerIndex;
using matching::Problem;

/// Rows of kind, id and value.
class CertificateText {
 public:
  explicit CertificateText(const Instance& instance) : instance_(instance) { writer_.row({"kind", "id", "value"}); }

  void word(std::string_view kind, std::string_view value) { writer_.row({kind, "", value}); }
  void points(std::string_view kind, std::string_view id, std::int64_t steps) {
    writer_.row({kind, id, text_of(steps, instance_.decimals)});
  }
  void hall_set(const std::string& name, const matching::HallSet& set) {
    for (const LearnerIndex i : set.learner) writer_.row({name + "_learner", instance_.learners.text(i), ""});
    for (const EducatorIndex j : set.educator) writer_.row({name + "_educator", instance_.educators.text(j), ""});
  }
  void count(std::string_view kind, std::string_view id, std::int64_t number) {
    writer_.cell(kind).cell(id).cell(number).end_row();
  }
  /// Each level's row, and below it what stands elsewhere than where educators stand without a word.
  void levels(matching::Objective objective, const matching::LevelsProof& proof) {
    std::uint64_t begin = 0;
    for (const matching::LevelProof& level : proof.level) {
      std::string value = "none";
      if (objective == matching::Objective::rank_maximal) value = std::to_string(level.value);
      else if (level.value != matching::no_educator) value = text_of(level.value, instance_.decimals);
      writer_.cell("level").cell(value).cell(level.count).end_row();
      if (level.ground != 0) writer_.cell("ground").cell("").cell(level.ground).end_row();
      for (; begin < level.heights_end; ++begin) {
        const matching::Height& height = proof.height[begin];
        writer_.cell("height").cell(instance_.educators.text(height.educator)).cell(height.height).end_row();
      }
    }
  }
  std::string take() { return std::move(text_); }

 private:
  const Instance& instance_;
  std::string text_;
  csv::Writer writer_{text_};
};

std::int64_t score_of(const Problem& p, LearnerIndex i, EducatorIndex j) {
  for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
    if (p.educator[e] == j) return p.score[e];
  return 0;
}

/// That nobody can keep more current educators: prices and values of learners, not of points.
void prove_most_kept(CertificateText& text, const Instance& instance, const matching::Solution& solution,
                     const matching::Certificate& proof) {
  const Problem& p = instance.problem;
  std::vector<std::uint8_t> pinned(p.learner_count(), 0);
  for (const matching::Pair pin : p.pins) pinned[pin.learner] = 1;
  text.count("keep_penalty", "", proof.penalty);
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    if (pinned[i] != 0) {
      const std::int32_t j = solution.educator_of[i];
      text.count("keep_pinned", instance.learners.text(i),
                 (instance.current[i] == j ? 1 : 0) - proof.educator_price[static_cast<std::size_t>(j)]);
    } else {
      text.count("keep_learner", instance.learners.text(i), proof.learner_dual[i]);
    }
  }
  for (EducatorIndex j = 0; j < p.educator_count; ++j)
    text.count("keep_educator", instance.educators.text(j), proof.educator_price[j]);
}

/// `rematch`: null where nobody has a current educator.
std::string certificate_text(const Instance& instance, const matching::Solution& solution,
                             const matching::Rematch* rematch) {
  const Problem& p = instance.problem;
  const matching::Certificate& proof = solution.certificate;
  CertificateText text(instance);
  text.word("objective", name_of(p.objective));
  text.word("quantum", text_of(1, instance.decimals));
  if (p.score_floor > -matching::max_score) text.points("floor", "", p.score_floor);
  text.points("total", "", rematch ? rematch->changes.total : solution.total);
  if (rematch) {
    text.points("change_price", "", rematch->price);
    text.word("kept", std::to_string(rematch->changes.kept));
    text.word("changed", std::to_string(rematch->changes.changed));
  }
  if (p.objective == matching::Objective::stable) {
    text.word("seed", std::to_string(p.lottery_seed));
    return text.take();
  }
  if (p.objective != matching::Objective::leximin) {
    const auto missing = static_cast<std::int64_t>(p.learner_count()) - solution.matched;
    text.points("penalty", "", proof.penalty);
    text.points("primal", "", solution.total - proof.penalty * missing);
    text.points("dual", "", proof.dual_value);
  }
  std::vector<std::uint8_t> pinned(p.learner_count(), 0);
  for (const matching::Pair pin : p.pins) pinned[pin.learner] = 1;
  const bool priced = !proof.educator_price.empty();
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    if (pinned[i] != 0) {
      // A pinned pair is worth its score whatever the price: so the sum over all seats stays simple.
      const auto j = static_cast<EducatorIndex>(solution.educator_of[i]);
      const std::int64_t kept = rematch && instance.current[i] == solution.educator_of[i] ? rematch->price : 0;
      text.points("pinned", instance.learners.text(i),
                  score_of(p, i, j) + kept - (priced ? proof.educator_price[j] : 0));
    } else if (priced) {
      text.points("learner", instance.learners.text(i), proof.learner_dual[i]);
    }
  }
  for (EducatorIndex j = 0; priced && j < p.educator_count; ++j)
    text.points("educator", instance.educators.text(j), proof.educator_price[j]);
  if (rematch && rematch->most_kept) prove_most_kept(text, instance, solution, *rematch->most_kept);
  if (p.objective == matching::Objective::bottleneck) {
    if (proof.bottleneck.above.learner.empty()) return text.take();  // nobody has anybody
    text.points("smallest", "", proof.bottleneck.smallest);
    text.hall_set("most", proof.bottleneck.most);
    text.hall_set("above", proof.bottleneck.above);
  }
  text.levels(p.objective, proof.levels);
  return text.take();
}

}  // namespace

std::string answer_csv(const Instance& instance, const matching::Solution& solution) {
  std::string text;
  csv::Writer writer(text);
  writer.row({"learner", "educator"});
  for (LearnerIndex i = 0; i < instance.learners.size(); ++i) {
    const std::int32_t j = solution.educator_of[i];
    const auto educator =
        j == matching::unmatched ? std::string_view{} : instance.educators.text(static_cast<EducatorIndex>(j));
    writer.row({instance.learners.text(i), educator});
  }
  return text;
}

std::string certificate_csv(const Instance& instance, const matching::Solution& solution) {
  return certificate_text(instance, solution, nullptr);
}

std::string certificate_csv(const Instance& instance, const matching::Rematch& rematch) {
  return certificate_text(instance, rematch.solution, &rematch);
}

std::string probabilities_csv(const Instance& instance, const matching::LotteryOutcomes& outcomes) {
  std::string text;
  csv::Writer writer(text);
  writer.row({"learner", "educator", "assigned", "runs"});
  const auto row = [&](LearnerIndex i, std::string_view educator, std::uint32_t assigned) {
    writer.cell(instance.learners.text(i)).cell(educator).cell(assigned).cell(outcomes.runs).end_row();
  };
  for (LearnerIndex i = 0; i < outcomes.unmatched.size(); ++i) {
    for (std::uint64_t n = outcomes.row_start[i]; n < outcomes.row_start[i + 1]; ++n)
      row(i, instance.educators.text(outcomes.educator[n]), outcomes.assigned[n]);
    if (outcomes.unmatched[i] > 0) row(i, "", outcomes.unmatched[i]);
  }
  return text;
}

std::string edges_csv(const Problem& p) {
  std::string text;
  text.reserve(p.pair_count() * 20);
  csv::Writer writer(text);
  writer.row({"learner", "educator", "score"});
  for (LearnerIndex i = 0; i < p.learner_count(); ++i)
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
      writer.cell(i).cell(p.educator[e]).cell(p.score[e]).end_row();
  return text;
}

std::string capacities_csv(const Problem& p) {
  std::string text;
  csv::Writer writer(text);
  writer.row({"educator", "capacity"});
  for (EducatorIndex j = 0; j < p.educator_count; ++j) writer.cell(j).cell(p.capacity[j]).end_row();
  return text;
}

std::string ranks_csv(const Problem& p) {
  const std::vector<std::int32_t> learner_rank = matching::ranks_of(p);
  std::vector<std::uint32_t> educator_rank(p.pair_count());
  // Pairs by educator, then by falling priority.
  std::vector<std::uint32_t> order(p.pair_count());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return p.educator[a] != p.educator[b] ? p.educator[a] < p.educator[b]
                                          : p.educator_priority[a] > p.educator_priority[b];
  });
  for (std::size_t n = 0; n < order.size(); ++n) {
    const std::uint32_t e = order[n], before = n > 0 ? order[n - 1] : 0;
    if (n == 0 || p.educator[before] != p.educator[e]) educator_rank[e] = 1;
    else educator_rank[e] = educator_rank[before] + (p.educator_priority[before] != p.educator_priority[e] ? 1 : 0);
  }
  std::string text;
  text.reserve(p.pair_count() * 20);
  csv::Writer writer(text);
  writer.row({"learner", "educator", "learner_rank", "educator_rank"});
  for (LearnerIndex i = 0; i < p.learner_count(); ++i)
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
      writer.cell(i).cell(p.educator[e]).cell(learner_rank[e]).cell(educator_rank[e]).end_row();
  return text;
}

}  // namespace chiron::instances
