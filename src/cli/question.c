/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "question.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

/* How long it may take to notice a signal. */
enum { POLL_MILLISECONDS = 100 };

bool
topofix_question_has_reader(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* The next byte of input, or -1 at its end or if a signal ends the run. */
static int
read_byte(const struct topofix_interrupt *interrupt)
{
    for (;;) {
        struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
        int ready = poll(&input, 1, POLL_MILLISECONDS);
        unsigned char byte;
        ssize_t length;

        if (topofix_interrupt_get(interrupt) != 0 || (ready < 0 && errno != EINTR)) {
            return -1;
        }
        if (ready <= 0) {
            continue;
        }
        length = read(STDIN_FILENO, &byte, 1);
        if (length < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        return length == 1 ? byte : -1;
    }
}

/*
 * Reads a line, and keeps as much of its beginning as fits, with '?' for NUL bytes. Returns false
 * if the line is not complete.
 */
static bool
read_line(const struct topofix_interrupt *interrupt, char *line, size_t size)
{
    size_t length = 0;
    int byte;

    while ((byte = read_byte(interrupt)) >= 0 && byte != '\n') {
        if (length + 1 < size) {
            line[length++] = (char)(byte != '\0' ? byte : '?');
        }
    }
    line[length] = '\0';
    return byte == '\n';
}

enum topofix_reply
topofix_question_ask(const char *question, bool may_go_on,
                     const struct topofix_interrupt *interrupt)
{
    TOPOFIX_AUTO_FREE char *text =
        topofix_sprintf("%s [y/N%s] ", question, may_go_on ? "/a(ll)/q(uit)" : "");
    int fd = isatty(STDOUT_FILENO) ? STDOUT_FILENO : STDERR_FILENO;
    char line[8];
    bool is_typed;

    (void)topofix_file_write_fd(fd, "terminal", text, strlen(text), NULL);
    is_typed = read_line(interrupt, line, sizeof(line));
    if (!is_typed) {
        (void)topofix_file_write_fd(fd, "terminal", "\n", 1, NULL);
        return may_go_on ? TOPOFIX_REPLY_QUIT : TOPOFIX_REPLY_NO;
    }
    if (strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0) {
        return TOPOFIX_REPLY_YES;
    }
    if (may_go_on && (strcasecmp(line, "a") == 0 || strcasecmp(line, "all") == 0)) {
        return TOPOFIX_REPLY_ALL;
    }
    return may_go_on && (strcasecmp(line, "q") == 0 || strcasecmp(line, "quit") == 0)
               ? TOPOFIX_REPLY_QUIT
               : TOPOFIX_REPLY_NO;
}
