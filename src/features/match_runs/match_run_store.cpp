// Statements of match runs.
#include "features/match_runs/match_run_store.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "features/match_runs/match_report.h"
#include "features/people/display_name.h"

namespace chiron::match_runs {
namespace {

StoredRun run_of(const db::Row& row) {
  StoredRun run;
  run.id = row.get<RunId>(0);
  run.program = row.get<programs::ProgramId>(1);
  run.number = row.get<std::int64_t>(2);
  run.charter_version = row.get<std::int64_t>(3);
  if (const auto state = parse_run_state(row.get<std::string_view>(4))) run.state = *state;
  run.error_key = row.get<std::string>(5);
  run.asked_at = row.get<Instant>(6);
  run.learners = row.get<std::int64_t>(7), run.educators = row.get<std::int64_t>(8);
  run.seats = row.get<std::int64_t>(9), run.matched = row.get<std::int64_t>(10);
  run.signed_off_at = row.get<std::optional<Instant>>(11);
  run.published_at = row.get<std::optional<Instant>>(12);
  run.settings = row.get<std::string>(13);
  return run;
}

/// Three columns from `first`: given name, family name, site.
Shown shown_at(const db::Row& row, PersonId id, int first) {
  return {id, people::full_name(row.get<std::string_view>(first), row.get<std::string_view>(first + 1)),
          row.get<std::string>(first + 2)};
}

Result<PersonId> known(const PeopleByExternalId& people, const std::string& id) {
  const auto found = people.find(id);
  if (found == people.end()) return err(fail(ErrorCode::conflict, "match_runs.person_gone"));
  return found->second;
}

/// Whether a detail of an error is a person's external id.
bool names_somebody(const ErrorDetail& detail) {
  return detail.name == "learner" || detail.name == "educator" || detail.name == "who";
}

}  // namespace

Result<> insert(db::WriteTransaction& write, InstitutionId institution, RunId id,
                const programs::CharterVersion& version, const std::string& settings,
                const std::vector<ChosenPair>& choices, Instant now, std::optional<AccountId> asked_by) {
  TRY(write.execute(sql::insert_match_run, institution, id, version.program, version.number, settings, now, asked_by));
  return write.insert_all(sql::insert_match_choice, choices, [&](const ChosenPair& pair) {
    return std::tuple(institution, id, pair.learner, pair.educator, name_of(pair.choice));
  });
}

Result<std::optional<StoredRun>> find(db::ReadTransaction& read, InstitutionId institution, RunId id) {
  return read.query(sql::find_match_run, institution, id).first(run_of);
}

Result<std::vector<StoredRun>> runs_of(db::ReadTransaction& read, InstitutionId institution,
                                       programs::ProgramId program, int limit) {
  return read.query(sql::match_runs_of, institution, program, limit).all(run_of);
}

Result<std::vector<StoredRun>> newest_runs(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::newest_match_runs, institution).all(run_of);
}

Result<std::vector<NamedChoice>> choices_of(db::ReadTransaction& read, InstitutionId institution, RunId id) {
  return read.query(sql::match_choices_of, institution, id).all([](const db::Row& row) {
    const bool forbids = row.get<std::string_view>(2) == name_of(Choice::forbid);
    return NamedChoice{{row.get<PersonId>(0), row.get<PersonId>(1), forbids ? Choice::forbid : Choice::keep},
                       row.get<std::string>(3),
                       row.get<std::string>(4)};
  });
}

Found found_by(const Request& request, const Run& run, const std::string& report) {
  const auto id_of = [&](Person person) { return std::string(request.roster.people[person].id); };
  Found found;
  for (const Proposal* one : by_certainty(run))
    found.pairs.push_back({id_of(run.learners[one->learner]), id_of(run.educators[one->educator]), one->score,
                           one->margin, std::string(conflict::name_of(one->verdict)), std::string(name_of(one->wished)),
                           reasons_of(*one), one->kept, run.problem.capacity[one->educator]});
  for (const Unplaced& one : run.unplaced)
    found.left.push_back({id_of(run.learners[one.learner]), std::string(reason_word(run, one))});
  found.learners = static_cast<std::int64_t>(run.learners.size());
  found.educators = static_cast<std::int64_t>(run.educators.size());
  found.seats = run.seats;
  found.report = report;
  return found;
}

Result<> store_pairs(db::WriteTransaction& write, InstitutionId institution, RunId id, const Found& found,
                     std::size_t first, std::size_t count, const PeopleByExternalId& people) {
  struct Row {
    const Found::Pair* pair;
    PersonId learner, educator;
    std::int64_t position;
  };
  std::vector<Row> rows;
  for (std::size_t n = first; n < std::min(first + count, found.pairs.size()); ++n) {
    const Found::Pair& pair = found.pairs[n];
    rows.push_back(
        {&pair, TRY(known(people, pair.learner)), TRY(known(people, pair.educator)), static_cast<std::int64_t>(n)});
  }
  return write.insert_all(sql::insert_match_proposal, rows, [&](const Row& row) {
    const Found::Pair& pair = *row.pair;
    return std::tuple(institution, id, row.learner, row.educator, row.position, pair.score, pair.margin,
                      std::string_view(pair.verdict), std::string_view(pair.wished), pair.kept,
                      std::string_view(pair.reasons), pair.seats);
  });
}

Result<> store_left(db::WriteTransaction& write, InstitutionId institution, RunId id, const Found& found,
                    std::size_t first, std::size_t count, const PeopleByExternalId& people) {
  std::vector<std::pair<PersonId, const Found::Left*>> rows;
  for (std::size_t n = first; n < std::min(first + count, found.left.size()); ++n)
    rows.emplace_back(TRY(known(people, found.left[n].learner)), &found.left[n]);
  return write.insert_all(sql::insert_match_unplaced, rows, [&](const auto& row) {
    return std::tuple(institution, id, row.first, std::string_view(row.second->reason));
  });
}

Result<> store_answers(db::WriteTransaction& write, InstitutionId institution, RunId id, const Found& found,
                       std::size_t first, std::size_t count) {
  const auto part = [&](const auto& all) {
    const std::size_t from = std::min(first, all.size());
    return std::span(all).subspan(from, std::min(count, all.size() - from));
  };
  using preferences::Collected;
  TRY(write.insert_all(sql::insert_match_educator, part(found.answers.educators), [&](const Collected::Educator& one) {
    return std::tuple(institution, id, one.person, one.takes_part, one.capacity, one.ready, one.declared);
  }));
  TRY(write.insert_all(sql::insert_match_wish, part(found.answers.wishes), [&](const Collected::Wish& one) {
    return std::tuple(institution, id, one.learner, one.educator, one.rank);
  }));
  return write.insert_all(sql::insert_match_veto, part(found.answers.vetoes), [&](const Collected::Veto& one) {
    return std::tuple(institution, id, one.person, one.not_with);
  });
}

Result<preferences::Collected> answers_of(db::ReadTransaction& read, InstitutionId institution, RunId id) {
  using preferences::Collected;
  Collected out;
  out.educators = TRY(read.query(sql::match_educators_of, institution, id).all([](const db::Row& row) {
    return Collected::Educator{row.get<PersonId>(0), row.get<bool>(1), row.get<std::int64_t>(2), row.get<bool>(3),
                               row.get<bool>(4)};
  }));
  out.wishes = TRY(read.query(sql::match_wishes_of, institution, id).all([](const db::Row& row) {
    return Collected::Wish{row.get<PersonId>(0), row.get<PersonId>(1), row.get<std::int64_t>(2)};
  }));
  out.vetoes = TRY(read.query(sql::match_vetoes_of, institution, id).all([](const db::Row& row) {
    return Collected::Veto{row.get<PersonId>(0), row.get<PersonId>(1)};
  }));
  return out;
}

Result<> forget_found(db::WriteTransaction& write, InstitutionId institution, RunId id) {
  TRY(write.execute(sql::forget_match_result, institution, id));
  TRY(write.execute(sql::forget_match_unplaced, institution, id));
  TRY(write.execute(sql::forget_match_report, institution, id));
  TRY(write.execute(sql::forget_match_educators, institution, id));
  TRY(write.execute(sql::forget_match_wishes, institution, id));
  TRY(write.execute(sql::forget_match_vetoes, institution, id));
  return {};
}

Result<> finish(db::WriteTransaction& write, InstitutionId institution, RunId id, const Found& found) {
  TRY(write.execute(sql::insert_match_report, institution, id, found.report));
  TRY(write.execute(sql::match_run_done, institution, id, found.learners, found.educators, found.seats,
                    static_cast<std::int64_t>(found.pairs.size())));
  return {};
}

Result<> fail_run(db::WriteTransaction& write, InstitutionId institution, RunId id, const Error& error,
                  const PeopleByExternalId& people) {
  const auto run = TRY(find(write, institution, id));
  if (!run || run->state != RunState::waiting) return {};
  TRY(write.insert_all(sql::insert_match_run_error, error.detail, [&](const ErrorDetail& detail) {
    const auto person = names_somebody(detail) ? people.find(detail.value) : people.end();
    const bool known = person != people.end();
    return std::tuple(institution, id, std::string_view(detail.name),
                      known ? std::string_view() : std::string_view(detail.value),
                      known ? std::optional(person->second) : std::nullopt);
  }));
  TRY(write.execute(sql::match_run_failed, institution, id, error.key));
  return {};
}

Result<std::map<std::string, std::string>> error_details_of(db::ReadTransaction& read, InstitutionId institution,
                                                            RunId id) {
  std::map<std::string, std::string> details;
  TRY(read.query(sql::match_run_errors_of, institution, id).each([&](const db::Row& row) {
    std::string value = row.get<std::string>(1);
    if (const auto external_id = row.get<std::optional<std::string>>(2)) {
      if (const auto given_name = row.get<std::optional<std::string>>(3))
        value = people::full_name(*given_name, row.get<std::string_view>(4));
      if (value.empty()) value = *external_id;
    }
    details.emplace(row.get<std::string>(0), std::move(value));
  }));
  return details;
}

Result<bool> sign_off(db::WriteTransaction& write, InstitutionId institution, RunId id, Instant now,
                      std::optional<AccountId> by) {
  return TRY(write.execute(sql::sign_off_match_run, institution, id, now, by)) == 1;
}

Result<bool> begin_publishing(db::WriteTransaction& write, InstitutionId institution, RunId id,
                              std::optional<AccountId> by) {
  return TRY(write.execute(sql::begin_publishing, institution, id, by)) == 1;
}

Result<> end_publishing(db::WriteTransaction& write, InstitutionId institution, RunId id, Instant now) {
  TRY(write.execute(sql::end_publishing, institution, id, now));
  return {};
}

Result<std::vector<ToOffer>> to_offer(db::ReadTransaction& read, InstitutionId institution, RunId id, int limit) {
  return read.query(sql::proposals_to_offer, institution, id, limit).all([](const db::Row& row) {
    return ToOffer{row.get<PersonId>(0), row.get<PersonId>(1), row.get<std::int64_t>(2)};
  });
}

Result<> note_became(db::WriteTransaction& write, InstitutionId institution, RunId id, PersonId learner,
                     std::string_view became) {
  TRY(write.execute(sql::proposal_became, institution, id, learner, became));
  return {};
}

Result<std::vector<ShownPair>> pairs_from(db::ReadTransaction& read, InstitutionId institution, RunId id,
                                          std::int64_t position, int limit) {
  return read.query(sql::match_proposals_of, institution, id, position, limit).all([](const db::Row& row) {
    ShownPair pair;
    pair.position = row.get<std::int64_t>(0);
    pair.learner = shown_at(row, row.get<PersonId>(1), 2);
    pair.educator = shown_at(row, row.get<PersonId>(5), 6);
    pair.score = row.get<std::int64_t>(9);
    pair.margin = row.get<std::optional<std::int64_t>>(10);
    pair.verdict = row.get<std::string>(11), pair.wished = row.get<std::string>(12);
    pair.kept = row.get<bool>(13);
    pair.reasons = row.get<std::string>(14), pair.became = row.get<std::string>(15);
    return pair;
  });
}

Result<std::vector<ShownLeft>> left_out(db::ReadTransaction& read, InstitutionId institution, RunId id, int limit) {
  return read.query(sql::match_unplaced_of, institution, id, limit).all([](const db::Row& row) {
    return ShownLeft{shown_at(row, row.get<PersonId>(0), 1), row.get<std::string>(4)};
  });
}

Result<std::map<std::string, std::int64_t>> outcomes_of(db::ReadTransaction& read, InstitutionId institution,
                                                        RunId id) {
  std::map<std::string, std::int64_t> counts;
  TRY(read.query(sql::match_outcomes_of, institution, id).each([&](const db::Row& row) {
    counts[row.get<std::string>(0)] = row.get<std::int64_t>(1);
  }));
  return counts;
}

Result<AnswersGiven> answers_given(db::ReadTransaction& read, InstitutionId institution, RunId id) {
  const auto found = TRY(read.query(sql::answers_to_run, institution, id).first([](const db::Row& row) {
    return AnswersGiven{row.get<std::optional<Date>>(0), row.get<std::int64_t>(1), row.get<std::int64_t>(2),
                        row.get<std::int64_t>(3)};
  }));
  return found.value_or(AnswersGiven{});
}

Result<std::vector<std::int64_t>> answers_mark(db::ReadTransaction& read, InstitutionId institution,
                                               programs::ProgramId program) {
  return read.query(sql::answers_mark, institution, program).all<std::int64_t>();
}

Result<std::optional<std::string>> report_of(db::ReadTransaction& read, InstitutionId institution, RunId id) {
  return read.query(sql::match_report_of, institution, id).first<std::string>();
}

}  // namespace chiron::match_runs
