/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pin_spread.h"

#include <stddef.h>

#include "base/array.h"

/* The groups that cores are shared out to, outer ones first. */
static const enum topofix_place_level levels[] = { TOPOFIX_PLACE_SOCKET, TOPOFIX_PLACE_CELL,
                                                   TOPOFIX_PLACE_DIE, TOPOFIX_PLACE_CACHE,
                                                   TOPOFIX_PLACE_CLUSTER };

/* The free cores of each group of a level, by the group's name. */
struct groups {
    unsigned short free[TOPOFIX_HOST_CPUS_MAX];
};

enum { NO_GROUP = -1 };

bool
topofix_scope_has(const struct topofix_place *scope, const struct topofix_place *cpu)
{
    for (int level = 0; level < TOPOFIX_PLACE_LEVELS; level++) {
        if (scope->at[level] != TOPOFIX_NOWHERE && scope->at[level] != cpu->at[level]) {
            return false;
        }
    }
    return true;
}

unsigned
topofix_free_cores_count(const struct topofix_free_cores *cores, const struct topofix_place *scope)
{
    unsigned count = 0;

    for (unsigned number = 0; number < cores->host->limit; number++) {
        count += cores->is_free[number] && topofix_scope_has(scope, &cores->host->cpus[number]);
    }
    return count;
}

/* Cores whose group is not known are in none. */
static unsigned
count_groups(const struct topofix_free_cores *cores, const struct topofix_place *scope,
             enum topofix_place_level level, struct groups *ret_groups)
{
    unsigned n_groups = 0;

    *ret_groups = (struct groups){ .free = { 0 } };
    for (unsigned number = 0; number < cores->host->limit; number++) {
        const struct topofix_place *cpu = &cores->host->cpus[number];
        int group = cpu->at[level];

        if (cores->is_free[number] && group != TOPOFIX_NOWHERE && topofix_scope_has(scope, cpu)) {
            n_groups += ret_groups->free[group]++ == 0;
        }
    }
    return n_groups;
}

/* The fewest groups that can have equal shares, or 0. */
static unsigned
equal_shares(const struct groups *groups, unsigned n_groups, unsigned limit, unsigned count)
{
    for (unsigned shares = 1; shares <= n_groups && shares <= count; shares++) {
        unsigned n_large = 0;

        if (count % shares != 0) {
            continue;
        }
        for (unsigned group = 0; group < limit; group++) {
            n_large += groups->free[group] >= count / shares;
        }
        if (n_large >= shares) {
            return shares;
        }
    }
    return 0;
}

/* The group with the fewest free cores of those with at least so many; of equals the first. */
static int
tightest(const struct groups *groups, unsigned limit, unsigned least)
{
    int best = NO_GROUP;

    for (unsigned group = 0; group < limit; group++) {
        if (groups->free[group] >= least &&
            (best == NO_GROUP || groups->free[group] < groups->free[best])) {
            best = (int)group;
        }
    }
    return best;
}

static int
largest(const struct groups *groups, unsigned limit)
{
    int best = NO_GROUP;

    for (unsigned group = 0; group < limit; group++) {
        if (groups->free[group] > 0 &&
            (best == NO_GROUP || groups->free[group] > groups->free[best])) {
            best = (int)group;
        }
    }
    return best;
}

/* The first of them in the order of the host. */
static void
choose_first(struct topofix_free_cores *cores, const struct topofix_place *scope, unsigned count)
{
    for (unsigned number = 0; number < cores->host->limit && count > 0; number++) {
        if (cores->is_free[number] && topofix_scope_has(scope, &cores->host->cpus[number])) {
            cores->is_free[number] = false;
            cores->is_chosen[number] = true;
            count--;
        }
    }
}

static void
choose_at(struct topofix_free_cores *cores, const struct topofix_place *scope, size_t depth,
          unsigned count);

/* Shares the cores out to the groups of a level. Returns how many are left. */
static unsigned
share_out(struct topofix_free_cores *cores, const struct topofix_place *scope, size_t depth,
          unsigned count)
{
    const unsigned limit = cores->host->limit;
    struct groups groups;
    unsigned n_groups = count_groups(cores, scope, levels[depth], &groups);
    unsigned shares = equal_shares(&groups, n_groups, limit, count);
    unsigned share = shares > 0 ? count / shares : 0;

    while (count > 0) {
        int group = shares > 0 ? tightest(&groups, limit, share) : largest(&groups, limit);
        struct topofix_place inner = *scope;
        unsigned taken;

        if (group == NO_GROUP) {
            break;
        }
        taken = shares > 0 ? share : groups.free[group] < count ? groups.free[group] : count;
        inner.at[levels[depth]] = group;
        groups.free[group] = 0;
        choose_at(cores, &inner, depth + 1, taken);
        count -= taken;
    }
    return count;
}

static void
choose_at(struct topofix_free_cores *cores, const struct topofix_place *scope, size_t depth,
          unsigned count)
{
    if (depth == COUNT_OF(levels)) {
        choose_first(cores, scope, count);
        return;
    }
    count = share_out(cores, scope, depth, count);
    if (count > 0) {
        choose_at(cores, scope, depth + 1, count); /* their groups are not known */
    }
}

void
topofix_free_cores_choose(struct topofix_free_cores *cores, const struct topofix_place *scope,
                          unsigned count)
{
    choose_at(cores, scope, 0, count);
}
