/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/disk_claim.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buffer.h"
#include "base/number.h"

enum { BUILD_MAX = 10000000 };

/* Releases with version 10.0, which libguestfs' osinfo may mistake for one another. Of those with
 * the same variant the last one holds whose first build is not above the guest's. */
static const struct {
    bool is_server;
    unsigned first_build;
    const char *os;
} releases[] = {
    { .is_server = false, .first_build = 10240, .os = "win10" },
    { .is_server = false, .first_build = 22000, .os = "win11" },
    { .is_server = true, .first_build = 14393, .os = "win2k16" },
    { .is_server = true, .first_build = 17763, .os = "win2k19" },
    { .is_server = true, .first_build = 20344, .os = "win2k22" },
    { .is_server = true, .first_build = 26040, .os = "win2k25" },
};

static const struct topofix_source registry = {
    .id = "guest-registry",
    .title = "the guest's own registry, Kernel-RegisteredProcessors of ProductPolicy",
};

static bool
is(const char *text, const char *word)
{
    return text && strcasecmp(text, word) == 0;
}

/* "Server", "Server Core", "Nano Server". */
static bool
is_server(const struct topofix_disk_words *words)
{
    return words->variant && strcasestr(words->variant, "server") != NULL;
}

static const char *
os_of(const struct topofix_disk_words *words)
{
    const char *os = words->osinfo;
    unsigned build;

    if (!is(words->type, "windows") || !words->build ||
        topofix_count_parse(words->build, BUILD_MAX, &build) < 0) {
        return os;
    }
    for (size_t i = 0; i < COUNT_OF(releases); i++) {
        if (releases[i].is_server == is_server(words) && build >= releases[i].first_build) {
            os = releases[i].os;
        }
    }
    return os;
}

/* A product's name alone says no edition, unless an edition is called so. */
static const char *
edition_of(const struct topofix_disk_words *words, const struct topofix_os *os)
{
    if (!os || !is(words->type, "windows")) {
        return NULL;
    }
    if (words->edition && topofix_os_lookup_edition(os, words->edition)) {
        return words->edition;
    }
    if (words->product && topofix_os_lookup_edition(os, words->product)) {
        return words->product;
    }
    return words->edition;
}

static char *
text_of(const struct topofix_disk_words *words, const char *os)
{
    struct topofix_buffer text = { .bytes = NULL };
    const char *name = words->product ? words->product : os;

    topofix_buffer_add_text(&text, name ? name : "");
    /* Windows 11 has the names of Windows 10 */
    if (is(os, "win11") && name && !strstr(name, "11")) {
        topofix_buffer_add_text(&text, " (Windows 11 by its build)");
    }
    if (words->licensed_sockets > 0) {
        topofix_buffer_add_format(&text, "%slicensed for %u socket%s", text.length > 0 ? ", " : "",
                                  words->licensed_sockets, words->licensed_sockets == 1 ? "" : "s");
    }
    if (text.length == 0) {
        topofix_buffer_done(&text);
        return NULL;
    }
    return topofix_buffer_take(&text);
}

/* The row of the knowledge base, in which each edition uses the licensed sockets. */
static void
make_row(const struct topofix_os *os, struct topofix_disk_claim *claim)
{
    if (os->n_editions == 0) {
        return;
    }
    claim->sockets = (struct topofix_number){ .value = claim->n_sockets,
                                              .confidence = TOPOFIX_CONFIDENCE_OFFICIAL,
                                              .source = &registry };
    claim->editions = topofix_alloc(os->n_editions, sizeof(*claim->editions));
    for (size_t i = 0; i < os->n_editions; i++) {
        claim->editions[i] = os->editions[i];
        claim->editions[i].sockets = claim->sockets;
    }
    claim->row = *os;
    claim->row.editions = claim->editions;
}

void
topofix_disk_claim_make(const struct topofix_disk_words *words, const struct topofix_limits *limits,
                        struct topofix_disk_claim *ret_claim)
{
    const char *id = os_of(words);
    const struct topofix_os *os = id ? topofix_limits_lookup(limits, id) : NULL;

    *ret_claim = (struct topofix_disk_claim){ .os = topofix_strdup(id) };
    ret_claim->edition = topofix_strdup(edition_of(words, os));
    ret_claim->text = text_of(words, id);
    ret_claim->n_sockets = words->licensed_sockets;
    if (os && words->licensed_sockets > 0) {
        make_row(os, ret_claim);
    }
}

struct topofix_claim
topofix_disk_claim_of(const struct topofix_disk_claim *claim)
{
    return (struct topofix_claim){ .origin = TOPOFIX_ORIGIN_DISK,
                                   .os = claim->os,
                                   .edition = claim->edition,
                                   .text = claim->text,
                                   .n_sockets = claim->n_sockets,
                                   .licensed = claim->editions ? &claim->row : NULL };
}

void
topofix_disk_claim_done(struct topofix_disk_claim *claim)
{
    free(claim->os);
    free(claim->edition);
    free(claim->text);
    free(claim->editions);
    *claim = (struct topofix_disk_claim){ .os = NULL };
}
