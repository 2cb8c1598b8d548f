/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "testing.h"

/* An open file that nobody else sees, with so many bytes in it. */
static int
file_of(size_t bytes)
{
    char path[] = "/tmp/topofix-test-XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    unlink(path);
    for (size_t i = 0; i < bytes; i++) {
        char byte = (char)('a' + i % 26);

        assert_int_equal(write(fd, &byte, 1), 1);
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static void
test_cap(void **state)
{
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    struct topofix_buffer bytes = { .bytes = NULL };
    int fd = file_of(1000);

    (void)state;
    assert_int_equal(topofix_file_read_fd(fd, "it", 1000, &bytes, &err), 0);
    assert_int_equal(bytes.length, 1000);
    assert_int_equal(bytes.bytes[27], 'b');
    lseek(fd, 0, SEEK_SET);
    assert_int_equal(topofix_file_read_fd(fd, "it", 999, &bytes, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    assert_string_equal(err.message, "it: larger than 999 bytes, the most that is read");
    topofix_buffer_done(&bytes);
    close(fd);
}

/* A device without end must not fill the memory. */
static void
test_endless(void **state)
{
    struct topofix_error err;
    struct topofix_buffer bytes = { .bytes = NULL };

    (void)state;
    assert_int_equal(topofix_file_read_stream("/dev/zero", 100000, &bytes, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    assert_true(bytes.length <= 100000);
    topofix_buffer_done(&bytes);
}

static void
test_missing_and_folder(void **state)
{
    struct topofix_error err;
    struct topofix_buffer bytes = { .bytes = NULL };

    (void)state;
    assert_int_equal(topofix_file_read("/nonexistent/x", 10, &bytes, &err), -1);
    assert_int_equal(err.sys_errno, ENOENT);
    assert_int_equal(strncmp(err.message, "/nonexistent/x: ", 16), 0);
    assert_int_equal(topofix_file_read("/", 10, &bytes, &err), -1);
    assert_int_equal(err.sys_errno, EISDIR);
    assert_int_equal(bytes.length, 0);
    topofix_buffer_done(&bytes);
}

/* A FIFO has no end until somebody writes to it, and a device may have none. */
static void
test_only_regular_files(void **state)
{
    char folder[] = "/tmp/topofix-test-XXXXXX";
    struct topofix_buffer bytes = { .bytes = NULL };
    struct topofix_error err;
    char path[64];

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/fifo", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(topofix_file_read(path, 10, &bytes, &err), -1);
    assert_int_equal(err.code, TOPOFIX_ERROR_INPUT);
    assert_int_equal(strncmp(err.message, path, strlen(path)), 0);
    assert_contains(err.message, ": not a regular file");
    assert_int_equal(topofix_file_read("/dev/zero", 10, &bytes, &err), -1);
    assert_string_equal(err.message, "/dev/zero: not a regular file");
    assert_int_equal(topofix_file_read("-", 10, &bytes, &err), -1);
    assert_int_equal(err.sys_errno, ENOENT);
    assert_int_equal(bytes.length, 0);
    unlink(path);
    rmdir(folder);
}

/* What a user names may be a pipe, as a shell's <(...) is. */
static void
test_stream(void **state)
{
    struct topofix_buffer bytes = { .bytes = NULL };
    char path[64];
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(topofix_file_write_fd(ends[1], "pipe", "one", 3, NULL), 0);
    close(ends[1]);
    snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
    assert_int_equal(topofix_file_read_stream(path, 100, &bytes, NULL), 0);
    assert_string_equal(topofix_buffer_text(&bytes), "one");
    topofix_buffer_done(&bytes);
    close(ends[0]);
}

static void
test_pipe_in_pieces(void **state)
{
    struct topofix_buffer bytes = { .bytes = NULL };
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(topofix_file_write_fd(ends[1], "pipe", "one", 3, NULL), 0);
    assert_int_equal(topofix_file_write_fd(ends[1], "pipe", "two", 3, NULL), 0);
    close(ends[1]);
    assert_int_equal(topofix_file_read_fd(ends[0], "pipe", 100, &bytes, NULL), 0);
    assert_string_equal(topofix_buffer_text(&bytes), "onetwo");
    topofix_buffer_done(&bytes);
    close(ends[0]);
}

static void
test_write_fails(void **state)
{
    struct topofix_error err;
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

    (void)state;
    assert_true(full >= 0);
    assert_int_equal(topofix_file_write_fd(full, "disk", "x", 1, &err), -1);
    assert_int_equal(err.sys_errno, ENOSPC);
    assert_int_equal(topofix_file_write_fd(full, "disk", "", 0, &err), 0);
    close(full);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_endless),
        cmocka_unit_test(test_missing_and_folder),
        cmocka_unit_test(test_only_regular_files),
        cmocka_unit_test(test_stream),
        cmocka_unit_test(test_pipe_in_pieces),
        cmocka_unit_test(test_write_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
