/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "merge_show.h"

#include "base/alloc.h"
#include "cells.h"
#include "forms/words.h"
#include "growth_text.h"
#include "knowledge/limits_words.h"

/* As topofix_result_prospect, of what is written down. */
static enum topofix_prospect
prospect_of(const struct topofix_merge_facts *facts)
{
    if (facts->action == TOPOFIX_ACTION_FAILED) {
        return TOPOFIX_PROSPECT_FAILED;
    }
    if (!facts->is_judged) {
        return TOPOFIX_PROSPECT_NOTHING;
    }
    if (facts->action == TOPOFIX_ACTION_WOULD_CHANGE) {
        return TOPOFIX_PROSPECT_CHANGE;
    }
    if (facts->wanted.is_there) {
        bool is_written =
            facts->hold == TOPOFIX_HOLD_NONE || topofix_merge_has_reason(facts, "written-may-lose");

        return is_written ? TOPOFIX_PROSPECT_WRITTEN : TOPOFIX_PROSPECT_HELD;
    }
    if (facts->verdict == TOPOFIX_VERDICT_UNKNOWN_GUEST) {
        return TOPOFIX_PROSPECT_UNKNOWN;
    }
    return facts->verdict == TOPOFIX_VERDICT_LEGAL ? TOPOFIX_PROSPECT_NOTHING
                                                   : TOPOFIX_PROSPECT_BEYOND;
}

static void
add_topology(const struct topofix_merge_topology *topology, struct topofix_buffer *text)
{
    if (topology->is_there) {
        char words[TOPOFIX_TOPOLOGY_TEXT_MAX];

        topofix_words_topology(&topology->topology, words);
        topofix_buffer_add_text(text, words);
    }
}

/* As topofix_cell_fix, of what is written down. */
static void
add_fix(const struct topofix_merge_facts *facts, struct topofix_buffer *text)
{
    const struct topofix_merge_topology *wanted = &facts->wanted;
    enum topofix_prospect prospect = prospect_of(facts);
    const char *obstacle = topofix_fix_obstacle(prospect, facts->hold, facts->edition != NULL,
                                                topofix_merge_has_reason(facts, "own-smp"));

    if (prospect == TOPOFIX_PROSPECT_CHANGE && !wanted->is_there) {
        topofix_buffer_add_text(text, "(no longer ignored)");
    } else if (prospect == TOPOFIX_PROSPECT_CHANGE) {
        add_topology(wanted, text);
        if (wanted->is_usable_known && wanted->usable.min < facts->current) {
            topofix_buffer_add_text(text, " (uses ");
            topofix_words_range(&wanted->usable, facts->current, text);
            topofix_buffer_add_text(text, ")");
        }
    } else if (obstacle) {
        topofix_buffer_add_text(text, obstacle);
    } else if (facts->running.is_there) {
        topofix_cell_add_pending(facts->pending, &facts->running.topology, text);
    }
}

static void
set_text(struct topofix_html_domain *domain, enum topofix_column column, const char *text)
{
    domain->cells[column].text = text ? topofix_strdup(text) : NULL;
}

/* Takes the text. */
static void
set_cell(struct topofix_html_domain *domain, enum topofix_column column, uint64_t key,
         struct topofix_buffer *text)
{
    domain->cells[column] =
        (struct topofix_html_cell){ .text = topofix_buffer_take(text), .key = key };
}

static void
add_numbers(const struct topofix_merge_facts *facts, struct topofix_html_domain *domain)
{
    const struct topofix_range *unused = facts->is_unused_known ? &facts->unused : NULL;
    struct topofix_buffer text = { .bytes = NULL };

    topofix_cell_add_used(unused, facts->present, &text);
    set_cell(domain, TOPOFIX_COLUMN_USED, topofix_cell_used_key(unused, facts->present), &text);
    topofix_cell_add_unused(unused, &text);
    set_cell(domain, TOPOFIX_COLUMN_UNUSED, topofix_cell_unused_key(unused), &text);
    topofix_cell_add_vcpus(facts->maximum, facts->current, &text);
    set_cell(domain, TOPOFIX_COLUMN_VCPUS, facts->maximum, &text);
    add_topology(&facts->now, &text);
    set_cell(domain, TOPOFIX_COLUMN_NOW, 0, &text);
    add_topology(&facts->running, &text);
    set_cell(domain, TOPOFIX_COLUMN_RUNNING, 0, &text);
    add_fix(facts, &text);
    set_cell(domain, TOPOFIX_COLUMN_FIX, 0, &text);
}

static void
add_words(const struct topofix_merge_facts *facts, const char *host,
          struct topofix_html_domain *domain)
{
    const struct topofix_os os = { .name = facts->os_name };

    set_text(domain, TOPOFIX_COLUMN_VERDICT, topofix_verdict_name(facts->verdict));
    domain->cells[TOPOFIX_COLUMN_VERDICT].key = topofix_verdict_rank(facts->verdict);
    set_text(domain, TOPOFIX_COLUMN_DOMAIN, facts->name);
    set_text(domain, TOPOFIX_COLUMN_HOST, host);
    set_text(domain, TOPOFIX_COLUMN_STATE, topofix_state_text(facts->state));
    set_text(domain, TOPOFIX_COLUMN_GUEST_OS, os.name ? topofix_os_spoken(&os) : "?");
    set_text(domain, TOPOFIX_COLUMN_EDITION, facts->edition);
    set_text(domain, TOPOFIX_COLUMN_HOLD, topofix_hold_text(facts->hold));
    set_text(domain, TOPOFIX_COLUMN_URI, facts->uri);
    set_text(domain, TOPOFIX_COLUMN_UUID, facts->uuid);
}

/*
 * A document says how many vCPUs are used, and not which. Guests take sockets and processors in the
 * order of the ids, so that the first ones are used, unless they leave threads alone.
 */
static enum topofix_mark *
marks_of(const struct topofix_merge_topology *topology, unsigned n_vcpus, bool knows_os)
{
    const struct topofix_range *usable = &topology->usable;
    bool uses_all = usable->min == n_vcpus;
    enum topofix_mark *marks;

    if (topology->is_usable_known ? !uses_all && topology->topology.count[TOPOFIX_LEVEL_THREADS] > 1
                                  : knows_os) {
        return NULL;
    }
    marks = topofix_alloc(n_vcpus, sizeof(*marks));
    for (unsigned id = 0; id < n_vcpus; id++) {
        marks[id] = !topology->is_usable_known ? TOPOFIX_MARK_PERHAPS
                    : id < usable->min         ? TOPOFIX_MARK_USED
                    : id < usable->max         ? TOPOFIX_MARK_PERHAPS
                                               : TOPOFIX_MARK_UNUSED;
    }
    return marks;
}

static void
add_figure(const struct topofix_merge_facts *facts, const char *title,
           const struct topofix_merge_topology *topology, unsigned n_vcpus, unsigned present,
           struct topofix_html_domain *domain)
{
    struct topofix_html_figure *figure =
        topofix_html_domain_add_figure(domain, title, &topology->topology, n_vcpus);

    figure->obstacle = topofix_picture_obstacle(&topology->topology, n_vcpus);
    if (!figure->obstacle && present == n_vcpus) {
        figure->marks = marks_of(topology, n_vcpus, facts->os_name != NULL);
    }
    if (!figure->obstacle && !figure->marks) {
        figure->obstacle = "the document does not say which of the vCPUs are used";
    }
}

static void
add_figures(const struct topofix_merge_facts *facts, struct topofix_html_domain *domain)
{
    if (facts->running.is_there && topofix_pending_is_due(facts->pending)) {
        uint64_t product = topofix_topology_product(&facts->running.topology);

        add_figure(facts, facts->state == TOPOFIX_STATE_SAVED ? "saved with" : "running with",
                   &facts->running,
                   product < TOPOFIX_VCPUS_MAX ? (unsigned)product : TOPOFIX_VCPUS_MAX,
                   facts->present, domain);
    }
    add_figure(facts, "now:", &facts->now, facts->maximum, facts->current, domain);
    if (facts->wanted.is_there) {
        add_figure(facts, "a fix:", &facts->wanted, facts->maximum, facts->current, domain);
    }
}

static void
add_reasons(const struct topofix_merge_facts *facts, struct topofix_html_domain *domain)
{
    const struct topofix_json_place nowhere = { .path = "" };
    size_t count = facts->reasons ? json_object_array_length(facts->reasons) : 0;
    struct topofix_remarks *remarks = &domain->remarks;

    for (size_t i = 0; i < count; i++) {
        struct topofix_json_place reason;
        const char *text = NULL;
        const char *source = NULL;

        /* these have been read, and are what they should be */
        (void)topofix_json_item(&nowhere, "reasons", facts->reasons, i, &reason, NULL);
        (void)topofix_json_text(&reason, "text", &text, NULL);
        (void)topofix_json_text(&reason, "source", &source, NULL);
        remarks->items = topofix_grow(remarks->items, remarks->count, sizeof(*remarks->items));
        remarks->items[remarks->count++] = (struct topofix_remark){
            .text = topofix_strdup(text ? text : ""),
            .source = source ? topofix_strdup(source) : NULL,
        };
    }
}

void
topofix_merge_show(const struct topofix_merge_facts *facts, const char *host,
                   struct topofix_html_domain *ret_domain)
{
    bool has_failed = facts->action == TOPOFIX_ACTION_FAILED;
    struct topofix_buffer growth = { .bytes = NULL };

    *ret_domain = (struct topofix_html_domain){
        .verdict = facts->verdict,
        .goal = TOPOFIX_GOAL_FIX,
        .name = topofix_strdup(facts->name ? facts->name : ""),
        .file = facts->file ? topofix_strdup(facts->file) : NULL,
        .failure = has_failed ? topofix_strdup(facts->error ? facts->error : "") : NULL,
        .needs_nothing =
            facts->verdict == TOPOFIX_VERDICT_LEGAL && facts->action == TOPOFIX_ACTION_NONE,
    };
    add_words(facts, host, ret_domain);
    add_numbers(facts, ret_domain);
    topofix_growth_add_steps(facts->growth, facts->n_growth, &growth);
    ret_domain->growth = topofix_buffer_take(&growth);
    add_figures(facts, ret_domain);
    add_reasons(facts, ret_domain);
}

void
topofix_merge_count(const struct topofix_merge_facts *facts, struct topofix_tally *tally)
{
    tally->domains += facts->name || facts->file;
    tally->actions[facts->action]++;
    tally->prospects[prospect_of(facts)]++;
    if (!facts->is_judged) {
        return;
    }
    tally->verdicts[facts->verdict]++;
    tally->holds[facts->hold]++;
    tally->pending += topofix_pending_is_due(facts->pending);
    if (facts->is_unused_known) {
        tally->unused_least += facts->unused.min;
        tally->unused_most += facts->unused.max;
    } else {
        tally->unused_unknown++;
    }
}
