/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/stats_claim.h"

#include <limits.h>

/*
 * Measured: 3 to 6 ms after minutes, against 2 to 4 s of those in use (libvirt 9.0, QEMU 7.2, TCG).
 *
 * The first vCPU runs alone until the guest brings the others up, in a boot menu for any time; so
 * unless a second one shows that this has happened, the first one must have run for so long that no
 * menu is the reason.
 */
enum { UNUSED_MS_MAX = 30, USED_MS_MIN = 500, LONE_MS_MIN = 120000 };

bool
topofix_stats_read(const unsigned long long *times, size_t count,
                   struct topofix_stats_reading *ret_reading)
{
    struct topofix_stats_reading reading = { .least_used_ms = ULLONG_MAX };

    for (size_t i = 0; i < count; i++) {
        const unsigned long long ms = times[i] / 1000000;

        if (ms >= USED_MS_MIN) {
            reading.n_used++;
            reading.least_used_ms = ms < reading.least_used_ms ? ms : reading.least_used_ms;
        } else if (ms <= UNUSED_MS_MAX) {
            reading.most_unused_ms = ms > reading.most_unused_ms ? ms : reading.most_unused_ms;
        } else {
            return false;
        }
    }
    if (reading.n_used == 0 ||
        (reading.n_used == 1 && count > 1 && reading.least_used_ms < LONE_MS_MIN)) {
        return false;
    }
    *ret_reading = reading;
    return true;
}
