// libsodium's keyed hashes, and a key on disk.
#include "platform/crypto/secret_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include <sodium.h>

#include "platform/crypto/sha256.h"

namespace chiron::crypto {
namespace fs = std::filesystem;

namespace {

Error about(Error error, const fs::path& file) { return std::move(error).with("file", file.string()); }

/// Writes beside the file, synchronizes, then gives it its name; never over one that is there.
Result<> write_whole(const fs::path& file, std::string_view text) {
  const fs::path beside = file.string() + ".new";
  const auto failed = [&] { return err(about(fail(ErrorCode::io, "crypto.key_unwritable"), file)); };
  ::unlink(beside.c_str());
  const int opened = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (opened < 0) return failed();
  const bool written = ::write(opened, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool kept = written && ::fsync(opened) == 0;
  ::close(opened);
  const bool named = kept && ::link(beside.c_str(), file.c_str()) == 0;
  ::unlink(beside.c_str());
  if (!named) return failed();
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool lasting = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  if (!lasting) return failed();
  return {};
}

}  // namespace

Mac mac_of(BytesView message, const Key& key) {
  static_assert(crypto_auth_BYTES == sizeof(Mac) && crypto_auth_KEYBYTES == sizeof(Key));
  Mac mac;
  crypto_auth(mac.data(), message.data(), message.size(), key.data());
  return mac;
}

bool same_bytes(BytesView a, BytesView b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Key derive_key(const Key& key, std::uint64_t number, std::string_view context) {
  static_assert(crypto_kdf_KEYBYTES == sizeof(Key) && crypto_kdf_CONTEXTBYTES == 8);
  std::array<char, 8> name{};
  context.copy(name.data(), name.size());
  Key derived;
  crypto_kdf_derive_from_key(derived.data(), derived.size(), number, name.data(), key.data());
  return derived;
}

Result<Key> key_in_file(const fs::path& file, MissingKey missing, Random& random) {
  struct stat found{};
  if (::lstat(file.c_str(), &found) != 0) {
    if (missing == MissingKey::refuse) return err(about(fail(ErrorCode::not_found, "crypto.key_absent"), file));
    Key made;
    random.fill(made);
    TRY(write_whole(file, hex(made) + "\n"));
    return made;
  }
  if (!S_ISREG(found.st_mode) || (found.st_mode & 0077) != 0) return err(about(refuse("crypto.key_readable"), file));
  std::array<char, 66> text{};
  const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  const ssize_t length = opened < 0 ? -1 : ::read(opened, text.data(), text.size());
  if (opened >= 0) ::close(opened);
  Key key;
  std::size_t decoded = 0;
  if (length != 65 || text[64] != '\n' ||
      sodium_hex2bin(key.data(), key.size(), text.data(), 64, nullptr, &decoded, nullptr) != 0 || decoded != key.size())
    return err(about(refuse("crypto.key_malformed"), file));
  return key;
}

}  // namespace chiron::crypto
