/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "domain_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/*
 * The UUID stands beside the handle, because each of libvirt's functions first formats the UUID for
 * its log, even if it logs nothing: to sort by virDomainGetUUID() took a third of all instructions.
 */
struct topofix_listed_domain {
    unsigned char uuid[VIR_UUID_BUFLEN];
    virDomainPtr domain;
};

static int
compare_domains(const void *a, const void *b)
{
    const struct topofix_listed_domain *one = a;
    const struct topofix_listed_domain *other = b;

    return memcmp(one->uuid, other->uuid, sizeof(one->uuid));
}

static int
compare_with_key(const void *uuid, const void *b)
{
    const struct topofix_listed_domain *other = b;

    return memcmp(uuid, other->uuid, sizeof(other->uuid));
}

void
topofix_domain_list_make(struct topofix_domain_list *list, virConnectPtr connection, unsigned flags)
{
    virDomainPtr *found = NULL;
    int count;

    if (list->is_made) {
        return;
    }
    list->is_made = true;
    count = virConnectListAllDomains(connection, &found, flags);
    if (count <= 0) {
        free(found);
        return;
    }
    list->count = (size_t)count;
    list->domains = topofix_alloc(list->count, sizeof(*list->domains));
    for (size_t i = 0; i < list->count; i++) {
        list->domains[i].domain = found[i];
        virDomainGetUUID(found[i], list->domains[i].uuid);
    }
    free(found); /* the list owns the domains now */
    qsort(list->domains, list->count, sizeof(*list->domains), compare_domains);
}

virDomainPtr
topofix_domain_list_find(const struct topofix_domain_list *list, const unsigned char *uuid)
{
    const struct topofix_listed_domain *found =
        list->count == 0
            ? NULL
            : bsearch(uuid, list->domains, list->count, sizeof(*list->domains), compare_with_key);

    return found ? found->domain : NULL;
}

void
topofix_domain_list_done(struct topofix_domain_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        virDomainFree(list->domains[i].domain);
    }
    free(list->domains);
    *list = (struct topofix_domain_list){ .is_made = false };
}
