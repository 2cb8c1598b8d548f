/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * judgement_samples: domains and requests that the tests of judgements share.
 */
#ifndef TOPOFIX_JUDGEMENT_SAMPLES_H
#define TOPOFIX_JUDGEMENT_SAMPLES_H

#include "base/alloc.h"
#include "judge/judgement.h"
#include "knowledge/builtin.h"
#include "testing.h"

#define WIN7_METADATA(more)                                                           \
    "<metadata><l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>" \
    "<l:os id='http://microsoft.com/win/7'/></l:libosinfo>" more "</metadata>"
#define RECORD(content) \
    "<topofix:domain xmlns:topofix=\"urn:virt-topofix:domain:1\">" content "</topofix:domain>"
#define WIN7(more, vcpu, cpu)                                                               \
    "<domain><name>win7</name>" WIN7_METADATA(more) vcpu "<features><acpi/></features>" cpu \
                                                         "</domain>"
#define CPU(topology) "<cpu><topology " topology "/></cpu>"

static inline struct topofix_request
request_of(enum topofix_goal goal)
{
    return (struct topofix_request){ .limits = &topofix_limits_builtin,
                                     .goal = goal,
                                     .writes_record = true,
                                     .respects_owner = true };
}

static inline struct topofix_request
fix_with(enum topofix_remedy remedy)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    request.remedies = 1u << remedy;
    return request;
}

static inline void
judge_as(const struct topofix_circumstances *circumstances, const char *text,
         const struct topofix_request *request, struct topofix_judgement *ret_judgement)
{
    struct topofix_error err;

    if (topofix_judgement_make(text, strlen(text), request, circumstances, ret_judgement, &err) <
        0) {
        fail_msg("%s: %s", err.message, text);
    }
}

static inline void
judge(const char *text, const struct topofix_request *request,
      struct topofix_judgement *ret_judgement)
{
    static const struct topofix_circumstances none;

    judge_as(&none, text, request, ret_judgement);
}

/* The text after the change; the same text if nothing changes. The caller must free it. */
static inline char *
text_after(const struct topofix_circumstances *circumstances, const char *text,
           const struct topofix_request *request)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    judge_as(circumstances, text, request, &judgement);
    return judgement.assessment.changes ? topofix_buffer_take(&judgement.change.new_text)
                                        : topofix_strdup(text);
}

static inline void
check_fails(const char *text, const struct topofix_request *request, enum topofix_error_code code,
            const char *message)
{
    static const struct topofix_circumstances none;
    struct topofix_judgement judgement;
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    assert_int_equal(topofix_judgement_make(text, strlen(text), request, &none, &judgement, &err),
                     -1);
    assert_false(judgement.assessment.changes);
    topofix_judgement_done(&judgement);
    assert_int_equal(err.code, code);
    assert_contains(err.message, message);
}

#endif
