/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan.h"

#include <string.h>

#include "alloc.h"
#include "version_facts.h"
#include "words.h"

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

/* Whether the record says what the edit put there. */
static bool
record_is_as_edited(const struct topofix_record *record, const struct topofix_edit *edit)
{
    const struct {
        enum topofix_edit_action action;
        bool is_there;
    } children[] = {
        { .action = edit->was_action, .is_there = record->was_node != NULL },
        { .action = edit->set_action, .is_there = record->set_node != NULL },
        { .action = edit->ignore_action, .is_there = record->ignore_node != NULL },
    };

    for (size_t i = 0; i < sizeof(children) / sizeof(children[0]); i++) {
        if ((children[i].action == TOPOFIX_EDIT_PUT && !children[i].is_there) ||
            (children[i].action == TOPOFIX_EDIT_REMOVE && children[i].is_there)) {
            return false;
        }
    }
    if (edit->set_action == TOPOFIX_EDIT_PUT &&
        !topofix_topology_equals(&record->set, &edit->set)) {
        return false;
    }
    return edit->was_action != TOPOFIX_EDIT_PUT ||
           (record->was_written == edit->was_written &&
            (!edit->was_written || topofix_topology_equals(&record->was, &edit->was)));
}

static int
check_outcome(const struct topofix_plan *plan, const struct topofix_domain *after,
              struct topofix_error *err)
{
    const struct topofix_edit *edit = &plan->edit;

    if (!topofix_topology_equals(&after->topology, &plan->wanted) ||
        (edit->topology_action == TOPOFIX_EDIT_REMOVE && after->has_topology)) {
        char found[TOPOFIX_TOPOLOGY_TEXT_MAX];
        char wanted[TOPOFIX_TOPOLOGY_TEXT_MAX];

        topofix_words_topology(&after->topology, found);
        topofix_words_topology(&plan->wanted, wanted);
        return topofix_error_set(err, TOPOFIX_ERROR_CHANGED, "its topology is %s, expected %s",
                                 found, wanted);
    }
    if (!record_is_as_edited(&after->record, edit)) {
        return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                                 "our element in <metadata> is not as it should be");
    }
    if (!topofix_domain_equals_besides(&plan->domain, after)) {
        return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                                 "something besides the topology and our element differs");
    }
    return 0;
}

int
topofix_plan_verify(const struct topofix_plan *plan, const char *text, size_t length,
                    struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain after = { .doc = NULL };

    if (topofix_domain_read(text, length, &after, err) < 0) {
        return -1;
    }
    return check_outcome(plan, &after, err);
}

/* New bytes are never handed over unread. */
static int
make_text(struct topofix_plan *plan, struct topofix_error *err)
{
    size_t length;
    const char *text = topofix_doc_text(plan->domain.doc, &length);

    topofix_domain_edit(&plan->domain, &plan->edit, &plan->splices);
    topofix_splices_apply(&plan->splices, text, length, &plan->new_text);
    if (topofix_plan_verify(plan, topofix_buffer_text(&plan->new_text), plan->new_text.length,
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

static int
plan_diagnose(struct topofix_plan *plan, const struct topofix_request *request,
              const struct topofix_circumstances *circumstances, const struct topofix_host *host,
              struct topofix_error *err)
{
    if (topofix_guest_os_find(request->limits, &plan->domain, request->os, request->edition,
                              &plan->os, err) < 0) {
        return -1;
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
    plan->is_selected = request->only == 0 || (request->only >> plan->diagnosis.verdict & 1) != 0;
    return 0;
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
    if (plan->needs_change && make_text(plan, err) < 0) {
        return -1;
    }
    plan->changes = plan->needs_change && plan->hold == TOPOFIX_HOLD_NONE;
    return 0;
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
    ret_plan->usable_wanted =
        topofix_guest_usable(&ret_plan->guest, &ret_plan->wanted, &ret_plan->guest.vcpus);
    return result;
}

void
topofix_plan_done(struct topofix_plan *plan)
{
    topofix_splices_done(&plan->splices);
    topofix_buffer_done(&plan->new_text);
    topofix_domain_done(&plan->domain);
    *plan = (struct topofix_plan){ .hold = TOPOFIX_HOLD_NONE };
}
