/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/survey.h"

#include "base/alloc.h"
#include "forms/host_cpus_read.h"

struct survey {
    struct topofix_neighbours *neighbours;
    struct topofix_host_cpus host;
};

static void
add_surveyed(const struct topofix_surveyed *domain, void *user)
{
    struct survey *survey = user;

    topofix_neighbours_add(survey->neighbours, domain->name, domain->uuid, domain->xml,
                           domain->runs, &survey->host);
}

int
topofix_survey_make(struct topofix_connection *connection,
                    struct topofix_circumstances *circumstances, struct topofix_error *err)
{
    if (!connection->has_neighbours) {
        TOPOFIX_AUTO_DONE(arena) struct topofix_arena arena = { .used = 0 };
        struct survey survey = {
            .neighbours = &connection->neighbours,
            .host = topofix_host_cpus_read(topofix_connection_capabilities(connection), &arena),
        };

        if (topofix_store_survey(connection->store, add_surveyed, &survey, err) < 0) {
            topofix_survey_forget(connection);
            return topofix_error_wrap(err, "where other domains are pinned is not known");
        }
        connection->has_neighbours = true;
    }
    circumstances->neighbours = &connection->neighbours;
    return 0;
}

void
topofix_survey_add(const struct topofix_target *target, const char *xml)
{
    TOPOFIX_AUTO_DONE(arena) struct topofix_arena arena = { .used = 0 };
    struct survey survey = { .neighbours = &target->connection->neighbours,
                             .host = topofix_host_cpus_read(
                                 topofix_connection_capabilities(target->connection), &arena) };
    const struct topofix_surveyed domain = { .name = target->entry.name,
                                             .uuid = target->entry.uuid,
                                             .xml = xml };

    add_surveyed(&domain, &survey);
}

void
topofix_survey_forget(struct topofix_connection *connection)
{
    topofix_neighbours_done(&connection->neighbours);
    connection->has_neighbours = false;
}
