/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs a shell command just before a chosen call into libvirt, so that tests can put an event
 * exactly "in the middle". Loaded with LD_PRELOAD.
 *
 * TOPOFIX_INTERPOSE holds one entry a line: FUNCTION:N:COMMAND. The command runs before call
 * number N (from 1; "*" for every call) of virDomainGetXMLDesc, virDomainDefineXMLFlags,
 * virDomainDefineXML or virDomainHasManagedSaveImage. Calls are counted over all threads. The
 * command does not inherit LD_PRELOAD.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The handles stay opaque, so this needs no libvirt header. */
typedef char *(*get_xml_desc)(void *domain, unsigned int flags);
typedef void *(*define_xml_flags)(void *conn, const char *xml, unsigned int flags);
typedef void *(*define_xml)(void *conn, const char *xml);
typedef int (*has_managed_save_image)(void *domain, unsigned int flags);

static char *specs;

/* Commands start from this process, so removing the variables here removes them for all. */
__attribute__((constructor)) static void
interpose_init(void)
{
    const char *value = getenv("TOPOFIX_INTERPOSE");

    specs = value ? strdup(value) : NULL;
    unsetenv("TOPOFIX_INTERPOSE");
    unsetenv("LD_PRELOAD");
}

static void *
next_symbol(const char *name)
{
    void *symbol = dlsym(RTLD_NEXT, name);

    if (!symbol) {
        fprintf(stderr, "interpose: no %s to call\n", name);
        abort();
    }
    return symbol;
}

/* Returns the command of an entry ("FUNCTION:N:COMMAND" and more lines) if it is for that call. */
static const char *
entry_command(const char *entry, const char *function, unsigned int call)
{
    size_t len = strlen(function);
    char *end = NULL;

    if (strncmp(entry, function, len) != 0 || entry[len] != ':')
        return NULL;
    entry += len + 1;
    if (strncmp(entry, "*:", 2) == 0)
        return entry + 2;
    if (strtoul(entry, &end, 10) == call && *end == ':')
        return end + 1;
    return NULL;
}

static void
run_entries(const char *function, unsigned int call)
{
    const char *entry = specs;

    while (entry && *entry) {
        size_t len = strcspn(entry, "\n");
        const char *command = entry_command(entry, function, call);

        if (command) {
            char *line = strndup(command, len - (size_t)(command - entry));

            if (!line || system(line) != 0)
                fprintf(stderr, "interpose: command failed: %s\n", line ? line : "");
            free(line);
        }
        entry += len;
        if (*entry)
            entry++;
    }
}

char *
virDomainGetXMLDesc(void *domain, unsigned int flags);
char *
virDomainGetXMLDesc(void *domain, unsigned int flags)
{
    static atomic_uint calls;

    run_entries(__func__, atomic_fetch_add(&calls, 1) + 1);
    return ((get_xml_desc)next_symbol(__func__))(domain, flags);
}

void *
virDomainDefineXMLFlags(void *conn, const char *xml, unsigned int flags);
void *
virDomainDefineXMLFlags(void *conn, const char *xml, unsigned int flags)
{
    static atomic_uint calls;

    run_entries(__func__, atomic_fetch_add(&calls, 1) + 1);
    return ((define_xml_flags)next_symbol(__func__))(conn, xml, flags);
}

void *
virDomainDefineXML(void *conn, const char *xml);
void *
virDomainDefineXML(void *conn, const char *xml)
{
    static atomic_uint calls;

    run_entries(__func__, atomic_fetch_add(&calls, 1) + 1);
    return ((define_xml)next_symbol(__func__))(conn, xml);
}

int
virDomainHasManagedSaveImage(void *domain, unsigned int flags);
int
virDomainHasManagedSaveImage(void *domain, unsigned int flags)
{
    static atomic_uint calls;

    run_entries(__func__, atomic_fetch_add(&calls, 1) + 1);
    return ((has_managed_save_image)next_symbol(__func__))(domain, flags);
}
