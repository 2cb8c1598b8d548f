/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * --watch: keeps running, and judges a domain whenever it changes. This thread only waits for
 * signals, which end the run or make it reload the limits; the watcher's threads do everything
 * else.
 */
#include <signal.h>
#include <stdlib.h>
#include <syslog.h>

#include "actions.h"
#include "option_request.h"
#include "output.h"
#include "run/notify.h"
#include "run/watcher.h"
#include "session.h"
#include "site_limits.h"
#include "watch_view.h"

struct service {
    const struct topofix_options *options;
    struct topofix_interrupt *interrupt;
    struct topofix_watch_view *view;
    struct topofix_watcher *watcher;
    struct topofix_knowledge *reloaded; /* limits in use after a reload, or NULL */
};

static void
reload(struct service *service)
{
    const struct topofix_options *options = service->options;
    struct topofix_error err;
    struct topofix_knowledge *knowledge;
    struct topofix_request request;

    topofix_notify_reloading();
    knowledge = topofix_site_limits_load(options, &err);
    if (!knowledge) {
        topofix_watch_view_tell(service->view, LOG_ERR, "%s; the limits stay as they were",
                                err.message);
    } else {
        request = topofix_request_of(options, topofix_knowledge_limits(knowledge));
        topofix_watcher_set_request(service->watcher, &request);
        topofix_knowledge_free(service->reloaded); /* no request uses it any more */
        service->reloaded = knowledge;
        if (!options->quiet) {
            topofix_watch_view_tell(service->view, LOG_INFO, "the limits were read again");
        }
    }
    topofix_notify("READY=1");
}

static void
serve(struct service *service)
{
    uint64_t pause_ms = topofix_notify_watchdog_ms();

    for (;;) {
        switch (topofix_interrupt_wait(service->interrupt, pause_ms)) {
        case TOPOFIX_WAKE_END:
            topofix_notify("STOPPING=1");
            return;
        case TOPOFIX_WAKE_HANGUP:
            reload(service);
            break;
        case TOPOFIX_WAKE_TIME:
            if (topofix_watcher_is_well(service->watcher)) {
                topofix_notify("WATCHDOG=1");
            }
            break;
        }
    }
}

/* Returns whether the event loop may be stopped. */
static bool
watch(const struct topofix_options *options, const struct topofix_limits *limits,
      struct topofix_session *session, int *ret_status)
{
    const struct topofix_request request = topofix_request_of(options, limits);
    struct topofix_watch_view view;
    struct topofix_watcher_settings settings = {
        .uris = options->connects.items,
        .n_uris = options->connects.count,
        .access =
            request.run == TOPOFIX_RUN_WRITE ? TOPOFIX_ACCESS_READ_WRITE : TOPOFIX_ACCESS_READ_ONLY,
        .events = session->events,
        .rescan_ms = (uint64_t)options->rescan * 1000,
    };
    struct service service = { .options = options,
                               .interrupt = &session->interrupt,
                               .view = &view };
    struct topofix_error err;
    bool have_all_ended = true;

    topofix_watch_view_init(&view, options, &session->interrupt);
    if (topofix_notify_is_lost()) {
        topofix_watch_view_tell(&view, LOG_WARNING,
                                "warning: libsystemd.so.0 cannot be loaded, so the service manager "
                                "is told nothing; install libsystemd");
    }
    settings.observer = topofix_watch_view_observer(&view);
    service.watcher = topofix_watcher_start(&settings, &request, &err);
    if (service.watcher) {
        serve(&service);
        have_all_ended = topofix_watcher_end(service.watcher);
    } else {
        topofix_watch_view_tell(&view, LOG_ERR, "%s", err.message);
    }
    *ret_status = service.watcher && !view.output_failed ? EXIT_SUCCESS : EXIT_FAILURE;
    topofix_knowledge_free(service.reloaded);
    topofix_watch_view_done(&view);
    return have_all_ended;
}

int
topofix_action_watch(const struct topofix_options *options, const struct topofix_limits *limits)
{
    struct topofix_session session;
    int status;

    status = topofix_session_begin(&session, options);
    if (status != EXIT_SUCCESS) {
        return status;
    }
    topofix_interrupt_keep_hangups(&session.interrupt);
    topofix_interrupt_soften(&session.interrupt);
    if (!watch(options, limits, &session, &status)) {
        session.events = NULL; /* the loop goes with the process */
    }
    topofix_session_end(&session);
    if (topofix_interrupt_get(&session.interrupt) == SIGPIPE) {
        topofix_interrupt_die(SIGPIPE);
    }
    return status;
}
