/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/assessment.h"

#include "base/alloc.h"
#include "base/buffer.h"
#include "core/versions.h"
#include "decide.h"
#include "forms/words.h"
#include "guest_claims.h"
#include "host_needs.h"
#include "knowledge/os_names.h"
#include "remedy_make.h"
#include "version_facts.h"

static unsigned
tighter(unsigned a, unsigned b)
{
    if (a == 0 || b == 0) {
        return a + b;
    }
    return a < b ? a : b;
}

/* The bounds that the admin wrote in the domain apply together with those of the command line. */
static struct topofix_policy
policy_for(const struct topofix_said *said, const struct topofix_request *request)
{
    struct topofix_policy policy = request->policy;

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        policy.maximum.count[level] =
            tighter(request->policy.maximum.count[level], said->bounds.count[level]);
    }
    return policy;
}

static enum topofix_hold
find_hold(const struct topofix_domain *domain, const struct topofix_request *request,
          const struct topofix_circumstances *circumstances)
{
    if (circumstances->is_transient) {
        return TOPOFIX_HOLD_TRANSIENT;
    }
    if (request->respects_owner && domain->owner != TOPOFIX_OWNER_NONE) {
        return TOPOFIX_HOLD_MANAGED;
    }
    if (domain->record.ignore_node && !request->lifts_ignore && request->goal == TOPOFIX_GOAL_FIX) {
        return TOPOFIX_HOLD_IGNORED;
    }
    return TOPOFIX_HOLD_NONE;
}

/* The message says where the wishes come from: the command line or the domain's metadata. */
static int
fail_wishes(const struct topofix_domain *domain, const struct topofix_request *request,
            unsigned n_vcpus, struct topofix_error *err)
{
    const struct topofix_policy in_domain = { .maximum = domain->record.bounds };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer wishes = { .bytes = NULL };

    topofix_words_wishes(&request->policy, &wishes);
    if (topofix_topology_is_set(&in_domain.maximum)) {
        topofix_buffer_add_text(&wishes, wishes.length > 0 ? ", and " : "");
        topofix_buffer_add_text(&wishes, "the bounds in its metadata: ");
        topofix_words_wishes(&in_domain, &wishes);
    }
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "no legal topology of %u vCPUs has %s",
                             n_vcpus, topofix_buffer_text(&wishes));
}

static bool
is_selected(const struct topofix_assessment *assessment, const struct topofix_request *request)
{
    const unsigned only = request->only;
    const enum topofix_state state = assessment->running.state;
    enum topofix_pending pending =
        topofix_running_pending(&assessment->running, &assessment->guest.topology);

    if (request->only_running && state != TOPOFIX_STATE_RUNNING && state != TOPOFIX_STATE_PAUSED) {
        return false;
    }
    return !assessment->lacks_edition &&
           (only == 0 || (only >> assessment->diagnosis.verdict & 1) != 0 ||
            ((only & TOPOFIX_ONLY_PENDING) != 0 && topofix_pending_is_due(pending)));
}

/* What the admin said, or says from now on, with the names that the knowledge base uses. */
static void
find_said(const struct topofix_domain *domain, const struct topofix_request *request,
          struct topofix_assessment *assessment)
{
    const struct topofix_said now = topofix_said_of(&domain->record);
    struct topofix_said said = topofix_said_after(&now, &request->says);
    const struct topofix_os *os = NULL;
    const struct topofix_edition *edition = assessment->os.guest.edition;

    if ((request->says.keys >> TOPOFIX_SAID_OS & 1) != 0 && said.os) {
        os = topofix_os_typed_lookup(request->limits, said.os);
        said.os = os ? os->short_id : said.os;
    }
    if ((request->says.keys >> TOPOFIX_SAID_EDITION & 1) != 0 && said.edition && edition) {
        said.edition = edition->name;
    }
    if ((request->says.keys >> TOPOFIX_SAID_PROFILE & 1) != 0 && assessment->os.guest.application) {
        said.profile = assessment->os.guest.application->id;
    }
    assessment->said = said;
    assessment->changes_said =
        request->says.keys != 0 && !assessment->lacks_edition && !topofix_said_equals(&now, &said);
}

/* The application in the guest: what the user says, or else the admin. */
static void
find_application(const struct topofix_domain *domain, const struct topofix_request *request,
                 struct topofix_assessment *assessment)
{
    const struct topofix_said now = topofix_said_of(&domain->record);
    const struct topofix_said said = topofix_said_after(&now, &request->says);
    const char *id = request->profile ? request->profile : said.profile;

    if (id) {
        assessment->os.guest.application = topofix_limits_lookup_application(request->limits, id);
        assessment->unknown_profile = assessment->os.guest.application ? NULL : id;
    }
}

/* As if the domain said already what it is to say. */
static int
find_os_by(const struct topofix_domain *domain, const struct topofix_request *request,
           const char *edition, const struct topofix_claims *witnesses,
           struct topofix_assessment *assessment, struct topofix_error *err)
{
    struct topofix_domain as_said = *domain;

    if (request->says.keys != 0) {
        const struct topofix_said now = topofix_said_of(&domain->record);
        const struct topofix_said said = topofix_said_after(&now, &request->says);

        as_said.record.os = said.os;
        as_said.record.edition = said.edition;
    }
    assessment->claims = topofix_guest_claims(&as_said, request->os, edition, witnesses);
    return topofix_guest_os_merge(request->limits, &assessment->claims, &assessment->os, err);
}

static int
find_os(const struct topofix_domain *domain, const struct topofix_request *request,
        const struct topofix_claims *witnesses, struct topofix_assessment *assessment,
        struct topofix_error *err)
{
    if (find_os_by(domain, request, request->edition, witnesses, assessment, err) == 0) {
        return 0;
    }
    if (!request->skips_editions) {
        return -1;
    }
    assessment->lacks_edition = true;
    return find_os_by(domain, request, NULL, witnesses, assessment, NULL);
}

static void
fill(struct topofix_domain *domain, struct topofix_resized *resized,
     const struct topofix_request *request, const struct topofix_circumstances *circumstances,
     struct topofix_assessment *assessment)
{
    assessment->subject = (struct topofix_subject){ .name = domain->name,
                                                    .uuid = domain->uuid,
                                                    .machine = domain->machine,
                                                    .owner = domain->owner,
                                                    .maker = domain->maker };
    assessment->guest = topofix_guest_facts(domain, &assessment->os.guest, circumstances);
    assessment->guest_after =
        resized->is_made
            ? topofix_guest_facts(&resized->domain, &assessment->os.guest, circumstances)
            : assessment->guest;
    assessment->host = topofix_host_facts(domain, circumstances);
    assessment->diagnosis =
        topofix_diagnose(&assessment->guest, &assessment->host, &assessment->policy);
    if (request->tells_versions) {
        assessment->depends_on = topofix_version_dependence(domain, &assessment->os.guest,
                                                            &assessment->policy, circumstances);
    }
    assessment->goal = request->goal;
    assessment->forgets = request->forgets;
    assessment->hold = find_hold(domain, request, circumstances);
    assessment->wanted = assessment->guest.topology;
    topofix_running_find(circumstances, &assessment->os.guest, &assessment->running);
    assessment->is_selected = is_selected(assessment, request);
}

/* Decides as for a fix of the domain with its new vCPUs. */
static int
decide_resize(const struct topofix_domain *domain, const struct topofix_request *request,
              struct topofix_assessment *assessment, struct topofix_error *err)
{
    const struct topofix_guest *after = &assessment->guest_after;
    const unsigned n_vcpus = after->vcpus.maximum;
    const struct topofix_diagnosis diagnosis =
        topofix_diagnose(after, &assessment->host, &assessment->policy);

    if (diagnosis.wishes_impossible) {
        return fail_wishes(domain, request, n_vcpus, err);
    }
    if (diagnosis.has_wanted) {
        assessment->changes_topology = true;
        assessment->wanted = diagnosis.wanted;
    } else if (diagnosis.verdict == TOPOFIX_VERDICT_INVALID) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "no topology of %u vCPUs is one that libvirt and QEMU accept for "
                                 "this domain: choose another count%s",
                                 n_vcpus,
                                 assessment->host.machine_vcpus_max > 0 &&
                                         n_vcpus > assessment->host.machine_vcpus_max
                                     ? ", its machine type takes fewer"
                                     : "");
    } else {
        assessment->wanted = after->topology;
    }
    return 0;
}

static bool
lacks_pins(const struct topofix_mirror *mirror)
{
    return !mirror->is_found && mirror->n_reasons > 0 &&
           (mirror->reasons[0].code == TOPOFIX_REASON_NOT_PINNED ||
            mirror->reasons[0].code == TOPOFIX_REASON_PARTLY_PINNED ||
            mirror->reasons[0].code == TOPOFIX_REASON_PINS_WIDE ||
            mirror->reasons[0].code == TOPOFIX_REASON_PINS_SHARED);
}

/* What keeps it from being mirrored is a reason, and no failure. */
static void
decide_mirror(const struct topofix_resized *resized, struct topofix_assessment *assessment)
{
    struct topofix_mirror *mirror = &assessment->mirror;

    assessment->mirror =
        topofix_mirror_find(&assessment->guest_after, &assessment->host, &assessment->policy);
    if (resized->obstacle.code != TOPOFIX_REASON_NONE && lacks_pins(mirror)) {
        mirror->reasons[0] = resized->obstacle; /* more than that there are too few pins */
    }
    topofix_diagnosis_add_mirror(&assessment->diagnosis, mirror);
    if (!mirror->is_found) {
        assessment->guest_after = assessment->guest;
        return;
    }
    assessment->n_pinned = resized->n_pinned;
    assessment->sharers = resized->sharers;
    assessment->wanted = mirror->topology;
    assessment->changes_topology =
        !topofix_topology_equals(&mirror->topology, &assessment->guest.topology);
}

/* A remedy may have made another guest, whose topology it is then. */
static int
decide_fix(const struct topofix_domain *domain, const struct topofix_resized *resized,
           const struct topofix_request *request, const struct topofix_circumstances *circumstances,
           struct topofix_assessment *assessment, struct topofix_error *err)
{
    const struct topofix_diagnosis diagnosis =
        resized->is_made
            ? topofix_diagnose(&assessment->guest_after, &assessment->host, &assessment->policy)
            : assessment->diagnosis;

    if (diagnosis.wishes_impossible) {
        return fail_wishes(domain, request, domain->vcpus.maximum, err);
    }
    topofix_assessment_decide_fix(assessment, &diagnosis, &domain->record, request);
    topofix_remedies_decide(request, resized, assessment);
    topofix_remedies_offer(domain, request, circumstances, assessment);
    return 0;
}

static int
decide(const struct topofix_domain *domain, const struct topofix_resized *resized,
       const struct topofix_request *request, const struct topofix_circumstances *circumstances,
       struct topofix_assessment *assessment, struct topofix_error *err)
{
    if (!assessment->is_selected) {
        return 0;
    }
    if (request->goal == TOPOFIX_GOAL_UNDO && resized->is_stale) {
        assessment->record_is_stale = true;
        assessment->parts_are_stale = true;
        return 0;
    }
    if (request->goal == TOPOFIX_GOAL_UNDO) {
        return topofix_assessment_decide_undo(assessment, &domain->record, request, err);
    }
    if (request->goal == TOPOFIX_GOAL_SAY || request->goal == TOPOFIX_GOAL_VERIFY) {
        return 0;
    }
    if (request->goal == TOPOFIX_GOAL_RESIZE) {
        return decide_resize(domain, request, assessment, err);
    }
    if (request->goal == TOPOFIX_GOAL_MIRROR) {
        decide_mirror(resized, assessment);
        return 0;
    }
    return decide_fix(domain, resized, request, circumstances, assessment, err);
}

/*
 * QEMU sets the flag "ht" for more than one CPU in a socket, and tells of it since 10.0 only, so
 * that libvirt takes it for one that the guest did not have (libvirt NEWS 11.10.0).
 */
static bool
gains_ht(const struct topofix_assessment *assessment)
{
    enum topofix_machine_kind kind = assessment->guest.machine.kind;

    return (kind == TOPOFIX_MACHINE_PC || kind == TOPOFIX_MACHINE_Q35) &&
           topofix_version_holds(TOPOFIX_CHANGE_QEMU_TELLS_HT, &assessment->host) ==
               TOPOFIX_HOLDS_NO &&
           topofix_topology_per_socket(&assessment->guest.topology) == 1 &&
           topofix_topology_per_socket(&assessment->wanted) > 1;
}

/* Fills in what is true of the definition once wanted is in force. */
static void
judge_outcome(struct topofix_assessment *assessment)
{
    struct topofix_guest after = assessment->guest_after;

    assessment->needs_change = assessment->changes_topology || assessment->changes_vcpus ||
                               assessment->lifts_ignore || assessment->changes_said;
    assessment->changes = assessment->needs_change && assessment->hold == TOPOFIX_HOLD_NONE;
    assessment->usable_wanted =
        topofix_guest_usable(&after, &assessment->wanted, &assessment->guest_after.vcpus);
    assessment->verdict_after = assessment->diagnosis.verdict;
    assessment->gains_ht = assessment->changes_topology && gains_ht(assessment);
    if (assessment->changes_topology || assessment->changes_vcpus) {
        after.topology = assessment->wanted;
        after.has_topology = assessment->changes_topology ? !assessment->removes_topology
                                                          : assessment->guest.has_topology;
        assessment->verdict_after =
            topofix_diagnose(&after, &assessment->host, &assessment->policy).verdict;
    }
}

int
topofix_assessment_make(struct topofix_domain *domain, struct topofix_resized *resized,
                        const struct topofix_request *request,
                        const struct topofix_circumstances *circumstances,
                        struct topofix_assessment *ret_assessment, bool *ret_is_assessed,
                        struct topofix_error *err)
{
    struct topofix_assessment *assessment = ret_assessment;
    struct topofix_circumstances known;
    int result;

    *assessment = (struct topofix_assessment){ .hold = TOPOFIX_HOLD_NONE };
    *ret_is_assessed = find_os(domain, request, circumstances->witnesses, assessment, err) == 0;
    if (!*ret_is_assessed) {
        return -1;
    }
    find_application(domain, request, assessment);
    find_said(domain, request, assessment);
    assessment->policy = policy_for(&assessment->said, request);
    known =
        topofix_host_for_domain(domain, &assessment->os.guest, &assessment->policy, circumstances);
    fill(domain, resized, request, &known, assessment);
    assessment->changes_said = assessment->changes_said && assessment->is_selected;
    result = decide(domain, resized, request, &known, assessment, err);
    if (result == 0 && resized->splices.count > 0 && assessment->is_selected &&
        !assessment->nothing_to_undo && !assessment->record_is_stale &&
        (request->goal != TOPOFIX_GOAL_MIRROR || assessment->mirror.is_found)) {
        assessment->changes_vcpus = true;
    }
    if (result < 0) {
        assessment->changes_said = false;
        assessment->guest_after = assessment->guest;
        assessment->wanted = assessment->guest.topology;
    }
    judge_outcome(assessment);
    return result;
}

void
topofix_assessment_done(struct topofix_assessment *assessment)
{
    topofix_running_done(&assessment->running);
    *assessment = (struct topofix_assessment){ .hold = TOPOFIX_HOLD_NONE };
}
