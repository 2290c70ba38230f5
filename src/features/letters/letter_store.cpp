// Statements of letters.
#include "features/letters/letter_store.h"

namespace chiron::letters {

Result<std::map<Kind, ProgramLetter>> letters_of(db::ReadTransaction& read, InstitutionId institution,
                                                 ProgramId program) {
  std::map<Kind, ProgramLetter> found;
  TRY(read.query(sql::letters_of_program, institution, program).each([&](const db::Row& row) {
    const auto kind = parse_kind(row.get<std::string_view>(0));
    if (!kind) return;
    ProgramLetter letter{row.get<std::int64_t>(1), row.get<bool>(2), {}};
    Words own{row.get<std::string>(3), row.get<std::string>(4)};
    if (!own.subject.empty()) letter.own = std::move(own);
    found.emplace(*kind, std::move(letter));
  }));
  return found;
}

Result<> keep(db::WriteTransaction& write, InstitutionId institution, ProgramId program, Kind kind,
              const ProgramLetter& letter) {
  const Words own = letter.own.value_or(Words{});
  if (letter.revision == 0 && !TRY(letters_of(write, institution, program)).contains(kind)) {
    TRY(write.execute(sql::insert_program_letter, institution, program, name_of(kind), letter.silent, own.subject,
                      own.text));
    return {};
  }
  if (TRY(write.execute(sql::update_program_letter, institution, program, name_of(kind), letter.revision, letter.silent,
                        own.subject, own.text)) == 0)
    return err(fail(ErrorCode::conflict, "letters.changed_meanwhile"));
  return {};
}

Result<std::set<PersonAndOccasion>> posted(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                                           Kind kind) {
  std::set<PersonAndOccasion> found;
  TRY(read.query(sql::letters_posted_of, institution, program, name_of(kind)).each([&](const db::Row& row) {
    found.emplace(row.get<PersonId>(0), row.get<std::string>(1));
  }));
  return found;
}

Result<bool> note_posted(db::WriteTransaction& write, InstitutionId institution, ProgramId program, Kind kind,
                         const PersonAndOccasion& to, const std::string& letter_key, Instant now) {
  return TRY(write.execute(sql::insert_letter_posted, institution, program, name_of(kind), to.first, to.second, now,
                           letter_key)) == 1;
}

Result<std::map<Kind, Figures>> figures_of(db::ReadTransaction& read, InstitutionId institution, ProgramId program) {
  std::map<Kind, Figures> found;
  TRY(read.query(sql::letter_figures, institution, program).each([&](const db::Row& row) {
    const auto kind = parse_kind(row.get<std::string_view>(0));
    if (!kind) return;
    Figures& figures = found[*kind];
    const auto outcome = row.get<std::string_view>(1);
    auto& counted = outcome == "sent"     ? figures.sent
                    : outcome == "failed" ? figures.failed
                    : outcome == "kept"   ? figures.kept
                                          : figures.waiting;
    counted += row.get<std::int64_t>(2);
  }));
  return found;
}

Result<int> note_outcomes(db::WriteTransaction& write, InstitutionId institution, int limit) {
  struct Ended {
    ProgramId program;
    std::string kind;
    PersonId person;
    std::string occasion, outcome;
  };
  const auto ended = TRY(write.query(sql::letters_ended, institution, limit).all([](const db::Row& row) {
    return Ended{row.get<ProgramId>(0), row.get<std::string>(1), row.get<PersonId>(2), row.get<std::string>(3),
                 row.get<std::string>(4)};
  }));
  for (const Ended& one : ended)
    TRY(write.execute(sql::note_letter_outcome, institution, one.program, one.kind, one.person, one.occasion,
                      one.outcome));
  return static_cast<int>(ended.size());
}

}  // namespace chiron::letters
