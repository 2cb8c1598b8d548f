/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "topofix/ranking.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ctx.h"
#include "guard.h"
#include "knowledge/os_names.h"
#include "report/solve_report.h"

struct topofix_ranking {
    struct topofix_topology *items;
    size_t count;
    char *json;
};

struct ranking_job {
    const struct topofix_ctx *ctx;
    const struct topofix_question *question;
    struct topofix_ranking *ranking;
    struct topofix_solve_report *report;
};

static struct topofix_guest
guest_of(const struct topofix_ctx *ctx, const struct topofix_question *question)
{
    const char *machine = *question->machine ? question->machine : NULL;
    struct topofix_guest guest = {
        .bits = TOPOFIX_BITS_64,
        .machine = topofix_machine_parse(question->arch, machine),
        .accelerator = machine ? TOPOFIX_ACCELERATOR_KVM : TOPOFIX_ACCELERATOR_UNKNOWN,
        .vcpus = { .maximum = question->maximum, .present = question->present },
        .topology = topofix_topology_make(question->maximum, 1, 1, 1, 1),
        .has_acpi = true,
        .may_get_eim = true,
    };

    if (question->os) {
        guest.os.os =
            topofix_os_typed_lookup(topofix_knowledge_limits(ctx->knowledge), question->os);
    }
    if (guest.os.os && question->edition) {
        guest.os.edition = topofix_os_lookup_edition(guest.os.os, question->edition);
    }
    return guest;
}

static void
add_candidate(const struct topofix_candidate *candidate, void *context)
{
    struct ranking_job *job = context;
    struct topofix_ranking *ranking = job->ranking;

    topofix_solve_report_candidate(candidate, job->report);
    if (candidate->rejection.code == TOPOFIX_REASON_NONE) {
        ranking->items = topofix_grow(ranking->items, ranking->count, sizeof(*ranking->items));
        ranking->items[ranking->count++] = candidate->topology;
    }
}

static int
rank(void *context, struct topofix_error *err)
{
    struct ranking_job *job = context;
    const struct topofix_question *question = job->question;
    const struct topofix_host host = { .libvirt_version = question->libvirt_version,
                                       .qemu_version = question->qemu_version };
    struct topofix_buffer json = { .bytes = NULL };
    struct topofix_guest guest;
    const struct topofix_reason_context words = { .guest = &guest,
                                                  .policy = &question->policy,
                                                  .subject = "it" };

    if (topofix_ctx_check_names(job->ctx, question, err) < 0) {
        return -1;
    }
    guest = guest_of(job->ctx, question);
    job->ranking = topofix_alloc(1, sizeof(*job->ranking));
    job->report = topofix_solve_report_new(&words, true, false);
    topofix_candidates_each(&guest, &host, &question->policy, add_candidate, job);
    topofix_solve_report_finish(job->report, NULL, &json);
    job->ranking->json = topofix_buffer_take(&json);
    if (job->ranking->count == 0) {
        topofix_ranking_free(job->ranking);
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "no legal topology for %u vCPUs meets the wishes",
                                 question->maximum);
    }
    return 0;
}

int
topofix_ranking_new(const struct topofix_ctx *ctx, const struct topofix_question *question,
                    struct topofix_ranking **ret_ranking, char *message, size_t message_size)
{
    struct ranking_job job = { .ctx = ctx, .question = question };
    int status = topofix_guard_run(rank, &job, message, message_size);

    *ret_ranking = status == TOPOFIX_OK ? job.ranking : NULL;
    return status;
}

void
topofix_ranking_free(struct topofix_ranking *ranking)
{
    if (ranking) {
        free(ranking->items);
        free(ranking->json);
        free(ranking);
    }
}

size_t
topofix_ranking_count(const struct topofix_ranking *ranking)
{
    return ranking->count;
}

unsigned
topofix_ranking_get(const struct topofix_ranking *ranking, size_t index, enum topofix_part part)
{
    return index < ranking->count && (unsigned)part < TOPOFIX_LEVELS
               ? ranking->items[index].count[part]
               : 0;
}

const char *
topofix_ranking_json(const struct topofix_ranking *ranking)
{
    return ranking->json;
}
