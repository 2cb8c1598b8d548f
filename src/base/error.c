/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <topofix/error.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Bytes of the UTF-8 character at text, 0 where there is none: "%.40s" may have cut one in two. */
static size_t
character_length(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t length = *byte < 0x80 ? 1 : *byte < 0xe0 ? 2 : *byte < 0xf0 ? 3 : 4;

    if ((*byte >= 0x80 && *byte < 0xc2) || *byte > 0xf4) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((byte[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/* libvirt's and libxml2's messages may hold several lines; a terminal must not be steered by a
 * domain's name, and JSON takes whole characters only. */
static void
message_clean(char *message)
{
    size_t length = strlen(message);

    while (length > 0 && (unsigned char)message[length - 1] <= ' ') {
        message[--length] = '\0';
    }
    for (char *p = message; *p; p += length) {
        length = character_length(p);
        if (length == 0) {
            *p = '?';
            length = 1;
        } else if ((unsigned char)*p < ' ' || *p == 0x7f) {
            *p = ' ';
        }
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
