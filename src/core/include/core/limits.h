/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * limits: what each guest OS and edition can use, and by which source. The built-in table is
 * constant; it is compiled in from data/guest-limits.xml, so nothing is parsed at run time.
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
    TOPOFIX_CONFIDENCE_SECONDARY, /* another party's analysis, table or report */
    TOPOFIX_CONFIDENCE_DERIVED,   /* follows from other rows */
    TOPOFIX_CONFIDENCE_MEMORY,    /* no public source found */
    TOPOFIX_CONFIDENCES
};

struct topofix_source {
    const char *id;
    const char *title;
    const char *url; /* NULL if there is none */
};

/*
 * One number with its source. value 0 means that no limit is known; the other members are then
 * unused.
 */
struct topofix_number {
    unsigned value;
    unsigned disputed; /* another value that sources give, or 0 */
    enum topofix_confidence confidence;
    const struct topofix_source *source;
    const char *note; /* one sentence, or NULL */
};

/* The build that a number or an edition applies to; index of topofix_edition.processors. */
enum topofix_bits { TOPOFIX_BITS_ANY, TOPOFIX_BITS_32, TOPOFIX_BITS_64, TOPOFIX_BITS_COUNT };

struct topofix_edition {
    const char *name;  /* "professional", as in --edition; "any" if the OS has no editions */
    const char *title; /* "Professional" */
    const char *const *aliases; /* as the registry, guest agents and users spell it */
    size_t n_aliases;
    enum topofix_bits bits; /* the only build of it, or ANY */
    bool presumed;          /* a guest of unknown edition may be this one */
    bool counts_processors; /* cores and threads count as CPUs, so no topology helps (NT, 2000) */
    struct topofix_number sockets;
    struct topofix_number processors[TOPOFIX_BITS_COUNT]; /* logical processors */
    struct topofix_number minimum;                        /* vCPUs that set-up requires */
    struct topofix_number groups;                         /* size of a processor group */
    struct topofix_number smt_unused; /* value 1: thread siblings are left idle */
    /* what the vendor supports or licenses and nothing enforces: remarks, never a verdict */
    struct topofix_number supported_sockets;
    struct topofix_number supported_processors[TOPOFIX_BITS_COUNT]; /* of x86 */
};

enum topofix_answer {
    TOPOFIX_ANSWER_LIMITS,      /* see the editions */
    TOPOFIX_ANSWER_NO_LIMIT,    /* no limit that a topology can affect */
    TOPOFIX_ANSWER_LEAVE_ALONE, /* some topologies break it, but not enough is known */
    TOPOFIX_ANSWERS
};

struct topofix_os {
    const char *id;       /* libosinfo's, "http://microsoft.com/win/7" */
    const char *short_id; /* "win7" */
    const char *name;
    const char *family;
    enum topofix_answer answer;
    bool needs_acpi;              /* it finds its CPUs only through ACPI */
    struct topofix_number reason; /* for LEAVE_ALONE: note, source and confidence; value is 1 */
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
    const char *prefix; /* of an id, or of a short id if is_short */
    bool is_short;
    const struct topofix_os *os;
    const char *note; /* or NULL */
};

struct topofix_limits {
    const struct topofix_os *oses; /* sorted by id, in the order of strcmp */
    size_t n_oses;
    const unsigned short *by_short_id; /* n_oses indices into oses, sorted by short_id */
    const struct topofix_fallback *fallbacks;
    size_t n_fallbacks;
    const struct topofix_application *applications; /* in the order of the file */
    size_t n_applications;
    const struct topofix_limits *below; /* asked for what this table does not have, or NULL */
};

/* The words in the data and in JSON: "limits", "no-limit", ... and "official", "secondary", ... */
extern const char *const topofix_answer_names[TOPOFIX_ANSWERS];
extern const char *const topofix_confidence_names[TOPOFIX_CONFIDENCES];

/*
 * The OS with this libosinfo id or short id, from the topmost table that has it, or NULL. Fallbacks
 * do not apply.
 */
const struct topofix_os *
topofix_limits_lookup(const struct topofix_limits *limits, const char *id);

/*
 * The fallback with the longest matching prefix, or NULL. At equal length the topmost table's wins.
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
 * Whether a guest of this build may have this edition: it is the known one or, if known is NULL, it
 * is presumed. A 64-bit edition does not run in a 32-bit domain; a 32-bit one runs in a 64-bit
 * domain.
 */
bool
topofix_edition_may_be(const struct topofix_edition *edition, const struct topofix_edition *known,
                       enum topofix_bits bits);

/*
 * The least and the most that the sources of a number say. Both equal its value if it is not
 * disputed.
 */
unsigned
topofix_number_least(const struct topofix_number *number);
unsigned
topofix_number_most(const struct topofix_number *number);

/* The number of logical processors for a build; its value is 0 if none is known. */
const struct topofix_number *
topofix_edition_processors(const struct topofix_edition *edition, enum topofix_bits bits);

/* Likewise the number that the vendor supports. */
const struct topofix_number *
topofix_edition_supported(const struct topofix_edition *edition, enum topofix_bits bits);

#ifdef __cplusplus
}
#endif
#endif
