# Run by chiron_assets at build time: writes OUT/NAME.S (.incbin of every file), OUT/NAME.cpp (the table), OUT/NAME.h.
file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE ${DIRECTORY} ${DIRECTORY}/${PATTERN})
list(SORT files)

function(write_if_different path text)
  if(EXISTS ${path})
    file(READ ${path} old)
    if(old STREQUAL text)
      return()
    endif()
  endif()
  file(WRITE ${path} "${text}")
endfunction()

# With an empty table the array still has one element: C++ knows no empty ones.
set(assembly ".section .rodata\n")
set(externs "")
set(rows "")
set(number 0)

# Appends one .incbin; sets `symbol` in the caller.
macro(embed file)
  set(symbol ${NAME}_${number})
  math(EXPR number "${number} + 1")
  file(SHA256 ${DIRECTORY}/${file} sha256)
  string(APPEND assembly
    "# ${sha256}\n.balign 16\n.globl ${symbol}\n${symbol}:\n"
    ".incbin \"${DIRECTORY}/${file}\"\n.globl ${symbol}_end\n${symbol}_end:\n.byte 0\n")
  string(APPEND externs "extern const char ${symbol}[], ${symbol}_end[];\n")
endmacro()

foreach(file ${files})
  if(file MATCHES "\\.(br|gz)$")
    continue()
  endif()
  embed(${file})
  set(raw "view(${symbol}, ${symbol}_end)")
  set(raw_sha256 ${sha256})
  set(br "{}")
  set(gz "{}")
  if(EXISTS ${DIRECTORY}/${file}.br)
    embed(${file}.br)
    set(br "view(${symbol}, ${symbol}_end)")
  endif()
  if(EXISTS ${DIRECTORY}/${file}.gz)
    embed(${file}.gz)
    set(gz "view(${symbol}, ${symbol}_end)")
  endif()
  string(APPEND rows "      {\"${PREFIX}${file}\", ${raw}, \"${raw_sha256}\", ${br}, ${gz}},\n")
endforeach()
string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")

write_if_different(${OUT}/${NAME}.S "${assembly}")
write_if_different(${OUT}/${NAME}.h "// Made by cmake/AssetsEmbed.cmake from ${DIRECTORY}.
#pragma once
#include \"platform/assets/assets.h\"
namespace chiron::assets {
const Table& ${NAME}();
}
")
write_if_different(${OUT}/${NAME}.cpp "// Made by cmake/AssetsEmbed.cmake from ${DIRECTORY}.
#include \"assets/${NAME}.h\"
extern \"C\" {
${externs}}
namespace chiron::assets {
namespace {
[[maybe_unused]] std::string_view view(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}
}  // namespace
const Table& ${NAME}() {
  static const Table table(std::vector<Asset>{
${rows}  });
  return table;
}
}  // namespace chiron::assets
")
