// Statements of changes.
#include "features/people/change_store.h"

#include "features/people/people_sql.h"

namespace chiron::people {

std::string_view name_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::import: return "import";
    case ChangeKind::undo: return "undo";
    case ChangeKind::edit: break;
  }
  return "edit";
}

Result<std::int64_t> newest_change(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::newest_change, institution).one<std::int64_t>();
}

Result<> begin(db::WriteTransaction& write, const Recording& at, ChangeKind kind) {
  TRY(write.execute(sql::discard_staged, at.institution));
  TRY(write.execute(sql::insert_change, at.institution, at.change, name_of(kind)));
  return {};
}

Result<> apply(db::WriteTransaction& write, const Recording& at, Instant now) {
  if (TRY(write.execute(sql::apply_change, at.institution, at.change, now)) == 0)
    return err(fail(ErrorCode::conflict, "people.change_closed"));
  return {};
}

Result<std::int64_t> raise_revisions(db::WriteTransaction& write, const Recording& at, int limit) {
  const auto raised = TRY(write.execute(sql::raise_revisions, at.institution, at.change, limit));
  if (raised < limit) TRY(write.execute(sql::settle_change, at.institution, at.change));
  return raised;
}

Result<> discard(db::WriteTransaction& write, const Recording& at) {
  TRY(write.execute(sql::discard_change, at.institution, at.change));
  return {};
}

Result<std::vector<Recording>> unsettled(db::ReadTransaction& read) {
  return read.query(sql::unsettled_changes).all([](const db::Row& row) {
    return Recording{row.get<InstitutionId>(0), row.get<ChangeId>(1)};
  });
}

Result<std::vector<ChangeId>> discarded(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::discarded_changes, institution).all<ChangeId>();
}

Result<std::int64_t> purge(db::WriteTransaction& write, const Recording& at, int limit) {
  for (const auto* part : {&sql::delete_discarded_versions, &sql::delete_discarded_people, &sql::raise_revisions})
    if (const auto deleted = TRY(write.execute(*part, at.institution, at.change, limit)); deleted > 0) return deleted;
  return 0;
}

}  // namespace chiron::people
