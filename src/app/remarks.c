/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remarks.h"

#include "alloc.h"
#include "limits_report.h"
#include "owner_text.h"
#include "reason_text.h"
#include "text.h"
#include "version_facts.h"
#include "versions.h"

/* Takes over text and source. */
static void
add_remark(struct topofix_remarks *remarks, const char *code, char *text, char *source)
{
    topofix_text_clean(text); /* ids and editions are somebody else's words */
    remarks->items = topofix_realloc(remarks->items, remarks->count + 1, sizeof(*remarks->items));
    remarks->items[remarks->count++] =
        (struct topofix_remark){ .code = code, .text = text, .source = source };
}

static char *
source_text(const struct topofix_number *number)
{
    struct topofix_buffer text = { .bytes = NULL };

    if (!number || !number->source) {
        return NULL;
    }
    topofix_limits_source(number, &text);
    return topofix_buffer_take(&text);
}

static void
add_reasons(const struct topofix_plan *plan, struct topofix_remarks *remarks)
{
    const struct topofix_reason_context context = { .guest = &plan->guest,
                                                    .policy = &plan->policy,
                                                    .machine = plan->domain.machine,
                                                    .subject = "this domain" };

    for (size_t i = 0; i < plan->diagnosis.n_reasons; i++) {
        const struct topofix_reason *reason = &plan->diagnosis.reasons[i];
        struct topofix_buffer text = { .bytes = NULL };

        topofix_reason_text(reason, &context, &text);
        add_remark(remarks, topofix_reason_name(reason->code), topofix_buffer_take(&text),
                   source_text(reason->number));
    }
}

/* What the domain says of itself that the knowledge base does not know, or knows only roughly. */
static void
add_os_remarks(const struct topofix_plan *plan, struct topofix_remarks *remarks)
{
    const struct topofix_os_answer *os = &plan->os;

    if (os->claimed && !os->guest.os) {
        add_remark(remarks, "unknown-os",
                   topofix_sprintf("the guest OS is said to be '%.80s', which the knowledge base "
                                   "does not know (--os says another)",
                                   os->claimed),
                   NULL);
    } else if (!os->claimed) {
        add_remark(remarks, "no-os", topofix_strdup("nothing names the guest OS (--os says it)"),
                   NULL);
    } else if (os->fallback) {
        add_remark(remarks, "fallback-os",
                   topofix_sprintf("'%.80s' is not in the knowledge base; treated like %s",
                                   os->claimed, os->guest.os->name),
                   NULL);
    }
}

static void
add_edition_remark(const struct topofix_plan *plan, struct topofix_remarks *remarks)
{
    if (plan->os.unknown_edition) {
        add_remark(remarks, "unknown-edition",
                   topofix_sprintf("the edition is said to be '%.60s', which %s; taken as unknown",
                                   plan->os.unknown_edition,
                                   plan->guest.os.os ? "the guest OS does not have"
                                                     : "says nothing without the OS"),
                   NULL);
    }
}

static void
add_hold_remark(const struct topofix_plan *plan, struct topofix_remarks *remarks)
{
    switch (plan->hold) {
    case TOPOFIX_HOLD_TRANSIENT:
        add_remark(remarks, "transient",
                   topofix_strdup("a transient domain has no definition that could be changed"),
                   NULL);
        break;
    case TOPOFIX_HOLD_MANAGED:
        add_remark(remarks, "managed",
                   plan->goal == TOPOFIX_GOAL_UNDO
                       ? topofix_strdup("its owner writes this XML anew")
                       : topofix_owner_advice(plan->domain.owner, &plan->wanted),
                   NULL);
        break;
    case TOPOFIX_HOLD_IGNORED:
        add_remark(remarks, "ignored",
                   topofix_strdup("marked to be ignored; fixing it by name lifts that"), NULL);
        break;
    default:
        break;
    }
}

static void
add_version_remarks(const struct topofix_plan *plan, struct topofix_remarks *remarks)
{
    for (unsigned change = 0; change < TOPOFIX_CHANGES; change++) {
        struct topofix_buffer text = { .bytes = NULL };

        if ((plan->depends_on >> change & 1) == 0) {
            continue;
        }
        topofix_version_text(change, &text);
        add_remark(remarks, "version", topofix_buffer_take(&text),
                   topofix_strdup(topofix_change_row((enum topofix_change)change)->source));
    }
}

struct topofix_remarks
topofix_remarks_of(const struct topofix_plan *plan)
{
    struct topofix_remarks remarks = { .items = NULL };

    add_reasons(plan, &remarks);
    add_os_remarks(plan, &remarks);
    add_edition_remark(plan, &remarks);
    add_hold_remark(plan, &remarks);
    add_version_remarks(plan, &remarks);
    return remarks;
}

void
topofix_remarks_done(struct topofix_remarks *remarks)
{
    for (size_t i = 0; i < remarks->count; i++) {
        free(remarks->items[i].text);
        free(remarks->items[i].source);
    }
    free(remarks->items);
    *remarks = (struct topofix_remarks){ .items = NULL };
}
