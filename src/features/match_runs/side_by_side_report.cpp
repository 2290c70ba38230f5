// Builds the section: one table, the proofs folded away, and sentences about what is not there.
#include "features/match_runs/side_by_side_report.h"

#include <algorithm>
#include <string>

#include "engines/suppression/suppression.h"

namespace chiron::match_runs {
namespace {

using report::ColumnKind;
using report::Heading;
using report::Integer;
using report::Paragraph;
using report::Priority;
using report::Sentence;
using report::Value;
using text::Word;

Word short_name(matching::Objective objective) {
  return {"objective_short." + std::string(matching::name_of(objective))};
}

const Alternative* row_of(const SideBySide& side_by_side, matching::Objective objective) {
  for (const auto& row : side_by_side.rows)
    if (row.objective == objective) return &row;
  return nullptr;
}

/// "12 learners, 35 points each", nobody, or too few to say.
Value movers(bool is_shown, std::uint32_t learners, std::int64_t points) {
  if (!is_shown) return report::Badge{report::Tone::neutral, Sentence("report.too_few")};
  if (learners == 0) return Integer{0};
  // Whole points: to the nearest, halves up.
  return Sentence("match.objectives.movers")
      .with("learners", learners)
      .with("points", (2 * points + learners) / (2 * std::int64_t{learners}));
}

report::Row row_for(const SideBySide& side_by_side, const Alternative& row) {
  const bool chosen = &row == &side_by_side.rows.front();
  report::Row cells{
      {chosen ? Sentence("match.objectives.chosen").with("objective", short_name(row.objective))
              : Sentence(short_name(row.objective).key),
       report::Share{row.matched, side_by_side.learners}, Integer{row.sum},
       row.matched ? Value(report::Decimal{static_cast<double>(row.sum) / row.matched, 1}) : report::Nothing{},
       row.lowest ? Value(Integer{*row.lowest}) : report::Nothing{}, report::Share{row.first_choices, row.matched}}};
  if (chosen) {
    cells.cells.insert(cells.cells.end(), 2, report::Nothing{});
    return cells;
  }
  // Everybody gains, loses or neither, and everybody's number is known: one hidden figure hides another with it.
  const auto safe = suppression::suppress(
      {.rows = 1, .columns = 3, .count = {row.gain, row.lose, side_by_side.learners - row.gain - row.lose}});
  cells.cells.push_back(movers(safe && safe->at(0, 0), row.gain, row.gained));
  cells.cells.push_back(movers(safe && safe->at(0, 1), row.lose, row.lost));
  return cells;
}

void add_left_out(const Request& request, const SideBySide& side_by_side, report::Document& document) {
  report::List left_out;
  for (const auto& one : side_by_side.left_out)
    left_out.items.push_back(Sentence("match.objectives.left_out." + std::string(name_of(one.why)))
                                 .with("objective", short_name(one.objective))
                                 .with("learners", request.effort.by_level_learners));
  if (row_of(side_by_side, matching::Objective::leximin) && !row_of(side_by_side, matching::Objective::bottleneck))
    left_out.items.push_back(Sentence("match.objectives.left_out.same_lowest")
                                 .with("objective", short_name(matching::Objective::bottleneck))
                                 .with("instead", short_name(matching::Objective::leximin)));
  if (left_out.items.empty()) return;
  document.add(Paragraph{Sentence("match.objectives.left_out")});
  document.add(std::move(left_out));
}

}  // namespace

Sentence proof_sentence(matching::Objective objective, std::int64_t unmatched_penalty) {
  if (objective == matching::Objective::total && unmatched_penalty > 0)
    return Sentence("match.proof.total_less_penalty");
  return Sentence("match.proof." + std::string(matching::name_of(objective)));
}

void add_side_by_side(const Request& request, const Run& run, report::Document& document) {
  const auto& side_by_side = run.side_by_side;
  const auto& program = request.program;
  const bool aside = run.private_answers;
  document.add(Heading{Sentence("match.objectives.heading"), 2, "objectives"});
  document.add(Paragraph{Sentence(aside ? "match.objectives.aside" : "match.objectives.note")});
  if (program.score_floor > 0)
    document.add(Paragraph{Sentence("match.objectives.floor").with("floor", program.score_floor)});
  if (!side_by_side.all_pairs)
    document.add(Paragraph{Sentence("match.objectives.lists")
                               .with("count", program.list_length)
                               .with("limit", static_cast<std::int64_t>(request.effort.all_pairs))});
  report::Table table{.id = "objectives-table",
                      .caption = Sentence(aside ? "match.objectives.caption_aside" : "match.objectives.caption")};
  table.columns = {
      {"objective", Sentence("column.objective"), ColumnKind::words, Priority::title},
      {"matched", Sentence("column.matched"), ColumnKind::number, Priority::fact},
      {"sum", Sentence("column.sum"), ColumnKind::number, Priority::detail},
      {"mean", Sentence("column.mean"), ColumnKind::number, Priority::detail},
      {"lowest", Sentence("column.lowest"), ColumnKind::number, Priority::fact},
      {"first", Sentence("column.first"), ColumnKind::number, Priority::detail},
      {"gain", Sentence("column.gain"), ColumnKind::words, Priority::detail},
      {"lose", Sentence("column.lose"), ColumnKind::words, Priority::detail},
  };
  report::List proofs;
  for (const auto& row : side_by_side.rows) {
    table.rows.push_back(row_for(side_by_side, row));
    const auto proof =
        row.proven ? proof_sentence(row.objective, program.unmatched_penalty) : Sentence("match.proof.stopped");
    proofs.items.push_back(
        Sentence("match.objectives.proof").with("objective", short_name(row.objective)).with("proof", Word{proof.key}));
  }
  document.add(std::move(table));
  document.add(Paragraph{Sentence("match.objectives.few").with("k", suppression::k_program)});
  report::Details details{Sentence("match.objectives.proofs"), {}};
  details.blocks.push_back({std::move(proofs)});
  document.add(std::move(details));
  add_left_out(request, side_by_side, document);
}

}  // namespace chiron::match_runs
