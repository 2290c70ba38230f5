// The listening socket: one thread accepts, one thread a connection answers.
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <list>
#include <thread>
#include <utility>

#include "platform/control/control.h"
#include "platform/control/socket_address.h"

namespace chiron::control {
namespace {

/// One of our own user's processes, or root's.
bool may_speak(int descriptor) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == ::geteuid() || peer.uid == 0;
}

}  // namespace

struct Listener::Inside {
  struct Connection {
    explicit Connection(Channel accepted) : channel(std::move(accepted)) {}
    Channel channel;
    std::atomic<bool> ended{false};
    std::thread thread;
  };

  std::filesystem::path path;
  Answer answer;
  Options options;
  int listening = -1;
  int wakes = -1;  ///< an eventfd: stop() was called, or a connection has ended
  std::atomic<bool> stopping{false};
  std::thread thread;
  std::list<Connection> connections;  ///< of the accepting thread, until that has ended

  void wake() const {
    const std::uint64_t one = 1;
    (void)!::write(wakes, &one, sizeof one);
  }
  void accept_until_stopped();
  void accept_one();
  void join_ended();
};

void Listener::Inside::join_ended() {
  for (auto each = connections.begin(); each != connections.end();) {
    if (!each->ended) {
      ++each;
      continue;
    }
    each->thread.join();
    each = connections.erase(each);
  }
}

void Listener::Inside::accept_one() {
  const int accepted = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
  if (accepted < 0) return;  // it has left again, or there are no descriptors: the next round tries
  Channel channel(accepted, options.stall_ms);
  if (!may_speak(accepted)) return;
  auto& connection = connections.emplace_back(std::move(channel));
  connection.thread = std::thread([this, &connection] {
    answer(connection.channel);
    // Shut at once; the descriptor itself is closed by the thread that may still look at it (stop).
    ::shutdown(connection.channel.descriptor_, SHUT_RDWR);
    connection.ended = true;
    wake();
  });
}

void Listener::Inside::accept_until_stopped() {
  while (!stopping) {
    join_ended();
    const bool full = connections.size() >= static_cast<std::size_t>(options.connections_max);
    pollfd watched[] = {{wakes, POLLIN, 0}, {full ? -1 : listening, POLLIN, 0}};
    if (::poll(watched, 2, -1) < 0) continue;
    if (watched[0].revents != 0) {
      std::uint64_t count = 0;
      (void)!::read(wakes, &count, sizeof count);
    }
    if (!stopping && watched[1].revents != 0) accept_one();
  }
}

Result<std::unique_ptr<Listener>> Listener::start(const std::filesystem::path& path, Answer answer,
                                                  const Options& options) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) == 0) {
    if (!S_ISSOCK(found.st_mode)) return err(unusable(path, EEXIST));
    if (::unlink(path.c_str()) != 0) return err(unusable(path, errno));
  }
  const auto address = TRY(SocketAddress::of(path));
  auto inside = std::make_unique<Inside>();
  inside->path = path;
  inside->answer = std::move(answer);
  inside->options = options;
  std::unique_ptr<Listener> listener(new Listener(std::move(inside)));
  auto& made = *listener->inside_;
  made.listening = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  made.wakes = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  // The mode is set before the name exists (Linux takes it from the unbound socket), so that no moment is open to all.
  if (made.listening < 0 || made.wakes < 0 || ::fchmod(made.listening, 0600) != 0 ||
      ::bind(made.listening, address.get(), address.length()) != 0 || ::listen(made.listening, 64) != 0)
    return err(unusable(path, errno));
  made.thread = std::thread([&made] { made.accept_until_stopped(); });
  return listener;
}

Listener::Listener(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Listener::~Listener() {
  stop();
  if (inside_->listening >= 0) ::close(inside_->listening);
  if (inside_->wakes >= 0) ::close(inside_->wakes);
}

void Listener::stop() {
  if (inside_->stopping.exchange(true) || !inside_->thread.joinable()) return;
  ::unlink(inside_->path.c_str());
  inside_->wake();
  inside_->thread.join();
  ::close(std::exchange(inside_->listening, -1));  // whoever waits in the queue is told
  // Who still speaks is cut short; who is being answered reads its answer to the end.
  for (auto& connection : inside_->connections)
    if (!connection.ended) ::shutdown(connection.channel.descriptor_, SHUT_RD);
  for (auto& connection : inside_->connections) connection.thread.join();
  inside_->connections.clear();
}

}  // namespace chiron::control
