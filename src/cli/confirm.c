/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "confirm.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/text.h"
#include "question.h"
#include "report/lines.h"

bool
topofix_confirm_is_wanted(const struct topofix_options *options,
                          const struct topofix_selection *selection)
{
    return topofix_run_of(options) == TOPOFIX_RUN_WRITE && !options->yes &&
           topofix_goal_of(options) != TOPOFIX_GOAL_SAY && options->format == TOPOFIX_FORMAT_TEXT &&
           (options->all || selection->n_targets > 1) && topofix_question_has_reader();
}

/* The plans, and their targets. */
struct once {
    const struct topofix_plans *plans;
    const struct topofix_selection *due;
};

static enum topofix_permit
permit_planned(const struct topofix_target *target, struct topofix_result *result, void *context)
{
    const struct once *once = context;

    return topofix_plan_permits(&once->plans->items[target - once->due->targets], result);
}

static int
status_of(const struct topofix_viewer *viewer, const struct topofix_tally *tally,
          const struct topofix_request *request)
{
    return viewer->output_failed ? EXIT_FAILURE
                                 : topofix_tally_status(tally, request->goal, request->run);
}

/* Shows as a table what would be done. rest counts the domains that would not be changed. */
static int
show_plans(const struct topofix_options *options, const struct topofix_request *request,
           const struct topofix_selection *selection, struct topofix_interrupt *interrupt,
           struct topofix_plans *plans, struct topofix_tally *rest)
{
    struct topofix_request show = *request;
    struct topofix_tally tally = { .counts_pending = options->strict };
    struct topofix_batch_observer observer;
    struct topofix_viewer viewer;

    show.run = TOPOFIX_RUN_SHOW;
    topofix_viewer_begin(&viewer, options, interrupt,
                         topofix_output_plan(options, selection->n_connections > 1),
                         selection->n_targets);
    viewer.plans = plans;
    viewer.rest = rest;
    observer = topofix_viewer_observer(&viewer, NULL);
    topofix_batch_run(selection, &show, options->jobs, &observer, &tally);
    topofix_viewer_end(&viewer, &tally, TOPOFIX_RUN_SHOW);
    return status_of(&viewer, &tally, request);
}

/* Carries out what is due. The tally has counted the rest already. */
static int
do_planned(const struct topofix_options *options, const struct topofix_request *request,
           const struct topofix_selection *selection, struct topofix_interrupt *interrupt,
           struct topofix_plans *plans, struct topofix_tally *tally)
{
    struct topofix_selection due;
    struct once once = { .plans = plans, .due = &due };
    const struct topofix_gate gate = { .ask = permit_planned, .context = &once };
    struct topofix_batch_observer observer;
    struct topofix_viewer viewer;

    topofix_plans_select(plans, selection, &due);
    topofix_viewer_begin(&viewer, options, interrupt,
                         topofix_output_report(options, request->run, selection->n_connections > 1),
                         due.n_targets);
    observer = topofix_viewer_observer(&viewer, &gate);
    topofix_batch_run(&due, request, options->jobs, &observer, tally);
    topofix_viewer_end(&viewer, tally, request->run);
    topofix_plans_selection_done(&due);
    return status_of(&viewer, tally, request);
}

int
topofix_confirm_once(const struct topofix_options *options, const struct topofix_request *request,
                     const struct topofix_selection *selection, struct topofix_interrupt *interrupt)
{
    struct topofix_plans plans = { .items = NULL };
    struct topofix_tally tally = { .counts_pending = options->strict };
    int status = show_plans(options, request, selection, interrupt, &plans, &tally);

    if (plans.n_due > 0 && topofix_interrupt_get(interrupt) == 0) {
        TOPOFIX_AUTO_FREE char *question = topofix_sprintf(
            "%s %zu domain%s?", request->goal == TOPOFIX_GOAL_UNDO ? "Undo the fix of" : "Fix",
            plans.n_due, plans.n_due == 1 ? "" : "s");

        if (topofix_question_ask(question, false, interrupt) == TOPOFIX_REPLY_YES) {
            status = do_planned(options, request, selection, interrupt, &plans, &tally);
        } else {
            topofix_output_error("nothing is changed");
        }
    }
    topofix_plans_done(&plans);
    return status;
}

/* For --interactive. Its callbacks are called one at a time. */
struct each {
    struct topofix_viewer *viewer;
    struct topofix_text_style style;
    enum topofix_goal goal;
    enum topofix_reply answer; /* ALL or QUIT, once the user has chosen one */
};

static void
show_change(struct each *each, struct topofix_result *result)
{
    struct topofix_page *page = &each->viewer->page;

    if (result->is_judged_anew) {
        topofix_page_tell(page, "%s: somebody changed it meanwhile, so that it is judged anew",
                          result->name);
    }
    if (each->goal == TOPOFIX_GOAL_FIX) { /* an undo needs no reasons */
        topofix_lines_add_check(result, &each->style, &page->out);
    }
    topofix_lines_add_diff(result, &each->style, &page->out);
    topofix_viewer_print(each->viewer);
}

static enum topofix_permit
permit_asked(const struct topofix_target *target, struct topofix_result *result, void *context)
{
    struct each *each = context;
    TOPOFIX_AUTO_FREE char *question = NULL;
    enum topofix_reply answer;

    (void)target;
    if (!result->judgement.assessment.changes || each->answer == TOPOFIX_REPLY_ALL) {
        return TOPOFIX_PERMIT_WRITE;
    }
    if (each->answer == TOPOFIX_REPLY_QUIT) {
        return TOPOFIX_PERMIT_LEAVE;
    }
    /* a write by this run found a different definition */
    result->is_judged_anew = result->error.code == TOPOFIX_ERROR_CHANGED;
    show_change(each, result);
    if (each->viewer->output_failed) { /* whoever has not seen the change cannot agree to it */
        each->answer = TOPOFIX_REPLY_QUIT;
        return TOPOFIX_PERMIT_LEAVE;
    }
    question = topofix_sprintf(
        "%s %s?", each->goal == TOPOFIX_GOAL_UNDO ? "Undo the fix of" : "Fix", result->name);
    topofix_text_clean(question);
    answer = topofix_question_ask(question, true, each->viewer->interrupt);
    if (answer == TOPOFIX_REPLY_ALL || answer == TOPOFIX_REPLY_QUIT) {
        each->answer = answer;
    }
    return answer == TOPOFIX_REPLY_YES || answer == TOPOFIX_REPLY_ALL ? TOPOFIX_PERMIT_WRITE
                                                                      : TOPOFIX_PERMIT_LEAVE;
}

int
topofix_confirm_each(const struct topofix_options *options, const struct topofix_request *request,
                     const struct topofix_selection *selection, struct topofix_interrupt *interrupt)
{
    bool tells_uri = selection->n_connections > 1;
    struct topofix_viewer viewer;
    struct each each = { .viewer = &viewer,
                         .style = topofix_output_style(options, request->run, tells_uri),
                         .goal = request->goal };
    const struct topofix_gate gate = { .ask = permit_asked, .context = &each };
    struct topofix_tally tally = { .counts_pending = options->strict };
    struct topofix_batch_observer observer;

    topofix_viewer_begin(&viewer, options, interrupt,
                         topofix_output_report(options, request->run, tells_uri),
                         selection->n_targets);
    observer = topofix_viewer_observer(&viewer, &gate);
    topofix_batch_run(selection, request, 1, &observer, &tally);
    topofix_viewer_end(&viewer, &tally, request->run);
    return status_of(&viewer, &tally, request);
}
