/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "picture.h"

#include "base/array.h"
#include "paint.h"

enum { WIDTH_DEFAULT = 80, INDENT = 2, MARGIN = 2 /* a border and a blank on each side */ };

/* The characters that boxes consist of. */
struct pen {
    const char *line;
    const char *side;
    const char *corners[4]; /* top left and right, bottom left and right */
    const char *marks[TOPOFIX_MARKS];
};

static const struct pen utf8_pen = { "─", "│", { "┌", "┐", "└", "┘" }, { "■", "□", "×", "·" } };
static const struct pen ascii_pen = { "-", "|", { "+", "+", "+", "+" }, { "#", "?", "x", "." } };

static const char *const mark_colors[] = {
    [TOPOFIX_MARK_USED] = TOPOFIX_COLOR_GREEN,
    [TOPOFIX_MARK_PERHAPS] = TOPOFIX_COLOR_YELLOW,
    [TOPOFIX_MARK_UNUSED] = TOPOFIX_COLOR_RED,
    [TOPOFIX_MARK_ABSENT] = TOPOFIX_COLOR_CYAN,
};
_Static_assert(COUNT_OF(mark_colors) == TOPOFIX_MARKS, "a color per mark");

/* The layout of a socket. Its cores are arranged in lines. */
struct plan {
    unsigned threads;        /* per core */
    unsigned cores;          /* per socket */
    unsigned cores_of_group; /* per cluster or die; a wider gap separates them */
    unsigned cores_of_line;  /* maximum */
    unsigned lines;          /* per socket */
    unsigned inner;          /* columns between the margins */
    unsigned boxes;          /* next to each other */
    unsigned sockets;
    const enum topofix_mark *marks;
    const struct pen *pen;
    const struct topofix_text_style *style;
};

/* The columns that the first cores of a line need, with the gaps between them. */
static unsigned
columns_of(const struct plan *plan, unsigned cores)
{
    unsigned gaps = cores > 0 ? cores - 1 : 0;

    return cores * plan->threads + gaps + gaps / plan->cores_of_group;
}

static void
make_plan(const struct topofix_topology *topology, struct plan *plan)
{
    const unsigned *count = topology->count;
    unsigned width = plan->style->width > 0 ? plan->style->width : WIDTH_DEFAULT;
    unsigned groups = count[TOPOFIX_LEVEL_DIES] * count[TOPOFIX_LEVEL_CLUSTERS];
    unsigned room = width > INDENT + 2 * MARGIN ? width - INDENT - 2 * MARGIN : 1;

    plan->sockets = count[TOPOFIX_LEVEL_SOCKETS];
    plan->threads = count[TOPOFIX_LEVEL_THREADS];
    plan->cores_of_group = count[TOPOFIX_LEVEL_CORES];
    plan->cores = groups * plan->cores_of_group;
    plan->cores_of_line = plan->cores;
    while (plan->cores_of_line > 1 && columns_of(plan, plan->cores_of_line) > room) {
        plan->cores_of_line--;
    }
    /* breaks a line between groups if a group fits in it */
    if (plan->cores_of_line < plan->cores && plan->cores_of_line > plan->cores_of_group) {
        plan->cores_of_line -= plan->cores_of_line % plan->cores_of_group;
    }
    plan->lines = (plan->cores + plan->cores_of_line - 1) / plan->cores_of_line;
    plan->inner = columns_of(plan, plan->cores_of_line);
    plan->boxes = (width - INDENT + 1) / (plan->inner + 2 * MARGIN + 1);
    plan->boxes = width > INDENT && plan->boxes > 0 ? plan->boxes : 1;
}

static void
add_times(const char *text, unsigned times, struct topofix_buffer *ret_text)
{
    for (unsigned i = 0; i < times; i++) {
        topofix_buffer_add_text(ret_text, text);
    }
}

/* Adds the top or the bottom edge of a row of boxes. */
static void
add_edge(const struct plan *plan, unsigned boxes, bool is_top, struct topofix_buffer *text)
{
    const char *const *corners = plan->pen->corners + (is_top ? 0 : 2);

    add_times(" ", INDENT, text);
    for (unsigned i = 0; i < boxes; i++) {
        topofix_buffer_add_text(text, i > 0 ? " " : "");
        topofix_buffer_add_text(text, corners[0]);
        add_times(plan->pen->line, plan->inner + 2, text);
        topofix_buffer_add_text(text, corners[1]);
    }
    topofix_buffer_add_text(text, "\n");
}

static void
add_core(const struct plan *plan, unsigned first_id, struct topofix_buffer *text)
{
    for (unsigned thread = 0; thread < plan->threads; thread++) {
        enum topofix_mark mark = plan->marks[first_id + thread];

        topofix_paint(mark_colors[mark], plan->pen->marks[mark], plan->style, text);
    }
}

/* Adds one line of one socket, padded to the box's width. */
static void
add_line(const struct plan *plan, unsigned socket, unsigned line, struct topofix_buffer *text)
{
    unsigned begin = line * plan->cores_of_line;
    unsigned end =
        begin + plan->cores_of_line < plan->cores ? begin + plan->cores_of_line : plan->cores;
    unsigned columns = 0;

    topofix_buffer_add_format(text, "%s ", plan->pen->side);
    for (unsigned core = begin; core < end; core++) {
        unsigned gap = core == begin ? 0 : core % plan->cores_of_group == 0 ? 2 : 1;

        add_times(" ", gap, text);
        add_core(plan, (socket * plan->cores + core) * plan->threads, text);
        columns += gap + plan->threads;
    }
    add_times(" ", plan->inner > columns ? plan->inner - columns : 0, text);
    topofix_buffer_add_format(text, " %s", plan->pen->side);
}

void
topofix_picture_boxes(const struct topofix_topology *topology, const enum topofix_mark *marks,
                      const struct topofix_text_style *style, struct topofix_buffer *ret_text)
{
    struct plan plan = { .marks = marks,
                         .pen = style->has_utf8 ? &utf8_pen : &ascii_pen,
                         .style = style };

    make_plan(topology, &plan);
    for (unsigned first = 0; first < plan.sockets; first += plan.boxes) {
        unsigned boxes = plan.sockets - first < plan.boxes ? plan.sockets - first : plan.boxes;

        add_edge(&plan, boxes, true, ret_text);
        for (unsigned line = 0; line < plan.lines; line++) {
            add_times(" ", INDENT, ret_text);
            for (unsigned i = 0; i < boxes; i++) {
                topofix_buffer_add_text(ret_text, i > 0 ? " " : "");
                add_line(&plan, first + i, line, ret_text);
            }
            topofix_buffer_add_text(ret_text, "\n");
        }
        add_edge(&plan, boxes, false, ret_text);
    }
}

void
topofix_picture_legend(unsigned seen, const struct topofix_text_style *style,
                       struct topofix_buffer *ret_text)
{
    static const char *const texts[] = {
        [TOPOFIX_MARK_USED] = "used",
        [TOPOFIX_MARK_PERHAPS] = "perhaps used",
        [TOPOFIX_MARK_UNUSED] = "unused",
        [TOPOFIX_MARK_ABSENT] = "not plugged in",
    };
    const struct pen *pen = style->has_utf8 ? &utf8_pen : &ascii_pen;
    const char *gap = "  ";

    for (int mark = 0; mark < TOPOFIX_MARKS; mark++) {
        if ((seen >> mark & 1) != 0) {
            topofix_buffer_add_text(ret_text, gap);
            topofix_paint(mark_colors[mark], pen->marks[mark], style, ret_text);
            topofix_buffer_add_format(ret_text, " %s", texts[mark]);
            gap = ", ";
        }
    }
    topofix_buffer_add_text(ret_text, "\n");
}
