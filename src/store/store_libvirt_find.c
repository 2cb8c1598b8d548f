/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store_libvirt.h"

#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "domain_list.h"

/*
 * Finds out which running domains are paused, with one call, which is made only if a domain runs.
 */
static void
mark_paused(virConnectPtr connection, struct topofix_entries *entries)
{
    TOPOFIX_AUTO_DONE(domain_list) struct topofix_domain_list paused = { .is_made = false };

    for (size_t i = 0; i < entries->count; i++) {
        struct topofix_entry *entry = &entries->items[i];
        const struct topofix_libvirt_handle *handle = entry->handle;

        if (entry->is_running) {
            topofix_domain_list_make(&paused, connection,
                                     VIR_CONNECT_LIST_DOMAINS_PERSISTENT |
                                         VIR_CONNECT_LIST_DOMAINS_PAUSED);
            entry->is_paused = topofix_domain_list_find(&paused, handle->uuid) != NULL;
        }
    }
}

/*
 * Lists all domains with two calls, and one more if any runs: filters return the states, which
 * would otherwise take a call per domain.
 */
int
topofix_libvirt_list(struct topofix_store *store, struct topofix_entries *ret_entries,
                     struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    TOPOFIX_AUTO_DONE(domain_list) struct topofix_domain_list saved = { .is_made = false };
    virConnectPtr connection = topofix_lane_connection(lane);
    virDomainPtr *all = NULL;
    int n_all = virConnectListAllDomains(connection, &all, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);

    if (n_all < 0) {
        return topofix_libvirt_fail(lane, err, "the domains cannot be listed");
    }
    /* drivers without managed save refuse the filter; no domain is saved then */
    topofix_domain_list_make(&saved, connection,
                             VIR_CONNECT_LIST_DOMAINS_PERSISTENT |
                                 VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE);
    ret_entries->items = topofix_alloc((size_t)n_all, sizeof(*ret_entries->items));
    ret_entries->count = (size_t)n_all;
    for (int i = 0; i < n_all; i++) {
        struct topofix_entry *entry = &ret_entries->items[i];
        struct topofix_libvirt_handle *handle =
            topofix_libvirt_entry_fill(all[i], connection, entry);

        handle->is_listed = true;
        entry->is_persistent = true;
        entry->has_saved_state = topofix_domain_list_find(&saved, handle->uuid) != NULL;
    }
    free(all); /* the entries own the domains now */
    mark_paused(connection, ret_entries);
    return 0;
}

/* Whether text is only digits, and short enough to be a domain's id. */
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

/* Whether the latest lookup failed because there is no such domain, rather than for a while. */
static bool
is_not_there(void)
{
    const virError *error = virGetLastError();

    return error && (error->code == VIR_ERR_NO_DOMAIN || error->code == VIR_ERR_INVALID_ARG);
}

/*
 * Looks up an id, a UUID or a name, in this order, as virsh does. A lookup that could not be made
 * ends it: the next one's "no such domain" would hide the domain.
 */
static virDomainPtr
lookup(virConnectPtr connection, const char *text)
{
    virDomainPtr domain;

    if (is_id(text)) {
        domain = virDomainLookupByID(connection,
                                     atoi(text)); /* NOLINT(cert-err34-c): is_id has checked */
        if (domain || !is_not_there()) {
            return domain;
        }
    }
    if (is_uuid(text)) {
        domain = virDomainLookupByUUIDString(connection, text);
        if (domain || !is_not_there()) {
            return domain;
        }
    }
    return virDomainLookupByName(connection, text);
}

/* Call this before any other call of libvirt, each of which clears the previous error. */
static int
fail_find(struct topofix_lane *lane, const struct topofix_store *store, struct topofix_error *err)
{
    topofix_libvirt_fail(lane, err, store->uri);
    return err->code == TOPOFIX_ERROR_NOT_FOUND
               ? topofix_error_set(err, TOPOFIX_ERROR_NOT_FOUND, "no such domain on %s", store->uri)
               : -1;
}

/* A state that cannot be read counts as different; the states that matter are read again later. */
static bool
state_is(virDomainPtr domain, int expected)
{
    int state;

    return virDomainGetState(domain, &state, NULL, 0) == 0 && state == expected;
}

/*
 * Whether it has one: 1 or 0, or -1 if there is no such domain any more. Drivers without managed
 * save return another error.
 */
static int
has_saved_state(virDomainPtr domain)
{
    int has = virDomainHasManagedSaveImage(domain, 0);

    return has < 0 && !is_not_there() ? 0 : has;
}

/* A domain that does not run is there by its definition only. The lookup has fetched the id. */
static int
is_persistent(virDomainPtr domain)
{
    return virDomainGetID(domain) == (unsigned)-1 ? 1 : virDomainIsPersistent(domain);
}

int
topofix_libvirt_find(struct topofix_store *store, const char *name, struct topofix_entry *ret_entry,
                     struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    virDomainPtr domain = lookup(topofix_lane_connection(lane), name);
    int persistent = domain ? is_persistent(domain) : -1;
    int saved = persistent >= 0 ? has_saved_state(domain) : -1;

    if (saved < 0) {
        fail_find(lane, store, err);
        if (domain) {
            virDomainFree(domain);
        }
        return -1;
    }
    *ret_entry =
        (struct topofix_entry){ .is_persistent = persistent == 1, .has_saved_state = saved == 1 };
    topofix_libvirt_entry_fill(domain, topofix_lane_connection(lane), ret_entry);
    ret_entry->is_paused = ret_entry->is_running && state_is(domain, VIR_DOMAIN_PAUSED);
    return 0;
}
