/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct topofix_table {
    struct libscols_table *scols;
    size_t n_columns;
    size_t n_rows;
};

/* libsmartcols fails only where memory is missing, or where it is misused. */
static void
must(bool is_done)
{
    if (!is_done) {
        abort();
    }
}

struct topofix_table *
topofix_table_new(const struct topofix_table_column *columns, size_t n_columns,
                  const struct topofix_table_layout *layout)
{
    struct topofix_table *table = topofix_alloc(1, sizeof(*table));

    table->n_columns = n_columns;
    table->scols = scols_new_table();
    must(table->scols != NULL);
    scols_table_enable_colors(table->scols, layout->has_color);
    scols_table_enable_noheadings(table->scols, !layout->has_headings);
    if (layout->width > 0) {
        scols_table_set_termforce(table->scols, SCOLS_TERMFORCE_ALWAYS);
        scols_table_set_termwidth(table->scols, layout->width);
    } else {
        scols_table_set_termforce(table->scols, SCOLS_TERMFORCE_NEVER);
    }
    for (size_t i = 0; i < n_columns; i++) {
        int flags = (columns[i].is_right ? SCOLS_FL_RIGHT : 0) |
                    (columns[i].is_cut && layout->width > 0 ? SCOLS_FL_TRUNC : 0);

        /* before 2.41 a title that is not printed widens its column all the same */
        const char *title = layout->has_headings ? columns[i].title : "";

        must(scols_table_new_column(table->scols, title, 0, flags) != NULL);
    }
    return table;
}

void
topofix_table_add(struct topofix_table *table, const struct topofix_table_cell *cells)
{
    struct libscols_line *line = scols_table_new_line(table->scols, NULL);

    must(line != NULL);
    for (size_t i = 0; i < table->n_columns; i++) {
        must(scols_line_set_data(line, i, cells[i].text) == 0);
        if (cells[i].color) {
            must(scols_cell_set_color(scols_line_get_cell(line, i), cells[i].color) == 0);
        }
    }
    table->n_rows++;
}

/* Appends the lines without the blanks that fill the last column. */
static void
add_trimmed(const char *lines, struct topofix_buffer *text)
{
    while (*lines) {
        size_t length = strcspn(lines, "\n");
        size_t end = length;

        while (end > 0 && lines[end - 1] == ' ') {
            end--;
        }
        topofix_buffer_add(text, lines, end);
        topofix_buffer_add_text(text, "\n");
        lines += length + (lines[length] != '\0');
    }
}

void
topofix_table_format(struct topofix_table *table, struct topofix_buffer *ret_text)
{
    char *lines = NULL;

    if (table->n_rows == 0) {
        return;
    }
    must(scols_print_table_to_string(table->scols, &lines) == 0 && lines != NULL);
    add_trimmed(lines, ret_text);
    free(lines);
}

void
topofix_table_free(struct topofix_table *table)
{
    if (table) {
        scols_unref_table(table->scols);
        free(table);
    }
}
