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

static void
remove_file(const char *folder, const char *name)
{
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s.xml", folder, name);

    assert_int_equal(unlink(path), 0);
}

static void
rename_away(const char *folder, const char *name)
{
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s.xml", folder, name);
    TOPOFIX_AUTO_FREE char *aside = topofix_sprintf("%s/fake.xml", folder);

    assert_int_equal(rename(path, aside), 0);
}

static void
save_another(const char *folder, const char *name)
{
    (void)name;
    save(folder, "other");
}

/* More than the kernel's queue holds (fs.inotify.max_queued_events, 16384 by default). */
static void
overflow(const char *folder, const char *name)
{
    FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
    unsigned most = 0;

    (void)name;
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%u", &most), 1);
    fclose(file);
    for (unsigned i = 0; i < most / 2 + 2; i++) {
        save(folder, "other");
    }
}

/* Only what is seen to be there, and left alone by all, is untouched. */
static void
test_what_is_untouched(void **state)
{
    static const struct {
        void (*happens)(const char *folder, const char *name);
        bool is_untouched;
    } cases[] = {
        { NULL, true },         { save, false },     { remove_file, false },
        { rename_away, false }, { overflow, false }, { save_another, true },
    };
    struct topofix_saves *saves = topofix_saves_new(*state);
    struct topofix_saved saved;

    save(*state, "win7");
    topofix_saves_begin(saves, "win7", &saved);
    assert_false(topofix_saved_is_untouched(&saved)); /* it could be another daemon's folder */
    assert_int_equal(topofix_saved_count_own(&saved), 0);
    save(*state, "win7");
    assert_int_equal(topofix_saved_count_own(&saved), 1);
    topofix_saved_done(&saved);
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        save(*state, "win7");
        topofix_saves_begin(saves, "win7", &saved);
        if (cases[i].happens) {
            cases[i].happens(*state, "win7");
        }
        assert_int_equal(topofix_saved_is_untouched(&saved), cases[i].is_untouched);
        topofix_saved_done(&saved);
    }
    topofix_saves_begin(saves, "fake-that-is-not-there", &saved);
    assert_false(topofix_saved_is_untouched(&saved));
    topofix_saved_done(&saved);
    topofix_saves_free(saves);
}

/* Who takes the folder away takes the proof away, too. */
static void
test_the_folder_goes_away(void **state)
{
    struct topofix_saves *saves = topofix_saves_new(*state);
    struct topofix_saved saved;

    topofix_saves_begin(saves, "win7", &saved);
    save(*state, "win7");
    assert_int_equal(topofix_saved_count_own(&saved), 1);
    topofix_saved_done(&saved);
    remove_file(*state, "win7");
    assert_int_equal(rmdir(*state), 0);
    assert_int_equal(mkdir(*state, 0700), 0);
    save(*state, "win7");
    topofix_saves_begin(saves, "win7", &saved);
    assert_false(topofix_saved_is_untouched(&saved));
    topofix_saved_done(&saved);
    topofix_saves_free(saves);
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
        assert_int_equal(topofix_store_replace(&fake.common, &entry,
                                               &(const struct topofix_replacement){
                                                   .old_xml = "<old/>", .new_xml = "<new/>" },
                                               &after, &has_rival, &err),
                         0);
        assert_int_equal(has_rival, saves_per_define == 2);
        topofix_entry_done(&fake.common, &entry);
        free(fake.common.folder);
        topofix_store_close(&fake.common);
        fake_store_done(&fake);
    }
}

/* How a replacement ends after whatever happens to the file since the lookout began. */
static int
replace_with_lookout(struct fake_store *fake, void (*happens)(const char *folder, const char *name))
{
    struct topofix_entry entry = fake_store_entry();
    struct topofix_lookout *lookout = topofix_store_look_out(&fake->common, &entry);
    const struct topofix_replacement with = { .old_xml = fake->xml,
                                              .new_xml = "<new/>",
                                              .lookout = lookout };
    TOPOFIX_AUTO_FREE char *after = NULL;
    struct topofix_error err;
    bool has_rival;
    int result;

    assert_non_null(lookout);
    fake->fetches = 0;
    if (happens) {
        happens(saved_in, entry.name);
    }
    result = topofix_store_replace(&fake->common, &entry, &with, &after, &has_rival, &err);
    assert_int_equal(result, 0);
    assert_false(has_rival);
    topofix_lookout_done(lookout);
    topofix_entry_done(&fake->common, &entry);
    return (int)fake->fetches;
}

/* From the second replacement on, what nobody has touched is not read again before the define. */
static void
test_a_lookout_saves_a_fetch(void **state)
{
    struct fake_store fake;
    struct topofix_store_ops ops;

    saved_in = *state;
    saves_per_define = 1;
    fake_store_init(&fake, "<old/>");
    ops = *fake.common.ops;
    real_define = ops.define;
    ops.define = define_and_save;
    fake.common.ops = &ops;
    fake.common.folder = topofix_strdup(*state);
    topofix_store_watch_rivals(&fake.common, NULL);
    assert_int_equal(replace_with_lookout(&fake, NULL), 2);
    assert_int_equal(replace_with_lookout(&fake, NULL), 1);
    assert_int_equal(replace_with_lookout(&fake, save), 2);
    assert_int_equal(replace_with_lookout(&fake, save_another), 1);
    assert_int_equal(replace_with_lookout(&fake, remove_file), 2);
    free(fake.common.folder);
    topofix_store_close(&fake.common);
    fake_store_done(&fake);
    topofix_lookout_done(NULL);
}

static void (*done_before_define)(const char *folder, const char *name);

static int
disturb_and_save(struct topofix_store *store, const char *xml, struct topofix_error *err)
{
    struct topofix_entry entry = fake_store_entry();

    done_before_define(saved_in, entry.name);
    topofix_entry_done(store, &entry);
    return define_and_save(store, xml, err);
}

/* An undefine between the comparison and our define shows as a removal: then the events decide. */
static void
test_a_removal_asks_the_events(void **state)
{
    static const struct {
        void (*happens)(const char *folder, const char *name);
        enum topofix_event_kind told;
        int result;
    } cases[] = {
        { remove_file, TOPOFIX_EVENT_UNDEFINED, -1 },
        { save_another, TOPOFIX_EVENT_OTHER, 0 },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct fake_store fake;
        struct topofix_store_ops ops;
        struct topofix_entry entry = fake_store_entry();
        const struct topofix_replacement with = { .old_xml = "<old/>", .new_xml = "<new/>" };
        TOPOFIX_AUTO_FREE char *after = NULL;
        struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
        bool has_rival;

        saved_in = *state;
        saves_per_define = 1;
        save(*state, entry.name);
        done_before_define = cases[i].happens;
        fake_store_init(&fake, "<old/>");
        fake.has_events = true;
        fake.tell_before_define = cases[i].told;
        ops = *fake.common.ops;
        real_define = ops.define;
        ops.define = disturb_and_save;
        fake.common.ops = &ops;
        fake.common.folder = topofix_strdup(*state);
        topofix_store_watch_rivals(&fake.common, NULL);
        assert_int_equal(
            topofix_store_replace(&fake.common, &entry, &with, &after, &has_rival, &err),
            cases[i].result);
        assert_int_equal(err.code,
                         cases[i].result < 0 ? TOPOFIX_ERROR_UNDEFINED : TOPOFIX_ERROR_NONE);
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
        cmocka_unit_test_setup_teardown(test_what_is_untouched, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_the_folder_goes_away, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_a_lookout_saves_a_fetch, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_a_second_save_is_a_rivals, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_a_removal_asks_the_events, make_folder, drop_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
