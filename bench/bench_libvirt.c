/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_libvirt: what the same calls cost a program that does nothing else.
 *
 *     bench_libvirt URI get [THREADS]       reads every definition
 *     bench_libvirt URI define [THREADS]    reads every definition and defines it again, as it is
 *     bench_libvirt URI load FILE...        defines the files: the state before a measurement
 *
 * Each thread has a connection and a list of its own, and takes every THREADS-th domain of it, so
 * that nothing is looked up and no thread waits for another.
 */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS_MAX = 64, XML_MAX = 64 * 1024 };

struct share {
    pthread_t thread;
    const char *uri;
    bool defines;
    int first;
    int step;
};

static void
die(const char *what)
{
    fprintf(stderr, "bench_libvirt: %s: %s\n", what, virGetLastErrorMessage());
    exit(EXIT_FAILURE);
}

static void
visit(virConnectPtr connection, virDomainPtr domain, bool defines)
{
    unsigned flags = VIR_DOMAIN_XML_INACTIVE | (defines ? VIR_DOMAIN_XML_SECURE : 0);
    char *xml = virDomainGetXMLDesc(domain, flags);

    if (!xml) {
        die("get");
    }
    if (defines) {
        virDomainPtr defined = virDomainDefineXMLFlags(connection, xml, 0);

        if (!defined) {
            die("define");
        }
        virDomainFree(defined);
    }
    free(xml);
}

static void *
share_run(void *argument)
{
    const struct share *share = argument;
    virConnectPtr connection =
        share->defines ? virConnectOpen(share->uri) : virConnectOpenReadOnly(share->uri);
    virDomainPtr *domains = NULL;
    int count;

    if (!connection) {
        die(share->uri);
    }
    count = virConnectListAllDomains(connection, &domains, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);
    if (count < 0) {
        die("list");
    }
    for (int i = 0; i < count; i++) {
        if (i % share->step == share->first) {
            visit(connection, domains[i], share->defines);
        }
        virDomainFree(domains[i]);
    }
    free(domains);
    virConnectClose(connection);
    return NULL;
}

static void
run(const char *uri, bool defines, int threads)
{
    struct share shares[THREADS_MAX] = { { .uri = uri, .defines = defines, .step = threads } };

    for (int i = 1; i < threads; i++) {
        shares[i] = shares[0];
        shares[i].first = i;
        if (pthread_create(&shares[i].thread, NULL, share_run, &shares[i]) != 0) {
            die("no thread");
        }
    }
    share_run(&shares[0]);
    for (int i = 1; i < threads; i++) {
        pthread_join(shares[i].thread, NULL);
    }
}

static void
load(const char *uri, char **files, int count)
{
    virConnectPtr connection = virConnectOpen(uri);

    if (!connection) {
        die(uri);
    }
    for (int i = 0; i < count; i++) {
        char xml[XML_MAX] = "";
        FILE *file = fopen(files[i], "r");
        virDomainPtr domain;

        if (!file || fread(xml, 1, sizeof(xml) - 1, file) == 0) {
            die(files[i]);
        }
        fclose(file);
        domain = virDomainDefineXMLFlags(connection, xml, 0);
        if (!domain) {
            die(files[i]);
        }
        virDomainFree(domain);
    }
    virConnectClose(connection);
}

int
main(int argc, char **argv)
{
    const char *work = argc > 2 ? argv[2] : "";
    bool defines = strcmp(work, "define") == 0;
    long threads = argc == 4 ? strtol(argv[3], NULL, 10) : 1;

    if (strcmp(work, "load") == 0) {
        load(argv[1], argv + 3, argc - 3);
    } else if ((defines || strcmp(work, "get") == 0) && argc <= 4 && threads >= 1 &&
               threads <= THREADS_MAX) {
        run(argv[1], defines, (int)threads);
    } else {
        fprintf(stderr, "usage: bench_libvirt URI get|define [THREADS]\n"
                        "       bench_libvirt URI load FILE...\n");
        return 2;
    }
    return EXIT_SUCCESS;
}
