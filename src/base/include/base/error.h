/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * error: why an operation failed, as one line of text. An unfit domain is not an error: its verdict
 * is a successful answer.
 */
#ifndef TOPOFIX_ERROR_H
#define TOPOFIX_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

enum topofix_error_code {
    TOPOFIX_ERROR_NONE,
    TOPOFIX_ERROR_INPUT,       /* malformed XML or data */
    TOPOFIX_ERROR_SYSTEM,      /* a system call failed; sys_errno says why */
    TOPOFIX_ERROR_CONNECTION,  /* no hypervisor, or the connection was lost */
    TOPOFIX_ERROR_UNSURE,      /* it was lost during a define, which may have been done */
    TOPOFIX_ERROR_NOT_FOUND,   /* no such domain */
    TOPOFIX_ERROR_CHANGED,     /* the domain was changed in between */
    TOPOFIX_ERROR_UNDEFINED,   /* the domain was undefined in between, and our define restored it */
    TOPOFIX_ERROR_REFUSED,     /* libvirt refused; the message quotes it */
    TOPOFIX_ERROR_WISH,        /* the user's wishes cannot be met */
    TOPOFIX_ERROR_INTERRUPTED, /* not done, because the run was asked to end */
};

/*
 * The caller owns it. It is set once where the failure happened, gets a clause of context per level
 * on the way up, and is printed once at the top. The message never contains a line break or a
 * control character.
 */
struct topofix_error {
    enum topofix_error_code code;
    int sys_errno; /* 0 if no system call failed */
    char message[1024];
};

/*
 * Sets *err from a printf format; a longer message is cut. err may be NULL. Always returns -1, so
 * that a failing branch is one statement.
 */
__attribute__((format(printf, 3, 4))) int
topofix_error_set(struct topofix_error *err, enum topofix_error_code code, const char *format, ...);

/*
 * The same for a failed system call: appends ": " and the text of errno_value. Always returns -1.
 */
__attribute__((format(printf, 3, 4))) int
topofix_error_set_errno(struct topofix_error *err, int errno_value, const char *format, ...);

/* Puts a clause and ": " before the message. Always returns -1. */
__attribute__((format(printf, 2, 3))) int
topofix_error_wrap(struct topofix_error *err, const char *format, ...);

#ifdef __cplusplus
}
#endif
#endif
