# Writes one assembler file that puts every text/en/*.json into the binary, and the table that names them.
# A file that changes is assembled again; a new file is found by the next configure.
function(chiron_embed_catalog target directory)
  file(GLOB files CONFIGURE_DEPENDS ${directory}/*.json)
  set(assembly ".section .rodata\n")
  set(externs "")
  set(rows "")
  foreach(file ${files})
    get_filename_component(room ${file} NAME_WE)
    string(MAKE_C_IDENTIFIER ${room} symbol)
    string(APPEND assembly
           ".global catalog_${symbol}_begin\ncatalog_${symbol}_begin:\n.incbin \"${file}\"\n"
           ".global catalog_${symbol}_end\ncatalog_${symbol}_end:\n.byte 0\n")
    string(APPEND externs "extern \"C\" const char catalog_${symbol}_begin[], catalog_${symbol}_end[];\n")
    string(APPEND rows "    {\"${room}\", std::string(catalog_${symbol}_begin, catalog_${symbol}_end)},\n")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_catalog)
  file(CONFIGURE OUTPUT ${out}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${out}.cpp CONTENT "// Written by EmbedCatalog.cmake.
#include \"platform/text/catalog.h\"
${externs}
std::span<const chiron::text::CatalogFile> chiron::text::embedded_english() {
  static const std::vector<CatalogFile> files = {
${rows}  };
  return files;
}
" @ONLY)
  set_source_files_properties(${out}.S PROPERTIES OBJECT_DEPENDS "${files}")
  target_sources(${target} PRIVATE ${out}.S ${out}.cpp)
endfunction()
