// Backups of a data directory: built aside, checked, then renamed; and restored the same way.
#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>

#include "platform/data_directory/data_directory.h"

namespace chiron::data_directory {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view manifest_name = "MANIFEST";
constexpr std::string_view manifest_first_line = "chiron backup 1";
constexpr std::string_view partial = ".partial";

Error unusable(const fs::path& path, const std::string& reason) {
  return fail(ErrorCode::io, "data_directory.unusable").with("path", path.string()).with("reason", reason);
}

Error damaged(const fs::path& file) {
  return fail(ErrorCode::io, "data_directory.backup_damaged").with("file", file.string());
}

/// Writes what the kernel still holds of a file or directory to the disk.
Result<> synchronize(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return err(unusable(path, std::strerror(errno)));
  const bool done = ::fsync(file) == 0;
  const int number = errno;
  ::close(file);
  if (!done) return err(unusable(path, std::strerror(number)));
  return {};
}

struct Measured {
  std::uint64_t size = 0;
  std::string hash;  ///< SHA-256, 64 hexadecimal digits
  bool operator==(const Measured&) const = default;
};

Result<Measured> measure(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return err(unusable(path, std::strerror(errno)));
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
  Measured measured;
  std::array<char, std::size_t{64} * 1024> block;
  while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
    EVP_DigestUpdate(digest.get(), block.data(), static_cast<std::size_t>(stream.gcount()));
    measured.size += static_cast<std::uint64_t>(stream.gcount());
  }
  if (stream.bad()) return err(unusable(path, "it cannot be read"));
  std::array<std::uint8_t, 32> hash;
  EVP_DigestFinal_ex(digest.get(), hash.data(), nullptr);
  for (const auto byte : hash) measured.hash += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
  return measured;
}

/// The regular files below a directory, relative and sorted. Anything else (links, sockets) is not data of ours.
Result<std::vector<fs::path>> files_below(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(directory, error); !error && it != fs::end(it); it.increment(error))
    if (it->symlink_status().type() == fs::file_type::regular)
      files.push_back(it->path().lexically_relative(directory));
  if (error) return err(unusable(directory, error.message()));
  std::sort(files.begin(), files.end());
  return files;
}

Result<> copy_one(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (!error) fs::copy_file(from, to, error);
  if (error) return err(unusable(to, error.message()));
  return synchronize(to);
}

Result<> copy_below(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  if (error) return err(unusable(to, error.message()));
  const auto files = TRY(files_below(from));
  for (const auto& file : files) TRY(copy_one(from / file, to / file));
  return {};
}

/// A file per line: hash, size, path; the last line counts them, so that a shortened manifest shows.
Result<> write_manifest(const fs::path& directory) {
  const auto files = TRY(files_below(directory));
  std::string text = std::string(manifest_first_line) + "\n";
  for (const auto& file : files) {
    const auto measured = TRY(measure(directory / file));
    text += measured.hash + " " + std::to_string(measured.size) + " " + file.generic_string() + "\n";
  }
  text += "end " + std::to_string(files.size()) + "\n";
  const auto path = directory / manifest_name;
  std::ofstream stream(path, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) return err(unusable(path, "it cannot be written"));
  return synchronize(path);
}

Result<std::map<std::string, Measured>> read_manifest(const fs::path& backup) {
  const auto path = backup / manifest_name;
  std::ifstream stream(path, std::ios::binary);
  std::string line;
  if (!stream || !std::getline(stream, line) || line != manifest_first_line)
    return err(fail(ErrorCode::not_found, "data_directory.no_backup").with("path", backup.string()));
  std::map<std::string, Measured> files;
  while (std::getline(stream, line)) {
    if (line == "end " + std::to_string(files.size()) && !std::getline(stream, line)) return files;
    const auto second = line.find(' ', 65);
    if (line.size() < 68 || line[64] != ' ' || second == std::string::npos) break;
    Measured measured;
    measured.hash = line.substr(0, 64);
    const auto read = std::from_chars(line.data() + 65, line.data() + second, measured.size);
    const fs::path file = line.substr(second + 1);
    // A manifest must not lead out of its backup.
    const bool inside = file.is_relative() && file == file.lexically_normal() && *file.begin() != "..";
    if (read.ec != std::errc() || read.ptr != line.data() + second || !inside) break;
    files.emplace(file.generic_string(), std::move(measured));
  }
  return err(damaged(path));
}

Result<> synchronize_directories(const fs::path& directory) {
  std::error_code error;
  std::vector<fs::path> directories{directory};
  for (auto it = fs::recursive_directory_iterator(directory, error); !error && it != fs::end(it); it.increment(error))
    if (it->is_directory()) directories.push_back(it->path());
  if (error) return err(unusable(directory, error.message()));
  for (const auto& each : directories) TRY(synchronize(each));
  return {};
}

/// Gives a finished directory its name: from here on it counts.
Result<> publish(const fs::path& built, const fs::path& name) {
  TRY(synchronize_directories(built));
  std::error_code error;
  fs::rename(built, name, error);
  if (error) return err(unusable(name, error.message()));
  return synchronize(fs::absolute(name).parent_path());
}

/// `20270801T093000Z`, the part of an ISO moment that may stand in a file's name.
std::string stamp(Instant now) {
  std::string text = now.iso().substr(0, 19);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + "Z";
}

/// An empty directory to build in, with the remains of killed runs removed.
Result<fs::path> begin(const fs::path& target, const fs::path& name) {
  std::error_code error;
  fs::create_directories(target, error);
  if (error) return err(unusable(target, error.message()));
  if (fs::exists(name))
    return err(fail(ErrorCode::conflict, "data_directory.backup_exists").with("path", name.string()));
  for (const auto& entry : fs::directory_iterator(target, error)) {
    const auto file = entry.path().filename().string();
    if (file.starts_with("chiron-") && file.ends_with(partial)) fs::remove_all(entry.path(), error);
  }
  fs::path built = name.string() + std::string(partial);
  fs::create_directory(built, error);
  if (error) return err(unusable(built, error.message()));
  fs::permissions(built, fs::perms::owner_all, error);
  return built;
}

}  // namespace

Result<fs::path> back_up(const DataDirectory& directory, const LiveDatabases& live, const fs::path& target,
                         Instant now) {
  auto name = target / ("chiron-" + stamp(now));
  const auto built = TRY(begin(target, name));
  const auto build = [&]() -> Result<> {
    // Databases first: a blob is written before the row that names it, so every row of the copy finds its blob.
    if (live.database != nullptr) TRY(live.database->back_up((built / "chiron.db").string()));
    if (live.vault != nullptr) TRY(live.vault->back_up((built / "vault.db").string()));
    TRY(copy_below(directory.blobs(), built / "blobs"));
    TRY(write_manifest(built));
    TRY(check_backup(built));
    return publish(built, name);
  };
  if (auto done = build(); !done) {
    std::error_code ignored;
    fs::remove_all(built, ignored);
    return err(std::move(done.error()));
  }
  return name;
}

Result<fs::path> back_up_secrets(const DataDirectory& directory, const fs::path& target, Instant now) {
  auto name = target / ("chiron-secrets-" + stamp(now));
  const auto built = TRY(begin(target, name));
  const auto build = [&]() -> Result<> {
    TRY(copy_below(directory.secrets(), built / "secrets"));
    TRY(write_manifest(built));
    TRY(check_backup(built));
    return publish(built, name);
  };
  if (auto done = build(); !done) {
    std::error_code ignored;
    fs::remove_all(built, ignored);
    return err(std::move(done.error()));
  }
  return name;
}

Result<> check_backup(const fs::path& backup) {
  const auto listed = TRY(read_manifest(backup));
  const auto present = TRY(files_below(backup));
  for (const auto& [file, expected] : listed) {
    const auto measured = measure(backup / file);
    if (!measured || *measured != expected) return err(damaged(file));
  }
  for (const auto& file : present)
    if (file != manifest_name && !listed.contains(file.generic_string())) return err(damaged(file));
  for (const char* database : {"chiron.db", "vault.db"}) {
    if (!listed.contains(database)) continue;
    if (auto sound = db::check_file((backup / database).string()); !sound) return err(damaged(database));
  }
  return {};
}

Result<> restore(const fs::path& backup, const fs::path& root) {
  std::error_code error;
  if (fs::exists(root, error) && !fs::is_empty(root, error))
    return err(fail(ErrorCode::conflict, "data_directory.not_empty").with("path", root.string()));
  TRY(check_backup(backup));
  const auto listed = TRY(read_manifest(backup));
  // Named after the place it is for, beside it, so that the rename stays within one file system.
  auto normal = fs::absolute(root).lexically_normal();
  if (!normal.has_filename()) normal = normal.parent_path();
  const auto built = fs::path(normal.string() + ".restoring");
  fs::create_directories(normal.parent_path(), error);
  fs::remove_all(built, error);
  fs::create_directory(built, error);
  if (error) return err(unusable(built, error.message()));
  fs::permissions(built, fs::perms::owner_all, error);
  const auto build = [&]() -> Result<> {
    for (const auto& [file, expected] : listed) {
      TRY(copy_one(backup / file, built / file));
      const auto measured = TRY(measure(built / file));
      if (measured != expected) return err(damaged(file));
    }
    return publish(built, normal);
  };
  auto done = build();
  if (!done) fs::remove_all(built, error);
  return done;
}

}  // namespace chiron::data_directory
