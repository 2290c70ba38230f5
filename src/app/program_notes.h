// The comments of a program file, from the catalog: what its settings mean, in a coordinator's words.
#pragma once

#include <string>

#include "features/programs/program_file.h"
#include "platform/text/catalog.h"

namespace chiron::app {

/// The texts `program_file.<setting>`. The catalog must outlive what is returned.
inline programs::Notes program_notes(const text::Catalog& catalog) {
  return [&catalog](std::string_view setting) {
    const std::string key = "program_file." + std::string(setting);
    return catalog.contains(key) ? catalog.format(key) : std::string();
  };
}

}  // namespace chiron::app
