// Builds the documents of a run, section by section. Words are keys of text/<language>/match_runs.json.
#include "features/match_runs/match_report.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "engines/suppression/suppression.h"
#include "features/match_runs/side_by_side_report.h"
#include "features/people/display_name.h"
#include "features/preferences/wish.h"
#include "platform/csv/csv.h"

namespace chiron::match_runs {
namespace {

using report::Badge;
using report::Callout;
using report::Column;
using report::ColumnKind;
using report::Document;
using report::Figure;
using report::Figures;
using report::Heading;
using report::Integer;
using report::Paragraph;
using report::Priority;
using report::Sentence;
using report::Table;
using report::Tone;
using text::verbatim;
using text::Word;

/// Under this many eligible educators a learner has no real choice (product.md, "Day one" 2).
constexpr std::uint32_t enough_choice = 3;
/// "Which ten need my eyes" (product.md, "Day one" 3).
constexpr std::size_t rows_to_look_at = 10;
/// As many educators as a learner's page of wishes shows.
constexpr std::size_t exposed_to = preferences::most_profiles;

Sentence hard_rule_title(matching::HardRule rule) {
  return Sentence("hard_rule." + std::string(matching::name_of(rule)));
}
Word hard_rule_word(matching::HardRule rule) { return {"hard_rule." + std::string(matching::name_of(rule))}; }

/// Everything the sections below read.
struct View {
  const Request& request;
  const Run& run;

  const people::Person& learner(std::uint32_t at) const { return request.roster.people[run.learners[at]]; }
  const people::Person& educator(std::uint32_t at) const { return request.roster.people[run.educators[at]]; }
};

Sentence name_of(const people::Person& person) { return verbatim(people::display_name(person)); }

/// Names the site when there is more than one, so that two people of one name can be told apart.
Sentence place_of(const people::Person& person) {
  std::string place(person.unit);
  if (!person.site.empty()) place += (place.empty() ? "" : ", ") + std::string(person.site);
  return verbatim(place);
}

Badge verdict_badge(conflict::Answer answer) {
  using enum conflict::Answer;
  const Tone tone = answer == allow      ? Tone::good
                    : answer == disclose ? Tone::attention
                    : answer == unknown  ? Tone::unknown
                                         : Tone::danger;
  return {tone, Sentence("verdict." + std::string(conflict::name_of(answer)))};
}

report::ReasonBar fit_bar(const Proposal& proposal, double full) {
  report::ReasonBar bar;
  bar.full = full;
  for (const auto& part : proposal.parts)
    bar.reasons.push_back(
        {Sentence("part." + std::string(matching::name_of(part.part))), static_cast<double>(part.points)});
  return bar;
}

double largest_score(const Run& run) {
  std::int32_t most = 1;
  for (const auto& proposal : run.proposals) most = std::max(most, proposal.score);
  return most;
}

void add_eligibility(const View& view, Document& document) {
  const auto& eligibility = view.run.eligibility;
  const auto learners = static_cast<std::int64_t>(view.run.learners.size());
  const auto [none, one, two, more] = eligibility.histogram;
  document.add(Heading{Sentence("match.eligibility.heading"), 2, "eligibility"});
  document.add(Figures{{
      {Sentence("match.eligibility.choice"), report::Share{more, learners}, Sentence("match.eligibility.choice_note"),
       more == learners ? Tone::good : Tone::neutral},
      {Sentence("match.eligibility.few"), report::Share{static_cast<std::int64_t>(one) + two, learners}, Sentence(),
       one + two ? Tone::attention : Tone::neutral},
      {Sentence("match.eligibility.none"), report::Share{none, learners}, Sentence(), none ? Tone::danger : Tone::good},
      {Sentence("match.eligibility.unknown"), report::Share{view.run.learners_unknown, learners},
       Sentence("match.eligibility.unknown_note"), view.run.learners_unknown ? Tone::unknown : Tone::good},
  }});

  Table binds{.id = "what-binds", .caption = Sentence("match.binds.caption"), .empty = Sentence("match.binds.empty")};
  binds.columns = {{"rule", Sentence("column.rule"), ColumnKind::words, Priority::title},
                   {"binds_for", Sentence("match.binds.binds_for"), ColumnKind::number, Priority::fact},
                   {"frees", Sentence("match.binds.frees"), ColumnKind::number, Priority::fact},
                   {"way_out", Sentence("match.binds.way_out"), ColumnKind::words, Priority::detail}};
  std::vector<std::size_t> order;
  for (std::size_t rule = 0; rule < matching::hard_rule_count; ++rule)
    if (eligibility.binding[rule] || eligibility.freed[rule]) order.push_back(rule);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return std::pair(eligibility.freed[a], eligibility.binding[a]) >
           std::pair(eligibility.freed[b], eligibility.binding[b]);
  });
  for (std::size_t rule : order) {
    const auto hard_rule = static_cast<matching::HardRule>(rule);
    binds.rows.push_back(
        {{hard_rule_title(hard_rule), Integer{eligibility.binding[rule]}, Integer{eligibility.freed[rule]},
          Sentence("hard_rule." + std::string(matching::name_of(hard_rule)) + ".way_out")}});
  }
  if (!binds.rows.empty()) document.add(Paragraph{Sentence("match.binds.note")});
  document.add(std::move(binds));

  for (NotChecked what : view.run.not_checked)
    document.add(Callout{Tone::unknown,
                         Sentence("match.not_checked." + std::string(name_of(what))),
                         {},
                         Sentence("match.not_checked." + std::string(name_of(what)) + ".remedy")});
}

void add_kept_apart(const View& view, Document& document) {
  document.add(Heading{Sentence("match.apart.heading"), 2, "kept-apart"});
  document.add(Paragraph{Sentence("match.apart.standing").with("pairs", view.run.pairs_kept_apart)});
  Table table{
      .id = "kept-apart-by-rule", .caption = Sentence("match.apart.caption"), .empty = Sentence("match.apart.empty")};
  table.columns = {{"rule", Sentence("column.rule"), ColumnKind::words, Priority::title},
                   {"pairs", Sentence("column.pairs"), ColumnKind::number, Priority::fact},
                   {"learners", Sentence("column.learners"), ColumnKind::number, Priority::fact}};
  for (const auto& rule : view.run.kept_apart)
    table.rows.push_back({{Sentence(conflict::rules()[rule.rule].text_key("title")),
                           Integer{static_cast<std::int64_t>(rule.pairs)}, Integer{rule.learners}}});
  document.add(std::move(table));
}

/// A place could be found by the candidates alone: what stood against it may be a private answer, and which reason it
/// was is then not told.
bool is_not_told(const Run& run, const Unplaced& unplaced) {
  using enum matching::UnmatchedExplanation::Reason;
  return run.private_answers && (unplaced.why.reason == outbid || unplaced.why.reason == not_preferred);
}

/// Educators are eligible, but a pair with any of them is below the floor.
bool is_below_floor(const Run& run, const Unplaced& unplaced) {
  return unplaced.why.reason == matching::UnmatchedExplanation::Reason::no_candidate &&
         run.eligibility.eligible[unplaced.learner] > 0;
}

Sentence why_unplaced(const View& view, const Unplaced& unplaced) {
  using enum matching::UnmatchedExplanation::Reason;
  const Run& run = view.run;
  const std::int32_t floor = view.request.program.score_floor;
  if (is_not_told(run, unplaced)) return Sentence(floor ? "match.unplaced.not_told_floor" : "match.unplaced.not_told");
  if (is_below_floor(run, unplaced)) return Sentence("match.unplaced.below_floor").with("floor", floor);
  if (unplaced.binding_conflict && unplaced.why.reason == no_candidate)
    return Sentence("match.unplaced.conflict")
        .with("rule", Word{conflict::rules()[*unplaced.binding_conflict].text_key("title")})
        .with("count", unplaced.freed_by_binding);
  switch (unplaced.why.reason) {
    case no_candidate:
      return unplaced.binding ? Sentence("match.unplaced.rule")
                                    .with("rule", hard_rule_word(*unplaced.binding))
                                    .with("count", unplaced.freed_by_binding)
                              : Sentence("match.unplaced.several_rules");
    case no_seat: return Sentence("match.unplaced.no_seat");
    case shortage:
      return Sentence(floor ? "match.unplaced.shortage_floor" : "match.unplaced.shortage")
          .with("learners", unplaced.why.learners.size())
          .with("educators", unplaced.why.educators.size())
          .with("seats", unplaced.why.seats);
    case outbid:
      if (run.solution.outcome == matching::Outcome::stopped) return Sentence("match.unplaced.stopped");
      return Sentence(run.problem.objective == matching::Objective::rank_maximal ? "match.unplaced.outranked"
                                                                                 : "match.unplaced.outbid");
    case not_preferred: return Sentence("match.unplaced.not_preferred");
    case matched: break;
  }
  return Sentence("match.unplaced.several_rules");
}

/// The remedy that places this learner, if one of the run's does.
const matching::Remedy* remedy_for(const Run& run, std::uint32_t learner) {
  for (const auto& remedy : run.remedies)
    if (std::find(remedy.places.begin(), remedy.places.end(), learner) != remedy.places.end()) return &remedy;
  return nullptr;
}

Sentence site_sentence(const Run& run, std::uint32_t group, std::string_view with_site, std::string_view without,
                       std::size_t seats, std::size_t learners) {
  const std::string_view site = group < run.site_names.size() ? run.site_names[group] : "";
  Sentence sentence{std::string(site.empty() ? without : with_site)};
  return std::move(sentence).with("site", std::string(site)).with("seats", seats).with("learners", learners);
}

Sentence remedy_sentence(const Run& run, const Unplaced& unplaced) {
  if (const auto* remedy = remedy_for(run, unplaced.learner))
    return site_sentence(run, remedy->group, "match.remedy.place_at", "match.remedy.place", 1, 1);
  if (is_below_floor(run, unplaced)) return Sentence("match.remedy.floor");
  if (unplaced.binding) return Sentence("hard_rule." + std::string(matching::name_of(*unplaced.binding)) + ".way_out");
  return Sentence("match.remedy.pool");
}

void add_unplaced(const View& view, Document& document, std::size_t rows_shown) {
  const Run& run = view.run;
  document.add(Heading{Sentence("match.unplaced.heading"), 2, "unmatched"});
  if (view.request.program.score_floor > 0)
    document.add(Paragraph{Sentence("match.unplaced.floor").with("floor", view.request.program.score_floor)});
  for (const auto& remedy : run.remedies) {
    if (&remedy - run.remedies.data() >= 3) break;
    document.add(Callout{Tone::attention,
                         site_sentence(run, remedy.group, "match.remedy.title_at", "match.remedy.title", remedy.seats,
                                       remedy.places.size()),
                         {},
                         Sentence("match.remedy.everyone_stays")});
  }
  Table table{.id = "unmatched-learners",
              .caption = Sentence("match.unplaced.caption"),
              .empty = Sentence("match.unplaced.empty")};
  table.columns = {{"learner", Sentence("column.learner"), ColumnKind::words, Priority::title},
                   {"place", Sentence("column.place"), ColumnKind::words, Priority::detail},
                   {"why", Sentence("column.why"), ColumnKind::words, Priority::fact},
                   {"remedy", Sentence("column.remedy"), ColumnKind::words, Priority::fact}};
  for (const auto& unplaced : run.unplaced) {
    if (table.rows.size() == rows_shown) break;
    const auto& person = view.learner(unplaced.learner);
    table.rows.push_back(
        {{name_of(person), place_of(person), why_unplaced(view, unplaced), remedy_sentence(run, unplaced)}});
  }
  if (run.unplaced.size() > rows_shown) table.total_rows = static_cast<std::int64_t>(run.unplaced.size());
  document.add(std::move(table));
}

/// Whether margins are known: prices prove them for the two totals, and with private answers they are not told.
bool tells_certainty(const Run& run) {
  using enum matching::Objective;
  return !run.private_answers && (run.problem.objective == total || run.problem.objective == most_then_total);
}

/// The caption of the table whose texts begin so: caption_aside with private answers, caption where certainty is told,
/// else caption_plain.
Sentence proposals_caption(const Run& run, const std::string& table) {
  const bool certainty = tells_certainty(run);
  return Sentence(table + (run.private_answers ? "caption_aside" : certainty ? "caption" : "caption_plain"));
}

Table proposal_table(const View& view, std::string id, Sentence caption, const std::vector<const Proposal*>& proposals,
                     std::size_t rows_shown) {
  Table table{.id = std::move(id), .caption = std::move(caption), .empty = Sentence("match.proposals.empty")};
  table.columns = {{"learner", Sentence("column.learner"), ColumnKind::words, Priority::title},
                   {"educator", Sentence("column.educator"), ColumnKind::words, Priority::fact},
                   {"place", Sentence("column.place"), ColumnKind::words, Priority::detail},
                   {"fit", Sentence("column.fit"), ColumnKind::bar, Priority::fact},
                   {"score", Sentence("column.score"), ColumnKind::number, Priority::detail},
                   {"wished", Sentence("column.wished"), ColumnKind::words, Priority::detail},
                   {"conflict", Sentence("column.conflict"), ColumnKind::state, Priority::detail}};
  const bool certainty = tells_certainty(view.run);
  if (certainty) table.columns.push_back({"margin", Sentence("column.margin"), ColumnKind::number, Priority::detail});
  const double full = largest_score(view.run);
  for (const Proposal* proposal : proposals) {
    if (table.rows.size() == rows_shown) break;
    report::Row row{{name_of(view.learner(proposal->learner)), name_of(view.educator(proposal->educator)),
                     place_of(view.educator(proposal->educator)), fit_bar(*proposal, full), Integer{proposal->score},
                     Sentence("wished." + std::string(name_of(proposal->wished))), verdict_badge(proposal->verdict)}};
    if (certainty)
      row.cells.push_back(proposal->margin ? report::Value(Integer{*proposal->margin}) : report::Nothing{});
    table.rows.push_back(std::move(row));
  }
  if (proposals.size() > table.rows.size()) table.total_rows = static_cast<std::int64_t>(proposals.size());
  return table;
}

/// Among how many learners' best educators each educator stands, as many as a page of wishes shows: who is never
/// there is never found. From fit alone, as all figures of a run with private answers.
std::vector<double> exposure_of(const Run& run) {
  const auto& problem = run.problem;
  std::vector<double> seen(problem.educator_count);
  std::vector<std::uint64_t> best;
  for (std::size_t learner = 0; learner + 1 < problem.row_start.size(); ++learner) {
    best.resize(problem.row_start[learner + 1] - problem.row_start[learner]);
    std::iota(best.begin(), best.end(), problem.row_start[learner]);
    const auto shown = std::min(best.size(), exposed_to);
    std::ranges::partial_sort(best, best.begin() + static_cast<std::ptrdiff_t>(shown), [&](auto a, auto b) {
      return std::tuple(-problem.score[a], problem.educator[a]) < std::tuple(-problem.score[b], problem.educator[b]);
    });
    for (std::size_t n = 0; n < shown; ++n) ++seen[problem.educator[best[n]]];
  }
  std::vector<double> with_seat;
  for (std::size_t educator = 0; educator < seen.size(); ++educator)
    if (problem.capacity[educator] > 0) with_seat.push_back(seen[educator]);
  return with_seat;
}

void add_load(const View& view, Document& document) {
  const auto& load = view.run.fairness.load;
  document.add(Heading{Sentence("match.load.heading"), 2, "load"});
  document.add(Figures{{
      {Sentence("match.load.full"), report::Share{load.full, load.with_seat}, Sentence(), Tone::neutral},
      {Sentence("match.load.idle"), report::Share{load.idle, load.with_seat}, Sentence(), Tone::neutral},
      {Sentence("match.load.over"), Integer{load.over_cap}, Sentence(), load.over_cap ? Tone::danger : Tone::good},
      {Sentence("match.load.gini"), report::Decimal{load.gini, 2}, Sentence("match.load.gini_note"), Tone::neutral},
  }});
  std::vector<std::int64_t> educators_with;
  for (std::size_t educator = 0; educator < load.learners_of.size(); ++educator) {
    if (view.run.problem.capacity[educator] == 0) continue;
    const auto learners = load.learners_of[educator];
    if (learners >= educators_with.size()) educators_with.resize(learners + 1);
    ++educators_with[learners];
  }
  report::Bars bars{.id = "load-bars", .caption = Sentence("match.load.caption")};
  for (std::size_t learners = 0; learners < educators_with.size(); ++learners)
    bars.bars.push_back({.label = Sentence("match.load.learners").with("count", learners),
                         .value = static_cast<double>(educators_with[learners]),
                         .base = load.with_seat});
  document.add(std::move(bars));
  const auto exposure = exposure_of(view.run);
  document.add(Figures{{
      {Sentence("match.exposure.never"),
       report::Share{std::ranges::count(exposure, 0.0), static_cast<std::int64_t>(exposure.size())},
       Sentence("match.exposure.never_note").with("count", exposed_to), Tone::neutral},
      {Sentence("match.exposure.gini"), report::Decimal{matching::gini(exposure), 2}, Sentence("match.load.gini_note"),
       Tone::neutral},
  }});
}

std::string name_of(Grouping::By by) {
  switch (by) {
    case Grouping::By::site: return "site";
    case Grouping::By::unit: return "unit";
    case Grouping::By::stage: return "stage";
  }
  return "";
}

/// A mean with its interval, which ends where no value can lie.
report::Bar mean_bar(Sentence label, const matching::Mean& mean, double least) {
  return {.label = std::move(label),
          .value = mean.value,
          .base = mean.base,
          .low = std::max(least, mean.low),
          .high = mean.high};
}

/// The four-fifths ratio of the groups that are shown and have ten learners or more, so that it gives no other away.
void add_ratio(const std::string& by, const std::vector<report::Bar>& shares, Document& document) {
  double lowest = 1, highest = 0;
  int groups = 0;
  for (const auto& share : shares) {
    if (share.suppressed || share.base.value_or(0) < suppression::k_identity) continue;
    lowest = std::min(lowest, share.value);
    highest = std::max(highest, share.value);
    ++groups;
  }
  if (groups < 2 || highest == 0) return;
  const double ratio = lowest / highest;
  document.add(Paragraph{Sentence("match.fairness.ratio." + by)
                             .with("ratio", fmt::format("{:.2f}", ratio))
                             .with("k", suppression::k_identity),
                         ratio < 0.8 ? Tone::attention : Tone::neutral});
}

void add_grouping(const Grouping& grouping, Document& document) {
  const std::string by = name_of(grouping.by);
  suppression::Table counts{.rows = static_cast<std::uint32_t>(grouping.figures.size()), .columns = 2, .count = {}};
  for (const auto& figures : grouping.figures) {
    counts.count.push_back(figures.matched.count);
    counts.count.push_back(figures.matched.base - figures.matched.count);
  }
  const auto safe = suppression::suppress(counts);
  report::Bars shares{
      .id = "fairness-" + by, .caption = Sentence("match.fairness.by." + by), .unit = report::BarUnit::percent};
  report::Bars places{
      .id = "places-" + by, .caption = Sentence("match.fairness.place_by." + by), .unit = report::BarUnit::decimal};
  report::Bars fits{
      .id = "fits-" + by, .caption = Sentence("match.fairness.fit_by." + by), .unit = report::BarUnit::decimal};
  for (std::uint32_t row = 0; row < counts.rows; ++row) {
    const auto& figures = grouping.figures[row];
    const std::string_view name = grouping.names[figures.group];
    const auto label = name.empty() ? Sentence("match.fairness.not_known") : verbatim(std::string(name));
    report::Bar bar{.label = label};
    // Without a safe table nothing at all is shown: suppression fails closed.
    if (!safe || !safe->at(row, 0) || !safe->at(row, 1)) {
      bar.suppressed = true;
      places.bars.push_back(bar);
      fits.bars.push_back(bar);
    } else {
      bar.value = figures.matched.value;
      bar.base = figures.matched.base;
      bar.low = figures.matched.low;
      bar.high = figures.matched.high;
      if (figures.matched.count > 0) {
        places.bars.push_back(mean_bar(label, figures.position, 1));
        fits.bars.push_back(mean_bar(label, figures.score, 0));
      }
    }
    shares.bars.push_back(std::move(bar));
  }
  const auto shown = shares.bars;
  document.add(std::move(shares));
  add_ratio(by, shown, document);
  if (std::ranges::all_of(places.bars, &report::Bar::suppressed)) return;
  report::Details details{Sentence("match.fairness.more_by." + by), {}};
  details.blocks.push_back({std::move(places)});
  details.blocks.push_back({std::move(fits)});
  document.add(std::move(details));
}

void add_fairness(const View& view, Document& document) {
  const auto& fairness = view.run.fairness;
  document.add(Heading{Sentence("match.fairness.heading"), 2, "fairness"});
  document.add(Paragraph{Sentence("match.fairness.note").with("k", suppression::k_program)});
  const bool aside = view.run.private_answers;
  std::vector<Figure> figures{
      {Sentence("match.fairness.first"), report::Share{fairness.ranks.first_choice, fairness.ranks.matched},
       Sentence(aside ? "match.fairness.first_note_aside" : "match.fairness.first_note"), Tone::neutral},
      {Sentence("match.fairness.top_three"), report::Share{fairness.ranks.top_three, fairness.ranks.matched},
       Sentence(), Tone::neutral}};
  if (fairness.ranks.matched > 0)
    figures.push_back({Sentence("match.fairness.place"), report::Decimal{fairness.ranks.mean, 1},
                       Sentence("match.fairness.place_note").with("median", text::Argument(fairness.ranks.median)),
                       Tone::neutral});
  if (aside) {
    std::int64_t wished = 0;
    for (const auto& proposal : view.run.proposals) wished += proposal.wished != Wished::neither;
    figures.insert(figures.begin(), {Sentence("match.fairness.wished"), report::Share{wished, fairness.ranks.matched},
                                     Sentence(), Tone::neutral});
  } else {
    figures.push_back({Sentence("match.fairness.envy"),
                       report::Share{fairness.envy.learners, static_cast<std::int64_t>(view.run.learners.size())},
                       Sentence("match.fairness.envy_note").with("pairs", fairness.envy.pairs), Tone::neutral});
  }
  document.add(Figures{std::move(figures)});
  for (const auto& grouping : view.run.groupings) add_grouping(grouping, document);
  document.add(Paragraph{Sentence("match.fairness.later")});
}

/// How far from proven a stopped run is.
Sentence gap_sentence(const Run& run) {
  if (run.private_answers) return Sentence("match.proof.gap_private");
  const auto gap = run.solution.gap;
  switch (run.problem.objective) {
    case matching::Objective::total: return Sentence("match.proof.gap_total").with("gap", gap);
    case matching::Objective::most_then_total:
      return Sentence("match.proof.gap_most").with("gap", gap).with("penalty", run.solution.certificate.penalty);
    case matching::Objective::stable: return Sentence("match.proof.gap_stable").with("gap", gap);
    case matching::Objective::leximin:
    case matching::Objective::rank_maximal: return Sentence("match.proof.gap_levels").with("gap", gap);
    case matching::Objective::bottleneck: break;
  }
  return Sentence("match.proof.gap_unknown");
}

/// The figures of the proof. With private answers, those alone that the proposals tell anyway.
Table proof_table(const Run& run, bool proven) {
  using enum matching::Objective;
  const auto objective = run.problem.objective;
  const bool priced = objective == total || objective == most_then_total || objective == bottleneck;
  const bool by_level = objective == leximin || objective == rank_maximal;
  Table table{.id = "certificate",
              .caption = Sentence(run.private_answers ? "match.proof.caption_aside"
                                  : priced            ? "match.proof.caption"
                                                      : "match.proof.caption_plain")};
  table.columns = {{"what", Sentence("column.what"), ColumnKind::words, Priority::title},
                   {"value", Sentence("column.value"), ColumnKind::number, Priority::fact}};
  const auto add = [&](std::string_view what, std::int64_t value) {
    table.rows.push_back({{Sentence("match.proof." + std::string(what)), Integer{value}}});
  };
  add("total_fit", run.solution.total);
  if (!run.proposals.empty())
    add("lowest_fit", std::min_element(run.proposals.begin(), run.proposals.end(), [](const auto& a, const auto& b) {
                        return a.score < b.score;
                      })->score);
  if (!run.private_answers && priced) {
    const auto penalty = run.solution.certificate.penalty;
    const auto unmatched = static_cast<std::int64_t>(run.learners.size()) - run.solution.matched;
    add("penalty", penalty);
    add("primal", run.solution.total - penalty * unmatched);
    add("dual", run.solution.certificate.dual_value);
  }
  if (!run.private_answers && by_level && proven)
    add("levels", static_cast<std::int64_t>(run.solution.certificate.levels.level.size()));
  if (proven) add("gap", 0);
  add("pairs", static_cast<std::int64_t>(run.problem.pair_count()));
  return table;
}

void add_proof(const View& view, Document& document) {
  const Run& run = view.run;
  const auto& program = view.request.program;
  document.add(Heading{Sentence("match.proof.heading"), 2, "proof"});
  const bool proven = run.solution.outcome == matching::Outcome::optimal;
  Callout callout{.tone = proven ? Tone::good : Tone::attention,
                  .title = proven ? proof_sentence(run.problem.objective, program.unmatched_penalty)
                                  : Sentence("match.proof.stopped")};
  if (!proven) callout.body = {gap_sentence(run), Sentence("match.proof.stopped_checked")};
  else if (run.all_pairs) callout.body = {Sentence("match.proof.checked")};
  else
    callout.body = {Sentence("match.proof.checked_lists")
                        .with("count", program.list_length)
                        .with("limit", static_cast<std::int64_t>(view.request.effort.all_pairs))};
  if (program.score_floor > 0) callout.body.push_back(Sentence("match.proof.floor").with("floor", program.score_floor));
  document.add(std::move(callout));
  report::Details details{Sentence("match.proof.details"), {}};
  details.blocks.push_back({proof_table(run, proven)});
  if (run.private_answers) details.blocks.push_back({Paragraph{Sentence("match.proof.private")}});
  document.add(std::move(details));
}

void add_record(const View& view, const RunRecord& record, Document& document) {
  document.add(Heading{Sentence("match.record.heading"), 2, "record"});
  document.add(Paragraph{Sentence("match.record.note")
                             .with("version", record.version)
                             .with("solver", view.run.solution.solver)
                             .with("seed", fmt::format("{}", view.request.program.lottery_seed))});
  if (view.run.private_answers) document.add(Paragraph{Sentence("match.record.private")});
  report::Details details{Sentence("match.record.files"), {}};
  Table table{.id = "files", .caption = Sentence("match.record.caption"), .empty = Sentence("match.record.no_files")};
  table.columns = {{"file", Sentence("column.file"), ColumnKind::words, Priority::title},
                   {"sha256", Sentence("column.sha256"), ColumnKind::words, Priority::fact}};
  for (const auto& file : record.files)
    table.rows.push_back(
        {{verbatim(file.name), file.sha256.empty() ? Sentence("match.record.private_file") : verbatim(file.sha256)}});
  details.blocks.push_back({std::move(table)});
  document.add(std::move(details));
}

std::vector<report::Fact> facts_of(const View& view) {
  const auto& program = view.request.program;
  std::vector<report::Fact> facts{
      {Sentence("fact.role"), Sentence("role." + std::string(conflict::name_of(program.role)))},
      {Sentence("fact.term"), program.term},
      {Sentence("fact.preset"), Sentence("preset." + std::string(programs::name_of(program.preset)))},
      {Sentence("fact.objective"), Sentence("objective." + std::string(matching::name_of(program.objective)))}};
  if (program.score_floor > 0) facts.push_back({Sentence("fact.floor"), Integer{program.score_floor}});
  facts.push_back({Sentence("fact.learners"), Integer{static_cast<std::int64_t>(view.run.learners.size())}});
  facts.push_back({Sentence("fact.educators"), Integer{static_cast<std::int64_t>(view.run.educators.size())}});
  facts.push_back({Sentence("fact.seats"), Integer{view.run.seats}});
  return facts;
}

Sentence program_title(const View& view, std::string_view named, std::string_view unnamed) {
  const auto& name = view.request.program.name;
  if (name.empty()) return Sentence(std::string(unnamed));
  return Sentence(std::string(named)).with("program", name);
}

}  // namespace

Document eligibility_document(const Request& request, const Run& run) {
  const View view{request, run};
  Document document;
  document.title = program_title(view, "match.eligibility.title_of", "match.eligibility.title");
  document.standing = Sentence("match.eligibility.standing")
                          .with("enough", run.eligibility.histogram[3])
                          .with("learners", run.learners.size())
                          .with("minimum", enough_choice);
  document.facts = facts_of(view);
  add_eligibility(view, document);
  document.add(Heading{Sentence("match.remedies.heading"), 2, "remedies"});
  document.add(report::List{
      report::ListKind::ordered,
      {Sentence("match.remedies.recuse"), Sentence("match.remedies.reassign"), Sentence("match.remedies.pool")}});
  add_kept_apart(view, document);
  return document;
}

Document match_document(const Request& request, const Run& run, const RunRecord& record, std::size_t rows_shown) {
  const View view{request, run};
  Document document;
  document.title = program_title(view, "match.title_of", "match.title");
  document.standing = Sentence("match.standing")
                          .with("matched", run.proposals.size())
                          .with("learners", run.learners.size())
                          .with("unmatched", run.unplaced.size());
  document.facts = facts_of(view);
  document.facts.push_back({Sentence("fact.prepared_on"), record.prepared_on});
  document.facts.push_back({Sentence("fact.who_sees"), Sentence("who.names")});
  add_eligibility(view, document);
  add_unplaced(view, document, rows_shown);
  const auto order = by_certainty(run);
  document.add(Heading{Sentence("match.eyes.heading"), 2, "need-eyes"});
  document.add(proposal_table(
      view, "need-eyes-table", proposals_caption(run, "match.eyes."),
      {order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), rows_to_look_at))},
      rows_to_look_at));
  document.add(Heading{Sentence("match.proposals.heading"), 2, "proposals"});
  std::vector<const Proposal*> all;
  for (const auto& proposal : run.proposals) all.push_back(&proposal);
  document.add(proposal_table(view, "proposals-table", proposals_caption(run, "match.proposals."), all, rows_shown));
  add_load(view, document);
  add_fairness(view, document);
  add_side_by_side(request, run, document);
  add_kept_apart(view, document);
  add_proof(view, document);
  add_record(view, record, document);
  return document;
}

std::vector<const Proposal*> by_certainty(const Run& run) {
  std::vector<const Proposal*> order;
  for (const auto& proposal : run.proposals) order.push_back(&proposal);
  const auto key = [](const Proposal* p) {
    return std::tuple(-static_cast<int>(p->verdict), p->margin.value_or(std::numeric_limits<std::int64_t>::max()),
                      p->score, p->learner);
  };
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return key(a) < key(b); });
  return order;
}

std::string reasons_of(const Proposal& proposal) {
  std::string reasons;
  for (const auto& part : proposal.parts)
    reasons += fmt::format("{}{} {}", reasons.empty() ? "" : "; ", matching::name_of(part.part), part.points);
  return reasons;
}

std::string_view reason_word(const Run& run, const Unplaced& unplaced) {
  using enum matching::UnmatchedExplanation::Reason;
  const auto reason = unplaced.why.reason;
  return is_not_told(run, unplaced)      ? "not_told"
         : is_below_floor(run, unplaced) ? "below_floor"
         : reason == no_candidate        ? "no_candidate"
         : reason == no_seat             ? "no_seat"
         : reason == shortage            ? "shortage"
         : reason == outbid              ? "outbid"
                                         : "not_preferred";
}

std::string matches_csv(const Request& request, const Run& run) {
  const View view{request, run};
  std::string out;
  csv::Writer writer(out);
  writer.row({"learner", "educator", "score", "conflict", "wished_for_by", "reasons", "margin"});
  for (const auto& proposal : run.proposals) {
    writer.cell(view.learner(proposal.learner).id)
        .cell(view.educator(proposal.educator).id)
        .cell(std::int64_t{proposal.score})
        .cell(conflict::name_of(proposal.verdict))
        .cell(name_of(proposal.wished))
        .cell(reasons_of(proposal))
        .cell(proposal.margin ? std::to_string(*proposal.margin) : "")
        .end_row();
  }
  return out;
}

std::string unmatched_csv(const Request& request, const Run& run) {
  const View view{request, run};
  std::string out;
  csv::Writer writer(out);
  writer.row({"learner", "eligible", "reason", "rule", "remedy"});
  for (const auto& unplaced : run.unplaced) {
    std::string rule = unplaced.binding ? std::string(matching::name_of(*unplaced.binding)) : "";
    if (unplaced.binding_conflict) rule = fmt::format("conflict:{}", conflict::rules()[*unplaced.binding_conflict].id);
    std::string remedy;
    if (const auto* found = remedy_for(run, unplaced.learner))
      remedy =
          fmt::format("one_more_place:{}", found->group < run.site_names.size() ? run.site_names[found->group] : "");
    writer.cell(view.learner(unplaced.learner).id)
        .cell(std::int64_t{run.eligibility.eligible[unplaced.learner]})
        .cell(reason_word(run, unplaced))
        .cell(rule)
        .cell(remedy)
        .end_row();
  }
  return out;
}

}  // namespace chiron::match_runs
