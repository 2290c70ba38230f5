// The facts around some pairs, read from the database, judge each exactly as everybody's facts do: on random
// organizations, for every pair, alone and with others, with coverage stated and derived.
#include "features/conflicts/neighborhood.h"

#include "features/duties/duty_store.h"
#include "features/duties/roster_facts.h"
#include "features/institutions/institution_store.h"
#include "features/people/change_store.h"
#include "platform/db/testing.h"

namespace chiron::conflicts {
namespace {

const Date first = *Date::parse("2026-09-01");
const DateRange term{first + 100, first + 300};

class NeighborhoodTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, people::migrations, duties::migrations, conflicts::migrations});
  }

  int below(int n) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(n))); }
  DateRange days() {
    const Date from = first + below(400);
    return below(6) ? DateRange{from, from + 1 + below(150)} : DateRange{};
  }
  std::string_view name(const char* prefix, int number) { return roster_.pool->keep(prefix + std::to_string(number)); }

  /// Half of the duties are of kinds that may be recused from or say that a unit's facts are known.
  conflict::DutyKind kind_drawn() {
    using enum conflict::DutyKind;
    constexpr std::array telling{sits_on, prepares_panel_file, selects, referees, supervises, assesses, appraises};
    if (below(2)) return telling[random_.below(telling.size())];
    return conflict::all_duty_kinds[1 + random_.below(conflict::duty_kind_count - 1)];
  }

  /// Eight people, a few groups of each kind, and duties of every kind between them.
  void make_organization(bool coverage_stated) {
    using duties::TargetKind;
    roster_ = duties::Roster();
    for (int i = 0; i < people_; ++i) {
      people::Person person;
      person.id = name("p", i);
      roster_.people.push_back(person);
    }
    const auto group = [&]() -> duties::Target {
      constexpr std::array kinds{TargetKind::unit, TargetKind::unit, TargetKind::cohort, TargetKind::site};
      return {kinds[static_cast<std::size_t>(below(4))], name("g", below(2))};
    };
    for (int i = 0; i < 10; ++i)
      roster_.duties.push_back({conflict::DutyKind::member_of, name("p", below(people_)), group(), days(), "", 0, 0});
    // A few lines of management, some through a group: chains to walk.
    for (int i = 0; i < 4; ++i) {
      const int holder = below(people_ - 1), target = holder + 1 + below(people_ - 1 - holder);
      roster_.duties.push_back({conflict::DutyKind::manages, name("p", holder),
                                below(4) ? duties::Target{TargetKind::person, name("p", target)} : group(), days(), "",
                                0, 0});
    }
    for (int i = 0, count = 8 + below(20); i < count; ++i) {
      const auto kind = kind_drawn();
      const int holder = below(people_), target = below(people_);
      const bool is_group = conflict::target_rule(kind) == conflict::TargetRule::either && below(3) == 0;
      if (!is_group && holder == target) continue;
      roster_.duties.push_back({kind, name("p", holder),
                                is_group ? group() : duties::Target{TargetKind::person, name("p", target)}, days(), "",
                                0, 0});
    }
    // Recusals from duties that there are, of their own kind and of others.
    for (const auto& duty : std::vector(roster_.duties)) {
      if (duty.target.kind != TargetKind::person || below(2)) continue;
      duties::RecusedFrom what = duties::all_recused_from[random_.below(3)];
      for (const auto from : duties::all_recused_from)
        for (const auto kind : duties::lifted_by(from))
          if (kind == duty.kind && below(3)) what = from;
      roster_.recusals.push_back({duty.person, duty.target.id, below(2) ? days() : DateRange{}, 0, 0, what});
    }
    for (int i = 0; coverage_stated && i < 30; ++i)
      roster_.coverage.push_back({group(), conflict::all_coverage_classes[random_.below(5)], days(), 0, 0});
    roster_.coverage_was_stated = !roster_.coverage.empty();
    roster_.index_people();
  }

  /// Writes the organization as an institution of its own.
  Result<> store() {
    institution_ = InstitutionId::random(random_);
    const auto made = TRY(institutions::Institution::of(institution_, "org-" + std::to_string(++stored_), "An Org",
                                                        "UTC", institutions::Mode::demo));
    ids_.clear();
    for (int i = 0; i < people_; ++i) ids_.push_back(PersonId::random(random_));
    SeededRandom draws(random_.next());
    return database().write_and_wait([&, draws](db::WriteTransaction& write) mutable -> Result<> {
      const people::Recording at{institution_, people::ChangeId::random(draws)};
      const auto id_of = [&](std::string_view external) { return ids_[*roster_.find(external)]; };
      TRY(institutions::insert(write, made));
      TRY(people::begin(write, at, people::ChangeKind::import));
      for (int i = 0; i < people_; ++i) TRY(people::insert(write, at, ids_[i], roster_.people[i].id));
      for (const auto& duty : roster_.duties) {
        std::optional<PersonId> target;
        if (duty.target.kind == duties::TargetKind::person) target = id_of(duty.target.id);
        TRY(duties::record(write, at, duties::DutyId::random(draws), duty, id_of(duty.person), target));
      }
      for (const auto& recusal : roster_.recusals)
        TRY(duties::record(write, at, duties::RecusalId::random(draws), id_of(recusal.person), id_of(recusal.learner),
                           recusal.days, recusal.what));
      for (const auto& statement : roster_.coverage)
        TRY(duties::record(write, at, duties::CoverageId::random(draws), statement));
      return people::apply(write, at, Instant{1});
    });
  }

  /// What a verdict says, without the numbers of evidence, which the two indices count differently.
  static std::string findings_said(const conflict::Verdict& verdict) {
    std::string text;
    for (const auto& finding : verdict.findings)
      text += " " + std::string(conflict::rules()[finding.rule].id) + "=" +
              std::string(conflict::name_of(finding.level)) + "@" + finding.days.iso();
    return text;
  }
  static std::string said(const conflict::Verdict& verdict) {
    std::string text = std::string(conflict::name_of(verdict.answer)) + findings_said(verdict);
    for (const auto& unknown : verdict.unknown_days) text += " ?" + unknown.iso();
    return text;
  }

  /// A policy for which one class of facts alone must be known: what is covered shows class by class.
  static conflict::Policy needing(conflict::CoverageClass what) {
    std::bitset<conflict::coverage_class_count> needed;
    needed.set(static_cast<std::size_t>(what));
    return *conflict::Policy::standard(conflict::Role::supervisory_coach).with_coverage(needed);
  }

  const int people_ = 8;
  SeededRandom random_{20261122};
  duties::Roster roster_;
  InstitutionId institution_;
  std::vector<PersonId> ids_;
  int stored_ = 0;
};
CHIRON_ON_BOTH_ENGINES(NeighborhoodTest);

TEST_P(NeighborhoodTest, JudgesEveryPairAsEverybodysFactsDo) {
  std::map<conflict::Answer, int> answers;
  for (int organization = 0; organization < 24; ++organization) {
    const bool stated = organization % 2 == 0;
    make_organization(stated);
    const auto written = store();
    ASSERT_TRUE(written) << written.error().debug_text();
    const auto whole = conflict::build(duties::to_facts(roster_).facts);
    const auto role = conflict::all_roles[static_cast<std::size_t>(organization) % conflict::role_count];
    const auto policy = *conflict::Policy::standard(role).with_chain_depth(1 + below(4));
    std::vector<People> all;
    for (conflict::Person learner = 0; learner < 8; ++learner)
      for (conflict::Person educator = 0; educator < 8; ++educator)
        if (learner != educator) all.push_back({ids_[learner], ids_[educator]});
    const auto around = [&](std::span<const People> pairs, Asked asked = Asked::findings_and_coverage) {
      const auto found = database().read(
          [&](db::ReadTransaction& read) { return facts_around(read, institution_, pairs, role, asked); });
      EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
      return *found;
    };
    // Each pair alone, among some others, and among all of them; alone and among all for its findings only, too.
    const auto every = around(all), some = around(std::span(all).subspan(14, 14));
    const auto fewer = around(all, Asked::findings);
    const auto among_fewer = conflict::build(fewer.facts);
    const auto among_every = conflict::build(every.facts), among_some = conflict::build(some.facts);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto number = [&](PersonId id) {
        return static_cast<conflict::Person>(std::find(ids_.begin(), ids_.end(), id) - ids_.begin());
      };
      const auto learner = number(all[i].learner), educator = number(all[i].educator);
      const auto single = around(std::span(all).subspan(i, 1));
      const auto alone = conflict::build(single.facts);
      const auto expected = conflict::judge(whole, policy, learner, educator, term);
      const auto expect_as_everybodys = [&](const conflict::Index& near, const Neighborhood& numbers) {
        const auto numbered = numbers.number_of(all[i].learner);
        ASSERT_EQ(said(conflict::judge(near, policy, numbered, numbers.number_of(all[i].educator), term)),
                  said(expected))
            << "organization " << organization << ", p" << learner << " and p" << educator << " as "
            << conflict::name_of(role) << (stated ? ", coverage stated" : ", coverage derived");
        for (const auto what : conflict::all_coverage_classes)
          ASSERT_EQ(conflict::unknown_days(near, needing(what), numbered, term),
                    conflict::unknown_days(whole, needing(what), learner, term))
              << "organization " << organization << ", p" << learner << ", " << conflict::name_of(what);
      };
      expect_as_everybodys(alone, single);
      expect_as_everybodys(among_every, every);
      if (i >= 14 && i < 28) expect_as_everybodys(among_some, some);
      const auto expect_findings = [&](const conflict::Index& near, const Neighborhood& numbers) {
        const auto verdict = conflict::judge(near, policy, numbers.number_of(all[i].learner),
                                             numbers.number_of(all[i].educator), term);
        ASSERT_EQ(findings_said(verdict), findings_said(expected))
            << "organization " << organization << ", p" << learner << " and p" << educator << " as "
            << conflict::name_of(role) << ", findings only";
      };
      const auto least = around(std::span(all).subspan(i, 1), Asked::findings);
      expect_findings(conflict::build(least.facts), least);
      expect_findings(among_fewer, fewer);
      if (HasFatalFailure()) return;
      ++answers[expected.answer];
    }
  }
  for (auto answer :
       {conflict::Answer::allow, conflict::Answer::disclose, conflict::Answer::unknown, conflict::Answer::block})
    EXPECT_GT(answers[answer], 0) << conflict::name_of(answer) << " never came up: the organizations are too alike";
}

TEST_P(NeighborhoodTest, PreparesEveryStatement) { EXPECT_TRUE(database().prepare_all(sql::all)); }

}  // namespace
}  // namespace chiron::conflicts
