// One row a day for a person, a record and who looked; the audit log holds the same in its chain.
#include "features/access_log/access_log.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "features/audit/actor.h"
#include "features/institutions/today.h"
#include "features/people/display_name.h"

namespace chiron::access_log {
namespace {

constexpr std::array<std::string_view, 8> record_names{
    "case", "cases", "proposals", "pairs", "waiting_list", "pairs_from_before", "answers", "report"};

Result<Record> record_of(std::string_view name) {
  const auto found = std::ranges::find(record_names, name);
  if (found == record_names.end()) return err(fail(ErrorCode::internal, "access_log.record"));
  return static_cast<Record>(found - record_names.begin());
}

Result<bool> was_seen(db::ReadTransaction& read, const institutions::Viewer& viewer, const Seen& seen, Date day) {
  const auto found = TRY(read.query(sql::was_seen, viewer.institution_id, seen.subject, day, name_of(seen.record),
                                    *viewer.account)
                             .first([](const db::Row&) { return true; }));
  return found.has_value();
}

}  // namespace

std::string_view name_of(Record record) { return record_names[static_cast<std::size_t>(record)]; }

Result<> Noting::seen(const institutions::Viewer& viewer, Seen seen) const {
  if (!viewer.account) return {};
  const auto read_before = [&](db::ReadTransaction& read) -> Result<bool> {
    return was_seen(read, viewer, seen, TRY(institutions::today_of(read, viewer.institution_id, clock)));
  };
  if (TRY(database.read(read_before))) return {};
  const auto salt = audit::draw_salt(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const Date day = TRY(institutions::today_of(write, viewer.institution_id, clock));
    if (TRY(was_seen(write, viewer, seen, day))) return {};
    TRY(write.execute(sql::insert_look, viewer.institution_id, seen.subject, day, name_of(seen.record),
                      *viewer.account, now));
    TRY(audit::append(write, viewer.institution_id, now,
                      {"record.seen", audit::actor_of(viewer), seen.subject,
                       fmt::format(R"({{"record":"{}"}})", name_of(seen.record))},
                      salt));
    return {};
  });
}

Result<std::vector<Look>> looks_at(db::ReadTransaction& read, InstitutionId institution,
                                   const std::vector<audit::AnyId>& subjects, Date today, int limit) {
  std::vector<Look> all;
  for (const auto& subject : subjects) {
    auto some = TRY(
        read.query(sql::looks_at, institution, subject, today - days_shown, std::int64_t{limit})
            .all([&](const db::Row& row) -> Result<Look> {
              const auto name = people::full_name(row.get<std::string_view>(2), row.get<std::string_view>(3));
              return Look{row.get<Date>(0), TRY(record_of(row.get<std::string_view>(1))),
                          name.empty() ? row.get<std::string>(4) : name, subject};
            }));
    for (auto& one : some) all.push_back(TRY(std::move(one)));
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, &Look::day);
  if (all.size() > static_cast<std::size_t>(limit)) all.resize(static_cast<std::size_t>(limit));
  return all;
}

}  // namespace chiron::access_log
