/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Announces which domain a program reads, so that a rival can write it at that moment. The program
 * reads the next one when the rival is done with those before it: else a fast program would be far
 * ahead of its rival. Loaded with LD_PRELOAD. The file TOPOFIX_ANNOUNCE holds a struct announcement
 * (rival.c).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "announce.h"

static struct announcement *announcement;

__attribute__((constructor)) static void
announce_init(void)
{
    const char *path = getenv("TOPOFIX_ANNOUNCE");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

    unsetenv("LD_PRELOAD");
    announcement = mmap(NULL, sizeof(*announcement), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file < 0 || announcement == MAP_FAILED) {
        abort();
    }
    close(file);
}

__attribute__((destructor)) static void
announce_end(void)
{
    atomic_store(&announcement->is_over, 1);
}

char *
virDomainGetXMLDesc(void *domain, unsigned flags);
char *
virDomainGetXMLDesc(void *domain, unsigned flags)
{
    char *(*next)(void *, unsigned) = dlsym(RTLD_NEXT, "virDomainGetXMLDesc");
    const char *(*name_of)(void *) = dlsym(RTLD_NEXT, "virDomainGetName");
    const char *name = name_of(domain);
    const char *number = strrchr(name, '-');

    if (number) {
        unsigned reads = (unsigned)strtoul(number + 1, NULL, 10);

        if (reads > atomic_load(&announcement->domain)) {
            while (atomic_load(&announcement->written) + 1 < reads) {
                usleep(20);
            }
            atomic_store(&announcement->domain, reads);
        }
    }
    return next(domain, flags);
}
