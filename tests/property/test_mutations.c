/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The domains of all stories with bytes changed at random: nothing may crash or hang, and whatever
 * is still accepted must be edited correctly. TOPOFIX_PROPERTY_MUTATIONS sets how many are tried,
 * TOPOFIX_PROPERTY_SEED sets the seed.
 */
#include "base/alloc.h"
#include "fixtures.h"
#include "invariants.h"
#include "random.h"
#include "testing.h"

enum { LENGTH_MAX = 64 * 1024 };

/* Words that are likely to affect a reader of XML. */
static const char *const tokens[] = {
    "<",
    ">",
    "/>",
    "'",
    "\"",
    "&amp;",
    "&#52;",
    "<!--",
    "-->",
    "<cpu/>",
    "</cpu>",
    "<![CDATA[",
    "]]>",
    "<?x ?>",
    "0",
    "1",
    "2",
    "-1",
    "4294967296",
    "\r\n",
    "\t",
    " ",
    "\n",
    "dies='2'",
    "xmlns='x'",
    "<metadata/>",
    "<topology ",
    "ä",
    "<x:cpu/>",
    "x:",
    "sockets='4' ",
    "<vcpu>2</vcpu>",
    "\xef\xbb\xbf",
    "\xff",
    "&x;",
};

static void
mutate_once(struct topofix_random *random, struct topofix_buffer *text)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer result = { .bytes = NULL };
    size_t at = topofix_random_below(random, (unsigned)text->length + 1);
    size_t length = topofix_random_below(random, 12);
    size_t from = topofix_random_below(random, (unsigned)text->length + 1);
    char byte = (char)topofix_random_below(random, 256);

    if (length > text->length - at) {
        length = text->length - at;
    }
    topofix_buffer_add(&result, text->bytes, at);
    switch (topofix_random_below(random, 5)) {
    case 0: /* removes a piece */
        topofix_buffer_add(&result, text->bytes + at + length, text->length - at - length);
        break;
    case 1: /* inserts a word */
        topofix_buffer_add_text(&result, tokens[topofix_random_below(random, ARRAY_SIZE(tokens))]);
        topofix_buffer_add(&result, text->bytes + at, text->length - at);
        break;
    case 2: /* repeats a piece */
        length = topofix_random_below(random, 80);
        length = length > text->length - from ? text->length - from : length;
        topofix_buffer_add(&result, text->bytes + from, length);
        topofix_buffer_add(&result, text->bytes + at, text->length - at);
        break;
    case 3: /* replaces a digit */
        topofix_buffer_add(&result, text->bytes + at, text->length - at);
        for (size_t i = at; i < result.length; i++) {
            if (result.bytes[i] >= '0' && result.bytes[i] <= '9') {
                result.bytes[i] = (char)('0' + topofix_random_below(random, 10));
                break;
            }
        }
        break;
    default: /* replaces a byte */
        topofix_buffer_add(&result, text->bytes + at, text->length - at);
        if (at < result.length) {
            result.bytes[at] = byte;
        }
        break;
    }
    if (result.length > 0 && result.length < LENGTH_MAX) {
        topofix_buffer_clear(text);
        topofix_buffer_add(text, result.bytes, result.length);
    }
}

static void
test_mutations(void **state)
{
    unsigned count = topofix_random_iterations("TOPOFIX_PROPERTY_MUTATIONS", 6000);
    unsigned seed = topofix_random_iterations("TOPOFIX_PROPERTY_SEED", 1);
    struct topofix_fixtures fixtures = topofix_fixtures_load();
    struct invariants_seen seen = { .accepted = 0 };

    (void)state;
    for (unsigned i = 0; i < count; i++) {
        struct topofix_random random = { .state = (uint64_t)seed + i };
        const struct topofix_fixture *fixture =
            &fixtures.items[topofix_random_below(&random, (unsigned)fixtures.count)];
        struct topofix_policy policy = { .fixes_written_may_lose = true };
        TOPOFIX_AUTO_FREE char *name = topofix_sprintf("%s, seed %u", fixture->name, seed + i);
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

        if (fixture->length == 0 || fixture->length >= LENGTH_MAX) {
            continue;
        }
        topofix_buffer_add(&text, fixture->text, fixture->length);
        for (unsigned n = 1 + topofix_random_below(&random, 3); n > 0; n--) {
            mutate_once(&random, &text);
        }
        if (topofix_random_below(&random, 3) == 0) {
            policy.wanted.count[topofix_random_below(&random, TOPOFIX_LEVELS)] =
                1 + topofix_random_below(&random, 2);
        }
        invariants_check(name, text.bytes, text.length, &policy, &seen);
    }
    print_message("%u mutations: %u plans accepted, %u changed, %u undone\n", count, seen.accepted,
                  seen.changed, seen.undone);
    assert_true(seen.accepted > count / 10);
    assert_true(seen.changed > count / 20);
    topofix_fixtures_done(&fixtures);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mutations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
