/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "same_daemon.h"

#include <string.h>

#include "forms/capabilities_read.h"

/* Length of "qemu" in "qemu+ssh://host/system". */
static size_t
driver_length(const char *uri)
{
    return strcspn(uri, "+:");
}

/* A session belongs to a user and a test driver to a process, so neither is unique on a host. */
static bool
is_system(const char *uri)
{
    static const char path[] = "/system";
    const char *authority = strstr(uri, "://");
    const char *found;

    if (!authority) {
        return false;
    }
    found = authority + strlen("://");
    found += strcspn(found, "/?#");
    return strncmp(found, path, strlen(path)) == 0 && strchr("?#", found[strlen(path)]) != NULL;
}

bool
topofix_same_daemon(const char *uri_a, const struct topofix_doc *capabilities_a, const char *uri_b,
                    const struct topofix_doc *capabilities_b)
{
    const char *host_a = topofix_capabilities_host_uuid(capabilities_a);
    const char *host_b = topofix_capabilities_host_uuid(capabilities_b);

    return host_a && host_b && strcmp(host_a, host_b) == 0 &&
           driver_length(uri_a) == driver_length(uri_b) &&
           strncmp(uri_a, uri_b, driver_length(uri_a)) == 0 && is_system(uri_a) && is_system(uri_b);
}
