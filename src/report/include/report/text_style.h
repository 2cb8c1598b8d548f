/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * text_style: what text output looks like.
 */
#ifndef TOPOFIX_TEXT_STYLE_H
#define TOPOFIX_TEXT_STYLE_H

#include "judge/request.h"

struct topofix_text_style {
    enum topofix_run run;
    bool has_color;
    bool is_verbose;       /* adds sources, and domains that need no change */
    bool tells_everything; /* domains were named, so each gets a line */
    bool tells_uri;        /* there are several connections, so each line names its own */
    bool has_utf8;         /* the locale's encoding is UTF-8 */
    unsigned width;        /* columns of the terminal; 0: none, lines are not broken */
};

#endif
