# The Debian package, by CPack: `scripts/package` builds it, or `cpack` in a build folder packages
# the program that is there.
#
# Its files are the component `package`, which `cmake --install` leaves alone: they belong to a
# Debian system, and most of them outside of any prefix.
# Include last, when all install rules are there.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()  # packaging is the business of the project around
endif()

set(debian "${PROJECT_SOURCE_DIR}/deploy/debian")
set(systemd "${PROJECT_SOURCE_DIR}/deploy/systemd")
set(made "${PROJECT_BINARY_DIR}/debian")
set(doc "share/doc/sluice")

# Puts files into `folder` of the package.
macro(sluice_package folder)
  install(FILES ${ARGN} DESTINATION "${folder}" COMPONENT package EXCLUDE_FROM_ALL)
endmacro()

# Debian wants manuals and changelogs compressed, without the time in it (policy 12.1 and 12.3).
function(sluice_compress from to)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${from}")
  execute_process(COMMAND gzip -9nc "${from}" OUTPUT_FILE "${to}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# nginx's file, which names itself and its README where they are in the package.
set(snippet "${PROJECT_SOURCE_DIR}/nginx/sluice.conf")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${snippet}")
file(READ "${snippet}" text)
foreach(pair IN ITEMS
    "/etc/nginx/sluice.conf=snippets/sluice.conf"
    "README.md beside this file=/usr/share/doc/sluice/nginx/README.md")
  string(REGEX MATCH "^(.*)=(.*)$" pair "${pair}")
  string(FIND "${text}" "${CMAKE_MATCH_1}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "${snippet} does not say ${CMAKE_MATCH_1}")
  endif()
  string(REPLACE "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}" text "${text}")
endforeach()
file(CONFIGURE OUTPUT "${made}/snippet.conf" CONTENT "@text@" @ONLY)

configure_file("${debian}/sluice.1" "${made}/sluice.1" @ONLY)
sluice_compress("${made}/sluice.1" "${made}/sluice.1.gz")
sluice_compress("${debian}/changelog" "${made}/changelog.gz")

# No more than the package sets: each release has other words for the options, and a text that both
# sides have changed asks at each upgrade.
install(FILES "${debian}/sluice.conf.head" RENAME sluice.conf
  DESTINATION /etc/sluice COMPONENT package EXCLUDE_FROM_ALL)
install(FILES "${made}/snippet.conf" RENAME sluice.conf
  DESTINATION /etc/nginx/snippets COMPONENT package EXCLUDE_FROM_ALL)
install(FILES "${systemd}/sluice.logrotate" RENAME sluice
  DESTINATION /etc/logrotate.d COMPONENT package EXCLUDE_FROM_ALL)
sluice_package(lib/systemd/system
  "${systemd}/sluice.service" "${systemd}/sluice.socket" "${systemd}/sluice-control.socket")
install(FILES "${systemd}/sluice.sysusers" RENAME sluice.conf
  DESTINATION lib/sysusers.d COMPONENT package EXCLUDE_FROM_ALL)
install(FILES "${systemd}/sluice.tmpfiles" RENAME sluice.conf
  DESTINATION lib/tmpfiles.d COMPONENT package EXCLUDE_FROM_ALL)
sluice_package(share/man/man1 "${made}/sluice.1.gz")
sluice_package(${doc} "${debian}/copyright" "${made}/changelog.gz"
  "${PROJECT_SOURCE_DIR}/README.md")

# What explains the worker and what is to be copied, in the repository's own folders, so that one text
# leads to another there too. A container is built from the repository, so its files are not here.
sluice_package(${doc}/deploy "${PROJECT_SOURCE_DIR}/deploy/README.md"
  "${PROJECT_SOURCE_DIR}/deploy/REFERENCE.md" "${PROJECT_SOURCE_DIR}/deploy/sluice.conf.example")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/nginx"
  DESTINATION ${doc} COMPONENT package EXCLUDE_FROM_ALL)
foreach(folder IN ITEMS apache caddy haproxy lighttpd monitoring recipes systemd)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/deploy/${folder}"
    DESTINATION ${doc}/deploy COMPONENT package EXCLUDE_FROM_ALL)
endforeach()
install(FILES "${debian}/lintian-overrides" RENAME sluice
  DESTINATION share/lintian/overrides COMPONENT package EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sluice)
set(CPACK_PACKAGE_VENDOR "The sluice authors")
set(CPACK_PACKAGE_CONTACT "The sluice authors <sluice@localhost>")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "worker that pushes events to browsers, behind a web server")
set(CPACK_PACKAGE_DESCRIPTION
"sluice sends Server-Sent Events to browsers from behind the web server that
is already there: nginx, Apache, lighttpd, Caddy or HAProxy. It is a FastCGI
worker: one socket, one location block, and each event reaches the page the
moment it is sent.
.
Programs publish by the Mercure protocol, or over a local socket. Browsers
that come back get what they missed.")
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime package)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
# The umask of whoever builds decides nothing.
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_NAME sluice)
set(CPACK_DEBIAN_PACKAGE_SECTION httpd)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The user and the folder of the sockets are made from descriptions; systemd need not run for it.
set(depends "init-system-helpers (>= 1.62)" passwd
  "systemd | systemd-standalone-sysusers" "systemd | systemd-standalone-tmpfiles")
list(JOIN depends ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "nginx | httpd | caddy | haproxy")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "logrotate")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${debian}/conffiles;${debian}/postinst;${debian}/prerm;${debian}/postrm")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
