/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reason_text.h"

#include <inttypes.h>
#include <string.h>

#include "alloc.h"
#include "limits_report.h"
#include "owner_text.h"

const char *
topofix_os_spoken(const struct topofix_os *os)
{
    static const char vendor[] = "Microsoft ";

    if (!os) {
        return "this guest";
    }
    return strncmp(os->name, vendor, strlen(vendor)) == 0 ? os->name + strlen(vendor) : os->name;
}

static void
add_remark(struct topofix_remarks *remarks, const char *code, char *text, char *source)
{
    remarks->items = topofix_realloc(remarks->items, remarks->count + 1, sizeof(*remarks->items));
    remarks->items[remarks->count++] =
        (struct topofix_remark){ .code = code, .text = text, .source = source };
}

static char *
source_text(const struct topofix_number *number)
{
    struct topofix_buffer text = { .bytes = NULL };

    if (!number || !number->source) {
        return NULL;
    }
    topofix_limits_source(number, &text);
    return topofix_buffer_take(&text);
}

/* " (Professional, Enterprise)": the editions that the guest may be with this socket limit. */
static void
add_editions(const struct topofix_guest *guest, unsigned sockets, struct topofix_buffer *text)
{
    const struct topofix_os *os = guest->os.os;
    const char *before = " (";

    for (size_t i = 0; i < os->n_editions; i++) {
        const struct topofix_edition *edition = &os->editions[i];

        if (edition->sockets.value == sockets &&
            topofix_edition_may_be(edition, guest->os.edition, guest->bits)) {
            topofix_buffer_add_format(text, "%s%s", before, edition->title);
            before = ", ";
        }
    }
    topofix_buffer_add_text(text, *before == ',' ? ")" : "");
}

/* The largest socket limit below bound among the editions that the guest may be; 0 if there is
 * none. */
static unsigned
next_socket_limit(const struct topofix_guest *guest, unsigned bound)
{
    const struct topofix_os *os = guest->os.os;
    unsigned best = 0;

    for (size_t i = 0; i < os->n_editions; i++) {
        unsigned value = os->editions[i].sockets.value;

        if (value > best && value < bound &&
            topofix_edition_may_be(&os->editions[i], guest->os.edition, guest->bits)) {
            best = value;
        }
    }
    return best;
}

/* "Windows 7 uses at most 2 sockets (Professional, ...) or 1 (Starter, ...); this domain has 4" */
static char *
socket_limit_text(const struct topofix_guest *guest, const struct topofix_reason *reason)
{
    struct topofix_buffer text = { .bytes = NULL };
    unsigned limit = next_socket_limit(guest, UINT32_MAX);
    bool names = !guest->os.edition && guest->os.os->n_editions > 1;

    topofix_buffer_add_text(&text, topofix_os_spoken(guest->os.os));
    if (guest->os.edition && guest->os.os->n_editions > 1) {
        topofix_buffer_add_format(&text, " %s", guest->os.edition->title);
    }
    topofix_buffer_add_format(&text, " uses at most %u socket%s", limit, limit == 1 ? "" : "s");
    if (names) {
        add_editions(guest, limit, &text);
    }
    while ((limit = next_socket_limit(guest, limit)) > 0) {
        topofix_buffer_add_format(&text, " or %u", limit);
        if (names) {
            add_editions(guest, limit, &text);
        }
    }
    topofix_buffer_add_format(&text, "; this domain has %" PRIu64, reason->found);
    return topofix_buffer_take(&text);
}

static char *
reason_text(const struct topofix_plan *plan, const struct topofix_reason *reason)
{
    const struct topofix_guest *guest = &plan->guest;
    const char *os = topofix_os_spoken(guest->os.os);
    const char *bits = guest->bits == TOPOFIX_BITS_32 ? "32-bit" : "64-bit";
    const char *level = topofix_level_name(reason->level);

    switch (reason->code) {
    case TOPOFIX_REASON_SOCKET_LIMIT:
        return socket_limit_text(guest, reason);
    case TOPOFIX_REASON_PROCESSOR_LIMIT:
        return topofix_sprintf("%s (%s) uses at most %" PRIu64
                               " logical processors; this domain has %" PRIu64,
                               os, bits, reason->expected, reason->found);
    case TOPOFIX_REASON_SMT_UNUSED:
        return topofix_sprintf("%s leaves thread siblings idle; this domain has %" PRIu64
                               " threads per core",
                               os, reason->found);
    case TOPOFIX_REASON_COUNTS_CPUS:
        return topofix_sprintf("%s uses at most %" PRIu64 " CPU%s and counts cores and threads as "
                               "CPUs, so that no topology helps; fewer vCPUs would not be wasted; "
                               "this domain has %" PRIu64,
                               os, reason->expected, reason->expected == 1 ? "" : "s",
                               reason->found);
    case TOPOFIX_REASON_PRODUCT:
        return topofix_sprintf("the topology makes %" PRIu64 " vCPUs, but <vcpu> says %" PRIu64
                               "; libvirt refuses to start it",
                               reason->found, reason->expected);
    case TOPOFIX_REASON_MACHINE_MAXIMUM:
        return topofix_sprintf(
            "machine type %s takes at most %" PRIu64 " vCPUs; this domain has %" PRIu64,
            plan->domain.machine ? plan->domain.machine : "?", reason->expected, reason->found);
    case TOPOFIX_REASON_USER_BOUND:
        return topofix_sprintf("%s are wanted to be %s%" PRIu64 "; this domain has %" PRIu64, level,
                               plan->policy.wanted.count[reason->level] > 0 ? "" : "at most ",
                               reason->expected, reason->found);
    case TOPOFIX_REASON_GUESS:
        return topofix_strdup("nothing names the guest OS; Hyper-V enlightenments suggest Windows, "
                              "which is a guess (--os says it for certain)");
    case TOPOFIX_REASON_LEAVE_ALONE:
        return topofix_sprintf("%s is left alone: %s", os,
                               reason->number->note ? reason->number->note : "");
    case TOPOFIX_REASON_NO_ACPI:
        return topofix_sprintf("no <acpi/> in <features>: %s then may see one CPU, whatever the "
                               "topology",
                               os);
    case TOPOFIX_REASON_MINIMUM:
        return topofix_sprintf("%s wants at least %" PRIu64 " vCPUs; this domain has %" PRIu64, os,
                               reason->expected, reason->found);
    case TOPOFIX_REASON_CODES:
        break;
    }
    return topofix_strdup("");
}

/* What the domain says of itself that the knowledge base does not know, or knows only roughly. */
static void
add_os_remarks(const struct topofix_plan *plan, struct topofix_remarks *remarks)
{
    const struct topofix_os_answer *os = &plan->os;

    if (os->claimed && !os->guest.os) {
        add_remark(remarks, "unknown-os",
                   topofix_sprintf("the guest OS is said to be '%.80s', which the knowledge base "
                                   "does not know (--os says another)",
                                   os->claimed),
                   NULL);
    } else if (!os->claimed) {
        add_remark(remarks, "no-os", topofix_strdup("nothing names the guest OS (--os says it)"),
                   NULL);
    } else if (os->fallback) {
        add_remark(remarks, "fallback-os",
                   topofix_sprintf("'%.80s' is not in the knowledge base; treated like %s",
                                   os->claimed, os->guest.os->name),
                   NULL);
    }
}

static void
add_edition_remark(const struct topofix_plan *plan, struct topofix_remarks *remarks)
{
    if (plan->os.unknown_edition) {
        add_remark(
            remarks, "unknown-edition",
            topofix_sprintf("the edition in its metadata is '%.60s', which %s does not have; "
                            "taken as unknown",
                            plan->os.unknown_edition, plan->guest.os.os->name),
            NULL);
    }
}

static void
add_hold_remark(const struct topofix_plan *plan, struct topofix_remarks *remarks)
{
    switch (plan->hold) {
    case TOPOFIX_HOLD_TRANSIENT:
        add_remark(remarks, "transient",
                   topofix_strdup("a transient domain has no definition that could be changed"),
                   NULL);
        break;
    case TOPOFIX_HOLD_MANAGED:
        add_remark(remarks, "managed", topofix_owner_advice(plan->domain.owner, &plan->wanted),
                   NULL);
        break;
    case TOPOFIX_HOLD_IGNORED:
        add_remark(remarks, "ignored",
                   topofix_strdup("marked to be ignored; fixing it by name lifts that"), NULL);
        break;
    default:
        break;
    }
}

struct topofix_remarks
topofix_remarks_of(const struct topofix_plan *plan)
{
    struct topofix_remarks remarks = { .items = NULL };

    for (size_t i = 0; i < plan->diagnosis.n_reasons; i++) {
        const struct topofix_reason *reason = &plan->diagnosis.reasons[i];

        add_remark(&remarks, topofix_reason_name(reason->code), reason_text(plan, reason),
                   source_text(reason->number));
    }
    add_os_remarks(plan, &remarks);
    add_edition_remark(plan, &remarks);
    add_hold_remark(plan, &remarks);
    return remarks;
}

void
topofix_remarks_done(struct topofix_remarks *remarks)
{
    for (size_t i = 0; i < remarks->count; i++) {
        free(remarks->items[i].text);
        free(remarks->items[i].source);
    }
    free(remarks->items);
    *remarks = (struct topofix_remarks){ .items = NULL };
}
