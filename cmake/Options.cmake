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
    -fno-common -fstack-protector-strong $<$<CONFIG:RelWithDebInfo,Release>:-D_FORTIFY_SOURCE=2>
    $<$<BOOL:${TOPOFIX_DEVELOPER}>:-Werror>)
target_compile_definitions(topofix_options INTERFACE _GNU_SOURCE TOPOFIX_VERSION="${PROJECT_VERSION}")
target_link_options(topofix_options INTERFACE -Wl,-z,relro,-z,now -Wl,--as-needed)
# Marks of x86 for what an indirect branch may lead to (CET); other machines' compilers know no such option.
include(CheckCCompilerFlag)
check_c_compiler_flag(-fcf-protection TOPOFIX_HAS_CF_PROTECTION)
if(TOPOFIX_HAS_CF_PROTECTION)
    target_compile_options(topofix_options INTERFACE -fcf-protection)
endif()
if(TOPOFIX_SANITIZE)
    target_compile_options(topofix_options INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(topofix_options INTERFACE -fsanitize=address,undefined)
endif()

# topofix_layer(NAME LINKS... ): a room of the house as a static library with its own include directory, so
# that an include which the plan forbids does not compile.
function(topofix_layer name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(topofix_${name} STATIC ${ARG_SOURCES})
    target_include_directories(topofix_${name} PUBLIC include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(topofix_${name} PUBLIC ${ARG_LINKS} PRIVATE topofix_options ${ARG_PRIVATE_LINKS})
endfunction()
