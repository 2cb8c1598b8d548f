/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "saves.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/alloc.h"

enum { CHUNK_BYTES = 16 * 1024 };

struct topofix_saves {
    char *folder;
    pthread_mutex_t mutex;
    /* The mutex guards the members below. */
    bool was_opened;
    int fd;         /* -1 if the folder cannot be watched */
    bool is_proven; /* a save of our own was seen: the folder is the daemon's */
    struct topofix_saved *open;
};

struct topofix_saves *
topofix_saves_new(const char *folder)
{
    struct topofix_saves *saves;

    if (!folder) {
        return NULL;
    }
    saves = topofix_alloc(1, sizeof(*saves));
    saves->folder = topofix_strdup(folder);
    saves->fd = -1;
    pthread_mutex_init(&saves->mutex, NULL);
    return saves;
}

void
topofix_saves_free(struct topofix_saves *saves)
{
    if (!saves) {
        return;
    }
    if (saves->fd >= 0) {
        close(saves->fd);
    }
    pthread_mutex_destroy(&saves->mutex);
    free(saves->folder);
    free(saves);
}

/*
 * The kernel makes one event of two that are alike and follow one another, as two saves do. The one
 * that tells of the old name stands between them.
 */
static void
open_once(struct topofix_saves *saves)
{
    if (saves->was_opened) {
        return;
    }
    saves->was_opened = true;
    saves->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (saves->fd >= 0 &&
        inotify_add_watch(saves->fd, saves->folder,
                          IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR) < 0) {
        close(saves->fd);
        saves->fd = -1;
    }
}

static bool
is_about(const struct inotify_event *event, const struct topofix_saved *saved)
{
    return event->len > 0 && strcmp(event->name, saved->file) == 0;
}

static void
note(struct topofix_saves *saves, const struct inotify_event *event)
{
    bool is_gap = (event->mask & (IN_Q_OVERFLOW | IN_IGNORED)) != 0;

    for (struct topofix_saved *saved = saves->open; saved; saved = saved->next) {
        if (is_gap || (event->mask & (IN_MOVED_FROM | IN_DELETE) && is_about(event, saved))) {
            saved->is_removed = true;
        } else if ((event->mask & IN_MOVED_TO) && is_about(event, saved)) {
            saved->count++;
        }
    }
    saves->is_proven = saves->is_proven && !(event->mask & IN_IGNORED);
}

/* Takes what the kernel holds ready, for whichever sight it is. */
static void
drain(struct topofix_saves *saves)
{
    char chunk[CHUNK_BYTES] __attribute__((aligned(__alignof__(struct inotify_event))));
    ssize_t got;

    /* NOLINTNEXTLINE(clang-analyzer-unix.BlockInCriticalSection): the descriptor never blocks */
    while (saves->fd >= 0 && (got = read(saves->fd, chunk, sizeof(chunk))) > 0) {
        for (ssize_t at = 0; at < got;) {
            const struct inotify_event *event = (const void *)(chunk + at);

            note(saves, event);
            at += (ssize_t)(sizeof(*event) + event->len);
        }
    }
}

void
topofix_saves_begin(struct topofix_saves *saves, const char *name, struct topofix_saved *ret_saved)
{
    *ret_saved = (struct topofix_saved){ .saves = saves };
    if (!saves) {
        return;
    }
    ret_saved->file = topofix_sprintf("%s.xml", name);
    pthread_mutex_lock(&saves->mutex);
    open_once(saves);
    drain(saves); /* what came before is not counted */
    ret_saved->next = saves->open;
    saves->open = ret_saved;
    pthread_mutex_unlock(&saves->mutex);
}

unsigned
topofix_saved_count(struct topofix_saved *saved)
{
    unsigned count;

    if (!saved->saves) {
        return 0;
    }
    pthread_mutex_lock(&saved->saves->mutex);
    drain(saved->saves);
    count = saved->count;
    pthread_mutex_unlock(&saved->saves->mutex);
    return count;
}

unsigned
topofix_saved_count_own(struct topofix_saved *saved)
{
    unsigned count = topofix_saved_count(saved);

    if (count > 0) {
        pthread_mutex_lock(&saved->saves->mutex);
        saved->saves->is_proven = true;
        pthread_mutex_unlock(&saved->saves->mutex);
    }
    return count;
}

bool
topofix_saved_is_removed(struct topofix_saved *saved)
{
    bool is_removed;

    if (!saved->saves) {
        return false;
    }
    pthread_mutex_lock(&saved->saves->mutex);
    is_removed = saved->is_removed;
    pthread_mutex_unlock(&saved->saves->mutex);
    return is_removed;
}

static bool
is_there(const struct topofix_saved *saved)
{
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s", saved->saves->folder, saved->file);

    return access(path, F_OK) == 0;
}

bool
topofix_saved_is_untouched(struct topofix_saved *saved)
{
    bool is_untouched;

    if (!saved->saves || !is_there(saved)) {
        return false;
    }
    pthread_mutex_lock(&saved->saves->mutex);
    drain(saved->saves);
    is_untouched = saved->saves->is_proven && saved->count == 0 && !saved->is_removed;
    pthread_mutex_unlock(&saved->saves->mutex);
    return is_untouched;
}

void
topofix_saved_done(struct topofix_saved *saved)
{
    struct topofix_saved **place;

    if (!saved->saves) {
        return;
    }
    pthread_mutex_lock(&saved->saves->mutex);
    place = &saved->saves->open;
    while (*place != saved) {
        place = &(*place)->next;
    }
    *place = saved->next;
    pthread_mutex_unlock(&saved->saves->mutex);
    free(saved->file);
    *saved = (struct topofix_saved){ .saves = NULL };
}
