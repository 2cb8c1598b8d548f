/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/judgement.h"
#include "option_table.h"
#include "options.h"
#include "testing.h"

/* The table is the one place where options are said, so it must not contradict itself. */
static void
test_table(void **state)
{
    (void)state;
    assert_true(topofix_option_count <= TOPOFIX_OPTIONS_MAX);
    for (size_t i = 0; i < topofix_option_count; i++) {
        const struct topofix_option *option = &topofix_option_table[i];

        assert_non_null(option->name);
        if (!option->apply) {
            assert_int_not_equal(option->starts, TOPOFIX_MODE_DOMAINS);
        }
        for (size_t k = 0; k < i; k++) {
            const struct topofix_option *other = &topofix_option_table[k];

            assert_string_not_equal(option->name, other->name);
            assert_true(option->letter == 0 || option->letter != other->letter);
        }
    }
}

static const char *const *
words_of(const char *name)
{
    for (size_t i = 0; i < topofix_option_count; i++) {
        if (strcmp(topofix_option_table[i].name, name) == 0) {
            return topofix_option_table[i].words;
        }
    }
    return NULL;
}

/* The words that are typed are those that are printed. */
static void
test_words(void **state)
{
    (void)state;
    for (int i = 0; i < TOPOFIX_VERDICTS; i++) {
        assert_string_equal(words_of("only")[i], topofix_verdict_name((enum topofix_verdict)i));
    }
    for (int i = 0; i < TOPOFIX_HOOK_POLICIES; i++) {
        assert_string_equal(words_of("policy")[i],
                            topofix_hook_policy_name((enum topofix_hook_policy)i));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
