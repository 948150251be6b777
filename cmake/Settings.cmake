# Flags of everything that is ours, as one target; options are set by CMakePresets.json.

option(BUILD_TESTING "Build the tests" ON)
option(AUWEAVE_BENCH "Build the benchmarks" OFF)
option(AUWEAVE_FUZZ "Build the fuzz targets for libFuzzer (clang); without it they only replay corpora" OFF)
set(AUWEAVE_SANITIZE "" CACHE STRING "What -fsanitize= gets")
option(AUWEAVE_TIDY "Run clang-tidy while compiling" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(auweave_settings INTERFACE)
# Of all: what one source is compiled with, the precompiled headers are.
target_compile_options(auweave_settings INTERFACE -pthread)
target_link_options(auweave_settings INTERFACE -pthread)
target_compile_options(auweave_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -Werror
  -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 sees overlaps in std::string that are not there (gcc bug 105329), and, through a precompiled header,
  # bounds that are passed and are not: the header forgets that libstdc++ silences these.
  target_compile_options(auweave_settings INTERFACE
    -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(auweave_settings INTERFACE -Wthread-safety)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(auweave_settings INTERFACE _FORTIFY_SOURCE=2)
else()
  target_compile_definitions(auweave_settings INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(AUWEAVE_SANITIZE)
  target_compile_options(auweave_settings INTERFACE
    -fsanitize=${AUWEAVE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(auweave_settings INTERFACE -fsanitize=${AUWEAVE_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Instrumented, std::regex looks uninitialized to gcc 12 (gcc bug 105562).
    target_compile_options(auweave_settings INTERFACE -Wno-maybe-uninitialized)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND AUWEAVE_SANITIZE MATCHES "undefined")
    # RapidJSON 1.1.0 adds to a null pointer in its empty stack (internal/stack.h, Reserve).
    target_compile_options(auweave_settings INTERFACE -fno-sanitize=pointer-overflow)
  endif()
endif()
if(AUWEAVE_FUZZ)
  target_compile_options(auweave_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(AUWEAVE_TIDY)
  set(CMAKE_CXX_CLANG_TIDY clang-tidy-14 --quiet)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
