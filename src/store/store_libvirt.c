/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "claim.h"
#include "store.h"

/* As virsh does: a server that is silent for half a minute is given up. */
enum { KEEPALIVE_SECONDS = 5, KEEPALIVE_COUNT = 6 };

struct libvirt_store {
    struct topofix_store common; /* first, so that a pointer to one is a pointer to the other */
    virConnectPtr connection;
    enum topofix_access access;
};

static virConnectPtr
connection_of(struct topofix_store *store)
{
    return ((struct libvirt_store *)store)->connection;
}

/* Passes libvirt's own words on. */
static int
fail(struct topofix_error *err, const char *what)
{
    virErrorPtr error = virGetLastError();
    int code = error ? error->code : VIR_ERR_OK;
    enum topofix_error_code mapped = TOPOFIX_ERROR_REFUSED;

    if (code == VIR_ERR_NO_DOMAIN) {
        mapped = TOPOFIX_ERROR_NOT_FOUND;
    } else if (code == VIR_ERR_RPC || code == VIR_ERR_SYSTEM_ERROR || code == VIR_ERR_NO_CONNECT ||
               (error && error->domain == VIR_FROM_RPC)) {
        mapped = TOPOFIX_ERROR_CONNECTION;
    }
    return topofix_error_set(err, mapped, "%s: %s", what,
                             error && error->message ? error->message : "unknown libvirt error");
}

static void
entry_fill(virDomainPtr domain, struct topofix_entry *entry)
{
    entry->handle = domain;
    entry->name = topofix_strdup(virDomainGetName(domain));
    virDomainGetUUIDString(domain, entry->uuid);
    /* the id came with the lookup or the list; this asks nobody */
    entry->is_running = virDomainGetID(domain) != (unsigned int)-1;
}

static void
libvirt_entry_done(struct topofix_entry *entry)
{
    virDomainFree(entry->handle);
}

static bool
uuid_is_among(const char *uuid, virDomainPtr *domains, int count)
{
    for (int i = 0; i < count; i++) {
        char other[VIR_UUID_STRING_BUFLEN];

        if (virDomainGetUUIDString(domains[i], other) == 0 && strcmp(uuid, other) == 0) {
            return true;
        }
    }
    return false;
}

static void
domains_free(virDomainPtr *domains, int count)
{
    for (int i = 0; i < count; i++) {
        virDomainFree(domains[i]);
    }
    free(domains);
}

/* Two calls, however many domains there are: the filters say what one call per domain would. */
static int
libvirt_list(struct topofix_store *store, struct topofix_entries *ret_entries,
             struct topofix_error *err)
{
    virDomainPtr *all = NULL;
    virDomainPtr *saved = NULL;
    int n_all =
        virConnectListAllDomains(connection_of(store), &all, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);
    int n_saved;

    if (n_all < 0) {
        return fail(err, "the domains cannot be listed");
    }
    /* drivers without managed save refuse the filter: then nothing is saved */
    n_saved = virConnectListAllDomains(connection_of(store), &saved,
                                       VIR_CONNECT_LIST_DOMAINS_PERSISTENT |
                                           VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE);
    ret_entries->items = topofix_alloc((size_t)n_all, sizeof(*ret_entries->items));
    ret_entries->count = (size_t)n_all;
    for (int i = 0; i < n_all; i++) {
        struct topofix_entry *entry = &ret_entries->items[i];

        entry_fill(all[i], entry);
        entry->is_persistent = true;
        entry->has_saved_state = n_saved > 0 && uuid_is_among(entry->uuid, saved, n_saved);
    }
    free(all); /* the entries own the domains now */
    domains_free(saved, n_saved);
    return 0;
}

/* Digits only, and few enough to be a domain id. */
static bool
is_id(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits > 0 && digits < 10 && text[digits] == '\0';
}

static bool
is_uuid(const char *text)
{
    size_t length = strspn(text, "0123456789abcdefABCDEF-");

    return length >= 32 && length <= 36 && text[length] == '\0';
}

/* Id, UUID, name, as virsh does. */
static virDomainPtr
lookup(virConnectPtr connection, const char *text)
{
    virDomainPtr domain = NULL;

    if (is_id(text)) {
        domain = virDomainLookupByID(connection,
                                     atoi(text)); /* NOLINT(cert-err34-c): is_id has checked */
    }
    if (!domain && is_uuid(text)) {
        domain = virDomainLookupByUUIDString(connection, text);
    }
    return domain ? domain : virDomainLookupByName(connection, text);
}

/* Before anything else is called, since each call forgets the error of the one before. */
static int
fail_find(struct topofix_store *store, struct topofix_error *err)
{
    fail(err, store->uri);
    return err->code == TOPOFIX_ERROR_NOT_FOUND
               ? topofix_error_set(err, TOPOFIX_ERROR_NOT_FOUND, "no such domain on %s", store->uri)
               : -1;
}

static int
libvirt_find(struct topofix_store *store, const char *name, struct topofix_entry *ret_entry,
             struct topofix_error *err)
{
    virDomainPtr domain = lookup(connection_of(store), name);
    int persistent;

    if (!domain) {
        return fail_find(store, err);
    }
    persistent = virDomainIsPersistent(domain);
    if (persistent < 0) {
        fail_find(store, err);
        virDomainFree(domain);
        return -1;
    }
    *ret_entry = (struct topofix_entry){ .is_persistent = persistent == 1 };
    entry_fill(domain, ret_entry);
    /* drivers without managed save say so with an error */
    ret_entry->has_saved_state = virDomainHasManagedSaveImage(domain, 0) == 1;
    return 0;
}

/*
 * INACTIVE: what the next start uses. SECURE: without it a VNC password would be lost on define
 * (measured). A read-only connection is denied secrets.
 */
static int
libvirt_fetch(struct topofix_store *store, const struct topofix_entry *entry, char **ret_xml,
              struct topofix_error *err)
{
    unsigned flags = VIR_DOMAIN_XML_INACTIVE;

    if (((struct libvirt_store *)store)->access == TOPOFIX_ACCESS_READ_WRITE) {
        flags |= VIR_DOMAIN_XML_SECURE;
    }
    *ret_xml = virDomainGetXMLDesc(entry->handle, flags);
    return *ret_xml ? 0 : fail(err, "its XML cannot be read");
}

static int
libvirt_is_persistent(struct topofix_store *store, const struct topofix_entry *entry,
                      struct topofix_error *err)
{
    int result = virDomainIsPersistent(entry->handle);

    (void)store;
    return result < 0 ? fail(err, "its state cannot be read") : result;
}

static int
libvirt_is_starting(struct topofix_store *store, const struct topofix_entry *entry,
                    struct topofix_error *err)
{
    int state;
    int reason;

    (void)store;
    if (virDomainGetState(entry->handle, &state, &reason, 0) < 0) {
        return fail(err, "its state cannot be read");
    }
    return state == VIR_DOMAIN_PAUSED &&
           (reason == VIR_DOMAIN_PAUSED_STARTING_UP || reason == VIR_DOMAIN_PAUSED_MIGRATION);
}

static int
libvirt_claim(const struct topofix_entry *entry)
{
    return topofix_claim_take(entry->uuid);
}

/* No VALIDATE: libvirt's schema costs six times a define and says less than reading it again does.
 */
static int
libvirt_define(struct topofix_store *store, const char *xml, struct topofix_error *err)
{
    virDomainPtr domain = virDomainDefineXMLFlags(connection_of(store), xml, 0);

    if (!domain) {
        return fail(err, "libvirt refuses it");
    }
    virDomainFree(domain);
    return 0;
}

static int
libvirt_capabilities(struct topofix_store *store, char **ret_xml, struct topofix_error *err)
{
    *ret_xml = virConnectGetCapabilities(connection_of(store));
    return *ret_xml ? 0 : fail(err, store->uri);
}

static void
libvirt_versions(struct topofix_store *store, unsigned *ret_libvirt, unsigned *ret_hypervisor)
{
    unsigned long libvirt = 0;
    unsigned long hypervisor = 0;
    const char *type = virConnectGetType(connection_of(store));

    /* either may be refused, and is then not known */
    virConnectGetLibVersion(connection_of(store), &libvirt);
    if (type && strcmp(type, "QEMU") == 0) {
        virConnectGetVersion(connection_of(store), &hypervisor);
    }
    *ret_libvirt = (unsigned)libvirt;
    *ret_hypervisor = (unsigned)hypervisor;
}

static void
libvirt_close(struct topofix_store *store)
{
    virConnectClose(connection_of(store));
    free(store->uri);
    free(store->label);
    free(store);
}

static const struct topofix_store_ops libvirt_ops = {
    .list = libvirt_list,
    .find = libvirt_find,
    .fetch = libvirt_fetch,
    .is_persistent = libvirt_is_persistent,
    .is_starting = libvirt_is_starting,
    .claim = libvirt_claim,
    .define = libvirt_define,
    .capabilities = libvirt_capabilities,
    .versions = libvirt_versions,
    .entry_done = libvirt_entry_done,
    .close = libvirt_close,
};

/* The host of "qemu+ssh://root@host:22/system", else the URI itself. To be freed. */
static char *
label_of(const char *uri)
{
    const char *authority = strstr(uri, "://");
    size_t length;
    const char *at;

    if (!authority) {
        return topofix_strdup(uri);
    }
    authority += strlen("://");
    length = strcspn(authority, "/?");
    at = memchr(authority, '@', length);
    if (at) {
        length -= (size_t)(at + 1 - authority);
        authority = at + 1;
    }
    if (length == 0) {
        return topofix_strdup(uri);
    }
    if (authority[0] != '[') {
        length = strcspn(authority, ":/?") < length ? strcspn(authority, ":/?") : length;
    }
    return topofix_strndup(authority, length);
}

struct topofix_store *
topofix_store_open_libvirt(const char *uri, enum topofix_access access, struct topofix_error *err)
{
    unsigned flags = access == TOPOFIX_ACCESS_READ_ONLY ? VIR_CONNECT_RO : 0;
    struct libvirt_store *store;
    virConnectPtr connection = virConnectOpenAuth(uri, virConnectAuthPtrDefault, flags);

    if (!connection) {
        fail(err, uri ? uri : "the default connection");
        err->code = TOPOFIX_ERROR_CONNECTION;
        return NULL;
    }
    /* local drivers have no keepalive and need none */
    virConnectSetKeepAlive(connection, KEEPALIVE_SECONDS, KEEPALIVE_COUNT);
    store = topofix_alloc(1, sizeof(*store));
    store->common.ops = &libvirt_ops;
    store->common.uri = virConnectGetURI(connection);
    if (!store->common.uri) {
        store->common.uri = topofix_strdup(uri ? uri : "default");
    }
    store->common.label = label_of(store->common.uri);
    store->connection = connection;
    store->access = access;
    return &store->common;
}
