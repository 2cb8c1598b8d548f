/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store_libvirt.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "claim.h"
#include "store/store.h"

struct topofix_lane *
topofix_libvirt_take_lane(struct topofix_store *store)
{
    return topofix_lanes_take(((struct topofix_libvirt_store *)store)->lanes);
}

/* Sets the error from libvirt's own message. lane is the one that made the call. */
int
topofix_libvirt_fail(struct topofix_lane *lane, struct topofix_error *err, const char *what)
{
    virErrorPtr error = virGetLastError();
    bool is_missing = error && error->code == VIR_ERR_NO_DOMAIN;

    topofix_error_set(err, is_missing ? TOPOFIX_ERROR_NOT_FOUND : TOPOFIX_ERROR_REFUSED, "%s: %s",
                      what, error && error->message ? error->message : "unknown libvirt error");
    if (topofix_lane_is_lost(lane) && err) { /* this call clears libvirt's last error */
        err->code = TOPOFIX_ERROR_CONNECTION;
        topofix_error_wrap(err, "the connection to libvirt is lost");
    }
    return -1;
}

/* The text form of RFC 4122, which takes libvirt ten times as long. */
static void
uuid_format(const unsigned char *uuid, char *ret_text)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < VIR_UUID_BUFLEN; i++) {
        *ret_text++ = digits[uuid[i] >> 4];
        *ret_text++ = digits[uuid[i] & 15];
        if (i == 3 || i == 5 || i == 7 || i == 9) {
            *ret_text++ = '-';
        }
    }
    *ret_text = '\0';
}

struct topofix_libvirt_handle *
topofix_libvirt_entry_fill(virDomainPtr domain, virConnectPtr connection,
                           struct topofix_entry *entry)
{
    struct topofix_libvirt_handle *handle = topofix_alloc(1, sizeof(*handle));

    handle->found = domain;
    handle->found_on = connection;
    virDomainGetUUID(domain, handle->uuid);
    uuid_format(handle->uuid, entry->uuid);
    entry->handle = handle;
    entry->name = topofix_strdup(virDomainGetName(domain));
    /* The lookup or the list has fetched the id, so this call does not ask the server. */
    entry->is_running = virDomainGetID(domain) != (unsigned int)-1;
    return handle;
}

static void
libvirt_entry_done(struct topofix_entry *entry)
{
    struct topofix_libvirt_handle *handle = entry->handle;

    if (handle->looked_up) {
        virDomainFree(handle->looked_up);
    }
    virDomainFree(handle->found);
    free(handle);
}

/*
 * The domain on this lane, looked up once if neither found nor listed there. The handle says
 * nothing of whether the domain is still there, as the one that was found: the call that it is for
 * finds that out. Returns NULL on error.
 */
static virDomainPtr
domain_on(struct topofix_lane *lane, const struct topofix_entry *entry)
{
    struct topofix_libvirt_handle *handle = entry->handle;
    virConnectPtr connection = topofix_lane_connection(lane);
    virDomainPtr listed;

    if (handle->found_on == connection) {
        return handle->found;
    }
    listed = handle->is_listed ? topofix_lane_listed(lane, handle->uuid) : NULL;
    if (listed) {
        return listed;
    }
    if (handle->looked_up && handle->looked_up_on != connection) {
        virDomainFree(handle->looked_up);
        handle->looked_up = NULL;
    }
    if (!handle->looked_up) {
        handle->looked_up = virDomainLookupByUUID(connection, handle->uuid);
        handle->looked_up_on = connection;
    }
    return handle->looked_up;
}

/*
 * INACTIVE: what the next start uses. SECURE: without it a define would lose a VNC password
 * (measured). libvirt denies secrets to a read-only connection.
 */
static int
libvirt_fetch(struct topofix_store *store, const struct topofix_entry *entry, char **ret_xml,
              struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    unsigned flags = VIR_DOMAIN_XML_INACTIVE;
    virDomainPtr domain = domain_on(lane, entry);

    if (((struct topofix_libvirt_store *)store)->access == TOPOFIX_ACCESS_READ_WRITE) {
        flags |= VIR_DOMAIN_XML_SECURE;
    }
    *ret_xml = domain ? virDomainGetXMLDesc(domain, flags) : NULL;
    return *ret_xml ? 0 : topofix_libvirt_fail(lane, err, "its XML cannot be read");
}

/* A read-only connection may use either flag. */
static int
libvirt_fetch_running(struct topofix_store *store, const struct topofix_entry *entry,
                      char **ret_xml, struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    virDomainPtr domain = domain_on(lane, entry);

    if (domain) {
        *ret_xml = entry->is_running ? virDomainGetXMLDesc(domain, 0)
                                     : virDomainManagedSaveGetXMLDesc(domain, 0);
    }
    return domain && *ret_xml ? 0 : topofix_libvirt_fail(lane, err, "its XML cannot be read");
}

static int
libvirt_is_persistent(struct topofix_store *store, const struct topofix_entry *entry,
                      struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    virDomainPtr domain = domain_on(lane, entry);
    int result = domain ? virDomainIsPersistent(domain) : -1;

    return result < 0 ? topofix_libvirt_fail(lane, err, "its state cannot be read") : result;
}

static int
libvirt_is_starting(struct topofix_store *store, const struct topofix_entry *entry,
                    struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    virDomainPtr domain = domain_on(lane, entry);
    int state;
    int reason;

    if (!domain || virDomainGetState(domain, &state, &reason, 0) < 0) {
        return topofix_libvirt_fail(lane, err, "its state cannot be read");
    }
    return state == VIR_DOMAIN_PAUSED &&
           (reason == VIR_DOMAIN_PAUSED_STARTING_UP || reason == VIR_DOMAIN_PAUSED_MIGRATION);
}

static int
libvirt_claim(const struct topofix_entry *entry)
{
    return topofix_claim_take(entry->uuid);
}

static enum topofix_agent_outcome
libvirt_ask_agent(struct topofix_store *store, const struct topofix_entry *entry,
                  struct topofix_agent_answer *ret_answer, struct topofix_error *err)
{
    return topofix_agents_ask(((struct topofix_libvirt_store *)store)->agents, entry->uuid,
                              ret_answer, err);
}

/*
 * No VALIDATE: checking libvirt's schema makes a define six times slower, and finds less than
 * reading the XML again does.
 */
static int
libvirt_define(struct topofix_store *store, const char *xml, struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    virDomainPtr domain = virDomainDefineXMLFlags(topofix_lane_connection(lane), xml, 0);

    if (!domain) {
        return topofix_libvirt_fail(lane, err, "libvirt refuses it");
    }
    virDomainFree(domain);
    return 0;
}

static int
libvirt_capabilities(struct topofix_store *store, char **ret_xml, struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);

    *ret_xml = virConnectGetCapabilities(topofix_lane_connection(lane));
    return *ret_xml ? 0 : topofix_libvirt_fail(lane, err, store->uri);
}

static void
libvirt_versions(struct topofix_store *store, unsigned *ret_libvirt, unsigned *ret_hypervisor)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    virConnectPtr connection = topofix_lane_connection(lane);
    unsigned long libvirt = 0;
    unsigned long hypervisor = 0;

    /* either call may be refused, and the version is then not known */
    virConnectGetLibVersion(connection, &libvirt);
    if (topofix_lanes_lead_to(((struct topofix_libvirt_store *)store)->lanes, "qemu")) {
        virConnectGetVersion(connection, &hypervisor);
    }
    *ret_libvirt = (unsigned)libvirt;
    *ret_hypervisor = (unsigned)hypervisor;
}

static void
libvirt_leave(struct topofix_store *store)
{
    topofix_lanes_leave(((struct topofix_libvirt_store *)store)->lanes);
}

static void
libvirt_close(struct topofix_store *store)
{
    topofix_libvirt_forget_loss((struct topofix_libvirt_store *)store);
    topofix_libvirt_unsubscribe((struct topofix_libvirt_store *)store);
    topofix_agents_free(((struct topofix_libvirt_store *)store)->agents);
    topofix_lanes_close(((struct topofix_libvirt_store *)store)->lanes);
    free(store->uri);
    free(store->label);
    free(store->folder);
    free(store);
}

static const struct topofix_store_ops libvirt_ops = {
    .list = topofix_libvirt_list,
    .find = topofix_libvirt_find,
    .fetch = libvirt_fetch,
    .fetch_running = libvirt_fetch_running,
    .is_persistent = libvirt_is_persistent,
    .is_starting = libvirt_is_starting,
    .claim = libvirt_claim,
    .define = libvirt_define,
    .ask_agent = libvirt_ask_agent,
    .stats = topofix_libvirt_stats,
    .survey = topofix_libvirt_survey,
    .capabilities = libvirt_capabilities,
    .versions = libvirt_versions,
    .subscribe = topofix_libvirt_subscribe,
    .on_loss = topofix_libvirt_on_loss,
    .entry_done = libvirt_entry_done,
    .leave = libvirt_leave,
    .close = libvirt_close,
};

/* The host of "qemu+ssh://root@host:22/system", or else the URI. The caller must free it. */
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

/*
 * Where QEMU's driver of a daemon on this host saves definitions (virQEMUDriverConfigNew), or NULL.
 * The caller must free it.
 */
static char *
folder_of(const char *uri)
{
    const char *path = strncmp(uri, "qemu:///", 8) == 0         ? uri + 8
                       : strncmp(uri, "qemu+unix:///", 13) == 0 ? uri + 13
                                                                : "";
    size_t length = strcspn(path, "?");
    const char *config = secure_getenv("XDG_CONFIG_HOME");
    const char *home = secure_getenv("HOME");

    if (length == strlen("system") && strncmp(path, "system", length) == 0) {
        return topofix_strdup(TOPOFIX_LIBVIRT_SYSCONFDIR "/qemu");
    }
    if (length != strlen("session") || strncmp(path, "session", length) != 0) {
        return NULL;
    }
    if (config && *config) {
        return topofix_sprintf("%s/libvirt/qemu", config);
    }
    return home ? topofix_sprintf("%s/.config/libvirt/qemu", home) : NULL;
}

struct topofix_store *
topofix_store_open_libvirt(const char *uri, enum topofix_access access, struct topofix_error *err)
{
    unsigned flags = access == TOPOFIX_ACCESS_READ_ONLY ? VIR_CONNECT_RO : 0;
    struct topofix_lanes *lanes = topofix_lanes_open(uri, flags, err);
    struct topofix_libvirt_store *store;

    if (!lanes) {
        return NULL;
    }
    store = topofix_alloc(1, sizeof(*store));
    store->common.ops = &libvirt_ops;
    store->common.uri = virConnectGetURI(topofix_lanes_first(lanes));
    if (!store->common.uri) {
        store->common.uri = topofix_strdup(uri ? uri : "default");
    }
    store->common.label = label_of(store->common.uri);
    store->common.folder = folder_of(store->common.uri);
    store->lanes = lanes;
    store->access = access;
    store->agents = topofix_agents_new(lanes, store->common.uri, access);
    return &store->common;
}
