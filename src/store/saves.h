/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * saves: how often the daemon saves a definition while we replace it. libvirt raises no event for
 * setvcpus --config, setmaxmem --config and others that change a value of a definition, but like a
 * define it renames a new file to NAME.xml before it replies, and an undefine removes it. On this
 * host, that can be seen. Whether the folder is that daemon's, a save of our own proves.
 *
 * Closing an inotify descriptor takes the kernel some milliseconds, so that there is one for all
 * domains, which is opened with the first sight.
 */
#ifndef TOPOFIX_SAVES_H
#define TOPOFIX_SAVES_H

#include <stdbool.h>

struct topofix_saves;

/* A definition that is looked at. */
struct topofix_saved {
    struct topofix_saves *saves; /* NULL if there is nothing to see with */
    char *file;                  /* its name in the folder; owned */
    unsigned count;
    bool is_removed; /* the file was, or the kernel could not tell all that happened */
    struct topofix_saved *next;
};

/* folder is where the daemon saves definitions; it need not be there or readable, and then nothing
 * is seen. NULL gives NULL. */
struct topofix_saves *
topofix_saves_new(const char *folder);

/* Call it when no sight is open. saves may be NULL. */
void
topofix_saves_free(struct topofix_saves *saves);

/*
 * Begins to count how often the definition of this domain is saved. saves may be NULL. Several
 * threads may do so at once. The caller must end it with topofix_saved_done().
 */
void
topofix_saves_begin(struct topofix_saves *saves, const char *name, struct topofix_saved *ret_saved);

/* How often it has been saved since; 0 where nothing can be seen. A save counts from before the
 * reply to the call that caused it. */
unsigned
topofix_saved_count(struct topofix_saved *saved);

/*
 * The same after a define of our own, whose save, if one was seen, proves that the folder is the
 * daemon's.
 */
unsigned
topofix_saved_count_own(struct topofix_saved *saved);

/* Whether the file was removed since, too, or the kernel could not tell, as of the latest count. */
bool
topofix_saved_is_removed(struct topofix_saved *saved);

/*
 * Whether the definition is there, and for sure nobody has saved or removed it since: false where
 * that cannot be told, as before our first save.
 */
bool
topofix_saved_is_untouched(struct topofix_saved *saved);

void
topofix_saved_done(struct topofix_saved *saved);

#endif
