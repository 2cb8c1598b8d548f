/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * notify: tells the service manager that started the program how it is. Without one, and in a build
 * without libsystemd, nothing happens.
 */
#ifndef TOPOFIX_NOTIFY_H
#define TOPOFIX_NOTIFY_H

#include <stdint.h>

/* Sends lines of sd_notify(3), such as "READY=1". */
void
topofix_notify(const char *state);

/* That a reload has begun, which the next READY=1 ends. */
void
topofix_notify_reloading(void);

/* How often WATCHDOG=1 is to be sent, in milliseconds; UINT64_MAX: never. */
uint64_t
topofix_notify_watchdog_ms(void);

#endif
