// Both ends of the control socket: sending a call with its files and showing the answer; receiving one and running it.
#include "app/remote.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <fstream>
#include <system_error>

#include "app/output.h"
#include "base/random.h"
#include "features/imports/upload_room.h"

namespace chiron::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk_bytes = std::size_t{256} * 1024;
constexpr std::size_t files_max = 200;

Error malformed() { return refuse("remote.malformed"); }

// ---- The command's side ----

Error cannot_open(const std::string& path, int error_number) {
  return fail(ErrorCode::io, "csv.cannot_open")
      .with("file", path)
      .with("reason", std::generic_category().message(error_number));
}

Result<> send_file(control::Channel& channel, std::ifstream& stream, const std::string& path) {
  std::string chunk;
  do {
    chunk.resize(chunk_bytes);
    stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    if (stream.bad()) return err(cannot_open(path, errno));
    chunk.resize(static_cast<std::size_t>(stream.gcount()));
    TRY(channel.send(chunk));
  } while (!chunk.empty());
  return {};
}

// ---- The server's side ----

/// What a task says, sent on as it is said. A command that has gone or takes nothing loses only the words.
class RemoteLines final : public Lines {
 public:
  explicit RemoteLines(control::Channel& channel) : channel_(channel) {}
  /// From now on, stored files are spoken of as the person named them.
  void speak_of(const std::vector<std::string>& stored, const std::vector<std::string>& named) {
    for (std::size_t i = 0; i < stored.size(); ++i) names_.emplace_back(stored[i], named[i]);
  }
  void out(std::string_view lines) override { say(Stream::out, lines); }
  void err(std::string_view lines) override { say(Stream::err, lines); }
  bool unheard() const override { return channel_.gone(); }

 private:
  void say(Stream stream, std::string_view lines) {
    std::string words(lines);
    for (const auto& [stored, named] : names_)
      for (std::size_t at = 0; (at = words.find(stored, at)) != std::string::npos; at += named.size())
        words.replace(at, stored.size(), named);
    // A frame has a limit: long lists go in several, cut between letters.
    for (std::size_t at = 0, end = 0; at < words.size(); at = end) {
      end = std::min(words.size(), at + chunk_bytes / 4);
      while (end < words.size() && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) --end;
      (void)channel_.send(json::write(ServerWord(Said{stream, words.substr(at, end - at)})));
    }
  }
  control::Channel& channel_;
  std::vector<std::pair<std::string, std::string>> names_;
};

/// A folder for one call's files that goes with the call.
class Uploads {
 public:
  explicit Uploads(fs::path folder) : folder_(std::move(folder)) {}
  ~Uploads() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Uploads(const Uploads&) = delete;
  Uploads& operator=(const Uploads&) = delete;

  /// Receives the next file. Errors: "csv.too_many_bytes" {file, limit}, "app.cannot_write" {path}.
  Result<> receive(control::Channel& channel, const std::string& named, std::uint64_t bytes_max) {
    const auto path = folder_ / std::to_string(files_.size());
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return err(cannot_write());
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return err(cannot_write());
    files_.push_back(path.string());
    std::uint64_t bytes = 0;
    const auto received = [&]() -> Result<> {
      while (true) {
        const std::string chunk = TRY(channel.receive());
        if (chunk.empty()) return {};
        bytes += chunk.size();
        if (bytes > bytes_max)
          return err(fail(ErrorCode::limit, "csv.too_many_bytes")
                         .with("file", named)
                         .with("limit", std::to_string(bytes_max)));
        for (std::string_view left = chunk; !left.empty();) {
          const auto written = ::write(file, left.data(), left.size());
          if (written < 0 && errno == EINTR) continue;
          if (written <= 0) return err(cannot_write());
          left.remove_prefix(static_cast<std::size_t>(written));
        }
      }
    }();
    ::close(file);
    return received;
  }
  const std::vector<std::string>& files() const { return files_; }

 private:
  Error cannot_write() const { return fail(ErrorCode::io, "app.cannot_write").with("path", folder_.string()); }
  fs::path folder_;
  std::vector<std::string> files_;
};

Result<> run_call(Installation& installation, const std::vector<Task>& tasks, control::Channel& channel,
                  RemoteLines& lines, Console& console) {
  const Call call = TRY(json::parse<Call>(TRY(channel.receive())));
  if (call.version != version())
    return err(refuse("remote.other_version").with("command", call.version).with("server", std::string(version())));
  const auto task = std::ranges::find(tasks, call.task, &Task::name);
  if (task == tasks.end() || call.files.size() > files_max) return err(malformed());
  SystemRandom random;
  Uploads uploads(installation.directory.uploads() / Id<struct UploadTag>::random(random).text());
  for (const auto& named : call.files) TRY(uploads.receive(channel, named, installation.import_limits.bytes));
  lines.speak_of(uploads.files(), call.files);
  return task->run(installation, call.options, uploads.files(), console);
}

}  // namespace

Result<std::string> stored_file(const std::string& position, const std::vector<std::string>& files) {
  std::size_t index = 0;
  const auto [end, failure] = std::from_chars(position.data(), position.data() + position.size(), index);
  if (failure != std::errc{} || end != position.data() + position.size() || index >= files.size())
    return err(malformed());
  return files[index];
}

Result<Place> place_of(const std::string& directory, data_directory::Missing missing, const SettingOptions& settings) {
  const auto config = TRY(settings.load());
  return Place{directory, missing, config.text("database.url"), import_limits(config)};
}

Result<ExitCode> ask_server(const std::string& directory, Call call, Console& console) {
  // Every file is opened before the server hears of anything.
  std::vector<std::ifstream> streams;
  for (const auto& path : call.files) {
    std::error_code error;
    if (fs::is_directory(path, error)) return err(cannot_open(path, EISDIR));
    if (!streams.emplace_back(path, std::ios::binary)) return err(cannot_open(path, errno));
  }
  auto channel = TRY(control::connect(fs::path(directory) / data_directory::control_name));
  call.version = version();
  auto sent = channel.send(json::write(call));
  for (std::size_t i = 0; sent && i < streams.size(); ++i) {
    sent = send_file(channel, streams[i], call.files[i]);
    if (!sent && sent.error().key == "csv.cannot_open") return err(std::move(sent.error()));
  }
  // Even when the server took less than everything it may have said why.
  while (true) {
    auto frame = channel.receive(control::Wait::forever);
    if (!frame) return err(sent ? std::move(frame.error()) : std::move(sent.error()));
    const auto word = TRY(json::parse<ServerWord>(*frame));
    if (const auto* ended = std::get_if<Ended>(&word)) return static_cast<ExitCode>(std::clamp(ended->code, 0, 4));
    const auto& said = std::get<Said>(word);
    if (said.stream == Stream::out) console.lines().out(said.lines);
    else console.lines().err(said.lines);
  }
}

Result<> clear_uploads(const Installation& installation) {
  const auto uploads = installation.directory.uploads();
  std::error_code ignored;
  fs::create_directories(uploads, ignored);
  if (::chmod(uploads.c_str(), 0700) != 0)
    return err(fail(ErrorCode::io, "app.cannot_write").with("path", uploads.string()));
  // What people have handed in through the browser waits for its approval longer than a server runs.
  for (const auto& entry : fs::directory_iterator(uploads, ignored))
    if (entry.path().filename() != imports::upload_folder) fs::remove_all(entry.path(), ignored);
  return {};
}

Result<std::unique_ptr<control::Listener>> answer_commands(Installation& installation, std::vector<Task> tasks,
                                                           const text::Catalog& catalog,
                                                           const control::Options& options) {
  return control::Listener::start(
      installation.directory.control_socket(),
      [&installation, &catalog, tasks = std::move(tasks)](control::Channel& channel) {
        RemoteLines lines(channel);
        Console console(catalog, lines);
        ExitCode code = ExitCode::bug;
        try {
          const auto done = run_call(installation, tasks, channel, lines, console);
          code = done ? ExitCode::done : console.report(done.error());
        } catch (const std::exception&) {
          // Third-party code may throw; the server goes on, and the command ends as it would have by itself.
          console.warn(text::Sentence("remote.bug"));
        }
        (void)channel.send(json::write(ServerWord(Ended{static_cast<int>(code)})));
      },
      options);
}

}  // namespace chiron::app
