// Statements of wishes and vetoes.
#include "features/preferences/preference_store.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "features/people/display_name.h"

namespace chiron::preferences {
namespace {

PersonShownBriefly shown_at(const db::Row& row) {
  return {row.get<PersonId>(0), people::full_name(row.get<std::string_view>(1), row.get<std::string_view>(2)),
          row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5)};
}

Collected::Veto veto_at(const db::Row& row) { return {row.get<PersonId>(0), row.get<PersonId>(1)}; }

}  // namespace

Result<std::optional<WishList>> find_wishes(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                                            PersonId learner) {
  const auto revision = TRY(read.query(sql::find_wish_list, institution, program, learner).first<std::int64_t>());
  if (!revision) return std::nullopt;
  return WishList{*revision, TRY(read.query(sql::wishes_of, institution, program, learner).all<PersonId>())};
}

Result<> keep_wishes(db::WriteTransaction& write, InstitutionId institution, ProgramId program, PersonId learner,
                     std::int64_t read_at, const std::vector<PersonId>& wishes, Instant now) {
  const auto found = TRY(write.query(sql::find_wish_list, institution, program, learner).first<std::int64_t>());
  if (found.value_or(0) != read_at) return err(fail(ErrorCode::conflict, "preferences.changed_meanwhile"));
  if (found) TRY(write.execute(sql::update_wish_list, institution, program, learner, now));
  else TRY(write.execute(sql::insert_wish_list, institution, program, learner, now));
  TRY(write.execute(sql::delete_wishes, institution, program, learner));
  for (std::size_t at = 0; at < wishes.size(); ++at)
    TRY(write.execute(sql::insert_wish, institution, program, learner, static_cast<std::int64_t>(at + 1), wishes[at]));
  return {};
}

Result<std::int64_t> count_wish_lists(db::ReadTransaction& read, InstitutionId institution, ProgramId program) {
  return read.query(sql::count_wish_lists, institution, program).one<std::int64_t>();
}

Result<std::vector<PersonId>> ruled_out_by(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                                           PersonId person) {
  return read.query(sql::vetoes_by, institution, program, person).all<PersonId>();
}

Result<bool> are_ruled_out(db::ReadTransaction& read, InstitutionId institution, ProgramId program, PersonId one,
                           PersonId other) {
  return read.query(sql::ruled_out_either_way, institution, program, one, other).one<bool>();
}

Result<> keep_veto(db::WriteTransaction& write, InstitutionId institution, ProgramId program, PersonId person,
                   PersonId not_with, bool stands) {
  const auto& statement = stands ? sql::insert_veto : sql::delete_veto;
  TRY(write.execute(statement, institution, program, person, not_with));
  return {};
}

Result<std::vector<PersonShownBriefly>> shown(db::ReadTransaction& read, InstitutionId institution,
                                              const std::vector<PersonId>& people) {
  std::map<PersonId, PersonShownBriefly> found;
  for (auto& one : TRY(read.query(sql::people_shown, institution, people).all(shown_at))) {
    const PersonId id = one.id;
    found.emplace(id, std::move(one));
  }
  std::vector<PersonShownBriefly> out;
  for (const PersonId& id : people)
    if (const auto one = found.find(id); one != found.end()) out.push_back(one->second);
  return out;
}

Result<CollectedAbout> collected_about(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                                       PersonId learner) {
  return CollectedAbout{TRY(read.query(sql::collected_vetoes_about, institution, program, learner).all(veto_at)),
                        TRY(read.query(sql::was_ever_started, institution, program).one<bool>())};
}

Result<std::vector<Collected::Educator>> collected_educators(db::ReadTransaction& read, InstitutionId institution,
                                                             ProgramId program, conflict::Role role, Date first_day) {
  return read.query(sql::collected_educators, institution, program, conflict::name_of(role), first_day)
      .all([](const db::Row& row) {
        return Collected::Educator{row.get<PersonId>(0), row.get<bool>(1), row.get<std::int64_t>(2), row.get<bool>(3),
                                   row.get<bool>(4)};
      });
}

Result<Collected> collected(db::ReadTransaction& read, InstitutionId institution, ProgramId program,
                            conflict::Role role, Date first_day) {
  Collected out;
  out.educators = TRY(collected_educators(read, institution, program, role, first_day));
  out.wishes = TRY(read.query(sql::collected_wishes, institution, program).all([](const db::Row& row) {
    return Collected::Wish{row.get<PersonId>(0), row.get<PersonId>(1), row.get<std::int64_t>(2)};
  }));
  out.vetoes = TRY(read.query(sql::collected_vetoes, institution, program).all(veto_at));
  out.asked = TRY(read.query(sql::was_ever_started, institution, program).one<bool>());
  return out;
}

}  // namespace chiron::preferences
