/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <syslog.h>

#include "base/text.h"

enum { LINE_MAX_BYTES = 2048 };

void
topofix_hook_log(int priority, const char *format, ...)
{
    char line[LINE_MAX_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    topofix_text_clean(line);
    openlog("virt-topofix-hook", LOG_PID, LOG_DAEMON);
    syslog(priority, "%s", line);
    closelog();
}
