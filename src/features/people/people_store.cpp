// Statements of people.
#include "features/people/people_store.h"

#include <cmath>

#include <fmt/format.h>

#include "features/people/display_name.h"

namespace chiron::people {
namespace {

constexpr char list_separator = '\n';  // cells of a file cannot hold a line break after trimming lists

std::string joined(const std::vector<std::string_view>& list) { return fmt::format("{}", fmt::join(list, "\n")); }

std::vector<std::string_view> split(std::string_view text, TextPool& pool) {
  std::vector<std::string_view> list;
  while (!text.empty()) {
    const auto end = text.find(list_separator);
    list.push_back(pool.keep(text.substr(0, end)));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return list;
}

Kind kind_named(std::string_view name) {
  return name == "educator" ? Kind::educator : name == "both" ? Kind::both : Kind::learner;
}

LeaveReason reason_named(std::string_view name) {
  for (LeaveReason reason : {LeaveReason::graduated, LeaveReason::transferred, LeaveReason::resigned,
                             LeaveReason::dismissed, LeaveReason::other})
    if (name_of(reason) == name) return reason;
  return LeaveReason::none;
}

std::optional<std::int64_t> minutes(const Person& person) {
  if (!person.hours_per_month) return std::nullopt;
  return std::llround(*person.hours_per_month * 60);
}

}  // namespace

Result<std::optional<Known>> find(db::ReadTransaction& read, InstitutionId institution, std::string_view external_id) {
  return read.query(sql::find_person, institution, external_id).first([](const db::Row& row) {
    return Known{row.get<PersonId>(0), row.get<std::int64_t>(1)};
  });
}

Result<std::optional<std::string>> name_of(db::ReadTransaction& read, InstitutionId institution, PersonId id) {
  return read.query(sql::name_of_person, institution, id).first([](const db::Row& row) {
    Person person;
    person.id = row.get<std::string_view>(0);
    person.given_name = row.get<std::string_view>(1);
    person.family_name = row.get<std::string_view>(2);
    return display_name(person);
  });
}

Result<std::vector<Named>> known(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::known_people, institution).all([](const db::Row& row) {
    return Named{row.get<PersonId>(0), row.get<std::string>(1)};
  });
}

Result<bool> is_large(db::ReadTransaction& read, InstitutionId institution) {
  constexpr std::int64_t read_at_once = 20'000;
  return TRY(read.query(sql::count_some_people, institution, read_at_once + 1).one<std::int64_t>()) > read_at_once;
}

Result<> insert(db::WriteTransaction& write, const Recording& at, PersonId id, std::string_view external_id) {
  return insert(write, at, {Naming{id, external_id}});
}

Result<> insert(db::WriteTransaction& write, const Recording& at, const std::vector<Naming>& people) {
  return write.insert_all(sql::insert_person, people, [&](const Naming& person) {
    return std::tuple(at.institution, person.id, person.external_id, at.change);
  });
}

Result<> record(db::WriteTransaction& write, const Recording& at, PersonId id, VersionId version,
                const Person& person) {
  return record(write, at, {Version{id, version, person}});
}

Result<> record(db::WriteTransaction& write, const Recording& at, const std::vector<Version>& versions) {
  std::vector<PersonId> ids;
  for (const Version& version : versions) ids.push_back(version.id);
  TRY(write.execute(sql::retract_versions, at.institution, ids, at.change));
  return write.insert_all(sql::insert_version, versions, [&](const Version& version) {
    const Person& person = version.person;
    std::optional<std::int64_t> capacity;
    if (person.capacity) capacity = *person.capacity;
    return std::tuple(at.institution, version.version, version.id, at.change, person.given_name, person.family_name,
                      person.email, person.profession, name_of(person.kind), person.stage, person.site, person.unit,
                      person.cohort, person.specialty, joined(person.languages), joined(person.interests),
                      person.manager, capacity, minutes(person), person.trained_on, person.declared_on,
                      person.present.from, person.present.to, name_of(person.left_because));
  });
}

Result<std::vector<StoredPerson>> current(db::ReadTransaction& read, InstitutionId institution, TextPool& pool) {
  return read.query(sql::current_people, institution).all([&](const db::Row& row) {
    const auto text = [&](int column) { return pool.keep(row.get<std::string_view>(column)); };
    StoredPerson stored;
    stored.id = row.get<PersonId>(0);
    Person& person = stored.person;
    person.id = text(1);
    person.given_name = text(2);
    person.family_name = text(3);
    person.email = text(4);
    person.profession = text(5);
    person.kind = person.listed_as = kind_named(row.get<std::string_view>(6));
    person.stage = text(7);
    person.site = text(8);
    person.unit = text(9);
    person.cohort = text(10);
    person.specialty = text(11);
    person.languages = split(row.get<std::string_view>(12), pool);
    person.interests = split(row.get<std::string_view>(13), pool);
    person.manager = text(14);
    if (const auto capacity = row.get<std::optional<std::int64_t>>(15))
      person.capacity = static_cast<std::uint16_t>(*capacity);
    if (const auto minutes = row.get<std::optional<std::int64_t>>(16))
      person.hours_per_month = static_cast<double>(*minutes) / 60;
    person.trained_on = row.get<std::optional<Date>>(17);
    person.declared_on = row.get<std::optional<Date>>(18);
    person.present = {row.get<Date>(19), row.get<Date>(20)};
    person.left_because = reason_named(row.get<std::string_view>(21));
    return stored;
  });
}

Result<std::vector<Recorded>> of_change(db::ReadTransaction& read, InstitutionId institution, ChangeId change) {
  return read.query(sql::versions_of_change, institution, change).all([](const db::Row& row) {
    return Recorded{row.get<PersonId>(0), row.get<std::string>(1), !row.get<bool>(2)};
  });
}

Result<> take_back(db::WriteTransaction& write, const Recording& at, ChangeId undone, PersonId id, VersionId version) {
  TRY(write.execute(sql::retract_versions, at.institution, std::vector{id}, at.change));
  TRY(write.execute(sql::say_version_again, at.institution, id, undone, version, at.change));
  return {};
}

}  // namespace chiron::people
