/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/pins_edit.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/number.h"
#include "resize_parts.h"
#include "xml/attribute.h"

/* Text that is to be inserted in <cputune> after a child, or first. */
struct addition {
    const struct topofix_layout *layout;
    const struct topofix_node *tune;
    const struct topofix_node *after;
    struct topofix_buffer text;
    struct topofix_splices *splices;
};

bool
topofix_pins_are_free(const struct topofix_domain *domain)
{
    static const char *const others[] = { "vcpusched", "cachetune", "memorytune" };
    const struct topofix_node *tune = topofix_node_child(domain->root, "cputune");

    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (topofix_node_child(tune, others[i])) {
            return false;
        }
    }
    return true;
}

/* The <vcpupin> of each vCPU, or NULL. The caller must free the array. */
static const struct topofix_node **
pins_of(const struct topofix_domain *domain, const struct topofix_node *tune)
{
    const struct topofix_node **pins = topofix_alloc(domain->vcpus.maximum, sizeof(*pins));
    const struct topofix_node *pin = topofix_node_child(tune, "vcpupin");
    unsigned id;

    for (; pin; pin = topofix_node_next_same(pin)) {
        if (topofix_count_parse(topofix_node_attribute(pin, "vcpu"), TOPOFIX_VCPUS_MAX, &id) == 0 &&
            id < domain->vcpus.maximum) {
            pins[id] = pin;
        }
    }
    return pins;
}

static void
add_pin(const struct topofix_layout *layout, const struct topofix_node *parent, unsigned levels,
        unsigned id, const char *cpus, struct topofix_buffer *ret_text)
{
    const char quote = layout->quote;

    topofix_layout_add_line(layout, parent, levels, ret_text);
    topofix_buffer_add_format(ret_text, "<vcpupin vcpu=%c%u%c cpuset=%c%s%c/>", quote, id, quote,
                              quote, cpus, quote);
}

static void
add_cputune(const struct topofix_domain *domain, const struct topofix_layout *layout,
            const char *const *cpus, struct topofix_splices *ret_splices)
{
    struct topofix_buffer text = { .bytes = NULL };

    topofix_layout_add_line(layout, domain->root, 0, &text);
    topofix_buffer_add_text(&text, "<cputune>");
    for (unsigned id = 0; id < domain->vcpus.maximum; id++) {
        if (cpus[id]) {
            add_pin(layout, domain->root, 1, id, cpus[id], &text);
        }
    }
    topofix_layout_add_line(layout, domain->root, 0, &text);
    topofix_buffer_add_text(&text, "</cputune>");
    topofix_layout_insert(layout, domain->root, topofix_cputune_predecessor(domain),
                          topofix_buffer_take(&text), ret_splices);
}

/* The last child that libvirt writes before the pins, or NULL. */
static const struct topofix_node *
before_pins(const struct topofix_node *tune)
{
    static const char *const names[] = {
        "shares",          "period",         "quota",           "global_period",  "global_quota",
        "emulator_period", "emulator_quota", "iothread_period", "iothread_quota",
    };
    const struct topofix_node *last = NULL;

    for (const struct topofix_node *node = tune->first; node; node = node->next) {
        for (size_t i = 0; i < COUNT_OF(names); i++) {
            last = topofix_node_is(node, NULL, names[i]) ? node : last;
        }
    }
    return last;
}

/* Inserts what is collected, and goes on after the next child. */
static void
flush(struct addition *addition, const struct topofix_node *next)
{
    if (addition->text.length > 0) {
        topofix_layout_insert(addition->layout, addition->tune, addition->after,
                              topofix_buffer_take(&addition->text), addition->splices);
        addition->text = (struct topofix_buffer){ .bytes = NULL };
    }
    addition->after = next;
}

void
topofix_pins_put(const struct topofix_domain *domain, const char *const *cpus,
                 struct topofix_splices *ret_splices)
{
    const struct topofix_layout layout = topofix_layout_of(domain->doc);
    const struct topofix_node *tune = topofix_node_child(domain->root, "cputune");
    struct addition addition = { .layout = &layout,
                                 .tune = tune,
                                 .after = tune ? before_pins(tune) : NULL,
                                 .splices = ret_splices };
    TOPOFIX_AUTO_FREE const struct topofix_node **pins = pins_of(domain, tune);

    if (!tune) {
        add_cputune(domain, &layout, cpus, ret_splices);
        return;
    }
    for (unsigned id = 0; id < domain->vcpus.maximum; id++) {
        const struct topofix_node *pin = pins[id];

        if (pin) {
            flush(&addition, pin);
        }
        if (pin && cpus[id]) {
            topofix_attribute_put(&layout, pin, "cpuset", cpus[id], ret_splices);
        } else if (cpus[id]) {
            add_pin(&layout, tune, 0, id, cpus[id], &addition.text);
        }
    }
    flush(&addition, NULL);
    topofix_splices_sort(ret_splices);
}
