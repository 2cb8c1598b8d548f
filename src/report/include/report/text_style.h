/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * text_style: how the text for a person looks.
 */
#ifndef TOPOFIX_TEXT_STYLE_H
#define TOPOFIX_TEXT_STYLE_H

#include "judge/request.h"

struct topofix_text_style {
    enum topofix_run run;
    bool has_color;
    bool is_verbose;       /* sources, and domains that need nothing */
    bool tells_everything; /* domains were named: each gets its line */
    bool tells_uri;        /* several connections: say which */
    bool has_utf8;         /* what the locale can show */
    unsigned width;        /* columns of the terminal; 0: none, and lines are as long as they are */
};

#endif
