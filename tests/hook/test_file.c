/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "hook/marker.h"
#include "testing.h"

/* This test itself passes for a file of ours. */
TOPOFIX_HOOK_NOTE;

struct place {
    char folder[32];
    char path[48];
    struct topofix_buffer self; /* this program */
};

static int
make_place(void **state)
{
    static struct place place;

    strcpy(place.folder, "/tmp/topofix-file-XXXXXX");
    *state = &place;
    if (!mkdtemp(place.folder)) {
        return -1;
    }
    snprintf(place.path, sizeof(place.path), "%s/file", place.folder);
    return topofix_file_read("/proc/self/exe", TOPOFIX_HOOK_FILE_BYTES_MAX, &place.self, NULL);
}

static int
drop_place(void **state)
{
    struct place *place = *state;

    topofix_buffer_done(&place->self);
    unlink(place->path);
    return rmdir(place->folder);
}

static enum topofix_hook_file
look(const struct place *place, const char *bytes, size_t length, char **ret_version)
{
    FILE *file = fopen(place->path, "w");
    enum topofix_hook_file whose;
    struct topofix_error err;

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    if (topofix_hook_file_look(place->path, &whose, ret_version, &err) < 0) {
        fail_msg("%s", err.message);
    }
    return whose;
}

static void
test_ours(void **state)
{
    const struct place *place = *state;
    char *version;

    assert_int_equal(look(place, place->self.bytes, place->self.length, &version),
                     TOPOFIX_HOOK_OURS);
    assert_string_equal(version, TOPOFIX_VERSION);
    free(version);
}

/* Words prove nothing, wherever they are. */
static void
test_scripts_that_mention_us(void **state)
{
    static const char *const texts[] = {
        "#!/bin/sh\n# not \"@(#)virt-topofix-hook 0.1\", which runs first\nexit 0\n",
        "@(#)virt-topofix-hook 9",
        "virt-topofix-hook",
        "\177ELF virt-topofix-hook @(#)virt-topofix-hook 9 and a line that is as long as a header",
        "",
    };
    char *version;

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        if (look(*state, texts[i], strlen(texts[i]), &version) != TOPOFIX_HOOK_FOREIGN || version) {
            fail_msg("'%s' is taken for ours", texts[i]);
        }
    }
}

static void
test_neither_there_nor_a_file(void **state)
{
    const struct place *place = *state;
    enum topofix_hook_file whose;
    char *version;

    assert_int_equal(topofix_hook_file_look(place->path, &whose, &version, NULL), 0);
    assert_int_equal(whose, TOPOFIX_HOOK_MISSING);
    assert_int_equal(symlink("/proc/self/exe", place->path), 0);
    assert_int_equal(topofix_hook_file_look(place->path, &whose, &version, NULL), 0);
    assert_int_equal(whose, TOPOFIX_HOOK_FOREIGN);
    unlink(place->path);
    assert_int_equal(mkfifo(place->path, 0600), 0);
    assert_int_equal(topofix_hook_file_look(place->path, &whose, &version, NULL), 0);
    assert_int_equal(whose, TOPOFIX_HOOK_FOREIGN);
    assert_null(version);
}

/* Headers that point anywhere: nothing outside of the file is read (the sanitizer watches). */
static void
test_broken_headers(void **state)
{
    struct place *place = *state;
    char head[2048];
    char *version;

    assert_true(place->self.length > sizeof(head));
    for (size_t length = 0; length < sizeof(head); length += 7) {
        memcpy(head, place->self.bytes, sizeof(head));
        (void)look(place, head, length, &version);
        free(version);
        head[length] = (char)0xff;
        (void)look(place, head, sizeof(head), &version);
        free(version);
    }
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make_place, drop_place)
    const struct CMUnitTest tests[] = {
        TEST(test_ours),
        TEST(test_scripts_that_mention_us),
        TEST(test_neither_there_nor_a_file),
        TEST(test_broken_headers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
