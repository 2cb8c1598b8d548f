/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lane_list.h"

#include <stdlib.h>
#include <string.h>

static int
compare_uuids(const unsigned char *uuid, virDomainPtr domain)
{
    unsigned char other[VIR_UUID_BUFLEN] = { 0 };

    virDomainGetUUID(domain, other);
    return memcmp(uuid, other, sizeof(other));
}

static int
compare_domains(const void *a, const void *b)
{
    unsigned char uuid[VIR_UUID_BUFLEN] = { 0 };

    virDomainGetUUID(*(const virDomainPtr *)a, uuid);
    return compare_uuids(uuid, *(const virDomainPtr *)b);
}

static int
compare_with_key(const void *uuid, const void *domain)
{
    return compare_uuids(uuid, *(const virDomainPtr *)domain);
}

static void
make(struct topofix_lane_list *list, virConnectPtr connection)
{
    int count =
        virConnectListAllDomains(connection, &list->domains, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);

    list->is_made = true;
    list->count = count > 0 ? count : 0; /* on an error the caller looks up each */
    if (list->count > 0) {
        qsort(list->domains, (size_t)list->count, sizeof(virDomainPtr), compare_domains);
    }
}

virDomainPtr
topofix_lane_list_find(struct topofix_lane_list *list, virConnectPtr connection,
                       const unsigned char *uuid)
{
    virDomainPtr *found;

    if (!list->is_made) {
        make(list, connection);
    }
    if (list->count == 0) {
        return NULL;
    }
    found =
        bsearch(uuid, list->domains, (size_t)list->count, sizeof(virDomainPtr), compare_with_key);
    return found && virDomainRef(*found) == 0 ? *found : NULL;
}

void
topofix_lane_list_done(struct topofix_lane_list *list)
{
    for (int i = 0; i < list->count; i++) {
        virDomainFree(list->domains[i]);
    }
    free(list->domains);
    *list = (struct topofix_lane_list){ .is_made = false };
}
