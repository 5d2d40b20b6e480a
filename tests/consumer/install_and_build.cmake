# Goal: what is installed is enough to build, and to start, a worker of one's own.
#   cmake -D SLUICE_BUILD=… -D SLUICE_SOURCE=… -D CONSUMER=… -D WORK=… … -P install_and_build.cmake
# Stops with a message at the first step that fails.
cmake_minimum_required(VERSION 3.25)

function(must goal)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status COMMAND_ECHO STDOUT)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${goal}: failed with ${status}")
  endif()
endfunction()

function(must_exist path)
  if(NOT EXISTS "${path}")
    message(FATAL_ERROR "${path} is not installed")
  endif()
endfunction()

set(prefix "${WORK}/prefix")
set(build "${WORK}/build")
file(REMOVE_RECURSE "${WORK}")

must("installing" "${CMAKE_COMMAND}" --install "${SLUICE_BUILD}" --prefix "${prefix}")

# The program, exactly the headers of the public face, and nothing of the inner rooms.
must_exist("${prefix}/bin/sluice")
file(GLOB_RECURSE installed RELATIVE "${prefix}/include" "${prefix}/include/*")
file(GLOB_RECURSE public RELATIVE "${SLUICE_SOURCE}/src" "${SLUICE_SOURCE}/src/sluice/*.hpp")
if(NOT installed STREQUAL public)
  message(FATAL_ERROR "the headers installed are\n  ${installed}\ninstead of\n  ${public}")
endif()

# A prefix that names the sources or the build would work here and nowhere else.
file(GLOB_RECURSE package_files "${prefix}/*.cmake")
foreach(file IN LISTS package_files)
  file(READ "${file}" text)
  foreach(folder IN ITEMS "${SLUICE_SOURCE}/" "${SLUICE_BUILD}/" "${prefix}")
    string(FIND "${text}" "${folder}" place)
    if(NOT place EQUAL -1)
      message(FATAL_ERROR "${file} names ${folder}")
    endif()
  endforeach()
endforeach()

# Moved after the installation, because a package is unpacked elsewhere than it was made.
set(moved "${WORK}/moved")
file(RENAME "${prefix}" "${moved}")

must("configuring the consumer" "${CMAKE_COMMAND}" -S "${CONSUMER}" -B "${build}" -G "${GENERATOR}"
  -D "CMAKE_BUILD_TYPE=${CONFIG}" -D "CMAKE_CXX_COMPILER=${COMPILER}"
  -D "CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" -D "CMAKE_CXX_FLAGS=${COMPILER_FLAGS}"
  -D "CMAKE_EXE_LINKER_FLAGS=${LINKER_FLAGS}" -D "CMAKE_PREFIX_PATH=${moved}"
  -D "SLUICE_MODEL=${SLUICE_SOURCE}/src/examples/counter.cpp")
must("building the consumer" "${CMAKE_COMMAND}" --build "${build}")
must("asking the consumer's program for its options" "${build}/counter" --help)
