/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every diff is given to patch(1), which must make the new text of the old one.
 */
#include "diff.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "random.h"
#include "testing.h"

/* Zero-terminated list of one diff's splices, in the order of their offsets. */
struct cut {
    size_t offset;
    size_t removed;
    const char *text; /* NULL ends the list */
};

static void
write_file(const char *dir, const char *name, const char *bytes, size_t length)
{
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s", dir, name);
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

/* Whether patch turns old into what the splices make of it, without fuzz or offset. */
static void
check_patch(const char *old, size_t length, const struct topofix_splices *splices, const char *diff,
            size_t diff_length)
{
    char dir[] = "/tmp/topofix-diff-XXXXXX";
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer expected = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer got = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *command = NULL;
    TOPOFIX_AUTO_FREE char *path = NULL;
    int status;

    assert_non_null(mkdtemp(dir));
    write_file(dir, "file", old, length);
    write_file(dir, "diff", diff, diff_length);
    command = topofix_sprintf("cd %s && patch -s -F0 -p1 --no-backup-if-mismatch <diff >out 2>&1 "
                              "&& ! grep -q offset out",
                              dir);
    status = system(command); /* NOLINT(cert-env33-c): the test's own words */
    path = topofix_sprintf("%s/file", dir);
    topofix_splices_apply(splices, old, length, &expected);
    assert_int_equal(topofix_file_read(path, (size_t)1 << 24, &got, NULL), 0);
    free(command);
    command = topofix_sprintf("rm -r %s", dir);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c) */
    if (status != 0) {
        fail_msg("patch refuses:\n%s", diff);
    }
    if (got.length != expected.length ||
        memcmp(topofix_buffer_text(&got), topofix_buffer_text(&expected), got.length) != 0) {
        fail_msg("patched to:\n%s\nexpected:\n%s\nby:\n%s", topofix_buffer_text(&got),
                 topofix_buffer_text(&expected), diff);
    }
}

static void
check_diff(const char *old, const struct cut *cuts, const char *expected)
{
    struct topofix_splices splices = { .items = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer diff = { .bytes = NULL };

    for (; cuts->text; cuts++) {
        topofix_splices_add(&splices, cuts->offset, cuts->removed, topofix_strdup(cuts->text));
    }
    topofix_diff_format("file", old, strlen(old), &splices, &diff);
    if (expected) {
        assert_string_equal(topofix_buffer_text(&diff), expected);
    }
    check_patch(old, strlen(old), &splices, topofix_buffer_text(&diff), diff.length);
    topofix_splices_done(&splices);
}

#define HEAD "--- a/file\t\n+++ b/file\t\n"

static void
test_change_in_the_middle(void **state)
{
    static const struct cut cuts[] = { { 8, 1, "X" }, { 0, 0, NULL } };

    (void)state;
    check_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", cuts,
               HEAD "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n");
}

static void
test_first_and_last_line(void **state)
{
    static const struct cut first[] = { { 0, 1, "X" }, { 0, 0, NULL } };
    static const struct cut last[] = { { 8, 1, "X" }, { 0, 0, NULL } };
    static const struct cut before[] = { { 0, 0, "X\n" }, { 0, 0, NULL } };
    static const struct cut after[] = { { 10, 0, "X\n" }, { 0, 0, NULL } };

    (void)state;
    check_diff("1\n2\n3\n4\n5\n", first, HEAD "@@ -1,4 +1,4 @@\n-1\n+X\n 2\n 3\n 4\n");
    check_diff("1\n2\n3\n4\n5\n", last, HEAD "@@ -2,4 +2,4 @@\n 2\n 3\n 4\n-5\n+X\n");
    check_diff("1\n2\n3\n4\n5\n", before, HEAD "@@ -1,3 +1,4 @@\n+X\n 1\n 2\n 3\n");
    check_diff("1\n2\n3\n4\n5\n", after, HEAD "@@ -3,3 +3,4 @@\n 3\n 4\n 5\n+X\n");
}

static void
test_only_line(void **state)
{
    static const struct cut cuts[] = { { 3, 0, "<b/>" }, { 0, 0, NULL } };

    (void)state;
    check_diff("<a></a>\n", cuts, HEAD "@@ -1 +1 @@\n-<a></a>\n+<a><b/></a>\n");
    check_diff("<a></a>", cuts,
               HEAD "@@ -1 +1 @@\n-<a></a>\n\\ No newline at end of file\n+<a><b/></a>\n\\ No "
                    "newline at end of file\n");
}

static void
test_no_newline_at_end(void **state)
{
    static const struct cut early[] = { { 0, 1, "X" }, { 0, 0, NULL } };
    static const struct cut late[] = { { 4, 1, "X" }, { 0, 0, NULL } };
    static const struct cut grows[] = { { 5, 0, "\n4" }, { 0, 0, NULL } };

    (void)state;
    check_diff("1\n2\n3", early,
               HEAD "@@ -1,3 +1,3 @@\n-1\n+X\n 2\n 3\n\\ No newline at end of file\n");
    check_diff("1\n2\n3", late,
               HEAD "@@ -1,3 +1,3 @@\n 1\n 2\n-3\n\\ No newline at end of file\n+X\n\\ No newline "
                    "at end of file\n");
    check_diff("1\n2\n3", grows,
               HEAD "@@ -1,3 +1,4 @@\n 1\n 2\n-3\n\\ No newline at end of file\n+3\n+4\n\\ No "
                    "newline at end of file\n");
}

static void
test_crlf(void **state)
{
    static const struct cut cuts[] = { { 3, 0, "x" }, { 9, 0, "\r\nX" }, { 0, 0, NULL } };

    (void)state;
    check_diff("1\r\n2\r\n3\r\n4\r\n", cuts,
               HEAD "@@ -1,4 +1,5 @@\n 1\r\n-2\r\n+x2\r\n 3\r\n-4\r\n+\r\n+X4\r\n");
}

static void
test_insert_and_remove_lines(void **state)
{
    static const struct cut insert[] = { { 3, 0, "\n  new\n  newer" }, { 0, 0, NULL } };
    static const struct cut removal[] = { { 1, 4, "" }, { 0, 0, NULL } };

    (void)state;
    check_diff("1\n2\n3\n4\n5\n6\n", insert,
               HEAD "@@ -1,5 +1,7 @@\n 1\n 2\n+  new\n+  newer\n 3\n 4\n 5\n");
    check_diff("1\n2\n3\n4\n5\n6\n7\n", removal, HEAD "@@ -1,6 +1,4 @@\n 1\n-2\n-3\n 4\n 5\n 6\n");
}

/* Hunks that share context are one, as patch wants it; later ones count what came before. */
static void
test_hunks(void **state)
{
    static const char old[] = "1\n2\n3\n4\n5\n6\n7\n8\n9\na\nb\nc\nd\ne\nf\n";
    static const struct cut near_by[] = { { 2, 1, "X\nX" }, { 16, 1, "Y" }, { 0, 0, NULL } };
    static const struct cut apart[] = { { 2, 1, "X\nX" }, { 20, 1, "Y" }, { 0, 0, NULL } };
    static const struct cut puts_the_same[] = { { 0, 2, "1\n" }, { 18, 1, "Y" }, { 0, 0, NULL } };
    static const struct cut same_line[] = {
        { 2, 0, "X" }, { 3, 0, "Y" }, { 4, 1, "Z" }, { 0, 0, NULL }
    };

    (void)state;
    check_diff(old, near_by,
               HEAD "@@ -1,12 +1,13 @@\n 1\n-2\n+X\n+X\n 3\n 4\n 5\n 6\n 7\n 8\n-9\n+Y\n a\n b\n"
                    " c\n");
    check_diff(old, apart, NULL);
    check_diff(old, same_line, NULL);
    check_diff(old, puts_the_same, HEAD "@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-a\n+Y\n b\n c\n d\n");
}

static void
check_header(const char *path, const char *expected)
{
    struct topofix_splices splices = { .items = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer diff = { .bytes = NULL };
    TOPOFIX_AUTO_FREE char *start = topofix_sprintf("--- %s\t\n", expected);

    topofix_splices_add(&splices, 0, 1, topofix_strdup("b"));
    topofix_diff_format(path, "a", 1, &splices, &diff);
    if (strncmp(topofix_buffer_text(&diff), start, strlen(start)) != 0) {
        fail_msg("'%s', expected '%s'", topofix_buffer_text(&diff), start);
    }
    topofix_splices_done(&splices);
}

static void
test_names(void **state)
{
    (void)state;
    check_header("host/name.xml", "a/host/name.xml");
    check_header("qemu:///system/my name.xml", "a/qemu:///system/my name.xml");
    check_header("a\"b.xml", "\"a/a\\\"b.xml\"");
    check_header("a\\b.xml", "\"a/a\\\\b.xml\"");
    check_header("a\nb\t\x7f.xml", "\"a/a\\012b\\011\\177.xml\"");
    check_header("ä.xml", "\"a/\\303\\244.xml\"");
}

static void
test_no_splices(void **state)
{
    struct topofix_splices splices = { .items = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer diff = { .bytes = NULL };

    (void)state;
    topofix_diff_format("file", "a\n", 2, &splices, &diff);
    assert_int_equal(diff.length, 0);
    topofix_splices_add(&splices, 0, 1, topofix_strdup("a"));
    topofix_diff_format("file", "a\n", 2, &splices, &diff);
    assert_int_equal(diff.length, 0);
    topofix_splices_done(&splices);
}

/* Words on lines of any kind, cut at random. */
static void
test_random(void **state)
{
    static const char *const pieces[] = { "a", "b", "\n", "\r\n", "\n\n", "longer", "", "x\ny\nz" };
    struct topofix_random random = { .state = 3 };
    unsigned runs = topofix_random_iterations("TOPOFIX_PROPERTY_DIFFS", 150);

    (void)state;
    for (unsigned i = 0; i < runs; i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer old = { .bytes = NULL };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer diff = { .bytes = NULL };
        struct topofix_splices splices = { .items = NULL };
        size_t offset = 0;

        topofix_buffer_add_text(&old, "first");
        for (unsigned n = topofix_random_below(&random, 60); n > 0; n--) {
            topofix_buffer_add_text(&old, pieces[topofix_random_below(&random, 8)]);
        }
        while (splices.count < 4 && offset < old.length) {
            size_t removed = topofix_random_below(&random, 3);

            offset += topofix_random_below(&random, 20);
            if (offset + removed <= old.length) {
                topofix_splices_add(&splices, offset, removed,
                                    topofix_strdup(pieces[topofix_random_below(&random, 8)]));
                offset += removed + 1;
            }
        }
        topofix_diff_format("file", old.bytes, old.length, &splices, &diff);
        if (diff.length > 0) {
            check_patch(old.bytes, old.length, &splices, topofix_buffer_text(&diff), diff.length);
        }
        topofix_splices_done(&splices);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change_in_the_middle),
        cmocka_unit_test(test_first_and_last_line),
        cmocka_unit_test(test_only_line),
        cmocka_unit_test(test_no_newline_at_end),
        cmocka_unit_test(test_crlf),
        cmocka_unit_test(test_insert_and_remove_lines),
        cmocka_unit_test(test_hunks),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_no_splices),
        cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
