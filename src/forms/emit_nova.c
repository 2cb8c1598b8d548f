/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* OpenStack Nova: properties of an image, set with the OpenStack client. */
#include "emit_forms.h"
#include "forms/nova_image.h"

int
topofix_emit_nova(const struct topofix_emit_guest *guest, struct topofix_buffer *ret_text,
                  struct topofix_error *err)
{
    const struct topofix_nova_values values = topofix_nova_image_for(&guest->topology);

    (void)err;
    topofix_nova_image_command(&values, ret_text);
    topofix_buffer_add_text(ret_text, "\n");
    return 0;
}
