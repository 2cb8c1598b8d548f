/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The watcher ends while a connection is being opened: that is not waited for, and its thread frees
 * what is left, which the leak check sees.
 */
#include <dirent.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "knowledge/builtin.h"
#include "testing.h"
#include "watch_line.h"
#include "watcher_tell.h"

#define TEST_URI "test:///default"

static unsigned
count_threads(void)
{
    DIR *folder = opendir("/proc/self/task");
    unsigned count = 0;

    assert_non_null(folder);
    while (readdir(folder)) {
        count++;
    }
    closedir(folder);
    return count;
}

/* A daemon that never answers: it listens, and accepts nothing. */
struct deaf {
    char folder[32];
    struct sockaddr_un address;
    int listener;
    char uri[256];
    unsigned threads; /* that there are without the one that waits for it */
};

static void
deaf_init(struct deaf *deaf)
{
    *deaf = (struct deaf){ .folder = "/tmp/topofix-deaf-XXXXXX",
                           .address = { .sun_family = AF_UNIX },
                           .listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0),
                           .threads = count_threads() };
    assert_non_null(mkdtemp(deaf->folder));
    snprintf(deaf->address.sun_path, sizeof(deaf->address.sun_path), "%s/socket", deaf->folder);
    assert_int_equal(
        bind(deaf->listener, (const struct sockaddr *)&deaf->address, sizeof(deaf->address)), 0);
    assert_int_equal(listen(deaf->listener, 1), 0);
    snprintf(deaf->uri, sizeof(deaf->uri), "qemu+unix:///system?socket=%s", deaf->address.sun_path);
}

/* The daemon is gone, which ends the attempt to reach it. */
static void
deaf_done(struct deaf *deaf)
{
    close(deaf->listener);
    while (count_threads() > deaf->threads) {
        topofix_clock_sleep(1);
    }
    unlink(deaf->address.sun_path);
    rmdir(deaf->folder);
}

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
    (void)watcher;
    assert_null(why);
    assert_string_equal(uri, TEST_URI); /* nothing is told of the one that is abandoned */
    ++*(atomic_uint *)context;
}

static void
on_settled(struct topofix_watcher *watcher, const char *uri, bool is_first, void *context)
{
    (void)watcher;
    (void)uri;
    (void)is_first;
    (void)context;
}

static bool
is_connecting(struct topofix_watch_line *line)
{
    bool result;

    pthread_mutex_lock(&line->mutex);
    result = line->is_connecting;
    pthread_mutex_unlock(&line->mutex);
    return result;
}

/* Watches the URIs, of which the one at `place` is the deaf daemon's, and ends once it waits. */
static void
check_abandoned(const char *const *uris, size_t n_uris, size_t place)
{
    struct topofix_events *events = topofix_events_start(NULL);
    atomic_uint n_links = 0;
    const struct topofix_request request = topofix_request_for_store(
        &topofix_limits_builtin, TOPOFIX_GOAL_FIX, TOPOFIX_RUN_SHOW, TOPOFIX_CHOICE_ALL);
    const struct topofix_watcher_settings settings = {
        .uris = uris,
        .n_uris = n_uris,
        .access = TOPOFIX_ACCESS_READ_ONLY,
        .events = events,
        .observer = { .look = on_look,
                      .link = on_link,
                      .settled = on_settled,
                      .context = &n_links },
    };
    struct topofix_watcher *watcher = topofix_watcher_start(&settings, &request, NULL);

    assert_non_null(watcher);
    while (!is_connecting(watcher->lines[place]) || atomic_load(&n_links) < n_uris - 1) {
        topofix_clock_sleep(1);
    }
    assert_false(topofix_watcher_end(watcher));
    topofix_events_stop(events);
}

static void
test_alone(void **state)
{
    struct deaf deaf;
    const char *const uris[] = { deaf.uri };

    (void)state;
    deaf_init(&deaf);
    check_abandoned(uris, 1, 0);
    deaf_done(&deaf);
}

/* One is enough, wherever it is in the line. */
static void
test_one_of_two(void **state)
{
    struct deaf deaf;
    const char *const first[] = { deaf.uri, TEST_URI };
    const char *const last[] = { TEST_URI, deaf.uri };

    (void)state;
    deaf_init(&deaf);
    check_abandoned(first, 2, 0);
    deaf_done(&deaf);
    deaf_init(&deaf);
    check_abandoned(last, 2, 1);
    deaf_done(&deaf);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alone),
        cmocka_unit_test(test_one_of_two),
    };

    signal(SIGPIPE, SIG_IGN); /* as the program does: libvirt writes to a daemon that is gone */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
