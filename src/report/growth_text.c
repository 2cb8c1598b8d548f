/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "growth_text.h"

#include "forms/words.h"
#include "knowledge/limits_words.h"

/* The guest as it runs. Which of its vCPUs are present is not known, only how many. */
static struct topofix_guest
running_guest(const struct topofix_assessment *assessment)
{
    const struct topofix_running *running = &assessment->running;
    struct topofix_guest guest = assessment->guest;
    uint64_t product = topofix_topology_product(&running->topology);

    guest.topology = running->topology;
    guest.vcpus =
        (struct topofix_vcpus){ .maximum = running->present, .present = running->present };
    if (product > running->present && product <= TOPOFIX_VCPUS_MAX) {
        guest.vcpus.maximum = (unsigned)product;
    }
    return guest;
}

static bool
runs_otherwise(const struct topofix_assessment *assessment)
{
    const struct topofix_running *running = &assessment->running;

    return running->is_known &&
           (running->present != assessment->guest.vcpus.present ||
            !topofix_topology_equals(&running->topology, &assessment->guest.topology));
}

size_t
topofix_growth_steps(const struct topofix_assessment *assessment,
                     struct topofix_growth_step ret_steps[TOPOFIX_GROWTH_STEPS_MAX])
{
    const struct topofix_guest guest =
        runs_otherwise(assessment) ? running_guest(assessment) : assessment->guest;

    return assessment->running.problem ? 0 : topofix_growth_of(&guest, ret_steps);
}

/* "all of up to 4 are used", "4 of 5 to 8", "4-6 of 5 to 8" */
static void
add_step(const struct topofix_growth_step *step, struct topofix_buffer *text)
{
    struct topofix_buffer counts = { .bytes = NULL };

    if (step->used.min == step->last) {
        topofix_buffer_add_format(text, "all of up to %u are used", step->last);
        return;
    }
    topofix_words_range(&step->used, step->first, &counts);
    topofix_buffer_add_text(text, topofix_buffer_text(&counts));
    topofix_buffer_done(&counts);
    if (step->last > step->first) {
        topofix_buffer_add_format(text, " to %u", step->last);
    }
}

void
topofix_growth_add_steps(const struct topofix_growth_step *steps, size_t count,
                         struct topofix_buffer *ret_text)
{
    for (size_t i = 1; i < count; i++) {
        topofix_buffer_add_text(ret_text, i == 1 ? "" : ", ");
        add_step(&steps[i], ret_text);
    }
}

void
topofix_growth_add_text(const struct topofix_assessment *assessment,
                        struct topofix_buffer *ret_text)
{
    struct topofix_growth_step steps[TOPOFIX_GROWTH_STEPS_MAX];
    const size_t count = topofix_growth_steps(assessment, steps);

    topofix_buffer_add_text(ret_text, count > 1 ? "as vCPUs are plugged in, " : "");
    topofix_growth_add_steps(steps, count, ret_text);
}

void
topofix_growth_add_warning(const struct topofix_assessment *assessment,
                           struct topofix_buffer *ret_text)
{
    struct topofix_guest guest;
    unsigned lost;

    if (assessment->running.state == TOPOFIX_STATE_SAVED || !runs_otherwise(assessment)) {
        return;
    }
    guest = running_guest(assessment);
    lost = topofix_growth_loses_at(&guest);
    if (lost > 0 && topofix_growth_loses_at(&assessment->guest) != lost) {
        char topology[TOPOFIX_TOPOLOGY_TEXT_MAX];

        topofix_words_topology(&guest.topology, topology);
        topofix_buffer_add_format(ret_text,
                                  "plugging in vCPU number %u now opens a socket that %s may not "
                                  "use: it runs with %s until it is shut down and started",
                                  lost, topofix_os_spoken(guest.os.os), topology);
    }
}
