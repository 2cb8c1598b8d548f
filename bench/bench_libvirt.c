/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_libvirt URI: the minimal cost of reading every domain: one connection, one list, one
 * virDomainGetXMLDesc per domain, and no processing of the text.
 */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
fail(const char *what)
{
    fprintf(stderr, "bench_libvirt: %s: %s\n", what, virGetLastErrorMessage());
    return EXIT_FAILURE;
}

static size_t
read_all(virDomainPtr *domains, int count)
{
    size_t bytes = 0;

    for (int i = 0; i < count; i++) {
        char *xml = virDomainGetXMLDesc(domains[i], VIR_DOMAIN_XML_INACTIVE);

        bytes += xml ? strlen(xml) : 0;
        free(xml);
        virDomainFree(domains[i]);
    }
    return bytes;
}

int
main(int argc, char **argv)
{
    virDomainPtr *domains = NULL;
    virConnectPtr connection;
    int count;

    if (argc != 2) {
        fprintf(stderr, "usage: bench_libvirt URI\n");
        return 2;
    }
    connection = virConnectOpenReadOnly(argv[1]);
    if (!connection) {
        return fail(argv[1]);
    }
    count = virConnectListAllDomains(connection, &domains, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);
    if (count < 0) {
        virConnectClose(connection);
        return fail("list");
    }
    printf("%d domains, %zu bytes\n", count, read_all(domains, count));
    free(domains);
    virConnectClose(connection);
    return EXIT_SUCCESS;
}
