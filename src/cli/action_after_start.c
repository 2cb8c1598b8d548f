/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The process that the hook starts: waits until libvirt has released the domain, then fixes it. It
 * has no terminal, so it writes to the system's log.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "actions.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "hook/log.h"
#include "option_request.h"
#include "output.h"
#include "report/lines.h"
#include "run/domain_step.h"
#include "run/selection.h"
#include "store/events.h"

/*
 * A start with much memory or many devices can take minutes. The process ends after LIFE_SECONDS
 * even if a call hangs.
 */
enum { START_SECONDS = 300, LIFE_SECONDS = 360, PAUSE_MILLISECONDS = 200 };

/*
 * One look may fall into a pause of the start, or between two hooks. After two calm looks in a row
 * the domain's lock is free, and a define delays no other program.
 */
enum { CALM_LOOKS = 2 };

static void
tell(int priority, const char *text)
{
    topofix_hook_log(priority, "%s", text);
    topofix_output_error(text);
}

static void *
end_of_life(void *unused)
{
    (void)unused;
    topofix_clock_sleep((uint64_t)LIFE_SECONDS * 1000);
    tell(LOG_ERR, "gave up: libvirt does not answer");
    _exit(EXIT_FAILURE);
}

/* A call of libvirt cannot be cancelled. */
static void
limit_life(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, end_of_life, NULL) == 0) {
        pthread_detach(thread);
    }
}

static int
wait_until_calm(const struct topofix_target *target, struct topofix_error *err)
{
    int looks_max = START_SECONDS * 1000 / PAUSE_MILLISECONDS;
    int calm = 0;

    for (int looks = 0; looks < looks_max; looks++) {
        int starting = topofix_store_is_starting(target->connection->store, &target->entry, err);

        if (starting < 0) {
            return -1;
        }
        calm = starting ? 0 : calm + 1;
        if (calm == CALM_LOOKS) {
            return 0;
        }
        topofix_clock_sleep(PAUSE_MILLISECONDS);
    }
    return topofix_error_set(err, TOPOFIX_ERROR_CONNECTION, "its start takes longer than %d s",
                             START_SECONDS);
}

static void
tell_result(const struct topofix_result *result)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_text_style style = { .run = TOPOFIX_RUN_WRITE, .tells_everything = true };
    bool has_failed = result->action == TOPOFIX_ACTION_FAILED;

    if (has_failed) {
        topofix_lines_add_error(result, &style, &text);
    } else {
        topofix_lines_add_fix(result, &style, &text);
    }
    topofix_buffer_drop_newline(&text); /* of the last line */
    tell(has_failed ? LOG_ERR : LOG_NOTICE, topofix_buffer_text(&text));
}

static int
fix(const struct topofix_target *target, const struct topofix_request *request)
{
    struct topofix_result result;
    int status;

    if (target->connection) {
        struct topofix_error err;

        if (wait_until_calm(target, &err) < 0) {
            topofix_error_wrap(&err, "%s: not fixed", target->entry.name);
            tell(LOG_ERR, err.message);
            return EXIT_FAILURE;
        }
    }
    topofix_domain_step(target, request, &result);
    tell_result(&result);
    status = result.action == TOPOFIX_ACTION_FAILED ? EXIT_FAILURE : EXIT_SUCCESS;
    topofix_result_done(&result);
    return status;
}

int
topofix_action_after_start(const struct topofix_options *options,
                           const struct topofix_limits *limits)
{
    const struct topofix_request request = topofix_request_unattended(limits);
    struct topofix_selection_request domains;
    struct topofix_selection selection;
    struct topofix_error err;
    struct topofix_events *events;
    int status = EXIT_SUCCESS;

    limit_life();
    events = topofix_events_start(&err);
    if (!events) {
        tell(LOG_ERR, err.message);
        return EXIT_FAILURE;
    }
    domains = topofix_selection_request_of(options, TOPOFIX_ACCESS_READ_WRITE);
    domains.events = events;
    topofix_selection_make(&domains, &selection);
    for (size_t i = 0; i < selection.n_targets; i++) {
        if (fix(&selection.targets[i], &request) != EXIT_SUCCESS) {
            status = EXIT_FAILURE;
        }
    }
    topofix_selection_done(&selection);
    topofix_events_stop(events);
    return status;
}
