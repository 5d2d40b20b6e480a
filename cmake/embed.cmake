# Writes a C++ source that holds files as string constants.
#   cmake -DOUTPUT=x.cpp -DNAMESPACE=a::b -DFILES="page.html;page.css" -DFOLDER=dir -P embed.cmake
# page.html becomes `const std::string_view page_html`.
set(source "// Written by cmake/embed.cmake.\n#include \"pages/assets.hpp\"\n\nnamespace ${NAMESPACE} {\n\n")
foreach(name IN LISTS FILES)
  file(READ "${FOLDER}/${name}" content)
  string(MAKE_C_IDENTIFIER "${name}" identifier)
  string(APPEND source "const std::string_view ${identifier} = R\"sluice~(${content})sluice~\";\n")
endforeach()
string(APPEND source "\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUTPUT}" "${source}")
