/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "claim.h"
#include "rivals.h"
#include "saves.h"
#include "store/store.h"

static int
undefined_meanwhile(struct topofix_error *err)
{
    return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                             "undefined by somebody else meanwhile; nothing was written");
}

/*
 * Defining a transient domain would make it persistent, and defining one that was undefined would
 * restore it.
 */
static int
check_unchanged(struct topofix_store *store, const struct topofix_entry *entry, const char *old_xml,
                struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *now = NULL;
    int persistent;

    if (store->ops->fetch(store, entry, &now, err) < 0) {
        return topofix_error_wrap(err, "read again before the write");
    }
    if (strcmp(now, old_xml) != 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_CHANGED,
                                 "changed by somebody else meanwhile; nothing was written");
    }
    persistent = store->ops->is_persistent(store, entry, err);
    if (persistent < 0) {
        return topofix_error_wrap(err, "read again before the write");
    }
    return persistent ? 0 : undefined_meanwhile(err);
}

/* False only where libvirt says that there is no such definition. */
static bool
is_still_defined(struct topofix_store *store, const struct topofix_entry *entry)
{
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    int persistent = store->ops->is_persistent(store, entry, &err);

    return persistent > 0 || (persistent < 0 && err.code != TOPOFIX_ERROR_NOT_FOUND);
}

/* The connection that is lost was lost once the define was sent. False where it is not lost. */
static bool
be_unsure(struct topofix_error *err)
{
    bool is_lost = err && err->code == TOPOFIX_ERROR_CONNECTION;

    if (is_lost) {
        err->code = TOPOFIX_ERROR_UNSURE;
    }
    return is_lost;
}

/*
 * Tells why the define failed. libvirt refuses to define a domain that is being removed at that
 * moment ("already being removed", virDomainObjListAddLocked): that is no fault of the definition.
 */
static int
define_failed(struct topofix_store *store, const struct topofix_entry *entry,
              struct topofix_error *err)
{
    if (be_unsure(err)) {
        return topofix_error_wrap(err, "nobody knows whether it was written: look again");
    }
    if (!is_still_defined(store, entry)) {
        return undefined_meanwhile(err);
    }
    return topofix_error_wrap(err, "the new definition was not accepted");
}

static int
write_once(struct topofix_store *store, const struct topofix_entry *entry, const char *new_xml,
           char **ret_after, struct topofix_error *err)
{
    if (store->ops->define(store, new_xml, err) < 0) {
        return define_failed(store, entry, err);
    }
    if (store->ops->fetch(store, entry, ret_after, err) < 0) {
        (void)be_unsure(err);
        return topofix_error_wrap(err, "written, but it could not be read again");
    }
    return 0;
}

/*
 * Reports what raced with our define. A domain that it restored is not undefined again: another
 * program may use it by now, and an undefine would remove more than we wrote (NVRAM, a saved
 * state).
 */
static int
judge_rivals(struct topofix_sight *sight, struct topofix_saved *saved, bool *ret_has_rival,
             struct topofix_error *err)
{
    enum topofix_seen seen = TOPOFIX_SEEN_NOTHING;
    unsigned n_saved = topofix_saved_count_own(saved); /* one of them is that of our own define */

    /* the kernel is sooner than libvirt's event, and knows as much where nothing else happened */
    if (n_saved != 1 || topofix_saved_is_removed(saved)) {
        seen = topofix_rivals_judge(sight);
    }
    *ret_has_rival = seen == TOPOFIX_SEEN_RIVAL || n_saved > 1;
    if (seen == TOPOFIX_SEEN_BROUGHT_BACK) {
        return topofix_error_set(err, TOPOFIX_ERROR_UNDEFINED,
                                 "undefined by somebody else meanwhile; the define brought it back "
                                 "(undefine it again if that was meant)");
    }
    return 0;
}

struct topofix_lookout {
    struct topofix_saved saved;
};

struct topofix_lookout *
topofix_store_look_out(struct topofix_store *store, const struct topofix_entry *entry)
{
    struct topofix_lookout *lookout;

    if (!store->saves) {
        return NULL;
    }
    lookout = topofix_alloc(1, sizeof(*lookout));
    topofix_saves_begin(store->saves, entry->name, &lookout->saved);
    return lookout;
}

void
topofix_lookout_done(struct topofix_lookout *lookout)
{
    if (lookout) {
        topofix_saved_done(&lookout->saved);
        free(lookout);
    }
}

/*
 * Where it was seen since before the fetch that nobody has saved or removed the definition, it need
 * not be read again: that is sooner before the define, and tells more.
 */
static int
replace(struct topofix_store *store, const struct topofix_entry *entry,
        const struct topofix_replacement *with, char **ret_after, bool *ret_has_rival,
        struct topofix_error *err)
{
    struct topofix_sight sight;
    struct topofix_saved saved = { .saves = NULL };
    struct topofix_saved *seen = &saved;
    int result = 0;

    topofix_rivals_begin(store->rivals, entry->uuid, &sight);
    if (with->lookout && topofix_saved_is_untouched(&with->lookout->saved)) {
        seen = &with->lookout->saved;
    } else {
        topofix_saves_begin(store->saves, entry->name, &saved);
        result = check_unchanged(store, entry, with->old_xml, err);
    }
    if (result == 0) {
        result = write_once(store, entry, with->new_xml, ret_after, err);
    }
    if (result == 0) {
        result = judge_rivals(&sight, seen, ret_has_rival, err);
    }
    topofix_rivals_end(&sight);
    topofix_saved_done(&saved);
    return result;
}

int
topofix_store_replace(struct topofix_store *store, const struct topofix_entry *entry,
                      const struct topofix_replacement *with, char **ret_after, bool *ret_has_rival,
                      struct topofix_error *err)
{
    int claim = store->ops->claim ? store->ops->claim(entry) : -1;
    TOPOFIX_AUTO_FREE char *after = NULL;
    int result;

    *ret_has_rival = false;
    result = replace(store, entry, with, &after, ret_has_rival, err);
    topofix_claim_release(claim);
    *ret_after = result == 0 ? topofix_steal(after) : NULL;
    return result;
}
