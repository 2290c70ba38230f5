// One JSON file beside each upload and for each preview; everything is found by its id and nothing else.
#include "features/imports/upload_room.h"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "platform/crypto/sha256.h"
#include "platform/csv/csv.h"
#include "platform/json/json.h"

namespace chiron::imports {

namespace fs = std::filesystem;

struct UploadRoom::Record {
  Upload upload;
  InstitutionId institution;
  std::string owner;
  Instant expires_at;
  BOOST_DESCRIBE_CLASS(Record, (), (upload, institution, owner, expires_at), (), ())
};

namespace {

Error file_unknown() { return fail(ErrorCode::not_found, "imports.file_unknown"); }
Error preview_unknown() { return fail(ErrorCode::not_found, "imports.preview_unknown"); }

std::optional<std::string> read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

template <class T>
Result<std::optional<T>> read_json(const fs::path& path) {
  const auto text = read_text(path);
  if (!text) return std::optional<T>();
  return TRY(json::parse<T>(*text));
}

void remove_quietly(const fs::path& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

bool is_name(const std::string& name) {
  if (name.empty() || name.size() > 255) return false;
  for (const unsigned char c : name)
    if (c < 0x20 || c == 0x7f || c == '/' || c == '\\') return false;
  return true;
}

}  // namespace

std::string owner_of(const institutions::Viewer& viewer) {
  if (viewer.account) return viewer.account->text();
  if (viewer.person) return viewer.person->text();
  return "";
}

UploadRoom::UploadRoom(fs::path directory, const Clock& clock, Random& random)
    : directory_(std::move(directory)), clock_(clock), random_(random) {}

fs::path UploadRoom::path_of(UploadId id) const { return directory_ / (id.text() + ".bytes"); }
fs::path UploadRoom::path_of(PreviewId id, std::string_view what) const {
  return directory_ / (id.text() + "." + std::string(what));
}

Result<> UploadRoom::make_folder() const {
  std::error_code failed;
  fs::create_directories(directory_, failed);
  if (failed || ::chmod(directory_.c_str(), 0700) != 0) return err(fail(ErrorCode::io, "imports.room_unusable"));
  return {};
}

Result<UploadRoom::Record> UploadRoom::read_record(UploadId id) const {
  auto found = TRY(read_json<Record>(directory_ / (id.text() + ".upload")));
  if (!found || found->expires_at < clock_.now()) return err(file_unknown());
  return *std::move(found);
}

Result<> UploadRoom::write_record(const Record& record) const {
  return csv::write_file((directory_ / (record.upload.id.text() + ".upload")).string(), json::write(record));
}

Result<UploadId> UploadRoom::announce(const institutions::Viewer& viewer, FileKind kind, const std::string& name) {
  const std::lock_guard lock(mutex_);
  const std::string owner = owner_of(viewer);
  if (owner.empty()) return err(file_unknown());
  if (!is_name(name)) return err(refuse("imports.file_name"));
  TRY(make_folder());
  std::size_t theirs = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory_, ignored)) {
    if (entry.path().extension() != ".upload") continue;
    const auto record = read_json<Record>(entry.path());
    theirs += record && *record && (*record)->owner == owner && (*record)->expires_at >= clock_.now();
  }
  if (theirs >= files_of_one_person) return err(fail(ErrorCode::limit, "imports.too_many_files"));
  Record record{
      {UploadId::random(random_), kind, name, "", 0}, viewer.institution_id, owner, clock_.now().plus_ms(preview_ms)};
  TRY(write_record(record));
  return record.upload.id;
}

Result<Upload> UploadRoom::fill(const institutions::Viewer& viewer, UploadId id, const fs::path& bytes) {
  const std::lock_guard lock(mutex_);
  Record record = TRY(read_record(id));
  if (record.institution != viewer.institution_id || record.owner != owner_of(viewer)) return err(file_unknown());
  if (!record.upload.sha256.empty()) return err(fail(ErrorCode::conflict, "imports.file_came"));
  std::error_code failed;
  record.upload.bytes = static_cast<std::int64_t>(fs::file_size(bytes, failed));
  if (failed || record.upload.bytes == 0) return err(refuse("imports.file_empty").with("file", record.upload.name));
  fs::rename(bytes, path_of(id), failed);
  if (failed) return err(fail(ErrorCode::io, "imports.room_unusable"));
  record.upload.sha256 = crypto::hex(TRY(crypto::sha256_of_file(path_of(id).string())));
  TRY(write_record(record));
  return record.upload;
}

Result<Upload> UploadRoom::find(const institutions::Viewer& viewer, UploadId id) {
  const std::lock_guard lock(mutex_);
  const Record record = TRY(read_record(id));
  if (record.institution != viewer.institution_id || record.owner != owner_of(viewer) || record.upload.sha256.empty())
    return err(file_unknown());
  return record.upload;
}

PreviewId UploadRoom::draw() {
  const std::lock_guard lock(mutex_);
  return PreviewId::random(random_);
}

Result<> UploadRoom::keep(Kept& preview) {
  const std::lock_guard lock(mutex_);
  TRY(make_folder());
  preview.expires_at = clock_.now().plus_ms(preview.waiting ? waiting_ms : preview_ms);
  for (const Upload& upload : preview.files) {
    Record record = TRY(read_record(upload.id));
    record.expires_at = std::max(record.expires_at, preview.expires_at);
    TRY(write_record(record));
  }
  return csv::write_file(path_of(preview.id, "preview").string(), json::write(preview));
}

Result<Kept> UploadRoom::find(const institutions::Viewer& viewer, PreviewId id) {
  const std::lock_guard lock(mutex_);
  auto found = TRY(read_json<Kept>(path_of(id, "preview")));
  if (!found || found->institution != viewer.institution_id || found->owner != owner_of(viewer) ||
      found->expires_at < clock_.now())
    return err(preview_unknown());
  return *std::move(found);
}

Result<Kept> UploadRoom::find_waiting(InstitutionId institution, PreviewId id) {
  const std::lock_guard lock(mutex_);
  auto found = TRY(read_json<Kept>(path_of(id, "preview")));
  if (!found || found->institution != institution || !found->waiting || found->expires_at < clock_.now())
    return err(preview_unknown());
  return *std::move(found);
}

void UploadRoom::remove(const Kept& preview) {
  const std::lock_guard lock(mutex_);
  for (const Upload& upload : preview.files) {
    remove_quietly(path_of(upload.id));
    remove_quietly(directory_ / (upload.id.text() + ".upload"));
  }
  for (const char* what : {"preview", "names.csv", "people.csv"}) remove_quietly(path_of(preview.id, what));
}

Result<> UploadRoom::check_unchanged(const Kept& preview) const {
  for (const Upload& upload : preview.files) {
    const auto digest = crypto::sha256_of_file(path_of(upload.id).string());
    if (!digest || crypto::hex(*digest) != upload.sha256)
      return err(fail(ErrorCode::conflict, "imports.file_changed").with("file", upload.name));
  }
  return {};
}

void UploadRoom::sweep() {
  const std::lock_guard lock(mutex_);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory_, ignored)) {
    const fs::path path = entry.path();
    const fs::path stem = path.parent_path() / path.stem();
    if (path.extension() == ".upload") {
      const auto record = read_json<Record>(path);
      if (record && *record && (*record)->expires_at >= clock_.now()) continue;
      remove_quietly(stem.string() + ".bytes");
      remove_quietly(path);
    } else if (path.extension() == ".preview") {
      const auto kept = read_json<Kept>(path);
      if (kept && *kept && (*kept)->expires_at >= clock_.now()) continue;
      for (const char* what : {".names.csv", ".people.csv"}) remove_quietly(stem.string() + what);
      remove_quietly(path);
    }
  }
}

}  // namespace chiron::imports
