// Names the bytes that CMakeLists.txt put into the binary; see styles.h.
#include "platform/report/styles.h"

extern "C" const char chiron_styles_begin[], chiron_styles_end[], chiron_icons_begin[], chiron_icons_end[];

namespace chiron::report {

std::string_view embedded_styles() {
  return {chiron_styles_begin, static_cast<std::size_t>(chiron_styles_end - chiron_styles_begin)};
}

std::string_view embedded_icons() {
  return {chiron_icons_begin, static_cast<std::size_t>(chiron_icons_end - chiron_icons_begin)};
}

}  // namespace chiron::report
