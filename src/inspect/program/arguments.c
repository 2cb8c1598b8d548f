/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "arguments.h"

#include <getopt.h>
#include <stddef.h>

#include "base/number.h"

enum { SECONDS_USUAL = 300, SECONDS_MAX = 86400 };

static const struct option options[] = {
    { .name = "connect", .has_arg = required_argument, .val = 'c' },
    { .name = "timeout", .has_arg = required_argument, .val = 't' },
    { .name = "help", .has_arg = no_argument, .val = 'h' },
    { .name = "version", .has_arg = no_argument, .val = 'V' },
    { .name = NULL },
};

static int
apply(int letter, char **argv, struct topofix_inspect_arguments *arguments,
      struct topofix_error *err)
{
    switch (letter) {
    case 'c':
        arguments->uri = optarg;
        return 0;
    case 't':
        if (topofix_count_parse(optarg, SECONDS_MAX, &arguments->seconds) < 0 ||
            arguments->seconds == 0) {
            return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                     "--timeout: found '%.60s', expected seconds of 1 to %d",
                                     optarg, SECONDS_MAX);
        }
        return 0;
    case 'h':
        arguments->help = true;
        return 0;
    case 'V':
        arguments->version = true;
        return 0;
    case ':':
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "%.60s needs an argument; see --help",
                                 argv[optind - 1]);
    default:
        return topofix_error_set(err, TOPOFIX_ERROR_WISH, "there is no option %.60s; see --help",
                                 argv[optind - 1]);
    }
}

int
topofix_inspect_arguments_parse(int argc, char **argv,
                                struct topofix_inspect_arguments *ret_arguments,
                                struct topofix_error *err)
{
    int letter;

    *ret_arguments = (struct topofix_inspect_arguments){ .seconds = SECONDS_USUAL };
    while ((letter = getopt_long(argc, argv, ":c:t:hV", options, NULL)) != -1) {
        if (apply(letter, argv, ret_arguments, err) < 0) {
            return -1;
        }
    }
    if (ret_arguments->help || ret_arguments->version) {
        return 0;
    }
    if (argc - optind != 1) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "found %d domains, expected one; see --help", argc - optind);
    }
    ret_arguments->domain = argv[optind];
    return 0;
}

void
topofix_inspect_help_format(struct topofix_buffer *ret_text)
{
    topofix_buffer_add_text(ret_text,
                            "Usage: virt-topofix-inspect [OPTION]... DOMAIN\n"
                            "Say what is installed on the disks of a domain, as JSON.\n"
                            "\n"
                            "  -c, --connect=URI      connect to this hypervisor, on this host\n"
                            "  -t, --timeout=SECONDS  give up after so long (default 300)\n"
                            "  -h, --help             print this and exit\n"
                            "  -V, --version          print the version and exit\n"
                            "\n"
                            "The disks are opened read-only and never written. See\n"
                            "virt-topofix-inspect(8).\n");
}
