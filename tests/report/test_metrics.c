/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report/metrics.h"

static void
assert_has(const struct topofix_buffer *text, const char *line)
{
    if (!strstr(topofix_buffer_text(text), line)) {
        fail_msg("no '%s' in:\n%s", line, topofix_buffer_text(text));
    }
}

static void
test_counts_by_verdict_and_hold(void **state)
{
    struct topofix_metrics metrics = { .has_totals = true, .fixes_total = 7, .last_pass = 1234 };
    struct topofix_buffer text = { .bytes = NULL };
    const struct topofix_outcome loses = { .is_known = true,
                                           .name = (char[]){ "win7" },
                                           .has_judgement = true,
                                           .verdict = TOPOFIX_VERDICT_LOSES,
                                           .hold = TOPOFIX_HOLD_MANAGED,
                                           .pending = TOPOFIX_PENDING_RESTART,
                                           .is_unused_known = true,
                                           .unused = { .min = 2, .max = 3 } };
    const struct topofix_outcome failed = { .is_known = true,
                                            .name = (char[]){ "gone" },
                                            .has_failed = true };

    (void)state;
    topofix_metrics_add(&metrics, "test:///default", "u1", &loses);
    topofix_metrics_add(&metrics, "test:///default", "u2", &failed);
    topofix_metrics_format(&metrics, &text);
    assert_has(&text, "virt_topofix_domains{verdict=\"loses\",hold=\"managed\"} 1\n");
    assert_has(&text, "virt_topofix_domains{verdict=\"legal\",hold=\"none\"} 0\n");
    assert_has(&text, "virt_topofix_domains_pending{pending=\"restart\"} 1\n");
    assert_has(&text, "\nvirt_topofix_domains_failed 1\n");
    assert_has(&text, "virt_topofix_domain_vcpus_unused_least{uri=\"test:///default\","
                      "domain=\"win7\",uuid=\"u1\"} 2\n");
    assert_has(&text, "virt_topofix_domain_vcpus_unused_most{uri=\"test:///default\","
                      "domain=\"win7\",uuid=\"u1\"} 3\n");
    assert_has(&text, "\nvirt_topofix_fixes_total 7\n");
    assert_has(&text, "\nvirt_topofix_last_pass_timestamp_seconds 1234\n");
    topofix_buffer_done(&text);
    topofix_metrics_done(&metrics);
}

/* A name cannot end its label, nor begin a line. */
static void
test_label_values_are_escaped(void **state)
{
    struct topofix_metrics metrics = { .failed = 0 };
    struct topofix_buffer text = { .bytes = NULL };
    const struct topofix_outcome outcome = { .is_known = true,
                                             .name = (char[]){ "a\"} 1\nb\\\xff\xc3\xa9" },
                                             .has_judgement = true,
                                             .is_unused_known = true };

    (void)state;
    topofix_metrics_add(&metrics, "test:///", NULL, &outcome);
    topofix_metrics_format(&metrics, &text);
    assert_has(&text, ",domain=\"a\\\"} 1\\nb\\\\?\xc3\xa9\",uuid=\"\"} 0\n");
    topofix_buffer_done(&text);
    topofix_metrics_done(&metrics);
}

/* What is not known is left out, and is no zero. */
static void
test_what_is_not_known_is_left_out(void **state)
{
    struct topofix_metrics metrics = { .failed = 0 };
    struct topofix_buffer text = { .bytes = NULL };
    const struct topofix_outcome unknown = { .is_known = true,
                                             .name = (char[]){ "appliance" },
                                             .has_judgement = true,
                                             .verdict = TOPOFIX_VERDICT_UNKNOWN_GUEST };

    (void)state;
    topofix_metrics_add(&metrics, "test:///", "u", &unknown);
    topofix_metrics_format(&metrics, &text);
    assert_has(&text, "virt_topofix_domains{verdict=\"unknown-guest\",hold=\"none\"} 1\n");
    assert_null(strstr(topofix_buffer_text(&text), "vcpus_unused"));
    assert_null(strstr(topofix_buffer_text(&text), "_total"));
    assert_null(strstr(topofix_buffer_text(&text), "last_pass"));
    topofix_buffer_done(&text);
    topofix_metrics_done(&metrics);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_by_verdict_and_hold),
        cmocka_unit_test(test_label_values_are_escaped),
        cmocka_unit_test(test_what_is_not_known_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
