/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains that get pins, on a fake store that has others: where they go, and what that costs. */
#include "run/survey.h"

#include "hosts.h"
#include "run/batch.h"
#include "step_fixture.h"

#define LINUX                                                                           \
    "<domain type='kvm'><name>fake</name><metadata><l:libosinfo "                       \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "                    \
    "id='http://debian.org/debian/12'/></l:libosinfo></metadata><vcpu>4</vcpu>"         \
    "<os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>" \
    "<cpu><model>EPYC</model></cpu></domain>"
#define OTHER "<domain><vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/></cputune></domain>"

enum { TARGETS = 3 };

/* The first pin of each. */
struct told {
    char pins[TARGETS][8];
    size_t count;
    char message[1024];
};

static const char *
go_on(void *context)
{
    (void)context;
    return NULL;
}

static void
hear_result(const struct topofix_result *result, void *context)
{
    static const char pin[] = "<vcpupin vcpu='0' cpuset='";
    struct told *told = context;
    const char *text =
        result->has_judgement ? topofix_buffer_text(&result->judgement.change.new_text) : "";
    const char *found = strstr(text, pin);

    if (found) {
        found += strlen(pin);
        snprintf(told->pins[told->count], sizeof(told->pins[0]), "%.*s", (int)strcspn(found, "'"),
                 found);
    }
    if (result->action == TOPOFIX_ACTION_FAILED) {
        snprintf(told->message, sizeof(told->message), "%s", result->error.message);
    }
    told->count++;
}

static void
hear_progress(size_t n_done, void *context)
{
    (void)n_done;
    (void)context;
}

/* Runs the batch so often. */
static void
run_batches(struct step *step, const struct topofix_test_host *host, unsigned count,
            struct told *ret_told)
{
    const struct topofix_batch_observer observer = {
        .stop = go_on, .result = hear_result, .progress = hear_progress, .context = ret_told
    };
    struct topofix_target targets[TARGETS];
    const struct topofix_selection selection = { .connections = &step->connection,
                                                 .n_connections = 1,
                                                 .targets = targets,
                                                 .n_targets = TARGETS };

    step->fake.capabilities = topofix_buffer_text(&host->text);
    step->request.goal = TOPOFIX_GOAL_MIRROR;
    step->request.run = TOPOFIX_RUN_SHOW;
    for (size_t i = 0; i < TARGETS; i++) {
        targets[i] = step->target;
        targets[i].entry.uuid[0] = (char)('a' + i);
    }
    for (unsigned i = 0; i < count; i++) {
        struct topofix_tally tally = { .domains = 0 };

        *ret_told = (struct told){ .count = 0 };
        topofix_batch_run(&selection, &step->request, TARGETS, &observer, &tally);
        assert_int_equal(ret_told->count, TARGETS);
    }
}

/* Each gets cores of its own, none that of the other domain, and again in the next batch. */
static void
test_apart(void **state)
{
    static const char *const expected[TARGETS] = { "2", "4", "6" };
    struct topofix_test_host host = topofix_test_host_load("ryzen");
    struct step step;
    struct told told;

    (void)state;
    step_init(&step, LINUX);
    step.fake.surveyed = OTHER;
    step.request.adds_pins = true;
    run_batches(&step, &host, 2, &told);
    for (size_t i = 0; i < TARGETS; i++) {
        assert_string_equal(told.pins[i], expected[i]);
    }
    assert_int_equal(step.fake.surveys, 2);
    step_done(&step);
    topofix_test_host_done(&host);
}

/* Nobody is asked where no pins are added. */
static void
test_not_asked(void **state)
{
    struct topofix_test_host host = topofix_test_host_load("ryzen");
    struct step step;
    struct told told;

    (void)state;
    step_init(&step, LINUX);
    run_batches(&step, &host, 1, &told);
    assert_string_equal(told.pins[0], "");
    assert_string_equal(told.message, "");
    assert_int_equal(step.fake.surveys, 0);
    step_done(&step);
    topofix_test_host_done(&host);
}

/* Pins are not chosen blindly. */
static void
test_not_known(void **state)
{
    struct topofix_test_host host = topofix_test_host_load("ryzen");
    struct step step;
    struct told told;

    (void)state;
    step_init(&step, LINUX);
    step.fake.refuse_survey = true;
    step.request.adds_pins = true;
    run_batches(&step, &host, 1, &told);
    assert_string_equal(told.pins[0], "");
    assert_string_equal(told.message, "where other domains are pinned is not known: not for you");
    step_done(&step);
    topofix_test_host_done(&host);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apart),
        cmocka_unit_test(test_not_asked),
        cmocka_unit_test(test_not_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
