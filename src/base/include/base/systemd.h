/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * systemd: libsystemd, loaded when somebody needs it. Only a watch does, and every other run would
 * spend a seventh of its start on this library and those that it needs.
 */
#ifndef TOPOFIX_SYSTEMD_H
#define TOPOFIX_SYSTEMD_H

/*
 * Sets a pointer to the function of libsystemd with this name, or to NULL where the library is not
 * installed. The library stays loaded. ret_function is the address of a pointer to a function.
 */
void
topofix_systemd_find(const char *name, void *ret_function);

#endif
