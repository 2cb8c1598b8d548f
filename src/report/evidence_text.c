/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence_text.h"

#include "knowledge/limits_words.h"

bool
topofix_evidence_is_witness(const struct topofix_claim *claim)
{
    return claim->origin == TOPOFIX_ORIGIN_AGENT || claim->origin == TOPOFIX_ORIGIN_DISK ||
           claim->origin == TOPOFIX_ORIGIN_STATS;
}

void
topofix_evidence_claim(const struct topofix_claim *claim, struct topofix_buffer *ret_text)
{
    topofix_buffer_add_format(ret_text, "%s: ", topofix_origin_title(claim->origin));
    topofix_buffer_add_text(ret_text, claim->text ? claim->text : "");
    if (claim->n_used > 0) {
        topofix_buffer_add_format(ret_text, "%ssees %u of %u", claim->text ? "; " : "",
                                  claim->n_used, claim->n_present);
    }
}

static void
add_reading(const struct topofix_os *os, const struct topofix_edition *edition,
            enum topofix_os_origin origin, struct topofix_buffer *text)
{
    topofix_buffer_add_text(text, topofix_os_spoken(os));
    if (edition) {
        topofix_buffer_add_format(text, " %s", edition->title);
    }
    topofix_buffer_add_format(text, " (%s)", topofix_origin_title(origin));
}

void
topofix_evidence_contradiction(const struct topofix_os_answer *answer,
                               struct topofix_buffer *ret_text)
{
    const struct topofix_guest_os *guest = &answer->guest;
    bool same_os = guest->os == answer->other_os;
    enum topofix_os_origin origin =
        same_os || guest->edition ? answer->edition_origin : answer->origin;
    bool is_order =
        answer->origin == TOPOFIX_ORIGIN_OPTION || answer->edition_origin == TOPOFIX_ORIGIN_OPTION;

    topofix_buffer_add_text(ret_text, "taken as ");
    add_reading(guest->os, guest->edition, origin, ret_text);
    topofix_buffer_add_text(ret_text, ", and not as ");
    add_reading(answer->other_os, answer->other_edition, answer->other_origin, ret_text);
    topofix_buffer_add_text(ret_text, is_order ? ", as it was asked for"
                                               : ", because that is the stricter reading");
}

void
topofix_evidence_surprise(const struct topofix_assessment *assessment,
                          struct topofix_buffer *ret_text)
{
    const struct topofix_running *running = &assessment->running;
    const struct topofix_claim *claim = topofix_claims_used(&assessment->claims);

    if (!claim || !running->is_usable_known || claim->n_present != running->present ||
        claim->n_used > claim->n_present || claim->n_present > TOPOFIX_AGENT_GROUP_MAX) {
        return;
    }
    if (claim->n_used > running->usable.max) {
        topofix_buffer_add_format(ret_text,
                                  "it uses more than %u, which is the most by what is known of "
                                  "%s%s%s",
                                  running->usable.max, topofix_os_spoken(assessment->guest.os.os),
                                  assessment->guest.os.edition ? " " : "",
                                  assessment->guest.os.edition ? assessment->guest.os.edition->title
                                                               : "");
    } else if (claim->n_used < running->usable.min) {
        topofix_buffer_add_format(ret_text,
                                  "it could use %u with the topology that it runs with, so that "
                                  "something in the guest keeps it from that, such as a boot "
                                  "setting (numproc, onecpu, maxcpus)",
                                  running->usable.min);
    }
}
