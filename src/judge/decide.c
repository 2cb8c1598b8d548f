/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "decide.h"

#include "forms/words.h"

void
topofix_assessment_decide_fix(struct topofix_assessment *assessment,
                              const struct topofix_diagnosis *diagnosis,
                              const struct topofix_record *record,
                              const struct topofix_request *request)
{
    /* naming an ignored domain lifts the mark, whether or not its topology changes */
    assessment->lifts_ignore =
        request->writes_record && request->lifts_ignore && record->ignore_node;
    if (diagnosis->has_wanted) {
        assessment->changes_topology = true;
        assessment->wanted = diagnosis->wanted;
    }
}

int
topofix_assessment_fail_stale(const struct topofix_assessment *assessment,
                              struct topofix_error *err)
{
    char now[TOPOFIX_TOPOLOGY_TEXT_MAX];
    char set[TOPOFIX_TOPOLOGY_TEXT_MAX];

    if (assessment->parts_are_stale) {
        return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                                 "its vCPUs, pins or NUMA cells are not as our resize left them; "
                                 "somebody changed them since, so it is not undone");
    }
    topofix_words_topology(&assessment->guest.topology, now);
    topofix_words_topology(&assessment->recorded, set);
    return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                             "its topology is %s, expected %s as our fix left it; somebody changed "
                             "it since, so it is not undone",
                             now, set);
}

static int
fail_unequal(const struct topofix_assessment *assessment, const struct topofix_topology *was,
             struct topofix_error *err)
{
    char text[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(was, text);
    return topofix_error_set(err, TOPOFIX_ERROR_REFUSED,
                             "the topology before the fix was %s, which libvirt would refuse now "
                             "that the domain has %u vCPUs",
                             text, assessment->guest_after.vcpus.maximum);
}

int
topofix_assessment_decide_undo(struct topofix_assessment *assessment,
                               const struct topofix_record *record,
                               const struct topofix_request *request, struct topofix_error *err)
{
    const struct topofix_guest *guest = &assessment->guest;
    const struct topofix_guest *after = &assessment->guest_after;
    struct topofix_topology was = record->was;

    if (!record->was_node && request->forgets && record->ignore_node) {
        assessment->lifts_ignore = true;
        return 0;
    }
    if (!record->was_node) {
        assessment->nothing_to_undo = true;
        return 0;
    }
    if (record->set_node && !topofix_topology_equals(&record->set, &guest->topology)) {
        assessment->record_is_stale = true;
        assessment->recorded = record->set;
        return 0;
    }
    if (!record->was_written) {
        was = topofix_topology_make(after->vcpus.maximum, 1, 1, 1, 1);
    }
    /* what only a start refuses was so before the fix, too, and is the admin's to have back */
    if (topofix_topology_product(&was) != after->vcpus.maximum) {
        return fail_unequal(assessment, &was, err);
    }
    assessment->wanted = was;
    assessment->changes_topology = true;
    assessment->removes_topology = !record->was_written;
    return 0;
}
