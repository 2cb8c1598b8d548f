/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/buffer.h"
#include "forms/emit.h"
#include "forms/nova_image.h"
#include "testing.h"

static struct topofix_emit_guest
guest_of(unsigned present, unsigned maximum, unsigned sockets, unsigned cores, unsigned threads)
{
    return (struct topofix_emit_guest){
        .present = present,
        .maximum = maximum,
        .topology = topofix_topology_make(sockets, 1, 1, cores, threads),
    };
}

/* The lines of the short forms; the others have readers of their own in tests/cli/emit.bash. */
static void
test_lines(void **state)
{
    const struct topofix_emit_guest plain = guest_of(4, 4, 1, 4, 1);
    const struct topofix_emit_guest plugged = guest_of(4, 16, 2, 4, 2);
    const struct topofix_emit_guest part = guest_of(4, 8, 2, 4, 1);
    const struct topofix_emit_guest siblings = guest_of(6, 6, 3, 1, 2);
    struct topofix_emit_guest dies = guest_of(8, 8, 1, 4, 1);
    const struct {
        enum topofix_emit_form form;
        const struct topofix_emit_guest *guest;
        const char *wanted;
    } cases[] = {
        { TOPOFIX_EMIT_VIRT_INSTALL, &plain, "--vcpus 4,sockets=1,cores=4,threads=1\n" },
        { TOPOFIX_EMIT_VIRT_INSTALL, &plugged,
          "--vcpus 4,maxvcpus=16,sockets=2,cores=4,threads=2\n" },
        { TOPOFIX_EMIT_VIRT_INSTALL, &dies, "--vcpus 8,sockets=1,dies=2,cores=4,threads=1\n" },
        { TOPOFIX_EMIT_VIRT_XML, &plain,
          "virt-xml DOMAIN --edit --vcpus 4,maxvcpus=4,sockets=1,dies=1,cores=4,threads=1\n" },
        { TOPOFIX_EMIT_QEMU, &plain, "-smp 4,sockets=1,cores=4,threads=1\n" },
        { TOPOFIX_EMIT_QEMU, &dies, "-smp 8,sockets=1,dies=2,cores=4,threads=1\n" },
        { TOPOFIX_EMIT_PROXMOX, &plain, "qm set ID --sockets 1 --cores 4\n" },
        { TOPOFIX_EMIT_PROXMOX, &part, "qm set ID --sockets 2 --cores 4 --vcpus 4\n" },
        { TOPOFIX_EMIT_NOVA, &plain,
          "openstack image set --property hw_cpu_max_sockets=1 --property hw_cpu_max_threads=1 "
          "IMAGE\n" },
        { TOPOFIX_EMIT_NOVA, &siblings,
          "openstack image set --property hw_cpu_max_sockets=3 --property hw_cpu_max_threads=2 "
          "--property hw_cpu_sockets=3 --property hw_cpu_cores=1 --property hw_cpu_threads=2 "
          "IMAGE\n" },
    };

    (void)state;
    dies.topology.count[TOPOFIX_LEVEL_DIES] = 2;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_buffer text = { .bytes = NULL };
        struct topofix_error err;

        assert_int_equal(topofix_emit_write(cases[i].form, cases[i].guest, &text, &err), 0);
        assert_string_equal(topofix_buffer_text(&text), cases[i].wanted);
        topofix_buffer_done(&text);
    }
}

/* Terraform's provider says how many are present only where that is not all. */
static void
test_terraform_present(void **state)
{
    static const unsigned presents[] = { 4, 8 };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(presents); i++) {
        const struct topofix_emit_guest guest = guest_of(presents[i], 8, 1, 8, 1);
        struct topofix_buffer text = { .bytes = NULL };
        struct topofix_error err;

        assert_int_equal(topofix_emit_write(TOPOFIX_EMIT_TERRAFORM, &guest, &text, &err), 0);
        assert_int_equal(strstr(topofix_buffer_text(&text), "vcpu_current = 4\n") != NULL,
                         presents[i] == 4);
        assert_int_equal(strstr(topofix_buffer_text(&text), "vcpu_current") != NULL,
                         presents[i] == 4);
        topofix_buffer_done(&text);
    }
}

/* Dies and clusters are there only where they are more than one. */
static void
test_terraform_levels(void **state)
{
    struct topofix_emit_guest guest = guest_of(8, 8, 1, 8, 1);
    struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;

    (void)state;
    assert_int_equal(topofix_emit_write(TOPOFIX_EMIT_TERRAFORM, &guest, &text, &err), 0);
    assert_contains(topofix_buffer_text(&text), "{ sockets = 1, cores = 8, threads = 1 }");
    assert_contains(topofix_buffer_text(&text),
                    "<topology sockets=\"1\" cores=\"8\" threads=\"1\"/>");
    topofix_buffer_clear(&text);
    guest.topology = topofix_topology_make(1, 2, 2, 2, 1);
    assert_int_equal(topofix_emit_write(TOPOFIX_EMIT_TERRAFORM, &guest, &text, &err), 0);
    assert_contains(topofix_buffer_text(&text), ", dies = 2, clusters = 2, ");
    assert_contains(topofix_buffer_text(&text), " dies=\"2\" clusters=\"2\" ");
    topofix_buffer_done(&text);
}

/* KubeVirt counts what is present in sockets. */
static void
test_kubevirt_plugs_sockets(void **state)
{
    const struct topofix_emit_guest fits = guest_of(8, 16, 4, 4, 1);
    const struct topofix_emit_guest partial = guest_of(6, 16, 4, 4, 1);
    struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;

    (void)state;
    assert_int_equal(topofix_emit_write(TOPOFIX_EMIT_KUBEVIRT, &fits, &text, &err), 0);
    assert_contains(topofix_buffer_text(&text), "\n  sockets: 2\n  cores: 4\n");
    assert_contains(topofix_buffer_text(&text), "\n  maxSockets: 4\n");
    topofix_buffer_clear(&text);
    assert_int_equal(topofix_emit_write(TOPOFIX_EMIT_KUBEVIRT, &partial, &text, &err), -1);
    assert_contains(err.message, "found 6 of 16 vCPUs on sockets of 4");
    assert_int_equal(text.length, 0);
    topofix_buffer_done(&text);
}

static void
test_constraints(void **state)
{
    static const struct {
        enum topofix_emit_form form;
        enum topofix_level level;
        const char *message; /* NULL: the form has the level */
    } cases[] = {
        { TOPOFIX_EMIT_PROXMOX, TOPOFIX_LEVEL_THREADS, "Proxmox VE has no threads" },
        { TOPOFIX_EMIT_KUBEVIRT, TOPOFIX_LEVEL_DIES, "KubeVirt has no dies" },
        { TOPOFIX_EMIT_NOVA, TOPOFIX_LEVEL_CLUSTERS, "Nova has no clusters" },
        { TOPOFIX_EMIT_VIRT_INSTALL, TOPOFIX_LEVEL_CLUSTERS, "virt-install has no clusters" },
        { TOPOFIX_EMIT_VIRT_INSTALL, TOPOFIX_LEVEL_DIES, NULL },
        { TOPOFIX_EMIT_QEMU, TOPOFIX_LEVEL_CLUSTERS, NULL },
        { TOPOFIX_EMIT_TERRAFORM, TOPOFIX_LEVEL_DIES, NULL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct topofix_policy free = { .fixes_written_may_lose = false };
        struct topofix_policy wishes = { .fixes_written_may_lose = false };
        struct topofix_error err;

        wishes.wanted.count[cases[i].level] = 2;
        assert_int_equal(topofix_emit_constrain(cases[i].form, 4, 4, &wishes, &err),
                         cases[i].message ? -1 : 0);
        if (cases[i].message) {
            assert_contains(err.message, cases[i].message);
        }
        assert_int_equal(topofix_emit_constrain(cases[i].form, 4, 4, &free, &err), 0);
        assert_int_equal(free.wanted.count[cases[i].level], cases[i].message ? 1 : 0);
    }
}

/* Only Nova's flavors have one number of vCPUs. */
static void
test_present_below_maximum(void **state)
{
    (void)state;
    for (int form = 0; form < TOPOFIX_EMIT_FORMS; form++) {
        struct topofix_policy policy = { .fixes_written_may_lose = false };
        struct topofix_error err;

        assert_int_equal(topofix_emit_constrain((enum topofix_emit_form)form, 2, 4, &policy, &err),
                         form == TOPOFIX_EMIT_NOVA ? -1 : 0);
    }
}

struct choice {
    bool found;
    struct topofix_topology topology;
};

static void
keep_first(const struct topofix_topology *topology, void *context)
{
    struct choice *choice = context;

    if (!choice->found) {
        *choice = (struct choice){ .found = true, .topology = *topology };
    }
}

/* The properties for any topology make Nova choose it, and allow a larger flavor. */
static void
test_nova_arrives_at_it(void **state)
{
    unsigned with_preferences = 0;

    (void)state;
    for (unsigned sockets = 1; sockets <= 12; sockets++) {
        for (unsigned cores = 1; cores <= 12; cores++) {
            for (unsigned threads = 1; threads <= 4; threads++) {
                const struct topofix_topology wanted =
                    topofix_topology_make(sockets, 1, 1, cores, threads);
                struct topofix_nova_request request = { .vcpus = sockets * cores * threads,
                                                        .image = topofix_nova_image_for(&wanted),
                                                        .allows_threads = true };
                struct choice choice = { .found = false };

                assert_int_equal(topofix_nova_each(&request, keep_first, &choice), TOPOFIX_NOVA_OK);
                assert_true(topofix_topology_equals(&choice.topology, &wanted));
                assert_int_equal(request.image.preferred[TOPOFIX_NOVA_CORES],
                                 request.image.preferred[TOPOFIX_NOVA_SOCKETS] > 0 ? cores : 0);
                with_preferences += request.image.preferred[TOPOFIX_NOVA_SOCKETS] > 0;
                request.vcpus *= 2;
                assert_int_equal(topofix_nova_each(&request, NULL, NULL), TOPOFIX_NOVA_OK);
            }
        }
    }
    /* where the maxima are enough, nothing else is set */
    assert_uint_in_range(with_preferences, 1, 12 * 12 * 4 - 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_terraform_present),
        cmocka_unit_test(test_terraform_levels),
        cmocka_unit_test(test_kubevirt_plugs_sockets),
        cmocka_unit_test(test_constraints),
        cmocka_unit_test(test_present_below_maximum),
        cmocka_unit_test(test_nova_arrives_at_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
