/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/trust.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "testing.h"

/* FOLDER/inner/file, and FOLDER/link to inner. */
struct place {
    char folder[32];
    char inner[48];
    char file[64];
    char link[48];
};

static int
make_place(void **state)
{
    static struct place place;
    int fd;

    strcpy(place.folder, "/tmp/topofix-trust-XXXXXX");
    *state = &place;
    if (!mkdtemp(place.folder)) {
        return -1;
    }
    snprintf(place.inner, sizeof(place.inner), "%s/inner", place.folder);
    snprintf(place.file, sizeof(place.file), "%s/file", place.inner);
    snprintf(place.link, sizeof(place.link), "%s/link", place.folder);
    fd = mkdir(place.inner, 0755) < 0 ? -1 : open(place.file, O_CREAT | O_WRONLY, 0644);
    return fd < 0 || close(fd) < 0 || chmod(place.inner, 0755) < 0 || chmod(place.file, 0644) < 0 ||
                   symlink("inner/../inner", place.link) < 0
               ? -1
               : 0;
}

static int
drop_place(void **state)
{
    const struct place *place = *state;

    unlink(place->link);
    unlink(place->file);
    rmdir(place->inner);
    return rmdir(place->folder);
}

static void
check(const char *path, const char *wanted)
{
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES] = "";
    bool is_trusted = topofix_trust(path, problem);

    if (is_trusted != !wanted || (wanted && !strstr(problem, wanted))) {
        fail_msg("%s: '%s', expected '%s'", path, problem, wanted ? wanted : "trusted");
    }
}

static void
check_mode(const char *changed, mode_t mode, const char *path, const char *wanted)
{
    struct stat before;

    assert_int_equal(stat(changed, &before), 0);
    assert_int_equal(chmod(changed, mode), 0);
    check(path, wanted);
    assert_int_equal(chmod(changed, before.st_mode & 07777), 0);
}

static void
test_modes(void **state)
{
    const struct place *place = *state;
    char through[64];

    check(place->file, NULL);
    check(place->link, NULL);
    snprintf(through, sizeof(through), "%s//./file", place->link);
    check(through, NULL);
    check_mode(place->file, 0646, place->file, "others may write to");
    check_mode(place->file, 0664, place->file, "(mode 0664), expected its owner alone: chmod go-w");
    check_mode(place->inner, 0777, place->file, "/inner (mode 0777)");
    check_mode(place->inner, 0775, place->file, "/inner (mode 0775)");
    check_mode(place->inner, 0777, through, "/inner (mode 0777)");
    /* on the way, although the link leads out of it */
    check_mode(place->folder, 0777, through, "(mode 0777)");
    /* nobody can put another file in the place of this one */
    check_mode(place->inner, 01777, place->file, NULL);
}

static void
test_what_is_no_way(void **state)
{
    const struct place *place = *state;
    char path[5000];

    check("relative", "expected an absolute path");
    check("", "expected an absolute path");
    check("/nonexistent/file", "/nonexistent/file: No such file");
    snprintf(path, sizeof(path), "%s/more", place->file);
    check(path, "Not a directory");
    unlink(place->link);
    assert_int_equal(symlink("link", place->link), 0);
    check(place->link, "Too many levels of symbolic links");
    memset(path, 'x', sizeof(path));
    path[0] = '/';
    path[sizeof(path) - 1] = '\0';
    check(path, "expected an absolute path of less than");
    path[1000] = '\0';
    check(path, "File name too long");
    check("/", NULL);
    check("/../..", NULL);
}

static void
test_owner(void **state)
{
    const struct place *place = *state;

    if (geteuid() != 0) {
        skip();
    }
    assert_int_equal(chown(place->file, 65534, 0), 0);
    check(place->file, "/file belongs to user 65534, expected root");
    assert_int_equal(chown(place->file, 0, 0), 0);
    assert_int_equal(chown(place->inner, 65534, 0), 0);
    check(place->file, "/inner belongs to user 65534, expected root");
    assert_int_equal(chown(place->inner, 0, 0), 0);
    assert_int_equal(lchown(place->link, 65534, 0), 0);
    check(place->link, "/link belongs to user 65534, expected root");
    check(place->file, NULL);
}

static void
test_folder(void **state)
{
    const struct place *place = *state;
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES] = "";

    assert_true(topofix_trust_folder("/nonexistent/folder", problem));
    assert_true(topofix_trust_folder(place->inner, problem));
    assert_int_equal(chmod(place->file, 0666), 0);
    assert_false(topofix_trust_folder(place->inner, problem));
    assert_contains(problem, "/file: others may write to");
    assert_int_equal(chmod(place->file, 0644), 0);
    assert_int_equal(chmod(place->inner, 0777), 0);
    assert_false(topofix_trust_folder(place->inner, problem));
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make_place, drop_place)
    const struct CMUnitTest tests[] = {
        TEST(test_modes),
        TEST(test_what_is_no_way),
        TEST(test_owner),
        TEST(test_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
