/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One line of a watcher, from the inside: its link to libvirt's test driver without a thread, and
 * its thread where something happens that libvirt raises no event for. As in test_watcher.c,
 * nothing here waits for a time.
 */
#include "watch_line.h"

#include <dlfcn.h>
#include <libvirt/libvirt.h>
#include <stdatomic.h>
#include <string.h>

#include "base/clock.h"
#include "knowledge/builtin.h"
#include "testing.h"
#include "watch_link.h"
#include "watcher_tell.h"

#define TEST_URI "test:///default"
/* the one domain of the test driver */
#define TEST_UUID "6695eb01-f6a4-8304-79aa-97f2502e193f"
#define GHOST     "00000000-0000-0000-0000-00000000dead"

/* libvirt's event loop, of which a process has one. */
static struct topofix_events *loop;

/* Whether calls fail as on a connection that is lost. */
static atomic_bool is_cut;

/* Whether domains that run are only beginning to. */
static atomic_bool is_starting;

/* These take the place of libvirt's. */
int
virDomainGetState(virDomainPtr domain, int *state, int *reason, unsigned int flags)
{
    int (*get_state)(virDomainPtr, int *, int *, unsigned int);

    *(void **)&get_state = dlsym(RTLD_NEXT, "virDomainGetState");
    if (!atomic_load(&is_starting)) {
        return get_state(domain, state, reason, flags);
    }
    *state = VIR_DOMAIN_PAUSED;
    if (reason) {
        *reason = VIR_DOMAIN_PAUSED_STARTING_UP;
    }
    return 0;
}

char *
virDomainGetXMLDesc(virDomainPtr domain, unsigned int flags)
{
    char *(*describe)(virDomainPtr, unsigned int);

    *(void **)&describe = dlsym(RTLD_NEXT, "virDomainGetXMLDesc");
    return atomic_load(&is_cut) ? NULL : describe(domain, flags);
}

int
virConnectIsAlive(virConnectPtr connection)
{
    int (*is_alive)(virConnectPtr);

    *(void **)&is_alive = dlsym(RTLD_NEXT, "virConnectIsAlive");
    return atomic_load(&is_cut) ? 0 : is_alive(connection);
}

struct seen {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned up;
    unsigned down;
    unsigned settled;
    unsigned first;
    char why[1024];
};

static void
on_look(const struct topofix_watch_look *look, void *context)
{
    (void)look;
    (void)context;
}

static void
on_link(struct topofix_watcher *watcher, const char *uri, const struct topofix_error *why,
        void *context)
{
    struct seen *seen = context;

    (void)watcher;
    pthread_mutex_lock(&seen->mutex);
    assert_string_equal(uri, TEST_URI);
    *(why ? &seen->down : &seen->up) += 1;
    snprintf(seen->why, sizeof(seen->why), "%s", why ? why->message : "");
    pthread_cond_broadcast(&seen->changed);
    pthread_mutex_unlock(&seen->mutex);
}

static void
on_settled(struct topofix_watcher *watcher, const char *uri, bool is_first, void *context)
{
    struct seen *seen = context;

    (void)watcher;
    pthread_mutex_lock(&seen->mutex);
    assert_string_equal(uri, TEST_URI);
    seen->settled++;
    seen->first += is_first;
    pthread_cond_broadcast(&seen->changed);
    pthread_mutex_unlock(&seen->mutex);
}

static void
await(struct seen *seen, const unsigned *count, unsigned least)
{
    pthread_mutex_lock(&seen->mutex);
    while (*count < least) {
        pthread_cond_wait(&seen->changed, &seen->mutex);
    }
    pthread_mutex_unlock(&seen->mutex);
}

/* A watcher whose only line has no thread yet. */
struct fixture {
    struct topofix_watcher watcher;
    struct topofix_watch_line *line;
    struct seen seen;
};

static void
fixture_init(struct fixture *fixture)
{
    *fixture = (struct fixture){
        .watcher = { .settings = { .access = TOPOFIX_ACCESS_READ_ONLY,
                                   .events = loop,
                                   .observer = { .look = on_look,
                                                 .link = on_link,
                                                 .settled = on_settled,
                                                 .context = &fixture->seen } },
                     .request = topofix_request_for_store(&topofix_limits_builtin, TOPOFIX_GOAL_FIX,
                                                          TOPOFIX_RUN_SHOW, TOPOFIX_CHOICE_ALL) },
    };
    pthread_rwlock_init(&fixture->watcher.request_lock, NULL);
    pthread_mutex_init(&fixture->watcher.tell_mutex, NULL);
    pthread_mutex_init(&fixture->seen.mutex, NULL);
    pthread_cond_init(&fixture->seen.changed, NULL);
    fixture->line = topofix_watch_line_new(&fixture->watcher, TEST_URI);
}

static void
fixture_done(struct fixture *fixture)
{
    assert_true(topofix_watch_line_end(fixture->line));
    pthread_rwlock_destroy(&fixture->watcher.request_lock);
    pthread_mutex_destroy(&fixture->watcher.tell_mutex);
    pthread_mutex_destroy(&fixture->seen.mutex);
    pthread_cond_destroy(&fixture->seen.changed);
}

static void
hear_nothing(const struct topofix_event *event, void *context)
{
    (void)event;
    (void)context;
}

/* Opened again, it is as at first: everything is looked at, and the first time that nothing is
 * left is told as the first. */
static void
test_open(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_init(&fixture);
    fixture.line->has_settled = true;
    assert_false(topofix_watch_link_open(fixture.line, hear_nothing));
    assert_int_equal(fixture.seen.up, 1);
    assert_true(fixture.line->is_up && fixture.line->was_tried && fixture.line->wants_pass);
    assert_false(fixture.line->has_settled || fixture.line->is_connecting);
    assert_string_equal(fixture.line->name, TEST_URI);
    topofix_watch_link_close(fixture.line);
    assert_false(fixture.line->is_up);
    assert_null(fixture.line->selection.connections);
    fixture_done(&fixture);
}

static void
test_stopped_before_it_is_opened(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_init(&fixture);
    topofix_watch_line_ask_end(fixture.line);
    assert_false(topofix_watch_link_open(fixture.line, hear_nothing));
    assert_int_equal(fixture.seen.up + fixture.seen.down, 0);
    assert_false(fixture.line->was_tried);
    fixture_done(&fixture);
}

/* Lost for one reason twice in a row, it is told once, and for another one again. */
static void
test_lose(void **state)
{
    static const struct topofix_error reasons[] = { { .message = "the line is dead" },
                                                    { .message = "the list cannot be had" } };
    struct fixture fixture;
    uint64_t now;

    (void)state;
    fixture_init(&fixture);
    topofix_watch_link_open(fixture.line, hear_nothing);
    fixture.line->is_lost = true;
    now = topofix_clock_now();
    topofix_watch_link_lose(fixture.line, &reasons[0]);
    assert_false(fixture.line->is_up || fixture.line->is_lost);
    assert_true(fixture.line->retry_at >= now + TOPOFIX_BACKOFF_FIRST_MS);
    assert_int_equal(fixture.seen.down, 1);
    assert_string_equal(fixture.seen.why, TEST_URI ": the line is dead");
    topofix_watch_link_lose(fixture.line, &reasons[0]);
    assert_int_equal(fixture.seen.down, 1);
    topofix_watch_link_lose(fixture.line, &reasons[1]);
    assert_int_equal(fixture.seen.down, 2);
    /* open meanwhile, it may be lost for the same reason again */
    topofix_watch_link_open(fixture.line, hear_nothing);
    topofix_watch_link_lose(fixture.line, &reasons[1]);
    assert_int_equal(fixture.seen.down, 3);
    fixture_done(&fixture);
}

/* Adds a domain that an earlier pass has seen, and that libvirt does not have. */
static void
add_ghost(struct topofix_watch_line *line)
{
    pthread_mutex_lock(&line->mutex);
    topofix_worklist_add(&line->list, GHOST, TOPOFIX_URGENCY_EVENT, 0);
    topofix_worklist_take(&line->list, 0)->is_seen = true;
    pthread_mutex_unlock(&line->mutex);
}

static bool
has_ghost(struct topofix_watch_line *line)
{
    bool found;

    pthread_mutex_lock(&line->mutex);
    found = topofix_worklist_find(&line->list, GHOST) != NULL;
    pthread_mutex_unlock(&line->mutex);
    return found;
}

/* Gone without an event: the next pass over all domains finds that out. */
static void
test_gone_without_an_event(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_init(&fixture);
    assert_int_equal(topofix_watch_line_start(fixture.line), 0);
    await(&fixture.seen, &fixture.seen.settled, 1);
    add_ghost(fixture.line);
    assert_true(has_ghost(fixture.line));
    topofix_watch_line_ask_pass(fixture.line);
    await(&fixture.seen, &fixture.seen.settled, 2);
    assert_false(has_ghost(fixture.line));
    assert_int_equal(fixture.seen.first, 1);
    fixture_done(&fixture);
}

/* A line that has nothing to do is not busy, or the watch would seem stuck after some minutes. */
static void
test_waits(void **state)
{
    struct fixture fixture;
    bool is_busy = true;

    (void)state;
    fixture_init(&fixture);
    assert_int_equal(topofix_watch_line_start(fixture.line), 0);
    await(&fixture.seen, &fixture.seen.settled, 1);
    while (is_busy) {
        pthread_mutex_lock(&fixture.line->mutex);
        is_busy = fixture.line->busy_since > 0;
        pthread_mutex_unlock(&fixture.line->mutex);
        topofix_clock_sleep(1);
    }
    fixture_done(&fixture);
}

/* A domain that is looked at waits the shortest time again when it is postponed the next time. */
static void
test_postponed_anew(void **state)
{
    struct fixture fixture;
    const struct topofix_work *work;

    (void)state;
    fixture_init(&fixture);
    assert_int_equal(topofix_watch_line_start(fixture.line), 0);
    await(&fixture.seen, &fixture.seen.settled, 1);
    pthread_mutex_lock(&fixture.line->mutex);
    topofix_worklist_add(&fixture.line->list, TEST_UUID, TOPOFIX_URGENCY_EVENT, 0);
    topofix_worklist_take(&fixture.line->list, 0)->n_postponed = 3;
    pthread_mutex_unlock(&fixture.line->mutex);
    topofix_watch_line_ask_pass(fixture.line);
    await(&fixture.seen, &fixture.seen.settled, 2);
    pthread_mutex_lock(&fixture.line->mutex);
    work = topofix_worklist_find(&fixture.line->list, TEST_UUID);
    assert_non_null(work);
    assert_int_equal(work->n_postponed, 0);
    pthread_mutex_unlock(&fixture.line->mutex);
    fixture_done(&fixture);
}

/* A domain that is being started is looked at again soon. */
static void
test_postponed(void **state)
{
    struct fixture fixture;
    unsigned n_postponed = 0;

    (void)state;
    fixture_init(&fixture);
    atomic_store(&is_starting, true);
    assert_int_equal(topofix_watch_line_start(fixture.line), 0);
    while (n_postponed == 0) {
        const struct topofix_work *work;

        pthread_mutex_lock(&fixture.line->mutex);
        work = topofix_worklist_find(&fixture.line->list, TEST_UUID);
        n_postponed = work ? work->n_postponed : 0;
        pthread_mutex_unlock(&fixture.line->mutex);
        topofix_clock_sleep(1);
    }
    assert_true(n_postponed < 1000);
    atomic_store(&is_starting, false);
    await(&fixture.seen, &fixture.seen.settled, 1);
    fixture_done(&fixture);
}

/* Lost without an event: a look finds that out, and the line opens the connection again. */
static void
test_lost_without_an_event(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_init(&fixture);
    assert_int_equal(topofix_watch_line_start(fixture.line), 0);
    await(&fixture.seen, &fixture.seen.settled, 1);
    atomic_store(&is_cut, true);
    topofix_watch_line_ask_pass(fixture.line);
    await(&fixture.seen, &fixture.seen.down, 1);
    atomic_store(&is_cut, false);
    await(&fixture.seen, &fixture.seen.up, 2);
    await(&fixture.seen, &fixture.seen.settled, 2);
    fixture_done(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open),      cmocka_unit_test(test_stopped_before_it_is_opened),
        cmocka_unit_test(test_lose),      cmocka_unit_test(test_gone_without_an_event),
        cmocka_unit_test(test_waits),     cmocka_unit_test(test_postponed_anew),
        cmocka_unit_test(test_postponed), cmocka_unit_test(test_lost_without_an_event),
    };

    int failed;

    loop = topofix_events_start(NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    topofix_events_stop(loop);
    return failed;
}
