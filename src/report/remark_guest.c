/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remark_add.h"

#include "base/alloc.h"
#include "evidence_text.h"

/*
 * Adds what the knowledge base does not know, or knows only roughly, about the OS that the domain
 * names.
 */
static void
add_os_remarks(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    const struct topofix_os_answer *os = &assessment->os;

    if (os->claimed && !os->guest.os) {
        topofix_remark_add(
            remarks, TOPOFIX_REMARK_UNKNOWN_OS,
            topofix_sprintf("the guest OS is said to be '%.80s', which the knowledge base "
                            "does not know (--os says another)",
                            os->claimed),
            NULL);
    } else if (!os->claimed) {
        topofix_remark_add(remarks, TOPOFIX_REMARK_NO_OS,
                           topofix_strdup("nothing names the guest OS (--os says it)"), NULL);
    } else if (os->fallback) {
        topofix_remark_add(remarks, TOPOFIX_REMARK_FALLBACK_OS,
                           topofix_sprintf("'%.80s' is not in the knowledge base; treated like %s",
                                           os->claimed, os->guest.os->name),
                           NULL);
    }
}

static void
add_edition_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    if (assessment->os.unknown_edition) {
        topofix_remark_add(
            remarks, TOPOFIX_REMARK_UNKNOWN_EDITION,
            topofix_sprintf("the edition is said to be '%.60s', which %s; taken as unknown",
                            assessment->os.unknown_edition,
                            assessment->guest.os.os ? "the guest OS does not have"
                                                    : "says nothing without the OS"),
            NULL);
    }
}

static void
add_profile_remark(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    if (assessment->unknown_profile) {
        topofix_remark_add(
            remarks, TOPOFIX_REMARK_UNKNOWN_PROFILE,
            topofix_sprintf("the application is said to be '%.60s', which the knowledge "
                            "base does not know; its limits are not counted (--profile says "
                            "another)",
                            assessment->unknown_profile),
            NULL);
    }
}

/* Those who have seen the guest, or why they say nothing. */
static void
add_evidence_remarks(const struct topofix_assessment *assessment, struct topofix_remarks *remarks)
{
    const struct topofix_claims *claims = &assessment->claims;
    struct topofix_buffer surprise = { .bytes = NULL };

    if (assessment->os.is_contradicted) {
        struct topofix_buffer text = { .bytes = NULL };

        topofix_evidence_contradiction(&assessment->os, &text);
        topofix_remark_add(remarks, TOPOFIX_REMARK_CONTRADICTION, topofix_buffer_take(&text), NULL);
    }
    for (size_t i = 0; i < claims->count; i++) {
        struct topofix_buffer text = { .bytes = NULL };

        if (topofix_evidence_is_witness(&claims->items[i])) {
            topofix_evidence_claim(&claims->items[i], &text);
            topofix_remark_add(remarks, TOPOFIX_REMARK_EVIDENCE, topofix_buffer_take(&text), NULL);
        }
    }
    topofix_evidence_surprise(assessment, &surprise);
    topofix_remark_add_any(remarks, TOPOFIX_REMARK_SEES_OTHERWISE, &surprise);
    if (claims->silence) {
        topofix_remark_add(remarks, TOPOFIX_REMARK_SILENCE,
                           topofix_sprintf("its guest agent says nothing: %s", claims->silence),
                           NULL);
    }
}

void
topofix_remarks_add_guest(const struct topofix_assessment *assessment,
                          struct topofix_remarks *remarks)
{
    add_os_remarks(assessment, remarks);
    add_edition_remark(assessment, remarks);
    add_profile_remark(assessment, remarks);
    add_evidence_remarks(assessment, remarks);
}
