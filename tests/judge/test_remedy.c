/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "hosts.h"
#include "judgement_samples.h"

/* A Linux of eight vCPUs, with this record and <cpu>. */
#define LINUX(type, machine, record, cpu)                                               \
    "<domain type='" type "'>\n  <name>threads</name>\n  <metadata>\n    <l:libosinfo " \
    "xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'><l:os "                    \
    "id='http://debian.org/debian/12'/></l:libosinfo>\n    " record                     \
    "\n  </metadata>\n  <vcpu>8</vcpu>\n  <os><type arch='x86_64' machine='" machine    \
    "'>hvm</type></os>\n  <features><acpi/></features>\n  " cpu "\n</domain>\n"
#define KVM(record, cpu) LINUX("kvm", "pc-q35-7.2", record, cpu)
#define TOPOLOGY         "<topology sockets='1' dies='1' cores='4' threads='2'/>"
#define FOLDED           "<topology sockets='1' dies='1' cores='8' threads='1'/>"
#define TOPOEXT(policy)  "<feature policy='" policy "' name='topoext'/>"

/* The first remedies are about threads. */
enum { OF_THREADS = TOPOFIX_REMEDY_TOPOEXT_FOLD + 1 };

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

static void
judge_on(const struct topofix_doc *host, const char *text, const struct topofix_request *request,
         struct topofix_judgement *ret_judgement)
{
    const struct topofix_circumstances circumstances = { .capabilities = host };

    judge_as(&circumstances, text, request, ret_judgement);
}

/* The text after a fix on the Ryzen; the same text if nothing changes. */
static char *
fixed(const char *text, const struct topofix_request *request)
{
    const struct topofix_circumstances circumstances = { .capabilities = ryzen.doc };

    return text_after(&circumstances, text, request);
}

/* Without the option, hidden threads are named and stay. */
static void
test_not_asked(void **state)
{
    const struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge_on(ryzen.doc, KVM("", "<cpu mode='host-passthrough'>" TOPOLOGY "</cpu>"), &request,
             &judgement);
    assert_false(judgement.assessment.needs_change);
    assert_int_equal(judgement.assessment.diagnosis.reasons[0].code, TOPOFIX_REASON_HIDDEN_THREADS);
    assert_int_equal(judgement.assessment.remedied.threads, TOPOFIX_THREADS_KEPT);
}

/* The feature is required where it is, or inserted where libvirt would write it. */
static void
test_add(void **state)
{
    static const struct {
        const char *cpu;
        const char *expected;
    } cases[] = {
        { "<cpu mode='host-passthrough'>" TOPOLOGY "</cpu>",
          "<cpu mode='host-passthrough'>" TOPOLOGY TOPOEXT("require") "</cpu>" },
        { "<cpu mode='host-passthrough'>\n    " TOPOLOGY "\n  </cpu>",
          "    " TOPOLOGY "\n    " TOPOEXT("require") "\n  </cpu>" },
        { "<cpu mode='host-passthrough'>" TOPOLOGY TOPOEXT("disable") "</cpu>",
          TOPOLOGY TOPOEXT("require") "</cpu>" },
        { "<cpu mode='host-model'>" TOPOLOGY TOPOEXT("forbid") "</cpu>",
          TOPOLOGY TOPOEXT("require") "</cpu>" },
        { "<cpu mode='host-passthrough'>" TOPOLOGY "<cache mode='passthrough'/>"
          "<numa><cell id='0' cpus='0-7' memory='1'/></numa></cpu>",
          "<cache mode='passthrough'/>" TOPOEXT("require") "<numa>" },
        { "<cpu mode='custom'><model>EPYC-Rome</model>" TOPOLOGY
          "<feature name='topoext' policy='disable'/><feature policy='require' name='svm'/></cpu>",
          "<feature name='topoext' policy='require'/><feature policy='require' "
          "name='svm'/></cpu>" },
        { "<cpu mode='host-passthrough'>" TOPOLOGY "<feature policy='require' name='svm'/></cpu>",
          "name='svm'/>" TOPOEXT("require") "</cpu>" },
    };
    const struct topofix_request add = fix_with(TOPOFIX_REMEDY_TOPOEXT_ADD);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(KVM("%s", "%s"), "", cases[i].cpu);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
        TOPOFIX_AUTO_FREE char *again = NULL;

        judge_on(ryzen.doc, text, &add, &judgement);
        assert_int_equal(judgement.assessment.remedied.threads, TOPOFIX_THREADS_SHOWN);
        assert_true(judgement.assessment.changes);
        assert_contains(topofix_buffer_text(&judgement.change.new_text), cases[i].expected);
        again = fixed(topofix_buffer_text(&judgement.change.new_text), &add);
        assert_string_equal(again, topofix_buffer_text(&judgement.change.new_text));
    }
}

/* Machine types up to 2.12 cut the leaf from two models only. */
static void
test_add_on_old_machine(void **state)
{
    const struct topofix_request add = fix_with(TOPOFIX_REMEDY_TOPOEXT_ADD);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    judge_on(ryzen.doc,
             LINUX("kvm", "pc-q35-2.12", "", "<cpu><model>EPYC-Rome</model>" TOPOLOGY "</cpu>"),
             &add, &judgement);
    assert_int_equal(judgement.assessment.remedied.threads, TOPOFIX_THREADS_SHOWN);
    assert_contains(topofix_buffer_text(&judgement.change.new_text), TOPOEXT("require"));
}

/* Why it cannot be had; no byte changes. */
static void
test_no_add(void **state)
{
    const struct topofix_request add = fix_with(TOPOFIX_REMEDY_TOPOEXT_ADD);
    const struct {
        const struct topofix_doc *host;
        const char *text;
        enum topofix_threads_outcome outcome;
    } cases[] = {
        { NULL, KVM("", "<cpu mode='host-passthrough'>" TOPOLOGY "</cpu>"),
          TOPOFIX_THREADS_HOST_UNKNOWN },
        { NULL, KVM("", "<cpu mode='host-passthrough'>" TOPOLOGY TOPOEXT("disable") "</cpu>"),
          TOPOFIX_THREADS_HOST_UNKNOWN },
        { xeon.doc, KVM("", "<cpu mode='host-passthrough'>" TOPOLOGY TOPOEXT("disable") "</cpu>"),
          TOPOFIX_THREADS_KEPT },
        { NULL, LINUX("qemu", "q35", "", "<cpu><model>EPYC</model>" TOPOLOGY "</cpu>"),
          TOPOFIX_THREADS_NO_KVM },
        { ryzen.doc, KVM("", "<cpu>" TOPOLOGY "</cpu>"), TOPOFIX_THREADS_NO_MODEL },
        { ryzen.doc, KVM("", "<cpu><model>Haswell</model>" TOPOLOGY "</cpu>"),
          TOPOFIX_THREADS_NO_LEAF },
        { ryzen.doc, KVM("", "<cpu><model>Opteron_G5</model>" TOPOLOGY TOPOEXT("require") "</cpu>"),
          TOPOFIX_THREADS_NO_LEAF },
        { ryzen.doc, LINUX("kvm", "pc-q35-2.12", "", "<cpu><model>EPYC</model>" TOPOLOGY "</cpu>"),
          TOPOFIX_THREADS_NO_LEAF },
        { ryzen.doc,
          LINUX("kvm", "pc-i440fx-2.11", "", "<cpu mode='host-model'>" TOPOLOGY "</cpu>"),
          TOPOFIX_THREADS_NO_LEAF },
        { ryzen.doc, KVM("", "<cpu><model>EPYC</model>" TOPOLOGY "</cpu>"), TOPOFIX_THREADS_KEPT },
        { ryzen.doc,
          KVM("", "<cpu mode='host-passthrough'><topology sockets='1' cores='8' "
                  "threads='1'/></cpu>"),
          TOPOFIX_THREADS_KEPT },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        judge_on(cases[i].host, cases[i].text, &add, &judgement);
        assert_int_equal(judgement.assessment.remedied.threads, cases[i].outcome);
        assert_false(judgement.assessment.needs_change);
    }
}

/* A host whose capabilities describe its CPU without the feature. */
static void
test_host_lacks(void **state)
{
    static const char lacks[] = "<capabilities><host><cpu><model>EPYC</model><vendor>AMD</vendor>"
                                "<feature name='ht'/></cpu></host></capabilities>";
    static const char silent[] =
        "<capabilities><host><cpu><vendor>AMD</vendor></cpu></host></capabilities>";
    static const char text[] = KVM("", "<cpu mode='host-passthrough'>" TOPOLOGY "</cpu>");
    const struct topofix_request add = fix_with(TOPOFIX_REMEDY_TOPOEXT_ADD);
    TOPOFIX_AUTO_DOC struct topofix_doc *a = topofix_doc_parse(lacks, strlen(lacks), NULL);
    TOPOFIX_AUTO_DOC struct topofix_doc *b = topofix_doc_parse(silent, strlen(silent), NULL);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement first = { .is_assessed = false };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement second = { .is_assessed = false };

    (void)state;
    judge_on(a, text, &add, &first);
    assert_int_equal(first.assessment.remedied.threads, TOPOFIX_THREADS_HOST_LACKS);
    assert_false(first.assessment.needs_change);
    judge_on(b, text, &add, &second);
    assert_int_equal(second.assessment.remedied.threads, TOPOFIX_THREADS_HOST_UNKNOWN);
    assert_false(second.assessment.needs_change);
}

static void
test_fold(void **state)
{
    static const struct {
        const char *cpu;
        const char *expected;
    } cases[] = {
        { "<cpu mode='host-passthrough'>" TOPOLOGY "</cpu>", FOLDED },
        { "<cpu><model>EPYC</model>" TOPOLOGY TOPOEXT("disable") "</cpu>",
          FOLDED TOPOEXT("disable") },
        { "<cpu mode='host-passthrough'><topology sockets='2' cores='2' threads='2'/></cpu>",
          "<topology sockets='2' cores='4' threads='1'/>" },
        { "<cpu mode='host-passthrough'><topology sockets='2' cores='1' threads='4'/></cpu>",
          "<topology sockets='2' cores='4' threads='1'/>" },
        { "<cpu mode='host-passthrough'><topology sockets='1' dies='2' cores='2' threads='2'/>"
          "</cpu>",
          "<topology sockets='1' dies='2' cores='4' threads='1'/>" },
    };
    const struct topofix_request fold = fix_with(TOPOFIX_REMEDY_TOPOEXT_FOLD);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_FREE char *text = topofix_sprintf(KVM("%s", "%s"), "", cases[i].cpu);
        TOPOFIX_AUTO_FREE char *once = fixed(text, &fold);
        TOPOFIX_AUTO_FREE char *twice = fixed(once, &fold);

        assert_contains(once, cases[i].expected);
        assert_string_equal(twice, once);
    }
}

/* Threads that were asked for stay, and the outcome says so. */
static void
test_fold_against_wishes(void **state)
{
    struct topofix_request fold = fix_with(TOPOFIX_REMEDY_TOPOEXT_FOLD);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

    (void)state;
    fold.policy.wanted.count[TOPOFIX_LEVEL_CORES] = 4;
    fold.policy.maximum.count[TOPOFIX_LEVEL_SOCKETS] = 1;
    judge_on(ryzen.doc, KVM("", "<cpu mode='host-passthrough'>" TOPOLOGY "</cpu>"), &fold,
             &judgement);
    assert_int_equal(judgement.assessment.remedied.threads, TOPOFIX_THREADS_WISHES);
    assert_false(judgement.assessment.needs_change);
}

/* The guest loses vCPUs, too: one change mends both. */
static void
test_with_a_fix(void **state)
{
    static const char text[] = "<domain type='kvm'><name>win7</name>" WIN7_METADATA(
        "") "<vcpu>8</vcpu><os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>"
            "<features><acpi/></features><cpu mode='host-passthrough'><topology sockets='4' "
            "cores='1' threads='2'/></cpu></domain>";
    const struct topofix_request add = fix_with(TOPOFIX_REMEDY_TOPOEXT_ADD);
    const struct topofix_request fold = fix_with(TOPOFIX_REMEDY_TOPOEXT_FOLD);
    TOPOFIX_AUTO_FREE char *added = fixed(text, &add);
    TOPOFIX_AUTO_FREE char *folded = fixed(text, &fold);

    (void)state;
    assert_contains(added, "<topology sockets='1' cores='4' threads='2'/>" TOPOEXT("require"));
    assert_contains(folded, "<topology sockets='1' cores='8' threads='1'/></cpu>");
}

/* An undo gives back every byte, but for the mark, and leaves alone what somebody else changed. */
static void
test_back(void **state)
{
    static const char *const cpus[] = {
        "<cpu mode='host-passthrough'>" TOPOLOGY "</cpu>",
        "<cpu mode='host-passthrough'>\n    " TOPOLOGY "\n  </cpu>",
        "<cpu mode='host-passthrough'>" TOPOLOGY TOPOEXT("disable") "</cpu>",
        "<cpu mode='host-passthrough'>\n    " TOPOLOGY "\n    <feature policy = 'forbid' "
        "name='topoext' />\n    <feature policy='require' name='svm'/>\n  </cpu>",
        "<cpu><model>EPYC</model><topology sockets='2' cores='2' threads='2'/>" TOPOEXT(
            "disable") "</cpu>",
    };
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);

    (void)state;
    undo.forgets = true;
    for (size_t i = 0; i < ARRAY_SIZE(cpus) * OF_THREADS; i++) {
        const struct topofix_request request = fix_with((enum topofix_remedy)(i % OF_THREADS));
        TOPOFIX_AUTO_FREE char *before = topofix_sprintf(KVM("%s", "%s"), "", cpus[i / OF_THREADS]);
        TOPOFIX_AUTO_FREE char *after = fixed(before, &request);
        TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };

        assert_string_not_equal(after, before);
        judge_on(ryzen.doc, after, &undo, &judgement);
        assert_true(judgement.assessment.changes);
        assert_string_equal(topofix_buffer_text(&judgement.change.new_text), before);
    }
}

/* Somebody took the feature away again, or has put another element into the record. */
static void
test_not_back(void **state)
{
    const struct topofix_request add = fix_with(TOPOFIX_REMEDY_TOPOEXT_ADD);
    const struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    const struct topofix_circumstances circumstances = { .capabilities = ryzen.doc };
    TOPOFIX_AUTO_FREE char *after =
        fixed(KVM("", "<cpu mode='host-passthrough'>" TOPOLOGY TOPOEXT("disable") "</cpu>"), &add);
    char *policy = strstr(after, "policy='require'");
    char *recorded = strstr(after, "name='topoext'/&gt;");
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement stale = { .is_assessed = false };
    struct topofix_judgement forged;
    struct topofix_error err;

    (void)state;
    assert_non_null(policy);
    assert_non_null(recorded);
    memcpy(policy, "policy='disable'", strlen("policy='disable'"));
    judge_on(ryzen.doc, after, &undo, &stale);
    assert_true(stale.assessment.parts_are_stale);
    assert_false(stale.assessment.changes);
    memcpy(policy, "policy='require'", strlen("policy='require'"));
    memcpy(recorded, "name='monitor'", strlen("name='topoext'"));
    assert_int_equal(
        topofix_judgement_make(after, strlen(after), &undo, &circumstances, &forged, &err), -1);
    assert_contains(err.message, "<was-topoext> holds");
}

/* A resize before and after: one undo goes back to the first state. */
static void
test_with_a_resize(void **state)
{
    const struct topofix_request add = fix_with(TOPOFIX_REMEDY_TOPOEXT_ADD);
    struct topofix_request resize = request_of(TOPOFIX_GOAL_RESIZE);
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    TOPOFIX_AUTO_FREE char *before =
        topofix_strdup(KVM("", "<cpu mode='host-passthrough'>" TOPOLOGY "</cpu>"));
    TOPOFIX_AUTO_FREE char *added = NULL;
    TOPOFIX_AUTO_FREE char *both = NULL;
    TOPOFIX_AUTO_FREE char *undone = NULL;

    (void)state;
    undo.forgets = true;
    resize.resize = (struct topofix_resize_wish){ .present = 4, .maximum = 4 };
    added = fixed(before, &add);
    both = fixed(added, &resize);
    assert_contains(both, "<vcpu>4</vcpu>");
    undone = fixed(both, &undo);
    assert_string_equal(undone, before);
    free(added);
    free(both);
    free(undone);
    resize.policy.wanted.count[TOPOFIX_LEVEL_THREADS] = 2;
    added = fixed(before, &resize);
    both = fixed(added, &add);
    assert_contains(both, TOPOEXT("require"));
    undone = fixed(both, &undo);
    assert_string_equal(undone, before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_asked),
        cmocka_unit_test(test_add),
        cmocka_unit_test(test_add_on_old_machine),
        cmocka_unit_test(test_no_add),
        cmocka_unit_test(test_host_lacks),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_fold_against_wishes),
        cmocka_unit_test(test_with_a_fix),
        cmocka_unit_test(test_back),
        cmocka_unit_test(test_not_back),
        cmocka_unit_test(test_with_a_resize),
    };

    return cmocka_run_group_tests(tests, load_hosts, drop_hosts);
}
