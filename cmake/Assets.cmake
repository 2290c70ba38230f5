# chiron_assets(NAME DIRECTORY [PREFIX /path/] [PATTERN *.json])
# Compiles the files of a directory into the program: a library NAME with the header "assets/NAME.h" that declares
# chiron::assets::NAME(). The directory is read at every build, may be missing (an empty table) and may be made by
# another target: add_dependencies(NAME_files that_target). Files ending in .br and .gz are variants of the file
# without that ending, never files of their own.

function(chiron_assets name directory)
  cmake_parse_arguments(A "" "PREFIX;PATTERN" "" ${ARGN})
  if(NOT A_PREFIX)
    set(A_PREFIX /)
  endif()
  if(NOT A_PATTERN)
    set(A_PATTERN *)
  endif()
  set(out ${CMAKE_BINARY_DIR}/assets)
  # Always run, cheap, and writes only what differs: a file's bytes are named by their hash inside the .S file, so
  # changed bytes make a changed .S file.
  add_custom_target(${name}_files
    COMMAND ${CMAKE_COMMAND} -D NAME=${name} -D DIRECTORY=${directory} -D PREFIX=${A_PREFIX} -D PATTERN=${A_PATTERN}
            -D OUT=${out} -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/AssetsEmbed.cmake
    BYPRODUCTS ${out}/${name}.S ${out}/${name}.cpp ${out}/${name}.h
    COMMENT "" VERBATIM)
  add_library(${name} STATIC ${out}/${name}.S ${out}/${name}.cpp)
  set_source_files_properties(${out}/${name}.S ${out}/${name}.cpp ${out}/${name}.h PROPERTIES GENERATED TRUE)
  set_source_files_properties(${out}/${name}.S PROPERTIES LANGUAGE ASM)
  add_dependencies(${name} ${name}_files)
  target_include_directories(${name} PUBLIC ${CMAKE_BINARY_DIR})
  target_link_libraries(${name} PUBLIC platform_assets)
endfunction()
