// Four keys from one.
#include "features/accounts/secrets.h"

#include "features/accounts/account_store.h"

namespace chiron::accounts {

Secrets Secrets::of(const crypto::Key& key) {
  constexpr std::string_view context = "accounts";
  return {crypto::derive_key(key, 1, context), crypto::derive_key(key, 2, context),
          crypto::derive_key(key, 3, context), crypto::derive_key(key, 4, context)};
}

Result<Secrets> load_secrets(const std::filesystem::path& folder, db::Database& database, Random& random) {
  const bool proofs = TRY(database.read([](db::ReadTransaction& read) { return any_proof(read); }));
  const auto missing = proofs ? crypto::MissingKey::refuse : crypto::MissingKey::make;
  return Secrets::of(TRY(crypto::key_in_file(folder / "accounts.key", missing, random)));
}

}  // namespace chiron::accounts
