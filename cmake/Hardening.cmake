# SPDX-License-Identifier: LGPL-2.1-or-later
# What makes a mistake in a program that runs as root harder to use. scripts/check-hardening looks for it in what
# gets installed. Options that a machine's compiler does not know are left out.
include(CheckCCompilerFlag)
include(CheckCSourceCompiles)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)

# Level 3 needs gcc 12 or clang 9, and glibc 2.34, which warns where the compiler is too old.
set(CMAKE_REQUIRED_FLAGS "-O2 -Werror -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
check_c_source_compiles("#include <string.h>
#if __USE_FORTIFY_LEVEL != 3
#error another level
#endif
int main(void) { return 0; }" TOPOFIX_HAS_FORTIFY_3)
unset(CMAKE_REQUIRED_FLAGS)

# Some compilers set a level of their own, and a second definition would be a warning. Sanitizers look closer where
# it is off.
set(optimized $<AND:$<CONFIG:RelWithDebInfo,Release,MinSizeRel>,$<NOT:$<BOOL:${TOPOFIX_SANITIZE}>>>)
target_compile_options(topofix_options INTERFACE
    -fstack-protector-strong
    "$<${optimized}:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=$<IF:$<BOOL:${TOPOFIX_HAS_FORTIFY_3}>,3,2>>")
target_link_options(topofix_options INTERFACE -Wl,-z,relro,-z,now)

# -fcf-protection: marks of x86 for what an indirect branch may lead to (CET).
foreach(flag IN ITEMS -fcf-protection -fstack-clash-protection)
    string(MAKE_C_IDENTIFIER TOPOFIX_HAS${flag} variable)
    check_c_compiler_flag(${flag} ${variable})
    if(${variable})
        target_compile_options(topofix_options INTERFACE ${flag})
    endif()
endforeach()
