/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file: reads and writes whole files, with a cap on what is read.
 */
#ifndef TOPOFIX_FILE_H
#define TOPOFIX_FILE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

/*
 * Appends the content of a regular file to *ret_bytes. Fails at once if path is anything else (a
 * FIFO could block the caller for ever), is larger than max_bytes or cannot be read. The message
 * begins with the path.
 */
int
topofix_file_read(const char *path, size_t max_bytes, struct topofix_buffer *ret_bytes,
                  struct topofix_error *err);

/*
 * The same for a path from the command line: "-" is standard input, and a FIFO, such as that of a
 * shell's <(...), is read to its end, however long that takes.
 */
int
topofix_file_read_stream(const char *path, size_t max_bytes, struct topofix_buffer *ret_bytes,
                         struct topofix_error *err);

/* The same for an open descriptor, which stays open. Messages call it name. */
int
topofix_file_read_fd(int fd, const char *name, size_t max_bytes, struct topofix_buffer *ret_bytes,
                     struct topofix_error *err);

/* Writes all bytes to an open descriptor, however many calls it takes. Messages call it name. */
int
topofix_file_write_fd(int fd, const char *name, const char *bytes, size_t length,
                      struct topofix_error *err);

#endif
