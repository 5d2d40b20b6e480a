# What `cmake --install` puts down: the program, the headers of the public face, and every room as a
# static library, so that a program of its own is found_package(sluice) and sluice::sluice away.
# Include last, when all targets are there.
include(CMakePackageConfigHelpers)
set(sluice_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/sluice")

# sluice::sluice is the whole library: the face's declarations and the rooms that define them. The
# linker takes of the archives what is used. The name in the build is another one, because there
# `sluice` is the program.
add_library(sluice_library INTERFACE)
add_library(sluice::sluice ALIAS sluice_library)
set_target_properties(sluice_library PROPERTIES EXPORT_NAME sluice)

# A room is an implementation detail with a name of its own, sluice::room_<name>, so that an error
# message of the linker says which one it means.
get_property(sluice_room_targets GLOBAL PROPERTY SLUICE_ROOM_TARGETS)
foreach(target IN LISTS sluice_room_targets)
  string(REGEX REPLACE "^sluice_" "room_" export_name "${target}")
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${export_name})
  target_link_libraries(sluice_library INTERFACE ${target})
endforeach()

install(TARGETS sluice_library ${sluice_room_targets} EXPORT sluiceTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development)
install(TARGETS sluice RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT runtime)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/src/sluice"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development
  FILES_MATCHING PATTERN "*.hpp")

install(EXPORT sluiceTargets NAMESPACE sluice::
  DESTINATION "${sluice_package_folder}" COMPONENT development)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/sluiceConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/sluiceConfig.cmake" INSTALL_DESTINATION "${sluice_package_folder}")
# Before 1.0 a minor version may change the face.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/sluiceConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/sluiceConfig.cmake" "${PROJECT_BINARY_DIR}/sluiceConfigVersion.cmake"
  DESTINATION "${sluice_package_folder}" COMPONENT development)
