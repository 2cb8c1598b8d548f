/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/disk_witness.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "inspect/ask.h"
#include "run/selection.h"

/* The note becomes the witness'. */
static void
add_note(struct topofix_disk_witness *witness, char *note)
{
    size_t count = 0;

    while (count < TOPOFIX_DISK_NOTES_MAX && witness->notes[count]) {
        count++;
    }
    if (count < TOPOFIX_DISK_NOTES_MAX) {
        witness->notes[count] = note;
    } else {
        free(note);
    }
}

struct topofix_disk_witness *
topofix_disk_witness_ask(const struct topofix_target *target, const struct topofix_limits *limits)
{
    const struct topofix_inspector inspector = topofix_inspector_installed();
    TOPOFIX_AUTO_DONE(inspect_answer) struct topofix_inspect_answer answer;
    TOPOFIX_AUTO_FREE char *told = NULL;
    struct topofix_disk_witness *witness;
    struct topofix_error err;
    const int result = topofix_inspector_ask(&inspector, target->connection->store->uri,
                                             target->entry.uuid, &answer, &told, &err);

    witness = topofix_disk_witness_of(&answer, limits);
    if (result < 0) {
        add_note(witness, topofix_sprintf("its disks say nothing: virt-topofix-inspect: %s%s%s",
                                          err.message, told ? ": " : "", told ? told : ""));
    } else if (!witness->has_claim) {
        add_note(witness, topofix_strdup("its disks say nothing: virt-topofix-inspect knows no "
                                         "name of what is installed there"));
    }
    if (told && result == 0) {
        add_note(witness, topofix_sprintf("virt-topofix-inspect tells: %s", told));
    }
    if (witness->has_claim && target->entry.is_running) {
        add_note(witness, topofix_strdup("its disks were inspected while it runs: what they say "
                                         "may be out of date"));
    }
    return witness;
}
