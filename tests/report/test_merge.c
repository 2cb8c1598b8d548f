/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-c/json.h>
#include <json-c/json_pointer.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "report/merge.h"
#include "testing.h"

/* What one domain of every member says; the second one was not read. */
static const char document[] =
    "{\"version\":1,\"tool\":{\"name\":\"virt-topofix\",\"version\":\"0.1.0\"},\"domains\":[{"
    "\"name\":\"win7\",\"uuid\":\"5f0a7a5e-9d0c-4b8e-8f2e-0d7c5a3b1c11\",\"uri\":\"qemu:///"
    "system\","
    "\"file\":null,\"state\":\"running\",\"pending\":\"restart\",\"guest\":{\"os\":\"http://o\","
    "\"short_id\":\"win7\",\"name\":\"Microsoft Windows 7\",\"edition\":\"professional\","
    "\"source\":\"metadata\"},\"vcpus\":{\"maximum\":4,\"current\":4,\"wanted\":null,\"unused\":{"
    "\"least\":2,\"most\":3}},\"topology\":{\"now\":{\"sockets\":4,\"dies\":1,\"clusters\":1,"
    "\"cores\":1,\"threads\":1,\"explicit\":true},\"wanted\":{\"sockets\":1,\"dies\":1,"
    "\"clusters\":1,\"cores\":4,\"threads\":1},\"running\":{\"sockets\":2,\"dies\":1,"
    "\"clusters\":1,\"cores\":2,\"threads\":1}},\"usable\":{\"now\":{\"min\":1,\"max\":2},"
    "\"wanted\":{\"min\":4,\"max\":4},\"running\":{\"min\":1,\"max\":2}},\"verdict\":\"loses\","
    "\"hold\":null,\"reasons\":[{\"code\":\"socket-limit\",\"text\":\"too many\","
    "\"source\":\"a book\"}],\"action\":\"would-change\",\"effective\":null,\"diff\":\"--- a\","
    "\"error\":null},{\"name\":null,\"uuid\":null,\"uri\":\"qemu+ssh://b/system\",\"file\":null,"
    "\"state\":null,\"pending\":null,\"guest\":null,\"vcpus\":null,\"topology\":null,"
    "\"usable\":null,\"verdict\":null,\"hold\":null,\"reasons\":null,\"action\":\"failed\","
    "\"effective\":null,\"diff\":null,\"error\":\"no route\"}],\"summary\":{\"domains\":1}}";

static int
add_text(struct topofix_merge *merge, const char *host, const char *text, struct topofix_error *err)
{
    *err = (struct topofix_error){ .code = TOPOFIX_ERROR_NONE };
    return topofix_merge_add(merge, host, text, strlen(text), err);
}

/* The page, to be freed; the merge is freed. */
static char *
page_of(struct topofix_merge *merge)
{
    struct topofix_buffer html = { .bytes = NULL };

    topofix_merge_format(merge, "Made by us", &html);
    topofix_merge_free(merge);
    return topofix_buffer_take(&html);
}

/* The document with another value at a JSON pointer, to be freed; value NULL takes it away. */
static char *
changed(const char *pointer, const char *value)
{
    struct json_object *run = json_tokener_parse(document);
    char *text;

    assert_non_null(run);
    if (value) {
        assert_int_equal(json_pointer_set(&run, pointer, json_tokener_parse(value)), 0);
    } else {
        TOPOFIX_AUTO_FREE char *parent = topofix_strdup(pointer);
        char *slash = strrchr(parent, '/');
        struct json_object *object = run;

        *slash = '\0';
        assert_int_equal(*parent ? json_pointer_get(run, parent, &object) : 0, 0);
        json_object_object_del(object, slash + 1);
    }
    text = topofix_strdup(json_object_to_json_string(run));
    json_object_put(run);
    return text;
}

static void
test_page_of_two_hosts(void **state)
{
    struct topofix_merge *merge = topofix_merge_new();
    TOPOFIX_AUTO_FREE char *other = changed("/domains/0/name", "\"win10\"");
    struct topofix_error err;

    (void)state;
    assert_int_equal(add_text(merge, "kvm1", document, &err), 0);
    assert_int_equal(add_text(merge, "kvm2", other, &err), 0);
    TOPOFIX_AUTO_FREE char *html = page_of(merge);
    assert_contains(html, "<title>vCPU topologies of 2 domains</title>");
    assert_contains(html, "<p>Made by us</p>");
    assert_contains(html, "<dt>hosts</dt><dd>2</dd>");
    assert_contains(html, "<dt>domains</dt><dd>2</dd>");
    assert_contains(html, "<dt>loses</dt><dd>2</dd>");
    assert_contains(html, "<dt>failed</dt><dd>2</dd>");
    assert_contains(html, "<dt>vCPUs unused</dt><dd>4&ndash;6</dd>");
    assert_contains(html, "a fix changes 2 domains; of the others, 2 failed.");
    assert_contains(html, "<li>kvm2: no route</li>");
    assert_contains(html, ">win7</a></th><td data-k=\"0\">kvm1</td><td data-k=\"0\">running</td>"
                          "<td data-k=\"0\">Windows 7</td><td data-k=\"1\">1-2 of 4</td>"
                          "<td data-k=\"4294967292\">2-3</td><td data-k=\"0\">4x1x1</td>"
                          "<td data-k=\"0\">1x4x1</td></tr>");
    assert_contains(html, ">win10</a></th><td data-k=\"0\">kvm2</td>");
    /* what runs, what is, and what would be, on each */
    assert_int_equal(topofix_count_of(html, "<svg "), 6);
    assert_int_equal(topofix_count_of(html, "<b>running with</b> 2x2x1</figcaption><svg "), 2);
    assert_int_equal(topofix_count_of(html, "aria-label=\"1 used, 1 perhaps used, 2 unused\""), 4);
    assert_contains(html, "<li>too many <cite>Source: a book</cite></li>");
}

static void
test_same_host_twice(void **state)
{
    struct topofix_merge *merge = topofix_merge_new();
    struct topofix_error err;

    (void)state;
    assert_int_equal(add_text(merge, "kvm1", document, &err), 0);
    assert_int_equal(add_text(merge, "kvm1", document, &err), -1);
    assert_string_equal(err.message, "a second document of host 'kvm1', expected one of each");
    topofix_merge_free(merge);
}

/* Later versions say more, and null is what an earlier one does not say. */
static void
test_members_that_come_and_go(void **state)
{
    static const struct {
        const char *pointer;
        const char *value;
    } cases[] = {
        { "/more", "[1, {}]" },
        { "/domains/0/more", "{\"deep\": [[]]}" },
        { "/domains/0/topology/now/books", "1.5" },
        { "/summary", NULL },
        { "/domains/0/state", NULL },
        { "/domains/0/pending", NULL },
        { "/domains/0/vcpus/unused", NULL },
        { "/domains/0/topology/running", NULL },
        { "/domains/0/guest", NULL },
        { "/domains/0/reasons", NULL },
        { "/domains/0/usable", NULL },
        { "/domains/0/effective", "17" }, /* which no page tells */
        { "/domains/0/topology/now/sockets", "4294967295" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_merge *merge = topofix_merge_new();
        TOPOFIX_AUTO_FREE char *text = changed(cases[i].pointer, cases[i].value);
        struct topofix_error err;

        if (add_text(merge, "kvm1", text, &err) < 0) {
            fail_msg("%s: %s", cases[i].pointer, err.message);
        }
        TOPOFIX_AUTO_FREE char *html = page_of(merge);
        assert_contains(html, ">win7</a></th>");
    }
}

static void
test_mistakes_name_the_member(void **state)
{
    static const struct {
        const char *pointer;
        const char *value;
        const char *message;
    } cases[] = {
        { "/version", "2", "version: found 2, expected a number of 1 to 1" },
        { "/version", NULL, "version: found null, expected a number" },
        { "/version", "\"1\"", "version: found a text, expected a number" },
        { "/tool", NULL, "tool.name: found null, expected virt-topofix" },
        { "/tool/name", "\"other\"", "tool.name: found other, expected virt-topofix" },
        { "/domains", NULL, "domains: found null, expected the list" },
        { "/domains", "{}", "domains: found an object, expected a list" },
        { "/domains/0", "7", "domains[0]: found a number, expected an object" },
        { "/domains/1", "null", "domains[1]: found null, expected an object" },
        { "/domains/0/name", "1", "domains[0].name: found a number, expected a text or null" },
        { "/domains/0/uuid", "[]", "domains[0].uuid: found a list, expected a text or null" },
        { "/domains/0/uri", "{}", "domains[0].uri: found an object, expected a text or null" },
        { "/domains/0/file", "true", "domains[0].file: found a boolean, expected a text" },
        { "/domains/1/error", "1.5", "domains[1].error: found a fraction, expected a text" },
        { "/domains/0/action", NULL, "domains[0].action: found null, expected a text" },
        { "/domains/0/action", "\"run\"",
          "domains[0].action: found 'run', expected one of none, " },
        { "/domains/0/action", "\"changed\"",
          "domains[0].action: found 'changed', expected a run "
          "that changes nothing, such as --check --all" },
        { "/domains/0/verdict", "\"may_lose\"",
          "domains[0].verdict: found 'may_lose', expected "
          "one of legal, loses, may-lose, " },
        { "/domains/0/hold", "\"\"", "domains[0].hold: found '', expected one of transient, " },
        { "/domains/0/state", "3", "domains[0].state: found a number, expected a text or null" },
        { "/domains/0/pending", "\"x\"", "domains[0].pending: found 'x', expected one of none, " },
        { "/domains/0/guest", "[]", "domains[0].guest: found a list, expected an object or null" },
        { "/domains/0/guest/name", "{}", "domains[0].guest.name: found an object, expected " },
        { "/domains/0/guest/edition", "1", "domains[0].guest.edition: found a number, expected " },
        { "/domains/0/vcpus", NULL,
          "domains[0].vcpus.maximum: found null, expected a number of 1" },
        { "/domains/0/vcpus/maximum", "8193",
          "domains[0].vcpus.maximum: found 8193, expected a "
          "number of 1 to 8192" },
        { "/domains/0/vcpus/maximum", "0", "domains[0].vcpus.maximum: found 0, expected a number" },
        { "/domains/0/vcpus/maximum", "-4", "domains[0].vcpus.maximum: found -4, expected " },
        { "/domains/0/vcpus/maximum", "99999999999999999999", "domains[0].vcpus.maximum: found " },
        { "/domains/0/vcpus/current", "5",
          "domains[0].vcpus.current: found 5, expected a number "
          "of 1 to 4" },
        { "/domains/0/vcpus/unused/most", "5",
          "domains[0].vcpus.unused.most: found 5, expected "
          "at most 4" },
        { "/domains/0/vcpus/unused/least", "4",
          "domains[0].vcpus.unused.least: found 4, expected "
          "a number of 0 to 3" },
        { "/domains/0/topology/now", NULL, "domains[0].topology.now: found null, expected an " },
        { "/domains/0/topology/now/dies", "0", "domains[0].topology.now.dies: found 0, expected " },
        { "/domains/0/topology/wanted/cores", "1.0",
          "domains[0].topology.wanted.cores: found a "
          "fraction, expected a number of 1 to " },
        { "/domains/0/topology/running/threads", NULL, "domains[0].topology.running.threads: " },
        { "/domains/0/usable/now/max", "5",
          "domains[0].usable.now.max: found 5, expected a number "
          "of 0 to 4" },
        { "/domains/0/usable/wanted/min", "5", "domains[0].usable.wanted.min: found 5, expected " },
        { "/domains/0/usable/running", "[]", "domains[0].usable.running: found a list, expected " },
        { "/domains/0/reasons", "{}", "domains[0].reasons: found an object, expected a list" },
        { "/domains/0/reasons/0", "\"x\"", "domains[0].reasons[0]: found a text, expected an " },
        { "/domains/0/reasons/0/code", "1", "domains[0].reasons[0].code: found a number, expe" },
        { "/domains/0/reasons/0/text", "[]", "domains[0].reasons[0].text: found a list, expect" },
        { "/domains/0/reasons/0/source", "{}", "domains[0].reasons[0].source: found an object" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_merge *merge = topofix_merge_new();
        TOPOFIX_AUTO_FREE char *text = changed(cases[i].pointer, cases[i].value);
        struct topofix_error err;

        if (add_text(merge, "kvm1", text, &err) == 0) {
            fail_msg("%s: no error", cases[i].pointer);
        }
        if (strncmp(err.message, cases[i].message, strlen(cases[i].message)) != 0) {
            fail_msg("found '%s', expected '%s'", err.message, cases[i].message);
        }
        topofix_merge_free(merge);
    }
}

static void
test_what_is_no_document(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        { "", "byte 0: ends within the document" },
        { "{\"version\": 1", "byte 13: ends within the document" },
        { "[]", "byte 2: found a list, expected the JSON of one run" },
        { "null ", "byte 5: found null, expected" },
        { "<domain/>", "byte 0: found " },
        { "{\"version\": 1} {}", "byte 15: found " },
        { "{\"name\": \"\xff\"}", "byte 10: found " },
    };
    char deep[4096];

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_merge *merge = topofix_merge_new();
        struct topofix_error err;

        assert_int_equal(add_text(merge, "kvm1", cases[i].text, &err), -1);
        if (strncmp(err.message, cases[i].message, strlen(cases[i].message)) != 0) {
            fail_msg("found '%s', expected '%s'", err.message, cases[i].message);
        }
        topofix_merge_free(merge);
    }
    memset(deep, '[', sizeof(deep) - 1);
    deep[sizeof(deep) - 1] = '\0';
    struct topofix_merge *merge = topofix_merge_new();
    struct topofix_error err;
    assert_int_equal(add_text(merge, "kvm1", deep, &err), -1);
    assert_contains(err.message, "nesting too deep");
    topofix_merge_free(merge);
}

/* A text that is small, and would cost much memory: 700 bytes for each two. */
static void
test_more_values_than_fit(void **state)
{
    static const struct {
        const char *value;
        int count;
    } cases[] = {
        { "{},", 650000 },
        { "[],", 1200000 },
        { "0,", 6000000 },
        { "\"\":0,", 2200000 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
        struct topofix_merge *merge = topofix_merge_new();
        struct topofix_error err;

        topofix_buffer_add_text(&text, "{\"domains\": [");
        for (int j = 0; j < cases[i].count; j++) {
            topofix_buffer_add_text(&text, cases[i].value);
        }
        assert_int_equal(topofix_merge_add(merge, "kvm1", text.bytes, text.length, &err), -1);
        assert_string_equal(err.message, "more values than fit into 512 MiB");
        topofix_merge_free(merge);
    }
}

/* A document that ends anywhere is an error, and nothing worse. */
static void
test_truncated_anywhere(void **state)
{
    (void)state;
    for (size_t length = 0; length < strlen(document); length++) {
        struct topofix_merge *merge = topofix_merge_new();
        struct topofix_error err;

        assert_int_equal(topofix_merge_add(merge, "kvm1", document, length, &err), -1);
        assert_contains(err.message, "ends within the document");
        topofix_merge_free(merge);
    }
}

#define HOSTILE "</script><script>alert(1)</script>\\\"'&\\u001b[31m\\n\\u202e\\u0000x"

/* Others' words in each text of the document: an error, or words on the page. */
static void
test_hostile_texts(void **state)
{
    static const char *const pointers[] = {
        "/tool/name",
        "/domains/0/name",
        "/domains/0/uuid",
        "/domains/0/uri",
        "/domains/0/file",
        "/domains/0/state",
        "/domains/0/pending",
        "/domains/0/guest/os",
        "/domains/0/guest/name",
        "/domains/0/guest/edition",
        "/domains/0/guest/source",
        "/domains/0/verdict",
        "/domains/0/hold",
        "/domains/0/reasons/0/code",
        "/domains/0/reasons/0/text",
        "/domains/0/reasons/0/source",
        "/domains/0/action",
        "/domains/0/diff",
        "/domains/1/uri",
        "/domains/1/name",
        "/domains/1/error",
    };
    static const char override[] = { '\xe2', '\x80', '\xae', '\0' }; /* U+202E turns what follows */
    size_t n_pages = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(pointers); i++) {
        struct topofix_merge *merge = topofix_merge_new();
        TOPOFIX_AUTO_FREE char *text = changed(pointers[i], "\"" HOSTILE "\"");
        struct topofix_error err;

        if (add_text(merge, "</script><script>alert(2)", text, &err) < 0) {
            topofix_merge_free(merge);
            assert_null(strpbrk(err.message, "\033\n"));
            continue;
        }
        TOPOFIX_AUTO_FREE char *html = page_of(merge);
        n_pages++;
        assert_int_equal(topofix_count_of(html, "<script"), 1);
        assert_int_equal(topofix_count_of(html, "</script"), 1);
        assert_null(strchr(html, '\033'));
        assert_null(strstr(html, override));
        assert_contains(html, "&lt;/script&gt;&lt;script&gt;alert(2)");
    }
    assert_int_equal(n_pages, 15);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_of_two_hosts),
        cmocka_unit_test(test_same_host_twice),
        cmocka_unit_test(test_members_that_come_and_go),
        cmocka_unit_test(test_mistakes_name_the_member),
        cmocka_unit_test(test_what_is_no_document),
        cmocka_unit_test(test_more_values_than_fit),
        cmocka_unit_test(test_truncated_anywhere),
        cmocka_unit_test(test_hostile_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
