# One module: a static library with an include root of its own. The root holds one link, named as the
# module, to its folder: a header of a module that is not in DEPENDS cannot be found, so that a
# forbidden include does not compile. Sources come from sources.mk, which Makefile.am reads too.

file(STRINGS ${PROJECT_SOURCE_DIR}/sources.mk AUWEAVE_SOURCE_LINES)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sources.mk)

# The words of all lines `NAME = a b` and `NAME += c` of sources.mk.
function(auweave_sources NAME OUT)
  set(words "")
  foreach(line IN LISTS AUWEAVE_SOURCE_LINES)
    if(line MATCHES "^${NAME} \\+?= *(.*)$")
      string(REGEX MATCHALL "[^ \t]+" found "${CMAKE_MATCH_1}")
      list(APPEND words ${found})
    endif()
  endforeach()
  if(NOT words)
    message(FATAL_ERROR "sources.mk has no ${NAME}")
  endif()
  list(TRANSFORM words PREPEND ${PROJECT_SOURCE_DIR}/)
  set(${OUT} ${words} PARENT_SCOPE)
endfunction()

function(auweave_include_root NAME FOLDER OUT)
  set(root ${PROJECT_BINARY_DIR}/roots/${NAME})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${FOLDER} ${root}/${NAME} SYMBOLIC)
  set(${OUT} ${root} PARENT_SCOPE)
endfunction()

# The standard headers that most sources include, compiled once for all modules: a quarter less to compile.
# Off in one preset (clang), so that a source that forgets one of them does not pass.
option(AUWEAVE_PCH "Compile the standard headers once" ON)
set(AUWEAVE_STANDARD_HEADERS <algorithm> <array> <chrono> <cstdint> <deque> <functional> <map> <memory> <optional>
  <set> <span> <string> <string_view> <unordered_map> <unordered_set> <utility> <variant> <vector>)

# auweave_pch(TARGET OWNER header…): the owner compiles the headers, and all other targets that name it use what
# it made. What their libraries define must be the same.
function(auweave_pch TARGET OWNER)
  if(NOT AUWEAVE_PCH)
    return()
  endif()
  if("${TARGET}" STREQUAL "${OWNER}")
    target_precompile_headers(${TARGET} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${TARGET} REUSE_FROM ${OWNER})
  endif()
endfunction()

# The sources of a module compiled eight at a time, for a build that is compiled whole and seldom (asan): half as long.
# There two sources of one module cannot have one name for two things, even in anonymous namespaces.
option(AUWEAVE_UNITY "Compile several sources of a module at once" OFF)

# auweave_module(NAME DEPENDS other… LIBRARIES third-party…)
function(auweave_module NAME)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  auweave_sources(${NAME}_sources sources)
  auweave_include_root(${NAME} ${PROJECT_SOURCE_DIR}/src/${NAME} root)
  add_library(${NAME} STATIC ${sources})
  add_library(auweave::${NAME} ALIAS ${NAME})
  set_target_properties(${NAME} PROPERTIES OUTPUT_NAME auweave_${NAME})
  target_include_directories(${NAME} PUBLIC ${root})
  target_link_libraries(${NAME} PRIVATE auweave_settings ${ARG_LIBRARIES})
  auweave_pch(${NAME} base ${AUWEAVE_STANDARD_HEADERS})
  if(AUWEAVE_UNITY)
    set_target_properties(${NAME} PROPERTIES UNITY_BUILD ON)
    # gcc takes what a source defines for what a header defines.
    target_compile_options(${NAME} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
  foreach(depends IN LISTS ARG_DEPENDS)
    target_link_libraries(${NAME} PUBLIC auweave::${depends})
  endforeach()
endfunction()

# The modules that targets are linked from, at any distance.
function(auweave_modules_of OUT)
  set(waiting ${ARGN})
  set(seen "")
  set(modules "")
  while(waiting)
    list(POP_FRONT waiting target)
    if(target IN_LIST seen OR NOT target MATCHES "^auweave::|_support$")
      continue()
    endif()
    list(APPEND seen ${target})
    if(target MATCHES "^auweave::(.*)$")
      list(APPEND modules ${CMAKE_MATCH_1})
    endif()
    get_target_property(links ${target} LINK_LIBRARIES)
    list(APPEND waiting ${links})
  endwhile()
  set(${OUT} ${modules} PARENT_SCOPE)
endfunction()
