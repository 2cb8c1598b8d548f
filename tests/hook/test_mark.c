/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mark.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "testing.h"

enum { MINUTE = 60 * 1000, LATER = 1000 * MINUTE };

struct place {
    char path[64];
    char folder_path[80];
    int folder;
};

static int
make_place(void **state)
{
    static struct place place;
    struct topofix_error err;

    strcpy(place.path, "/tmp/topofix-mark-XXXXXX");
    if (!mkdtemp(place.path)) {
        return -1;
    }
    snprintf(place.folder_path, sizeof(place.folder_path), "%s/marks", place.path);
    place.folder = topofix_marks_open(place.folder_path, &err);
    *state = &place;
    return place.folder < 0 ? -1 : 0;
}

static int
drop_place(void **state)
{
    const struct place *place = *state;
    char command[128];

    close(place->folder);
    snprintf(command, sizeof(command), "rm -rf '%s'", place->path);
    return system(command); /* NOLINT(cert-env33-c): a test, and the path is ours */
}

static void
put(const struct place *place, enum topofix_mark mark, const char *guest, uint64_t now)
{
    struct topofix_error err;

    if (topofix_mark_put(place->folder, mark, guest, now, &err) < 0) {
        fail_msg("%s", err.message);
    }
}

static void
test_taken_once(void **state)
{
    const struct place *place = *state;

    put(place, TOPOFIX_MARK_ARRIVAL, "g", LATER);
    assert_false(topofix_mark_take(place->folder, TOPOFIX_MARK_ARRIVAL, "h", LATER));
    assert_false(topofix_mark_take(place->folder, TOPOFIX_MARK_STOP, "g", LATER));
    assert_true(topofix_mark_take(place->folder, TOPOFIX_MARK_ARRIVAL, "g", LATER + 5));
    assert_false(topofix_mark_take(place->folder, TOPOFIX_MARK_ARRIVAL, "g", LATER + 5));
}

static void
test_age(void **state)
{
    const struct place *place = *state;
    uint64_t age = 99;

    put(place, TOPOFIX_MARK_ARRIVAL, "g", LATER);
    assert_true(
        topofix_mark_find(place->folder, TOPOFIX_MARK_ARRIVAL, "g", LATER + 10 * MINUTE, &age));
    assert_int_equal(age, 10 * MINUTE);
    assert_false(
        topofix_mark_find(place->folder, TOPOFIX_MARK_ARRIVAL, "g", LATER + 10 * MINUTE + 1, &age));
    put(place, TOPOFIX_MARK_STOP, "g", LATER);
    assert_true(topofix_mark_find(place->folder, TOPOFIX_MARK_STOP, "g", LATER + MINUTE, NULL));
    assert_false(
        topofix_mark_find(place->folder, TOPOFIX_MARK_STOP, "g", LATER + MINUTE + 1, NULL));
    /* of a clock that has started anew */
    assert_true(topofix_mark_find(place->folder, TOPOFIX_MARK_STOP, "g", 5, &age));
    assert_true(age == UINT64_MAX);
    assert_false(topofix_mark_find(place->folder, TOPOFIX_MARK_FIX, "g", LATER, &age));
    assert_int_equal(age, 0);
}

static void
test_replaced(void **state)
{
    const struct place *place = *state;
    uint64_t age;

    put(place, TOPOFIX_MARK_FIX, "g", LATER);
    put(place, TOPOFIX_MARK_FIX, "g", LATER + 100);
    assert_true(topofix_mark_find(place->folder, TOPOFIX_MARK_FIX, "g", LATER + 100, &age));
    assert_int_equal(age, 0);
}

static void
test_unreadable_counts(void **state)
{
    static const char *const contents[] = { "", "12", "x\n", "-5\n", "\n" };
    const struct place *place = *state;

    for (size_t i = 0; i < ARRAY_SIZE(contents); i++) {
        int fd = openat(place->folder, "stop-67", O_WRONLY | O_CREAT | O_TRUNC, 0600);

        assert_int_equal(write(fd, contents[i], strlen(contents[i])), strlen(contents[i]));
        close(fd);
        if (!topofix_mark_take(place->folder, TOPOFIX_MARK_STOP, "g", LATER)) {
            fail_msg("'%s' does not count", contents[i]);
        }
    }
    assert_int_equal(symlinkat("/etc/hostname", place->folder, "stop-67"), 0);
    assert_true(topofix_mark_take(place->folder, TOPOFIX_MARK_STOP, "g", LATER));
    assert_int_equal(mkdirat(place->folder, "stop-67", 0700), 0);
    assert_true(topofix_mark_take(place->folder, TOPOFIX_MARK_STOP, "g", LATER));
    assert_true(topofix_mark_find(-1, TOPOFIX_MARK_STOP, "g", LATER, NULL));
}

static void
test_old_ones_are_swept(void **state)
{
    const struct place *place = *state;
    struct stat status;

    put(place, TOPOFIX_MARK_ARRIVAL, "g", LATER);
    put(place, TOPOFIX_MARK_ARRIVAL, "h", LATER + 10 * MINUTE);
    assert_int_equal(fstatat(place->folder, "arrival-67", &status, 0), 0);
    put(place, TOPOFIX_MARK_ARRIVAL, "h", LATER + 10 * MINUTE + 1);
    assert_int_equal(fstatat(place->folder, "arrival-67", &status, 0), -1);
    assert_int_equal(fstatat(place->folder, "arrival-68", &status, 0), 0);
}

/* What write(2) in the code under test saw: --wrap leads it here. */
static const char *watched_folder;
static bool was_locked;

ssize_t
__real_write(int fd, const void *bytes, size_t length);
ssize_t
__wrap_write(int fd, const void *bytes, size_t length);

ssize_t
__wrap_write(int fd, const void *bytes, size_t length)
{
    if (watched_folder) {
        int other = open(watched_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        was_locked = flock(other, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
        close(other);
    }
    return __real_write(fd, bytes, length);
}

/* A sweep must not take away what another call writes in the meantime. */
static void
test_no_sweep_while_a_mark_is_written(void **state)
{
    const struct place *place = *state;
    int other = open(place->folder_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat status;

    watched_folder = place->folder_path;
    put(place, TOPOFIX_MARK_ARRIVAL, "g", 1);
    watched_folder = NULL;
    assert_true(was_locked);
    /* the other call is where ours was */
    assert_int_equal(flock(other, LOCK_SH), 0);
    put(place, TOPOFIX_MARK_ARRIVAL, "h", LATER);
    assert_int_equal(fstatat(place->folder, "arrival-67", &status, 0), 0);
    assert_int_equal(flock(other, LOCK_UN), 0);
    put(place, TOPOFIX_MARK_ARRIVAL, "h", LATER);
    assert_int_equal(fstatat(place->folder, "arrival-67", &status, 0), -1);
    close(other);
}

static void
test_long_names_are_told_apart(void **state)
{
    const struct place *place = *state;
    char one[1000];
    char two[1000];

    memset(one, 'n', sizeof(one));
    memset(two, 'n', sizeof(two));
    one[999] = two[999] = '\0';
    two[998] = 'm';
    put(place, TOPOFIX_MARK_ARRIVAL, one, LATER);
    assert_false(topofix_mark_take(place->folder, TOPOFIX_MARK_ARRIVAL, two, LATER));
    assert_true(topofix_mark_take(place->folder, TOPOFIX_MARK_ARRIVAL, one, LATER));
}

static void
test_folder(void **state)
{
    const struct place *place = *state;
    struct topofix_error err;
    struct stat status;
    char path[100];
    int folder;

    assert_int_equal(fstat(place->folder, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(chmod(place->folder_path, 0770), 0);
    assert_int_equal(topofix_marks_open(place->folder_path, &err), -1);
    assert_contains(err.message, "others may write to it");
    assert_int_equal(chmod(place->folder_path, 0755), 0);
    folder = topofix_marks_open(place->folder_path, &err);
    assert_true(folder >= 0);
    close(folder);
    snprintf(path, sizeof(path), "%s/link", place->path);
    assert_int_equal(symlink(place->folder_path, path), 0);
    assert_int_equal(topofix_marks_open(path, &err), -1);
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make_place, drop_place)
    const struct CMUnitTest tests[] = {
        TEST(test_taken_once),
        TEST(test_age),
        TEST(test_replaced),
        TEST(test_unreadable_counts),
        TEST(test_old_ones_are_swept),
        TEST(test_no_sweep_while_a_mark_is_written),
        TEST(test_long_names_are_told_apart),
        TEST(test_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
