# sluice_room(NAME SOURCES ... ROOMS ... [LIBRARIES ...] [PRIVATE_LIBRARIES ...]
#   [JOINED [APART ...]])
#
# One folder of src/ = one room = one target sluice_<name>. ROOMS are the rooms whose headers this
# one may include; scripts/check-layers holds the same list against the #include lines.
#
# A JOINED room is compiled several sources at a time under a sanitizer, where most of the cost is
# headers and templates that all of them share; sources whose private names another one has too are
# kept APART. The preset debug compiles each source alone, so one that misses an #include is found
# there.

# The more there are, the more have to stay apart.
set(joined_sources 8)

add_library(sluice_build_flags INTERFACE)
target_compile_features(sluice_build_flags INTERFACE cxx_std_20)
if(SLUICE_DEVELOPER_MODE)
  target_compile_options(sluice_build_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
endif()

function(sluice_room name)
  cmake_parse_arguments(ROOM "JOINED" "" "SOURCES;ROOMS;LIBRARIES;PRIVATE_LIBRARIES;APART" ${ARGN})
  set(target sluice_${name})
  add_library(${target} STATIC ${ROOM_SOURCES})
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:sluice_build_flags>)
  foreach(room IN LISTS ROOM_ROOMS)
    target_link_libraries(${target} PUBLIC sluice_${room})
  endforeach()
  target_link_libraries(${target} PUBLIC ${ROOM_LIBRARIES} PRIVATE ${ROOM_PRIVATE_LIBRARIES})
  if(ROOM_JOINED AND SLUICE_DEVELOPER_MODE AND CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
    set_target_properties(${target} PROPERTIES
      UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${joined_sources})
    set_source_files_properties(${ROOM_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
  set_property(GLOBAL APPEND PROPERTY SLUICE_ROOM_TARGETS ${target})
endfunction()
