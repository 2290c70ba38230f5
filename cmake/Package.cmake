# `make package`: a Debian package with the program, its service, one configuration file and its documents.
# Dependencies are found by dpkg-shlibdeps, so that they are what the program truly links.
if(NOT TARGET chiron)
  return()
endif()
include(GNUInstallDirs)

install(TARGETS chiron RUNTIME DESTINATION bin)
install(FILES packaging/debian/chiron.service DESTINATION /lib/systemd/system)
install(FILES packaging/debian/chiron.toml DESTINATION /etc/chiron)
install(FILES packaging/debian/copyright DESTINATION share/doc/chiron)
install(FILES packaging/debian/lintian-overrides DESTINATION share/lintian/overrides RENAME chiron)

# Debian wants documents, change log and manual page compressed, and the same bytes from the same source.
function(chiron_install_compressed source name destination)
  set(compressed ${CMAKE_CURRENT_BINARY_DIR}/package/${name}.gz)
  add_custom_command(OUTPUT ${compressed}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/package
    COMMAND gzip -9 -n -c ${source} > ${compressed}
    DEPENDS ${source} VERBATIM)
  set_property(GLOBAL APPEND PROPERTY CHIRON_COMPRESSED ${compressed})
  install(FILES ${compressed} DESTINATION ${destination} OPTIONAL)
endfunction()

# The one place of the version is project(chiron VERSION …) in CMakeLists.txt.
string(TIMESTAMP chiron_date "%a, %d %b %Y 00:00:00 +0000" UTC)
set(CHIRON_PACKAGE_MAINTAINER "The Chiron authors <chiron@localhost>" CACHE STRING "Who answers for the package")
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/package/changelog
  "chiron (${PROJECT_VERSION}) stable; urgency=low\n\n  * See CHANGELOG.md in the sources.\n\n"
  " -- ${CHIRON_PACKAGE_MAINTAINER}  ${chiron_date}\n")
chiron_install_compressed(${CMAKE_CURRENT_BINARY_DIR}/package/changelog changelog share/doc/chiron)
chiron_install_compressed(${CMAKE_SOURCE_DIR}/packaging/debian/chiron.1 chiron.1 share/man/man1)
foreach(document README.md NOTICE)
  if(EXISTS ${CMAKE_SOURCE_DIR}/${document})
    chiron_install_compressed(${CMAKE_SOURCE_DIR}/${document} ${document} share/doc/chiron)
  endif()
endforeach()
get_property(chiron_compressed GLOBAL PROPERTY CHIRON_COMPRESSED)
add_custom_target(package_documents DEPENDS ${chiron_compressed})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME chiron)
set(CPACK_PACKAGE_VENDOR "The Chiron authors")
set(CPACK_PACKAGE_CONTACT "${CHIRON_PACKAGE_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "mentoring, advising and coaching programs for medical schools")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Chiron runs mentoring, peer mentoring, advising and coaching programs of a
medical school or teaching hospital: it finds every conflict of role between
learners and educators, matches them and explains each outcome, on the command
line and as pages served by one program on an embedded database.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, init-system-helpers (>= 1.54~)")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_SOURCE_DIR}/packaging/debian/postinst
  ${CMAKE_SOURCE_DIR}/packaging/debian/prerm
  ${CMAKE_SOURCE_DIR}/packaging/debian/postrm
  ${CMAKE_SOURCE_DIR}/packaging/debian/conffiles)
include(CPack)
