/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/solve_report.h"

#include "base/alloc.h"
#include "json.h"
#include "json_nova.h"

struct topofix_solve_report {
    const struct topofix_reason_context *context;
    struct json_object *rows; /* NULL for text output */
    struct topofix_buffer text;
    bool explains;
    size_t visited;
    size_t count;
};

struct topofix_solve_report *
topofix_solve_report_new(const struct topofix_reason_context *context, bool is_json, bool explains)
{
    struct topofix_solve_report *report = topofix_alloc(1, sizeof(*report));

    report->context = context;
    report->rows = is_json ? topofix_json_array_new() : NULL;
    report->explains = explains;
    return report;
}

static struct json_object *
reason_object(const struct topofix_solve_report *report, const struct topofix_reason *reason)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct json_object *object = topofix_json_object_new();

    topofix_reason_add_text(reason, report->context, &text);
    topofix_json_put_text(object, "code", topofix_reason_name(reason->code));
    topofix_json_put_text(object, "text", topofix_buffer_text(&text));
    return object;
}

static void
add_json(struct topofix_solve_report *report, const struct topofix_candidate *candidate)
{
    struct json_object *row = topofix_json_topology(&candidate->topology);

    if (report->explains) {
        topofix_json_put(row, "rejected",
                         candidate->rejection.code != TOPOFIX_REASON_NONE
                             ? reason_object(report, &candidate->rejection)
                             : NULL);
        topofix_json_put(row, "hazard",
                         candidate->hazard.code != TOPOFIX_REASON_NONE
                             ? reason_object(report, &candidate->hazard)
                             : NULL);
    }
    topofix_json_array_add(report->rows, row);
}

static void
add_line(struct topofix_solve_report *report, const struct topofix_candidate *candidate)
{
    static const char *const spaces[] = { "", " " };
    const struct topofix_reason *reason = candidate->rejection.code != TOPOFIX_REASON_NONE
                                              ? &candidate->rejection
                                              : &candidate->hazard;
    int written = 0;

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        bool is_optional = level == TOPOFIX_LEVEL_DIES || level == TOPOFIX_LEVEL_CLUSTERS;

        if (!is_optional || candidate->topology.count[level] > 1) {
            topofix_buffer_add_format(&report->text, "%s%s=%u", spaces[written > 0],
                                      topofix_level_name((enum topofix_level)level),
                                      candidate->topology.count[level]);
            written++;
        }
    }
    if (report->explains && reason->code != TOPOFIX_REASON_NONE) {
        topofix_buffer_add_format(
            &report->text, ": %s: %s: ", reason == &candidate->rejection ? "rejected" : "but",
            topofix_reason_name(reason->code));
        topofix_reason_add_text(reason, report->context, &report->text);
    }
    topofix_buffer_add_text(&report->text, "\n");
}

void
topofix_solve_report_candidate(const struct topofix_candidate *candidate, void *user)
{
    struct topofix_solve_report *report = user;
    bool is_legal = candidate->rejection.code == TOPOFIX_REASON_NONE;

    report->visited++;
    report->count += is_legal;
    if (!is_legal && !report->explains) {
        return;
    }
    if (report->rows) {
        add_json(report, candidate);
    } else {
        add_line(report, candidate);
    }
}

void
topofix_solve_report_rejected(const struct topofix_candidate *candidate, void *user)
{
    if (candidate->rejection.code != TOPOFIX_REASON_NONE) {
        topofix_solve_report_candidate(candidate, user);
    }
}

void
topofix_solve_report_nova(const struct topofix_topology *topology, void *user)
{
    const struct topofix_candidate candidate = { .topology = *topology };

    topofix_solve_report_candidate(&candidate, user);
}

size_t
topofix_solve_report_visited(const struct topofix_solve_report *report)
{
    return report->visited;
}

size_t
topofix_solve_report_count(const struct topofix_solve_report *report)
{
    return report->count;
}

void
topofix_solve_report_finish(struct topofix_solve_report *report,
                            const struct topofix_nova_verdict *nova,
                            struct topofix_buffer *ret_text)
{
    if (report->rows) {
        struct json_object *object = topofix_json_object_new();

        topofix_json_put(object, "version", topofix_json_checked(json_object_new_int(1)));
        topofix_json_put(object, "candidates", report->rows);
        topofix_json_put(object, "nova", nova ? topofix_json_nova_verdict(nova) : NULL);
        topofix_json_finish(object, ret_text);
    } else {
        topofix_buffer_add(ret_text, topofix_buffer_text(&report->text), report->text.length);
    }
    topofix_buffer_done(&report->text);
    free(report);
}
