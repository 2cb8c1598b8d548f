/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Domain XML whose record anybody may have written: its undo, which leaves the mark to ignore the
 * domain or forgets. The digest that a resize leaves in the record is made right, as whoever forges
 * a record can do, too: else no search would ever get beyond it.
 */
#include <inttypes.h>
#include <libxml/xmlerror.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "foreign_tree.h"
#include "fuzzing.h"
#include "judge/judgement.h"
#include "knowledge/builtin.h"
#include "xml/attribute.h"

static const struct topofix_circumstances nothing_known;

static void
hush(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

/* The text with the digest that its record needs, or an empty one if it needs none. */
static void
forge(const char *text, size_t size, struct topofix_buffer *ret_forged)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    TOPOFIX_AUTO_DONE(splices) struct topofix_splices splices = { .items = NULL };
    const struct topofix_node *vcpu;
    char left[17];

    if (topofix_domain_read(text, size, &domain, NULL) < 0 ||
        !(vcpu = domain.record.before[TOPOFIX_PART_VCPU])) {
        return;
    }
    const struct topofix_layout layout = topofix_layout_of(domain.doc);
    const unsigned parts =
        domain.record.before[TOPOFIX_PART_TOPOEXT] ? TOPOFIX_PARTS_ALL : TOPOFIX_PARTS_OF_VCPUS;

    (void)snprintf(left, sizeof(left), "%016" PRIx64, topofix_domain_parts_digest(&domain, parts));
    topofix_attribute_put(&layout, vcpu, TOPOFIX_RECORD_LEFT, left, &splices);
    topofix_splices_apply(&splices, text, size, ret_forged);
}

/* What an undo may change: the topology, the record, and of the rest what the record holds. */
static unsigned
undone_parts(const struct topofix_record *record)
{
    static const unsigned bits[] = {
        [TOPOFIX_PART_VCPU] = FOREIGN_TREE_WITHOUT_VCPU,
        [TOPOFIX_PART_VCPUS] = FOREIGN_TREE_WITHOUT_VCPUS,
        [TOPOFIX_PART_CPUTUNE] = FOREIGN_TREE_WITHOUT_CPUTUNE,
        [TOPOFIX_PART_NUMA] = FOREIGN_TREE_WITHOUT_NUMA,
        [TOPOFIX_PART_TOPOEXT] = FOREIGN_TREE_WITHOUT_TOPOEXT,
    };
    unsigned parts = FOREIGN_TREE_WITHOUT_EDIT;

    for (int i = 0; i < TOPOFIX_PARTS; i++) {
        parts |= record->before[TOPOFIX_PART_VCPU] && record->before[i] ? bits[i] : 0;
    }
    return parts;
}

static void
check_again(const struct topofix_buffer *undone, const struct topofix_request *request)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement again = { .is_assessed = false };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    FUZZ_EXPECT(topofix_judgement_make(undone->bytes, undone->length, request, &nothing_known,
                                       &again, &err) == 0,
                "%s in\n%s", err.message, undone->bytes);
    FUZZ_EXPECT(again.assessment.nothing_to_undo && !again.assessment.needs_change, "%s",
                undone->bytes);
}

static void
check_undone(const char *text, size_t size, const struct topofix_judgement *undo,
             const struct topofix_request *request)
{
    const struct topofix_buffer *undone = &undo->change.new_text;
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain after = { .doc = NULL };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    bool rest_changed = true;

    FUZZ_EXPECT(topofix_domain_read_edited(undone->bytes, undone->length, &after, &err) == 0,
                "%s in\n%s", err.message, undone->bytes);
    FUZZ_EXPECT(topofix_topology_equals(&after.topology, &undo->assessment.wanted), "%s",
                undone->bytes);
    FUZZ_EXPECT(topofix_topology_product(&after.topology) == after.vcpus.maximum ||
                    !undo->assessment.changes_topology,
                "%s", undone->bytes);
    FUZZ_EXPECT(!after.record.ignore_node == request->forgets, "%s", undone->bytes);
    FUZZ_EXPECT(foreign_tree_is_same(text, size, undone->bytes, undone->length,
                                     undone_parts(&undo->domain.record)),
                "%s\n-- becomes\n%s", text, undone->bytes);
    FUZZ_EXPECT(
        topofix_judgement_verify(undo, undone->bytes, undone->length, &rest_changed, &err) == 0 &&
            !rest_changed,
        "%s\n-- becomes\n%s", text, undone->bytes);
}

static void
check_undo(const char *text, size_t size, bool forgets)
{
    const struct topofix_request request = { .limits = &topofix_limits_builtin,
                                             .goal = TOPOFIX_GOAL_UNDO,
                                             .forgets = forgets,
                                             .lifts_ignore = true,
                                             .writes_record = true };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement undo = { .is_assessed = false };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    if (topofix_judgement_make(text, size, &request, &nothing_known, &undo, &err) < 0) {
        fuzzing_require_error(&err);
        FUZZ_EXPECT(!undo.is_assessed || !undo.assessment.needs_change, "%s", text);
        return;
    }
    FUZZ_EXPECT(undo.assessment.needs_change == (undo.change.splices.count > 0), "%s", text);
    if (undo.assessment.needs_change) {
        check_undone(text, size, &undo, &request);
        check_again(&undo.change.new_text, &request);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer forged = { .bytes = NULL };

    xmlSetGenericErrorFunc(NULL, hush);
    forge(text, size, &forged);
    for (int forgets = 0; forgets < 2; forgets++) {
        check_undo(text, size, forgets != 0);
        if (forged.length > 0) {
            check_undo(forged.bytes, forged.length, forgets != 0);
        }
    }
    return 0;
}
