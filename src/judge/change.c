/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/change.h"

#include "base/alloc.h"
#include "core/versions.h"
#include "forms/topology_read.h"

/* Whether a splice changes the element or its content. */
static bool
part_changes(const struct topofix_node *node, const struct topofix_resized *resized)
{
    for (size_t i = 0; i < resized->splices.count; i++) {
        const struct topofix_splice *splice = &resized->splices.items[i];

        if (splice->offset + splice->removed > node->start && splice->offset < node->end) {
            return true;
        }
    }
    return false;
}

/* Drops what an older resize recorded, so that an undo does not restore it. */
static void
forget_parts(struct topofix_edit *edit)
{
    for (int part = 0; part < TOPOFIX_PARTS; part++) {
        edit->before_action[part] = TOPOFIX_EDIT_REMOVE;
    }
}

/* Moves the resize's splices, because the vCPUs must change together with the topology. */
static void
take_splices(struct topofix_resized *resized, struct topofix_splices *splices)
{
    for (size_t i = 0; i < resized->splices.count; i++) {
        struct topofix_splice *splice = &resized->splices.items[i];

        topofix_splices_add(splices, splice->offset, splice->removed, topofix_steal(splice->text));
    }
    resized->splices.count = 0;
}

/* Whether the topology in force is the one that our last fix set. */
static bool
topology_is_ours(const struct topofix_domain *domain)
{
    const struct topofix_record *record = &domain->record;

    return record->was_node &&
           (!record->set_node || topofix_topology_equals(&record->set, &domain->topology));
}

/* An undo should restore the oldest state, as long as only we have changed it since. */
static void
record_topology(const struct topofix_domain *domain, const struct topofix_assessment *assessment,
                struct topofix_edit *edit)
{
    if (!topology_is_ours(domain)) {
        edit->was_action = TOPOFIX_EDIT_PUT;
        edit->was_written = domain->has_topology;
        edit->was = domain->topology;
        edit->was_levels = topofix_topology_levels(domain->topology_node);
        forget_parts(edit);
    }
    edit->set_action = TOPOFIX_EDIT_PUT;
    edit->set = assessment->wanted;
}

/* Keeps what else the record holds. */
static void
edit_for_said(const struct topofix_domain *domain, const struct topofix_assessment *assessment,
              struct topofix_edit *edit)
{
    bool was_ignored = domain->record.ignore_node != NULL;

    edit->says = true;
    edit->said = assessment->said;
    edit->drops_empty = true;
    if (assessment->said.ignore != was_ignored) {
        edit->ignore_action = assessment->said.ignore ? TOPOFIX_EDIT_PUT : TOPOFIX_EDIT_REMOVE;
    }
}

static void
edit_for_fix(const struct topofix_domain *domain, const struct topofix_assessment *assessment,
             const struct topofix_request *request, struct topofix_edit *edit)
{
    if (assessment->lifts_ignore) {
        edit->ignore_action = TOPOFIX_EDIT_REMOVE;
    }
    if (assessment->changes_said && request->writes_record) {
        edit_for_said(domain, assessment, edit);
    }
    if (!assessment->changes_topology) {
        return;
    }
    edit->topology_action = TOPOFIX_EDIT_PUT;
    edit->topology = assessment->wanted;
    if (!request->writes_record) {
        return;
    }
    record_topology(domain, assessment, edit);
}

/* Whether the resize changes the part, or adds it. */
static bool
part_differs(const struct topofix_node *now, enum topofix_record_part part,
             const struct topofix_resized *resized)
{
    return now ? part_changes(now, resized) : topofix_domain_part(&resized->domain, part) != NULL;
}

/* Records the parts that change as they are now, unless the record has an older state of them. */
static void
record_parts(const struct topofix_domain *domain, const struct topofix_resized *resized,
             struct topofix_edit *edit)
{
    bool is_ours = topology_is_ours(domain);
    bool records_topoext;

    for (int i = 0; i < TOPOFIX_PARTS; i++) {
        const struct topofix_node *now = topofix_domain_part(domain, (enum topofix_record_part)i);
        const struct topofix_node *older = is_ours ? domain->record.before[i] : NULL;

        if (older && i != TOPOFIX_PART_VCPU) {
            edit->before_action[i] = TOPOFIX_EDIT_KEEP;
        } else if (i == TOPOFIX_PART_VCPU ||
                   part_differs(now, (enum topofix_record_part)i, resized)) {
            edit->before_action[i] = TOPOFIX_EDIT_PUT;
            edit->before[i] = older ? older : now;
        }
    }
    records_topoext = edit->before_action[TOPOFIX_PART_TOPOEXT] == TOPOFIX_EDIT_PUT ||
                      (is_ours && domain->record.before[TOPOFIX_PART_TOPOEXT]);
    edit->left = topofix_domain_parts_digest(
        &resized->domain, records_topoext ? TOPOFIX_PARTS_ALL : TOPOFIX_PARTS_OF_VCPUS);
}

static void
edit_for_resize(const struct topofix_domain *domain, const struct topofix_resized *resized,
                const struct topofix_assessment *assessment, const struct topofix_request *request,
                struct topofix_edit *edit)
{
    if (assessment->changes_topology) {
        edit->topology_action = TOPOFIX_EDIT_PUT;
        edit->topology = assessment->wanted;
    }
    if (request->writes_record) {
        record_topology(domain, assessment, edit);
        record_parts(domain, resized, edit);
    }
}

static void
edit_for_undo(const struct topofix_domain *domain, const struct topofix_assessment *assessment,
              const struct topofix_request *request, struct topofix_edit *edit)
{
    const struct topofix_record *record = &domain->record;

    if (!assessment->changes_topology) {
        edit->topology_action = TOPOFIX_EDIT_KEEP;
    } else if (assessment->removes_topology) {
        edit->topology_action = TOPOFIX_EDIT_REMOVE;
    } else {
        edit->topology_action = TOPOFIX_EDIT_PUT;
        edit->topology = assessment->wanted;
        edit->spelling.drops = ~record->was_levels;
    }
    forget_parts(edit);
    edit->was_action = TOPOFIX_EDIT_REMOVE;
    edit->set_action = TOPOFIX_EDIT_REMOVE;
    edit->ignore_action = request->forgets      ? TOPOFIX_EDIT_REMOVE
                          : record->ignore_node ? TOPOFIX_EDIT_KEEP
                                                : TOPOFIX_EDIT_PUT;
    edit->drops_empty = request->forgets;
}

/* The levels that this libvirt writes: the diff must show what the definition will hold. */
static unsigned
levels_kept_by(const struct topofix_host *host)
{
    return topofix_version_holds(TOPOFIX_CHANGE_LIBVIRT_CLUSTERS, host) == TOPOFIX_HOLDS_YES
               ? 1u << TOPOFIX_LEVEL_CLUSTERS
               : 0;
}

/* Reads the new bytes again before it hands them over. */
int
topofix_change_make(const struct topofix_domain *domain, struct topofix_resized *resized,
                    const struct topofix_assessment *assessment,
                    const struct topofix_request *request, struct topofix_change *ret_change,
                    struct topofix_error *err)
{
    struct topofix_change *change = ret_change;
    size_t length;
    const char *text = topofix_doc_text(domain->doc, &length);

    *change = (struct topofix_change){ .new_text = { .bytes = NULL } };
    if (!assessment->needs_change) {
        return 0;
    }
    if (assessment->goal == TOPOFIX_GOAL_UNDO) {
        edit_for_undo(domain, assessment, request, &change->edit);
    } else if (assessment->goal == TOPOFIX_GOAL_SAY) {
        edit_for_said(domain, assessment, &change->edit);
    } else if (assessment->goal == TOPOFIX_GOAL_RESIZE || assessment->changes_vcpus) {
        edit_for_resize(domain, resized, assessment, request, &change->edit);
    } else {
        edit_for_fix(domain, assessment, request, &change->edit);
    }
    change->edit.spelling.keeps = levels_kept_by(&assessment->host);
    take_splices(resized, &change->splices);
    topofix_domain_edit(domain, &change->edit, &change->splices);
    topofix_splices_apply(&change->splices, text, length, &change->new_text);
    if (topofix_change_check_text(change, domain, resized, &assessment->wanted,
                                  topofix_buffer_text(&change->new_text), change->new_text.length,
                                  err) < 0) {
        return topofix_error_wrap(err, "the edited XML, read again");
    }
    return 0;
}

void
topofix_change_done(struct topofix_change *change)
{
    topofix_splices_done(&change->splices);
    topofix_buffer_done(&change->new_text);
    *change = (struct topofix_change){ .new_text = { .bytes = NULL } };
}
