/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a watcher says of its lines, which have no threads here. */
#include "base/clock.h"
#include "testing.h"
#include "watch_line.h"
#include "watcher_tell.h"

enum { LINES = 3 };

struct lines {
    struct topofix_watcher watcher;
    struct topofix_watch_line *items[LINES];
};

static void
lines_init(struct lines *lines)
{
    *lines = (struct lines){ .watcher = { .n_lines = LINES } };
    lines->watcher.lines = lines->items;
    for (size_t i = 0; i < LINES; i++) {
        lines->items[i] = topofix_watch_line_new(&lines->watcher, NULL);
    }
}

static void
lines_done(struct lines *lines)
{
    for (size_t i = 0; i < LINES; i++) {
        assert_true(topofix_watch_line_end(lines->items[i]));
    }
}

/* Whether the watcher is well with a line that has been busy for so long; measured again where the
 * clock has gone on too far to tell. */
static bool
is_well_after(struct lines *lines, uint64_t busy_ms, uint64_t limit_ms)
{
    for (;;) {
        uint64_t begin = topofix_clock_now();
        bool is_well;

        lines->items[1]->busy_since = begin - busy_ms;
        is_well = topofix_watcher_is_well(&lines->watcher);
        if (busy_ms >= limit_ms || topofix_clock_now() - begin < limit_ms - busy_ms) {
            return is_well;
        }
    }
}

/* libvirt's keepalive gives up after half a minute; five minutes are no answer any more. */
static void
test_well(void **state)
{
    static const uint64_t limit = UINT64_C(5) * 60 * 1000;
    struct lines lines;

    (void)state;
    lines_init(&lines);
    if (topofix_clock_now() <= limit) {
        topofix_clock_sleep(limit + 1 - topofix_clock_now()); /* a machine that has just started */
    }
    assert_true(topofix_watcher_is_well(&lines.watcher));
    assert_true(is_well_after(&lines, limit - 250, limit));
    assert_false(is_well_after(&lines, limit, limit));
    lines.items[1]->is_connecting = true; /* which may take any time */
    assert_true(is_well_after(&lines, limit * 2, limit));
    lines.items[1]->is_connecting = false;
    lines_done(&lines);
}

static void
test_ready(void **state)
{
    struct lines lines;

    (void)state;
    lines_init(&lines);
    for (size_t i = 0; i < LINES; i++) {
        assert_false(topofix_watcher_is_ready(&lines.watcher));
        lines.items[i]->was_tried = true;
    }
    assert_true(topofix_watcher_is_ready(&lines.watcher));
    for (size_t i = 0; i < LINES; i++) {
        lines.items[i]->was_tried = false;
        assert_false(topofix_watcher_is_ready(&lines.watcher));
        lines.items[i]->was_tried = true;
    }
    lines_done(&lines);
}

static void
test_links(void **state)
{
    struct lines lines;
    size_t up = 9;
    size_t all = 9;

    (void)state;
    lines_init(&lines);
    topofix_watcher_links(&lines.watcher, &up, &all);
    assert_int_equal(up, 0);
    assert_int_equal(all, LINES);
    lines.items[0]->is_up = lines.items[2]->is_up = true;
    topofix_watcher_links(&lines.watcher, &up, &all);
    assert_int_equal(up, 2);
    lines_done(&lines);
}

static void
count_visit(const char *uri, const char *uuid, const struct topofix_outcome *outcome, void *context)
{
    assert_null(uri);
    assert_string_equal(uuid, outcome->verdict == TOPOFIX_VERDICT_LOSES ? "b" : "c");
    ++*(unsigned *)context;
}

/* A domain that nobody has looked at yet is not visited. */
static void
test_visit(void **state)
{
    struct lines lines;
    unsigned visits = 0;

    (void)state;
    lines_init(&lines);
    for (size_t i = 0; i < LINES; i++) {
        const char uuid[] = { (char)('a' + i), '\0' };

        topofix_worklist_add(&lines.items[i]->list, uuid, TOPOFIX_URGENCY_PASS, 0);
        lines.items[i]->list.items[0]->outcome.is_known = i > 0;
    }
    lines.items[1]->list.items[0]->outcome.verdict = TOPOFIX_VERDICT_LOSES;
    topofix_watcher_visit(&lines.watcher, count_visit, &visits);
    assert_int_equal(visits, 2);
    lines_done(&lines);
}

static void
test_new_request_asks_every_line(void **state)
{
    const struct topofix_request request = { .run = TOPOFIX_RUN_SHOW };
    struct lines lines;

    (void)state;
    lines_init(&lines);
    pthread_rwlock_init(&lines.watcher.request_lock, NULL);
    topofix_watcher_set_request(&lines.watcher, &request);
    assert_int_equal(topofix_watcher_hold_request(&lines.watcher)->run, TOPOFIX_RUN_SHOW);
    topofix_watcher_release_request(&lines.watcher);
    for (size_t i = 0; i < LINES; i++) {
        assert_true(lines.items[i]->wants_pass);
    }
    pthread_rwlock_destroy(&lines.watcher.request_lock);
    lines_done(&lines);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_well),
        cmocka_unit_test(test_ready),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_visit),
        cmocka_unit_test(test_new_request_asks_every_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
