/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/ustar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 512 };

/* Source: POSIX.1-2017, pax, "ustar Interchange Format". Numbers are octal text. */
struct header {
    char name[TOPOFIX_USTAR_NAME_MAX];
    char mode[8];
    char uid[8];
    char gid[8];
    char size[12];
    char mtime[12];
    char checksum[8];
    char type;
    char link[100];
    char magic[6];
    char version[2];
    char owner[32];
    char group[32];
    char major[8];
    char minor[8];
    char prefix[155];
    char rest[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "the fields fill a block");

static const char zeros[BLOCK];

static void
put_number(char *field, size_t length, size_t number)
{
    char text[24];

    (void)snprintf(text, sizeof(text), "%0*zo", (int)length - 1, number);
    assert(strlen(text) < length);
    memcpy(field, text, length);
}

/* The sum of all bytes, with blanks in its own place. */
static unsigned
sum_of(const struct header *header)
{
    const unsigned char *bytes = (const unsigned char *)header;
    unsigned sum = 0;

    for (size_t i = 0; i < BLOCK; i++) {
        sum += bytes[i];
    }
    return sum;
}

static void
add_header(struct topofix_buffer *archive, const char *name, char type, unsigned mode, size_t size)
{
    struct header header = { .type = type, .magic = "ustar", .version = { '0', '0' } };
    size_t name_length = strlen(name);

    assert(name_length > 0 && name_length <= TOPOFIX_USTAR_NAME_MAX);
    memcpy(header.name, name, name_length);
    put_number(header.mode, sizeof(header.mode), mode);
    put_number(header.uid, sizeof(header.uid), 0);
    put_number(header.gid, sizeof(header.gid), 0);
    put_number(header.size, sizeof(header.size), size);
    put_number(header.mtime, sizeof(header.mtime), 0);
    memcpy(header.owner, "root", sizeof("root"));
    memcpy(header.group, "root", sizeof("root"));
    put_number(header.major, sizeof(header.major), 0);
    put_number(header.minor, sizeof(header.minor), 0);
    memset(header.checksum, ' ', sizeof(header.checksum));
    put_number(header.checksum, sizeof(header.checksum) - 1, sum_of(&header));
    topofix_buffer_add(archive, (const char *)&header, sizeof(header));
}

void
topofix_ustar_add_folder(struct topofix_buffer *archive, const char *name)
{
    assert(name[0] != '\0' && name[strlen(name) - 1] == '/');
    add_header(archive, name, '5', 0755, 0);
}

void
topofix_ustar_add(struct topofix_buffer *archive, const char *name, const char *content,
                  size_t length)
{
    add_header(archive, name, '0', 0644, length);
    topofix_buffer_add(archive, content, length);
    topofix_buffer_add(archive, zeros, (BLOCK - length % BLOCK) % BLOCK);
}

void
topofix_ustar_finish(struct topofix_buffer *archive)
{
    topofix_buffer_add(archive, zeros, BLOCK);
    topofix_buffer_add(archive, zeros, BLOCK);
}
