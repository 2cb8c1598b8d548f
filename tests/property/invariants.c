/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "invariants.h"
#include "base/alloc.h"
#include "knowledge/builtin.h"
#include "testing.h"

static const struct topofix_circumstances nothing_known;

/* How the message of a change that cannot be read again begins (judge/change.c). */
static const char edit_failed[] = "the edited XML, read again";

static struct topofix_request
request_of(bool writes_record, enum topofix_goal goal, const struct topofix_policy *policy)
{
    return (struct topofix_request){ .limits = &topofix_limits_builtin,
                                     .goal = goal,
                                     .policy = *policy,
                                     .lifts_ignore = true,
                                     .writes_record = writes_record };
}

/*
 * Cuts out two elements, each with the white space before it, whatever their parents are. Either
 * may be NULL.
 */
static void
cut_out(const char *text, size_t length, const struct topofix_node *a, const struct topofix_node *b,
        struct topofix_buffer *ret_text)
{
    const struct topofix_node *const nodes[] = { a && b && b->start < a->start ? b : a,
                                                 a && b && b->start < a->start ? a : b };
    size_t done = 0;

    for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
        size_t from = nodes[i] ? nodes[i]->start : done;

        while (from > done && strchr(" \t\r\n", text[from - 1])) {
            from--;
        }
        topofix_buffer_add(ret_text, text + done, from - done);
        done = nodes[i] ? nodes[i]->end : done;
    }
    topofix_buffer_add(ret_text, text + done, length - done);
}

/* An empty-element tag, or one that holds no element, may have been opened or laid out anew. */
static bool
may_be_opened(const struct topofix_node *parent)
{
    return parent && !parent->first;
}

/*
 * Only the topology and our record may differ: cuts them, or what was added for their sake, out of
 * both texts and compares them.
 */
static void
check_other_bytes(const char *name, const struct topofix_judgement *judgement,
                  const struct topofix_domain *after, struct invariants_seen *seen)
{
    const struct topofix_domain *before = &judgement->domain;
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer old = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer new = { .bytes = NULL };
    size_t length;
    const char *text = topofix_doc_text(before->doc, &length);

    if ((judgement->assessment.changes_topology && may_be_opened(before->cpu)) ||
        (after->record.node && may_be_opened(before->metadata))) {
        return; /* the general comparison has covered it */
    }
    cut_out(text, length, before->topology_node, before->record.node, &old);
    cut_out(judgement->change.new_text.bytes, judgement->change.new_text.length,
            before->cpu ? after->topology_node : after->cpu,
            before->metadata ? after->record.node : after->metadata, &new);
    if (old.length != new.length ||
        memcmp(topofix_buffer_text(&old), topofix_buffer_text(&new), old.length) != 0) {
        fail_msg("%s: other bytes changed:\n%s\n--\n%s", name, text,
                 judgement->change.new_text.bytes);
    }
    seen->cut++;
}

static void
check_new_text(const char *name, const struct topofix_judgement *judgement,
               struct invariants_seen *seen)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain after = { .doc = NULL };
    struct topofix_error err;

    if (topofix_domain_read(judgement->change.new_text.bytes, judgement->change.new_text.length,
                            &after, &err) < 0) {
        fail_msg("%s: the result cannot be read: %s", name, err.message);
    }
    /* what only has a mark lifted, because its -smp is its own, keeps a topology that is refused */
    if (!topofix_topology_equals(&after.topology, &judgement->assessment.wanted) ||
        (judgement->assessment.changes_topology &&
         topofix_topology_product(&after.topology) != judgement->domain.vcpus.maximum)) {
        fail_msg("%s: the result is not what was wanted:\n%s", name,
                 judgement->change.new_text.bytes);
    }
    if (after.vcpus.maximum != judgement->domain.vcpus.maximum ||
        after.vcpus.present != judgement->domain.vcpus.present ||
        after.owner != judgement->domain.owner ||
        after.os_claim.origin != judgement->domain.os_claim.origin ||
        strcmp(after.name, judgement->domain.name) != 0) {
        fail_msg("%s: something else is read now:\n%s", name, judgement->change.new_text.bytes);
    }
    check_other_bytes(name, judgement, &after, seen);
}

static void
check_idle(const char *name, const char *text, size_t length, const struct topofix_request *request)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement again = { .is_assessed = false };
    struct topofix_error err;

    if (topofix_judgement_make(text, length, request, &nothing_known, &again, &err) < 0) {
        fail_msg("%s: the result is refused: %s", name, err.message);
    }
    if (again.assessment.needs_change) {
        fail_msg("%s: fixed twice, changed twice:\n%s", name, text);
    }
}

/* After the undo the old topology must be in force again. */
static void
check_undo(const char *name, const struct topofix_judgement *fix, struct invariants_seen *seen)
{
    static const struct topofix_policy no_wishes;
    struct topofix_request request = request_of(true, TOPOFIX_GOAL_UNDO, &no_wishes);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement undo = { .is_assessed = false };
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain after = { .doc = NULL };
    struct topofix_error err;

    if (fix->domain.record.node) {
        return; /* an older state is recorded */
    }
    if (topofix_judgement_make(fix->change.new_text.bytes, fix->change.new_text.length, &request,
                               &nothing_known, &undo, &err) < 0) {
        if (err.code != TOPOFIX_ERROR_REFUSED) { /* libvirt would refuse it today */
            fail_msg("%s: no undo: %s", name, err.message);
        }
        return;
    }
    assert_true(undo.assessment.changes);
    assert_int_equal(
        topofix_domain_read(undo.change.new_text.bytes, undo.change.new_text.length, &after, NULL),
        0);
    if (!topofix_topology_equals(&after.topology, &fix->domain.topology) ||
        after.has_topology != fix->domain.has_topology ||
        !topofix_domain_equals_besides(&after, &fix->domain)) {
        fail_msg("%s: the undo gives\n%s", name, undo.change.new_text.bytes);
    }
    seen->undone++;
}

static void
check_fix(const char *name, const char *text, size_t length, const struct topofix_policy *policy,
          bool writes_record, struct invariants_seen *seen)
{
    struct topofix_request request = request_of(writes_record, TOPOFIX_GOAL_FIX, policy);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    if (topofix_judgement_make(text, length, &request, &nothing_known, &judgement, &err) < 0) {
        assert_true(err.code != TOPOFIX_ERROR_NONE);
        assert_true(*err.message != '\0');
        assert_null(strchr(err.message, '\n'));
        /* a change that fails when it is read again is a bug of the edit; the words may also be a
         * part of the text that is refused */
        assert_int_not_equal(strncmp(err.message, edit_failed, strlen(edit_failed)), 0);
        return;
    }
    seen->accepted++;
    if (judgement.assessment.diagnosis.is_usable_known &&
        (judgement.assessment.diagnosis.usable_now.max > judgement.domain.vcpus.present ||
         judgement.assessment.diagnosis.usable_now.min >
             judgement.assessment.diagnosis.usable_now.max)) {
        fail_msg("%s: more vCPUs are used than there are", name);
    }
    if (!judgement.assessment.needs_change) {
        assert_int_equal(judgement.change.splices.count, 0);
        return;
    }
    seen->changed++;
    check_new_text(name, &judgement, seen);
    check_idle(name, judgement.change.new_text.bytes, judgement.change.new_text.length, &request);
    if (writes_record) {
        check_undo(name, &judgement, seen);
    }
}

void
invariants_check(const char *name, const char *text, size_t length,
                 const struct topofix_policy *policy, struct invariants_seen *seen)
{
    check_fix(name, text, length, policy, false, seen);
    check_fix(name, text, length, policy, true, seen);
}
