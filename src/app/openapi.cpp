// The routes, described.
#include "app/openapi.h"

#include <unistd.h>

#include <filesystem>

#include "app/output.h"
#include "app/server.h"
#include "platform/http/openapi.h"

namespace chiron::app {

Result<std::string> openapi_document() {
  std::string folder = (std::filesystem::temp_directory_path() / "chiron-openapi-XXXXXX").string();
  if (!::mkdtemp(folder.data())) return err(fail(ErrorCode::io, "app.cannot_write").with("path", folder));
  auto document = [&]() -> Result<std::string> {
    const auto database = TRY(db::Database::open(db::Location::sqlite(folder + "/none.db")));
    static const SystemClock clock;
    static SystemRandom random;
    std::mutex importing;
    imports::UploadRoom room(folder, clock, random);
    views::live::Hub live(clock, {}, {});
    const auto router = all_routes(
        *database, doors_of(*database, {}, {}, clock, random), {room, importing},
        std::make_shared<Suggestions>(*database, clock), views::home::Mail::not_set_up, [] {}, live);
    return http::openapi_json(router, "Chiron", "1");
  }();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return document;
}

}  // namespace chiron::app
