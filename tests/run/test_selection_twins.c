/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Several connections, some of which lead to the same domains. The linker's --wrap lets fake stores
 * be opened in place of libvirt's.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "run/selection.h"
#include "testing.h"

/* The linker makes this name. */
struct topofix_store *
__wrap_topofix_store_open_libvirt(const char *uri, enum topofix_access access,
                                  struct topofix_error *err);

/* A daemon: what its connection says of itself, and the last letters of its domains' UUIDs. */
struct daemon {
    const char *asked; /* the URI it is opened by */
    const char *uri;   /* and what it calls itself */
    const char *label;
    const char *host; /* its UUID in the capabilities; NULL: none are to be had */
    const char *domains;
    bool has_odd_names;
    bool refuses_list;
    bool refuses_find;
};

struct fake_daemon {
    struct fake_store fake; /* first */
    const struct daemon *daemon;
    struct topofix_store_ops ops;
    char capabilities[128];
    unsigned closed;
};

static const struct daemon daemons[] = {
    { .asked = "one",
      .uri = "qemu:///system",
      .label = "qemu:///system",
      .host = "h1",
      .domains = "abc" },
    { .asked = "again",
      .uri = "qemu+unix:///system",
      .label = "qemu+unix:///system",
      .host = "h1",
      .domains = "bcd" },
    { .asked = "third",
      .uri = "qemu+ssh://a/system",
      .label = "a",
      .host = "h1",
      .domains = "cde" },
    { .asked = "same-label",
      .uri = "qemu+ssh://b@a/system",
      .label = "a",
      .host = "h2",
      .domains = "a" },
    { .asked = "same-uri",
      .uri = "qemu:///system",
      .label = "qemu:///system",
      .host = "h1",
      .domains = "abc" },
    { .asked = "silent", .uri = "qemu+ssh://c/system", .label = "c", .host = NULL, .domains = "a" },
    { .asked = "mixed",
      .uri = "qemu+ssh://f/system",
      .label = "f",
      .host = "h5",
      .domains = "edcba",
      .has_odd_names = true },
    { .asked = "mixed-again",
      .uri = "qemu+tls://f/system",
      .label = "f2",
      .host = "h5",
      .domains = "aebfdc",
      .has_odd_names = true },
    { .asked = "many", .uri = "qemu://g/", .label = "g", .host = "h6", .domains = "abcdefghij" },
    { .asked = "no-list",
      .uri = "qemu+ssh://d/system",
      .label = "d",
      .host = "h3",
      .domains = "",
      .refuses_list = true },
    { .asked = "no-find",
      .uri = "qemu+ssh://e/system",
      .label = "e",
      .host = "h4",
      .domains = "",
      .refuses_find = true },
};

static struct fake_daemon fakes[ARRAY_SIZE(daemons)];

static struct topofix_entry
entry_of(char letter)
{
    struct topofix_entry entry = fake_store_entry();

    entry.uuid[35] = letter;
    entry.name[0] = letter;
    return entry;
}

static int
list(struct topofix_store *store, struct topofix_entries *ret_entries, struct topofix_error *err)
{
    const struct daemon *daemon = ((struct fake_daemon *)store)->daemon;

    if (daemon->refuses_list) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "no list");
    }
    ret_entries->count = strlen(daemon->domains);
    ret_entries->items = topofix_alloc(ret_entries->count, sizeof(*ret_entries->items));
    for (size_t i = 0; i < ret_entries->count; i++) {
        ret_entries->items[i] = entry_of(daemon->domains[i]);
        if (daemon->has_odd_names) { /* whose order is not that of the UUIDs */
            ret_entries->items[i].name[0] = (char)('a' + 'z' - daemon->domains[i]);
        }
    }
    return 0;
}

static int
find(struct topofix_store *store, const char *name, struct topofix_entry *ret_entry,
     struct topofix_error *err)
{
    const struct daemon *daemon = ((struct fake_daemon *)store)->daemon;

    if (daemon->refuses_find) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "not now");
    }
    if (!strchr(daemon->domains, name[0])) {
        return topofix_error_set(err, TOPOFIX_ERROR_NOT_FOUND, "no %s here", name);
    }
    *ret_entry = entry_of(name[0]);
    return 0;
}

static void
close_store(struct topofix_store *store)
{
    ((struct fake_daemon *)store)->closed++;
}

struct topofix_store *
__wrap_topofix_store_open_libvirt(const char *uri, enum topofix_access access,
                                  struct topofix_error *err)
{
    (void)access;
    for (size_t i = 0; i < ARRAY_SIZE(daemons); i++) {
        struct fake_daemon *fake = &fakes[i];

        if (strcmp(uri, daemons[i].asked) != 0) {
            continue;
        }
        fake->daemon = &daemons[i];
        fake_store_init(&fake->fake, "");
        fake->ops = *fake->fake.common.ops;
        fake->ops.list = list;
        fake->ops.find = find;
        fake->ops.close = close_store;
        fake->fake.common.ops = &fake->ops;
        free(fake->fake.common.uri);
        free(fake->fake.common.label);
        fake->fake.common.uri = topofix_strdup(daemons[i].uri);
        fake->fake.common.label = topofix_strdup(daemons[i].label);
        snprintf(fake->capabilities, sizeof(fake->capabilities),
                 "<capabilities><host><uuid>%s</uuid></host></capabilities>", daemons[i].host);
        fake->fake.capabilities = daemons[i].host ? fake->capabilities : NULL;
        return &fake->fake.common;
    }
    topofix_error_set(err, TOPOFIX_ERROR_CONNECTION, "%s: nobody there", uri);
    return NULL;
}

static int
forget(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(fakes); i++) {
        if (fakes[i].daemon) {
            assert_int_equal(fakes[i].closed, 1);
            fake_store_done(&fakes[i].fake);
        }
        fakes[i] = (struct fake_daemon){ .daemon = NULL };
    }
    return 0;
}

/* Selects all domains, or the one that is named. */
static void
select_on(const char *const *uris, size_t n_uris, const char *name,
          struct topofix_selection *ret_selection)
{
    const struct topofix_selection_request request = {
        .uris = uris, .n_uris = n_uris, .names = &name, .n_names = name ? 1 : 0, .all = !name
    };

    topofix_selection_make(&request, ret_selection);
}

/* Of each target, the letter of its domain, "!" for an error, and the number of its connection. */
static const char *
targets_of(const struct topofix_selection *selection, char text[64])
{
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < selection->n_targets; i++) {
        const struct topofix_target *target = &selection->targets[i];
        long number = target->connection ? (long)(target->connection - selection->connections) : 0;

        length += (size_t)snprintf(text + length, 64 - length, "%s%c%ld", i ? " " : "",
                                   target->connection ? target->entry.uuid[35] : '!', number);
    }
    return text;
}

/* What two URIs of one daemon list both is processed once, on the first. */
static void
test_twins(void **state)
{
    static const char *const uris[] = { "one", "again", "third" };
    struct topofix_selection selection;
    char text[64];

    (void)state;
    select_on(uris, 3, NULL, &selection);
    assert_ptr_equal(selection.connections[1].twin, &selection.connections[0]);
    assert_ptr_equal(selection.connections[2].twin, &selection.connections[0]);
    assert_null(selection.connections[0].twin);
    /* the third has d, too: only the first is its twin */
    assert_string_equal(targets_of(&selection, text), "a0 b0 c0 d1 d2 e2");
    topofix_selection_done(&selection);
}

/* In whatever order they list their domains. */
static void
test_twins_in_any_order(void **state)
{
    static const char *const uris[] = { "mixed", "mixed-again" };
    struct topofix_selection selection;
    char text[64];

    (void)state;
    select_on(uris, 2, NULL, &selection);
    assert_ptr_equal(selection.connections[1].twin, &selection.connections[0]);
    assert_string_equal(targets_of(&selection, text), "e0 d0 c0 b0 a0 f1");
    topofix_selection_done(&selection);
}

/* Nor need the first connection be one of them. */
static void
test_twins_behind_another(void **state)
{
    static const char *const uris[] = { "silent", "same-label", "one", "again" };
    struct topofix_selection selection;

    (void)state;
    select_on(uris, 4, NULL, &selection);
    assert_null(selection.connections[2].twin);
    assert_ptr_equal(selection.connections[3].twin, &selection.connections[2]);
    topofix_selection_done(&selection);
}

/* Where there are many domains, each connection asks its host at once. */
static void
test_many(void **state)
{
    static const char *const uris[] = { "many", "silent" };
    struct topofix_selection selection;

    (void)state;
    select_on(uris, 2, NULL, &selection);
    assert_int_equal(selection.n_targets, 11);
    assert_true(selection.connections[0].has_many && selection.connections[1].has_many);
    topofix_selection_done(&selection);
}

static void
test_named_on_twins(void **state)
{
    static const char *const uris[] = { "one", "again", "silent" };
    struct topofix_selection selection;
    char text[64];

    (void)state;
    select_on(uris, 3, "b", &selection);
    assert_string_equal(targets_of(&selection, text), "b0");
    topofix_selection_done(&selection);
    forget(NULL);
    select_on(uris, 3, "a", &selection); /* another host has one of that name, and UUID */
    assert_string_equal(targets_of(&selection, text), "a0 a2");
    topofix_selection_done(&selection);
}

/* A daemon that cannot be compared is nobody's twin. */
static void
test_no_twin_without_a_host(void **state)
{
    static const char *const uris[] = { "silent", "one" };
    struct topofix_selection selection;
    char text[64];

    (void)state;
    select_on(uris, 2, NULL, &selection);
    assert_null(selection.connections[1].twin);
    assert_string_equal(targets_of(&selection, text), "a0 a1 b1 c1");
    topofix_selection_done(&selection);
}

/* Two connections that call themselves the same are one; a label that two share is no label. */
static void
test_same_names(void **state)
{
    static const char *const uris[] = { "third", "same-label", "one", "same-uri" };
    struct topofix_selection selection;

    (void)state;
    select_on(uris, 4, NULL, &selection);
    assert_string_equal(selection.connections[0].store->label, "a");
    assert_string_equal(selection.connections[1].store->label, "qemu+ssh://b@a/system");
    assert_non_null(selection.connections[2].store);
    assert_null(selection.connections[3].store);
    topofix_selection_done(&selection);
}

/* What cannot be listed is an error beside what can, and begins with the URI. */
static void
test_list_refused(void **state)
{
    static const char *const uris[] = { "no-list", "nobody", "one" };
    struct topofix_selection selection;
    char text[64];

    (void)state;
    select_on(uris, 3, NULL, &selection);
    assert_string_equal(targets_of(&selection, text), "!0 !0 a2 b2 c2");
    assert_string_equal(selection.targets[0].uri, "nobody");
    assert_string_equal(selection.targets[1].uri, "qemu+ssh://d/system");
    assert_contains(selection.targets[1].error->message, "qemu+ssh://d/system: ");
    topofix_selection_done(&selection);
}

/* One daemon cannot say whether it has the domain, another has none: the former is the answer. */
static void
test_find_refused(void **state)
{
    static const char *const uris[] = { "no-find", "one" };
    struct topofix_selection selection;
    char text[64];

    (void)state;
    select_on(uris, 2, "x", &selection);
    assert_string_equal(targets_of(&selection, text), "!0");
    assert_string_equal(selection.targets[0].uri, "qemu+ssh://e/system");
    assert_string_equal(selection.targets[0].name, "x");
    assert_int_equal(selection.targets[0].error->code, TOPOFIX_ERROR_REFUSED);
    topofix_selection_done(&selection);
}

/* One connection says itself that it has none; of several it is said together. */
static void
test_not_found(void **state)
{
    static const char *const uris[] = { "one", "silent" };
    struct topofix_selection selection;

    (void)state;
    select_on(uris, 1, "x", &selection);
    assert_int_equal(selection.n_targets, 1);
    assert_contains(selection.targets[0].error->message, "no x here");
    assert_null(selection.targets[0].uri);
    topofix_selection_done(&selection);
    forget(NULL);
    select_on(uris, 2, "x", &selection);
    assert_int_equal(selection.n_targets, 1);
    assert_string_equal(selection.targets[0].error->message,
                        "no such domain on any of the connections");
    topofix_selection_done(&selection);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_twins, forget),
        cmocka_unit_test_teardown(test_twins_in_any_order, forget),
        cmocka_unit_test_teardown(test_twins_behind_another, forget),
        cmocka_unit_test_teardown(test_many, forget),
        cmocka_unit_test_teardown(test_named_on_twins, forget),
        cmocka_unit_test_teardown(test_no_twin_without_a_host, forget),
        cmocka_unit_test_teardown(test_same_names, forget),
        cmocka_unit_test_teardown(test_list_refused, forget),
        cmocka_unit_test_teardown(test_find_refused, forget),
        cmocka_unit_test_teardown(test_not_found, forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
