/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes domains at the moment at which another program does, and tells which of its writes were
 * lost.
 *
 *     rival URI FILE SEED MICROSECONDS COUNT    the domains race-001 to race-COUNT, in that order
 *     rival --naive URI COUNT                   gives them a topology by get, edit and define
 *
 * FILE is that of announce.c, which the other program was started with. A random time of at most
 * MICROSECONDS after that has read a domain for the first time, the rival writes it, in a random
 * way. When the other program has ended, it prints a line for each write that libvirt accepted:
 * NAME KIND kept|lost.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "announce.h"

enum kind { EDIT, TITLE, VCPUS, RENAME, UNDEFINE, KINDS };

static const char *const kind_names[] = {
    [EDIT] = "edit",     [TITLE] = "title",       [VCPUS] = "setvcpus",
    [RENAME] = "rename", [UNDEFINE] = "undefine",
};

struct target {
    virDomainPtr domain;
    enum kind kind;
    bool is_written;
    char uuid[VIR_UUID_STRING_BUFLEN];
    char name[32];
    char token[32];
};

static void
quiet(void *user, virErrorPtr error)
{
    (void)user;
    (void)error;
}

static _Noreturn void
fail(const char *what)
{
    fprintf(stderr, "rival: %s: %s\n", what, virGetLastErrorMessage());
    exit(1);
}

/* The text with piece inserted before the first place, to be freed. */
static char *
inserted(const char *text, const char *place, const char *piece)
{
    const char *at = strstr(text, place);
    char *result = NULL;

    if (!at || asprintf(&result, "%.*s%s%s", (int)(at - text), text, piece, at) < 0) {
        fail("no place to insert");
    }
    return result;
}

/* As virt-xml does: get, edit, define, and some time between. */
static bool
get_edit_define(virDomainPtr domain, const char *place, const char *piece, unsigned pause)
{
    char *xml = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE);
    char *edited;
    virDomainPtr defined;

    if (!xml) {
        return false;
    }
    edited = inserted(xml, place, piece);
    usleep(pause);
    defined = virDomainDefineXML(virDomainGetConnect(domain), edited);
    free(xml);
    free(edited);
    if (defined) {
        virDomainFree(defined);
    }
    return defined;
}

static bool
write_target(struct target *target, unsigned pause)
{
    char piece[64];

    switch (target->kind) {
    case EDIT:
        snprintf(piece, sizeof(piece), "<title>%s</title>", target->token);
        return get_edit_define(target->domain, "<memory", piece, pause);
    case TITLE:
        return virDomainSetMetadata(target->domain, VIR_DOMAIN_METADATA_TITLE, target->token, NULL,
                                    NULL, VIR_DOMAIN_AFFECT_CONFIG) == 0;
    case VCPUS:
        return virDomainSetVcpusFlags(target->domain, 2, VIR_DOMAIN_AFFECT_CONFIG) == 0;
    case RENAME:
        return virDomainRename(target->domain, target->token, 0) == 0;
    default:
        return virDomainUndefine(target->domain) == 0;
    }
}

static bool
is_kept(virConnectPtr connection, const struct target *target)
{
    virDomainPtr now = virDomainLookupByUUIDString(connection, target->uuid);
    char *title = NULL;
    bool result;

    if (!now || target->kind == UNDEFINE) {
        return !now && target->kind == UNDEFINE;
    }
    if (target->kind == RENAME) {
        result = strcmp(virDomainGetName(now), target->token) == 0;
    } else if (target->kind == VCPUS) {
        result = virDomainGetVcpusFlags(now, VIR_DOMAIN_AFFECT_CONFIG) == 2;
    } else {
        title =
            virDomainGetMetadata(now, VIR_DOMAIN_METADATA_TITLE, NULL, VIR_DOMAIN_AFFECT_CONFIG);
        result = title && strcmp(title, target->token) == 0;
    }
    free(title);
    virDomainFree(now);
    return result;
}

static void
find(virConnectPtr connection, unsigned number, struct target *target)
{
    snprintf(target->name, sizeof(target->name), "race-%03u", number);
    snprintf(target->token, sizeof(target->token), "theirs-%u", number);
    target->domain = virDomainLookupByName(connection, target->name);
    if (!target->domain || virDomainGetUUIDString(target->domain, target->uuid) < 0) {
        fail(target->name);
    }
}

static struct announcement *
map(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct announcement *announcement;

    if (file < 0 || ftruncate(file, sizeof(*announcement)) < 0) {
        fail(path);
    }
    announcement = mmap(NULL, sizeof(*announcement), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (announcement == MAP_FAILED) {
        fail(path);
    }
    return announcement;
}

static void
race(virConnectPtr connection, const char *path, unsigned microseconds, unsigned count)
{
    struct target *targets = calloc(count, sizeof(*targets));
    struct announcement *announcement = map(path);

    for (unsigned i = 0; i < count; i++) {
        find(connection, i + 1, &targets[i]);
        targets[i].kind = (enum kind)(random() % KINDS);
    }
    puts("ready");
    fflush(stdout);
    for (unsigned i = 0; i < count; i++) {
        while (atomic_load(&announcement->domain) < i + 1 && !atomic_load(&announcement->is_over)) {
            usleep(20);
        }
        usleep((unsigned)(random() % microseconds));
        targets[i].is_written = write_target(&targets[i], (unsigned)(random() % microseconds) / 4);
        atomic_store(&announcement->written, i + 1);
    }
    while (!atomic_load(&announcement->is_over)) {
        usleep(1000);
    }
    for (unsigned i = 0; i < count; i++) {
        if (targets[i].is_written) {
            printf("%s %s %s\n", targets[i].name, kind_names[targets[i].kind],
                   is_kept(connection, &targets[i]) ? "kept" : "lost");
        }
        virDomainFree(targets[i].domain);
    }
    free(targets);
}

static void
be_naive(virConnectPtr connection, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char name[32];
        virDomainPtr domain;

        snprintf(name, sizeof(name), "race-%03u", i + 1);
        domain = virDomainLookupByName(connection, name);
        if (domain) {
            (void)get_edit_define(domain, "<clock",
                                  "<cpu><topology sockets='1' cores='4' threads='1'/></cpu>", 0);
            virDomainFree(domain);
        }
    }
}

int
main(int argc, char **argv)
{
    bool is_naive = argc == 4 && strcmp(argv[1], "--naive") == 0;
    virConnectPtr connection;

    if (!is_naive && argc != 6) {
        fprintf(stderr, "usage: rival URI FILE SEED MICROSECONDS COUNT | --naive URI COUNT\n");
        return 2;
    }
    virSetErrorFunc(NULL, quiet);
    connection = virConnectOpen(argv[is_naive ? 2 : 1]);
    if (!connection) {
        fail("no connection");
    }
    if (is_naive) {
        be_naive(connection, (unsigned)strtoul(argv[3], NULL, 10));
    } else {
        srandom((unsigned)strtoul(argv[3], NULL, 10));
        race(connection, argv[2], (unsigned)strtoul(argv[4], NULL, 10),
             (unsigned)strtoul(argv[5], NULL, 10));
    }
    virConnectClose(connection);
    return 0;
}
