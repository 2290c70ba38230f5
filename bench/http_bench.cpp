// Serves one JSON page for bench/http_against_nginx: built from a struct for every request, about 1 kB.
// Prints "port pid" and serves until standard input ends. Arguments: [io|worker] [workers].
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include <unistd.h>

#include "platform/http/server.h"

namespace {

struct Row {
  std::string id;
  std::string name;
  std::int64_t hours = 0;
  bool active = false;
};
BOOST_DESCRIBE_STRUCT(Row, (), (id, name, hours, active))
struct Page {
  std::string title;
  std::vector<Row> rows;
};
BOOST_DESCRIBE_STRUCT(Page, (), (title, rows))

}  // namespace

int main(int count, char** words) {
  using namespace chiron::http;
  const bool inline_run = count > 1 && std::string_view(words[1]) == "io";
  ServerOptions options;
  options.port = 0;
  options.workers = count > 2 ? std::atoi(words[2]) : 2;
  Page page{"Relationships of the spring term", {}};
  for (int i = 0; i < 12; ++i)
    page.rows.push_back(
        {"00000000000000000000000" + std::to_string(100 + i), "Person number " + std::to_string(i), i * 7, i % 2 == 0});
  Router router;
  About about{.id = "page", .summary = "The page measured."};
  about.run = inline_run ? RunOn::io_thread : RunOn::worker;
  router.plain(Method::get, "/api/v1/page", about, [&page](const Request&) { return ok(page); });
  auto server = Server::start(std::move(router), std::move(options));
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().debug_text().c_str());
    return 1;
  }
  std::printf("%d %d\n", (*server)->port(), static_cast<int>(::getpid()));
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
  }
  (*server)->stop();
}
