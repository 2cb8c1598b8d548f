/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The capabilities are asked for only where they matter: whatever is left unasked is judged as it
 * is with them, for guests of all kinds on hosts of three kinds.
 */
#include "hosts.h"
#include "judgement_samples.h"

static const char *const types[] = { "kvm", "qemu" };

static const char *const machines[] = { "pc-q35-7.2", "pc-i440fx-rhel7.6.0" };

static const char *const systems[] = {
    "http://microsoft.com/win/7",  "http://microsoft.com/win/2k22",
    "http://debian.org/debian/12", "http://openbsd.org/openbsd/7.4",
    "http://nobody.org/knows/1",
};

#define PIN(id) "<vcpupin vcpu='" id "' cpuset='" id "'/>"

static const char *const vcpus[] = {
    "<vcpu>8</vcpu>",
    "<vcpu current='4'>8</vcpu>",
    "<vcpu cpuset='0-7'>8</vcpu>",
    "<vcpu>8</vcpu><cputune>" PIN("0") PIN("1") PIN("2") PIN("3") PIN("4") PIN("5") PIN("6")
        PIN("7") "</cputune>",
    "<vcpu>96</vcpu>",
};

static const char *const cpus[] = {
    "",
    "<cpu mode='host-passthrough'>%s</cpu>",
    "<cpu mode='host-passthrough'>%s<feature policy='require' name='topoext'/></cpu>",
    "<cpu mode='host-model'>%s</cpu>",
    "<cpu><model>EPYC</model>%s<feature policy='disable' name='topoext'/></cpu>",
    "<cpu><model>Opteron_G3</model>%s</cpu>",
    "<cpu><model>Haswell</model>%s</cpu>",
};

static const char *const topologies[] = {
    "",
    "<topology sockets='8' dies='1' cores='1' threads='1'/>",
    "<topology sockets='1' dies='1' cores='4' threads='2'/>",
    "<topology sockets='1' dies='1' cores='8' threads='1'/>",
};

static const char *const hosts[] = { "ryzen", "xeon", "no-smt" };

struct kind {
    const char *type;
    const char *machine;
    const char *system;
    const char *vcpu;
    const char *cpu;
    const char *topology;
};

struct asked {
    const struct topofix_doc *capabilities;
    unsigned times;
};

struct seen {
    unsigned judged;
    unsigned asked;
};

/* The caller frees the result. */
static char *
domain_of(const struct kind *kind)
{
    const char *place = strstr(kind->cpu, "%s");
    int before = place ? (int)(place - kind->cpu) : 0;

    return topofix_sprintf(
        "<domain type='%s'><name>guest</name><metadata><l:libosinfo "
        "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os id='%s'/></l:libosinfo>"
        "</metadata>%s<os><type arch='x86_64' machine='%s'>hvm</type></os>"
        "<features><acpi/></features>%.*s%s%s</domain>",
        kind->type, kind->system, kind->vcpu, kind->machine, before, kind->cpu,
        place ? kind->topology : "", place ? place + strlen("%s") : "");
}

static const struct topofix_doc *
ask(void *user)
{
    struct asked *asked = user;

    asked->times++;
    return asked->capabilities;
}

static void
check_same_diagnosis(const struct topofix_diagnosis *a, const struct topofix_diagnosis *b)
{
    assert_int_equal(a->verdict, b->verdict);
    assert_int_equal(a->n_reasons, b->n_reasons);
    for (size_t i = 0; i < a->n_reasons; i++) {
        assert_int_equal(a->reasons[i].code, b->reasons[i].code);
        assert_int_equal(a->reasons[i].found, b->reasons[i].found);
    }
    assert_int_equal(a->is_usable_known, b->is_usable_known);
    assert_memory_equal(&a->usable_now, &b->usable_now, sizeof(a->usable_now));
}

static void
check_same(const struct topofix_judgement *a, const struct topofix_judgement *b)
{
    check_same_diagnosis(&a->assessment.diagnosis, &b->assessment.diagnosis);
    assert_int_equal(a->assessment.changes, b->assessment.changes);
    assert_int_equal(a->assessment.verdict_after, b->assessment.verdict_after);
    assert_int_equal(a->assessment.offers, b->assessment.offers);
    assert_int_equal(a->assessment.gains_ht, b->assessment.gains_ht);
    assert_true(topofix_topology_equals(&a->assessment.wanted, &b->assessment.wanted));
    assert_memory_equal(&a->assessment.usable_wanted, &b->assessment.usable_wanted,
                        sizeof(a->assessment.usable_wanted));
    assert_string_equal(topofix_buffer_text(&a->change.new_text),
                        topofix_buffer_text(&b->change.new_text));
}

static void
check(const struct kind *kind, const struct topofix_policy *policy, const struct topofix_doc *host,
      struct seen *seen)
{
    TOPOFIX_AUTO_FREE char *text = domain_of(kind);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement lazy = { .is_assessed = false };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement eager = { .is_assessed = false };
    struct asked asked = { .capabilities = host };
    const struct topofix_circumstances with = { .capabilities = host,
                                                .libvirt_version = 9000000,
                                                .qemu_version = 7002000 };
    const struct topofix_circumstances without = { .ask_capabilities = ask,
                                                   .asked = &asked,
                                                   .libvirt_version = 9000000,
                                                   .qemu_version = 7002000 };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    request.policy = *policy;
    judge_as(&with, text, &request, &eager);
    judge_as(&without, text, &request, &lazy);
    assert_true(asked.times <= 1);
    check_same(&lazy, &eager);
    seen->judged++;
    seen->asked += asked.times;
}

#define EACH(item, items) \
    for (const char *const *item = items; item < items + ARRAY_SIZE(items); item++)

static void
check_all(const struct topofix_policy *policy, const struct topofix_doc *host, struct seen *seen)
{
    EACH(type, types)
    {
        EACH(system, systems)
        {
            EACH(vcpu, vcpus)
            {
                EACH(cpu, cpus)
                {
                    EACH(topology, topologies)
                    {
                        const struct kind kind = { .type = *type,
                                                   .machine = machines[seen->judged % 2],
                                                   .system = *system,
                                                   .vcpu = *vcpu,
                                                   .cpu = *cpu,
                                                   .topology = *topology };

                        check(&kind, policy, host, seen);
                    }
                }
            }
        }
    }
}

static void
test_what_is_left_unasked(void **state)
{
    struct seen seen = { .judged = 0 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(hosts); i++) {
        const struct topofix_policy none = { .maximum = { { 0 } } };
        struct topofix_test_host host = topofix_test_host_load(hosts[i]);

        check_all(&none, host.doc, &seen);
        topofix_test_host_done(&host);
    }
    print_message("%u guests judged, the capabilities asked for %u times\n", seen.judged,
                  seen.asked);
    assert_true(seen.asked > 0 && seen.asked < seen.judged * 2 / 3);
}

/* Who wants threads may get them, so that their being hidden matters. */
static void
test_a_wish_for_threads(void **state)
{
    struct topofix_policy threads = { .wanted = { { [TOPOFIX_LEVEL_THREADS] = 2 } } };
    struct topofix_test_host host = topofix_test_host_load("ryzen");
    struct seen seen = { .judged = 0 };

    (void)state;
    check_all(&threads, host.doc, &seen);
    topofix_test_host_done(&host);
}

/* A maximum that only the capabilities know, of a machine that only they know. */
static void
test_an_unknown_machine(void **state)
{
    static const char text[] =
        "<capabilities><guest><arch name='x86_64'><machine maxCpus='2'>xenfv</machine>"
        "</arch></guest></capabilities>";
    struct topofix_doc *host = topofix_doc_parse(text, strlen(text), NULL);
    const struct kind kind = { .type = "kvm",
                               .machine = "xenfv",
                               .system = systems[0],
                               .vcpu = vcpus[0],
                               .cpu = "",
                               .topology = "" };
    const struct topofix_policy none = { .maximum = { { 0 } } };
    struct seen seen = { .judged = 0 };

    (void)state;
    check(&kind, &none, host, &seen);
    assert_int_equal(seen.asked, 1);
    topofix_doc_free(host);
}

/* A host that gave no answer is not asked again. */
static void
test_no_answer(void **state)
{
    static const char text[] =
        "<domain type='kvm'><name>pinned</name><vcpu>2</vcpu><cputune><vcpupin vcpu='0' "
        "cpuset='0'/></cputune><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>";
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    struct asked asked = { .capabilities = NULL };
    const struct topofix_circumstances circumstances = { .ask_capabilities = ask, .asked = &asked };
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    (void)state;
    request.remedies = 1u << TOPOFIX_REMEDY_TOPOEXT_ADD;
    judge_as(&circumstances, text, &request, &judgement);
    assert_int_equal(asked.times, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_what_is_left_unasked),
        cmocka_unit_test(test_a_wish_for_threads),
        cmocka_unit_test(test_an_unknown_machine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
