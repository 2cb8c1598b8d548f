/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/resize.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "mirror.h"
#include "remedy_make.h"

/* Applies the splices, and reads the new text as a domain. */
static int
read_again(const struct topofix_domain *domain, struct topofix_resized *resized,
           struct topofix_error *err)
{
    size_t length;
    const char *text = topofix_doc_text(domain->doc, &length);

    topofix_splices_apply(&resized->splices, text, length, &resized->text);
    if (topofix_domain_read_edited(topofix_buffer_text(&resized->text), resized->text.length,
                                   &resized->domain, err) < 0) {
        return topofix_error_wrap(err, "the resized XML, read again");
    }
    resized->is_made = true;
    return 0;
}

static int
make_wanted(const struct topofix_domain *domain, const struct topofix_resize_wish *wish,
            struct topofix_resized *resized, struct topofix_error *err)
{
    const struct topofix_vcpus *vcpus = &resized->domain.vcpus;

    if (topofix_domain_resize(domain, wish, &resized->splices, err) < 0 ||
        read_again(domain, resized, err) < 0) {
        return -1;
    }
    if (vcpus->maximum != wish->maximum || vcpus->present != wish->present) {
        return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                                 "the resized XML, read again: %u of %u vCPUs, expected %u of %u",
                                 vcpus->present, vcpus->maximum, wish->present, wish->maximum);
    }
    return 0;
}

static int
make_restored(const struct topofix_domain *domain, struct topofix_resized *resized,
              struct topofix_error *err)
{
    const char *left =
        topofix_node_attribute(domain->record.before[TOPOFIX_PART_VCPU], TOPOFIX_RECORD_LEFT);
    const unsigned parts =
        domain->record.before[TOPOFIX_PART_TOPOEXT] ? TOPOFIX_PARTS_ALL : TOPOFIX_PARTS_OF_VCPUS;
    char now[17];

    (void)snprintf(now, sizeof(now), "%016" PRIx64, topofix_domain_parts_digest(domain, parts));
    if (!left || strcmp(left, now) != 0) {
        resized->is_stale = true;
        return 0;
    }
    if (topofix_domain_restore(domain, &resized->splices, err) < 0) {
        return topofix_error_wrap(err, "not undone: our record in its metadata was changed");
    }
    return read_again(domain, resized, err);
}

int
topofix_resized_make(struct topofix_domain *domain, const struct topofix_request *request,
                     const struct topofix_circumstances *circumstances,
                     struct topofix_resized *ret_resized, struct topofix_error *err)
{
    *ret_resized = (struct topofix_resized){ .is_made = false };
    if (request->goal == TOPOFIX_GOAL_RESIZE) {
        return make_wanted(domain, &request->resize, ret_resized, err);
    }
    if (request->goal == TOPOFIX_GOAL_MIRROR) {
        topofix_mirror_pins(domain, request, circumstances, ret_resized);
        return ret_resized->splices.count > 0 ? read_again(domain, ret_resized, err) : 0;
    }
    if (request->goal == TOPOFIX_GOAL_FIX) {
        topofix_remedies_edit(domain, request, circumstances, ret_resized);
        return ret_resized->splices.count > 0 ? read_again(domain, ret_resized, err) : 0;
    }
    if (request->goal == TOPOFIX_GOAL_UNDO && domain->record.before[TOPOFIX_PART_VCPU]) {
        return make_restored(domain, ret_resized, err);
    }
    return 0;
}

void
topofix_resized_done(struct topofix_resized *resized)
{
    topofix_domain_done(&resized->domain);
    topofix_buffer_done(&resized->text);
    topofix_splices_done(&resized->splices);
    *resized = (struct topofix_resized){ .is_made = false };
}
