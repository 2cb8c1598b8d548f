/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "base/alloc.h"
#include "diff_stat.h"
#include "picture.h"
#include "report/lines.h"
#include "report/report.h"
#include "summary.h"

struct report_text {
    struct topofix_report common; /* first, so that a pointer to it is a pointer to the whole */
    struct topofix_report_settings settings;
    size_t n_left_out;              /* domains whose OS does not have the edition */
    struct topofix_diff_stat *stat; /* replaces the diffs; NULL if they are printed */
    bool any_must_stop;             /* a change was written that a running guest does not see yet */
};

static void
note(struct report_text *report, const struct topofix_result *result)
{
    report->n_left_out += result->has_judgement && result->judgement.assessment.lacks_edition;
    if (result->effect == TOPOFIX_EFFECT_NEXT_START &&
        result->action != TOPOFIX_ACTION_WOULD_CHANGE) {
        report->any_must_stop = true;
    }
}

/* Adds a line to err. */
static void
tell_line(struct topofix_buffer *line, struct topofix_page *page)
{
    if (line->length > 0) {
        topofix_buffer_drop_newline(line);
        topofix_page_tell(page, "%s", topofix_buffer_text(line));
    }
}

static void
tell_failure(const struct topofix_result *result, const struct topofix_text_style *style,
             struct topofix_page *page)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer line = { .bytes = NULL };

    topofix_lines_add_error(result, style, &line);
    tell_line(&line, page);
}

static void
tell_fix(const struct topofix_report_settings *settings, const struct topofix_result *result,
         struct topofix_page *page)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer line = { .bytes = NULL };
    struct topofix_text_style style = settings->style;

    style.has_color = false; /* the colours were chosen for stdout, not for stderr */
    if (!settings->is_quiet) {
        topofix_lines_add_fix(result, &style, &line);
        tell_line(&line, page);
    }
}

/* The user confirmed a change of a text that has changed since. */
static void
tell_judged_anew(const struct topofix_result *result, struct topofix_page *page)
{
    if (result->is_judged_anew) {
        topofix_page_tell(page,
                          "warning: %s: somebody changed it since it was shown, so that it was "
                          "judged anew",
                          result->name);
    }
}

static void
tell_warnings(const struct topofix_report_settings *settings, const struct topofix_result *result,
              struct topofix_page *page)
{
    if (!settings->is_quiet && result->judgement.assessment.changes) {
        topofix_lines_add_warnings(result, &settings->style, &page->err);
    }
}

static void
add_picture(const struct topofix_report_settings *settings, const struct topofix_result *result,
            struct topofix_page *page)
{
    if (settings->has_picture) {
        topofix_picture_result(result, &settings->style, &page->out);
    }
}

static void
text_result(struct topofix_report *common, const struct topofix_result *result,
            struct topofix_page *page)
{
    struct report_text *report = (struct report_text *)common;
    const struct topofix_report_settings *settings = &report->settings;

    note(report, result);
    if (!topofix_result_counts(result)) {
        return;
    }
    if (!settings->is_quiet) {
        topofix_lines_add_notes(result, &settings->style, &page->err);
    }
    if (result->action == TOPOFIX_ACTION_FAILED) {
        tell_failure(result, &settings->style, page);
        return;
    }
    if (settings->goal == TOPOFIX_GOAL_VERIFY) {
        topofix_lines_add_proof(result, &settings->style, &page->out);
        return;
    }
    if (settings->style.run == TOPOFIX_RUN_JUDGE) {
        topofix_lines_add_check(result, &settings->style, &page->out);
        add_picture(settings, result, page);
        return;
    }
    tell_judged_anew(result, page);
    tell_warnings(settings, result, page);
    if (settings->style.run == TOPOFIX_RUN_WRITE) {
        topofix_lines_add_fix(result, &settings->style, &page->out);
        add_picture(settings, result, page);
    } else if (result->judgement.assessment.changes && report->stat) {
        topofix_diff_stat_add(report->stat, result);
    } else if (result->judgement.assessment.changes) {
        topofix_lines_add_diff(result, &settings->style, &page->out);
    } else {
        tell_fix(settings, result, page); /* a dry run prints nothing but a patch to stdout */
    }
}

/* Explains what the numbers count, and what to do next. */
static void
explain_summary(const struct topofix_report_settings *settings, const struct topofix_tally *tally,
                struct topofix_page *page)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer prospects = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer unused = { .bytes = NULL };

    topofix_summary_unused(tally, &unused);
    tell_line(&unused, page);
    topofix_summary_prospects(tally, settings->goal, &prospects);
    tell_line(&prospects, page);
    if (settings->all && !settings->is_plan && tally->prospects[TOPOFIX_PROSPECT_CHANGE] > 0) {
        topofix_page_tell(page, "preview: --dry-run --all; fix: --all");
    }
}

static void
tell_summary(const struct report_text *report, const struct topofix_tally *tally,
             struct topofix_page *page)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer line = { .bytes = NULL };
    bool nothing_was_reached = tally->domains == 0 && tally->actions[TOPOFIX_ACTION_FAILED] > 0;

    if (!nothing_was_reached && (report->settings.all || tally->domains > 1)) {
        if (report->settings.goal == TOPOFIX_GOAL_VERIFY) {
            topofix_lines_add_proof_summary(tally, &line);
            tell_line(&line, page);
            return;
        }
        topofix_lines_add_summary(tally, &line);
        tell_line(&line, page);
        if (report->settings.style.run == TOPOFIX_RUN_JUDGE) {
            explain_summary(&report->settings, tally, page);
        }
    }
}

static void
text_end(struct topofix_report *common, const struct topofix_tally *tally,
         struct topofix_page *page)
{
    const struct report_text *report = (const struct report_text *)common;
    const struct topofix_report_settings *settings = &report->settings;

    if (report->stat) {
        topofix_diff_stat_format(report->stat, &page->out);
    }
    if (settings->is_quiet || !settings->has_summary) {
        return;
    }
    if (report->any_must_stop) {
        /* Once per run: rebooting inside the guest does not apply the change. */
        topofix_page_tell(page, "a running guest keeps its topology until it is shut down and "
                                "started; a reboot inside it is not enough");
    }
    if (report->n_left_out > 0) {
        topofix_page_tell(
            page, "--edition %.60s: left out %zu domain%s whose OS has no such edition",
            settings->edition, report->n_left_out, report->n_left_out == 1 ? "" : "s");
    }
    /* Without this line an undo of all domains could end without a word. */
    if (settings->goal == TOPOFIX_GOAL_UNDO && settings->all &&
        tally->actions[TOPOFIX_ACTION_NONE] == tally->domains) {
        topofix_page_tell(page, "nothing to undo");
    }
    tell_summary(report, tally, page);
}

/* Prints no XML unless it is known to be what the user asked for. */
static void
filter_result(struct topofix_report *common, const struct topofix_result *result,
              struct topofix_page *page)
{
    const struct topofix_report_settings *settings = &((struct report_text *)common)->settings;
    const struct topofix_buffer *new_text = &result->judgement.change.new_text;

    if (result->action == TOPOFIX_ACTION_FAILED) {
        tell_failure(result, &settings->style, page);
        return;
    }
    if (result->judgement.assessment.changes) {
        topofix_buffer_add(&page->out, topofix_buffer_text(new_text), new_text->length);
    } else {
        topofix_buffer_add(&page->out, result->text, result->length);
    }
    if (topofix_result_counts(result)) {
        tell_warnings(settings, result, page);
        tell_fix(settings, result, page);
    }
}

static void
filter_end(struct topofix_report *common, const struct topofix_tally *tally,
           struct topofix_page *page)
{
    (void)common;
    (void)tally;
    (void)page;
}

static void
text_free(struct topofix_report *common)
{
    topofix_diff_stat_free(((struct report_text *)common)->stat);
    free(common);
}

static struct topofix_report *
report_new(const struct topofix_report_ops *ops, const struct topofix_report_settings *settings)
{
    struct report_text *report = topofix_alloc(1, sizeof(*report));

    report->common.ops = ops;
    report->settings = *settings;
    return &report->common;
}

struct topofix_report *
topofix_report_text_new(const struct topofix_report_settings *settings)
{
    static const struct topofix_report_ops ops = { .result = text_result,
                                                   .end = text_end,
                                                   .free = text_free };
    struct topofix_report *report = report_new(&ops, settings);

    if (settings->has_stat) {
        ((struct report_text *)report)->stat = topofix_diff_stat_new(&settings->style);
    }
    return report;
}

struct topofix_report *
topofix_report_filter_new(const struct topofix_report_settings *settings)
{
    static const struct topofix_report_ops ops = { .result = filter_result, .end = filter_end };
    struct topofix_report *report = report_new(&ops, settings);

    ((struct report_text *)report)->settings.style.has_color = false;
    return report;
}
