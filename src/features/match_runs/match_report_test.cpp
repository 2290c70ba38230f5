// What a run's report says and hides: the words of each proof, the floor, groups and movers that are too few to say.
#include "features/match_runs/match_report.h"

#include <gtest/gtest.h>

#include "features/match_runs/test_school.h"
#include "platform/text/catalog.h"

namespace chiron::match_runs {
namespace {

using enum matching::Objective;

/// Everything in a document, whatever it is folded into.
struct Told {
  report::Document document;
  std::vector<report::Table> tables;
  std::vector<report::Bars> bars;
  std::string words;  ///< every sentence, one a line

  explicit Told(report::Document made) : document(std::move(made)) {
    EXPECT_EQ(report::defects(document), std::vector<std::string>{});
    for (const auto& fact : document.facts) cell(fact.value);
    blocks(document.blocks);
  }

  const report::Table& table(std::string_view id) const {
    for (const auto& one : tables)
      if (one.id == id) return one;
    ADD_FAILURE() << id << " is missing";
    return tables.front();
  }
  const report::Bars& chart(std::string_view id) const {
    for (const auto& one : bars)
      if (one.id == id) return one;
    ADD_FAILURE() << id << " is missing";
    return bars.front();
  }
  bool says(std::string_view part) const { return words.find(part) != std::string::npos; }

 private:
  void say(const report::Sentence& sentence) {
    const auto& catalog = text::Catalog::english();
    words += catalog.format(sentence) + "\n";
    EXPECT_EQ(catalog.missing_count(), 0u) << sentence.key;
  }
  void cell(const report::Value& value) {
    if (const auto* sentence = std::get_if<report::Sentence>(&value)) say(*sentence);
    if (const auto* badge = std::get_if<report::Badge>(&value)) say(badge->label);
  }
  void blocks(const std::vector<report::Block>& all) {
    for (const auto& block : all) std::visit([&](const auto& content) { read(content); }, block.content);
  }
  void read(const report::Heading& heading) { say(heading.text); }
  void read(const report::Paragraph& paragraph) { say(paragraph.text); }
  void read(const report::Callout& callout) {
    say(callout.title);
    for (const auto& sentence : callout.body) say(sentence);
  }
  void read(const report::Figures& figures) {
    for (const auto& figure : figures.figures) {
      say(figure.label);
      if (!figure.note.empty()) say(figure.note);
    }
  }
  void read(const report::Table& table) {
    say(table.caption);
    for (const auto& column : table.columns) say(column.label);
    for (const auto& row : table.rows)
      for (const auto& one : row.cells) cell(one);
    tables.push_back(table);
  }
  void read(const report::Bars& chart) {
    say(chart.caption);
    bars.push_back(chart);
  }
  void read(const report::List& list) {
    for (const auto& item : list.items) say(item);
  }
  void read(const report::Details& details) {
    say(details.summary);
    blocks(details.blocks);
  }
};

/// The report of a school's run, after `change(run)`.
template <class Change>
Told told(const School& school, Change change) {
  return school.with_request([&](const Request& request) {
    auto found = run(request);
    EXPECT_TRUE(found) << found.error().debug_text();
    change(*found);
    return Told(match_document(request, *found, {{}, test_term.from, "0"}));
  });
}
Told told(const School& school) {
  return told(school, [](Run&) {});
}

School six_ways(matching::Objective objective = most_then_total) {
  auto school = fitting({{4, 10, 7}, {5, 11, 9}, {1, 3, 2}});
  school.program.objective = objective;
  return school;
}

TEST(MatchReport, SaysOfEachObjectiveWhatIsProven) {
  const std::pair<matching::Objective, const char*> words[] = {
      {total, "No other assignment scores higher; checked independently."},
      {most_then_total, "none that places as many scores higher; checked independently."},
      {stable, "No learner and educator would both rather have each other; checked independently"},
      {bottleneck, "none has a higher lowest score"},
      {leximin, "is better for whoever scores lowest, or else for the next lowest"},
      {rank_maximal, "gives more learners the educator who scores best for them"},
  };
  for (const auto& [objective, sentence] : words) {
    const auto report = told(six_ways(objective));
    bool is_title = false;
    for (const auto& block : report.document.blocks)
      if (const auto* callout = std::get_if<report::Callout>(&block.content))
        is_title = is_title || text::Catalog::english().format(callout->title).find(sentence) != std::string::npos;
    EXPECT_TRUE(is_title) << sentence;
    EXPECT_TRUE(report.says("over every pair that no rule excludes"));
    EXPECT_FALSE(report.says("stopped early"));
    // The others' sentences stand beside them.
    EXPECT_TRUE(report.says(objective == stable ? "Most learners, then total: No other assignment places more"
                                                : "Stable: No learner and educator would both"));
    const auto margin = [](const report::Column& column) { return column.id == "margin"; };
    EXPECT_EQ(std::ranges::any_of(report.table("proposals-table").columns, margin),
              objective == total || objective == most_then_total)
        << "certainty is told where prices prove it";
  }
  auto school = six_ways(total);
  school.program.unmatched_penalty = 5;
  EXPECT_TRUE(told(school).says("the penalty for learners without a proposal taken off"));
}

TEST(MatchReport, SaysWhenListsAloneWereCompared) {
  auto school = six_ways(leximin);
  school.effort.all_pairs = 8;
  school.program.list_length = 2;
  const auto report = told(school);
  EXPECT_TRUE(report.says("among the 2 best educators of each learner: with more than 8 possible pairs"));
  EXPECT_FALSE(report.says("over every pair that no rule excludes"));
}

TEST(MatchReport, SaysWhenARunWasStoppedAndHowFarFromProven) {
  auto school = six_ways();
  school.effort.solve.max_work = 1;
  for (const auto& [objective, gap] : {std::pair{total, "could still be gained."},
                                       {most_then_total, "each learner placed in addition counting"},
                                       {stable, "not dealt with yet"},
                                       {leximin, "left to do"},
                                       {rank_maximal, "left to do"},
                                       {bottleneck, "How much better is not known."}}) {
    school.program.objective = objective;
    const auto report = told(school);
    EXPECT_TRUE(report.says("The run was stopped early")) << matching::name_of(objective);
    EXPECT_TRUE(report.says(gap)) << report.words;
  }
  school.roster.asked_privately = true;
  const auto report = told(school);
  EXPECT_TRUE(report.says("How much better is not told"));
  EXPECT_FALSE(report.says("left to do") || report.says("not known."));
}

TEST(MatchReport, TellsTheFloorAndWhomItLeavesOut) {
  auto school = six_ways();
  school.program.score_floor = 31;
  const auto report = told(school);
  EXPECT_TRUE(report.says("Every eligible educator fits with fewer points than the floor of 31."));
  EXPECT_TRUE(report.says("Lower the floor"));
  EXPECT_TRUE(report.says("Pairs below 31 points were not made."));
  EXPECT_TRUE(report.says("No objective makes a pair below the floor of 31 points."));
  const auto csv = school.with_request([](const Request& request) { return unmatched_csv(request, *run(request)); });
  EXPECT_EQ(csv, "learner,eligible,reason,rule,remedy\r\nl3,3,below_floor,,\r\n");

  // Two learners for one educator who reaches it: a shortage among pairs that do.
  auto two = fitting({{9, 1}, {8, 1}});
  two.program.score_floor = 20;
  EXPECT_TRUE(told(two).says("Among pairs that reach the floor, 2 learners compete for 1 educator with 1 place."));

  // A wish lifts nobody over it, and the reason is the same.
  school.program.weights.wished_by_learner = 25;
  school.roster.preferences.push_back({"l3", "e2", 1, 0, 0});
  const auto aside = told(school);
  EXPECT_TRUE(aside.says("Every eligible educator fits with fewer points than the floor of 31."));
  EXPECT_TRUE(aside.says("as if nobody had been asked in private"));
}

TEST(MatchReport, SaysWhyRankMaximalLeavesSomebodyOut) {
  // l1 likes e1 best, l2 and l3 like e3 best. Two can have their first; all three could be placed only with l1 at e2
  // and l2 at e1, one first. l3 and e3 have more points than l2 and e3.
  auto school = fitting({{5, 4, 0}, {3, 0, 5}, {0, 0, 6}});
  for (const auto& [learner, educator] : {std::pair{"l1", "e3"}, {"l2", "e2"}, {"l3", "e1"}, {"l3", "e2"}})
    school.forbid.push_back({school.at(learner), school.at(educator)});
  EXPECT_EQ(school.match()->unplaced.size(), 0u);
  school.program.objective = rank_maximal;
  EXPECT_EQ(school.pairs(*school.match()), (std::vector<std::string>{"l1-e1", "l3-e3"}));
  EXPECT_TRUE(told(school).says("only if others had educators further down their own lists"));
}

TEST(MatchReport, FewerThanFiveMoversAreTooFewToSay) {
  School school;
  for (int i = 0; i < 40; ++i) school.person(school.roster.pool->keep("l" + std::to_string(100 + i)), Kind::learner);
  for (int j = 0; j < 20; ++j)
    school.person(school.roster.pool->keep("e" + std::to_string(100 + j)), Kind::educator, "", 2);
  struct Case {
    std::uint32_t gain, lose;
    bool gain_shown, lose_shown;
  };
  for (const Case& one : {Case{6, 7, true, true}, Case{4, 7, false, false}, Case{7, 4, false, false},
                          Case{0, 10, true, true}, Case{0, 3, true, false}, Case{18, 19, false, true}}) {
    const auto report = told(school, [&](match_runs::Run& run) {
      auto& row = run.side_by_side.rows[1];
      row.gain = one.gain;
      row.gained = 10 * one.gain;
      row.lose = one.lose;
      row.lost = 15 * one.lose;
    });
    const auto& cells = report.table("objectives-table").rows[1].cells;
    const auto hidden = [](const report::Value& value) { return std::holds_alternative<report::Badge>(value); };
    EXPECT_EQ(!hidden(cells[6]), one.gain_shown) << one.gain << " and " << one.lose;
    EXPECT_EQ(!hidden(cells[7]), one.lose_shown) << one.gain << " and " << one.lose;
    EXPECT_EQ(report.says("15 each"), one.lose_shown && one.lose > 0);
  }
}

/// Learners of a site, and educators with one place each.
void people(School& school, const char* site, int learners, int places) {
  const auto add = [&](const char* letter, Kind kind, int count) {
    for (int i = 0; i < count; ++i)
      school.person(school.roster.pool->keep(letter + std::string(site) + std::to_string(i)), kind, site,
                    kind == Kind::educator ? 1 : -1);
  };
  add("l", Kind::learner, learners);
  add("e", Kind::educator, places);
}

TEST(MatchReport, GroupsAreHiddenInEveryChartOrInNone) {
  // Of 20 learners each, South places 18: two without a proposal are too few to say, and with South one more has to go.
  School school;
  people(school, "North", 20, 20);
  people(school, "South", 20, 18);
  people(school, "East", 20, 10);
  people(school, "West", 20, 20);
  school.program.require.same_site_required = true;
  const auto report = told(school);
  const auto& shares = report.chart("fairness-site").bars;
  ASSERT_EQ(shares.size(), 4u);
  std::size_t hidden = 0;
  for (const char* chart : {"places-site", "fits-site"}) {
    const auto& bars = report.chart(chart).bars;
    ASSERT_EQ(bars.size(), 4u);
    hidden = 0;
    for (std::size_t n = 0; n < 4; ++n) {
      EXPECT_EQ(bars[n].suppressed, shares[n].suppressed) << chart << n;
      hidden += shares[n].suppressed;
      if (bars[n].suppressed) continue;
      EXPECT_LE(*bars[n].low, bars[n].value);
      EXPECT_LE(bars[n].value, *bars[n].high);
    }
  }
  EXPECT_TRUE(shares[2].suppressed) << "South, by name third";
  EXPECT_GE(hidden, 2u) << "one hidden group alone would follow from the sum";
}

TEST(MatchReport, TheFourFifthsScreenUsesShownGroupsOnly) {
  School school;
  people(school, "North", 20, 15);  // 0.75
  people(school, "South", 20, 10);  // 0.50
  people(school, "East", 9, 0);     // fewer than ten
  school.person("e-east", Kind::educator, "East", 0);
  school.program.require.same_site_required = true;
  EXPECT_TRUE(told(school).says("the lowest share is 0.67 of the highest"));
}

}  // namespace
}  // namespace chiron::match_runs
