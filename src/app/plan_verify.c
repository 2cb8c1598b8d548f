/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan.h"

#include "alloc.h"
#include "words.h"

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
