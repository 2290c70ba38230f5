# The standard headers that nearly every file reads, read once: half of a small file's compile time was theirs. Nothing
# of Chiron's own is in here, and every file still includes what it uses: builds with clang go without.
set(CHIRON_PRECOMPILE OFF)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(CHIRON_PRECOMPILE ON)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>) # ccache asks for it
  set(headers <algorithm> <array> <chrono> <expected> <filesystem> <fstream> <functional> <map> <memory> <mutex>
              <numeric> <optional> <set> <span> <sstream> <string> <string_view> <thread> <tuple> <unordered_map>
              <utility> <variant> <vector> <fmt/format.h>)
  file(WRITE ${CMAKE_BINARY_DIR}/generated/precompiled.cpp "int main() {}\n")
  add_library(chiron_precompiled STATIC ${CMAKE_BINARY_DIR}/generated/precompiled.cpp)
  target_link_libraries(chiron_precompiled PRIVATE fmt::fmt)
  target_precompile_headers(chiron_precompiled PRIVATE ${headers})

  # Tests are programs and compiled with options of their own (Chiron.cmake): their headers are read once more.
  add_executable(chiron_precompiled_tests EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/generated/precompiled.cpp)
  target_link_libraries(chiron_precompiled_tests PRIVATE fmt::fmt GTest::gtest)
  target_compile_options(chiron_precompiled_tests PRIVATE -O0 -U_FORTIFY_SOURCE)
  target_precompile_headers(chiron_precompiled_tests PRIVATE ${headers} <gtest/gtest.h>)
endif()

# chiron_use_precompiled(TARGET WHICH): WHICH is chiron_precompiled or chiron_precompiled_tests.
function(chiron_use_precompiled target which)
  if(CHIRON_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${which})
  endif()
endfunction()

# chiron_compile_with(OPTIONS FILES...): options of their own for some of a target's files. They read their headers
# themselves: what was precompiled with other options may crash the compiler (g++ 12 did).
function(chiron_compile_with options)
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "${options}" SKIP_PRECOMPILE_HEADERS ON)
endfunction()
