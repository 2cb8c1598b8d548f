/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "html_page.h"
#include "merge_show.h"

struct topofix_merge {
    struct topofix_html_settings settings;
    struct topofix_html_page *page;
    struct topofix_tally tally;
    char **hosts;
};

struct topofix_merge *
topofix_merge_new(void)
{
    struct topofix_merge *merge = topofix_alloc(1, sizeof(*merge));
    const struct topofix_column_list columns = topofix_columns_default(true);

    for (size_t i = 0; i < columns.count; i++) {
        topofix_columns_add(&merge->settings.columns, columns.items[i]);
        if (columns.items[i] == TOPOFIX_COLUMN_USED) {
            topofix_columns_add(&merge->settings.columns, TOPOFIX_COLUMN_UNUSED);
        }
    }
    merge->page = topofix_html_page_new(&merge->settings);
    return merge;
}

static int
add_host(struct topofix_merge *merge, const char *host, struct topofix_error *err)
{
    size_t count = merge->settings.n_hosts;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(merge->hosts[i], host) == 0) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "a second document of host '%s', expected one of each", host);
        }
    }
    merge->hosts = topofix_grow(merge->hosts, count, sizeof(*merge->hosts));
    merge->hosts[count] = topofix_strdup(host);
    merge->settings.n_hosts++;
    return 0;
}

/* What says that all else means what docs/json.md says. */
static int
check_head(const struct topofix_json_place *run, struct topofix_error *err)
{
    static const char program[] = "virt-topofix";
    struct topofix_json_place tool;
    const char *name;
    unsigned version;

    if (topofix_json_count(run, "version", 1, 1, &version, err) < 0 ||
        topofix_json_member(run, "tool", &tool, err) < 0 ||
        topofix_json_text(&tool, "name", &name, err) < 0) {
        return -1;
    }
    return name && strcmp(name, program) == 0
               ? 0
               : topofix_json_fail(&tool, "name", err, "found %.60s, expected %s",
                                   name ? name : "null", program);
}

static int
add_domain(struct topofix_merge *merge, const char *host, const struct topofix_json_place *place,
           struct topofix_error *err)
{
    struct topofix_merge_facts facts;
    struct topofix_html_domain domain;

    if (topofix_merge_read(place, &facts, err) < 0) {
        return -1;
    }
    topofix_merge_count(&facts, &merge->tally);
    if (facts.action == TOPOFIX_ACTION_FAILED) {
        topofix_html_page_add_failure(merge->page, host, facts.name,
                                      facts.error ? facts.error : "");
    }
    if (facts.is_judged) {
        topofix_merge_show(&facts, host, &domain);
        topofix_html_page_add(merge->page, &domain);
        topofix_html_domain_done(&domain);
    }
    return 0;
}

static int
add_run(struct topofix_merge *merge, const char *host, const struct topofix_json_place *run,
        struct topofix_error *err)
{
    struct json_object *domains;
    size_t count;

    if (check_head(run, err) < 0 || topofix_json_list(run, "domains", &domains, err) < 0) {
        return -1;
    }
    if (!domains) {
        return topofix_json_fail(run, "domains", err,
                                 "found null, expected the list of --check --format json");
    }
    count = json_object_array_length(domains);
    for (size_t i = 0; i < count; i++) {
        struct topofix_json_place place;

        if (topofix_json_item(run, "domains", domains, i, &place, err) < 0 ||
            add_domain(merge, host, &place, err) < 0) {
            return -1;
        }
    }
    return 0;
}

int
topofix_merge_add(struct topofix_merge *merge, const char *host, const char *bytes, size_t length,
                  struct topofix_error *err)
{
    struct topofix_json_place run = { .path = "" };
    int result;

    if (add_host(merge, host, err) < 0) {
        return -1;
    }
    run.object = topofix_json_parse(bytes, length, err);
    if (!run.object) {
        return -1;
    }
    result = add_run(merge, host, &run, err);
    json_object_put(run.object);
    return result;
}

void
topofix_merge_format(struct topofix_merge *merge, const char *origin,
                     struct topofix_buffer *ret_html)
{
    merge->settings.origin = origin;
    topofix_html_page_format(merge->page, &merge->tally, ret_html);
}

void
topofix_merge_free(struct topofix_merge *merge)
{
    if (!merge) {
        return;
    }
    for (size_t i = 0; i < merge->settings.n_hosts; i++) {
        free(merge->hosts[i]);
    }
    free(merge->hosts);
    topofix_html_page_free(merge->page);
    free(merge);
}
