// The style sheets and drawings compiled into this library from web/src/components: the same files the app uses.
#pragma once

#include <string_view>

namespace chiron::report {

/// Tokens, document parts and print rules, one after another.
std::string_view embedded_styles();

/// icons.json: an object of name to SVG path (16 by 16, stroked).
std::string_view embedded_icons();

}  // namespace chiron::report
