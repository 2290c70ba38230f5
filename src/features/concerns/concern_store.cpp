// Statements of concerns.
#include "features/concerns/concern_store.h"

namespace chiron::concerns {

Result<std::optional<Keys>> newest_keys(db::ReadTransaction& read, InstitutionId institution, AccountId account) {
  return read.query(sql::newest_contact_keys, institution, account).first([](const db::Row& row) {
    Keys keys{row.get<std::int64_t>(0), row.get<Bytes>(1), row.get<Bytes>(2), row.get<Date>(3), {}};
    if (const auto by = row.get<std::optional<AccountId>>(4)) keys.vouched = Vouched{*by, row.get<Bytes>(5)};
    return keys;
  });
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, AccountId account, const Keys& keys) {
  TRY(write.execute(sql::insert_contact_keys, institution, account, keys.version, keys.bundle, keys.seeds,
                    keys.made_on));
  return {};
}

Result<bool> vouch(db::WriteTransaction& write, InstitutionId institution, AccountId account, std::int64_t version,
                   const Vouched& vouched) {
  return TRY(write.execute(sql::vouch_for_contact_keys, institution, account, version, vouched.by,
                           vouched.signature)) == 1;
}

Result<> put(db::WriteTransaction& write, InstitutionId institution, AccountId account, std::int64_t version,
             const StoredSlot& slot) {
  TRY(write.execute(sql::put_contact_slot, institution, account, version, slot.kind, slot.sealed));
  return {};
}

Result<std::vector<StoredSlot>> slots_of(db::ReadTransaction& read, InstitutionId institution, AccountId account,
                                         std::int64_t version) {
  return read.query(sql::contact_slots_of, institution, account, version).all([](const db::Row& row) {
    return StoredSlot{row.get<std::int64_t>(0), row.get<Bytes>(1)};
  });
}

Result<std::vector<Candidate>> candidates(db::ReadTransaction& read, InstitutionId institution, Date day) {
  return read.query(sql::contact_candidates, institution, day).all([](const db::Row& row) {
    return Candidate{row.get<AccountId>(0), row.get<std::string>(1), row.get<std::optional<PersonId>>(2)};
  });
}

Result<std::optional<Concern>> find(db::ReadTransaction& read, ConcernId id) {
  std::string state;
  auto found = TRY(read.query(sql::find_concern, id).first([&](const db::Row& row) {
    state = row.get<std::string>(3);
    return Concern{row.get<InstitutionId>(0), id, row.get<Bytes>(1), row.get<Date>(2), {}};
  }));
  if (found) found->state = TRY(parse_state(state));
  return found;
}

Result<> insert(db::WriteTransaction& write, const Concern& concern) {
  if (TRY(find(write, concern.id))) return err(fail(ErrorCode::conflict, "concerns.already_there"));
  TRY(write.execute(sql::insert_concern, concern.institution, concern.id, concern.token_hash, concern.opened_on));
  return {};
}

Result<bool> move(db::WriteTransaction& write, InstitutionId institution, ConcernId id, ConcernState from,
                  ConcernState to) {
  return TRY(write.execute(sql::move_concern, institution, id, name_of(from), name_of(to))) == 1;
}

Result<> insert(db::WriteTransaction& write, InstitutionId institution, ConcernId concern, const Message& message) {
  TRY(write.execute(sql::insert_concern_message, institution, concern, message.number, message.day, message.contact,
                    message.sealed));
  return {};
}

Result<std::vector<Message>> messages_of(db::ReadTransaction& read, InstitutionId institution, ConcernId concern) {
  return read.query(sql::concern_messages_of, institution, concern).all([](const db::Row& row) {
    return Message{row.get<std::int64_t>(0), row.get<Date>(1), row.get<std::optional<AccountId>>(2), row.get<Bytes>(3)};
  });
}

Result<std::vector<Listed>> concerns_of(db::ReadTransaction& read, InstitutionId institution) {
  std::vector<Listed> all;
  std::optional<Error> wrong;
  TRY(read.query(sql::concerns_of, institution).each([&](const db::Row& row) {
    const auto id = row.get<ConcernId>(0);
    if (all.empty() || all.back().id != id) {
      const auto state = parse_state(row.get<std::string_view>(2));
      if (!state) wrong = state.error();
      all.push_back({id, row.get<Date>(1), state.value_or(ConcernState::received), {}});
    }
    all.back().messages.push_back({row.get<std::int64_t>(3), row.get<Date>(4),
                                   row.get<std::optional<AccountId>>(5).has_value(), row.get<std::int64_t>(6)});
  }));
  if (wrong) return err(*std::move(wrong));
  return all;
}

}  // namespace chiron::concerns
