/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Fails one call into libvirt, so that tests can see what comes of it. Loaded with LD_PRELOAD.
 *
 * TOPOFIX_FAIL_CALL=N: call number N (from 1, over all functions below and all threads) fails as
 * libvirt's own calls do: the function is called with nothing to work on, so that libvirt sets its
 * error. With TOPOFIX_FAIL_AFTER=1 the call is carried out first, as if only its answer was lost.
 * The function's name is written to the file TOPOFIX_FAIL_LOG, which stays away if there was no
 * such call.
 *
 * TOPOFIX_FAIL_COMMAND=COMMAND: nothing fails by itself; the shell command is run before that call.
 * TOPOFIX_FAIL_FUNCTION=NAME: the calls of this function alone are counted.
 * TOPOFIX_FAIL_TRACE=FILE: the number and the function of each call are added to the file.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long chosen;
static bool is_after;
static const char *log_path;
static const char *trace_path;
static const char *only;
static const char *command;

__attribute__((constructor)) static void
fail_init(void)
{
    const char *number = getenv("TOPOFIX_FAIL_CALL");

    chosen = number ? strtoul(number, NULL, 10) : 0;
    is_after = getenv("TOPOFIX_FAIL_AFTER") != NULL;
    log_path = getenv("TOPOFIX_FAIL_LOG");
    only = getenv("TOPOFIX_FAIL_FUNCTION");
    trace_path = getenv("TOPOFIX_FAIL_TRACE");
    command = getenv("TOPOFIX_FAIL_COMMAND");
    unsetenv("LD_PRELOAD");
}

static void *
next_symbol(const char *name)
{
    void *symbol = dlsym(RTLD_NEXT, name);

    if (!symbol) {
        fprintf(stderr, "fail_call: no %s to call\n", name);
        abort();
    }
    return symbol;
}

static void
note(const char *path, const char *mode, unsigned long call, const char *function)
{
    FILE *file = path ? fopen(path, mode) : NULL;

    if (!file || fprintf(file, "%lu %s\n", call, function) < 0 || fclose(file) != 0) {
        fprintf(stderr, "fail_call: the log cannot be written\n");
        abort();
    }
}

/* Whether this call is the one that is to fail. */
static bool
is_chosen(const char *function)
{
    static atomic_ulong calls;
    unsigned long call;

    if (only && strcmp(only, function) != 0) {
        return false;
    }
    call = atomic_fetch_add(&calls, 1) + 1;
    if (trace_path) {
        note(trace_path, "a", call, function);
    }
    if (call != chosen) {
        return false;
    }
    note(log_path, "w", call, function);
    if (command && system(command) != 0) {
        fprintf(stderr, "fail_call: command failed: %s\n", command);
    }
    return !command;
}

/*
 * The handles stay opaque, so this needs no libvirt header. PARAMETERS are declared, PASSED is what
 * they are called with, and NOTHING what makes libvirt refuse the call.
 */
#define FAILS(type, function, parameters, passed, nothing) \
    type function parameters;                              \
    type function parameters                               \
    {                                                      \
        type(*next) parameters = next_symbol(#function);   \
                                                           \
        if (!is_chosen(#function)) {                       \
            return next passed;                            \
        }                                                  \
        return next nothing;                               \
    }

FAILS(void *, virConnectOpenAuth, (const char *uri, void *auth, unsigned flags), (uri, auth, flags),
      ("none:///", auth, flags))
FAILS(char *, virConnectGetURI, (void *conn), (conn), (NULL))
FAILS(char *, virConnectGetCapabilities, (void *conn), (conn), (NULL))
FAILS(const char *, virConnectGetType, (void *conn), (conn), (NULL))
FAILS(int, virConnectGetVersion, (void *conn, unsigned long *version), (conn, version),
      (NULL, version))
FAILS(int, virConnectGetLibVersion, (void *conn, unsigned long *version), (conn, version),
      (NULL, version))
FAILS(int, virConnectIsAlive, (void *conn), (conn), (NULL))
FAILS(int, virConnectSetKeepAlive, (void *conn, int interval, unsigned count),
      (conn, interval, count), (NULL, interval, count))
FAILS(int, virConnectListAllDomains, (void *conn, void *domains, unsigned flags),
      (conn, domains, flags), (NULL, domains, flags))
FAILS(int, virConnectGetAllDomainStats, (void *conn, unsigned stats, void *records, unsigned flags),
      (conn, stats, records, flags), (NULL, stats, records, flags))
FAILS(int, virConnectDomainEventRegisterAny,
      (void *conn, void *domain, int event, void *callback, void *opaque, void *free_opaque),
      (conn, domain, event, callback, opaque, free_opaque),
      (NULL, domain, event, callback, opaque, free_opaque))
FAILS(int, virConnectRegisterCloseCallback,
      (void *conn, void *callback, void *opaque, void *free_opaque),
      (conn, callback, opaque, free_opaque), (NULL, callback, opaque, free_opaque))
FAILS(int, virConnectDomainEventDeregisterAny, (void *conn, int id), (conn, id), (NULL, id))
FAILS(int, virConnectUnregisterCloseCallback, (void *conn, void *callback), (conn, callback),
      (NULL, callback))
FAILS(void *, virDomainLookupByID, (void *conn, int id), (conn, id), (NULL, id))
FAILS(void *, virDomainLookupByName, (void *conn, const char *name), (conn, name), (NULL, name))
FAILS(void *, virDomainLookupByUUID, (void *conn, const unsigned char *uuid), (conn, uuid),
      (NULL, uuid))
FAILS(void *, virDomainLookupByUUIDString, (void *conn, const char *uuid), (conn, uuid),
      (NULL, uuid))
FAILS(char *, virDomainGetXMLDesc, (void *domain, unsigned flags), (domain, flags), (NULL, flags))
FAILS(int, virDomainGetState, (void *domain, int *state, int *reason, unsigned flags),
      (domain, state, reason, flags), (NULL, state, reason, flags))
FAILS(int, virDomainIsPersistent, (void *domain), (domain), (NULL))
FAILS(int, virDomainHasManagedSaveImage, (void *domain, unsigned flags), (domain, flags),
      (NULL, flags))
FAILS(char *, virDomainManagedSaveGetXMLDesc, (void *domain, unsigned flags), (domain, flags),
      (NULL, flags))
FAILS(int, virDomainGetGuestVcpus, (void *domain, void *params, void *count, unsigned flags),
      (domain, params, count, flags), (NULL, params, count, flags))
FAILS(int, virDomainGetGuestInfo,
      (void *domain, unsigned types, void *params, void *count, unsigned flags),
      (domain, types, params, count, flags), (NULL, types, params, count, flags))

void *
virDomainDefineXMLFlags(void *conn, const char *xml, unsigned flags);
void *
virDomainDefineXMLFlags(void *conn, const char *xml, unsigned flags)
{
    void *(*next)(void *, const char *, unsigned) = next_symbol("virDomainDefineXMLFlags");
    void *domain;

    if (!is_chosen("virDomainDefineXMLFlags")) {
        return next(conn, xml, flags);
    }
    domain = is_after ? next(conn, xml, flags) : NULL;
    if (domain) {
        ((int (*)(void *))next_symbol("virDomainFree"))(domain);
    }
    return next(NULL, xml, flags);
}
