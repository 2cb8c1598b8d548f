/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * topofix: all headers of libtopofix, which gives a guest a CPU topology with which it sees every
 * vCPU.
 */
#ifndef TOPOFIX_TOPOFIX_H
#define TOPOFIX_TOPOFIX_H

#include "topofix/ctx.h"
#include "topofix/outcome.h"
#include "topofix/question.h"
#include "topofix/ranking.h"

#endif
