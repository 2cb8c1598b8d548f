/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/notify.h"

#ifdef TOPOFIX_HAVE_LIBSYSTEMD

#include <inttypes.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>
#include <time.h>

#include "base/alloc.h"
#include "base/systemd.h"

void
topofix_notify(const char *state)
{
    __typeof__(sd_notify) *notify = NULL;

    topofix_systemd_find("sd_notify", &notify);
    if (notify) {
        (void)notify(0, state); /* it is no error if the service manager does not listen */
    }
}

bool
topofix_notify_is_lost(void)
{
    __typeof__(sd_notify) *notify = NULL;

    topofix_systemd_find("sd_notify", &notify);
    return !notify && getenv("NOTIFY_SOCKET");
}

void
topofix_notify_reloading(void)
{
    struct timespec now = { .tv_sec = 0 };
    TOPOFIX_AUTO_FREE char *state = NULL;

    clock_gettime(CLOCK_MONOTONIC, &now);
    state = topofix_sprintf("RELOADING=1\nMONOTONIC_USEC=%" PRIu64,
                            (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000);
    topofix_notify(state);
}

uint64_t
topofix_notify_watchdog_ms(void)
{
    __typeof__(sd_watchdog_enabled) *watchdog_enabled = NULL;
    uint64_t limit_us;

    topofix_systemd_find("sd_watchdog_enabled", &watchdog_enabled);
    /* half the limit, as sd_watchdog_enabled(3) recommends */
    return watchdog_enabled && watchdog_enabled(0, &limit_us) > 0 ? limit_us / 2000 : UINT64_MAX;
}

#else

void
topofix_notify(const char *state)
{
    (void)state;
}

bool
topofix_notify_is_lost(void)
{
    return false;
}

void
topofix_notify_reloading(void)
{
}

uint64_t
topofix_notify_watchdog_ms(void)
{
    return UINT64_MAX;
}

#endif
