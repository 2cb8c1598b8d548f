# SPDX-License-Identifier: LGPL-2.1-or-later
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(LIBXML2 REQUIRED IMPORTED_TARGET libxml-2.0>=2.9.14)
pkg_check_modules(LIBVIRT REQUIRED IMPORTED_TARGET libvirt>=9.0.0)
pkg_check_modules(JSONC REQUIRED IMPORTED_TARGET json-c>=0.15)
if(TOPOFIX_DEVELOPER)
    pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka>=1.1.5)
endif()
