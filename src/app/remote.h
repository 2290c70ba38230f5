// Commands on an installation, whoever holds it. When nobody does, a command opens the data directory and works in its
// own process; when a server does, the server runs the same function and the command shows what it says.
//
// Over the control socket a command sends a Call, then each of its files as frames with an empty one at the end. The
// files are sent and not named by path: the server never opens what a command names, and a command can use files that
// the server may not see. Work begins when everything has arrived. The server answers with Said, and Ended at last.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "app/console.h"
#include "app/installation.h"
#include "app/settings.h"
#include "platform/control/control.h"
#include "platform/json/json.h"

namespace chiron::app {

/// What a command asks of the server. In `options` each file is the position of its content among `files`.
struct Call {
  std::string version;             ///< of the command's program; the server's must be the same
  std::string task;                ///< names one of the server's tasks
  std::string options;             ///< JSON of the task's options
  std::vector<std::string> files;  ///< as the person named them; only shown, never opened
};
BOOST_DESCRIBE_STRUCT(Call, (), (version, task, options, files))

enum class Stream : std::uint8_t { out, err };
BOOST_DESCRIBE_ENUM(Stream, out, err)

/// Lines for the terminal of the command.
struct Said {
  Stream stream = Stream::out;
  std::string lines;
};
BOOST_DESCRIBE_STRUCT(Said, (), (stream, lines))

/// The last thing the server says.
struct Ended {
  int code = 0;  ///< an ExitCode
};
BOOST_DESCRIBE_STRUCT(Ended, (), (code))

using ServerWord = std::variant<Said, Ended>;

/// Calls `visit(std::string& path)` for every file that the options name; options without files need nothing.
template <class Options, class Visit>
void each_file(Options& options, Visit visit) {
  if constexpr (requires { options.each_file(visit); }) options.each_file(visit);
}

/// What a task does on an open installation. Options are a described struct.
template <class Options>
using Work = Result<> (*)(Installation&, const Options&, Console&);

/// One thing that a server does for a command.
struct Task {
  std::string_view name;
  /// `files` are where the call's files were stored.
  std::function<Result<>(Installation&, std::string_view options, const std::vector<std::string>& files, Console&)> run;
};

/// The path stored for a file's position in the options; "remote.malformed" when there is none.
Result<std::string> stored_file(const std::string& position, const std::vector<std::string>& files);

template <class Options>
Task task(std::string_view name, Work<Options> work) {
  return {name,
          [work](Installation& installation, std::string_view text, const std::vector<std::string>& files,
                 Console& console) -> Result<> {
            Options options = TRY(json::parse<Options>(text));
            Result<> found;
            each_file(options, [&](std::string& path) {
              auto stored = stored_file(path, files);
              if (stored) path = *std::move(stored);
              else found = err(std::move(stored.error()));
            });
            TRY(std::move(found));
            return work(installation, options, console);
          }};
}

/// Where a command works.
struct Place {
  std::string directory;
  data_directory::Missing missing = data_directory::Missing::refuse;
  std::string database = "sqlite";  ///< or a libpq conninfo
  csv::Limits limits;               ///< of imported files, when the work happens here; a server has its own
};

/// The place of a command's --data, with what the settings say about database and limits.
Result<Place> place_of(const std::string& directory, data_directory::Missing missing, const SettingOptions& settings);

/// Has the server that holds `directory` run a task. Errors: "control.nobody" when no server listens there, those of
/// the control socket, "csv.cannot_open" for a file that cannot be read; what the task says is shown on the console.
Result<ExitCode> ask_server(const std::string& directory, Call call, Console& console);

/// Runs a task where it has to run; returns how it ended, having told everything on the console.
template <class Options>
ExitCode on_installation(const Place& place, std::string_view name, Work<Options> work, Options options,
                         Console& console) {
  auto installation = open_installation(place.directory, place.missing, place.database);
  if (installation) {
    installation->import_limits = place.limits;
    const auto done = work(*installation, options, console);
    return done ? ExitCode::done : console.report(done.error());
  }
  if (installation.error().key != "data_directory.locked") return console.report(installation.error());
  if constexpr (requires { options.before_sending(); }) options.before_sending();
  Call call{"", std::string(name), "", {}};
  each_file(options, [&](std::string& path) {
    call.files.push_back(path);
    path = std::to_string(call.files.size() - 1);
  });
  call.options = json::write(options);
  const auto ended = ask_server(place.directory, std::move(call), console);
  if (ended) return *ended;
  // Somebody holds the directory who is no server: another command, or a server that is just starting or stopping.
  return console.report(ended.error().key == "control.nobody" ? installation.error() : ended.error());
}

/// Empties the folder of uploads, but for the browser's imports, which expire by themselves: what a killed server left
/// there goes. Errors: "app.cannot_write".
Result<> clear_uploads(const Installation& installation);

/// The server's side: answers calls with the tasks given. `installation` must outlive the listener; files are kept
/// below its uploads folder while their task runs.
Result<std::unique_ptr<control::Listener>> answer_commands(Installation& installation, std::vector<Task> tasks,
                                                           const text::Catalog& catalog,
                                                           const control::Options& options = {});

}  // namespace chiron::app
