/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * place: where the calling daemon keeps its files: the system's daemon, or that of a user's
 * session.
 */
#ifndef TOPOFIX_HOOK_PLACE_H
#define TOPOFIX_HOOK_PLACE_H

#include <stdbool.h>

struct topofix_hook_place {
    bool is_system;
    const char *uri;
    char *domains;   /* folder with a NAME.xml for each persistent domain; NULL if not known */
    char *snapshots; /* folder with a folder per domain that has snapshots; NULL if not known */
    char *marks;     /* folder of our own marks */
    char *runtime;   /* the user's runtime folder; NULL for the system */
};

enum topofix_hook_persistence {
    TOPOFIX_HOOK_PERSISTENCE_UNKNOWN,
    TOPOFIX_HOOK_TRANSIENT,
    TOPOFIX_HOOK_PERSISTENT
};

/* Root's daemon is the system's, another user's is a session's. */
void
topofix_hook_place_find(struct topofix_hook_place *ret_place);

void
topofix_hook_place_done(struct topofix_hook_place *place);

/* Whether the domain has a file in libvirt's configuration folder, which makes it persistent. */
enum topofix_hook_persistence
topofix_hook_place_persistence(const struct topofix_hook_place *place, const char *guest);

/* Whether the guest has snapshots, or if that is not known. */
bool
topofix_hook_place_may_have_snapshots(const struct topofix_hook_place *place, const char *guest);

#endif
