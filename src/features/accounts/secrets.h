// What accounts need and no database may hold: keys for proofs, one-time secrets, the salts of unknown addresses, and
// what opens somebody's keys. All come from one key in the data directory's `secrets/`.
#pragma once

#include <filesystem>

#include "platform/crypto/secret_key.h"
#include "platform/db/database.h"

namespace chiron::accounts {

struct Secrets {
  crypto::Key pepper{}, salts{}, totp{}, slots{};

  static Secrets of(const crypto::Key& key);
};

/// Reads `folder/accounts.key`; made where nobody has joined yet. Afterwards a missing key is refused
/// ("crypto.key_absent"): a new one would lock everybody out. Errors: those of crypto::key_in_file.
Result<Secrets> load_secrets(const std::filesystem::path& folder, db::Database& database, Random& random);

}  // namespace chiron::accounts
