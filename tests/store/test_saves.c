/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "saves.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "testing.h"

static int
make_folder(void **state)
{
    *state = topofix_strdup("/tmp/topofix.XXXXXX");
    return mkdtemp(*state) ? 0 : -1;
}

static int
drop_folder(void **state)
{
    static const char *const names[] = { "win7.xml", "win7.xml.new", "other.xml", "fake.xml" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s", (char *)*state, names[i]);

        unlink(path);
    }
    rmdir(*state);
    free(*state);
    return 0;
}

/* As libvirt does it (virFileRewrite). */
static void
save(const char *folder, const char *name)
{
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s.xml", folder, name);
    TOPOFIX_AUTO_FREE char *temporary = topofix_sprintf("%s.new", path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(rename(temporary, path), 0);
}

/* Saves that follow one another are each counted, as the kernel must not make one event of them. */
static void
test_counts_each_save(void **state)
{
    struct topofix_saves *saves = topofix_saves_new(*state);
    struct topofix_saved first;
    struct topofix_saved second;

    save(*state, "win7");
    topofix_saves_begin(saves, "win7", &first);
    assert_int_equal(topofix_saved_count(&first), 0);
    save(*state, "win7");
    save(*state, "win7");
    save(*state, "other");
    topofix_saves_begin(saves, "win7", &second);
    save(*state, "win7");
    assert_int_equal(topofix_saved_count(&second), 1);
    assert_int_equal(topofix_saved_count(&first), 3);
    topofix_saved_done(&first);
    save(*state, "win7");
    assert_int_equal(topofix_saved_count(&second), 2);
    topofix_saved_done(&second);
    topofix_saves_free(saves);
}

/* What happens to a file in another way is no save. */
static void
test_counts_nothing_else(void **state)
{
    struct topofix_saves *saves = topofix_saves_new(*state);
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/win7.xml", (char *)*state);
    TOPOFIX_AUTO_FREE char *aside = topofix_sprintf("%s/other.xml", (char *)*state);
    struct topofix_saved saved;

    save(*state, "win7");
    topofix_saves_begin(saves, "win7", &saved);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(rename(path, aside), 0);
    assert_int_equal(unlink(aside), 0);
    assert_int_equal(topofix_saved_count(&saved), 0);
    topofix_saved_done(&saved);
    topofix_saves_free(saves);
}

static void
test_where_nothing_can_be_seen(void **state)
{
    struct topofix_saves *saves = topofix_saves_new("/nonexistent/folder");
    struct topofix_saved saved;

    (void)state;
    topofix_saves_begin(saves, "win7", &saved);
    assert_int_equal(topofix_saved_count(&saved), 0);
    topofix_saved_done(&saved);
    topofix_saves_free(saves);
    assert_null(topofix_saves_new(NULL));
    topofix_saves_begin(NULL, "win7", &saved);
    assert_int_equal(topofix_saved_count(&saved), 0);
    topofix_saved_done(&saved);
    topofix_saves_free(NULL);
}

static int (*real_define)(struct topofix_store *store, const char *xml, struct topofix_error *err);
static unsigned saves_per_define;
static const char *saved_in;

static int
define_and_save(struct topofix_store *store, const char *xml, struct topofix_error *err)
{
    struct topofix_entry entry = fake_store_entry();

    for (unsigned i = 0; i < saves_per_define; i++) {
        save(saved_in, entry.name);
    }
    topofix_entry_done(store, &entry);
    return real_define(store, xml, err);
}

/* Without any event, one save is that of our own define, and a second one is a rival's. */
static void
test_a_second_save_is_a_rivals(void **state)
{
    saved_in = *state;
    for (saves_per_define = 0; saves_per_define <= 2; saves_per_define++) {
        struct fake_store fake;
        struct topofix_store_ops ops;
        struct topofix_entry entry = fake_store_entry();
        TOPOFIX_AUTO_FREE char *after = NULL;
        struct topofix_error err;
        bool has_rival;

        fake_store_init(&fake, "<old/>");
        ops = *fake.common.ops;
        real_define = ops.define;
        ops.define = define_and_save;
        fake.common.ops = &ops;
        fake.common.folder = topofix_strdup(*state);
        topofix_store_watch_rivals(&fake.common, NULL);
        assert_int_equal(topofix_store_replace(&fake.common, &entry, "<old/>", "<new/>", &after,
                                               &has_rival, &err),
                         0);
        assert_int_equal(has_rival, saves_per_define == 2);
        topofix_entry_done(&fake.common, &entry);
        free(fake.common.folder);
        topofix_store_close(&fake.common);
        fake_store_done(&fake);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_counts_each_save, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_counts_nothing_else, make_folder, drop_folder),
        cmocka_unit_test(test_where_nothing_can_be_seen),
        cmocka_unit_test_setup_teardown(test_a_second_save_is_a_rivals, make_folder, drop_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
