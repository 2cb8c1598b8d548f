/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A command line, a word a line: what is accepted must make a request that can be acted on, and the
 * same words must always mean the same.
 */
#include <string.h>

#include "base/alloc.h"
#include "fuzzing.h"
#include "knowledge/builtin.h"
#include "option_request.h"
#include "options.h"

enum { WORDS_MAX = 64 };

/* Splits the text at its line breaks. */
static int
split(char *text, char *words[WORDS_MAX + 2])
{
    int count = 0;

    words[count++] = (char *)"virt-topofix";
    for (char *at = text; at && count <= WORDS_MAX;) {
        words[count++] = strsep(&at, "\n");
    }
    words[count] = NULL;
    return count;
}

static void
check_accepted(const struct topofix_options *options)
{
    const struct topofix_request request = topofix_request_of(options, &topofix_limits_builtin);

    FUZZ_REQUIRE(options->mode < TOPOFIX_MODES);
    FUZZ_REQUIRE(options->jobs >= 1);
    FUZZ_REQUIRE(options->vcpus <= TOPOFIX_VCPUS_MAX);
    FUZZ_REQUIRE(options->resize.present <= options->resize.maximum);
    FUZZ_REQUIRE(options->resize.maximum <= TOPOFIX_VCPUS_MAX);
    FUZZ_REQUIRE((options->mode == TOPOFIX_MODE_SOLVE) == (options->vcpus > 0));
    FUZZ_REQUIRE((options->mode == TOPOFIX_MODE_SMP) == (options->smp != NULL));
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        FUZZ_REQUIRE(options->maximum.count[level] <= TOPOFIX_VCPUS_MAX);
        FUZZ_REQUIRE(options->wanted.count[level] <= TOPOFIX_VCPUS_MAX);
    }
    FUZZ_REQUIRE(!options->check || topofix_run_of(options) == TOPOFIX_RUN_JUDGE);
    FUZZ_REQUIRE(!options->dry_run || options->check ||
                 topofix_run_of(options) != TOPOFIX_RUN_WRITE);
    FUZZ_REQUIRE(request.goal != TOPOFIX_GOAL_RESIZE || request.resize.present >= 1);
    if (options->mode == TOPOFIX_MODE_DOMAINS) {
        FUZZ_REQUIRE(options->all != (options->words.count > 0));
    }
}

/* Parses them, and keeps the message. */
static int
parse(const uint8_t *data, size_t size, struct topofix_error *ret_err)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);
    TOPOFIX_AUTO_DONE(options) struct topofix_options options = { .jobs = 0 };
    char *words[WORDS_MAX + 2];
    const int count = split(text, words);
    const int result = topofix_options_parse(count, words, &options, ret_err);
    const bool asks_only =
        options.help || options.version || options.list_options || options.list_words;

    if (result < 0) {
        fuzzing_require_error(ret_err);
    } else if (!asks_only) {
        check_accepted(&options);
    }
    return result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct topofix_error first = { .code = TOPOFIX_ERROR_NONE };
    struct topofix_error second = { .code = TOPOFIX_ERROR_NONE };
    const int result = parse(data, size, &first);

    FUZZ_REQUIRE(parse(data, size, &second) == result);
    FUZZ_REQUIRE(strcmp(first.message, second.message) == 0 || result == 0);
    return 0;
}
