/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench_watch URI FILE ROUNDS: how long a watch that runs on URI takes to fix a domain.
 *
 * FILE is a domain that needs a fix; its name contains the digits 0000, which count the rounds, and
 * it has no UUID. Each round defines it and undefines it again. Two times are compared: from the
 * end of that define to the event of the next one, which is the watch's; and the define itself.
 */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench_ratio.h"

enum { ROUNDS_MAX = 9999, XML_MAX = 64 * 1024, PATIENCE_SECONDS = 30, REST_MS = 20 };

/* When the domain in hand was last defined, and how often. */
struct heard {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned defines;
    double at;
};

static void
die(const char *what)
{
    fprintf(stderr, "bench_watch: %s: %s\n", what, virGetLastErrorMessage());
    exit(EXIT_FAILURE);
}

static int
on_event(virConnectPtr connection, virDomainPtr domain, int event, int detail, void *opaque)
{
    struct heard *heard = opaque;

    (void)connection;
    (void)domain;
    (void)detail;
    if (event == VIR_DOMAIN_EVENT_DEFINED) {
        pthread_mutex_lock(&heard->mutex);
        heard->defines++;
        heard->at = bench_now();
        pthread_cond_signal(&heard->changed);
        pthread_mutex_unlock(&heard->mutex);
    }
    return 0;
}

static void *
run_loop(void *argument)
{
    (void)argument;
    while (virEventRunDefaultImpl() == 0) {
    }
    die("event loop");
    return NULL;
}

/* The event of the watch's define: the second of this round. */
static double
await_fix(struct heard *heard)
{
    struct timespec until;
    double at;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_SECONDS;
    pthread_mutex_lock(&heard->mutex);
    while (heard->defines < 2) {
        if (pthread_cond_timedwait(&heard->changed, &heard->mutex, &until) != 0) {
            die("no fix: does a watch run?");
        }
    }
    at = heard->at;
    heard->defines = 0;
    pthread_mutex_unlock(&heard->mutex);
    return at;
}

static void
rest(void)
{
    const struct timespec time = { .tv_nsec = REST_MS * 1000000L };

    nanosleep(&time, NULL);
}

static void
measure(virConnectPtr connection, struct heard *heard, const char *xml, double *ret_fix,
        double *ret_define)
{
    double begin = bench_now();
    virDomainPtr domain = virDomainDefineXMLFlags(connection, xml, 0);
    double end = bench_now();

    if (!domain) {
        die("define");
    }
    *ret_define = end - begin;
    *ret_fix = await_fix(heard) - end;
    rest(); /* the watch looks at its own define */
    virDomainUndefine(domain);
    virDomainFree(domain);
    rest();
}

/* XML with its 0000 replaced. */
static void
number(const char *xml, size_t round, char ret_xml[XML_MAX])
{
    char digits[8];
    char *place;

    snprintf(ret_xml, XML_MAX, "%s", xml);
    snprintf(digits, sizeof(digits), "%04u", (unsigned)round % 10000);
    place = strstr(ret_xml, "0000");
    if (!place) {
        die("no 0000 in the name");
    }
    memcpy(place, digits, 4);
}

static void
run(virConnectPtr connection, struct heard *heard, const char *xml, size_t rounds)
{
    double *fix = calloc(rounds, sizeof(*fix));
    double *define = calloc(rounds, sizeof(*define));
    char numbered[XML_MAX];

    if (!fix || !define) {
        die("no memory");
    }
    for (size_t i = 0; i < rounds; i++) {
        number(xml, i, numbered);
        measure(connection, heard, numbered, &fix[i], &define[i]);
    }
    bench_ratio_print(fix, define, rounds, "ms");
    free(fix);
    free(define);
}

static virConnectPtr
listen_to(const char *uri, struct heard *heard)
{
    virConnectPtr connection;
    pthread_t thread;

    virEventRegisterDefaultImpl();
    connection = virConnectOpen(uri);
    if (!connection ||
        virConnectDomainEventRegisterAny(
            connection, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
            (virConnectDomainEventGenericCallback)(void (*)(void))(on_event), heard, NULL) < 0 ||
        pthread_create(&thread, NULL, run_loop, NULL) != 0) {
        die(uri);
    }
    return connection;
}

int
main(int argc, char **argv)
{
    struct heard heard = { .mutex = PTHREAD_MUTEX_INITIALIZER,
                           .changed = PTHREAD_COND_INITIALIZER };
    long rounds = argc == 4 ? strtol(argv[3], NULL, 10) : 0;
    char xml[XML_MAX] = "";
    FILE *file;

    if (rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: bench_watch URI FILE ROUNDS\n");
        return 2;
    }
    file = fopen(argv[2], "r");
    if (!file || fread(xml, 1, sizeof(xml) - 1, file) == 0) {
        die(argv[2]);
    }
    fclose(file);
    run(listen_to(argv[1], &heard), &heard, xml, (size_t)rounds);
    return EXIT_SUCCESS; /* the loop goes with the process */
}
