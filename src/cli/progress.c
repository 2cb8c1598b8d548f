/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "progress.h"

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

enum { BAR_WIDTH = 40 };

static void
put(const char *text)
{
    (void)topofix_file_write_fd(STDERR_FILENO, "stderr", text, strlen(text), NULL);
}

void
topofix_progress_show(struct topofix_progress *progress, size_t done)
{
    int percent = progress->total > 0 ? (int)(done * 100 / progress->total) : 100;
    char bar[BAR_WIDTH + 1];
    TOPOFIX_AUTO_FREE char *line = NULL;

    if (!progress->is_shown || percent == progress->percent_shown) {
        return;
    }
    progress->percent_shown = percent;
    for (int i = 0; i < BAR_WIDTH; i++) {
        bar[i] = i < percent * BAR_WIDTH / 100 ? '#' : '.';
    }
    bar[BAR_WIDTH] = '\0';
    line = topofix_sprintf("\r[%s] %zu of %zu", bar, done, progress->total);
    put(line);
}

void
topofix_progress_clear(struct topofix_progress *progress)
{
    if (progress->is_shown && progress->percent_shown >= 0) {
        put("\r\033[K");
        progress->percent_shown = -1;
    }
}
