/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "step_fixture.h"
#include "knowledge/builtin.h"

#include <stdlib.h>

void
step_init(struct step *step, const char *xml)
{
    *step = (struct step){ .connection = { .store = NULL } };
    fake_store_init(&step->fake, xml);
    step->connection.store = &step->fake.common;
    pthread_mutex_init(&step->connection.mutex, NULL);
    step->target.connection = &step->connection;
    step->target.entry = fake_store_entry();
    step->target.name = "fake";
    step->request = (struct topofix_request){ .limits = &topofix_limits_builtin,
                                              .writes_record = true,
                                              .respects_owner = true };
}

void
step_done(struct step *step)
{
    topofix_result_done(&step->result);
    topofix_entry_done(&step->fake.common, &step->target.entry);
    topofix_doc_free(step->connection.capabilities);
    free(step->connection.capabilities_text);
    topofix_neighbours_done(&step->connection.neighbours);
    topofix_stats_done(&step->connection.stats);
    pthread_mutex_destroy(&step->connection.mutex);
    fake_store_done(&step->fake);
}

void
step_run(struct step *step, enum topofix_run run)
{
    step->request.run = run;
    topofix_domain_step(&step->target, &step->request, &step->result);
}
