/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/file.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "hook/marker.h"

enum { VERSION_BYTES_MAX = 40 };

/* The bytes of a file, or a part of them. */
struct span {
    const char *bytes;
    size_t length;
};

/* Returns a part, or an empty one if it is not inside. */
static struct span
span_part(const struct span *span, uint64_t offset, uint64_t length)
{
    if (offset > span->length || length > span->length - offset) {
        return (struct span){ .bytes = "", .length = 0 };
    }
    return (struct span){ .bytes = span->bytes + offset, .length = length };
}

static uint64_t
padded(uint64_t length, uint64_t alignment)
{
    return (length + alignment - 1) / alignment * alignment;
}

/* Searches a segment for our note (elf(5)). *ret_version then borrows its content. */
static bool
find_note(const struct span *segment, uint64_t alignment, struct span *ret_version)
{
    uint64_t offset = 0;

    while (offset < segment->length) {
        struct span header = span_part(segment, offset, sizeof(ElfW(Nhdr)));
        struct span name;
        ElfW(Nhdr) note;

        if (header.length == 0) {
            return false;
        }
        memcpy(&note, header.bytes, sizeof(note));
        offset += sizeof(note);
        name = span_part(segment, offset, note.n_namesz);
        offset = padded(offset + note.n_namesz, alignment);
        if (note.n_type == TOPOFIX_HOOK_NOTE_TYPE &&
            name.length == sizeof(TOPOFIX_HOOK_NOTE_NAME) &&
            memcmp(name.bytes, TOPOFIX_HOOK_NOTE_NAME, name.length) == 0) {
            *ret_version = span_part(segment, offset, note.n_descsz);
            return true;
        }
        offset = padded(offset + note.n_descsz, alignment);
    }
    return false;
}

/* Accepts only this machine's class and byte order: a hook for another could not run here. */
static bool
find_version(const struct span *file, struct span *ret_version)
{
    struct span part = span_part(file, 0, sizeof(ElfW(Ehdr)));
    ElfW(Ehdr) header;

    if (part.length == 0 || memcmp(part.bytes, ELFMAG, SELFMAG) != 0) {
        return false;
    }
    memcpy(&header, part.bytes, sizeof(header));
    if (header.e_ident[EI_CLASS] != (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32) ||
        header.e_phentsize != sizeof(ElfW(Phdr))) {
        return false;
    }
    for (unsigned i = 0; i < header.e_phnum; i++) {
        ElfW(Phdr) segment;

        part = span_part(file, header.e_phoff + (uint64_t)i * sizeof(segment), sizeof(segment));
        if (part.length == 0) {
            return false;
        }
        memcpy(&segment, part.bytes, sizeof(segment));
        if (segment.p_type == PT_NOTE) {
            part = span_part(file, segment.p_offset, segment.p_filesz);
            if (find_note(&part, segment.p_align == 8 ? 8 : 4, ret_version)) {
                return true;
            }
        }
    }
    return false;
}

int
topofix_hook_file_look(const char *path, enum topofix_hook_file *ret_file, char **ret_version,
                       struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer content = { .bytes = NULL };
    struct span version;
    struct stat status;

    *ret_file = TOPOFIX_HOOK_MISSING;
    if (ret_version) {
        *ret_version = NULL;
    }
    if (lstat(path, &status) < 0) {
        return errno == ENOENT ? 0 : topofix_error_set_errno(err, errno, "%s", path);
    }
    *ret_file = TOPOFIX_HOOK_FOREIGN;
    if (!S_ISREG(status.st_mode) || status.st_size > (off_t)TOPOFIX_HOOK_FILE_BYTES_MAX) {
        return 0;
    }
    if (topofix_file_read(path, TOPOFIX_HOOK_FILE_BYTES_MAX, &content, err) < 0) {
        return -1;
    }
    if (find_version(&(struct span){ topofix_buffer_text(&content), content.length }, &version)) {
        *ret_file = TOPOFIX_HOOK_OURS;
        if (ret_version) {
            *ret_version = topofix_strndup(version.bytes,
                                           strnlen(version.bytes, version.length < VERSION_BYTES_MAX
                                                                      ? version.length
                                                                      : VERSION_BYTES_MAX));
        }
    }
    return 0;
}
