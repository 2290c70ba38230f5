// Preview, accept and undo. Ids are drawn before a write, since a write may run again, and in ascending order: rows
// that are written together then stand together in the database's indexes, whatever their number.
#include "features/imports/import_actions.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "features/audit/actor.h"
#include "features/duties/facts_changed.h"
#include "features/imports/import_access.h"
#include "features/imports/imports_sql.h"
#include "features/imports/staging.h"
#include "features/relationships/known_pairs.h"

namespace chiron::imports {
namespace {

Import import_of(const db::Row& row) {
  return {row.get<ImportId>(0),     row.get<Instant>(1),      row.get<std::optional<Instant>>(2),
          row.get<std::string>(3),  row.get<std::int64_t>(4), row.get<std::int64_t>(5),
          row.get<std::int64_t>(6), row.get<std::int64_t>(7), row.get<std::int64_t>(8)};
}

template <class AnId>
std::vector<AnId> draw(std::size_t count, Random& random) {
  std::vector<AnId> ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back(AnId::random(random));
  std::sort(ids.begin(), ids.end());
  return ids;
}

/// Begins the change of an import or undo that was worked out from the facts as of `based_on`.
Result<> begin(db::Database& database, const people::Recording& at, people::ChangeKind kind, std::int64_t based_on) {
  TRY(finish_what_was_left(database, at.institution));
  TRY(database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    if (TRY(people::newest_change(write, at.institution)) != based_on)
      return err(fail(ErrorCode::conflict, "imports.changed_since"));
    return people::begin(write, at, kind);
  }));
  // What was discarded just now.
  return finish_what_was_left(database, at.institution);
}

/// Applies a staged change: `record(write)` adds its rows to the same write, which raises the first revisions and tells
/// whoever follows facts. Then raises the other revisions that are due.
template <class Record>
Result<> apply(db::Database& database, const people::Recording& at, Instant now, Random& random, Record record) {
  const duties::FactsChanged facts_changed{at.institution, now, crypto::draw_seed(random)};
  const auto applied = database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(people::apply(write, at, now));
    TRY(record(write));
    TRY(people::raise_revisions(write, at, raised_at_once));
    return write.publish(facts_changed);
  });
  if (!applied) return err(give_up(database, at, applied.error()));
  return settle(database, at);
}

/// Who is who: everybody the database ever named, and the people an import adds.
class Names {
 public:
  Names(std::vector<people::Named> known, const duties::Roster& said, const std::vector<std::uint32_t>& added,
        Random& random)
      : known_(std::move(known)) {
    for (const auto& person : known_) ids_.emplace(person.external_id, person.id);
    const auto ids = draw<PersonId>(added.size(), random);
    for (std::size_t i = 0; i < added.size(); ++i)
      if (ids_.emplace(said.people[added[i]].id, ids[i]).second) unnamed_.push_back(said.people[added[i]].id);
  }
  /// Errors: "imports.unknown_person".
  Result<PersonId> id_of(std::string_view external) const {
    const auto found = ids_.find(external);
    if (found == ids_.end()) return err(refuse("imports.unknown_person").with("person", std::string(external)));
    return found->second;
  }
  /// Those the database has not named yet: somebody whose only import was undone is named already.
  const std::vector<std::string_view>& unnamed() const { return unnamed_; }

 private:
  std::vector<people::Named> known_;
  std::unordered_map<std::string_view, PersonId> ids_;
  std::vector<std::string_view> unnamed_;
};

/// The duties to add by their holders: the order in which they are staged.
Result<std::vector<std::uint32_t>> by_holder(const duties::Roster& said, const std::vector<std::uint32_t>& added,
                                             const Names& names) {
  std::vector<std::pair<PersonId, std::uint32_t>> keyed;
  for (const std::uint32_t index : added) keyed.emplace_back(TRY(names.id_of(said.duties[index].person)), index);
  std::sort(keyed.begin(), keyed.end());
  std::vector<std::uint32_t> order;
  for (const auto& [holder, index] : keyed) order.push_back(index);
  return order;
}

/// The pairs of a roster that are not kept yet as it says them. A role that is none is left out: the list's other
/// columns still say who is with whom.
Result<std::vector<duties::Pair>> new_pairs(db::ReadTransaction& read, InstitutionId institution,
                                            const duties::Roster& said) {
  if (said.pairs.empty()) return std::vector<duties::Pair>();
  const auto kept = TRY(relationships::known_sayings(read, institution));
  const std::set<relationships::KnownSaying> known(kept.begin(), kept.end());
  std::vector<duties::Pair> fresh;
  for (duties::Pair pair : said.pairs) {
    if (!conflict::parse_role(pair.role)) pair.role = "";
    if (!known.contains({std::string(pair.learner), std::string(pair.educator), std::string(pair.role), pair.days}))
      fresh.push_back(pair);
  }
  return fresh;
}

/// Keeps them once the people are known, some at a time, then tells whoever follows the list.
Result<> keep_pairs(db::Database& database, const people::Recording& at, const Names& names,
                    const std::vector<duties::Pair>& pairs, Instant now, Random& random) {
  constexpr std::size_t at_once = 50;
  std::vector<relationships::SaidPair> said;
  for (const duties::Pair& pair : pairs)
    said.push_back(
        {TRY(names.id_of(pair.learner)), TRY(names.id_of(pair.educator)), std::string(pair.role), pair.days});
  for (std::size_t first = 0; first < said.size(); first += at_once)
    TRY(database.write_and_wait([&](db::WriteTransaction& write) {
      const auto from = said.begin() + static_cast<std::ptrdiff_t>(first);
      return relationships::keep_known(
          write, at, {from, from + static_cast<std::ptrdiff_t>(std::min(at_once, said.size() - first))});
    }));
  if (said.empty()) return {};
  const relationships::KnownPairsChanged changed{at.institution, now, crypto::draw_seed(random)};
  return database.write_and_wait([&](db::WriteTransaction& write) { return write.publish(changed); });
}

}  // namespace

Result<bool> says_something(db::ReadTransaction& read, InstitutionId institution, const Preview& preview) {
  const auto& said = *preview.said;
  return !preview.difference.empty() || !said.recusals.empty() || !said.coverage.empty() ||
         !TRY(new_pairs(read, institution, said)).empty();
}

Result<std::vector<Import>> list(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::list_imports, institution).all(import_of);
}

Result<Preview> preview(db::Database& database, InstitutionId institution, std::shared_ptr<const duties::Roster> roster,
                        Completeness completeness, Date day) {
  if (roster->problems.has_errors())
    return err(refuse("imports.roster_has_errors")
                   .with("count", std::to_string(roster->problems.count(people::Severity::error))));
  Preview preview;
  preview.institution = institution;
  preview.said = std::move(roster);
  preview.completeness = completeness;
  preview.day = day;
  preview.pool = std::make_shared<people::TextPool>();
  for (const auto& file : preview.said->files) preview.files.push_back(file);
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    for (auto& stored : TRY(people::current(read, institution, *preview.pool))) {
      preview.held.people.push_back(std::move(stored.person));
      preview.held_ids.push_back(stored.id);
    }
    for (auto& stored : TRY(duties::current_duties(read, institution, *preview.pool))) {
      preview.held.duties.push_back(stored.duty);
      preview.held_duty_ids.push_back(stored.id);
    }
    preview.based_on = TRY(people::newest_change(read, institution));
    return {};
  }));
  preview.difference = compare(preview.held, *preview.said, completeness, day);
  return preview;
}

Result<Import> accept(db::Database& database, const institutions::Viewer& viewer, const Preview& preview,
                      const Clock& clock, Random& random) {
  TRY(check_imports(viewer));
  const auto& said = *preview.said;
  const Difference& difference = preview.difference;
  const auto pairs =
      TRY(database.read([&](db::ReadTransaction& read) { return new_pairs(read, preview.institution, said); }));
  if (difference.empty() && said.recusals.empty() && said.coverage.empty() && pairs.empty())
    return err(refuse("imports.nothing"));

  Import import;
  import.id = ImportId::random(random);
  import.accepted_at = clock.now();
  import.files = fmt::format("{}", fmt::join(preview.files, "\n"));
  import.people_added = static_cast<std::int64_t>(difference.people_added.size());
  import.people_changed = static_cast<std::int64_t>(difference.people_changed.size());
  import.people_left = static_cast<std::int64_t>(difference.people_left.size());
  import.duties_added = static_cast<std::int64_t>(difference.duties_added.size());
  import.duties_ended = static_cast<std::int64_t>(difference.duties_ended.size());

  const people::Recording at{preview.institution, import.id};
  TRY(begin(database, at, people::ChangeKind::import, preview.based_on));

  const Names names(
      TRY(database.read([&](db::ReadTransaction& read) { return people::known(read, preview.institution); })), said,
      difference.people_added, random);
  const auto version_ids = draw<people::VersionId>(
      difference.people_added.size() + difference.people_changed.size() + difference.people_left.size(), random);
  const auto ordered = by_holder(said, difference.duties_added, names);
  if (!ordered) return err(give_up(database, at, ordered.error()));
  const auto& duties_added = *ordered;
  const auto duty_ids = draw<duties::DutyId>(duties_added.size(), random);
  const auto recusal_ids = draw<duties::RecusalId>(said.recusals.size(), random);
  const auto coverage_ids = draw<duties::CoverageId>(said.coverage.size(), random);
  const auto salt = audit::draw_salt(random);
  const std::size_t first_changed = difference.people_added.size();
  const std::size_t first_left = first_changed + difference.people_changed.size();

  TRY(stage(database, at,
            {{names.unnamed().size(),
              [&](db::WriteTransaction& write, std::size_t from, std::size_t to) -> Result<> {
                std::vector<people::Naming> people;
                for (std::size_t i = from; i < to; ++i)
                  people.push_back({TRY(names.id_of(names.unnamed()[i])), names.unnamed()[i]});
                return people::insert(write, at, people);
              }},
             {difference.people_added.size(),
              [&](db::WriteTransaction& write, std::size_t from, std::size_t to) -> Result<> {
                std::vector<people::Version> versions;
                for (std::size_t i = from; i < to; ++i) {
                  const auto& person = said.people[difference.people_added[i]];
                  versions.push_back({TRY(names.id_of(person.id)), version_ids[i], person});
                }
                return people::record(write, at, versions);
              }},
             {difference.people_changed.size(),
              [&](db::WriteTransaction& write, std::size_t from, std::size_t to) {
                std::vector<people::Version> versions;
                for (std::size_t i = from; i < to; ++i) {
                  const Change& change = difference.people_changed[i];
                  versions.push_back(
                      {preview.held_ids[change.held], version_ids[first_changed + i], said.people[change.said]});
                }
                return people::record(write, at, versions);
              }},
             {difference.people_left.size(),
              [&](db::WriteTransaction& write, std::size_t from, std::size_t to) {
                std::vector<people::Version> versions;
                for (std::size_t i = from; i < to; ++i) {
                  const std::uint32_t held = difference.people_left[i];
                  people::Person leaver = preview.held.people[held];
                  // Somebody who had not yet come never will have: their presence shrinks to its first day.
                  leaver.present.to = std::max(leaver.present.from + 1, preview.day);
                  leaver.left_because = people::LeaveReason::other;
                  versions.push_back({preview.held_ids[held], version_ids[first_left + i], leaver});
                }
                return people::record(write, at, versions);
              }},
             {difference.duties_ended.size(),
              [&](db::WriteTransaction& write, std::size_t from, std::size_t to) {
                std::vector<duties::DutyId> ended;
                for (std::size_t i = from; i < to; ++i)
                  ended.push_back(preview.held_duty_ids[difference.duties_ended[i]]);
                return duties::retract(write, at, ended);
              }},
             {duties_added.size(),
              [&](db::WriteTransaction& write, std::size_t from, std::size_t to) -> Result<> {
                std::vector<duties::DutyOf> added;
                for (std::size_t i = from; i < to; ++i) {
                  const auto& duty = said.duties[duties_added[i]];
                  std::optional<PersonId> target;
                  if (duty.target.kind == duties::TargetKind::person) target = TRY(names.id_of(duty.target.id));
                  added.push_back({duty_ids[i], duty, TRY(names.id_of(duty.person)), target});
                }
                return duties::record(write, at, added);
              }},
             one_by_one(said.recusals.size(),
                        [&](db::WriteTransaction& write, std::size_t i) -> Result<> {
                          const auto& recusal = said.recusals[i];
                          return duties::record(write, at, recusal_ids[i], TRY(names.id_of(recusal.person)),
                                                TRY(names.id_of(recusal.learner)), recusal.days, recusal.what);
                        }),
             one_by_one(said.coverage.size(), [&](db::WriteTransaction& write, std::size_t i) {
               return duties::record(write, at, coverage_ids[i], said.coverage[i]);
             })}));

  TRY(apply(database, at, import.accepted_at, random, [&](db::WriteTransaction& write) -> Result<> {
    TRY(write.execute(sql::insert_import, preview.institution, import.id, import.accepted_at, import.files,
                      import.people_added, import.people_changed, import.people_left, import.duties_added,
                      import.duties_ended));
    TRY(audit::append(
        write, preview.institution, import.accepted_at,
        {"import.accepted", audit::actor_of(viewer), audit::AnyId(import.id.bytes()),
         fmt::format(
             R"({{"people_added":{},"people_changed":{},"people_left":{},"duties_added":{},"duties_ended":{}}})",
             import.people_added, import.people_changed, import.people_left, import.duties_added, import.duties_ended)},
        salt));
    return {};
  }));
  TRY(keep_pairs(database, at, names, pairs, import.accepted_at, random));
  return import;
}

Result<Undone> undo(db::Database& database, const institutions::Viewer& viewer, ImportId import, const Clock& clock,
                    Random& random) {
  TRY(check_imports(viewer));
  const InstitutionId institution = viewer.institution_id;
  const people::Recording at{institution, people::ChangeId::random(random)};
  const Instant now = clock.now();
  Undone undone;
  std::vector<PersonId> people;
  std::vector<duties::DutyId> said, ended;
  std::vector<duties::RecusalId> recusals;
  std::vector<duties::CoverageId> coverage;
  std::int64_t based_on = 0;
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    const auto found = TRY(read.query(sql::find_import, institution, import).first(import_of));
    if (!found) return err(fail(ErrorCode::not_found, "imports.unknown"));
    if (found->undone_at) return err(fail(ErrorCode::conflict, "imports.undone_already"));
    based_on = TRY(people::newest_change(read, institution));
    for (auto& version : TRY(people::of_change(read, institution, import))) {
      if (version.replaced) undone.people_kept.push_back(std::move(version.external_id));
      else people.push_back(version.id);
    }
    const auto standing = [](const auto& facts, auto& ids) {
      for (const auto& fact : facts)
        if (!fact.replaced) ids.push_back(fact.id);
      return static_cast<std::int64_t>(facts.size() - ids.size());
    };
    undone.duties_kept = standing(TRY(duties::duties_of_change(read, institution, import)), said);
    standing(TRY(duties::recusals_of_change(read, institution, import)), recusals);
    standing(TRY(duties::coverage_of_change(read, institution, import)), coverage);
    ended = TRY(duties::duties_retracted_by(read, institution, import));
    return {};
  }));
  undone.people_taken_back = static_cast<std::int64_t>(people.size());
  undone.duties_taken_back = static_cast<std::int64_t>(said.size());
  undone.duties_restored = static_cast<std::int64_t>(ended.size());
  const auto version_ids = draw<people::VersionId>(people.size(), random);
  const auto duty_ids = draw<duties::DutyId>(ended.size(), random);
  const auto salt = audit::draw_salt(random);

  TRY(begin(database, at, people::ChangeKind::undo, based_on));
  TRY(stage(
      database, at,
      {one_by_one(people.size(),
                  [&](db::WriteTransaction& write, std::size_t i) {
                    return people::take_back(write, at, import, people[i], version_ids[i]);
                  }),
       {said.size(),
        [&](db::WriteTransaction& write, std::size_t from, std::size_t to) {
          return duties::retract(write, at, std::vector(&said[from], &said[from] + (to - from)));
        }},
       one_by_one(ended.size(), [&](db::WriteTransaction& write,
                                    std::size_t i) { return duties::say_again(write, at, ended[i], duty_ids[i]); }),
       one_by_one(recusals.size(),
                  [&](db::WriteTransaction& write, std::size_t i) { return duties::retract(write, at, recusals[i]); }),
       one_by_one(coverage.size(), [&](db::WriteTransaction& write, std::size_t i) {
         return duties::retract(write, at, coverage[i]);
       })}));
  TRY(apply(database, at, now, random, [&](db::WriteTransaction& write) -> Result<> {
    // The row count is the race check: of two undos at once only one marks the import.
    if (TRY(write.execute(sql::mark_undone, institution, import, now, viewer.person)) == 0)
      return err(fail(ErrorCode::conflict, "imports.undone_already"));
    TRY(relationships::forget_known(write, {institution, import}));
    TRY(audit::append(
        write, institution, now,
        {"import.undone", audit::actor_of(viewer), audit::AnyId(import.bytes()),
         fmt::format(R"({{"people":{},"duties":{}}})", undone.people_taken_back, undone.duties_taken_back)},
        salt));
    return {};
  }));
  return undone;
}

Result<duties::Roster> current_roster(db::ReadTransaction& read, InstitutionId institution) {
  duties::Roster roster;
  for (auto& stored : TRY(people::current(read, institution, *roster.pool)))
    roster.people.push_back(std::move(stored.person));
  for (auto& stored : TRY(duties::current_duties(read, institution, *roster.pool)))
    roster.duties.push_back(stored.duty);
  roster.recusals = TRY(duties::current_recusals(read, institution, *roster.pool));
  roster.coverage = TRY(duties::current_coverage(read, institution, *roster.pool));
  roster.coverage_was_stated = !roster.coverage.empty();
  roster.index_people();
  return roster;
}

}  // namespace chiron::imports
