// Routes, typed input, errors, guards, files and headers over real sockets.
#include <condition_variable>
#include <thread>

#include <gtest/gtest.h>

#include "platform/assets/assets.h"
#include "platform/http/openapi.h"
#include "platform/http/server.h"
#include "platform/http/testing_client.h"

namespace chiron::http {
namespace {

using testing::Client;
using testing::get;
using testing::mutation;

struct Pet {
  std::string name;
  std::int32_t age = 0;
  std::optional<std::string> color;
};
BOOST_DESCRIBE_STRUCT(Pet, (), (name, age, color))
struct FindPet {
  std::string id;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(FindPet, (), (id, limit))
struct ChangePet {
  std::string id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ChangePet, (), (id, name))

struct Lines final : log::Sink {
  void write(std::string_view line) override { text += line; }
  std::string text;
};

struct HttpTest : ::testing::Test {
  HttpTest() {
    auto sink = std::make_unique<Lines>();
    lines = sink.get();
    log = std::make_unique<log::Log>(std::move(sink), log::Level::info, clock, random);
    Router router;
    router.plain(Method::get, "/", {}, [](const Request&) { return html("<p>page</p>"); });
    router.plain(Method::get, "/splits", {}, [](const Request&) {
      auto answer = plain_text("whole").with_header("X-Note", "a\r\nSet-Cookie: evil=1");
      answer.content_type += "\r\nX-Evil: 1";
      return answer;
    });
    router.plain(Method::get, "/fails", {}, [](const Request&) -> Response {
      return fail(ErrorCode::io, "test.disk").with("path", "Jane Smith's file");
    });
    router.plain(Method::get, "/throws", {},
                 [](const Request&) -> Response { throw std::runtime_error("Jane Smith"); });
    router.plain_later(Method::get, "/forgets", {}, [](std::shared_ptr<const Request>, Reply) {});
    router.plain_later(Method::get, "/later", {}, [this](std::shared_ptr<const Request>, Reply reply) {
      later = std::thread([reply] { reply(plain_text("later")); });
    });
    router.plain(Method::get, "/files/{rest...}", {},
                 [](const Request& request) { return plain_text(std::string(request.param("rest"))); });
    router.plain(Method::post, "/upload", {.body_bytes_max = 4 * 1024 * 1024, .body = BodyTo::file},
                 [](const Request& request) {
                   return plain_text(std::to_string(std::filesystem::file_size(request.body_file->path())) + " " +
                                     request.body_file->path().string());
                 });
    router.route<FindPet, Pet>(Method::get, "/api/v1/pets/{id}", {.id = "find_pet", .summary = "One pet."},
                               [](const Request&, const FindPet& input) -> Result<Pet> {
                                 if (input.id == "none")
                                   return err(fail(ErrorCode::not_found, "test.no_pet").with("id", input.id));
                                 return Pet{input.id, input.limit.value_or(1), {}};
                               });
    router.route<ChangePet, Pet>(
        Method::post, "/api/v1/pets/{id}", {.id = "change_pet", .summary = "Rename.", .success = 201},
        [](const Request&, const ChangePet& input) -> Result<Pet> { return Pet{input.name, 2, input.id}; });
    router.route<Nothing, Nothing>(Method::del, "/api/v1/pets", {.id = "delete_pets", .summary = "All."},
                                   [](const Request&, const Nothing&) -> Result<> { return {}; });
    router.files(table, "/index.html");
    router.page("/help", "/help.html");
    router.page("/own", "/own.html", "<p>the site's own</p>");
    document = *openapi_json(router, "Test", "1");
    server = *Server::start(std::move(router), {.port = 0, .ops_port = 0, .log = log.get(), .metrics = &metrics});
    port = server->port();
  }
  ~HttpTest() override {
    if (later.joinable()) later.join();
  }
  testing::Answer ask(const std::string& bytes, bool head_only = false) {
    Client client(port);
    client.send(bytes);
    return client.receive(head_only).value_or(testing::Answer{});
  }

  assets::Table table{{{"/app.js", "raw script", "aabbccddeeff00112233445566778899aabb", "br bytes", "gz bytes"},
                       {"/crypto-worker.js", "w", "00", "", ""},
                       {"/assets/app-BX3f9a2c.css", "css", "cc", "", ""},
                       {"/help.html", "crisis help", "dd", "br help", ""},
                       {"/own.html", "what ships", "ee", "", ""}}};
  SystemClock clock;
  SeededRandom random{7};
  Metrics metrics;
  Lines* lines = nullptr;
  std::unique_ptr<log::Log> log;
  std::string document;
  std::thread later;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;
};

TEST_F(HttpTest, NeverSendsAHeaderThatWouldSplitTheAnswer) {
  const auto answer = ask(get("/splits", port));
  EXPECT_EQ(answer.body, "whole");
  for (const char* name : {"x-note", "content-type", "set-cookie", "x-evil"})
    EXPECT_EQ(answer.header(name), "") << name;
}

TEST_F(HttpTest, AnswersWithSecurityHeadersAndARequestId) {
  const auto page = ask(get("/", port));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body, "<p>page</p>");
  EXPECT_NE(page.header("content-security-policy").find("style-src 'self'; "), std::string::npos);
  for (const auto& answer : {page, ask(get("/nowhere", port)), ask(get("/fails", port)), ask("nonsense\r\n\r\n")}) {
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("referrer-policy"), "no-referrer");
    EXPECT_EQ(answer.header("cross-origin-opener-policy"), "same-origin");
    EXPECT_EQ(answer.header("cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(answer.header("cache-control"), "no-store");
    EXPECT_EQ(answer.header("x-request-id").size(), 26u);
    EXPECT_NE(answer.header("permissions-policy"), "");
    EXPECT_NE(answer.header("content-security-policy"), "");
    EXPECT_EQ(answer.header("server"), "");
  }
}

TEST_F(HttpTest, NamesUnknownPathsAndWrongMethods) {
  const auto unknown = ask(get("/nowhere", port));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_NE(unknown.body.find(R"("code":"not_found","key":"http.unknown_path")"), std::string::npos) << unknown.body;
  const auto wrong = ask(mutation("PUT", "/api/v1/pets/1", port, "{}"));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("allow"), "GET, HEAD, POST");
  EXPECT_EQ(ask(get("/api/v1/pets/a/b", port)).status, 404);
  EXPECT_EQ(ask(get("/api/v1/pets/", port)).status, 404);
}

TEST_F(HttpTest, ReadsTypedInputFromPathQueryAndBody) {
  EXPECT_EQ(ask(get("/api/v1/pets/rex?limit=4", port)).body, R"({"name":"rex","age":4})");
  EXPECT_EQ(ask(get("/api/v1/pets/r%C3%A9x", port)).body, "{\"name\":\"r\xC3\xA9x\",\"age\":1}");
  const auto made = ask(mutation("POST", "/api/v1/pets/rex", port, R"({"name":"max"})"));
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.body, R"({"name":"max","age":2,"color":"rex"})");
  const auto gone = ask(mutation("DELETE", "/api/v1/pets", port, ""));
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(gone.headers.count("content-length"), 0u);
  struct Row {
    std::string bytes;
    int status;
    const char* key;
  };
  for (const auto& row : {
           Row{get("/api/v1/pets/rex?limit=x", port), 400, "json.wrong_type"},
           Row{get("/api/v1/pets/rex?size=1", port), 400, "http.unknown_parameter"},
           Row{get("/api/v1/pets/rex?id=1", port), 400, "http.unknown_parameter"},
           Row{get("/api/v1/pets/rex?limit=1&limit=2", port), 400, "http.malformed_path"},
           Row{get("/api/v1/pets/none", port), 404, "test.no_pet"},
           Row{mutation("POST", "/api/v1/pets/rex", port, R"({"name":"max","x":1})"), 400, "json.unknown_member"},
           Row{mutation("POST", "/api/v1/pets/rex", port, R"({"name":"max","id":"1"})"), 400, "json.unknown_member"},
           Row{mutation("POST", "/api/v1/pets/rex", port, R"({"name":"max","name":"1"})"), 400,
               "json.duplicate_member"},
           Row{mutation("POST", "/api/v1/pets/rex", port, ""), 400, "http.body_missing"},
           Row{mutation("POST", "/api/v1/pets/rex", port, "[]"), 400, "http.body_not_an_object"},
           Row{get("/api/v1/pets/%2e%2e", port), 400, "http.malformed_path"},
           Row{get("/api/v1/pets/a%2Fb", port), 400, "http.malformed_path"},
           Row{get("/api/v1/pets/a%00", port), 400, "http.malformed_path"},
           Row{get("/api/v1/pets/a%ff", port), 400, "http.malformed_path"},
       }) {
    const auto answer = ask(row.bytes);
    EXPECT_EQ(answer.status, row.status) << row.bytes;
    EXPECT_NE(answer.body.find("\"key\":\"" + std::string(row.key) + "\""), std::string::npos)
        << row.bytes << answer.body;
  }
}

TEST_F(HttpTest, TellsFailuresByIncidentOnly) {
  for (const char* path : {"/fails", "/throws", "/forgets"}) {
    const auto answer = ask(get(path, port));
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_NE(answer.body.find(R"("key":"http.failure","detail":{"incident":")"), std::string::npos) << answer.body;
    EXPECT_EQ(answer.body.find("Jane"), std::string::npos);
  }
  server->stop();
  EXPECT_NE(lines->text.find(R"("event":"http.failure")"), std::string::npos);
  EXPECT_NE(lines->text.find(R"("key":"test.disk")"), std::string::npos);
  EXPECT_EQ(lines->text.find("Jane"), std::string::npos) << lines->text;
}

TEST_F(HttpTest, LogsRoutePatternsNeverPaths) {
  ask(get("/api/v1/pets/jane-smith?limit=1", port));
  ask(get("/jane-smith", port));
  server->stop();
  EXPECT_NE(lines->text.find(R"("method":"GET","route":"/api/v1/pets/{id}","status":200)"), std::string::npos)
      << lines->text;
  EXPECT_EQ(lines->text.find("jane"), std::string::npos);
}

TEST_F(HttpTest, AnswersLaterFromAnotherThread) { EXPECT_EQ(ask(get("/later", port)).body, "later"); }

TEST_F(HttpTest, AnswersHeadWithoutABody) {
  Client client(port);
  client.send("HEAD / HTTP/1.1\r\nHost: localhost:" + std::to_string(port) + "\r\n\r\n" + get("/files/a/b", port));
  const auto head = client.receive(true);
  EXPECT_EQ(head->header("content-length"), "11");
  EXPECT_EQ(client.receive()->body, "a/b");
}

TEST_F(HttpTest, ServesEmbeddedFiles) {
  const auto plain = ask(get("/app.js", port));
  EXPECT_EQ(plain.body, "raw script");
  EXPECT_EQ(plain.header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(plain.header("cache-control"), "no-cache");
  EXPECT_EQ(plain.header("vary"), "Accept-Encoding");
  const auto brotli = ask(get("/app.js", port, "Accept-Encoding: gzip, deflate, br\r\n"));
  EXPECT_EQ(brotli.body, "br bytes");
  EXPECT_EQ(brotli.header("content-encoding"), "br");
  EXPECT_NE(brotli.header("etag"), plain.header("etag"));
  EXPECT_EQ(ask(get("/app.js", port, "Accept-Encoding: gzip;q=1, br;q=0\r\n")).body, "gz bytes");
  const auto known = ask(get("/app.js", port, "If-None-Match: \"x\", W/" + plain.header("etag") + "\r\n"));
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(known.header("etag"), plain.header("etag"));
  EXPECT_EQ(ask(get("/assets/app-BX3f9a2c.css", port)).header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(ask(get("/crypto-worker.js", port)).header("content-security-policy"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'");
}

TEST_F(HttpTest, APageStandsAtItsPathAndBelowAndLeavesNoTrace) {
  ask(get("/", port));
  const auto counts = [&] {  // of requests; open connections come and go
    const std::string text = metrics.text();
    return text.substr(text.find("chiron_http_re"));
  };
  const std::string log_before = lines->text, counts_before = counts();
  for (const char* path : {"/help", "/help/", "/help/north", "/help/north/ward?from=mail", "/help.html"}) {
    const auto page = ask(get(path, port));
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_EQ(page.body, "crisis help") << path;
    EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(ask(get(path, port, "Accept-Encoding: br\r\n")).body, "br help");
    EXPECT_EQ(ask(get(path, port, "If-None-Match: " + page.header("etag") + "\r\n")).status, 304);
  }
  for (const char* path : {"/own", "/own/north", "/own.html"}) {
    const auto page = ask(get(path, port, "Accept-Encoding: br\r\n"));
    EXPECT_EQ(page.body, "<p>the site's own</p>") << path;
    EXPECT_EQ(page.header("cache-control"), "no-cache");
    EXPECT_NE(page.header("content-security-policy").find("default-src 'none'"), std::string::npos);
  }
  EXPECT_EQ(lines->text, log_before);
  EXPECT_EQ(counts(), counts_before);
  EXPECT_EQ(ask(get("/helpless", port)).status, 404) << "another word that begins alike";
}

TEST_F(HttpTest, RefusesMutationsThatOurPagesWouldNotSend) {
  const std::string good = mutation("POST", "/api/v1/pets/rex", port, R"({"name":"max"})");
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  const std::string origin = "Origin: http://localhost:" + std::to_string(port) + "\r\n";
  struct Row {
    std::string bytes;
    int status;
  };
  for (const auto& row : {Row{good, 201}, Row{with(origin, ""), 403}, Row{with(origin, "Origin: null\r\n"), 403},
                          Row{with(origin, "Origin: http://evil.example\r\n"), 403},
                          Row{with("Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"), 403},
                          Row{with("Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: same-site"), 403},
                          Row{with("Sec-Fetch-Site: same-origin\r\n", ""), 201}, Row{with("X-Chiron: 1\r\n", ""), 403},
                          Row{with("application/json", "application/x-www-form-urlencoded"), 415},
                          Row{with("application/json", "text/plain"), 415},
                          Row{with("application/json", "application/json; charset=utf-8"), 201},
                          Row{with("application/json", "application/octet-stream"), 415},
                          Row{with("Host: localhost:", "Host: evil.example:"), 421}})
    EXPECT_EQ(ask(row.bytes).status, row.status) << row.bytes;
  EXPECT_EQ(ask(get("/api/v1/pets/rex", port, "Sec-Fetch-Site: cross-site\r\n")).status, 403);
  EXPECT_EQ(ask(get("/", port, "Sec-Fetch-Site: cross-site\r\n")).status, 200) << "following a link is allowed";
}

TEST_F(HttpTest, StreamsUploadsToAFileThatGoesAway) {
  std::string body(3 * 1024 * 1024, 'x');
  std::string bytes = mutation("POST", "/upload", port, body);
  bytes.replace(bytes.find("application/json"), 16, "text/csv");
  const auto answer = ask(bytes);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const std::size_t space = answer.body.find(' ');
  EXPECT_EQ(answer.body.substr(0, space), std::to_string(body.size()));
  server->stop();
  EXPECT_FALSE(std::filesystem::exists(answer.body.substr(space + 1)));
}

TEST_F(HttpTest, ServesOperatorsOnTheSecondPort) {
  ask(get("/", port));
  const auto ops = server->ops_port();
  Client client(ops);
  client.send(get("/healthz", ops) + get("/readyz", ops) + get("/metrics", ops) + get("/", ops));
  EXPECT_EQ(client.receive()->body, "ok\n");
  EXPECT_EQ(client.receive()->body, "ready\n");
  const auto text = client.receive()->body;
  EXPECT_NE(text.find("chiron_http_responses_total{class=\"2xx\"} "), std::string::npos) << text;
  EXPECT_NE(text.find("chiron_http_request_seconds_bucket{le=\"+Inf\"} "), std::string::npos);
  EXPECT_EQ(client.receive()->status, 404);
  EXPECT_EQ(ask(get("/metrics", port)).status, 404) << "not on the public port";
}

TEST_F(HttpTest, NamesATakenPort) {
  const auto second = Server::start(Router(), {.port = port});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().debug_text(), "http.port_taken (address=127.0.0.1, port=" + std::to_string(port) + ")");
  EXPECT_EQ(Server::start(Router(), {.address = "here"}).error().key, "http.address_unusable");
}

TEST_F(HttpTest, DescribesItsTypedRoutes) {
  for (const char* part : {R"("/api/v1/pets/{id}": {)", R"("operationId": "find_pet")", R"("in": "query")",
                           R"("in": "path")", R"("$ref": "#/components/schemas/Pet")", R"("201": {)", R"("204": {)"})
    EXPECT_NE(document.find(part), std::string::npos) << part << "\n" << document;
  EXPECT_TRUE(json::parse_value(document));
  EXPECT_EQ(document.find("/upload"), std::string::npos);
}

TEST(Message, ReadsCookies) {
  Request request;
  request.headers = {{"Cookie", "a=1; __Host-sid=x=y; b=2"}, {"cookie", "b=3"}};
  EXPECT_EQ(request.cookie("__Host-sid"), "x=y");
  EXPECT_EQ(request.cookie("a"), "1");
  EXPECT_EQ(request.cookie("b"), std::nullopt) << "doubled";
  EXPECT_EQ(request.cookie("c"), std::nullopt);
}

TEST(Message, RedirectsOnlyToItself) {
  EXPECT_EQ(see_other("/home").headers[0].value, "/home");
  for (const char* bad : {"//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: y"})
    EXPECT_EQ(see_other(bad).headers[0].value, "/") << bad;
}

}  // namespace
}  // namespace chiron::http
