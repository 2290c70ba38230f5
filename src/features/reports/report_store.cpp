// Statements of reports, behind the one access rule.
#include "features/reports/report_store.h"

#include "platform/report/document_json.h"

namespace chiron::reports {

Result<> save(db::WriteTransaction& write, InstitutionId institution, Instant made_at, const Finished& report) {
  TRY(write.execute(sql::save_report, institution, report.name, made_at, report::sentence_json(report.document.title),
                    report::sentence_json(report.document.standing), report.program,
                    report::sentence_json(report.next), report::document_json(report.document)));
  return {};
}

Result<std::optional<std::string>> document_for(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                                Access access, std::string_view name) {
  if (access == Access::closed) return std::optional<std::string>{};
  return read.query(sql::find_report, viewer.institution_id, name).first<std::string>();
}

Result<std::vector<Entry>> list_for(db::ReadTransaction& read, const institutions::Viewer& viewer, Access access) {
  if (access == Access::closed) return std::vector<Entry>{};
  return read.query(sql::list_reports, viewer.institution_id).all([](const db::Row& row) {
    return Entry{row.get<std::string>(0), row.get<Instant>(1), row.get<std::string>(2), row.get<std::string>(3),
                 row.get<std::string>(4), row.get<std::string>(5)};
  });
}

}  // namespace chiron::reports
