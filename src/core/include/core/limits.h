/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits: what each guest OS and edition can use, and who says so. The built-in table is compiled
 * in from data/guest-limits.xml and constant; nothing is parsed at run time.
 */
#ifndef TOPOFIX_LIMITS_H
#define TOPOFIX_LIMITS_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum topofix_confidence {
    TOPOFIX_CONFIDENCE_OFFICIAL,  /* the vendor's own text */
    TOPOFIX_CONFIDENCE_SECONDARY, /* somebody else's analysis, table or report */
    TOPOFIX_CONFIDENCE_DERIVED,   /* follows from other rows */
    TOPOFIX_CONFIDENCE_MEMORY,    /* no public source found */
    TOPOFIX_CONFIDENCES
};

struct topofix_source {
    const char *id;
    const char *title;
    const char *url; /* NULL where there is none */
};

/* One number with its pedigree. value 0: no limit known; then the rest says nothing. */
struct topofix_number {
    unsigned value;
    unsigned disputed; /* another value that sources give, or 0 */
    enum topofix_confidence confidence;
    const struct topofix_source *source;
    const char *note; /* one sentence, or NULL */
};

/* Which build a number or an edition is about; index of topofix_edition.processors. */
enum topofix_bits { TOPOFIX_BITS_ANY, TOPOFIX_BITS_32, TOPOFIX_BITS_64, TOPOFIX_BITS_COUNT };

struct topofix_edition {
    const char *name;  /* "professional", as --edition takes it; "any" where an OS has none */
    const char *title; /* "Professional" */
    const char *const *aliases; /* as registry, guest agent and people spell it */
    size_t n_aliases;
    enum topofix_bits bits; /* the only build there is, or ANY */
    bool presumed;          /* among what a guest of unknown edition may be */
    bool counts_processors; /* cores and threads count like sockets: no topology helps (NT, 2000) */
    struct topofix_number sockets;
    struct topofix_number processors[TOPOFIX_BITS_COUNT]; /* logical processors */
    struct topofix_number minimum;                        /* vCPUs that set-up wants */
    struct topofix_number groups;                         /* size of a processor group */
    struct topofix_number smt_unused; /* value 1: thread siblings are left idle */
    /* what the vendor supports or licenses and nothing enforces: remarks, never a verdict */
    struct topofix_number supported_sockets;
    struct topofix_number supported_processors[TOPOFIX_BITS_COUNT]; /* of x86 */
};

enum topofix_answer {
    TOPOFIX_ANSWER_LIMITS,      /* see the editions */
    TOPOFIX_ANSWER_NO_LIMIT,    /* nothing that topology touches */
    TOPOFIX_ANSWER_LEAVE_ALONE, /* some topologies break it, and which is not known well enough */
    TOPOFIX_ANSWERS
};

struct topofix_os {
    const char *id;       /* libosinfo's, "http://microsoft.com/win/7" */
    const char *short_id; /* "win7" */
    const char *name;
    const char *family;
    enum topofix_answer answer;
    bool needs_acpi;              /* finds its CPUs through ACPI only */
    struct topofix_number reason; /* of LEAVE_ALONE: note, source, confidence; value is 1 */
    const struct topofix_edition *editions;
    size_t n_editions;
};

/* A program that may use fewer CPUs than the OS that it runs on. */
struct topofix_application {
    const char *id;                /* "sql-server-2022-express", as --profile takes it */
    const char *name;              /* "Microsoft SQL Server 2022 Express" */
    const char *families;          /* of the systems that it runs on, with a space between them */
    struct topofix_edition limits; /* sockets, processors, and what is supported; no more */
};

/* Ids that are not listed are treated like one that is, with a warning. */
struct topofix_fallback {
    const char *prefix; /* of an id, or of a short id where is_short */
    bool is_short;
    const struct topofix_os *os;
    const char *note; /* or NULL */
};

struct topofix_limits {
    const struct topofix_os *oses; /* sorted by id, as strcmp does */
    size_t n_oses;
    const unsigned short *by_short_id; /* n_oses indices into oses, sorted by short_id */
    const struct topofix_fallback *fallbacks;
    size_t n_fallbacks;
    const struct topofix_application *applications; /* in the order of the file */
    size_t n_applications;
    const struct topofix_limits *below; /* asked for what this table does not have, or NULL */
};

/* "limits", "no-limit", ... and "official", "secondary", ...: the words of the data and of the
 * JSON. */
extern const char *const topofix_answer_names[TOPOFIX_ANSWERS];
extern const char *const topofix_confidence_names[TOPOFIX_CONFIDENCES];

/* The OS with this libosinfo id or short id, from the topmost table that has it, or NULL. Never a
 * fallback. */
const struct topofix_os *
topofix_limits_lookup(const struct topofix_limits *limits, const char *id);

/* The fallback with the longest matching prefix, from the topmost table at equal length, or NULL.
 */
const struct topofix_fallback *
topofix_limits_lookup_fallback(const struct topofix_limits *limits, const char *id);

/* The application with this id (upper and lower case are alike), from the topmost table that has
 * it, or NULL. */
const struct topofix_application *
topofix_limits_lookup_application(const struct topofix_limits *limits, const char *id);

/* Whether it runs on systems of this family. */
bool
topofix_application_runs_on(const struct topofix_application *application, const char *family);

/* The edition with this name, title or alias (upper and lower case are alike), or NULL. */
const struct topofix_edition *
topofix_os_lookup_edition(const struct topofix_os *os, const char *name);

/*
 * Whether a guest of this build may be this edition: it is the given one, or, when known is NULL,
 * it is presumed. A 64-bit edition does not run in a 32-bit domain; a 32-bit one does run in a
 * 64-bit domain.
 */
bool
topofix_edition_may_be(const struct topofix_edition *edition, const struct topofix_edition *known,
                       enum topofix_bits bits);

/* The least and the most that the sources of a number say; both are its value where none disputes
 * it. */
unsigned
topofix_number_least(const struct topofix_number *number);
unsigned
topofix_number_most(const struct topofix_number *number);

/* The number of logical processors that holds for a build; its value is 0 where none is known. */
const struct topofix_number *
topofix_edition_processors(const struct topofix_edition *edition, enum topofix_bits bits);

/* Likewise the number that the vendor supports. */
const struct topofix_number *
topofix_edition_supported(const struct topofix_edition *edition, enum topofix_bits bits);

#ifdef __cplusplus
}
#endif
#endif
