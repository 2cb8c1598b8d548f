/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "samples.h"

static const struct topofix_source source = { .id = "sample", .title = "made up for the tests" };

#define NUMBER(number)                       \
    {                                        \
        .value = (number), .source = &source \
    }

static const struct topofix_edition desktop_editions[] = {
    { .name = "home", .title = "Home", .presumed = true, .sockets = NUMBER(1) },
    { .name = "pro",
      .title = "Pro",
      .presumed = true,
      .sockets = NUMBER(2),
      .processors = { [TOPOFIX_BITS_32] = NUMBER(8) } },
    { .name = "rare", .title = "Rare", .presumed = false, .sockets = NUMBER(4) },
};

const struct topofix_os topofix_sample_desktop = { .id = "http://sample.test/desktop",
                                                   .short_id = "desktop",
                                                   .name = "Sample Desktop",
                                                   .family = "sample",
                                                   .answer = TOPOFIX_ANSWER_LIMITS,
                                                   .needs_acpi = true,
                                                   .editions = desktop_editions,
                                                   .n_editions = 3 };

static const struct topofix_edition single_edition[] = {
    { .name = "any", .title = "all editions", .presumed = true, .sockets = NUMBER(2) }
};

const struct topofix_os topofix_sample_single = { .id = "http://sample.test/single",
                                                  .short_id = "single",
                                                  .name = "Sample Single",
                                                  .family = "sample",
                                                  .answer = TOPOFIX_ANSWER_LIMITS,
                                                  .editions = single_edition,
                                                  .n_editions = 1 };

static const struct topofix_edition counting_edition[] = { { .name = "any",
                                                             .title = "all editions",
                                                             .presumed = true,
                                                             .counts_processors = true,
                                                             .processors = { [TOPOFIX_BITS_ANY] =
                                                                                 NUMBER(2) } } };

const struct topofix_os topofix_sample_counting = { .id = "http://sample.test/counting",
                                                    .short_id = "counting",
                                                    .name = "Sample Counting",
                                                    .family = "sample",
                                                    .answer = TOPOFIX_ANSWER_LIMITS,
                                                    .editions = counting_edition,
                                                    .n_editions = 1 };

static const struct topofix_edition smt_edition[] = {
    { .name = "any", .title = "all editions", .presumed = true, .smt_unused = NUMBER(1) }
};

const struct topofix_os topofix_sample_smt = { .id = "http://sample.test/smt",
                                               .short_id = "smt",
                                               .name = "Sample SMT",
                                               .family = "sample",
                                               .answer = TOPOFIX_ANSWER_LIMITS,
                                               .editions = smt_edition,
                                               .n_editions = 1 };

/* What is supported costs nothing. */
static const struct topofix_edition supported_edition[] = {
    { .name = "any",
      .title = "all editions",
      .presumed = true,
      .processors = { [TOPOFIX_BITS_ANY] = NUMBER(16) },
      .supported_sockets = NUMBER(2),
      .supported_processors = { [TOPOFIX_BITS_32] = NUMBER(4), [TOPOFIX_BITS_64] = NUMBER(8) } }
};

const struct topofix_os topofix_sample_supported = { .id = "http://sample.test/supported",
                                                     .short_id = "supported",
                                                     .name = "Sample Supported",
                                                     .family = "sample",
                                                     .answer = TOPOFIX_ANSWER_LIMITS,
                                                     .editions = supported_edition,
                                                     .n_editions = 1 };

static const struct topofix_edition small_edition[] = { { .name = "any",
                                                          .title = "all editions",
                                                          .presumed = true,
                                                          .sockets = NUMBER(2),
                                                          .processors = { [TOPOFIX_BITS_ANY] =
                                                                              NUMBER(4) },
                                                          .minimum = NUMBER(2) } };

const struct topofix_os topofix_sample_small = { .id = "http://sample.test/small",
                                                 .short_id = "small",
                                                 .name = "Sample Small",
                                                 .family = "sample",
                                                 .answer = TOPOFIX_ANSWER_LIMITS,
                                                 .editions = small_edition,
                                                 .n_editions = 1 };

/* Two sockets, or four by other sources; in a 64-bit build 16 logical processors, or eight. */
static const struct topofix_edition disputed_edition[] = {
    { .name = "any",
      .title = "all editions",
      .presumed = true,
      .sockets = { .value = 2, .disputed = 4, .source = &source },
      .processors = { [TOPOFIX_BITS_64] = { .value = 16, .disputed = 8, .source = &source } } }
};

const struct topofix_os topofix_sample_disputed = { .id = "http://sample.test/disputed",
                                                    .short_id = "disputed",
                                                    .name = "Sample Disputed",
                                                    .family = "sample",
                                                    .answer = TOPOFIX_ANSWER_LIMITS,
                                                    .editions = disputed_edition,
                                                    .n_editions = 1 };

const struct topofix_os topofix_sample_unlimited = { .id = "http://sample.test/unlimited",
                                                     .short_id = "unlimited",
                                                     .name = "Sample Unlimited",
                                                     .family = "sample",
                                                     .answer = TOPOFIX_ANSWER_NO_LIMIT };

const struct topofix_os topofix_sample_delicate = {
    .id = "http://sample.test/delicate",
    .short_id = "delicate",
    .name = "Sample Delicate",
    .family = "sample",
    .answer = TOPOFIX_ANSWER_LEAVE_ALONE,
    .reason = { .value = 1, .source = &source, .note = "some topologies break it" }
};

struct topofix_guest
topofix_sample_guest(const struct topofix_os *os, unsigned vcpus)
{
    return (struct topofix_guest){ .os = { .os = os },
                                   .bits = TOPOFIX_BITS_64,
                                   .vcpus = { .maximum = vcpus, .present = vcpus },
                                   .topology = { .count = { vcpus, 1, 1, 1, 1 } },
                                   .has_acpi = true };
}

struct topofix_guest
topofix_sample_with(const struct topofix_os *os, unsigned vcpus, struct topofix_topology topology)
{
    struct topofix_guest guest = topofix_sample_guest(os, vcpus);

    guest.has_topology = true;
    guest.topology = topology;
    return guest;
}
