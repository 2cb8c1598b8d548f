/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/judgement.h"

#include "host_needs.h"

/* If the change cannot be made, the assessment must not announce one. */
static void
drop_change(struct topofix_judgement *judgement)
{
    struct topofix_assessment *assessment = &judgement->assessment;

    assessment->needs_change = false;
    assessment->changes = false;
    assessment->changes_topology = false;
    assessment->changes_vcpus = false;
    assessment->changes_said = false;
    assessment->wanted = assessment->guest.topology;
    assessment->verdict_after = assessment->diagnosis.verdict;
    assessment->usable_wanted =
        topofix_guest_usable(&assessment->guest, &assessment->wanted, &assessment->guest.vcpus);
}

int
topofix_judgement_make(const char *text, size_t length, const struct topofix_request *request,
                       const struct topofix_circumstances *circumstances,
                       struct topofix_judgement *ret_judgement, struct topofix_error *err)
{
    struct topofix_judgement *judgement = ret_judgement;
    const struct topofix_circumstances known = topofix_host_for_request(request, circumstances);
    int result;

    *judgement = (struct topofix_judgement){ .is_assessed = false };
    if (topofix_domain_read(text, length, &judgement->domain, err) < 0) {
        return -1;
    }
    if (topofix_resized_make(&judgement->domain, request, &known, &judgement->resized, err) < 0) {
        topofix_judgement_done(judgement);
        return -1;
    }
    result = topofix_assessment_make(&judgement->domain, &judgement->resized, request, &known,
                                     &judgement->assessment, &judgement->is_assessed, err);
    if (!judgement->is_assessed) {
        topofix_judgement_done(judgement);
        return -1;
    }
    if (result == 0) {
        result = topofix_change_make(&judgement->domain, &judgement->resized,
                                     &judgement->assessment, request, &judgement->change, err);
        if (result < 0) {
            drop_change(judgement);
        }
    }
    return result;
}

int
topofix_judgement_verify(const struct topofix_judgement *judgement, const char *text, size_t length,
                         bool *ret_rest_changed, struct topofix_error *err)
{
    return topofix_change_verify(&judgement->change, &judgement->domain, &judgement->resized,
                                 &judgement->assessment.wanted, text, length, ret_rest_changed,
                                 err);
}

int
topofix_judgement_check_text(const struct topofix_judgement *judgement, const char *text,
                             size_t length, struct topofix_error *err)
{
    return topofix_change_check_text(&judgement->change, &judgement->domain, &judgement->resized,
                                     &judgement->assessment.wanted, text, length, err);
}

void
topofix_judgement_done(struct topofix_judgement *judgement)
{
    topofix_change_done(&judgement->change);
    topofix_assessment_done(&judgement->assessment);
    topofix_resized_done(&judgement->resized);
    topofix_domain_done(&judgement->domain);
    *judgement = (struct topofix_judgement){ .is_assessed = false };
}
