/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "random_domain.h"

#include <stdbool.h>

struct draft {
    struct topofix_random *random;
    struct topofix_buffer *text;
    const char *newline;
    unsigned n_marks;
    unsigned maximum;
    unsigned present;
    bool is_each; /* <vcpus> names the vCPUs that are present */
};

static unsigned
below(struct draft *draft, unsigned bound)
{
    return topofix_random_below(draft->random, bound);
}

static bool
one_in(struct draft *draft, unsigned count)
{
    return below(draft, count) == 0;
}

static void
mark(struct draft *draft)
{
    if (one_in(draft, 3)) {
        topofix_buffer_add_format(draft->text, RANDOM_DOMAIN_MARK, draft->n_marks++);
    }
    topofix_buffer_add_text(draft->text, draft->newline);
}

static unsigned
divisor_of(struct draft *draft, unsigned number)
{
    unsigned divisor = 1 + below(draft, number);

    while (number % divisor != 0) {
        divisor--;
    }
    return divisor;
}

static void
add_metadata(struct draft *draft)
{
    static const char *const ids[] = { "http://microsoft.com/win/7", "http://microsoft.com/win/10",
                                       "http://microsoft.com/win/2k22",
                                       "http://debian.org/debian/12" };

    if (one_in(draft, 4)) {
        return;
    }
    topofix_buffer_add_text(draft->text, "<metadata>");
    mark(draft);
    topofix_buffer_add_format(draft->text,
                              "<l:libosinfo "
                              "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
                              "<l:os id='%s'/></l:libosinfo>",
                              ids[below(draft, 4)]);
    topofix_buffer_add_text(draft->text, "</metadata>");
    mark(draft);
}

static void
add_vcpu(struct draft *draft)
{
    const char *quote = one_in(draft, 2) ? "'" : "\"";

    topofix_buffer_add_text(draft->text, "<vcpu");
    if (one_in(draft, 2)) {
        topofix_buffer_add_format(draft->text, " placement=%sstatic%s", quote, quote);
    }
    if (draft->present < draft->maximum || one_in(draft, 4)) {
        topofix_buffer_add_format(draft->text, " current=%s%u%s", quote, draft->present, quote);
    }
    topofix_buffer_add_format(
        draft->text, one_in(draft, 4) ? ">%u<!-- all --></vcpu>" : ">%u</vcpu>", draft->maximum);
    mark(draft);
}

static void
add_vcpus(struct draft *draft)
{
    unsigned order = 1;

    if (!draft->is_each) {
        return;
    }
    topofix_buffer_add_text(draft->text, "<vcpus>");
    for (unsigned id = 0; id < draft->maximum; id++) {
        bool is_enabled = id < draft->present;

        topofix_buffer_add_format(draft->text, "%s<vcpu id='%u' enabled='%s' hotpluggable='%s'",
                                  draft->newline, id, is_enabled ? "yes" : "no",
                                  id == 0 || (is_enabled && id % 3 == 1) ? "no" : "yes");
        if (is_enabled) {
            topofix_buffer_add_format(draft->text, " order='%u'", order++);
        }
        topofix_buffer_add_text(draft->text, "/>");
    }
    topofix_buffer_add_format(draft->text, "%s</vcpus>", draft->newline);
    mark(draft);
}

/* "0-3,5" of the vCPUs that there are. */
static void
add_list(struct draft *draft)
{
    unsigned first = below(draft, draft->maximum);
    unsigned last = first + below(draft, draft->maximum - first);

    topofix_buffer_add_format(draft->text, first == last ? "%u" : "%u-%u", first, last);
    if (last + 2 < draft->maximum && one_in(draft, 2)) {
        topofix_buffer_add_format(draft->text, ",%u", last + 2);
    }
}

static void
add_cputune(struct draft *draft)
{
    unsigned step = 1 + below(draft, 4);

    if (one_in(draft, 2)) {
        return;
    }
    topofix_buffer_add_text(draft->text, "<cputune>");
    topofix_buffer_add_text(draft->text, "<shares>2048</shares>");
    mark(draft);
    for (unsigned id = below(draft, step); id < draft->maximum; id += step) {
        topofix_buffer_add_format(draft->text, "<vcpupin vcpu='%u' cpuset='%u'/>%s", id, id,
                                  draft->newline);
    }
    topofix_buffer_add_text(draft->text, "<emulatorpin cpuset='0'/>");
    mark(draft);
    if (one_in(draft, 2)) {
        topofix_buffer_add_text(draft->text, "<vcpusched vcpus='");
        add_list(draft);
        topofix_buffer_add_text(draft->text, "' scheduler='fifo' priority='1'/>");
    }
    if (one_in(draft, 3)) {
        topofix_buffer_add_text(draft->text, "<memorytune vcpus='");
        add_list(draft);
        topofix_buffer_add_text(draft->text, "'><node id='0' bandwidth='60'/></memorytune>");
    }
    topofix_buffer_add_text(draft->text, "</cputune>");
    mark(draft);
}

static void
add_topology(struct draft *draft)
{
    unsigned sockets = divisor_of(draft, draft->maximum);
    unsigned threads = divisor_of(draft, draft->maximum / sockets);

    topofix_buffer_add_format(draft->text, "<topology sockets='%u' cores='%u' threads='%u'/>",
                              sockets, draft->maximum / sockets / threads, threads);
    mark(draft);
}

static void
add_cells(struct draft *draft)
{
    unsigned cells = divisor_of(draft, draft->maximum);
    unsigned share = draft->maximum / cells;

    topofix_buffer_add_text(draft->text, "<numa>");
    mark(draft);
    for (unsigned i = 0; i < cells; i++) {
        topofix_buffer_add_format(draft->text, "<cell id='%u' cpus='%u", i, i * share);
        if (share > 1) {
            topofix_buffer_add_format(draft->text, "-%u", (i + 1) * share - 1);
        }
        topofix_buffer_add_text(draft->text, "' memory='65536'/>");
        mark(draft);
    }
    topofix_buffer_add_text(draft->text, "</numa>");
}

static void
add_cpu(struct draft *draft)
{
    if (one_in(draft, 5)) {
        return;
    }
    topofix_buffer_add_text(draft->text, "<cpu mode='host-passthrough'>");
    mark(draft);
    if (!one_in(draft, 3)) {
        add_topology(draft);
    }
    topofix_buffer_add_text(draft->text, "<feature policy='disable' name='x2apic'/>");
    mark(draft);
    if (one_in(draft, 3)) {
        add_cells(draft);
    }
    topofix_buffer_add_text(draft->text, "</cpu>");
    mark(draft);
}

unsigned
random_domain_make(struct topofix_random *random, struct topofix_buffer *ret_text)
{
    static const char *const newlines[] = { "\n", "\r\n", "\n    ", "" };
    struct draft draft = { .random = random, .text = ret_text };

    draft.newline = newlines[below(&draft, 4)];
    draft.maximum = 1 + below(&draft, one_in(&draft, 8) ? 128 : 16);
    draft.present = one_in(&draft, 2) ? draft.maximum : 1 + below(&draft, draft.maximum);
    draft.is_each = one_in(&draft, 3);
    topofix_buffer_add_text(ret_text, "<domain type='qemu'>");
    mark(&draft);
    topofix_buffer_add_text(ret_text, "<name>guest</name>");
    mark(&draft);
    add_metadata(&draft);
    add_vcpu(&draft);
    add_vcpus(&draft);
    add_cputune(&draft);
    topofix_buffer_add_format(ret_text, "<os><type arch='x86_64' machine='%s'>hvm</type></os>",
                              one_in(&draft, 2) ? "pc" : "q35");
    mark(&draft);
    topofix_buffer_add_text(ret_text, "<features><acpi/></features>");
    add_cpu(&draft);
    topofix_buffer_add_text(ret_text, "<devices/>");
    mark(&draft);
    topofix_buffer_add_text(ret_text, "</domain>");
    return draft.n_marks;
}
