/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "open.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"

/* The same time as for a silent server on an open connection, see lanes.c. */
enum { OPEN_SECONDS = 25 };

/* An attempt to connect, on a thread of its own that may outlive the wait for it. */
struct attempt {
    char *uri;
    enum topofix_prompting prompting;
    unsigned flags;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* The mutex guards the members below. */
    bool is_over;
    bool is_given_up; /* the caller has stopped waiting, so the thread frees the attempt */
    bool is_asking;   /* the user is typing, so no time limit applies */
    virConnectPtr connection;
    struct topofix_error error;
};

static void
attempt_free(struct attempt *attempt)
{
    pthread_cond_destroy(&attempt->changed);
    pthread_mutex_destroy(&attempt->mutex);
    free(attempt->uri);
    free(attempt);
}

/* Asks libvirt's standard questions, and notes that it does. */
static int
ask(virConnectCredentialPtr credentials, unsigned count, void *user)
{
    struct attempt *attempt = user;

    pthread_mutex_lock(&attempt->mutex);
    attempt->is_asking = true;
    pthread_cond_signal(&attempt->changed);
    pthread_mutex_unlock(&attempt->mutex);
    return virConnectAuthPtrDefault->cb(credentials, count, virConnectAuthPtrDefault->cbdata);
}

/* Makes the attempt. Returns whether the caller has stopped waiting for it. */
static bool
attempt_make(struct attempt *attempt)
{
    virConnectAuth auth = *virConnectAuthPtrDefault;
    virConnectPtr connection;
    bool is_given_up;

    auth.cb = ask;
    auth.cbdata = attempt;
    connection = virConnectOpenAuth(attempt->uri,
                                    attempt->prompting == TOPOFIX_PROMPTING_TERMINAL ? &auth : NULL,
                                    attempt->flags);
    pthread_mutex_lock(&attempt->mutex);
    attempt->connection = connection;
    if (!connection) {
        topofix_error_set(&attempt->error, TOPOFIX_ERROR_CONNECTION, "%s",
                          virGetLastErrorMessage());
    }
    attempt->is_over = true;
    is_given_up = attempt->is_given_up;
    pthread_cond_signal(&attempt->changed);
    pthread_mutex_unlock(&attempt->mutex);
    return is_given_up;
}

static void *
attempt_run(void *argument)
{
    struct attempt *attempt = argument;

    if (attempt_make(attempt)) {
        if (attempt->connection) {
            virConnectClose(attempt->connection);
        }
        attempt_free(attempt);
    }
    return NULL;
}

/* ssh asks on the terminal by itself, so its answer may take any time. */
static bool
may_be_asked_by_ssh(const struct attempt *attempt)
{
    const char *uri = attempt->uri ? attempt->uri : getenv("LIBVIRT_DEFAULT_URI");
    const char *authority = uri ? strstr(uri, "://") : NULL;

    return attempt->prompting == TOPOFIX_PROMPTING_TERMINAL && authority &&
           authority[strlen("://")] != '/' && isatty(STDIN_FILENO);
}

/* Returns true if the attempt is over, false if it was given up. */
static bool
wait_for(struct attempt *attempt)
{
    bool may_take_long = may_be_asked_by_ssh(attempt);
    struct timespec until = topofix_clock_after((uint64_t)OPEN_SECONDS * 1000);
    bool is_over;
    int result = 0;

    pthread_mutex_lock(&attempt->mutex);
    while (!attempt->is_over && result != ETIMEDOUT) {
        result = may_take_long || attempt->is_asking
                     ? pthread_cond_wait(&attempt->changed, &attempt->mutex)
                     : pthread_cond_timedwait(&attempt->changed, &attempt->mutex, &until);
    }
    is_over = attempt->is_over;
    attempt->is_given_up = !is_over;
    pthread_mutex_unlock(&attempt->mutex);
    return is_over;
}

static struct attempt *
attempt_new(const char *uri, enum topofix_prompting prompting, unsigned flags)
{
    struct attempt *attempt = topofix_alloc(1, sizeof(*attempt));

    attempt->uri = topofix_strdup(uri);
    attempt->prompting = prompting;
    attempt->flags = flags;
    pthread_mutex_init(&attempt->mutex, NULL);
    topofix_clock_init_condition(&attempt->changed);
    return attempt;
}

virConnectPtr
topofix_open(const char *uri, enum topofix_prompting prompting, unsigned flags,
             struct topofix_error *err)
{
    struct attempt *attempt = attempt_new(uri, prompting, flags);
    virConnectPtr connection;
    pthread_t thread;

    if (pthread_create(&thread, NULL, attempt_run, attempt) != 0) {
        attempt_make(attempt); /* without a second thread there is no time limit */
    } else {
        pthread_detach(thread);
    }
    if (!wait_for(attempt)) {
        topofix_error_set(err, TOPOFIX_ERROR_CONNECTION,
                          "%s: no answer in %d s: libvirt's daemon hangs, or is still starting",
                          uri ? uri : "the default connection", OPEN_SECONDS);
        return NULL;
    }
    connection = attempt->connection;
    if (!connection && err) {
        *err = attempt->error;
        topofix_error_wrap(err, "%s", uri ? uri : "the default connection");
    }
    attempt_free(attempt);
    return connection;
}
