/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "random.h"

#include <stdlib.h>

/* splitmix64, which is short, and good enough to choose test inputs. */
uint64_t
topofix_random_next(struct topofix_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

unsigned
topofix_random_below(struct topofix_random *random, unsigned bound)
{
    return (unsigned)(topofix_random_next(random) % bound);
}

unsigned
topofix_random_iterations(const char *variable, unsigned usual)
{
    const char *text = getenv(variable);
    unsigned long value = text ? strtoul(text, NULL, 10) : 0;

    return value > 0 ? (unsigned)value : usual;
}
