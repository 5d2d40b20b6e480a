# Goal: CPack makes exactly one package of what this build folder holds.
#   cmake -D CPACK=… -D CONFIG=…/CPackConfig.cmake -D MADE=FOLDER -P build.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${MADE}")
execute_process(COMMAND "${CPACK}" --config "${CONFIG}" -B "${MADE}" RESULT_VARIABLE status)
file(GLOB packages "${MADE}/sluice_*.deb")
list(LENGTH packages count)
if(NOT status EQUAL 0 OR NOT count EQUAL 1)
  message(FATAL_ERROR "cpack ended with ${status} and left ${count} packages in ${MADE}")
endif()
# The tree that the package was made of.
file(REMOVE_RECURSE "${MADE}/_CPack_Packages")
