/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "html.h"

#include "base/array.h"

/* In pixels of the unscaled picture. */
enum {
    SQUARE = 10,   /* side of a vCPU */
    STEP = 12,     /* from one vCPU to the next in a core; a line is STEP + LINE_GAP high */
    CORE_GAP = 3,  /* between cores */
    GROUP_GAP = 6, /* added between clusters and dies */
    LINE_GAP = 4,  /* between the lines of a socket */
    MARGIN = 6,    /* around the content of a socket */
    BOX_GAP = 8,   /* between sockets */
    WIDTH = 480    /* maximum, unless a single core is wider */
};

struct plan {
    unsigned threads;
    unsigned cores;          /* per socket */
    unsigned cores_of_group; /* per cluster or die */
    unsigned cores_of_line;
    unsigned sockets;
    unsigned boxes; /* next to each other */
    unsigned box_width;
    unsigned box_height;
};

/*
 * A class in the style, and the shape that is drawn from the upper left corner of a vCPU's square.
 */
static const struct {
    const char *class;
    const char *shape;
} looks[] = {
    [TOPOFIX_MARK_USED] = { "used", "h10v10h-10z" },
    [TOPOFIX_MARK_PERHAPS] = { "perhaps", "h10v10h-10zm0 10l10-10" },
    [TOPOFIX_MARK_UNUSED] = { "unused", "h10v10h-10zl10 10m0-10l-10 10" },
    [TOPOFIX_MARK_ABSENT] = { "absent", "m3 3h4v4h-4z" },
};
_Static_assert(COUNT_OF(looks) == TOPOFIX_MARKS, "a look per mark");

/* The x coordinate of a core in its line. */
static unsigned
core_x(const struct plan *plan, unsigned core_of_line)
{
    return core_of_line * (plan->threads * STEP + CORE_GAP) +
           core_of_line / plan->cores_of_group * GROUP_GAP;
}

static unsigned
line_width(const struct plan *plan, unsigned cores)
{
    return core_x(plan, cores - 1) + plan->threads * STEP - (STEP - SQUARE);
}

static struct plan
make_plan(const struct topofix_topology *topology)
{
    const unsigned *count = topology->count;
    unsigned groups = count[TOPOFIX_LEVEL_DIES] * count[TOPOFIX_LEVEL_CLUSTERS];
    struct plan plan = { .threads = count[TOPOFIX_LEVEL_THREADS],
                         .cores_of_group = count[TOPOFIX_LEVEL_CORES],
                         .cores = groups * count[TOPOFIX_LEVEL_CORES],
                         .cores_of_line = groups * count[TOPOFIX_LEVEL_CORES],
                         .sockets = count[TOPOFIX_LEVEL_SOCKETS] };
    unsigned lines;

    while (plan.cores_of_line > 1 && line_width(&plan, plan.cores_of_line) + 2 * MARGIN > WIDTH) {
        plan.cores_of_line--;
    }
    /* breaks a line between groups if a group fits in it; otherwise each group begins a line */
    if (plan.cores_of_line < plan.cores && plan.cores_of_line > plan.cores_of_group) {
        plan.cores_of_line -= plan.cores_of_line % plan.cores_of_group;
    }
    lines = (plan.cores + plan.cores_of_line - 1) / plan.cores_of_line;
    plan.box_width = line_width(&plan, plan.cores_of_line) + 2 * MARGIN;
    plan.box_height = lines * (STEP + LINE_GAP) - (STEP - SQUARE) - LINE_GAP + 2 * MARGIN;
    plan.boxes = (WIDTH + BOX_GAP) / (plan.box_width + BOX_GAP);
    plan.boxes = plan.boxes > plan.sockets ? plan.sockets : plan.boxes;
    plan.boxes = plan.boxes > 0 ? plan.boxes : 1;
    return plan;
}

static unsigned
box_x(const struct plan *plan, unsigned socket)
{
    return 1 + socket % plan->boxes * (plan->box_width + BOX_GAP);
}

static unsigned
box_y(const struct plan *plan, unsigned socket)
{
    return 1 + socket / plan->boxes * (plan->box_height + BOX_GAP);
}

/* Adds all vCPUs with one mark as one path. */
static void
add_path(const struct plan *plan, const enum topofix_mark *marks, enum topofix_mark mark,
         struct topofix_buffer *html)
{
    unsigned n_vcpus = plan->sockets * plan->cores * plan->threads;
    size_t found = 0;

    for (unsigned id = 0; id < n_vcpus; id++) {
        unsigned core = id / plan->threads % plan->cores;
        unsigned socket = id / plan->threads / plan->cores;

        if (marks[id] == mark) {
            if (found++ == 0) {
                topofix_buffer_add_format(html, "<path class=\"%s\" d=\"", looks[mark].class);
            }
            topofix_buffer_add_format(
                html, "M%u %u%s",
                box_x(plan, socket) + MARGIN + core_x(plan, core % plan->cores_of_line) +
                    id % plan->threads * STEP,
                box_y(plan, socket) + MARGIN + core / plan->cores_of_line * (STEP + LINE_GAP),
                looks[mark].shape);
        }
    }
    topofix_buffer_add_text(html, found > 0 ? "\"/>" : "");
}

void
topofix_html_svg(const struct topofix_topology *topology, const enum topofix_mark *marks,
                 const char *label, struct topofix_buffer *ret_html)
{
    const struct plan plan = make_plan(topology);
    unsigned width = plan.boxes * (plan.box_width + BOX_GAP) - BOX_GAP + 2;
    unsigned height = box_y(&plan, plan.sockets - 1) + plan.box_height + 1;

    topofix_buffer_add_format(ret_html,
                              "<svg role=\"img\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" "
                              "aria-label=\"",
                              width, height, width, height);
    topofix_html_text(label, ret_html);
    topofix_buffer_add_text(ret_html, "\"><path class=\"socket\" d=\"");
    for (unsigned socket = 0; socket < plan.sockets; socket++) {
        topofix_buffer_add_format(ret_html, "M%u %uh%uv%uh-%uz", box_x(&plan, socket),
                                  box_y(&plan, socket), plan.box_width, plan.box_height,
                                  plan.box_width);
    }
    topofix_buffer_add_text(ret_html, "\"/>");
    for (int mark = 0; mark < TOPOFIX_MARKS; mark++) {
        add_path(&plan, marks, (enum topofix_mark)mark, ret_html);
    }
    topofix_buffer_add_text(ret_html, "</svg>");
}
