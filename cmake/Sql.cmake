# Compiles a room's sql/*.sql and migrations/*.sql into its library, so that a room only adds files.

# chiron_sql(TARGET NAMESPACE) gives the header "<folder from src/>/<last folder>_sql.h", for example
# "features/audit/audit_sql.h", with
#   NAMESPACE::sql::<name>        a db::Sql for sql/<name>.sql (and sql/<name>.postgres.sql, if it stands beside)
#   NAMESPACE::sql::all           pointers to all of them, for the test that prepares each
#   NAMESPACE::migrations         the db::MigrationSet of migrations/NNNN_name[.sqlite|.postgres].sql
# A changed statement recompiles one small file.
function(chiron_sql target namespace)
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${CMAKE_SOURCE_DIR}/src OUTPUT_VARIABLE folder)
  get_filename_component(room ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  file(GLOB texts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/sql/*.sql ${CMAKE_CURRENT_SOURCE_DIR}/migrations/*.sql)
  set(stem ${CMAKE_BINARY_DIR}/generated/${folder}/${room}_sql)
  string(REPLACE ";" "," listed "${texts}")
  add_custom_command(
    OUTPUT ${stem}.h ${stem}.cpp
    COMMAND ${CMAKE_COMMAND} -D namespace=${namespace} -D stem=${stem} -D include=${folder}/${room}_sql.h
            -D "texts=${listed}" -P ${CMAKE_SOURCE_DIR}/cmake/EmbedSql.cmake
    DEPENDS ${texts} ${CMAKE_SOURCE_DIR}/cmake/EmbedSql.cmake
    COMMENT "SQL of ${folder}"
    VERBATIM)
  target_sources(${target} PRIVATE ${stem}.h ${stem}.cpp)
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR}/generated)
  # Users of the generated header build after it, also when they only include it through another header.
  add_custom_target(${target}_sql DEPENDS ${stem}.h)
  add_dependencies(${target} ${target}_sql)
endfunction()
