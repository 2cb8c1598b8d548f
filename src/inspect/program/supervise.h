/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * supervise: work in a process of its own, which is ended with all that it started when it takes
 * too long, or when this process is told to end.
 */
#ifndef TOPOFIX_INSPECT_SUPERVISE_H
#define TOPOFIX_INSPECT_SUPERVISE_H

#include "base/error.h"

/*
 * Forks, calls work, and exits with what it returns. Returns that, or -1 where no process can be
 * made, where it took longer than so many seconds, or where a signal ended it or this process.
 *
 * What is to end gets SIGTERM with its process group: the program that libguestfs runs ends, and
 * the worker, which only takes note, sees its call fail and tidies up. After some seconds it is
 * killed.
 */
int
topofix_supervise(int (*work)(const void *context), const void *context, unsigned seconds,
                  struct topofix_error *err);

#endif
