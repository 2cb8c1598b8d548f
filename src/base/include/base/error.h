/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * error: what went wrong with an operation, as one line for a person.
 * Not for domains that are unfit: that is a verdict, which is a successful answer.
 */
#ifndef TOPOFIX_ERROR_H
#define TOPOFIX_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

enum topofix_error_code {
    TOPOFIX_ERROR_NONE,
    TOPOFIX_ERROR_INPUT,       /* XML or data that is not what it should be */
    TOPOFIX_ERROR_SYSTEM,      /* a system call failed; sys_errno says how */
    TOPOFIX_ERROR_CONNECTION,  /* no hypervisor, or it went away */
    TOPOFIX_ERROR_UNSURE,      /* it went away during a define, which may have been done */
    TOPOFIX_ERROR_NOT_FOUND,   /* no such domain */
    TOPOFIX_ERROR_CHANGED,     /* somebody changed the domain in between */
    TOPOFIX_ERROR_UNDEFINED,   /* somebody undefined the domain, and our define brought it back */
    TOPOFIX_ERROR_REFUSED,     /* libvirt said no; the message has its words */
    TOPOFIX_ERROR_WISH,        /* the user's wishes cannot be met */
    TOPOFIX_ERROR_INTERRUPTED, /* not done: the run was told to end */
};

/*
 * Owned by the caller, set once where the failure happened, given one clause of context per level
 * on the way up and printed once at the top. The message never holds a line break or a control
 * character.
 */
struct topofix_error {
    enum topofix_error_code code;
    int sys_errno; /* 0 where no system call is to blame */
    char message[1024];
};

/*
 * Sets *err from a printf format; a longer message is cut. err may be NULL. Always returns -1, so
 * that a failing branch is one statement.
 */
__attribute__((format(printf, 3, 4))) int
topofix_error_set(struct topofix_error *err, enum topofix_error_code code, const char *format, ...);

/* The same for a failed system call: ": " and the text of errno_value follow. Always returns -1. */
__attribute__((format(printf, 3, 4))) int
topofix_error_set_errno(struct topofix_error *err, int errno_value, const char *format, ...);

/* Puts a clause and ": " before the message. Always returns -1. */
__attribute__((format(printf, 2, 3))) int
topofix_error_wrap(struct topofix_error *err, const char *format, ...);

#ifdef __cplusplus
}
#endif
#endif
