/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "place.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

/* Of these variables libvirt passes only HOME to a hook, not XDG_CONFIG_HOME or XDG_RUNTIME_DIR. */
static void
find_session(struct topofix_hook_place *place)
{
    const char *home = getenv("HOME");
    const char *config = getenv("XDG_CONFIG_HOME");
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    TOPOFIX_AUTO_FREE char *base = NULL;

    if (config && config[0] == '/') {
        base = topofix_sprintf("%s/libvirt/qemu", config);
    } else if (home && home[0] == '/') {
        base = topofix_sprintf("%s/.config/libvirt/qemu", home);
    }
    if (base) {
        place->domains = topofix_strdup(base);
        place->snapshots = topofix_sprintf("%s/snapshot", base);
    }
    place->runtime = runtime && runtime[0] == '/'
                         ? topofix_strdup(runtime)
                         : topofix_sprintf("/run/user/%u", (unsigned)geteuid());
    place->marks = topofix_sprintf("%s/virt-topofix", place->runtime);
    place->uri = "qemu:///session";
}

void
topofix_hook_place_find(struct topofix_hook_place *ret_place)
{
    *ret_place = (struct topofix_hook_place){ .is_system = geteuid() == 0 };
    if (!ret_place->is_system) {
        find_session(ret_place);
        return;
    }
    ret_place->uri = "qemu:///system";
    ret_place->domains = topofix_strdup(TOPOFIX_LIBVIRT_SYSCONFDIR "/qemu");
    ret_place->snapshots = topofix_strdup(TOPOFIX_LIBVIRT_STATEDIR "/qemu/snapshot");
    ret_place->marks = topofix_strdup(TOPOFIX_RUNSTATEDIR "/virt-topofix");
}

void
topofix_hook_place_done(struct topofix_hook_place *place)
{
    free(place->domains);
    free(place->snapshots);
    free(place->marks);
    free(place->runtime);
    *place = (struct topofix_hook_place){ .is_system = false };
}

/* libvirt allows no '/' in a name; here it would lead to another folder. */
static bool
can_be_file_name(const char *guest)
{
    return guest[0] != '\0' && !strchr(guest, '/') && strcmp(guest, ".") != 0 &&
           strcmp(guest, "..") != 0;
}

enum topofix_hook_persistence
topofix_hook_place_persistence(const struct topofix_hook_place *place, const char *guest)
{
    TOPOFIX_AUTO_FREE char *path = NULL;
    struct stat status;

    if (!place->domains || !can_be_file_name(guest)) {
        return TOPOFIX_HOOK_PERSISTENCE_UNKNOWN;
    }
    path = topofix_sprintf("%s/%s.xml", place->domains, guest);
    if (stat(path, &status) == 0) {
        return S_ISREG(status.st_mode) ? TOPOFIX_HOOK_PERSISTENT : TOPOFIX_HOOK_PERSISTENCE_UNKNOWN;
    }
    return errno == ENOENT ? TOPOFIX_HOOK_TRANSIENT : TOPOFIX_HOOK_PERSISTENCE_UNKNOWN;
}

bool
topofix_hook_place_may_have_snapshots(const struct topofix_hook_place *place, const char *guest)
{
    TOPOFIX_AUTO_FREE char *path = NULL;
    const struct dirent *entry;
    bool has_any = false;
    DIR *folder;

    if (!place->snapshots || !can_be_file_name(guest)) {
        return true;
    }
    path = topofix_sprintf("%s/%s", place->snapshots, guest);
    folder = opendir(path);
    if (!folder) {
        return errno != ENOENT;
    }
    while (!has_any && (entry = readdir(folder)) != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        has_any = entry->d_name[0] != '.';
    }
    closedir(folder);
    return has_any;
}
