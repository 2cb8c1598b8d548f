/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-c/json.h>

#include "base/alloc.h"
#include "judgement_samples.h"
#include "report/lines.h"
#include "report/report.h"

static void
make_result(const char *text, struct topofix_result *ret_result)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    *ret_result = (struct topofix_result){ .uri = "fake:///",
                                           .label = "host",
                                           .has_judgement = true,
                                           .name = topofix_strdup("win7"),
                                           .text = topofix_strdup(text) };
    ret_result->length = strlen(text);
    judge(ret_result->text, &request, &ret_result->judgement);
    if (ret_result->judgement.assessment.changes) {
        ret_result->action = TOPOFIX_ACTION_WOULD_CHANGE;
        ret_result->effect = TOPOFIX_EFFECT_NEXT_START;
    }
}

static struct topofix_result
failed_result(const char *message)
{
    struct topofix_result result = { .name = topofix_strdup("broken"),
                                     .action = TOPOFIX_ACTION_FAILED };

    topofix_error_set(&result.error, TOPOFIX_ERROR_INPUT, "%s", message);
    return result;
}

/* Each domain is written when it is reported, so that their number needs no memory. */
static void
report_json(const struct topofix_result *results, size_t count, struct topofix_buffer *ret_text)
{
    TOPOFIX_AUTO_DONE(page) struct topofix_page page = { .out = { .bytes = NULL } };
    struct topofix_report *report = topofix_report_json_new();
    struct topofix_tally tally = { .domains = 0 };

    topofix_report_begin(report, count, &page);
    assert_int_equal(page.out.length, 0);
    for (size_t i = 0; i < count; i++) {
        topofix_tally_add(&tally, &results[i]);
        topofix_report_result(report, &results[i], &page);
        assert_contains(topofix_buffer_text(&page.out), "\n      \"error\": ");
        assert_string_equal(page.out.bytes + page.out.length - 6, "\n    }");
        topofix_buffer_add(ret_text, page.out.bytes, page.out.length);
        topofix_buffer_clear(&page.out);
    }
    topofix_report_end(report, &tally, &page);
    topofix_report_free(report);
    topofix_buffer_add(ret_text, page.out.bytes, page.out.length);
}

static struct json_object *
json_of(const struct topofix_result *results, size_t count)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct json_object *object;

    report_json(results, count, &text);
    assert_int_equal(text.bytes[text.length - 1], '\n');
    object = json_tokener_parse(text.bytes);
    assert_non_null(object);
    return object;
}

/* PATH is keys and indices with dots between: "domains.0.verdict". */
static const char *
at(struct json_object *object, const char *path)
{
    TOPOFIX_AUTO_FREE char *copy = topofix_strdup(path);
    char *rest = copy;

    for (char *key = strsep(&rest, "."); key; key = strsep(&rest, ".")) {
        if (json_object_is_type(object, json_type_array)) {
            object = json_object_array_get_idx(object, (size_t)(*key - '0'));
        } else if (!json_object_object_get_ex(object, key, &object)) {
            fail_msg("no %s in %s", key, path);
        }
    }
    return object ? json_object_get_string(object) : "null";
}

static void
test_json_of_a_loss(void **state)
{
    static const char *const expected[][2] = {
        { "version", "1" },
        { "tool.name", "virt-topofix" },
        { "tool.version", TOPOFIX_VERSION },
        { "domains.0.name", "win7" },
        { "domains.0.uuid", "null" },
        { "domains.0.uri", "fake:///" },
        { "domains.0.file", "null" },
        { "domains.0.state", "running" },
        { "domains.0.pending", "none" },
        { "domains.0.topology.running.sockets", "4" },
        { "domains.0.usable.running.max", "2" },
        { "domains.0.guest.os", "http://microsoft.com/win/7" },
        { "domains.0.guest.short_id", "win7" },
        { "domains.0.guest.edition", "null" },
        { "domains.0.guest.source", "metadata" },
        { "domains.0.vcpus.maximum", "4" },
        { "domains.0.vcpus.current", "3" },
        { "domains.0.vcpus.unused.least", "1" },
        { "domains.0.vcpus.unused.most", "2" },
        { "domains.0.topology.now.sockets", "4" },
        { "domains.0.topology.now.explicit", "false" },
        { "domains.0.topology.wanted.cores", "4" },
        { "domains.0.usable.now.min", "1" },
        { "domains.0.usable.now.max", "2" },
        { "domains.0.usable.wanted.min", "3" },
        { "domains.0.verdict", "loses" },
        { "domains.0.hold", "null" },
        { "domains.0.action", "would-change" },
        { "domains.0.effective", "next-start" },
        { "domains.0.reasons.0.code", "socket-limit" },
        { "domains.0.error", "null" },
        { "summary.domains", "1" },
        { "summary.loses", "1" },
        { "summary.legal", "0" },
        { "summary.would_change", "1" },
        { "summary.failed", "0" },
        { "summary.pending", "0" },
        { "summary.vcpus_unusable", "1" },
        { "summary.vcpus_unused.least", "1" },
        { "summary.vcpus_unused.most", "2" },
    };
    struct topofix_result result;
    struct json_object *run;

    (void)state;
    make_result(WIN7("", "<vcpu current='3'>4</vcpu>", ""), &result);
    result.judgement.assessment.running =
        (struct topofix_running){ .state = TOPOFIX_STATE_RUNNING,
                                  .is_known = true,
                                  .topology = result.judgement.domain.topology,
                                  .present = 3,
                                  .is_usable_known = true,
                                  .usable = { .min = 1, .max = 2 } };
    run = json_of(&result, 1);
    for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
        if (strcmp(at(run, expected[i][0]), expected[i][1]) != 0) {
            fail_msg("%s is %s, expected %s", expected[i][0], at(run, expected[i][0]),
                     expected[i][1]);
        }
    }
    assert_contains(at(run, "domains.0.diff"), "--- a/host/win7.xml\t\n");
    json_object_put(run);
    topofix_result_done(&result);
}

/* A domain that could not be read has all the keys of one that could. */
/* A watch cannot say how many there will be: each result is a line of its own, at once. */
static void
test_json_lines(void **state)
{
    TOPOFIX_AUTO_DONE(page) struct topofix_page page = { .out = { .bytes = NULL } };
    struct topofix_report *report = topofix_report_json_lines_new();
    struct topofix_result result = failed_result("not\"so");
    struct topofix_tally tally = { .domains = 0 };

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct json_object *line;

        topofix_report_result(report, &result, &page);
        assert_ptr_equal(strchr(page.out.bytes, '\n'), page.out.bytes + page.out.length - 1);
        line = json_tokener_parse(page.out.bytes);
        assert_string_equal(at(line, "version"), "1");
        assert_string_equal(at(line, "name"), "broken");
        assert_string_equal(at(line, "error"), "not\"so");
        json_object_put(line);
        topofix_page_done(&page);
    }
    topofix_report_end(report, &tally, &page);
    assert_int_equal(page.out.length, 0);
    topofix_report_free(report);
    topofix_result_done(&result);
}

static void
test_json_of_a_failure(void **state)
{
    struct topofix_result results[2];
    struct json_object *run;
    struct json_object *domains;
    struct json_object *good;

    (void)state;
    make_result(WIN7("", "<vcpu>4</vcpu>", ""), &results[0]);
    results[1] = failed_result("quote \" backslash \\ slash / line\nbreak <tag>");
    run = json_of(results, 2);
    assert_string_equal(at(run, "domains.1.name"), "broken");
    assert_string_equal(at(run, "domains.1.verdict"), "null");
    assert_string_equal(at(run, "domains.1.action"), "failed");
    assert_string_equal(at(run, "domains.1.error"),
                        "quote \" backslash \\ slash / line break <tag>");
    assert_string_equal(at(run, "summary.failed"), "1");
    json_object_object_get_ex(run, "domains", &domains);
    good = json_object_array_get_idx(domains, 0);
    for (struct json_object_iterator at_key = json_object_iter_begin(good),
                                     end = json_object_iter_end(good);
         !json_object_iter_equal(&at_key, &end); json_object_iter_next(&at_key)) {
        assert_true(json_object_object_get_ex(json_object_array_get_idx(domains, 1),
                                              json_object_iter_peek_name(&at_key), NULL));
    }
    json_object_put(run);
    topofix_result_done(&results[0]);
    topofix_result_done(&results[1]);
}

static void
test_json_of_nothing(void **state)
{
    struct json_object *run = json_of(NULL, 0);

    (void)state;
    assert_string_equal(at(run, "domains"), "[ ]");
    assert_string_equal(at(run, "summary.domains"), "0");
    json_object_put(run);
}

/* What quotes a domain's text may cut it, but never in the middle of a character. */
static void
test_json_is_utf8(void **state)
{
    static const char text[] =
        "<domain><vcpu>xäääääääääääääääääääääääääääääääääääääääääääääääää</vcpu></domain>";
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    static const struct topofix_circumstances none;
    struct topofix_result result = { .action = TOPOFIX_ACTION_FAILED };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer document = { .bytes = NULL };
    struct json_tokener *tokener = json_tokener_new();
    struct json_object *run;

    (void)state;
    assert_int_equal(topofix_judgement_make(text, strlen(text), &request, &none, &result.judgement,
                                            &result.error),
                     -1);
    report_json(&result, 1, &document);
    json_tokener_set_flags(tokener, JSON_TOKENER_VALIDATE_UTF8);
    run = json_tokener_parse_ex(tokener, document.bytes, (int)document.length);
    assert_non_null(run);
    json_object_put(run);
    json_tokener_free(tokener);
}

static void
test_text(void **state)
{
    struct topofix_text_style style = { .run = TOPOFIX_RUN_WRITE, .tells_everything = true };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_result result;

    (void)state;
    make_result(WIN7("", "<vcpu>4</vcpu>", ""), &result);
    result.action = TOPOFIX_ACTION_CHANGED;
    topofix_lines_add_fix(&result, &style, &text);
    assert_contains(text.bytes, "win7: 4x1x1 -> 1x4x1, from the next start");
    topofix_buffer_clear(&text);
    style.tells_uri = true;
    style.run = TOPOFIX_RUN_JUDGE;
    topofix_lines_add_check(&result, &style, &text);
    assert_contains(text.bytes, "win7 (fake:///): loses: Windows 7 uses at most 2 sockets");
    assert_lacks(text.bytes, "\033");
    topofix_result_done(&result);
}

static void
test_names_do_not_steer_the_terminal(void **state)
{
    struct topofix_text_style style = { .run = TOPOFIX_RUN_JUDGE, .has_color = false };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_result result;

    (void)state;
    make_result(WIN7("", "<vcpu>4</vcpu>", ""), &result);
    free(result.name);
    result.name = topofix_strdup("a\033[2Jb\nc\x7f");
    topofix_lines_add_check(&result, &style, &text);
    assert_contains(text.bytes, "a [2Jb c : loses");
    topofix_result_done(&result);
}

static void
test_colored_diff(void **state)
{
    struct topofix_text_style style = { .run = TOPOFIX_RUN_SHOW, .has_color = true };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer colored = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer plain = { .bytes = NULL };
    struct topofix_result result;
    size_t length = 0;

    (void)state;
    make_result(WIN7("", "<vcpu>4</vcpu>", ""), &result);
    topofix_lines_add_diff(&result, &style, &colored);
    style.has_color = false;
    topofix_lines_add_diff(&result, &style, &plain);
    /* the same text once the colours are taken out */
    for (const char *p = colored.bytes; *p; p++) {
        if (*p == '\033') {
            p += strcspn(p, "m");
        } else {
            colored.bytes[length++] = *p;
        }
    }
    colored.bytes[length] = '\0';
    assert_true(length < colored.length);
    assert_string_equal(colored.bytes, plain.bytes);
    topofix_result_done(&result);
}

static void
test_summary(void **state)
{
    struct topofix_tally tally = { .domains = 3, .unused_least = 1, .unused_most = 1 };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer range = { .bytes = NULL };

    (void)state;
    tally.verdicts[TOPOFIX_VERDICT_LOSES] = 2;
    tally.holds[TOPOFIX_HOLD_MANAGED] = 1;
    tally.actions[TOPOFIX_ACTION_FAILED] = 1;
    topofix_lines_add_summary(&tally, &text);
    assert_string_equal(text.bytes, "3 domains: 2 loses, 1 failed, 1 on hold, 1 vCPU unused\n");
    tally.unused_most = 3;
    topofix_lines_add_summary(&tally, &range);
    assert_contains(range.bytes, ", 1-3 vCPUs unused\n");
}

/* U+009B begins a control sequence, U+202E turns what follows, and CR goes back to overwrite. */
static void
test_colored_diff_does_not_steer_the_terminal(void **state)
{
    struct topofix_text_style style = { .run = TOPOFIX_RUN_SHOW, .has_color = true };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_result result;

    (void)state;
    make_result(WIN7("",
                     "<vcpu>4</vcpu>\n<title>\t\xc2\x9b"
                     "2J \u202ex \rover</title>",
                     ""),
                &result);
    topofix_lines_add_diff(&result, &style, &text);
    assert_contains(text.bytes, "<title>\t  2J    x  over</title>");
    topofix_buffer_clear(&text);
    style.has_color = false;
    topofix_lines_add_diff(&result, &style, &text);
    assert_contains(text.bytes, "<title>\t\xc2\x9b"
                                "2J \u202ex \rover</title>");
    topofix_result_done(&result);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_of_a_loss),
        cmocka_unit_test(test_json_lines),
        cmocka_unit_test(test_json_of_a_failure),
        cmocka_unit_test(test_json_of_nothing),
        cmocka_unit_test(test_json_is_utf8),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_names_do_not_steer_the_terminal),
        cmocka_unit_test(test_colored_diff),
        cmocka_unit_test(test_colored_diff_does_not_steer_the_terminal),
        cmocka_unit_test(test_summary),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
