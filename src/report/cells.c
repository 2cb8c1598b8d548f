/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cells.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"
#include "forms/words.h"
#include "knowledge/limits_words.h"
#include "report/remarks.h"

static const char *const state_texts[] = {
    [TOPOFIX_STATE_NONE] = "",           [TOPOFIX_STATE_SHUT_OFF] = "shut off",
    [TOPOFIX_STATE_RUNNING] = "running", [TOPOFIX_STATE_PAUSED] = "paused",
    [TOPOFIX_STATE_SAVED] = "saved",
};
_Static_assert(COUNT_OF(state_texts) == TOPOFIX_STATES, "a text per state");

static const char *const hold_texts[] = {
    [TOPOFIX_HOLD_NONE] = "",
    [TOPOFIX_HOLD_TRANSIENT] = "transient",
    [TOPOFIX_HOLD_MANAGED] = "managed",
    [TOPOFIX_HOLD_IGNORED] = "ignored",
};
_Static_assert(COUNT_OF(hold_texts) == TOPOFIX_HOLDS, "a text per hold");

/* Worst first: guests that cannot start, then certain losses. */
static const unsigned verdict_ranks[] = {
    [TOPOFIX_VERDICT_INVALID] = 0,       [TOPOFIX_VERDICT_LOSES] = 1,
    [TOPOFIX_VERDICT_MAY_LOSE] = 2,      [TOPOFIX_VERDICT_UNFIXABLE] = 3,
    [TOPOFIX_VERDICT_UNKNOWN_GUEST] = 4, [TOPOFIX_VERDICT_LEGAL] = 5,
};
_Static_assert(COUNT_OF(verdict_ranks) == TOPOFIX_VERDICTS, "a rank per verdict");

unsigned
topofix_verdict_rank(enum topofix_verdict verdict)
{
    return verdict_ranks[verdict];
}

const char *
topofix_state_text(enum topofix_state state)
{
    return state_texts[state];
}

const char *
topofix_hold_text(enum topofix_hold hold)
{
    return hold_texts[hold];
}

void
topofix_cell_add_used(const struct topofix_range *unused, unsigned present,
                      struct topofix_buffer *ret_text)
{
    if (unused) {
        const struct topofix_range used = { .min = present - unused->max,
                                            .max = present - unused->min };

        topofix_words_range(&used, present, ret_text);
    } else {
        topofix_buffer_add_format(ret_text, "? of %u", present);
    }
}

uint64_t
topofix_cell_used_key(const struct topofix_range *unused, unsigned present)
{
    return unused ? present - unused->max : UINT64_MAX;
}

void
topofix_cell_add_unused(const struct topofix_range *unused, struct topofix_buffer *ret_text)
{
    if (!unused) {
        topofix_buffer_add_text(ret_text, "?");
    } else if (unused->min == unused->max) {
        topofix_buffer_add_format(ret_text, "%u", unused->max);
    } else {
        topofix_buffer_add_format(ret_text, "%u-%u", unused->min, unused->max);
    }
}

/* Most first. */
uint64_t
topofix_cell_unused_key(const struct topofix_range *unused)
{
    return unused ? UINT32_MAX - unused->max : UINT64_MAX;
}

void
topofix_cell_add_vcpus(unsigned maximum, unsigned present, struct topofix_buffer *ret_text)
{
    if (present < maximum) {
        topofix_buffer_add_format(ret_text, "%u of %u", present, maximum);
    } else {
        topofix_buffer_add_format(ret_text, "%u", maximum);
    }
}

static const struct topofix_assessment *
assessment_of(const struct topofix_result *result)
{
    return &result->judgement.assessment;
}

/* The vCPUs of the running domain, or else of the definition. */
static unsigned
present_of(const struct topofix_result *result)
{
    const struct topofix_running *running = &assessment_of(result)->running;

    return running->is_known ? running->present : assessment_of(result)->guest.vcpus.present;
}

static void
add_foreign(const char *foreign, struct topofix_buffer *text)
{
    TOPOFIX_AUTO_FREE char *clean = topofix_strdup(foreign ? foreign : "");

    topofix_text_clean(clean);
    topofix_buffer_add_text(text, clean);
}

static void
verdict_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    topofix_buffer_add_text(text, topofix_verdict_name(topofix_result_verdict(result)));
}

static uint64_t
verdict_key(const struct topofix_result *result)
{
    return verdict_ranks[topofix_result_verdict(result)];
}

static void
domain_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    add_foreign(result->name, text);
}

static void
host_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    add_foreign(result->label, text);
}

static void
uri_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    add_foreign(result->uri, text);
}

static void
uuid_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    add_foreign(result->uuid, text);
}

static void
state_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    topofix_buffer_add_text(text, state_texts[assessment_of(result)->running.state]);
}

static void
guest_os_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    const struct topofix_os_answer *os = &assessment_of(result)->os;

    if (os->guest.os) {
        add_foreign(topofix_os_spoken(os->guest.os), text);
    } else {
        topofix_buffer_add_text(text, "?");
    }
}

static void
edition_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    const struct topofix_edition *edition = assessment_of(result)->guest.os.edition;

    add_foreign(edition ? edition->title : NULL, text);
}

static void
used_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    struct topofix_range unused;

    topofix_cell_add_used(topofix_result_unused(result, &unused) ? &unused : NULL,
                          present_of(result), text);
}

static uint64_t
used_key(const struct topofix_result *result)
{
    struct topofix_range unused;

    return topofix_cell_used_key(topofix_result_unused(result, &unused) ? &unused : NULL,
                                 present_of(result));
}

static void
unused_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    struct topofix_range unused;

    topofix_cell_add_unused(topofix_result_unused(result, &unused) ? &unused : NULL, text);
}

/* The highest number comes first. */
static uint64_t
unused_key(const struct topofix_result *result)
{
    struct topofix_range unused;

    return topofix_cell_unused_key(topofix_result_unused(result, &unused) ? &unused : NULL);
}

static void
vcpus_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    const struct topofix_vcpus *vcpus = &assessment_of(result)->guest.vcpus;

    topofix_cell_add_vcpus(vcpus->maximum, vcpus->present, text);
}

static uint64_t
vcpus_key(const struct topofix_result *result)
{
    return assessment_of(result)->guest.vcpus.maximum;
}

static void
now_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    char words[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&assessment_of(result)->guest.topology, words);
    topofix_buffer_add_text(text, words);
}

static void
running_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    if (assessment_of(result)->running.is_known) {
        char words[TOPOFIX_TOPOLOGY_TEXT_MAX];

        topofix_words_topology(&assessment_of(result)->running.topology, words);
        topofix_buffer_add_text(text, words);
    }
}

static void
hold_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    topofix_buffer_add_text(text, hold_texts[assessment_of(result)->hold]);
}

static void
reason_cell(const struct topofix_result *result, struct topofix_buffer *text)
{
    TOPOFIX_AUTO_DONE(remarks) struct topofix_remarks remarks = topofix_remarks_of_result(result);

    add_foreign(remarks.count > 0 ? remarks.items[0].text : NULL, text);
}

static const struct {
    struct topofix_column_look look;
    void (*format)(const struct topofix_result *result, struct topofix_buffer *text);
    uint64_t (*key)(const struct topofix_result *result); /* NULL means sorted by its text */
} columns[] = {
    [TOPOFIX_COLUMN_VERDICT] = { { .title = "VERDICT" }, verdict_cell, verdict_key },
    [TOPOFIX_COLUMN_DOMAIN] = { { .title = "DOMAIN" }, domain_cell, NULL },
    [TOPOFIX_COLUMN_HOST] = { { .title = "HOST" }, host_cell, NULL },
    [TOPOFIX_COLUMN_STATE] = { { .title = "STATE" }, state_cell, NULL },
    [TOPOFIX_COLUMN_GUEST_OS] = { { .title = "GUEST OS", .is_cut = true }, guest_os_cell, NULL },
    [TOPOFIX_COLUMN_USED] = { { .title = "USED" }, used_cell, used_key },
    [TOPOFIX_COLUMN_NOW] = { { .title = "NOW" }, now_cell, NULL },
    [TOPOFIX_COLUMN_FIX] = { { .title = "FIX", .is_cut = true }, topofix_cell_fix, NULL },
    [TOPOFIX_COLUMN_URI] = { { .title = "URI" }, uri_cell, NULL },
    [TOPOFIX_COLUMN_UUID] = { { .title = "UUID" }, uuid_cell, NULL },
    [TOPOFIX_COLUMN_EDITION] = { { .title = "EDITION", .is_cut = true }, edition_cell, NULL },
    [TOPOFIX_COLUMN_VCPUS] = { { .title = "VCPUS", .is_right = true }, vcpus_cell, vcpus_key },
    [TOPOFIX_COLUMN_UNUSED] = { { .title = "UNUSED", .is_right = true }, unused_cell, unused_key },
    [TOPOFIX_COLUMN_RUNNING] = { { .title = "RUNNING" }, running_cell, NULL },
    [TOPOFIX_COLUMN_HOLD] = { { .title = "HOLD" }, hold_cell, NULL },
    [TOPOFIX_COLUMN_REASON] = { { .title = "REASON", .is_cut = true }, reason_cell, NULL },
};
_Static_assert(COUNT_OF(columns) == TOPOFIX_COLUMNS, "a row per column");

const struct topofix_column_look *
topofix_column_look(enum topofix_column column)
{
    return &columns[column].look;
}

void
topofix_cell_format(enum topofix_column column, const struct topofix_result *result,
                    struct topofix_buffer *ret_text)
{
    columns[column].format(result, ret_text);
}

uint64_t
topofix_cell_key(enum topofix_column column, const struct topofix_result *result)
{
    return columns[column].key ? columns[column].key(result) : 0;
}
