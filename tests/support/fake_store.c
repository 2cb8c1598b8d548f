/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static struct fake_store *
fake_of(struct topofix_store *store)
{
    return (struct fake_store *)store;
}

static int
fake_list(struct topofix_store *store, struct topofix_entries *ret_entries,
          struct topofix_error *err)
{
    static const char *const names[] = { "b", "c", "a" };

    (void)store;
    (void)err;
    ret_entries->count = sizeof(names) / sizeof(names[0]);
    ret_entries->items = topofix_alloc(ret_entries->count, sizeof(*ret_entries->items));
    for (size_t i = 0; i < ret_entries->count; i++) {
        ret_entries->items[i] = fake_store_entry();
        free(ret_entries->items[i].name);
        ret_entries->items[i].name = topofix_strdup(names[i]);
    }
    return 0;
}

static int
fake_find(struct topofix_store *store, const char *domain, struct topofix_entry *ret_entry,
          struct topofix_error *err)
{
    const struct fake_store *fake = fake_of(store);

    if (strcmp(domain, "fake") != 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_NOT_FOUND, "no such domain");
    }
    *ret_entry = fake_store_entry();
    ret_entry->is_running = ret_entry->is_paused = fake->is_paused;
    return 0;
}

static int
fake_is_starting(struct topofix_store *store, const struct topofix_entry *entry,
                 struct topofix_error *err)
{
    (void)entry;
    (void)err;
    return fake_of(store)->starting;
}

static void
meddle(struct fake_store *fake)
{
    if (fake->change_at > 0 && (fake->fetches == fake->change_at ||
                                (fake->change_again && fake->fetches > fake->change_at))) {
        free(fake->xml);
        fake->xml = topofix_sprintf("%s<!-- %u -->", fake->change_to, fake->fetches);
    }
    if (fake->fetches == fake->undefine_at) {
        fake->is_transient = true;
    }
}

static int
fake_fetch(struct topofix_store *store, const struct topofix_entry *entry, char **ret_xml,
           struct topofix_error *err)
{
    struct fake_store *fake = fake_of(store);

    (void)entry;
    fake->fetches++;
    meddle(fake);
    if (fake->fetches == fake->refuse_fetch_at) {
        return topofix_error_set(err, TOPOFIX_ERROR_CONNECTION, "the line is dead");
    }
    *ret_xml = topofix_strdup(fake->xml);
    return 0;
}

static int
fake_fetch_running(struct topofix_store *store, const struct topofix_entry *entry, char **ret_xml,
                   struct topofix_error *err)
{
    struct fake_store *fake = fake_of(store);

    (void)entry;
    fake->running_fetches++;
    if (!fake->running) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "not to be had");
    }
    *ret_xml = topofix_strdup(fake->running);
    return 0;
}

static int
fake_is_persistent(struct topofix_store *store, const struct topofix_entry *entry,
                   struct topofix_error *err)
{
    (void)entry;
    (void)err;
    return !fake_of(store)->is_transient;
}

static void
tell(struct fake_store *fake, enum topofix_event_kind kind)
{
    struct topofix_entry entry = fake_store_entry();
    struct topofix_event event = { .name = entry.name, .kind = kind };

    if (fake->on_event && kind != TOPOFIX_EVENT_OTHER) {
        strcpy(event.uuid, entry.uuid);
        fake->on_event(&event, fake->subscriber);
    }
    topofix_entry_done(&fake->common, &entry);
}

static int
fake_subscribe(struct topofix_store *store, topofix_on_event on_event,
               topofix_on_unsubscribed on_unsubscribed, void *user, struct topofix_error *err)
{
    struct fake_store *fake = fake_of(store);

    if (!fake->has_events) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "no events");
    }
    fake->on_event = on_event;
    fake->on_unsubscribed = on_unsubscribed;
    fake->subscriber = user;
    return 0;
}

static int
fake_define(struct topofix_store *store, const char *xml, struct topofix_error *err)
{
    struct fake_store *fake = fake_of(store);

    fake->defines++;
    if (fake->undefine_at_define) {
        fake->is_transient = true;
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "already being removed");
    }
    if (fake->refuse_define) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "unsupported");
    }
    if (fake->lose_define == FAKE_LOSS_OF_QUESTION) {
        return topofix_error_set(err, TOPOFIX_ERROR_CONNECTION, "the line is dead");
    }
    free(fake->xml);
    fake->xml = topofix_strdup(fake->define_turns_into ? fake->define_turns_into : xml);
    if (fake->lose_define == FAKE_LOSS_OF_ANSWER) {
        return topofix_error_set(err, TOPOFIX_ERROR_CONNECTION, "the line is dead");
    }
    tell(fake, fake->tell_before_define);
    tell(fake, fake->tell_before_define == TOPOFIX_EVENT_UNDEFINED ? TOPOFIX_EVENT_DEFINED_ADDED
                                                                   : TOPOFIX_EVENT_DEFINED_UPDATED);
    return 0;
}

static enum topofix_agent_outcome
fake_ask_agent(struct topofix_store *store, const struct topofix_entry *entry,
               struct topofix_agent_answer *ret_answer, struct topofix_error *err)
{
    struct fake_store *fake = fake_of(store);

    (void)entry;
    fake->agents_asked++;
    topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "no words from it");
    for (int field = 0; field < TOPOFIX_AGENT_FIELDS; field++) {
        ret_answer->fields[field] = topofix_strdup(fake->agent_words[field]);
    }
    ret_answer->n_used = fake->agent_vcpus;
    return fake->agent;
}

static int
fake_stats(struct topofix_store *store, struct topofix_stats *ret_stats, struct topofix_error *err)
{
    struct fake_store *fake = fake_of(store);
    struct topofix_entry entry = fake_store_entry();

    (void)err;
    fake->stats_asked++;
    ret_stats->count = 1;
    ret_stats->items = topofix_alloc(1, sizeof(*ret_stats->items));
    ret_stats->items[0].count = sizeof(fake->vcpu_times) / sizeof(fake->vcpu_times[0]);
    ret_stats->items[0].times =
        topofix_alloc(ret_stats->items[0].count, sizeof(*ret_stats->items[0].times));
    memcpy(ret_stats->items[0].times, fake->vcpu_times, sizeof(fake->vcpu_times));
    strcpy(ret_stats->items[0].uuid, entry.uuid);
    topofix_entry_done(store, &entry);
    return 0;
}

static int
fake_survey(struct topofix_store *store, topofix_on_surveyed on_domain, void *user,
            struct topofix_error *err)
{
    struct fake_store *fake = fake_of(store);
    const struct topofix_surveyed other = { .name = "other",
                                            .uuid = "99999999-2222-3333-4444-555555555555",
                                            .xml = fake->surveyed,
                                            .runs = true };

    fake->surveys++;
    if (fake->refuse_survey) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "not for you");
    }
    if (fake->surveyed) {
        on_domain(&other, user);
    }
    return 0;
}

static int
fake_capabilities(struct topofix_store *store, char **ret_xml, struct topofix_error *err)
{
    struct fake_store *fake = fake_of(store);

    fake->capabilities_asked++;
    if (!fake->capabilities) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "none");
    }
    *ret_xml = topofix_strdup(fake->capabilities);
    return 0;
}

static void
fake_versions(struct topofix_store *store, unsigned *ret_libvirt, unsigned *ret_hypervisor)
{
    ((struct fake_store *)store)->versions_asked++;
    *ret_libvirt = 9000000;
    *ret_hypervisor = 7002000;
}

static void
fake_entry_done(struct topofix_entry *entry)
{
    free(entry->handle);
}

/* Does nothing, because the test owns the store. */
static void
fake_close(struct topofix_store *store)
{
    struct fake_store *fake = fake_of(store);

    if (fake->on_event) {
        fake->on_event = NULL;
        fake->on_unsubscribed(fake->subscriber);
    }
}

static const struct topofix_store_ops fake_ops = {
    .list = fake_list,
    .find = fake_find,
    .fetch = fake_fetch,
    .fetch_running = fake_fetch_running,
    .is_persistent = fake_is_persistent,
    .is_starting = fake_is_starting,
    .define = fake_define,
    .ask_agent = fake_ask_agent,
    .stats = fake_stats,
    .survey = fake_survey,
    .capabilities = fake_capabilities,
    .versions = fake_versions,
    .subscribe = fake_subscribe,
    .entry_done = fake_entry_done,
    .close = fake_close,
};

void
fake_store_init(struct fake_store *fake, const char *xml)
{
    *fake = (struct fake_store){ .common = { .ops = &fake_ops },
                                 .xml = topofix_strdup(xml),
                                 .tell_before_define = TOPOFIX_EVENT_OTHER };
    fake->common.uri = topofix_strdup("fake:///");
    fake->common.label = topofix_strdup("fake");
}

void
fake_store_done(struct fake_store *fake)
{
    free(fake->common.uri);
    free(fake->common.label);
    free(fake->xml);
}

struct topofix_entry
fake_store_entry(void)
{
    return (struct topofix_entry){ .name = topofix_strdup("fake"),
                                   .uuid = "11111111-2222-3333-4444-555555555555",
                                   .is_persistent = true,
                                   .handle = topofix_alloc(1, 1) };
}
