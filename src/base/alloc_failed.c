/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "base/alloc.h"

void
topofix_alloc_failed(void)
{
    abort();
}
