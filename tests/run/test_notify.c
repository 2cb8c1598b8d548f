/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A service manager that is this test: it listens on a socket, and reads what it is told. A build
 * without libsystemd tells nobody anything.
 */
#include "run/notify.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "testing.h"

struct manager {
    int socket;
    char folder[64];
    struct sockaddr_un address;
};

static void
manager_init(struct manager *manager)
{
    *manager = (struct manager){ .folder = "/tmp/topofix-notify-XXXXXX",
                                 .address = { .sun_family = AF_UNIX } };
    assert_non_null(mkdtemp(manager->folder));
    snprintf(manager->address.sun_path, sizeof(manager->address.sun_path), "%s/socket",
             manager->folder);
    manager->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    assert_true(manager->socket >= 0);
    assert_int_equal(
        bind(manager->socket, (const struct sockaddr *)&manager->address, sizeof(manager->address)),
        0);
    setenv("NOTIFY_SOCKET", manager->address.sun_path, 1);
}

static void
manager_done(struct manager *manager)
{
    unsetenv("NOTIFY_SOCKET");
    close(manager->socket);
    unlink(manager->address.sun_path);
    rmdir(manager->folder);
}

/* Reads a message, which is there at once, since sockets of this host do not lose any. */
static bool
hear(const struct manager *manager, char text[256])
{
    ssize_t length = recv(manager->socket, text, 255, 0);

    text[length > 0 ? length : 0] = '\0';
    return length > 0;
}

static uint64_t
now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

#ifdef TOPOFIX_HAVE_LIBSYSTEMD

static void
test_state(void **state)
{
    struct manager manager;
    char text[256];

    (void)state;
    manager_init(&manager);
    topofix_notify("READY=1");
    assert_true(hear(&manager, text));
    assert_string_equal(text, "READY=1");
    topofix_notify("STOPPING=1"); /* the first one has not made it forget where to tell */
    assert_true(hear(&manager, text));
    assert_string_equal(text, "STOPPING=1");
    manager_done(&manager);
    topofix_notify("READY=1"); /* nobody listens, which is no error */
}

static void
test_reloading(void **state)
{
    struct manager manager;
    char text[256];

    (void)state;
    manager_init(&manager);
    for (int i = 0; i < 2; i++) {
        uint64_t before = now_us();
        uint64_t told;

        topofix_notify_reloading();
        assert_true(hear(&manager, text));
        assert_int_equal(sscanf(text, "RELOADING=1\nMONOTONIC_USEC=%" SCNu64, &told), 1);
        assert_uint_in_range(told, before, now_us());
    }
    manager_done(&manager);
}

static void
test_watchdog(void **state)
{
    char pid[32];

    (void)state;
    snprintf(pid, sizeof(pid), "%ld", (long)getpid());
    unsetenv("WATCHDOG_USEC");
    assert_true(topofix_notify_watchdog_ms() == UINT64_MAX);
    setenv("WATCHDOG_USEC", "30000000", 1);
    setenv("WATCHDOG_PID", pid, 1);
    assert_true(topofix_notify_watchdog_ms() == 15000);
    assert_true(topofix_notify_watchdog_ms() == 15000); /* asked again, it says the same */
    setenv("WATCHDOG_PID", "1", 1);                     /* another process is meant */
    assert_true(topofix_notify_watchdog_ms() == UINT64_MAX);
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
}

#else

static void
test_state(void **state)
{
    struct manager manager;
    char text[256];

    (void)state;
    manager_init(&manager);
    topofix_notify("READY=1");
    assert_false(hear(&manager, text));
    manager_done(&manager);
}

static void
test_reloading(void **state)
{
    struct manager manager;
    char text[256];

    (void)state;
    manager_init(&manager);
    assert_true(now_us() > 0);
    topofix_notify_reloading();
    assert_false(hear(&manager, text));
    manager_done(&manager);
}

static void
test_watchdog(void **state)
{
    (void)state;
    setenv("WATCHDOG_USEC", "30000000", 1);
    assert_true(topofix_notify_watchdog_ms() == UINT64_MAX);
    unsetenv("WATCHDOG_USEC");
}

#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_state),
        cmocka_unit_test(test_reloading),
        cmocka_unit_test(test_watchdog),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
