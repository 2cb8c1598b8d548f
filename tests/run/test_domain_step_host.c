/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the step for a domain asks of its hypervisor, and that it then judges by the answer. */
#include <string.h>

#include "step_fixture.h"
#include "testing.h"

#define KVM_OF(id, vcpus, cpu)                                                             \
    "<domain type='kvm'" id "><name>fake</name><metadata><l:libosinfo "                    \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "                       \
    "id='http://debian.org/debian/12'/></l:libosinfo></metadata><vcpu>" vcpus "</vcpu>"    \
    "<os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features>" cpu \
    "</domain>"
#define KVM(vcpus, cpu) KVM_OF("", vcpus, cpu)
#define THREADS         "<cpu mode='host-passthrough'><topology sockets='1' cores='2' threads='2'/></cpu>"

static const char amd[] =
    "<capabilities><host><cpu><arch>x86_64</arch><vendor>AMD</vendor></cpu></host><guest><arch "
    "name='x86_64'><machine maxCpus='77'>pc</machine></arch></guest></capabilities>";

static void
run_on_amd(struct step *step, const char *xml)
{
    step_init(step, xml);
    step->fake.capabilities = amd;
    step_run(step, TOPOFIX_RUN_SHOW);
    assert_int_equal(step->result.error.code, TOPOFIX_ERROR_NONE);
}

static void
expect_asked(const struct step *step, unsigned capabilities, unsigned libvirt, unsigned hypervisor)
{
    assert_int_equal(step->fake.capabilities_asked, capabilities);
    assert_int_equal(step->fake.libvirt_asked, libvirt);
    assert_int_equal(step->fake.hypervisor_asked, hypervisor);
}

static bool
has_reason(const struct step *step, enum topofix_reason_code code)
{
    const struct topofix_diagnosis *diagnosis = &step->result.judgement.assessment.diagnosis;

    for (size_t i = 0; i < diagnosis->n_reasons; i++) {
        if (diagnosis->reasons[i].code == code) {
            return true;
        }
    }
    return false;
}

static void
test_ordinary_domain_asks_nothing(void **state)
{
    struct step step;

    (void)state;
    run_on_amd(&step, KVM("8", "<cpu mode='host-passthrough'/>"));
    assert_int_equal(step.result.judgement.assessment.diagnosis.verdict, TOPOFIX_VERDICT_LEGAL);
    expect_asked(&step, 0, 0, 0);
    step_done(&step);
}

/* The built-in maximum of a pc is 255. */
static void
test_machine_maximum_is_asked_for(void **state)
{
    struct step step;

    (void)state;
    run_on_amd(&step, KVM("78", ""));
    assert_int_equal(step.result.judgement.assessment.diagnosis.verdict, TOPOFIX_VERDICT_INVALID);
    assert_true(has_reason(&step, TOPOFIX_REASON_MACHINE_MAXIMUM));
    expect_asked(&step, 1, 1, 1);
    step_done(&step);
}

static void
test_threads_ask_for_the_vendor(void **state)
{
    struct step step;

    (void)state;
    run_on_amd(&step, KVM("4", THREADS));
    assert_true(has_reason(&step, TOPOFIX_REASON_HIDDEN_THREADS));
    expect_asked(&step, 1, 0, 0);
    step_done(&step);
}

/* The definition may have no threads, and what runs may have them. */
static void
test_running_threads_ask_for_the_vendor(void **state)
{
    struct step step;

    (void)state;
    step_init(&step, KVM("4", ""));
    step.fake.capabilities = amd;
    step.fake.running = KVM_OF(" id='3'", "4", THREADS);
    step.target.entry.is_running = true;
    step_run(&step, TOPOFIX_RUN_SHOW);
    assert_true(step.result.judgement.assessment.running.is_known);
    expect_asked(&step, 1, 0, 0);
    step_done(&step);
}

/* What was asked for one domain is known for the next, which is then judged once. */
static void
test_answers_are_kept(void **state)
{
    struct step step;

    (void)state;
    run_on_amd(&step, STEP_BEFORE);
    topofix_result_done(&step.result);
    step_run(&step, TOPOFIX_RUN_SHOW);
    assert_int_equal(step.result.action, TOPOFIX_ACTION_WOULD_CHANGE);
    expect_asked(&step, 1, 1, 1);
    step_done(&step);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ordinary_domain_asks_nothing),
        cmocka_unit_test(test_machine_maximum_is_asked_for),
        cmocka_unit_test(test_threads_ask_for_the_vendor),
        cmocka_unit_test(test_running_threads_ask_for_the_vendor),
        cmocka_unit_test(test_answers_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
