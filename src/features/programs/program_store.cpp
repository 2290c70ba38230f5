// Statements of programs. Terms are stored as the program file, so that one reader and one writer know the form.
#include "features/programs/program_store.h"

#include "features/programs/program_file.h"

namespace chiron::programs {
namespace {

/// A row whose text has not been read yet: reading can fail, mapping a row cannot.
struct Stored {
  CharterVersion version;
  std::string terms;
};

Result<std::optional<CharterVersion>> read_version(ProgramId program, db::Query query) {
  auto stored = TRY(query.first([&](const db::Row& row) {
    Stored found;
    found.version.program = program;
    found.version.number = row.get<std::int64_t>(0);
    found.version.terms.record =
        row.get<std::string_view>(1) == name_of(Record::institutional) ? Record::institutional : Record::sealed;
    found.version.terms.matters = row.get<std::string_view>(2) == conflict::name_of(conflict::Level::disclose)
                                      ? conflict::Level::disclose
                                      : conflict::Level::block;
    found.terms = row.get<std::string>(3);
    found.version.widens = row.get<bool>(4);
    found.version.recorded_at = row.get<Instant>(5);
    return found;
  }));
  if (!stored) return std::nullopt;
  stored->version.terms.program = TRY(read_program_text("charter", stored->terms));
  return std::move(stored->version);
}

}  // namespace

Result<> insert(db::WriteTransaction& write, InstitutionId institution, ProgramId id, const Program& program) {
  TRY(write.execute(sql::insert_program, institution, id, program.name, conflict::name_of(program.role)));
  return {};
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, const CharterVersion& version,
                std::optional<PersonId> recorded_by) {
  TRY(write.execute(sql::insert_charter_version, institution, version.program, version.number,
                    name_of(version.terms.record), conflict::name_of(version.terms.matters),
                    write_program(version.terms.program), version.widens, version.recorded_at, recorded_by));
  return {};
}

Result<std::optional<CharterVersion>> find_version(db::ReadTransaction& read, InstitutionId institution, ProgramId id,
                                                   std::int64_t number) {
  return read_version(id, read.query(sql::find_charter_version, institution, id, number));
}

Result<std::optional<CharterVersion>> newest_version(db::ReadTransaction& read, InstitutionId institution,
                                                     ProgramId id) {
  return read_version(id, read.query(sql::newest_charter_version, institution, id));
}

}  // namespace chiron::programs
