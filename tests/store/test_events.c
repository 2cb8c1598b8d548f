/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libvirt's test driver lives in this process, and tells events as others do. */
#include "store/events.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/alloc.h"
#include "store/store.h"
#include "testing.h"

enum { KINDS = TOPOFIX_EVENT_OTHER + 1 };

struct heard {
    atomic_uint kinds[KINDS];
    atomic_uint wrong; /* events of no domain that we wrote */
    atomic_uint ends;
};

static void
on_event(const struct topofix_event *event, void *user)
{
    struct heard *heard = user;

    atomic_fetch_add(&heard->kinds[event->kind], 1);
    if (strncmp(event->name, "heard", 5) != 0 || strlen(event->uuid) != 36) {
        atomic_fetch_add(&heard->wrong, 1);
    }
}

static void
on_unsubscribed(void *user)
{
    atomic_fetch_add(&((struct heard *)user)->ends, 1);
}

static struct topofix_events *events;

static int
start(void **state)
{
    (void)state;
    events = topofix_events_start(NULL);
    return events ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    topofix_events_stop(events);
    topofix_events_stop(NULL);
    return 0;
}

static struct topofix_store *
open_store(enum topofix_access access)
{
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    struct topofix_store *store = topofix_store_open_libvirt("test:///default", access, &err);

    if (!store) {
        print_message("%s\n", err.message);
        skip(); /* a libvirt without that driver */
    }
    return store;
}

static void
define(struct topofix_store *store, unsigned number)
{
    TOPOFIX_AUTO_FREE char *xml =
        topofix_sprintf("<domain type='test'><name>heard%u</name>"
                        "<uuid>11111111-2222-3333-4444-%012u</uuid><memory>8192</memory>"
                        "<os><type>hvm</type></os></domain>",
                        number, number);

    assert_int_equal(store->ops->define(store, xml, NULL), 0);
}

/* What has happened by now is told when a drain returns, awake or not. */
static void
test_drain(void **state)
{
    (void)state;
    for (unsigned awake = 0; awake < 2; awake++) {
        struct topofix_store *store = open_store(TOPOFIX_ACCESS_READ_WRITE);
        struct heard heard = { .wrong = 0 };

        assert_int_equal(topofix_store_subscribe(store, on_event, on_unsubscribed, &heard, NULL),
                         0);
        if (awake) {
            topofix_events_wake(events);
        }
        for (unsigned i = 1; i <= 20; i++) {
            define(store, i);
            topofix_events_drain(events);
            assert_int_equal(atomic_load(&heard.kinds[TOPOFIX_EVENT_DEFINED_ADDED]), i);
            assert_int_equal(atomic_load(&heard.kinds[TOPOFIX_EVENT_DEFINED_UPDATED]), i - 1);
            define(store, i);
            topofix_events_drain(events);
            assert_int_equal(atomic_load(&heard.kinds[TOPOFIX_EVENT_DEFINED_UPDATED]), i);
        }
        if (awake) {
            topofix_events_doze(events);
        }
        assert_int_equal(atomic_load(&heard.wrong), 0);
        topofix_store_close(store);
        topofix_events_drain(events);
        assert_int_equal(atomic_load(&heard.ends), 1);
    }
}

static void
test_too_many_subscriptions(void **state)
{
    struct topofix_store *store = open_store(TOPOFIX_ACCESS_READ_WRITE);
    struct heard heard = { .wrong = 0 };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    unsigned subscriptions = 0;

    (void)state;
    while (subscriptions < 100 &&
           topofix_store_subscribe(store, on_event, on_unsubscribed, &heard, &err) == 0) {
        subscriptions++;
    }
    assert_true(subscriptions > 1 && subscriptions < 100);
    assert_contains(err.message, "too many subscriptions");
    define(store, 1);
    topofix_events_drain(events);
    assert_int_equal(atomic_load(&heard.kinds[TOPOFIX_EVENT_DEFINED_ADDED]), subscriptions);
    topofix_store_close(store);
    topofix_events_drain(events);
    assert_int_equal(atomic_load(&heard.ends), subscriptions);
}

static void *
drain_often(void *argument)
{
    for (unsigned i = 0; i < 100; i++) {
        if (i % 3 == 0) {
            topofix_events_wake(argument);
        }
        topofix_events_drain(argument);
        if (i % 3 == 0) {
            topofix_events_doze(argument);
        }
    }
    return NULL;
}

static void
test_threads(void **state)
{
    struct topofix_store *store = open_store(TOPOFIX_ACCESS_READ_WRITE);
    struct heard heard = { .wrong = 0 };
    pthread_t threads[3];

    (void)state;
    assert_int_equal(topofix_store_subscribe(store, on_event, on_unsubscribed, &heard, NULL), 0);
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, drain_often, events), 0);
    }
    for (unsigned i = 0; i < 100; i++) {
        define(store, i);
    }
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++) {
        pthread_join(threads[i], NULL);
    }
    topofix_events_drain(events);
    assert_int_equal(atomic_load(&heard.kinds[TOPOFIX_EVENT_DEFINED_ADDED]), 100);
    topofix_store_close(store);
}

/* The whole way: a define that finds no definition, and one that does. */
static void
test_replace(void **state)
{
    struct topofix_store *store = open_store(TOPOFIX_ACCESS_READ_WRITE);
    struct topofix_entry entry;
    bool has_rival;

    (void)state;
    topofix_store_watch_rivals(store, events);
    assert_non_null(store->rivals);
    define(store, 1);
    assert_int_equal(topofix_store_find(store, "heard1", &entry, NULL), 0);
    for (unsigned i = 0; i < 10; i++) {
        TOPOFIX_AUTO_FREE char *xml = NULL;
        TOPOFIX_AUTO_FREE char *after = NULL;

        assert_int_equal(topofix_store_fetch(store, &entry, &xml, NULL), 0);
        assert_int_equal(topofix_store_replace(
                             store, &entry,
                             &(const struct topofix_replacement){ .old_xml = xml, .new_xml = xml },
                             &after, &has_rival, NULL),
                         0);
        assert_false(has_rival);
        assert_string_equal(after, xml);
    }
    topofix_entry_done(store, &entry);
    topofix_store_close(store);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drain),
        cmocka_unit_test(test_too_many_subscriptions),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_replace),
    };

    return cmocka_run_group_tests(tests, start, end);
}
