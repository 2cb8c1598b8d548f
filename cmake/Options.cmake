# SPDX-License-Identifier: LGPL-2.1-or-later
# How every target of ours is compiled; nothing here is global but the language itself.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
# The layers are part of programs and of the hook's module.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(topofix_options INTERFACE)
target_compile_options(topofix_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition
    -Wwrite-strings -Wpointer-arith -Wformat=2 -Wundef -Wvla -Wconversion -Wno-sign-conversion
    -fno-common $<$<BOOL:${TOPOFIX_DEVELOPER}>:-Werror>)
target_compile_definitions(topofix_options INTERFACE _GNU_SOURCE
    TOPOFIX_VERSION="${PROJECT_VERSION}"
    TOPOFIX_SYSCONFDIR="${CMAKE_INSTALL_FULL_SYSCONFDIR}"
    TOPOFIX_RUNSTATEDIR="${CMAKE_INSTALL_FULL_RUNSTATEDIR}"
    TOPOFIX_LIBVIRT_SYSCONFDIR="${TOPOFIX_LIBVIRT_SYSCONFDIR}"
    TOPOFIX_LIBVIRT_STATEDIR="${TOPOFIX_LIBVIRT_STATEDIR}")
target_link_options(topofix_options INTERFACE -Wl,--as-needed)
# Where it was built is not in what is installed: the same commit gives the same bytes. A developer's debugger is to
# find the sources.
if(NOT TOPOFIX_DEVELOPER)
    target_compile_options(topofix_options INTERFACE
        -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -ffile-prefix-map=${PROJECT_BINARY_DIR}=build)
endif()
include(cmake/Hardening.cmake)

# topofix_instrument(FLAG...): for the compiler and the linker.
function(topofix_instrument)
    target_compile_options(topofix_options INTERFACE ${ARGN})
    target_link_options(topofix_options INTERFACE ${ARGN})
endfunction()

if(TOPOFIX_SANITIZE STREQUAL "address")
    topofix_instrument(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    # Else an array at the end of a structure may have any length. clang has no such option.
    if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
        topofix_instrument(-fsanitize=bounds-strict)
    endif()
elseif(TOPOFIX_SANITIZE STREQUAL "thread")
    topofix_instrument(-fsanitize=thread -fno-omit-frame-pointer)
elseif(TOPOFIX_SANITIZE)
    message(FATAL_ERROR "TOPOFIX_SANITIZE is '${TOPOFIX_SANITIZE}', expected address, thread or OFF")
endif()
if(TOPOFIX_COVERAGE)
    topofix_instrument(--coverage)
endif()
if(TOPOFIX_FUZZ)
    topofix_instrument(-fsanitize=fuzzer-no-link)
    target_compile_options(topofix_options INTERFACE -UNDEBUG) # what is asserted must hold of every input
endif()

# topofix_layer(NAME LINKS... ): a room of the house as a static library with its own include directory, so
# that an include which the plan forbids does not compile.
function(topofix_layer name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(topofix_${name} STATIC ${ARG_SOURCES})
    target_include_directories(topofix_${name} PUBLIC include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(topofix_${name} PUBLIC ${ARG_LINKS} PRIVATE topofix_options ${ARG_PRIVATE_LINKS})
endfunction()
