/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sentence: words an assessment. --check, the hook's log and the other reports in text use it.
 */
#ifndef TOPOFIX_SENTENCE_H
#define TOPOFIX_SENTENCE_H

#include <stdbool.h>

#include "judge/assessment.h"
#include "report/remarks.h"
#include "report/text_style.h"

/* Appends "loses: Windows 7 uses ...; a fix: 4x1x1 -> 1x4x1", without a name or a full stop. */
void
topofix_sentence_verdict(const struct topofix_assessment *assessment, enum topofix_pending pending,
                         const struct topofix_text_style *style, struct topofix_buffer *ret_text);

/* Appends "4x1x1 -> 1x4x1". */
void
topofix_sentence_change(const struct topofix_assessment *assessment,
                        const struct topofix_topology *wanted, struct topofix_buffer *text);

/* Appends "its metadata says os=win7, max-sockets=2", or that it says nothing. */
void
topofix_sentence_said(const struct topofix_assessment *assessment, struct topofix_buffer *text);

/* Appends "4 -> 2 of 8 vCPUs, " if the vCPUs change, that their pins do, or nothing. */
void
topofix_sentence_resize(const struct topofix_assessment *assessment, struct topofix_buffer *text);

/* Appends "1-2 of 4 vCPUs are used", or nothing if that is not known. */
void
topofix_sentence_usable(const struct topofix_assessment *assessment, struct topofix_buffer *text);

/*
 * Appends ", pending restart: running with 8x1x1, 1-2 of 8 used". If nothing is pending, appends
 * nothing and returns false.
 */
bool
topofix_sentence_pending(const struct topofix_running *running, enum topofix_pending pending,
                         struct topofix_buffer *text);

/* Appends "; TEXT" per remark, with its source if the style is verbose. */
void
topofix_sentence_remarks(const struct topofix_remarks *remarks,
                         const struct topofix_text_style *style, struct topofix_buffer *text);

#endif
