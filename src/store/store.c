/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "rivals.h"
#include "saves.h"

void
topofix_store_leave(struct topofix_store *store)
{
    if (store->ops->leave) {
        store->ops->leave(store);
    }
}

void
topofix_store_close(struct topofix_store *store)
{
    if (store) {
        struct topofix_rivals *rivals = topofix_steal(store->rivals);

        topofix_saves_free(topofix_steal(store->saves));
        store->ops->close(store);
        topofix_rivals_release(rivals);
    }
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(((const struct topofix_entry *)a)->name, ((const struct topofix_entry *)b)->name);
}

int
topofix_store_list(struct topofix_store *store, struct topofix_entries *ret_entries,
                   struct topofix_error *err)
{
    if (store->ops->list(store, ret_entries, err) < 0) {
        return -1;
    }
    qsort(ret_entries->items, ret_entries->count, sizeof(*ret_entries->items), compare_names);
    return 0;
}

int
topofix_store_find(struct topofix_store *store, const char *domain, struct topofix_entry *ret_entry,
                   struct topofix_error *err)
{
    return store->ops->find(store, domain, ret_entry, err);
}

int
topofix_store_fetch(struct topofix_store *store, const struct topofix_entry *entry, char **ret_xml,
                    struct topofix_error *err)
{
    return store->ops->fetch(store, entry, ret_xml, err);
}

int
topofix_store_fetch_running(struct topofix_store *store, const struct topofix_entry *entry,
                            char **ret_xml, struct topofix_error *err)
{
    *ret_xml = NULL;
    if (!entry->is_running && !entry->has_saved_state) {
        return 0;
    }
    return store->ops->fetch_running(store, entry, ret_xml, err);
}

int
topofix_store_is_starting(struct topofix_store *store, const struct topofix_entry *entry,
                          struct topofix_error *err)
{
    return store->ops->is_starting ? store->ops->is_starting(store, entry, err) : 0;
}

enum topofix_agent_outcome
topofix_store_ask_agent(struct topofix_store *store, const struct topofix_entry *entry,
                        struct topofix_agent_answer *ret_answer, struct topofix_error *err)
{
    *ret_answer = (struct topofix_agent_answer){ .n_used = 0 };
    if (!store->ops->ask_agent) {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "this hypervisor has no guest agents");
        return TOPOFIX_AGENT_UNASKED;
    }
    return store->ops->ask_agent(store, entry, ret_answer, err);
}

void
topofix_agent_answer_done(struct topofix_agent_answer *answer)
{
    for (int field = 0; field < TOPOFIX_AGENT_FIELDS; field++) {
        free(answer->fields[field]);
    }
    *answer = (struct topofix_agent_answer){ .n_used = 0 };
}

int
topofix_store_stats(struct topofix_store *store, struct topofix_stats *ret_stats,
                    struct topofix_error *err)
{
    *ret_stats = (struct topofix_stats){ .count = 0 };
    return store->ops->stats
               ? store->ops->stats(store, ret_stats, err)
               : topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "this hypervisor has no statistics");
}

int
topofix_store_survey(struct topofix_store *store, topofix_on_surveyed on_domain, void *user,
                     struct topofix_error *err)
{
    return store->ops->survey ? store->ops->survey(store, on_domain, user, err) : 0;
}

void
topofix_stats_done(struct topofix_stats *stats)
{
    for (size_t i = 0; i < stats->count; i++) {
        free(stats->items[i].times);
    }
    free(stats->items);
    *stats = (struct topofix_stats){ .count = 0 };
}

int
topofix_store_capabilities(struct topofix_store *store, char **ret_xml, struct topofix_error *err)
{
    return store->ops->capabilities(store, ret_xml, err);
}

void
topofix_store_versions(struct topofix_store *store, unsigned *ret_libvirt, unsigned *ret_hypervisor)
{
    store->ops->versions(store, ret_libvirt, ret_hypervisor);
}

static void
forget_rivals(void *user)
{
    topofix_rivals_release(user);
}

void
topofix_store_watch_rivals(struct topofix_store *store, struct topofix_events *events)
{
    struct topofix_rivals *rivals = topofix_rivals_new(events);

    store->saves = topofix_saves_new(store->folder);
    if (topofix_store_subscribe(store, topofix_rivals_on_event, forget_rivals, rivals, NULL) < 0) {
        topofix_rivals_release(rivals); /* the reference for the subscription, which was refused */
        topofix_rivals_release(rivals);
        return;
    }
    store->rivals = rivals;
}

int
topofix_store_subscribe(struct topofix_store *store, topofix_on_event on_event,
                        topofix_on_unsubscribed on_unsubscribed, void *user,
                        struct topofix_error *err)
{
    if (!store->ops->subscribe) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s: no events", store->uri);
    }
    return store->ops->subscribe(store, on_event, on_unsubscribed, user, err);
}

int
topofix_store_on_loss(struct topofix_store *store, topofix_on_loss on_loss,
                      topofix_on_unsubscribed on_unsubscribed, void *user,
                      struct topofix_error *err)
{
    if (!store->ops->on_loss) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s: cannot be lost", store->uri);
    }
    return store->ops->on_loss(store, on_loss, on_unsubscribed, user, err);
}

void
topofix_entry_done(const struct topofix_store *store, struct topofix_entry *entry)
{
    if (entry->handle) {
        store->ops->entry_done(entry);
    }
    free(entry->name);
    *entry = (struct topofix_entry){ .name = NULL };
}

void
topofix_entries_done(const struct topofix_store *store, struct topofix_entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        topofix_entry_done(store, &entries->items[i]);
    }
    free(entries->items);
    *entries = (struct topofix_entries){ .items = NULL };
}
