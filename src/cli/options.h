/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * options: the command line. One table says what there is; parsing, --help and the tests of the
 * manual all go by it.
 */
#ifndef TOPOFIX_OPTIONS_H
#define TOPOFIX_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "core/solve.h"
#include "forms/domain_resize.h"
#include "forms/said.h"
#include "hook/config.h"
#include "report/columns.h"

/* What a run is about; one option each chooses all but the first. */
enum topofix_mode {
    TOPOFIX_MODE_DOMAINS,
    TOPOFIX_MODE_FILE,
    TOPOFIX_MODE_LIMITS,
    TOPOFIX_MODE_SOLVE,
    TOPOFIX_MODE_SMP,
    TOPOFIX_MODE_INSTALL_HOOK,
    TOPOFIX_MODE_REMOVE_HOOK,
    TOPOFIX_MODE_HOOK_STATUS,
    TOPOFIX_MODE_AFTER_START,
    TOPOFIX_MODE_WATCH,
    TOPOFIX_MODES
};

enum topofix_when { TOPOFIX_WHEN_AUTO, TOPOFIX_WHEN_ALWAYS, TOPOFIX_WHEN_NEVER };
enum topofix_format { TOPOFIX_FORMAT_TEXT, TOPOFIX_FORMAT_JSON };

/* A growing list of borrowed strings. */
struct topofix_texts {
    const char **items;
    size_t count;
};

/* Strings are borrowed from argv. */
struct topofix_options {
    enum topofix_mode mode;
    struct topofix_texts connects; /* empty: libvirt's default */
    struct topofix_texts words; /* what is no option: domains, files or an OS, as the mode wants */
    struct topofix_texts limits_files;
    struct topofix_texts flavors; /* KEY=VALUE, as Nova names them; likewise images */
    struct topofix_texts images;
    bool all;
    bool dry_run;
    bool check;
    bool strict;
    bool verify;
    bool undo;
    bool inspect;
    bool quiet;
    bool verbose;
    bool help;
    bool version;
    bool list_options; /* --list-options: what the table holds, for tests and completion */
    bool list_words;   /* --list-words: the words of each option that has some, likewise */
    enum topofix_format format;
    enum topofix_when color;
    enum topofix_when progress;
    struct topofix_said_wish says; /* --set and --unset */
    char *said_os;                 /* what says borrows; owned */
    char *said_edition;            /* likewise */
    bool remember;
    bool forget;
    const char *os;
    const char *edition;
    const char *machine;
    unsigned libvirt_version;             /* 9.0.0 is 9000000; 0: not said */
    unsigned qemu_version;                /* likewise */
    struct topofix_resize_wish resize;    /* maximum 0: not said */
    const char *smp;                      /* --smp's argument */
    enum topofix_hook_policy hook_policy; /* TOPOFIX_HOOK_POLICIES: not said */
    unsigned vcpus;                       /* --solve's argument */
    enum topofix_order order;
    bool explain;
    struct topofix_topology maximum;
    struct topofix_topology wanted;
    unsigned only; /* bit per verdict, and TOPOFIX_ONLY_PENDING; 0: all */
    unsigned jobs;
    unsigned rescan; /* seconds; 0: never */
    struct topofix_column_list columns;
    bool adds_columns; /* to the default ones */
    enum topofix_column sort;
    bool noheadings;
    bool stat;
    const char *report;       /* where to write the HTML page; NULL: nowhere */
    const char *metrics_file; /* NULL: none */
    bool yes;
    bool interactive;
};

/*
 * Parses and checks. On error (exit status 2) the message says which option, what was found and
 * what was expected; *ret_options may be done.
 */
int
topofix_options_parse(int argc, char **argv, struct topofix_options *ret_options,
                      struct topofix_error *err);

void
topofix_options_done(struct topofix_options *options);

#endif
