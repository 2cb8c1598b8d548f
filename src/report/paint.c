/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paint.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"

static const char *const verdict_colors[] = {
    [TOPOFIX_VERDICT_LEGAL] = TOPOFIX_COLOR_GREEN,
    [TOPOFIX_VERDICT_LOSES] = TOPOFIX_COLOR_RED,
    [TOPOFIX_VERDICT_MAY_LOSE] = TOPOFIX_COLOR_YELLOW,
    [TOPOFIX_VERDICT_INVALID] = TOPOFIX_COLOR_RED,
    [TOPOFIX_VERDICT_UNKNOWN_GUEST] = TOPOFIX_COLOR_CYAN,
    [TOPOFIX_VERDICT_UNFIXABLE] = TOPOFIX_COLOR_YELLOW,
};
_Static_assert(COUNT_OF(verdict_colors) == TOPOFIX_VERDICTS, "a color per verdict");

const char *
topofix_verdict_color(enum topofix_verdict verdict)
{
    return verdict_colors[verdict];
}

void
topofix_paint(const char *color, const char *content, const struct topofix_text_style *style,
              struct topofix_buffer *ret_text)
{
    if (style->has_color) {
        topofix_buffer_add_format(ret_text, "%s%s%s", color, content, TOPOFIX_COLOR_OFF);
    } else {
        topofix_buffer_add_text(ret_text, content);
    }
}

void
topofix_paint_foreign(const char *color, const char *foreign,
                      const struct topofix_text_style *style, struct topofix_buffer *ret_text)
{
    TOPOFIX_AUTO_FREE char *clean = topofix_strdup(foreign);

    topofix_text_clean(clean);
    topofix_paint(color, clean, style, ret_text);
}
