/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * common: what every part of libtopofix shares. The library prints nothing, never ends the process
 * and keeps no state outside its handles. A handle may be used by one thread at a time, but for a
 * topofix_ctx, which does not change once it is made and may be shared by any number of threads.
 */
#ifndef TOPOFIX_COMMON_H
#define TOPOFIX_COMMON_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What functions return that can fail. Numbers never change; new ones may come. */
enum topofix_status {
    TOPOFIX_OK = 0,
    TOPOFIX_E_INPUT = -1,  /* XML, data or an argument is not what it should be */
    TOPOFIX_E_SYSTEM = -2, /* a file could not be read */
    TOPOFIX_E_WISH = -3,   /* what was wished, or said of the guest, cannot be had */
    TOPOFIX_E_MEMORY = -4  /* no memory is left; what the call had taken by then stays taken */
};

/* The levels of a topology, from the outside in. */
enum topofix_part {
    TOPOFIX_SOCKETS = 0,
    TOPOFIX_DIES = 1,     /* per socket */
    TOPOFIX_CLUSTERS = 2, /* per die */
    TOPOFIX_CORES = 3,    /* per cluster */
    TOPOFIX_THREADS = 4   /* per core */
};

/* Room for any message. Functions that fail write one line into the caller's message, which may be
 * NULL where size is 0; a longer one is cut. */
#define TOPOFIX_MESSAGE_SIZE 1024

/* "0.1.0": of the library that runs, which may be newer than the headers. Never freed. */
const char *
topofix_library_version(void);

/* Where a site keeps its own limits on this machine: for topofix_ctx_new. Never freed. */
const char *
topofix_library_site_folder(void);

#ifdef __cplusplus
}
#endif
#endif
