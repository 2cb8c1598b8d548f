/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "terminal.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/number.h"

enum { WIDTH_DEFAULT = 80, WIDTH_MAX = 10000 };

unsigned
topofix_terminal_width(int fd)
{
    const char *said = getenv("COLUMNS");
    struct winsize size = { .ws_col = 0 };
    unsigned width = 0;

    if (!isatty(fd)) {
        return 0;
    }
    if (said && topofix_count_parse(said, WIDTH_MAX, &width) == 0 && width > 0) {
        return width;
    }
    return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : WIDTH_DEFAULT;
}

bool
topofix_terminal_has_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
