/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * notify: reports the program's state to the service manager that started it. Without a service
 * manager, or in a build without libsystemd, nothing happens.
 */
#ifndef TOPOFIX_NOTIFY_H
#define TOPOFIX_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

/* Sends lines of sd_notify(3), such as "READY=1". */
void
topofix_notify(const char *state);

/* Whether a service manager waits for reports that need a libsystemd that cannot be loaded. */
bool
topofix_notify_is_lost(void);

/* Reports that a reload has begun; the next READY=1 ends it. */
void
topofix_notify_reloading(void);

/* How often to send WATCHDOG=1, in milliseconds; UINT64_MAX means never. */
uint64_t
topofix_notify_watchdog_ms(void);

#endif
