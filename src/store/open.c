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

/* As long as a silent server has on an open connection, see lanes.c. */
enum { OPEN_SECONDS = 25 };

/* An attempt on a thread of its own, which may outlive the wait for it. */
struct attempt {
    char *uri;
    enum topofix_prompting prompting;
    unsigned flags;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* guarded by mutex */
    bool is_over;
    bool is_given_up; /* nobody waits: the thread cleans up */
    bool is_asking;   /* a person is typing, so no time limit applies */
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

/* libvirt's own questions, and a note that they are asked. */
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

/* Whether the caller has stopped waiting for the attempt. */
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

/* ssh itself asks on the terminal, so there is no telling how long an answer takes. */
static bool
may_be_asked_by_ssh(const struct attempt *attempt)
{
    const char *uri = attempt->uri ? attempt->uri : getenv("LIBVIRT_DEFAULT_URI");
    const char *authority = uri ? strstr(uri, "://") : NULL;

    return attempt->prompting == TOPOFIX_PROMPTING_TERMINAL && authority &&
           authority[strlen("://")] != '/' && isatty(STDIN_FILENO);
}

/* True when the attempt is over, false when it is given up. */
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
