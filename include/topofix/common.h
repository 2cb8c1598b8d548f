/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * common: what all parts of libtopofix share. The library prints nothing, never ends the process,
 * and keeps no state outside its handles. Only one thread at a time may use a handle, except for a
 * topofix_ctx, which never changes once it is made, and which any number of threads may share.
 */
#ifndef TOPOFIX_COMMON_H
#define TOPOFIX_COMMON_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What functions that can fail return. The numbers never change; new ones may be added. */
enum topofix_status {
    TOPOFIX_OK = 0,
    TOPOFIX_E_INPUT = -1,  /* malformed XML, data or argument */
    TOPOFIX_E_SYSTEM = -2, /* a file could not be read */
    TOPOFIX_E_WISH = -3,   /* a wish cannot be met, or a name is not known */
    TOPOFIX_E_MEMORY = -4  /* memory ran out; what the call had allocated is not freed */
};

/* The levels of a topology, from the outermost to the innermost. */
enum topofix_part {
    TOPOFIX_SOCKETS = 0,
    TOPOFIX_DIES = 1,     /* per socket */
    TOPOFIX_CLUSTERS = 2, /* per die */
    TOPOFIX_CORES = 3,    /* per cluster */
    TOPOFIX_THREADS = 4   /* per core */
};

/*
 * Room for any message. Functions that fail write one line to the caller's message and cut it if it
 * is longer. The message may be NULL if its size is 0.
 */
#define TOPOFIX_MESSAGE_SIZE 1024

/*
 * The version of the running library, such as "0.1.0", which may be newer than the headers. Never
 * free it.
 */
const char *
topofix_library_version(void);

/* The folder of the site's own limits on this machine, for topofix_ctx_new(). Never free it. */
const char *
topofix_library_site_folder(void);

#ifdef __cplusplus
}
#endif
#endif
