/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "base/array.h"
#include "forms/domain_same.h"
#include "forms/words.h"
#include "judge/change.h"

/* Whether the counts in the record are those that the edit put there, or else those before it. */
static bool
counts_are_as_edited(enum topofix_edit_action action, const struct topofix_topology *put,
                     const struct topofix_topology *before, const struct topofix_topology *after)
{
    return action == TOPOFIX_EDIT_REMOVE ||
           topofix_topology_equals(action == TOPOFIX_EDIT_PUT ? put : before, after);
}

/* Whether the record holds what the edit put there and what it kept. */
static bool
record_is_as_edited(const struct topofix_record *before, const struct topofix_edit *edit,
                    const struct topofix_record *after)
{
    const struct {
        enum topofix_edit_action action;
        bool was_there;
        bool is_there;
    } children[] = {
        { edit->was_action, before->was_node != NULL, after->was_node != NULL },
        { edit->set_action, before->set_node != NULL, after->set_node != NULL },
        { edit->ignore_action, before->ignore_node != NULL, after->ignore_node != NULL },
    };
    bool was_written =
        edit->was_action == TOPOFIX_EDIT_PUT ? edit->was_written : before->was_written;

    for (int part = 0; part < TOPOFIX_PARTS; part++) {
        enum topofix_edit_action action = edit->before_action[part];
        bool was_there = before->before[part] != NULL;

        if ((after->before[part] != NULL) !=
            (action == TOPOFIX_EDIT_KEEP ? was_there : action == TOPOFIX_EDIT_PUT)) {
            return false;
        }
    }
    for (size_t i = 0; i < COUNT_OF(children); i++) {
        bool expected = children[i].action == TOPOFIX_EDIT_KEEP
                            ? children[i].was_there
                            : children[i].action == TOPOFIX_EDIT_PUT;

        if (children[i].is_there != expected) {
            return false;
        }
    }
    if (after->was_node && (after->was_written != was_written ||
                            (was_written && !counts_are_as_edited(edit->was_action, &edit->was,
                                                                  &before->was, &after->was)))) {
        return false;
    }
    return counts_are_as_edited(edit->set_action, &edit->set, &before->set, &after->set);
}

/* Whether the record says what the edit put there. Other programs may change the rest. */
static bool
said_is_as_edited(const struct topofix_edit *edit, const struct topofix_record *after)
{
    struct topofix_said expected = edit->said;
    struct topofix_said found = topofix_said_of(after);

    expected.ignore = found.ignore; /* checked with the other marks */
    return !edit->says || topofix_said_equals(&expected, &found);
}

/* Whether the admin's words are unchanged by an edit that does not touch them. */
static bool
said_is_kept(const struct topofix_edit *edit, const struct topofix_record *before,
             const struct topofix_record *after)
{
    struct topofix_said expected = topofix_said_of(before);
    struct topofix_said found = topofix_said_of(after);

    expected.ignore = found.ignore;
    return edit->says || topofix_said_equals(&expected, &found);
}

/* Checks the two places that we write: the topology and the record. */
static int
check_places(const struct topofix_edit *edit, const struct topofix_domain *domain,
             const struct topofix_topology *planned, const struct topofix_domain *after,
             struct topofix_error *err)
{

    if (!topofix_topology_equals(&after->topology, planned) ||
        (edit->topology_action == TOPOFIX_EDIT_REMOVE && after->has_topology)) {
        char found[TOPOFIX_TOPOLOGY_TEXT_MAX];
        char wanted[TOPOFIX_TOPOLOGY_TEXT_MAX];

        topofix_words_topology(&after->topology, found);
        topofix_words_topology(planned, wanted);
        return topofix_error_set(err, TOPOFIX_ERROR_CHANGED, "its topology is %s, expected %s",
                                 found, wanted);
    }
    if (!record_is_as_edited(&domain->record, edit, &after->record) ||
        !said_is_as_edited(edit, &after->record)) {
        return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                                 "our element in <metadata> is not as it should be");
    }
    return 0;
}

int
topofix_change_check_text(const struct topofix_change *change, const struct topofix_domain *domain,
                          const struct topofix_resized *resized,
                          const struct topofix_topology *wanted, const char *text, size_t length,
                          struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain after = { .doc = NULL };

    if (topofix_domain_read_edited(text, length, &after, err) < 0 ||
        check_places(&change->edit, domain, wanted, &after, err) < 0) {
        return -1;
    }
    if (!topofix_domain_equals_besides(resized->is_made ? &resized->domain : domain, &after)) {
        return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                                 "something besides the topology and our element differs");
    }
    return 0;
}

int
topofix_change_verify(const struct topofix_change *change, const struct topofix_domain *domain,
                      const struct topofix_resized *resized, const struct topofix_topology *wanted,
                      const char *text, size_t length, bool *ret_rest_changed,
                      struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain after = { .doc = NULL };

    *ret_rest_changed = false;
    if (topofix_domain_read_edited(text, length, &after, err) < 0 ||
        check_places(&change->edit, domain, wanted, &after, err) < 0) {
        return -1;
    }
    *ret_rest_changed =
        !topofix_domain_same_besides(resized->is_made ? &resized->domain : domain, &after) ||
        !said_is_kept(&change->edit, &domain->record, &after.record);
    return 0;
}
