/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "merge_read.h"

#include <string.h>

#include "base/array.h"
#include "json_words.h"

static int
read_names(const struct topofix_json_place *domain, struct topofix_merge_facts *facts,
           struct topofix_error *err)
{
    const struct {
        const char *key;
        const char **text;
    } names[] = {
        { "name", &facts->name }, { "uuid", &facts->uuid },   { "uri", &facts->uri },
        { "file", &facts->file }, { "error", &facts->error },
    };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (topofix_json_text(domain, names[i].key, names[i].text, err) < 0) {
            return -1;
        }
    }
    return 0;
}

/* What was changed has another verdict now, which its document does not say. */
static int
read_action(const struct topofix_json_place *domain, struct topofix_merge_facts *facts,
            struct topofix_error *err)
{
    unsigned action;

    if (topofix_json_word(domain, "action", topofix_json_actions, TOPOFIX_ACTIONS, TOPOFIX_ACTIONS,
                          &action, err) < 0) {
        return -1;
    }
    if (action == TOPOFIX_ACTIONS) {
        return topofix_json_fail(domain, "action", err, "found null, expected a text");
    }
    if (action == TOPOFIX_ACTION_CHANGED || action == TOPOFIX_ACTION_UNDONE) {
        return topofix_json_fail(domain, "action", err,
                                 "found '%s', expected a run that changes nothing, such as "
                                 "--check --all --format json",
                                 topofix_json_actions[action]);
    }
    facts->action = (enum topofix_action)action;
    return 0;
}

static int
read_words(const struct topofix_json_place *domain, struct topofix_merge_facts *facts,
           struct topofix_error *err)
{
    const char *verdicts[TOPOFIX_VERDICTS];
    unsigned verdict;
    unsigned hold;
    unsigned state;
    unsigned pending;

    for (int i = 0; i < TOPOFIX_VERDICTS; i++) {
        verdicts[i] = topofix_verdict_name((enum topofix_verdict)i);
    }
    if (topofix_json_word(domain, "verdict", verdicts, TOPOFIX_VERDICTS, TOPOFIX_VERDICTS, &verdict,
                          err) < 0 ||
        topofix_json_word(domain, "hold", topofix_json_holds, TOPOFIX_HOLDS, TOPOFIX_HOLD_NONE,
                          &hold, err) < 0 ||
        topofix_json_word(domain, "state", topofix_json_states, TOPOFIX_STATES, TOPOFIX_STATE_NONE,
                          &state, err) < 0 ||
        topofix_json_word(domain, "pending", topofix_json_pendings, TOPOFIX_PENDINGS,
                          TOPOFIX_PENDING_UNKNOWN, &pending, err) < 0) {
        return -1;
    }
    facts->is_judged = verdict != TOPOFIX_VERDICTS;
    facts->verdict = facts->is_judged ? (enum topofix_verdict)verdict : TOPOFIX_VERDICT_LEGAL;
    facts->hold = (enum topofix_hold)hold;
    facts->state = (enum topofix_state)state;
    facts->pending = (enum topofix_pending)pending;
    return 0;
}

static int
read_guest(const struct topofix_json_place *domain, struct topofix_merge_facts *facts,
           struct topofix_error *err)
{
    struct topofix_json_place guest;

    return topofix_json_member(domain, "guest", &guest, err) < 0 ||
                   topofix_json_text(&guest, "name", &facts->os_name, err) < 0 ||
                   topofix_json_text(&guest, "edition", &facts->edition, err) < 0
               ? -1
               : 0;
}

/* A range with these two keys, of at most most. */
static int
read_range(const struct topofix_json_place *place, const char *key, const char *least,
           const char *most, unsigned max, bool *ret_is_known, struct topofix_range *ret_range,
           struct topofix_error *err)
{
    struct topofix_json_place range;

    if (topofix_json_member(place, key, &range, err) < 0) {
        return -1;
    }
    *ret_is_known = range.object != NULL;
    if (!*ret_is_known) {
        return 0;
    }
    return topofix_json_count(&range, most, 0, max, &ret_range->max, err) < 0 ||
                   topofix_json_count(&range, least, 0, ret_range->max, &ret_range->min, err) < 0
               ? -1
               : 0;
}

static int
read_topologies(const struct topofix_json_place *domain, struct topofix_merge_facts *facts,
                struct topofix_error *err)
{
    const struct {
        const char *key;
        struct topofix_merge_topology *topology;
        unsigned max; /* of what is used */
    } parts[] = {
        { "now", &facts->now, facts->current },
        { "wanted", &facts->wanted, TOPOFIX_VCPUS_MAX },
        { "running", &facts->running, TOPOFIX_VCPUS_MAX },
    };
    struct topofix_json_place topology;
    struct topofix_json_place usable;

    if (topofix_json_member(domain, "topology", &topology, err) < 0 ||
        topofix_json_member(domain, "usable", &usable, err) < 0) {
        return -1;
    }
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct topofix_merge_topology *part = parts[i].topology;

        if (topofix_json_read_topology(&topology, parts[i].key, &part->topology, &part->is_there,
                                       err) < 0 ||
            read_range(&usable, parts[i].key, "min", "max", parts[i].max, &part->is_usable_known,
                       &part->usable, err) < 0) {
            return -1;
        }
    }
    return facts->now.is_there
               ? 0
               : topofix_json_fail(&topology, "now", err, "found null, expected an object");
}

/* What is unused is counted of what runs, where that is known; of how many, only the sums say. */
static int
read_vcpus(const struct topofix_json_place *domain, struct topofix_merge_facts *facts,
           struct topofix_error *err)
{
    const struct topofix_merge_topology *running = &facts->running;
    struct topofix_json_place vcpus;

    if (topofix_json_member(domain, "vcpus", &vcpus, err) < 0 ||
        topofix_json_count(&vcpus, "maximum", 1, TOPOFIX_VCPUS_MAX, &facts->maximum, err) < 0 ||
        topofix_json_count(&vcpus, "current", 1, facts->maximum, &facts->current, err) < 0 ||
        read_topologies(domain, facts, err) < 0 ||
        read_range(&vcpus, "unused", "least", "most", TOPOFIX_VCPUS_MAX, &facts->is_unused_known,
                   &facts->unused, err) < 0) {
        return -1;
    }
    facts->present = running->is_there && running->is_usable_known && facts->is_unused_known
                         ? running->usable.max + facts->unused.min
                         : facts->current;
    if (facts->is_unused_known && facts->unused.max > facts->present) {
        return topofix_json_fail(&vcpus, "unused.most", err, "found %u, expected at most %u",
                                 facts->unused.max, facts->present);
    }
    return 0;
}

static int
read_step(const struct topofix_json_place *place, struct topofix_growth_step *ret_step,
          struct topofix_error *err)
{
    bool is_known;

    if (topofix_json_count(place, "first", 1, TOPOFIX_VCPUS_MAX, &ret_step->first, err) < 0 ||
        topofix_json_count(place, "last", ret_step->first, TOPOFIX_VCPUS_MAX, &ret_step->last,
                           err) < 0 ||
        read_range(place, "used", "min", "max", ret_step->last, &is_known, &ret_step->used, err) <
            0) {
        return -1;
    }
    return is_known ? 0 : topofix_json_fail(place, "used", err, "found null, expected an object");
}

static int
read_growth(const struct topofix_json_place *domain, struct topofix_merge_facts *facts,
            struct topofix_error *err)
{
    struct json_object *list;

    if (topofix_json_list(domain, "growth", &list, err) < 0) {
        return -1;
    }
    facts->n_growth = list ? json_object_array_length(list) : 0;
    if (facts->n_growth > TOPOFIX_GROWTH_STEPS_MAX) {
        return topofix_json_fail(domain, "growth", err, "found %zu items, expected at most %d",
                                 facts->n_growth, TOPOFIX_GROWTH_STEPS_MAX);
    }
    for (size_t i = 0; i < facts->n_growth; i++) {
        struct topofix_json_place step;

        if (topofix_json_item(domain, "growth", list, i, &step, err) < 0 ||
            read_step(&step, &facts->growth[i], err) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
read_reasons(const struct topofix_json_place *domain, struct topofix_merge_facts *facts,
             struct topofix_error *err)
{
    size_t count;

    if (topofix_json_list(domain, "reasons", &facts->reasons, err) < 0) {
        return -1;
    }
    count = facts->reasons ? json_object_array_length(facts->reasons) : 0;
    for (size_t i = 0; i < count; i++) {
        static const char *const keys[] = { "code", "text", "source" };
        struct topofix_json_place reason;
        const char *text;

        if (topofix_json_item(domain, "reasons", facts->reasons, i, &reason, err) < 0) {
            return -1;
        }
        for (size_t k = 0; k < COUNT_OF(keys); k++) {
            if (topofix_json_text(&reason, keys[k], &text, err) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

int
topofix_merge_read(const struct topofix_json_place *domain, struct topofix_merge_facts *ret_facts,
                   struct topofix_error *err)
{
    *ret_facts = (struct topofix_merge_facts){ .name = NULL };
    if (read_names(domain, ret_facts, err) < 0 || read_action(domain, ret_facts, err) < 0 ||
        read_words(domain, ret_facts, err) < 0) {
        return -1;
    }
    if (!ret_facts->is_judged) {
        return 0;
    }
    return read_guest(domain, ret_facts, err) < 0 || read_vcpus(domain, ret_facts, err) < 0 ||
                   read_growth(domain, ret_facts, err) < 0 ||
                   read_reasons(domain, ret_facts, err) < 0
               ? -1
               : 0;
}

bool
topofix_merge_has_reason(const struct topofix_merge_facts *facts, const char *code)
{
    size_t count = facts->reasons ? json_object_array_length(facts->reasons) : 0;

    for (size_t i = 0; i < count; i++) {
        struct json_object *value = NULL;

        if (json_object_object_get_ex(json_object_array_get_idx(facts->reasons, i), "code",
                                      &value) &&
            value && strcmp(json_object_get_string(value), code) == 0) {
            return true;
        }
    }
    return false;
}
