# Files of deploy/ that are written from tables in the sources and kept in the repository, where
# packagers and readers find them without a build.
#
#   cmake --build DIR --target generate    writes them anew
#
# In developer mode the default build fails when one of them differs from its table.
# Include after add_subdirectory(src).
set(generated_folder "${PROJECT_SOURCE_DIR}/deploy")

add_executable(sluice_generate EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/src/config/generate.cpp")
target_link_libraries(sluice_generate PRIVATE sluice_config sluice_build_flags)

add_custom_target(generate
  COMMAND sluice_generate write "${generated_folder}"
  COMMENT "Writing the generated files of deploy/"
  VERBATIM)

if(SLUICE_DEVELOPER_MODE)
  # Found by a glob, so that a file that is missing reaches the check instead of stopping the build
  # with "no known rule to make it".
  file(GLOB generated_files CONFIGURE_DEPENDS
    "${generated_folder}/sluice.conf.example" "${generated_folder}/REFERENCE.md")
  set(generated_stamp "${CMAKE_CURRENT_BINARY_DIR}/generated_is_current.stamp")
  add_custom_command(OUTPUT "${generated_stamp}"
    COMMAND sluice_generate check "${generated_folder}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${generated_stamp}"
    DEPENDS sluice_generate ${generated_files}
    COMMENT "Checking the generated files of deploy/"
    VERBATIM)
  add_custom_target(generated_is_current ALL DEPENDS "${generated_stamp}")
endif()
