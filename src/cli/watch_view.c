/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "watch_view.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <syslog.h>

#include "base/alloc.h"
#include "base/text.h"
#include "forms/words.h"
#include "option_request.h"
#include "output.h"
#include "report/lines.h"
#include "run/notify.h"

static const char own_prefix[] = "virt-topofix: ";

/* Sends a line without its prefix to the journal. Without a journal it goes to stderr. */
static void
send_line(struct topofix_watch_view *view, int priority, const char *line,
          const struct topofix_journal_fields *fields)
{
    if (!view->has_journal || !topofix_journal_send(&view->journal, priority, line, fields)) {
        topofix_output_error(line);
    }
}

/* Sends each line of a text as an entry of its own. */
static void
send_lines(struct topofix_watch_view *view, int priority, const struct topofix_buffer *text,
           const struct topofix_journal_fields *fields)
{
    const char *line = topofix_buffer_text(text);

    while (*line) {
        size_t length = strcspn(line, "\n");
        TOPOFIX_AUTO_FREE char *copy = topofix_strndup(line, length);
        bool has_prefix = strncmp(copy, own_prefix, strlen(own_prefix)) == 0;

        send_line(view, priority, has_prefix ? copy + strlen(own_prefix) : copy, fields);
        line += length + (line[length] != '\0');
    }
}

static void
send_page(struct topofix_watch_view *view, struct topofix_page *page,
          const struct topofix_watch_look *look)
{
    const struct topofix_result *result = look->result;
    bool has_failed = look->after->has_failed;
    const struct topofix_journal_fields fields = {
        .domain = result->name,
        .uuid = result->uuid,
        .uri = result->uri,
        .verdict =
            result->has_judgement ? topofix_verdict_name(topofix_result_verdict(result)) : NULL,
        .action = topofix_report_action_word(look->has_lost_fix ? TOPOFIX_ACTION_CHANGED
                                                                : result->action),
    };

    send_lines(view, LOG_NOTICE, &page->out, &fields);
    send_lines(view, has_failed ? LOG_ERR : LOG_WARNING, &page->err, &fields);
    topofix_page_done(page);
}

static void
print_page(struct topofix_watch_view *view, struct topofix_page *page)
{
    int output = topofix_output_page(page);

    view->output_failed = view->output_failed || output < 0;
    if (output < 0) {
        topofix_interrupt_set(view->interrupt, output == TOPOFIX_OUTPUT_CLOSED ? SIGPIPE : SIGTERM);
    }
}

void
topofix_watch_view_tell(struct topofix_watch_view *view, int priority, const char *format, ...)
{
    static const struct topofix_journal_fields none;
    TOPOFIX_AUTO_FREE char *message = NULL;
    va_list args;

    va_start(args, format);
    message = topofix_text_line(format, args);
    va_end(args);
    send_line(view, priority, message, &none);
}

/*
 * A watch with --dry-run prints no patches, which would be too long for a log, but a line for each
 * domain that is not right, or is right again.
 */
static void
add_audit(const struct topofix_watch_view *view, const struct topofix_watch_look *look,
          struct topofix_page *page)
{
    if (view->options->verbose || topofix_outcome_matters(look->after) ||
        topofix_outcome_matters(look->before)) {
        topofix_report_result(view->report, look->result, page);
    }
}

/*
 * Whether there is a line to print. A domain that is left alone was not fixed, and gets a warning
 * instead.
 */
static bool
is_told(const struct topofix_watch_view *view, const struct topofix_watch_look *look)
{
    bool is_left = view->run == TOPOFIX_RUN_WRITE && look->after->needs_change &&
                   look->result->action == TOPOFIX_ACTION_WOULD_CHANGE;

    return look->is_news && (view->options->format == TOPOFIX_FORMAT_JSON || !is_left);
}

static void
write_metrics(struct topofix_watch_view *view, struct topofix_watcher *watcher, bool has_settled)
{
    struct topofix_error err;

    if (topofix_watch_metrics_write(&view->metrics, watcher, has_settled, &err) < 0) {
        topofix_watch_view_tell(view, LOG_ERR, "%s", err.message);
    }
}

static void
tell_lost_fix(const struct topofix_watch_look *look, struct topofix_page *page)
{
    char before[TOPOFIX_TOPOLOGY_TEXT_MAX];
    char written[TOPOFIX_TOPOLOGY_TEXT_MAX];

    topofix_words_topology(&look->lost_fix.before, before);
    topofix_words_topology(&look->lost_fix.written, written);
    topofix_page_tell(page, "%s: the connection was lost while %s -> %s was written; it is written",
                      look->result->name, before, written);
}

static void
view_look(const struct topofix_watch_look *look, void *context)
{
    struct topofix_watch_view *view = context;
    TOPOFIX_AUTO_DONE(page) struct topofix_page page = { .out = { .bytes = NULL } };

    topofix_watch_metrics_look(&view->metrics, look);
    if (look->is_news && view->options->format == TOPOFIX_FORMAT_TEXT &&
        view->run != TOPOFIX_RUN_WRITE) {
        add_audit(view, look, &page);
    } else if (is_told(view, look)) {
        topofix_report_result(view->report, look->result, &page);
    }
    if (look->is_left_alone) {
        topofix_page_tell(&page,
                          "warning: %s: fixed three times in ten minutes, and somebody puts the "
                          "old topology back; left as it is until it changes",
                          look->result->name);
    }
    if (look->has_lost_fix) {
        tell_lost_fix(look, &page);
    }
    if (view->has_journal && view->options->format == TOPOFIX_FORMAT_TEXT) {
        send_page(view, &page, look);
    } else if (page.out.length + page.err.length > 0) {
        print_page(view, &page);
    }
}

/* Sends the text that the service manager shows as the service's state. */
static void
tell_status(struct topofix_watcher *watcher, const struct topofix_tally *tally)
{
    TOPOFIX_AUTO_FREE char *status = NULL;
    size_t up;
    size_t all;

    topofix_watcher_links(watcher, &up, &all);
    status = topofix_sprintf("STATUS=watching %zu of %zu connections, %zu domains, %zu pending", up,
                             all, tally->domains, tally->pending);
    topofix_notify(status);
}

static void
view_link(struct topofix_watcher *watcher, const char *uri, const struct topofix_error *why,
          void *context)
{
    struct topofix_watch_view *view = context;

    if (why) {
        topofix_watch_view_tell(view, LOG_WARNING, "%s; trying again", why->message);
    } else if (!view->options->quiet) {
        topofix_watch_view_tell(view, LOG_INFO, "watching %s", uri);
    }
    /* until the first count, the file of an earlier watch says more than one without domains */
    if (why || view->metrics.last_pass > 0) {
        write_metrics(view, watcher, false);
    }
    if (!view->is_ready && topofix_watcher_is_ready(watcher)) {
        view->is_ready = true;
        topofix_notify("READY=1");
    }
}

struct count {
    const char *uri; /* NULL for all */
    struct topofix_tally tally;
};

static void
count_domain(const char *uri, const char *uuid, const struct topofix_outcome *outcome,
             void *context)
{
    struct count *count = context;

    (void)uuid;
    if (!count->uri || strcmp(uri, count->uri) == 0) {
        topofix_outcome_count(outcome, &count->tally);
    }
}

static void
view_settled(struct topofix_watcher *watcher, const char *uri, bool is_first, void *context)
{
    struct topofix_watch_view *view = context;
    struct count all = { .uri = NULL };
    struct count here = { .uri = uri };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer line = { .bytes = NULL };

    topofix_watcher_visit(watcher, count_domain, &all);
    tell_status(watcher, &all.tally);
    write_metrics(view, watcher, true);
    if (is_first && !view->options->quiet) {
        topofix_watcher_visit(watcher, count_domain, &here);
        topofix_lines_add_summary(&here.tally, &line);
        topofix_buffer_drop_newline(&line);
        topofix_watch_view_tell(view, LOG_INFO, "%s: %s", uri, topofix_buffer_text(&line));
    }
}

void
topofix_watch_view_init(struct topofix_watch_view *view, const struct topofix_options *options,
                        struct topofix_interrupt *interrupt)
{
    enum topofix_run run = topofix_run_of(options);

    *view = (struct topofix_watch_view){
        .options = options,
        .interrupt = interrupt,
        .run = run,
        .report = topofix_output_report(options, run == TOPOFIX_RUN_WRITE ? run : TOPOFIX_RUN_JUDGE,
                                        options->connects.count > 1),
        .metrics = { .path = options->metrics_file },
        .has_journal = topofix_journal_is_there(),
    };
    topofix_journal_init(&view->journal, TOPOFIX_JOURNAL_SOCKET);
}

struct topofix_watch_observer
topofix_watch_view_observer(struct topofix_watch_view *view)
{
    return (struct topofix_watch_observer){
        .look = view_look, .link = view_link, .settled = view_settled, .context = view
    };
}

void
topofix_watch_view_done(struct topofix_watch_view *view)
{
    topofix_report_free(view->report);
    topofix_journal_done(&view->journal);
}
