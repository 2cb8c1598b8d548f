/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/host_needs.h"

#include "core/versions.h"
#include "hosts.h"
#include "judgement_samples.h"

#define NONE 0u
#define CAPS (1u << TOPOFIX_HOST_CAPABILITIES)
#define VIRT (1u << TOPOFIX_HOST_LIBVIRT_VERSION)
#define QEMU (1u << TOPOFIX_HOST_QEMU_VERSION)
#define ALL  TOPOFIX_HOST_FACTS_ALL

#define WIN7_ID   "http://microsoft.com/win/7"
#define DEBIAN_ID "http://debian.org/debian/12"

static struct topofix_test_host ryzen;
static struct topofix_test_host xeon;

static int
load_hosts(void **state)
{
    (void)state;
    ryzen = topofix_test_host_load("ryzen");
    xeon = topofix_test_host_load("xeon");
    return 0;
}

static int
drop_hosts(void **state)
{
    (void)state;
    topofix_test_host_done(&ryzen);
    topofix_test_host_done(&xeon);
    return 0;
}

struct sample {
    const char *os;
    const char *type;
    const char *arch;
    const char *machine;
    unsigned vcpus;
    const char *cpu; /* <cpu>, or any other elements */
};

/* The caller must free it. */
static char *
text_of(const struct sample *sample)
{
    return topofix_sprintf(
        "<domain type='%s'><name>needy</name><metadata><l:libosinfo "
        "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os id='%s'/></l:libosinfo>"
        "</metadata><vcpu>%u</vcpu><os><type arch='%s' machine='%s'>hvm</type></os>"
        "<features><acpi/></features>%s</domain>",
        sample->type, sample->os, sample->vcpus, sample->arch, sample->machine,
        sample->cpu ? sample->cpu : "");
}

static unsigned
needs_of(const struct sample *sample, const struct topofix_request *request)
{
    static const struct topofix_circumstances none;
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    TOPOFIX_AUTO_FREE char *text = text_of(sample);
    int made = topofix_judgement_make(text, strlen(text), request, &none, &judgement, NULL);

    return topofix_host_needs(request, &none, &judgement, made);
}

static void
test_needs(void **state)
{
    static const struct {
        struct sample sample;
        unsigned needs;
    } cases[] = {
        { { DEBIAN_ID, "kvm", "x86_64", "pc-q35-7.2", 8, NULL }, NONE },
        { { DEBIAN_ID, "kvm", "x86_64", "pc", 64, "<cpu mode='host-passthrough'/>" }, NONE },
        { { DEBIAN_ID, "kvm", "x86_64", "pc", 65, NULL }, ALL },
        { { DEBIAN_ID, "kvm", "x86_64", "q35", 300, NULL }, ALL },
        { { DEBIAN_ID, "kvm", "x86_64", "rhel6.6.0", 4, NULL }, ALL },
        { { DEBIAN_ID, "kvm", "x86_64", "microvm", 4, NULL }, ALL },
        { { DEBIAN_ID, "kvm", "aarch64", "virt", 4, NULL }, ALL },
        { { DEBIAN_ID, "xen", "x86_64", "pc", 4, NULL }, ALL },
        { { DEBIAN_ID, "qemu", "x86_64", "pc", 4, NULL }, QEMU },
        { { WIN7_ID, "kvm", "x86_64", "pc", 4, NULL }, VIRT | QEMU },
        { { DEBIAN_ID, "kvm", "x86_64", "pc", 4,
            "<cputune><vcpupin vcpu='0' cpuset='0'/></cputune>" },
          CAPS },
        { { DEBIAN_ID, "kvm", "x86_64", "pc", 4,
            "<cpu mode='host-passthrough'><topology sockets='1' cores='2' threads='2'/></cpu>" },
          CAPS },
        { { DEBIAN_ID, "kvm", "x86_64", "pc", 4,
            "<cpu mode='host-passthrough'><topology sockets='1' cores='2' threads='2'/>"
            "<feature policy='require' name='topoext'/></cpu>" },
          NONE },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
        unsigned needs = needs_of(&cases[i].sample, &request);

        if (needs != cases[i].needs) {
            fail_msg("case %zu: needs %u, expected %u", i, needs, cases[i].needs);
        }
    }
}

/* These need the host whatever the domain is, and a judgement that fails may do so for lack of it.
 */
static void
test_requests(void **state)
{
    static const struct sample plain = { DEBIAN_ID, "kvm", "x86_64", "pc", 8, NULL };
    static const struct sample none = { "", "kvm", "x86_64", "pc", 0, NULL };
    struct topofix_request request = request_of(TOPOFIX_GOAL_MIRROR);

    (void)state;
    assert_int_equal(needs_of(&plain, &request), ALL);
    request = fix_with(TOPOFIX_REMEDY_NUMA_CELLS);
    assert_int_equal(needs_of(&plain, &request), ALL);
    request = request_of(TOPOFIX_GOAL_FIX);
    assert_int_equal(needs_of(&none, &request), NONE);
    request.policy.wanted.count[TOPOFIX_LEVEL_THREADS] = 3;
    assert_int_equal(needs_of(&plain, &request), ALL);
    request.policy.wanted.count[TOPOFIX_LEVEL_THREADS] = 2;
    assert_int_equal(needs_of(&plain, &request), CAPS | VIRT | QEMU);
}

static void
expect_same(const struct topofix_judgement *a, const struct topofix_judgement *b, const char *text)
{
    const struct topofix_assessment *one = &a->assessment;
    const struct topofix_assessment *two = &b->assessment;
    bool same = one->diagnosis.verdict == two->diagnosis.verdict &&
                one->diagnosis.n_reasons == two->diagnosis.n_reasons &&
                one->verdict_after == two->verdict_after && one->offers == two->offers &&
                one->gains_ht == two->gains_ht && one->depends_on == two->depends_on &&
                one->needs_change == two->needs_change &&
                one->usable_wanted.min == two->usable_wanted.min &&
                one->diagnosis.has_proposal == two->diagnosis.has_proposal &&
                topofix_topology_equals(&one->wanted, &two->wanted) &&
                strcmp(topofix_buffer_text(&a->change.new_text),
                       topofix_buffer_text(&b->change.new_text)) == 0;

    for (size_t i = 0; same && i < one->diagnosis.n_reasons; i++) {
        same = one->diagnosis.reasons[i].code == two->diagnosis.reasons[i].code &&
               one->diagnosis.reasons[i].found == two->diagnosis.reasons[i].found;
    }
    if (!same) {
        fail_msg("a fact that is not needed changes the judgement: %s", text);
    }
}

/* Judges on each host, with what is not needed. */
static unsigned
compare_on_hosts(const struct sample *sample, const struct topofix_request *request)
{
    static const unsigned libvirts[] = { 9000000, 10001000, 11010000, 12008000 };
    static const unsigned qemus[] = { 7002022, 9000000, 10000000, 11001003 };
    const struct topofix_doc *const docs[] = { ryzen.doc, xeon.doc };
    static const struct topofix_circumstances none;
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement without = { .is_assessed = false };
    TOPOFIX_AUTO_FREE char *text = text_of(sample);
    int made = topofix_judgement_make(text, strlen(text), request, &none, &without, NULL);
    unsigned needs = topofix_host_needs(request, &none, &without, made);

    for (size_t i = 0; needs != ALL && i < 2 * ARRAY_SIZE(qemus); i++) {
        const struct topofix_circumstances known = {
            .capabilities = (needs & CAPS) != 0 ? NULL : docs[i % 2],
            .libvirt_version = (needs & VIRT) != 0 ? 0 : libvirts[i / 2],
            .qemu_version = (needs & QEMU) != 0 ? 0 : qemus[i / 2],
        };
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement with = { .is_assessed = false };

        judge_as(&known, text, request, &with);
        expect_same(&without, &with, text);
    }
    return needs;
}

static void
compare_with_wishes(const struct sample *sample, unsigned *n_free)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);

    request.tells_versions = true;
    *n_free += compare_on_hosts(sample, &request) == NONE;
    request.policy.maximum.count[TOPOFIX_LEVEL_CORES] = 4;
    compare_on_hosts(sample, &request);
    request.policy.wanted.count[TOPOFIX_LEVEL_SOCKETS] = 2;
    compare_on_hosts(sample, &request);
}

enum { N_COUNTS = 7, N_CPUS = 3, N_SHAPES = 4, VARIANTS = N_COUNTS * N_CPUS * N_SHAPES };

/* Each OS gets a few of the variants, and its neighbour in the table others. */
enum { STRIDE = 41 };

static void
compare_variant(const char *os, unsigned variant, unsigned *n_free)
{
    static const unsigned counts[N_COUNTS] = { 1, 3, 4, 6, 8, 48, 64 };
    static const char *const cpus[N_CPUS] = { "host-passthrough'>", "custom'><model>EPYC</model>",
                                              "custom'><model>Haswell</model>" };
    const unsigned count = counts[variant / (N_CPUS * N_SHAPES)];
    const unsigned shape = variant % N_SHAPES; /* none, one socket, with threads, with dies */
    const unsigned threads = shape == 2 && count % 2 == 0 ? 2 : 1;
    const unsigned dies = shape == 3 && count % 2 == 0 ? 2 : 1;
    TOPOFIX_AUTO_FREE char *topology =
        topofix_sprintf("<topology sockets='1' dies='%u' cores='%u' threads='%u'/>", dies,
                        count / dies / threads, threads);
    TOPOFIX_AUTO_FREE char *cpu = topofix_sprintf(
        "<cpu mode='%s%s</cpu>", cpus[variant / N_SHAPES % N_CPUS], shape == 0 ? "" : topology);
    const struct sample sample = { .os = os,
                                   .type = variant % 5 == 0 ? "qemu" : "kvm",
                                   .arch = "x86_64",
                                   .machine = variant % 7 == 0 ? "pc" : "pc-q35-7.2",
                                   .vcpus = count,
                                   .cpu = cpu };

    compare_with_wishes(&sample, n_free);
}

/*
 * Whatever is not needed changes nothing: over OSes with each kind of limit, topologies with and
 * without threads and dies, CPUs that hide threads on an AMD host, and wishes.
 */
static void
test_what_is_not_needed_changes_nothing(void **state)
{
    unsigned n_free = 0;

    (void)state;
    for (size_t os = 0; os < topofix_limits_builtin.n_oses; os++) {
        for (unsigned variant = (unsigned)os % STRIDE; variant < VARIANTS; variant += STRIDE) {
            compare_variant(topofix_limits_builtin.oses[os].id, variant, &n_free);
        }
    }
    assert_true(n_free > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_needs),
        cmocka_unit_test(test_requests),
        cmocka_unit_test(test_what_is_not_needed_changes_nothing),
    };

    return cmocka_run_group_tests(tests, load_hosts, drop_hosts);
}
