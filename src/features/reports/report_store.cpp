// Statements of reports, behind the one access rule.
#include "features/reports/report_store.h"

#include "platform/report/document_json.h"

namespace chiron::reports {

Result<> save(db::WriteTransaction& write, InstitutionId institution, Instant made_at, const Finished& report) {
  TRY(write.execute(sql::save_report, institution, report.name, made_at, report::sentence_json(report.document.title),
                    report::sentence_json(report.document.standing), report.program, report::sentence_json(report.next),
                    report::document_json(report.document)));
  return {};
}

namespace {

bool shows(Access access, std::string_view name) {
  return access == Access::open || (access == Access::without_people && !names_people(name));
}

}  // namespace

bool names_people(std::string_view name) { return name != "accreditor"; }

Access access_of(const institutions::Viewer& viewer) {
  using institutions::AccountRole;
  if (viewer.kind == institutions::ViewerKind::operator_ || viewer.has(AccountRole::coordinator)) return Access::open;
  return viewer.has(AccountRole::leader) ? Access::without_people : Access::closed;
}

Result<std::optional<std::string>> document_for(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                                Access access, std::string_view name) {
  if (!shows(access, name)) return std::optional<std::string>{};
  return read.query(sql::find_report, viewer.institution_id, name).first<std::string>();
}

Result<std::vector<Entry>> list_for(db::ReadTransaction& read, const institutions::Viewer& viewer, Access access) {
  if (access == Access::closed) return std::vector<Entry>{};
  auto entries = TRY(read.query(sql::list_reports, viewer.institution_id).all([](const db::Row& row) {
    return Entry{row.get<std::string>(0), row.get<Instant>(1),     row.get<std::string>(2),
                 row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5)};
  }));
  std::erase_if(entries, [&](const Entry& entry) { return !shows(access, entry.name); });
  return entries;
}

}  // namespace chiron::reports
