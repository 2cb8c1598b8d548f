/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The answer of the program that looks into disks, whose strings come from the guest: what is
 * accepted must be clean and short, and be read again as it is written.
 */
#include <string.h>

#include "base/alloc.h"
#include "fuzzing.h"
#include "inspect/answer.h"
#include "knowledge/builtin.h"
#include "run/disk_witness.h"

static void
check_claim(const struct topofix_inspect_answer *answer)
{
    struct topofix_disk_witness *witness = topofix_disk_witness_of(answer, &topofix_limits_builtin);
    const unsigned n_sockets = topofix_disk_claim_of(&witness->claim).n_sockets;

    if (witness->has_claim) {
        fuzzing_require_clean("the claim", witness->claim.text);
    }
    FUZZ_REQUIRE(n_sockets == answer->licensed_sockets || n_sockets == 0);
    topofix_disk_witness_free(witness);
}

/* Written and read again, it must be the same, unless it is then too long. */
static void
check_again(const struct topofix_inspect_answer *answer)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_inspect_answer again;

    topofix_inspect_answer_format(answer, &text);
    if (text.length > TOPOFIX_INSPECT_ANSWER_MAX) {
        return;
    }
    FUZZ_EXPECT(
        topofix_inspect_answer_parse(topofix_buffer_text(&text), text.length, &again, NULL) == 0,
        "%s", topofix_buffer_text(&text));
    FUZZ_REQUIRE(again.licensed_sockets == answer->licensed_sockets);
    for (int field = 0; field < TOPOFIX_INSPECT_FIELDS; field++) {
        const char *const texts[] = { answer->fields[field], again.fields[field] };

        FUZZ_REQUIRE(!texts[0] == !texts[1]);
        FUZZ_EXPECT(!texts[0] || strcmp(texts[0], texts[1]) == 0, "'%s'", texts[0]);
    }
    topofix_inspect_answer_done(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);
    struct topofix_inspect_answer answer;
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    if (topofix_inspect_answer_parse(text, size, &answer, &err) < 0) {
        fuzzing_require_error(&err);
        return 0;
    }
    FUZZ_REQUIRE(answer.licensed_sockets <= TOPOFIX_INSPECT_SOCKETS_MAX);
    for (int field = 0; field < TOPOFIX_INSPECT_FIELDS; field++) {
        if (answer.fields[field]) {
            FUZZ_REQUIRE(strlen(answer.fields[field]) <= TOPOFIX_INSPECT_TEXT_MAX);
            fuzzing_require_clean("a field", answer.fields[field]);
        }
    }
    check_claim(&answer);
    check_again(&answer);
    topofix_inspect_answer_done(&answer);
    return 0;
}
