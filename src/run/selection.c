/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/selection.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "same_daemon.h"

/*
 * The most targets for which it pays to find out whether each needs the capabilities, which takes
 * up to a fiftieth of the time of asking for them.
 */
enum { FEW_TARGETS = 8 };

static struct topofix_target *
add_target(struct topofix_selection *selection)
{
    selection->targets =
        topofix_grow(selection->targets, selection->n_targets, sizeof(*selection->targets));
    selection->targets[selection->n_targets] = (struct topofix_target){ .connection = NULL };
    return &selection->targets[selection->n_targets++];
}

static void
add_error(struct topofix_selection *selection, const char *uri, const char *name,
          const struct topofix_error *err)
{
    struct topofix_target *target = add_target(selection);

    target->uri = uri;
    target->name = name;
    target->error = topofix_alloc(1, sizeof(*target->error));
    *target->error = *err;
}

/*
 * If one hypervisor is given twice, two workers could process each domain at once, so the second is
 * dropped. Two URIs of one host, on the other hand, need different paths in diffs.
 */
static void
compare_with_earlier(struct topofix_selection *selection, size_t index)
{
    struct topofix_store **store = &selection->connections[index].store;

    for (size_t i = 0; *store && i < index; i++) {
        struct topofix_store *earlier = selection->connections[i].store;

        if (!earlier) {
            continue;
        }
        if (strcmp(earlier->uri, (*store)->uri) == 0) {
            topofix_store_close(*store);
            *store = NULL;
        } else if (strcmp(earlier->label, (*store)->label) == 0) {
            free((*store)->label);
            (*store)->label = topofix_strdup((*store)->uri);
        }
    }
}

static void
open_connections(const struct topofix_selection_request *request,
                 struct topofix_selection *selection)
{
    size_t count = request->n_uris > 0 ? request->n_uris : 1;

    selection->connections = topofix_alloc(count, sizeof(*selection->connections));
    selection->n_connections = count;
    for (size_t i = 0; i < count; i++) {
        struct topofix_connection *connection = &selection->connections[i];
        struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

        pthread_mutex_init(&connection->mutex, NULL);
        connection->uri = request->n_uris > 0 ? request->uris[i] : NULL;
        connection->store = topofix_store_open_libvirt(connection->uri, request->access, &err);
        compare_with_earlier(selection, i);
        if (connection->store && request->events && request->access == TOPOFIX_ACCESS_READ_WRITE) {
            topofix_store_watch_rivals(connection->store, request->events);
        }
        if (err.code != TOPOFIX_ERROR_NONE) {
            add_error(selection, connection->uri, NULL, &err);
        }
    }
}

/*
 * Marks connections that lead to one daemon by different URIs, so that each domain is processed
 * once.
 */
static void
find_twins(struct topofix_selection *selection)
{
    for (size_t i = 1; i < selection->n_connections; i++) {
        struct topofix_connection *connection = &selection->connections[i];

        for (size_t k = 0; k < i && connection->store && !connection->twin; k++) {
            struct topofix_connection *earlier = &selection->connections[k];

            if (earlier->store &&
                topofix_same_daemon(earlier->store->uri, topofix_connection_capabilities(earlier),
                                    connection->store->uri,
                                    topofix_connection_capabilities(connection))) {
                connection->twin = earlier->twin ? earlier->twin : earlier;
            }
        }
    }
}

static int
compare_uuids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/*
 * Returns the UUIDs of a connection's targets, sorted. The caller frees the array, not the strings.
 */
static const char **
uuids_of(const struct topofix_selection *selection, const struct topofix_connection *connection,
         size_t *ret_count)
{
    const char **uuids = topofix_alloc(selection->n_targets, sizeof(*uuids));

    *ret_count = 0;
    for (size_t i = 0; connection && i < selection->n_targets; i++) {
        if (selection->targets[i].connection == connection) {
            uuids[(*ret_count)++] = selection->targets[i].entry.uuid;
        }
    }
    qsort(uuids, *ret_count, sizeof(*uuids), compare_uuids);
    return uuids;
}

/* Adds the entries that the twin does not have. */
static void
add_entries(struct topofix_selection *selection, struct topofix_connection *connection,
            struct topofix_entries *entries)
{
    size_t n_uuids;
    const char **uuids = uuids_of(selection, connection->twin, &n_uuids);
    bool *is_known = topofix_alloc(entries->count, sizeof(*is_known));

    for (size_t i = 0; i < entries->count; i++) {
        const char *uuid = entries->items[i].uuid;

        is_known[i] = bsearch(&uuid, uuids, n_uuids, sizeof(*uuids), compare_uuids) != NULL;
    }
    free(uuids); /* they point into the targets, which may move below */
    for (size_t i = 0; i < entries->count; i++) {
        if (is_known[i]) {
            topofix_entry_done(connection->store, &entries->items[i]);
        } else {
            struct topofix_target *target = add_target(selection);

            target->connection = connection;
            target->entry = entries->items[i];
        }
    }
    free(is_known);
}

static void
select_all(struct topofix_selection *selection)
{
    for (size_t i = 0; i < selection->n_connections; i++) {
        struct topofix_connection *connection = &selection->connections[i];
        struct topofix_entries entries = { .items = NULL };
        struct topofix_error err;

        if (!connection->store) {
            continue;
        }
        if (topofix_store_list(connection->store, &entries, &err) < 0) {
            topofix_error_wrap(&err, "%s", connection->store->uri);
            add_error(selection, connection->store->uri, NULL, &err);
            continue;
        }
        add_entries(selection, connection, &entries);
        free(entries.items); /* the targets now own what the entries hold */
    }
}

/*
 * A domain that is named twice, by name and by UUID for example, must not be processed by two
 * workers at once.
 */
static bool
is_selected(const struct topofix_selection *selection, const struct topofix_connection *connection,
            const struct topofix_entry *entry)
{
    for (size_t i = 0; i < selection->n_targets; i++) {
        const struct topofix_target *target = &selection->targets[i];

        if (target->connection &&
            (target->connection == connection || target->connection == connection->twin) &&
            strcmp(target->entry.uuid, entry->uuid) == 0) {
            return true;
        }
    }
    return false;
}

/* Selects the domain on every connection that has it. It is an error if none has it. */
static void
select_named(struct topofix_selection *selection, const char *name)
{
    struct topofix_error missing = { .code = TOPOFIX_ERROR_NONE };
    bool found = false;
    bool any = false;

    for (size_t i = 0; i < selection->n_connections; i++) {
        struct topofix_connection *connection = &selection->connections[i];
        struct topofix_entry entry;
        struct topofix_error err;

        if (!connection->store) {
            continue;
        }
        any = true;
        if (topofix_store_find(connection->store, name, &entry, &err) == 0) {
            found = true;
            if (is_selected(selection, connection, &entry)) {
                topofix_entry_done(connection->store, &entry);
                continue;
            }
            struct topofix_target *target = add_target(selection);

            target->connection = connection;
            target->entry = entry;
            target->name = name;
        } else if (err.code == TOPOFIX_ERROR_NOT_FOUND) {
            missing = err;
        } else {
            add_error(selection, connection->store->uri, name, &err);
            found = true; /* an error for it is reported already */
        }
    }
    if (!found && any) {
        if (selection->n_connections > 1) {
            topofix_error_set(&missing, TOPOFIX_ERROR_NOT_FOUND,
                              "no such domain on any of the connections");
        }
        add_error(selection, NULL, name, &missing);
    }
}

void
topofix_selection_make(const struct topofix_selection_request *request,
                       struct topofix_selection *ret_selection)
{
    *ret_selection = (struct topofix_selection){ .connections = NULL };
    open_connections(request, ret_selection);
    find_twins(ret_selection);
    if (request->all) {
        select_all(ret_selection);
    }
    for (size_t i = 0; i < request->n_names; i++) {
        select_named(ret_selection, request->names[i]);
    }
    for (size_t i = 0; i < ret_selection->n_connections; i++) {
        ret_selection->connections[i].has_many = ret_selection->n_targets > FEW_TARGETS;
    }
}

const struct topofix_doc *
topofix_connection_capabilities(struct topofix_connection *connection)
{
    const struct topofix_doc *capabilities;

    pthread_mutex_lock(&connection->mutex);
    if (!connection->has_capabilities) {
        connection->has_capabilities = true;
        /* without capabilities the machine's maximum is not known, and then restricts nothing */
        if (topofix_store_capabilities(connection->store, &connection->capabilities_text, NULL) ==
            0) {
            connection->capabilities = topofix_doc_parse(
                connection->capabilities_text, strlen(connection->capabilities_text), NULL);
        }
    }
    capabilities = connection->capabilities;
    pthread_mutex_unlock(&connection->mutex);
    return capabilities;
}

static const struct topofix_doc *
ask_capabilities(void *connection)
{
    return topofix_connection_capabilities(connection);
}

struct topofix_circumstances
topofix_connection_circumstances(struct topofix_connection *connection)
{
    struct topofix_circumstances circumstances = {
        .capabilities = connection->has_many ? topofix_connection_capabilities(connection) : NULL,
        .ask_capabilities = connection->has_many ? NULL : ask_capabilities,
        .asked = connection,
    };

    pthread_mutex_lock(&connection->mutex);
    if (!connection->has_versions) {
        connection->has_versions = true;
        topofix_store_versions(connection->store, &connection->libvirt_version,
                               &connection->hypervisor_version);
    }
    circumstances.libvirt_version = connection->libvirt_version;
    circumstances.qemu_version = connection->hypervisor_version;
    pthread_mutex_unlock(&connection->mutex);
    return circumstances;
}

const struct topofix_vcpu_times *
topofix_connection_vcpu_times(struct topofix_connection *connection, const char *uuid)
{
    const struct topofix_vcpu_times *found = NULL;

    pthread_mutex_lock(&connection->mutex);
    if (!connection->has_stats) {
        connection->has_stats = true;
        topofix_store_stats(connection->store, &connection->stats, NULL);
    }
    for (size_t i = 0; i < connection->stats.count && !found; i++) {
        if (strcmp(connection->stats.items[i].uuid, uuid) == 0) {
            found = &connection->stats.items[i];
        }
    }
    pthread_mutex_unlock(&connection->mutex);
    return found;
}

void
topofix_selection_done(struct topofix_selection *selection)
{
    for (size_t i = 0; i < selection->n_targets; i++) {
        if (selection->targets[i].connection) {
            topofix_entry_done(selection->targets[i].connection->store,
                               &selection->targets[i].entry);
        }
        free(selection->targets[i].error);
    }
    for (size_t i = 0; i < selection->n_connections; i++) {
        struct topofix_connection *connection = &selection->connections[i];

        topofix_doc_free(connection->capabilities);
        free(connection->capabilities_text);
        topofix_neighbours_done(&connection->neighbours);
        topofix_stats_done(&connection->stats);
        topofix_store_close(connection->store);
        pthread_mutex_destroy(&connection->mutex);
    }
    free(selection->targets);
    free(selection->connections);
    *selection = (struct topofix_selection){ .connections = NULL };
}
