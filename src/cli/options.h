/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * options: the command line. One table defines the options; parsing, --help and the tests of the
 * manual use it.
 */
#ifndef TOPOFIX_OPTIONS_H
#define TOPOFIX_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "core/solve.h"
#include "forms/domain_resize.h"
#include "forms/emit.h"
#include "forms/said.h"
#include "hook/config.h"
#include "report/columns.h"
#include "run/alarm.h"

/* What the run does. Each mode but the first is selected by an option of its own. */
enum topofix_mode {
    TOPOFIX_MODE_DOMAINS,
    TOPOFIX_MODE_FILE,
    TOPOFIX_MODE_LIMITS,
    TOPOFIX_MODE_SOLVE,
    TOPOFIX_MODE_SMP,
    TOPOFIX_MODE_EMIT,
    TOPOFIX_MODE_INSTALL_HOOK,
    TOPOFIX_MODE_REMOVE_HOOK,
    TOPOFIX_MODE_HOOK_STATUS,
    TOPOFIX_MODE_AFTER_START,
    TOPOFIX_MODE_WATCH,
    TOPOFIX_MODE_MERGE,
    TOPOFIX_MODES
};

enum topofix_when { TOPOFIX_WHEN_AUTO, TOPOFIX_WHEN_ALWAYS, TOPOFIX_WHEN_NEVER };
enum topofix_format {
    TOPOFIX_FORMAT_TEXT,
    TOPOFIX_FORMAT_JSON,
    TOPOFIX_FORMAT_NAGIOS,
    TOPOFIX_FORMAT_OSINFO
};

/* What the names of --merge's documents end with, behind the host's: ".json". */
extern const char topofix_document_ending[];

/* A growing list of borrowed strings. */
struct topofix_texts {
    const char **items;
    size_t count;
};

/* The strings are borrowed from argv, unless they are marked as owned. */
struct topofix_options {
    enum topofix_mode mode;
    struct topofix_texts connects; /* empty means libvirt's default */
    struct topofix_texts words;    /* other arguments: domains, files or an OS, as the mode wants */
    struct topofix_texts limits_files;
    struct topofix_texts flavors; /* KEY=VALUE with Nova's keys, as in images */
    struct topofix_texts images;
    bool all;
    bool dry_run;
    bool check;
    bool strict;
    bool verify;
    bool undo;
    bool mirror;
    bool pin;
    unsigned remedies; /* bit per enum topofix_remedy */
    bool inspect;
    bool quiet;
    bool verbose;
    bool help;
    bool version;
    bool list_options; /* --list-options: prints the table, for tests and completion */
    bool list_words;   /* --list-words: prints the words of each option that has some, likewise */
    enum topofix_format format;
    struct topofix_thresholds thresholds;
    enum topofix_when color;
    enum topofix_when progress;
    struct topofix_said_wish says; /* --set and --unset */
    char *said_os;                 /* borrowed by says; owned */
    char *said_edition;            /* likewise */
    char *said_profile;            /* likewise */
    bool remember;
    bool forget;
    const char *os;
    const char *edition;
    const char *profile;
    const char *machine;
    const char *capabilities;             /* path, or NULL */
    unsigned libvirt_version;             /* 9.0.0 is 9000000; 0 if not given */
    unsigned qemu_version;                /* likewise */
    struct topofix_resize_wish resize;    /* maximum is 0 if not given */
    enum topofix_emit_form emit;          /* --emit's argument */
    const char *smp;                      /* --smp's argument */
    enum topofix_hook_policy hook_policy; /* TOPOFIX_HOOK_POLICIES if not given */
    unsigned vcpus;                       /* --solve's argument */
    enum topofix_order order;
    bool explain;
    struct topofix_topology maximum;
    struct topofix_topology wanted;
    unsigned only; /* bit per verdict, and TOPOFIX_ONLY_PENDING; 0 means all */
    unsigned jobs;
    unsigned rescan; /* in seconds; 0 means never */
    struct topofix_column_list columns;
    bool adds_columns; /* columns are added to the default ones */
    enum topofix_column sort;
    bool noheadings;
    bool stat;
    const char *report;       /* path of the HTML page, or NULL */
    const char *metrics_file; /* path, or NULL */
    bool yes;
    bool interactive;
};

/*
 * Parses and checks the command line. On error (exit status 2) the message says which option, what
 * was found and what was expected; freeing *ret_options is then optional, and its format is the one
 * that the user asked for.
 */
int
topofix_options_parse(int argc, char **argv, struct topofix_options *ret_options,
                      struct topofix_error *err);

void
topofix_options_done(struct topofix_options *options);

#endif
