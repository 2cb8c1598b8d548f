# SPDX-License-Identifier: LGPL-2.1-or-later
# Where files lie on the machine that runs the program. The manuals say these defaults, whatever the prefix: /etc,
# /run and /var are where libvirt's hooks and an admin look. A package that differs sets the usual variables.
set(CMAKE_INSTALL_SYSCONFDIR /etc CACHE PATH "settings of this machine")
set(CMAKE_INSTALL_LOCALSTATEDIR /var CACHE PATH "state that outlives a boot")
set(CMAKE_INSTALL_RUNSTATEDIR /run CACHE PATH "state that ends with a boot")
include(GNUInstallDirs)

# libvirt's own folders, as libvirt was built; another prefix of ours does not move them.
set(TOPOFIX_LIBVIRT_SYSCONFDIR /etc/libvirt CACHE PATH "libvirt's settings: hooks, domains")
set(TOPOFIX_LIBVIRT_STATEDIR /var/lib/libvirt CACHE PATH "libvirt's state: snapshots")

# topofix_install_text(FILE DESTINATION): a manual, a unit, a sample or a script, in which the default paths become those of this build.
# The source has the defaults, so that it can be read as it is.
function(topofix_install_text file destination)
    cmake_path(GET file FILENAME name)
    cmake_path(ABSOLUTE_PATH file)
    file(READ ${file} text)
    string(REPLACE "/etc/virt-topofix" "${CMAKE_INSTALL_FULL_SYSCONFDIR}/virt-topofix" text "${text}")
    string(REPLACE "/etc/libvirt" "${TOPOFIX_LIBVIRT_SYSCONFDIR}" text "${text}")
    string(REPLACE "/run/virt-topofix" "${CMAKE_INSTALL_FULL_RUNSTATEDIR}/virt-topofix" text "${text}")
    string(REPLACE "/usr/share/virt-topofix" "${CMAKE_INSTALL_FULL_DATADIR}/virt-topofix" text "${text}")
    string(REPLACE "/usr/bin/virt-topofix" "${CMAKE_INSTALL_FULL_BINDIR}/virt-topofix" text "${text}")
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name} CONTENT "${text}" @ONLY)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/${name} DESTINATION ${destination})
endfunction()
