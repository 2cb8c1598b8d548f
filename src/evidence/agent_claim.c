/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/agent_claim.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buffer.h"
#include "knowledge/limits_words.h"

/* Client or server, and either where the row is for both. */
enum variant { VARIANT_ANY, VARIANT_CLIENT, VARIANT_SERVER };

/* A release of Windows, by what agents say of it. Of rows with the same kernel the last one holds
 * whose first build is not above the guest's. */
struct release {
    const char *kernel;
    enum variant variant;
    unsigned long first_build;
    const char *version_id; /* as the agent's own table has it; NULL: in no agent */
    const char *os;
};

static const struct release releases[] = {
    { .kernel = "5.1", .version_id = "xp", .os = "winxp" },
    { .kernel = "5.2", .variant = VARIANT_CLIENT, .os = "winxp" }, /* XP x64 */
    { .kernel = "5.2", .variant = VARIANT_SERVER, .version_id = "2003", .os = "win2k3" },
    { .kernel = "6.0", .variant = VARIANT_CLIENT, .version_id = "vista", .os = "winvista" },
    { .kernel = "6.0", .variant = VARIANT_SERVER, .version_id = "2008", .os = "win2k8" },
    { .kernel = "6.1", .variant = VARIANT_CLIENT, .version_id = "7", .os = "win7" },
    { .kernel = "6.1", .variant = VARIANT_SERVER, .version_id = "2008r2", .os = "win2k8r2" },
    { .kernel = "6.2", .variant = VARIANT_CLIENT, .version_id = "8", .os = "win8" },
    { .kernel = "6.2", .variant = VARIANT_SERVER, .version_id = "2012", .os = "win2k12" },
    { .kernel = "6.3", .variant = VARIANT_CLIENT, .version_id = "8.1", .os = "win8.1" },
    { .kernel = "6.3", .variant = VARIANT_SERVER, .version_id = "2012r2", .os = "win2k12r2" },
    { .kernel = "10.0", .variant = VARIANT_CLIENT, .version_id = "10", .os = "win10" },
    { .kernel = "10.0", .variant = VARIANT_CLIENT, 22000, .version_id = "11", .os = "win11" },
    { .kernel = "10.0", .variant = VARIANT_SERVER, 14393, .version_id = "2016", .os = "win2k16" },
    { .kernel = "10.0", .variant = VARIANT_SERVER, 17763, .version_id = "2019", .os = "win2k19" },
    { .kernel = "10.0", .variant = VARIANT_SERVER, 20344, .version_id = "2022", .os = "win2k22" },
    { .kernel = "10.0", .variant = VARIANT_SERVER, 26040, .version_id = "2025", .os = "win2k25" },
};

/* Signs that some pretty names have and others do not; what is no UTF-8 has become '?'. */
static const char *const signs[] = { "(R)", "(TM)", "\u00ae", "\u2122", "?" };

static bool
is(const char *text, const char *word)
{
    return text && strcasecmp(text, word) == 0;
}

static bool
fits_variant(const struct release *release, const char *variant)
{
    return release->variant == VARIANT_ANY ||
           is(variant, release->variant == VARIANT_CLIENT ? "client" : "server");
}

static const struct release *
release_by_kernel(const struct topofix_agent_words *words)
{
    const unsigned long build =
        words->kernel_release ? strtoul(words->kernel_release, NULL, 10) : 0;
    const struct release *found = NULL;

    for (size_t i = 0; words->kernel_version && i < COUNT_OF(releases); i++) {
        if (is(words->kernel_version, releases[i].kernel) &&
            fits_variant(&releases[i], words->variant_id) && build >= releases[i].first_build) {
            found = &releases[i];
        }
    }
    /* without a build, 10.0 may be any of them */
    return found && build == 0 && is(found->kernel, "10.0") ? NULL : found;
}

static const struct release *
release_by_version(const struct topofix_agent_words *words)
{
    for (size_t i = 0; words->version_id && i < COUNT_OF(releases); i++) {
        if (releases[i].version_id && is(words->version_id, releases[i].version_id)) {
            return &releases[i];
        }
    }
    return NULL;
}

/* Length of the sign that text begins with, or 0. */
static size_t
sign_at(const char *text)
{
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        if (strncmp(text, signs[i], strlen(signs[i])) == 0) {
            return strlen(signs[i]);
        }
    }
    return 0;
}

/* The pretty name without signs and "Microsoft", one blank between its words. To be freed. */
static char *
plain_name(const char *name)
{
    struct topofix_buffer plain = { .bytes = NULL };
    static const char vendor[] = "Microsoft ";

    while (*name) {
        size_t sign = sign_at(name);
        bool follows_blank = plain.length == 0 || plain.bytes[plain.length - 1] == ' ';

        if (sign > 0) {
            name += sign;
            continue;
        }
        if (*name != ' ' || !follows_blank) {
            topofix_buffer_add(&plain, name, 1);
        }
        name++;
        if (plain.length == strlen(vendor) && strcasecmp(plain.bytes, vendor) == 0) {
            topofix_buffer_clear(&plain);
        }
    }
    while (plain.length > 0 && plain.bytes[plain.length - 1] == ' ') {
        plain.bytes[--plain.length] = '\0';
    }
    return topofix_buffer_take(&plain);
}

/* 2003 and 2003 R2 have the same kernel, and agents the same version for both. */
static const char *
os_of(const struct release *release, const char *name)
{
    return is(release->os, "win2k3") && strstr(name, "R2") ? "win2k3r2" : release->os;
}

/* The bare name of a system says no edition, unless an edition is called so, as Windows 8 is. */
static bool
names_edition(const struct topofix_os *os, const char *name)
{
    return topofix_os_lookup_edition(os, name) ||
           (*name != '\0' && strcasecmp(name, topofix_os_spoken(os)) != 0);
}

static void
claim_windows(const struct topofix_agent_words *words, const struct topofix_limits *limits,
              struct topofix_agent_claim *claim)
{
    TOPOFIX_AUTO_FREE char *name = plain_name(words->pretty_name ? words->pretty_name : "");
    const struct release *release = release_by_kernel(words);
    const struct topofix_os *os;

    if (!release) {
        release = release_by_version(words);
    }
    os = release ? topofix_limits_lookup(limits, os_of(release, name)) : NULL;
    claim->os = topofix_strdup(os ? os->short_id : NULL);
    if (os && names_edition(os, name)) {
        claim->edition = topofix_strdup(name);
    }
}

static void
claim_other(const struct topofix_agent_words *words, struct topofix_agent_claim *claim)
{
    if (words->id) {
        claim->os = topofix_sprintf("%s%s", words->id, words->version_id ? words->version_id : "");
    }
}

void
topofix_agent_claim_make(const struct topofix_agent_words *words,
                         const struct topofix_limits *limits, struct topofix_agent_claim *ret_claim)
{
    *ret_claim = (struct topofix_agent_claim){ .os = NULL };
    if (is(words->id, "mswindows")) {
        claim_windows(words, limits, ret_claim);
    } else {
        claim_other(words, ret_claim);
    }
    ret_claim->text = topofix_strdup(words->pretty_name ? words->pretty_name : ret_claim->os);
}

void
topofix_agent_claim_done(struct topofix_agent_claim *claim)
{
    free(claim->os);
    free(claim->edition);
    free(claim->text);
    *claim = (struct topofix_agent_claim){ .os = NULL };
}
