/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The watcher on libvirt's test driver, which is inside this process: its threads, and events as
 * libvirt raises them. Nothing here waits for a time: each test waits for what it wants to see.
 */
#include <dlfcn.h>
#include <libvirt/libvirt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "knowledge/builtin.h"
#include "run/watcher.h"
#include "testing.h"

#define TEST_URI "test:///default"
#define DEAD_URI "qemu+unix:///system?socket=/nonexistent/topofix.sock"

/* How many of the next definitions with a topology are refused, as by a lock that somebody holds.
 */
static atomic_int n_refusals;

/* Takes the place of libvirt's. */
virDomainPtr
virDomainDefineXMLFlags(virConnectPtr connection, const char *xml, unsigned int flags)
{
    virDomainPtr (*define)(virConnectPtr, const char *, unsigned int);

    if (strstr(xml, "<topology") && atomic_fetch_sub(&n_refusals, 1) > 0) {
        return NULL;
    }
    *(void **)&define = dlsym(RTLD_NEXT, "virDomainDefineXMLFlags");
    return define(connection, xml, flags);
}

/* What the observer saw, and where the tests wait for it. */
struct seen {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned up;
    unsigned down;
    unsigned settled;
    unsigned fixes;
    unsigned looks; /* that were news */
    char name[64];  /* of the last domain that was fixed */
};

static void
lock_change(struct seen *seen)
{
    pthread_mutex_lock(&seen->mutex);
}

static void
unlock_change(struct seen *seen)
{
    pthread_cond_broadcast(&seen->changed);
    pthread_mutex_unlock(&seen->mutex);
}

static void
on_look(const struct topofix_watch_look *look, void *context)
{
    struct seen *seen = context;

    lock_change(seen);
    seen->looks += look->is_news;
    if (topofix_result_is_changed(look->result)) {
        seen->fixes++;
        snprintf(seen->name, sizeof(seen->name), "%s", look->result->name);
    }
    unlock_change(seen);
}

static void
on_link(struct topofix_watcher *watcher, const char *uri, const struct topofix_error *why,
        void *context)
{
    struct seen *seen = context;

    (void)watcher;
    lock_change(seen);
    assert_non_null(uri);
    *(why ? &seen->down : &seen->up) += 1;
    unlock_change(seen);
}

static void
on_settled(struct topofix_watcher *watcher, const char *uri, bool is_first, void *context)
{
    struct seen *seen = context;
    size_t up;
    size_t all;

    (void)uri;
    (void)is_first;
    topofix_watcher_links(watcher, &up, &all);
    lock_change(seen);
    seen->settled++;
    unlock_change(seen);
}

/* Waits until a count is at least this; ctest's time limit is the end of it. */
static void
await(struct seen *seen, const unsigned *count, unsigned least)
{
    pthread_mutex_lock(&seen->mutex);
    while (*count < least) {
        pthread_cond_wait(&seen->changed, &seen->mutex);
    }
    pthread_mutex_unlock(&seen->mutex);
}

static unsigned
read_count(struct seen *seen, const unsigned *count)
{
    unsigned value;

    pthread_mutex_lock(&seen->mutex);
    value = *count;
    pthread_mutex_unlock(&seen->mutex);
    return value;
}

struct run {
    struct topofix_events *events;
    struct topofix_watcher *watcher;
    struct topofix_store *store; /* of the one who defines domains */
    struct seen seen;
};

static struct topofix_request
request_for(enum topofix_run run)
{
    return topofix_request_for_store(&topofix_limits_builtin, TOPOFIX_GOAL_FIX, run,
                                     TOPOFIX_CHOICE_ALL);
}

static void
run_begin(struct run *run, const char *const *uris, size_t n_uris, enum topofix_run how,
          uint64_t rescan_ms)
{
    const struct topofix_request request = request_for(how);
    struct topofix_watcher_settings settings = {
        .uris = uris,
        .n_uris = n_uris,
        .access = how == TOPOFIX_RUN_WRITE ? TOPOFIX_ACCESS_READ_WRITE : TOPOFIX_ACCESS_READ_ONLY,
        .rescan_ms = rescan_ms,
        .observer = { .look = on_look,
                      .link = on_link,
                      .settled = on_settled,
                      .context = &run->seen },
    };

    *run = (struct run){ .events = NULL };
    pthread_mutex_init(&run->seen.mutex, NULL);
    pthread_cond_init(&run->seen.changed, NULL);
    run->events = topofix_events_start(NULL);
    assert_non_null(run->events);
    settings.events = run->events;
    run->store = topofix_store_open_libvirt(TEST_URI, TOPOFIX_ACCESS_READ_WRITE, NULL);
    assert_non_null(run->store);
    run->watcher = topofix_watcher_start(&settings, &request, NULL);
    assert_non_null(run->watcher);
}

static void
run_end(struct run *run)
{
    assert_true(topofix_watcher_end(run->watcher));
    topofix_store_close(run->store);
    topofix_events_stop(run->events);
    pthread_cond_destroy(&run->seen.changed);
    pthread_mutex_destroy(&run->seen.mutex);
}

/* Four sockets of Windows 7, under a UUID of its own. */
static void
define_in(struct topofix_store *store, unsigned number)
{
    char xml[1024];

    snprintf(xml, sizeof(xml),
             "<domain type='test'><name>win7-%u</name>"
             "<uuid>00000000-1111-2222-3333-%012u</uuid><metadata>"
             "<l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
             "<l:os id='http://microsoft.com/win/7'/></l:libosinfo></metadata>"
             "<memory>65536</memory><vcpu>4</vcpu>"
             "<os><type arch='x86_64'>hvm</type></os><features><acpi/></features></domain>",
             number, number);
    assert_int_equal(store->ops->define(store, xml, NULL), 0);
}

static void
define(struct run *run, unsigned number)
{
    define_in(run->store, number);
}

static void
test_defined_domains_are_fixed(void **state)
{
    static const char *const uris[] = { TEST_URI, TEST_URI };
    enum { DOMAINS = 20 };
    struct run run;
    unsigned settled;

    (void)state;
    run_begin(&run, uris, 2, TOPOFIX_RUN_WRITE, 0);
    await(&run.seen, &run.seen.settled, 1);
    assert_int_equal(read_count(&run.seen, &run.seen.up), 1); /* the same URI is watched once */
    for (unsigned i = 0; i < DOMAINS; i++) {
        define(&run, i);
    }
    await(&run.seen, &run.seen.fixes, DOMAINS);
    /* its own defines raise events, too, and are no news */
    settled = read_count(&run.seen, &run.seen.settled);
    define(&run, 0);
    await(&run.seen, &run.seen.fixes, DOMAINS + 1);
    await(&run.seen, &run.seen.settled, settled + 1);
    assert_string_equal(run.seen.name, "win7-0");
    /* an event is no loss of the connection */
    assert_int_equal(read_count(&run.seen, &run.seen.up), 1);
    assert_int_equal(read_count(&run.seen, &run.seen.down), 0);
    assert_true(topofix_watcher_is_well(run.watcher));
    run_end(&run);
}

/* What was there before is found by the first pass, all of it. */
static void
test_first_pass(void **state)
{
    static const char *const uris[] = { TEST_URI };
    struct topofix_store *before =
        topofix_store_open_libvirt(TEST_URI, TOPOFIX_ACCESS_READ_WRITE, NULL);
    struct run run;

    (void)state;
    assert_non_null(before);
    define_in(before, 200);
    define_in(before, 201);
    run_begin(&run, uris, 1, TOPOFIX_RUN_WRITE, 0);
    await(&run.seen, &run.seen.fixes, 2);
    run_end(&run);
    topofix_store_close(before);
}

static void
test_dead_connection_holds_up_nobody(void **state)
{
    static const char *const uris[] = { DEAD_URI, TEST_URI };
    struct run run;
    size_t up;
    size_t all;

    (void)state;
    run_begin(&run, uris, 2, TOPOFIX_RUN_WRITE, 0);
    await(&run.seen, &run.seen.down, 1);
    await(&run.seen, &run.seen.up, 1);
    define(&run, 100);
    await(&run.seen, &run.seen.fixes, 1);
    assert_true(topofix_watcher_is_ready(run.watcher));
    topofix_watcher_links(run.watcher, &up, &all);
    assert_int_equal(up, 1);
    assert_int_equal(all, 2);
    run_end(&run);
}

static void
count_visit(const char *uri, const char *uuid, const struct topofix_outcome *outcome, void *context)
{
    assert_string_equal(uri, TEST_URI);
    assert_int_equal(strlen(uuid), 36);
    topofix_outcome_count(outcome, context);
}

/* An audit tells, writes nothing, and looks at all of them again with another request. */
static void
test_audit(void **state)
{
    static const char *const uris[] = { TEST_URI };
    const struct topofix_request request = request_for(TOPOFIX_RUN_SHOW);
    struct topofix_tally tally = { .domains = 0 };
    struct run run;
    unsigned looks;

    (void)state;
    run_begin(&run, uris, 1, TOPOFIX_RUN_SHOW, 0);
    await(&run.seen, &run.seen.settled, 1);
    looks = read_count(&run.seen, &run.seen.looks);
    define(&run, 200);
    await(&run.seen, &run.seen.looks, looks + 1);
    await(&run.seen, &run.seen.settled, 2);
    topofix_watcher_set_request(run.watcher, &request);
    await(&run.seen, &run.seen.settled, 3);
    assert_int_equal(read_count(&run.seen, &run.seen.looks), looks + 1); /* nothing is new */
    assert_int_equal(read_count(&run.seen, &run.seen.fixes), 0);
    topofix_watcher_visit(run.watcher, count_visit, &tally);
    assert_true(tally.domains >= 2); /* the driver's own, and this one */
    assert_true(tally.needs_change >= 1);
    run_end(&run);
}

/* Nothing happens after a fix was refused: no event, and no pass. It is tried again, and told once.
 */
static void
test_a_failed_fix_is_tried_again(void **state)
{
    static const char *const uris[] = { TEST_URI };
    struct run run;
    unsigned looks;

    (void)state;
    run_begin(&run, uris, 1, TOPOFIX_RUN_WRITE, 0);
    await(&run.seen, &run.seen.settled, 1);
    looks = read_count(&run.seen, &run.seen.looks);
    atomic_store(&n_refusals, 2);
    define(&run, 300);
    await(&run.seen, &run.seen.fixes, 1);
    assert_string_equal(run.seen.name, "win7-300");
    assert_int_equal(read_count(&run.seen, &run.seen.looks), looks + 2);
    assert_true(atomic_load(&n_refusals) < 0);
    run_end(&run);
}

/* Nothing happens, and all domains are looked at again and again. */
static void
test_rescan(void **state)
{
    static const char *const uris[] = { TEST_URI };
    struct run run;

    (void)state;
    run_begin(&run, uris, 1, TOPOFIX_RUN_SHOW, 1);
    await(&run.seen, &run.seen.settled, 5);
    assert_int_equal(read_count(&run.seen, &run.seen.up), 1);
    run_end(&run);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defined_domains_are_fixed),       cmocka_unit_test(test_first_pass),
        cmocka_unit_test(test_dead_connection_holds_up_nobody), cmocka_unit_test(test_audit),
        cmocka_unit_test(test_a_failed_fix_is_tried_again),     cmocka_unit_test(test_rescan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
