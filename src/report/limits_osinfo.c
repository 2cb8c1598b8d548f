/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/limits_osinfo.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/ustar.h"
#include "html.h"
#include "knowledge/limits_words.h"

/* The schema wants a vendor, which an extension then overrides: these are osinfo-db's own. The
 * first row that fits holds. */
static const struct {
    const char *prefix; /* of an id, behind the scheme */
    const char *vendor;
} vendors[] = {
    { .prefix = "microsoft.com/msdos/", .vendor = "Microsoft" },
    { .prefix = "microsoft.com/", .vendor = "Microsoft Corporation" },
    { .prefix = "openbsd.org/", .vendor = "OpenBSD Project" },
    { .prefix = "freebsd.org/", .vendor = "FreeBSD Project" },
    { .prefix = "netbsd.org/", .vendor = "NetBSD Project" },
    { .prefix = "dragonflybsd.org/", .vendor = "DragonFlyBSD Project" },
    { .prefix = "haiku-os.org/", .vendor = "Haiku, Inc." },
    { .prefix = "sun.com/", .vendor = "Sun" },
    { .prefix = "oracle.com/solaris/", .vendor = "Oracle" },
    { .prefix = "oracle.com/", .vendor = "Oracle America" },
    { .prefix = "novell.com/", .vendor = "Novell" },
    { .prefix = "freedos.org/", .vendor = "FreeDOS" },
    { .prefix = "redhat.com/", .vendor = "Red Hat, Inc" },
    { .prefix = "centos.org/", .vendor = "CentOS" },
    { .prefix = "scientificlinux.org/", .vendor = "Scientific Linux" },
    { .prefix = "debian.org/", .vendor = "Debian Project" },
    { .prefix = "guix.gnu.org/guix-system/", .vendor = "GNU Guix" },
    { .prefix = "guix.gnu.org/", .vendor = "Guix Contributors" },
};

/* osinfo-db-import takes the first folder away, whatever it is called. */
#define ROOT "virt-topofix/os/"

struct overlay {
    struct topofix_buffer *archive;
    size_t count;
    char host[TOPOFIX_USTAR_NAME_MAX + 1]; /* the folder that was put last */
};

static unsigned
lesser(unsigned a, unsigned b)
{
    return a == 0 || (b > 0 && b < a) ? b : a;
}

/* What libosinfo calls a maximum is what may be given: what is used, and supported. 0: no limit. */
static unsigned
maximum_of_edition(const struct topofix_edition *edition, enum topofix_bits bits)
{
    return lesser(topofix_number_most(topofix_edition_processors(edition, bits)),
                  topofix_number_most(topofix_edition_supported(edition, bits)));
}

/* The most over the editions that a guest of this build may be; 0 where one has no limit. */
static unsigned
maximum_of(const struct topofix_os *os, enum topofix_bits bits)
{
    unsigned most = 0;

    for (size_t i = 0; i < os->n_editions; i++) {
        const struct topofix_edition *edition = &os->editions[i];
        bool is_of_build = edition->bits == TOPOFIX_BITS_ANY || edition->bits == bits;
        unsigned one = maximum_of_edition(edition, bits);

        if (!is_of_build || !topofix_edition_may_be(edition, NULL, bits)) {
            continue;
        }
        if (one == 0) {
            return 0;
        }
        most = one > most ? one : most;
    }
    return most;
}

/* What stands behind "http://" or "https://"; "" where there is neither. */
static const char *
behind_scheme(const char *id)
{
    const char *start = strstr(id, "://");

    return start ? start + strlen("://") : "";
}

/* Whether it had better be in a path: a site's files may call their systems what they like. */
static bool
is_plain(const char *rest)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_.+/";
    size_t length = strlen(rest);

    return length > 0 && strspn(rest, letters) == length && *rest != '.' && *rest != '/' &&
           rest[length - 1] != '/' && !strstr(rest, "/.") && !strstr(rest, "//");
}

/*
 * Where libosinfo looks for what extends an entity: "os/microsoft.com/win-7.d/FILE" for
 * http://microsoft.com/win/7 (osinfo_loader.c). NULL where the id has fewer than three parts, or is
 * not plain, or too long for the archive.
 */
static char *
path_of(const char *id)
{
    const char *rest = behind_scheme(id);
    const char *slash = strchr(rest, '/');
    TOPOFIX_AUTO_FREE char *name = NULL;
    char *path;

    if (!slash || !strchr(slash + 1, '/') || !is_plain(rest)) {
        return NULL;
    }
    name = topofix_strdup(slash + 1);
    for (char *at = strchr(name, '/'); at; at = strchr(at, '/')) {
        *at = '-';
    }
    path = topofix_sprintf(ROOT "%.*s/%s.d/virt-topofix.xml", (int)(slash - rest), rest, name);
    if (strlen(path) > TOPOFIX_USTAR_NAME_MAX) {
        free(path);
        return NULL;
    }
    return path;
}

/* osinfo-db-import makes no folder that the archive does not have. */
static void
add_folders(struct overlay *overlay, const char *path)
{
    const char *host_end = strchr(path + strlen(ROOT), '/') + 1;
    TOPOFIX_AUTO_FREE char *host = topofix_strndup(path, (size_t)(host_end - path));
    TOPOFIX_AUTO_FREE char *folder = topofix_strndup(path, (size_t)(strrchr(path, '/') + 1 - path));

    if (overlay->count == 0) {
        topofix_ustar_add_folder(overlay->archive, ROOT);
    }
    if (strcmp(host, overlay->host) != 0) {
        memcpy(overlay->host, host, strlen(host) + 1);
        topofix_ustar_add_folder(overlay->archive, host);
    }
    topofix_ustar_add_folder(overlay->archive, folder);
}

static void
add_element(const char *name, const char *value, struct topofix_buffer *text)
{
    topofix_buffer_add_format(text, "    <%s>", name);
    topofix_html_text(value, text);
    topofix_buffer_add_format(text, "</%s>\n", name);
}

static void
add_vendor(const char *id, struct topofix_buffer *text)
{
    const char *rest = behind_scheme(id);
    TOPOFIX_AUTO_FREE char *host = topofix_strndup(rest, strcspn(rest, "/"));
    const char *vendor = host;

    for (size_t i = 0; i < COUNT_OF(vendors); i++) {
        if (strncmp(rest, vendors[i].prefix, strlen(vendors[i].prefix)) == 0) {
            vendor = vendors[i].vendor;
            break;
        }
    }
    add_element("vendor", vendor, text);
}

static void
add_maximum(const char *arch, unsigned count, struct topofix_buffer *text)
{
    if (count > 0) {
        topofix_buffer_add_format(text,
                                  "    <resources arch=\"%s\">\n      <maximum>\n"
                                  "        <n-cpus>%u</n-cpus>\n      </maximum>\n"
                                  "    </resources>\n",
                                  arch, count);
    }
}

static void
add_os(const struct topofix_os *os, void *context)
{
    struct overlay *overlay = context;
    unsigned on_32 = maximum_of(os, TOPOFIX_BITS_32);
    unsigned on_64 = maximum_of(os, TOPOFIX_BITS_64);
    TOPOFIX_AUTO_FREE char *path = on_32 > 0 || on_64 > 0 ? path_of(os->id) : NULL;
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };

    if (!path) {
        return;
    }
    topofix_buffer_add_text(&text, "<libosinfo version=\"0.0.1\">\n  <os id=\"");
    topofix_html_text(os->id, &text);
    topofix_buffer_add_text(&text, "\">\n");
    add_element("short-id", os->short_id, &text);
    add_element("name", os->name, &text);
    add_vendor(os->id, &text);
    add_maximum("i686", on_32, &text);
    add_maximum("x86_64", on_64, &text);
    topofix_buffer_add_text(&text, "  </os>\n</libosinfo>\n");
    add_folders(overlay, path);
    topofix_ustar_add(overlay->archive, path, topofix_buffer_text(&text), text.length);
    overlay->count++;
}

size_t
topofix_limits_add_osinfo(const struct topofix_limits *limits, const struct topofix_os *os,
                          struct topofix_buffer *ret_archive)
{
    struct overlay overlay = { .archive = ret_archive };

    topofix_limits_each(limits, os, add_os, &overlay);
    topofix_ustar_finish(ret_archive);
    return overlay.count;
}
