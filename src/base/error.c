/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/*
 * Messages of libvirt and libxml2 may have several lines, a domain's name must not control a
 * terminal, and JSON accepts only whole characters.
 */
static void
message_clean(char *message)
{
    size_t length;

    topofix_text_clean(message);
    length = strlen(message);
    while (length > 0 && message[length - 1] == ' ') {
        message[--length] = '\0';
    }
}

int
topofix_error_set(struct topofix_error *err, enum topofix_error_code code, const char *format, ...)
{
    va_list args;

    if (!err) {
        return -1;
    }
    err->code = code;
    err->sys_errno = 0;
    va_start(args, format);
    vsnprintf(err->message, sizeof(err->message), format, args);
    va_end(args);
    message_clean(err->message);
    return -1;
}

int
topofix_error_set_errno(struct topofix_error *err, int errno_value, const char *format, ...)
{
    va_list args;
    size_t used;
    char text[128];

    if (!err) {
        return -1;
    }
    err->code = TOPOFIX_ERROR_SYSTEM;
    err->sys_errno = errno_value;
    va_start(args, format);
    vsnprintf(err->message, sizeof(err->message), format, args);
    va_end(args);
    used = strlen(err->message);
    snprintf(err->message + used, sizeof(err->message) - used, ": %s",
             strerror_r(errno_value, text, sizeof(text)));
    message_clean(err->message);
    return -1;
}

int
topofix_error_wrap(struct topofix_error *err, const char *format, ...)
{
    char inner[sizeof(err->message)];
    va_list args;
    size_t used;

    if (!err) {
        return -1;
    }
    memcpy(inner, err->message, sizeof(inner));
    va_start(args, format);
    vsnprintf(err->message, sizeof(err->message), format, args);
    va_end(args);
    used = strlen(err->message);
    snprintf(err->message + used, sizeof(err->message) - used, ": %s", inner);
    message_clean(err->message);
    return -1;
}
