// One function per query or write of institutions.
#include "features/institutions/institution_store.h"

namespace chiron::institutions {
namespace {

Institution institution_of(const db::Row& row) {
  // The CHECK of the table allows the two names only.
  return {row.get<InstitutionId>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3),
          row.get<std::string_view>(4) == "demo" ? Mode::demo : Mode::production};
}

}  // namespace

Result<> insert(db::WriteTransaction& write, const Institution& institution) {
  auto inserted = write.execute(sql::insert_institution, institution.id, institution.slug, institution.name,
                                institution.time_zone, name_of(institution.mode));
  if (inserted) return {};
  if (inserted.error().key == "db.not_unique")
    return err(fail(ErrorCode::conflict, "institutions.slug_taken").with("slug", institution.slug));
  return err(std::move(inserted.error()));
}

Result<std::optional<Institution>> find(db::ReadTransaction& read, InstitutionId id) {
  return read.query(sql::find_institution, id).first(institution_of);
}

Result<std::optional<Institution>> find_by_slug(db::ReadTransaction& read, std::string_view slug) {
  return read.query(sql::find_institution_by_slug, slug).first(institution_of);
}

Result<std::vector<Institution>> all(db::ReadTransaction& read) {
  return read.query(sql::all_institutions).all(institution_of);
}

Result<> rename(db::WriteTransaction& write, InstitutionId id, std::string_view name) {
  const auto found = TRY(find(write, id));
  if (!found) return err(fail(ErrorCode::not_found, "institutions.unknown"));
  TRY(Institution::of(id, found->slug, std::string(name), found->time_zone, found->mode));
  TRY(write.execute(sql::rename_institution, id, name));
  return {};
}

}  // namespace chiron::institutions
