/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/plan.h"

#include "base/alloc.h"
#include "core/versions.h"
#include "forms/words.h"
#include "version_facts.h"

static unsigned
tighter(unsigned a, unsigned b)
{
    if (a == 0 || b == 0) {
        return a + b;
    }
    return a < b ? a : b;
}

/* The admin's bounds in the domain hold as well as those of the command line. */
static void
fill_policy(struct topofix_plan *plan, const struct topofix_request *request)
{
    plan->policy = request->policy;
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        plan->policy.maximum.count[level] =
            tighter(request->policy.maximum.count[level], plan->domain.record.bounds.count[level]);
    }
}

static enum topofix_hold
find_hold(const struct topofix_plan *plan, const struct topofix_request *request,
          const struct topofix_circumstances *circumstances)
{
    if (circumstances->is_transient) {
        return TOPOFIX_HOLD_TRANSIENT;
    }
    if (request->respects_owner && plan->domain.owner != TOPOFIX_OWNER_NONE) {
        return TOPOFIX_HOLD_MANAGED;
    }
    if (plan->domain.record.ignore_node && !request->lifts_ignore &&
        request->goal == TOPOFIX_GOAL_FIX) {
        return TOPOFIX_HOLD_IGNORED;
    }
    return TOPOFIX_HOLD_NONE;
}

/* New bytes are never handed over unread. */
static int
make_text(struct topofix_plan *plan, struct topofix_error *err)
{
    size_t length;
    const char *text = topofix_doc_text(plan->domain.doc, &length);

    topofix_domain_edit(&plan->domain, &plan->edit, &plan->splices);
    topofix_splices_apply(&plan->splices, text, length, &plan->new_text);
    if (topofix_plan_check_text(plan, topofix_buffer_text(&plan->new_text), plan->new_text.length,
                                err) < 0) {
        return topofix_error_wrap(err, "the edited XML, read again");
    }
    return 0;
}

/* Says whose wishes they are: the command line's, or those that somebody wrote in the domain. */
static int
fail_wishes(const struct topofix_plan *plan, const struct topofix_request *request,
            struct topofix_error *err)
{
    const struct topofix_policy in_domain = { .maximum = plan->domain.record.bounds };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer wishes = { .bytes = NULL };

    topofix_words_wishes(&request->policy, &wishes);
    if (topofix_topology_is_set(&in_domain.maximum)) {
        topofix_buffer_add_text(&wishes, wishes.length > 0 ? ", and " : "");
        topofix_buffer_add_text(&wishes, "the bounds in its metadata: ");
        topofix_words_wishes(&in_domain, &wishes);
    }
    return topofix_error_set(err, TOPOFIX_ERROR_WISH, "no legal topology of %u vCPUs has %s",
                             plan->domain.vcpus.maximum, topofix_buffer_text(&wishes));
}

static bool
is_selected(const struct topofix_plan *plan, unsigned only)
{
    enum topofix_pending pending = topofix_running_pending(&plan->running, &plan->domain.topology);

    return only == 0 || (only >> plan->diagnosis.verdict & 1) != 0 ||
           ((only & TOPOFIX_ONLY_PENDING) != 0 && pending > TOPOFIX_PENDING_NONE);
}

static int
plan_diagnose(struct topofix_plan *plan, const struct topofix_request *request,
              const struct topofix_circumstances *circumstances, const struct topofix_host *host,
              struct topofix_error *err)
{
    if (topofix_guest_os_find(request->limits, &plan->domain, request->os, request->edition,
                              &plan->os, err) < 0) {
        if (!request->skips_editions) {
            return -1;
        }
        plan->lacks_edition = true;
        (void)topofix_guest_os_find(request->limits, &plan->domain, request->os, NULL, &plan->os,
                                    NULL);
    }
    plan->guest = topofix_guest_facts(&plan->domain, &plan->os.guest, circumstances);
    fill_policy(plan, request);
    plan->diagnosis = topofix_diagnose(&plan->guest, host, &plan->policy);
    if (request->tells_versions) {
        plan->depends_on = topofix_version_dependence(&plan->domain, &plan->os.guest, &plan->policy,
                                                      circumstances);
    }
    plan->goal = request->goal;
    plan->hold = find_hold(plan, request, circumstances);
    plan->wanted = plan->domain.topology;
    plan->is_diagnosed = true;
    topofix_running_find(circumstances, &plan->os.guest, &plan->running);
    plan->is_selected = !plan->lacks_edition && is_selected(plan, request->only);
    return 0;
}

/* The diff shows what the definition will hold, and that is what this libvirt writes. */
static unsigned
levels_kept_by(const struct topofix_host *host)
{
    return topofix_change_holds(TOPOFIX_CHANGE_LIBVIRT_CLUSTERS, host) == TOPOFIX_HOLDS_YES
               ? 1u << TOPOFIX_LEVEL_CLUSTERS
               : 0;
}

static int
plan_change(struct topofix_plan *plan, const struct topofix_request *request,
            const struct topofix_host *host, struct topofix_error *err)
{
    if (!plan->is_selected) {
        return 0;
    }
    if (request->goal == TOPOFIX_GOAL_UNDO) {
        if (topofix_plan_undo(plan, host, err) < 0) {
            return -1;
        }
    } else if (plan->diagnosis.wishes_impossible) {
        return fail_wishes(plan, request, err);
    } else {
        topofix_plan_fix(plan, request);
    }
    plan->edit.spelling.keeps = levels_kept_by(host);
    if (plan->needs_change && make_text(plan, err) < 0) {
        return -1;
    }
    plan->changes = plan->needs_change && plan->hold == TOPOFIX_HOLD_NONE;
    return 0;
}

/* What is true of the definition once wanted is in force. */
static void
judge_outcome(struct topofix_plan *plan, const struct topofix_host *host)
{
    struct topofix_guest after = plan->guest;

    plan->usable_wanted = topofix_guest_usable(&plan->guest, &plan->wanted, &plan->guest.vcpus);
    plan->verdict_after = plan->diagnosis.verdict;
    if (plan->needs_change && plan->edit.topology_action != TOPOFIX_EDIT_KEEP) {
        after.topology = plan->wanted;
        after.has_topology = plan->edit.topology_action == TOPOFIX_EDIT_PUT;
        plan->verdict_after = topofix_diagnose(&after, host, &plan->policy).verdict;
    }
}

int
topofix_plan_make(const char *text, size_t length, const struct topofix_request *request,
                  const struct topofix_circumstances *circumstances, struct topofix_plan *ret_plan,
                  struct topofix_error *err)
{
    struct topofix_host host;
    int result;

    *ret_plan = (struct topofix_plan){ .hold = TOPOFIX_HOLD_NONE };
    if (topofix_domain_read(text, length, &ret_plan->domain, err) < 0) {
        return -1;
    }
    host = topofix_host_facts(&ret_plan->domain, circumstances);
    if (plan_diagnose(ret_plan, request, circumstances, &host, err) < 0) {
        topofix_plan_done(ret_plan);
        return -1;
    }
    result = plan_change(ret_plan, request, &host, err);
    if (result < 0) {
        ret_plan->needs_change = false;
        ret_plan->wanted = ret_plan->domain.topology;
    }
    judge_outcome(ret_plan, &host);
    return result;
}

void
topofix_plan_done(struct topofix_plan *plan)
{
    topofix_splices_done(&plan->splices);
    topofix_buffer_done(&plan->new_text);
    topofix_running_done(&plan->running);
    topofix_domain_done(&plan->domain);
    *plan = (struct topofix_plan){ .hold = TOPOFIX_HOLD_NONE };
}
