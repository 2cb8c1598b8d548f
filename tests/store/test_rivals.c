/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rivals.h"

#include <pthread.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "testing.h"

#define OURS    "11111111-2222-3333-4444-555555555555"
#define ANOTHER "11111111-2222-3333-4444-666666666666"

static void
tell(struct topofix_rivals *rivals, const char *uuid, enum topofix_event_kind kind)
{
    struct topofix_event event = { .name = "fake", .kind = kind };

    strcpy(event.uuid, uuid);
    topofix_rivals_on_event(&event, rivals);
}

static void
drop(struct topofix_rivals *rivals)
{
    topofix_rivals_release(rivals);
    topofix_rivals_release(rivals);
}

/* What came before it began, and what happens to others, is not part of a sight. */
static void
test_judges_what_it_saw(void **state)
{
    enum {
        ADDED = TOPOFIX_EVENT_DEFINED_ADDED,
        UPDATED = TOPOFIX_EVENT_DEFINED_UPDATED,
        RENAMED = TOPOFIX_EVENT_DEFINED_RENAMED,
        METADATA = TOPOFIX_EVENT_METADATA,
        UNDEFINED = TOPOFIX_EVENT_UNDEFINED,
        STARTED = TOPOFIX_EVENT_STARTED,
        NONE = -1
    };
    static const struct {
        int events[4];
        enum topofix_seen seen;
    } cases[] = {
        { { UPDATED, NONE }, TOPOFIX_SEEN_NOTHING },
        { { STARTED, UPDATED, TOPOFIX_EVENT_STOPPED, NONE }, TOPOFIX_SEEN_NOTHING },
        { { UPDATED, UPDATED, NONE }, TOPOFIX_SEEN_RIVAL },
        { { TOPOFIX_EVENT_DEFINED_FROM_SNAPSHOT, UPDATED, NONE }, TOPOFIX_SEEN_RIVAL },
        { { METADATA, UPDATED, NONE }, TOPOFIX_SEEN_RIVAL },
        { { RENAMED, UPDATED, NONE }, TOPOFIX_SEEN_RIVAL },
        { { ADDED, NONE }, TOPOFIX_SEEN_BROUGHT_BACK },
        { { UNDEFINED, ADDED, NONE }, TOPOFIX_SEEN_BROUGHT_BACK },
        /* it runs */
        { { UNDEFINED, UPDATED, NONE }, TOPOFIX_SEEN_BROUGHT_BACK },
        /* they brought it back themselves */
        { { UNDEFINED, ADDED, UPDATED, NONE }, TOPOFIX_SEEN_RIVAL },
        { { UPDATED, UNDEFINED, ADDED, NONE }, TOPOFIX_SEEN_BROUGHT_BACK },
        /* after our define, which is what they meant */
        { { UPDATED, UNDEFINED, NONE }, TOPOFIX_SEEN_NOTHING },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_rivals *rivals = topofix_rivals_new(NULL);
        struct topofix_sight sight;

        tell(rivals, OURS, TOPOFIX_EVENT_DEFINED_ADDED);
        topofix_rivals_begin(rivals, OURS, &sight);
        for (size_t k = 0; k < ARRAY_SIZE(cases[i].events) && cases[i].events[k] != NONE; k++) {
            tell(rivals, OURS, (enum topofix_event_kind)cases[i].events[k]);
            tell(rivals, ANOTHER, TOPOFIX_EVENT_DEFINED_ADDED);
        }
        assert_int_equal(topofix_rivals_judge(&sight), cases[i].seen);
        topofix_rivals_end(&sight);
        tell(rivals, OURS, TOPOFIX_EVENT_DEFINED_ADDED);
        drop(rivals);
    }
}

static void
test_sights_are_apart(void **state)
{
    struct topofix_rivals *rivals = topofix_rivals_new(NULL);
    struct topofix_sight one;
    struct topofix_sight two;
    struct topofix_sight three;

    (void)state;
    topofix_rivals_begin(rivals, OURS, &one);
    topofix_rivals_begin(rivals, ANOTHER, &two);
    tell(rivals, ANOTHER, TOPOFIX_EVENT_DEFINED_UPDATED);
    topofix_rivals_begin(rivals, ANOTHER, &three);
    tell(rivals, OURS, TOPOFIX_EVENT_DEFINED_ADDED);
    tell(rivals, ANOTHER, TOPOFIX_EVENT_DEFINED_UPDATED);
    assert_int_equal(topofix_rivals_judge(&two), TOPOFIX_SEEN_RIVAL);
    topofix_rivals_end(&two);
    assert_int_equal(topofix_rivals_judge(&three), TOPOFIX_SEEN_NOTHING);
    assert_int_equal(topofix_rivals_judge(&one), TOPOFIX_SEEN_BROUGHT_BACK);
    topofix_rivals_end(&one);
    topofix_rivals_end(&three);
    drop(rivals);
}

struct late {
    struct topofix_rivals *rivals;
    enum topofix_event_kind kind;
};

static void *
tell_late(void *argument)
{
    static const struct timespec pause = { .tv_nsec = 20000000L };
    const struct late *late = argument;

    nanosleep(&pause, NULL);
    tell(late->rivals, OURS, late->kind);
    return NULL;
}

/* The event may come after the answer. */
static void
test_waits_for_our_define(void **state)
{
    static const struct {
        enum topofix_event_kind kind;
        enum topofix_seen seen;
    } cases[] = {
        { TOPOFIX_EVENT_DEFINED_UPDATED, TOPOFIX_SEEN_NOTHING },
        { TOPOFIX_EVENT_DEFINED_ADDED, TOPOFIX_SEEN_BROUGHT_BACK },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct late late = { .rivals = topofix_rivals_new(NULL), .kind = cases[i].kind };
        struct topofix_sight sight;
        pthread_t thread;

        topofix_rivals_begin(late.rivals, OURS, &sight);
        assert_int_equal(pthread_create(&thread, NULL, tell_late, &late), 0);
        assert_int_equal(topofix_rivals_judge(&sight), cases[i].seen);
        pthread_join(thread, NULL);
        topofix_rivals_end(&sight);
        drop(late.rivals);
    }
}

static void *
judge_in_silence(void *argument)
{
    struct topofix_sight sight;

    topofix_rivals_begin(argument, ANOTHER, &sight);
    assert_int_equal(topofix_rivals_judge(&sight), TOPOFIX_SEEN_NOTHING);
    topofix_rivals_end(&sight);
    return NULL;
}

/* That somebody waits for a define that never shows up does not make the others deaf. */
static void
test_waits_while_others_wait(void **state)
{
    static const struct timespec pause = { .tv_nsec = 100000000L };
    struct late late = { .rivals = topofix_rivals_new(NULL), .kind = TOPOFIX_EVENT_DEFINED_ADDED };
    struct topofix_sight sight;
    pthread_t silent;
    pthread_t telling;

    (void)state;
    assert_int_equal(pthread_create(&silent, NULL, judge_in_silence, late.rivals), 0);
    nanosleep(&pause, NULL);
    topofix_rivals_begin(late.rivals, OURS, &sight);
    assert_int_equal(pthread_create(&telling, NULL, tell_late, &late), 0);
    assert_int_equal(topofix_rivals_judge(&sight), TOPOFIX_SEEN_BROUGHT_BACK);
    pthread_join(telling, NULL);
    pthread_join(silent, NULL);
    topofix_rivals_end(&sight);
    drop(late.rivals);
}

static void
test_silence_is_nothing(void **state)
{
    struct topofix_rivals *rivals = topofix_rivals_new(NULL);
    struct topofix_sight sight;

    (void)state;
    topofix_rivals_begin(NULL, OURS, &sight);
    assert_int_equal(topofix_rivals_judge(&sight), TOPOFIX_SEEN_NOTHING);
    topofix_rivals_end(&sight);
    for (unsigned i = 0; i < 20; i++) { /* and only the first time waits for it */
        topofix_rivals_begin(rivals, OURS, &sight);
        assert_int_equal(topofix_rivals_judge(&sight), TOPOFIX_SEEN_NOTHING);
        topofix_rivals_end(&sight);
    }
    drop(rivals);
    topofix_rivals_release(NULL);
}

static void *
write_often(void *argument)
{
    struct topofix_rivals *rivals = argument;

    for (unsigned i = 0; i < 200; i++) {
        struct topofix_sight sight;

        topofix_rivals_begin(rivals, OURS, &sight);
        tell(rivals, OURS, TOPOFIX_EVENT_DEFINED_UPDATED);
        if (topofix_rivals_judge(&sight) == TOPOFIX_SEEN_BROUGHT_BACK) {
            topofix_rivals_end(&sight);
            return rivals;
        }
        topofix_rivals_end(&sight);
    }
    return NULL;
}

static void
test_threads(void **state)
{
    struct topofix_rivals *rivals = topofix_rivals_new(NULL);
    pthread_t threads[4];

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, write_often, rivals), 0);
    }
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++) {
        void *failed;

        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    drop(rivals);
}

/* The store's part: what is done with what was seen. */
static void
test_replace_tells(void **state)
{
    static const struct {
        bool has_events;
        enum topofix_event_kind before; /* somebody else, right before our define; OTHER: nobody */
        int result;
        bool has_rival;
    } cases[] = {
        { true, TOPOFIX_EVENT_OTHER, 0, false },
        { true, TOPOFIX_EVENT_DEFINED_UPDATED, 0, true },
        { true, TOPOFIX_EVENT_UNDEFINED, -1, false },
        { false, TOPOFIX_EVENT_UNDEFINED, 0, false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_entry entry = fake_store_entry();
        struct topofix_error err;
        struct fake_store fake;
        bool has_rival;
        char *after;

        fake_store_init(&fake, "<old/>");
        fake.has_events = cases[i].has_events;
        fake.tell_before_define = cases[i].before;
        topofix_store_watch_rivals(&fake.common, NULL);
        assert_true((fake.common.rivals != NULL) == cases[i].has_events);
        assert_int_equal(topofix_store_replace(&fake.common, &entry,
                                               &(const struct topofix_replacement){
                                                   .old_xml = "<old/>", .new_xml = "<new/>" },
                                               &after, &has_rival, &err),
                         cases[i].result);
        assert_int_equal(has_rival, cases[i].has_rival);
        assert_int_equal(fake.defines, 1);
        if (cases[i].result < 0) {
            assert_int_equal(err.code, TOPOFIX_ERROR_UNDEFINED);
            assert_contains(err.message, "the define brought it back");
            assert_null(after);
        } else {
            assert_string_equal(after, "<new/>");
        }
        free(after);
        topofix_entry_done(&fake.common, &entry);
        topofix_store_close(&fake.common);
        fake_store_done(&fake);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judges_what_it_saw),   cmocka_unit_test(test_sights_are_apart),
        cmocka_unit_test(test_waits_for_our_define), cmocka_unit_test(test_waits_while_others_wait),
        cmocka_unit_test(test_silence_is_nothing),   cmocka_unit_test(test_threads),
        cmocka_unit_test(test_replace_tells),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
