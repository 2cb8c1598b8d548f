/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "domain_samples.h"
#include "forms/domain_resize.h"
#include "resize_parts.h"

/* <domain>INSIDE</domain> resized, and what becomes of the inside; NULL: an error with this text.
 */
struct resize_case {
    struct topofix_resize_wish wish;
    const char *inside;
    const char *expected;
    const char *error;
};

static void
check(const struct resize_case *row)
{
    TOPOFIX_AUTO_FREE char *old = topofix_sprintf("<domain>%s</domain>", row->inside);
    TOPOFIX_AUTO_FREE char *wanted =
        topofix_sprintf("<domain>%s</domain>", row->expected ? row->expected : "");
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    TOPOFIX_AUTO_DONE(splices) struct topofix_splices splices = { .items = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;

    assert_int_equal(topofix_domain_read(old, strlen(old), &domain, &err), 0);
    if (topofix_domain_resize(&domain, &row->wish, &splices, &err) < 0) {
        assert_non_null(row->error);
        assert_non_null(strstr(err.message, row->error));
        return;
    }
    assert_null(row->error);
    topofix_splices_apply(&splices, old, strlen(old), &text);
    assert_string_equal(topofix_buffer_text(&text), wanted);
}

#define CHECK(cases)                                 \
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) { \
        check(&(cases)[i]);                          \
    }

static void
test_vcpu(void **state)
{
    static const struct resize_case cases[] = {
        { { 8, 8 }, "<vcpu>4</vcpu>", "<vcpu>8</vcpu>", NULL },
        { { 4, 4 }, "<vcpu>4</vcpu>", "<vcpu>4</vcpu>", NULL },
        { { 2, 8 }, "<vcpu>4</vcpu>", "<vcpu current='2'>8</vcpu>", NULL },
        { { 8, 8 }, "<vcpu current=\"2\" a='b'> 4</vcpu>", "<vcpu a='b'> 8</vcpu>", NULL },
        { { 3, 4 },
          "<vcpu a='b' current=\"2\">4</vcpu>",
          "<vcpu a='b' current=\"3\">4</vcpu>",
          NULL },
        { { 16, 16 },
          "<vcpu><!-- 4 --> &#52;<?x 4?></vcpu>",
          "<vcpu><!-- 4 --> 16<?x 4?></vcpu>",
          NULL },
        { { 16, 16 },
          "<vcpu>1<!-- and --><![CDATA[2]]></vcpu>",
          "<vcpu>16<!-- and --></vcpu>",
          NULL },
    };

    (void)state;
    CHECK(cases)
}

static void
test_vcpus(void **state)
{
    static const struct resize_case cases[] = {
        { { 3, 3 },
          "<vcpu current='1'>2</vcpu><vcpus>\n"
          "  <vcpu id='0' enabled='yes' hotpluggable='no' order='1'/>\n"
          "  <!-- mine -->\n  <vcpu id='1' enabled='no' hotpluggable='yes'/>\n</vcpus>",
          "<vcpu>3</vcpu><vcpus>\n"
          "  <vcpu id='0' enabled='yes' hotpluggable='no' order='1'/>\n"
          "  <!-- mine -->\n  <vcpu id='1' enabled='yes' hotpluggable='yes' order='2'/>\n"
          "  <vcpu id='2' enabled='yes' hotpluggable='yes' order='3'/>\n</vcpus>",
          NULL },
        { { 1, 2 },
          "<vcpu>3</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no' order='3'/>"
          "<vcpu id='2' enabled='yes' hotpluggable='yes' order='1'/>"
          "<vcpu id='1' enabled='yes' hotpluggable='no' order='2'/></vcpus>",
          "<vcpu current='1'>2</vcpu><vcpus>"
          "<vcpu id='0' enabled='yes' hotpluggable='no' order='1'/>"
          "<vcpu id='1' enabled='no' hotpluggable='yes'/></vcpus>",
          NULL },
        /* those that can be unplugged go first, though others have higher ids */
        { { 3, 4 },
          "<vcpu>4</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/>"
          "<vcpu id='1' enabled='yes' hotpluggable='yes'/>"
          "<vcpu id='2' enabled='yes' hotpluggable='yes'/>"
          "<vcpu id='3' enabled='yes' hotpluggable='no'/></vcpus>",
          "<vcpu current='3'>4</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/>"
          "<vcpu id='1' enabled='yes' hotpluggable='yes'/>"
          "<vcpu id='2' enabled='no' hotpluggable='yes'/>"
          "<vcpu id='3' enabled='yes' hotpluggable='no'/></vcpus>",
          NULL },
        { { 1, 4 },
          "<vcpu>4</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/>"
          "<vcpu id='1' enabled='yes' hotpluggable='yes'/>"
          "<vcpu id='2' enabled='yes' hotpluggable='yes'/>"
          "<vcpu id='3' enabled='yes' hotpluggable='no'/></vcpus>",
          "<vcpu current='1'>4</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/>"
          "<vcpu id='1' enabled='no' hotpluggable='yes'/>"
          "<vcpu id='2' enabled='no' hotpluggable='yes'/>"
          "<vcpu id='3' enabled='no' hotpluggable='yes'/></vcpus>",
          NULL },
        { { 2, 2 },
          "<vcpu>3</vcpu><vcpus><vcpu id='0' enabled='yes'/></vcpus>",
          "<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='yes'/>"
          "<vcpu id='1' enabled='yes' hotpluggable='yes'/></vcpus>",
          NULL },
    };

    (void)state;
    CHECK(cases)
}

static void
test_cputune(void **state)
{
    static const struct resize_case cases[] = {
        { { 2, 2 },
          "<vcpu>4</vcpu>\n<cputune>\n  <shares>9</shares><!-- s -->\n"
          "  <vcpupin vcpu='0' cpuset='0'/>\n  <vcpupin vcpu='3' cpuset='1'/>\n"
          "  <emulatorpin cpuset='3'/>\n  <vcpusched vcpus='0-3' scheduler='fifo' priority='1'/>\n"
          "  <cachetune vcpus='2-3'><cache id='0'/></cachetune>\n"
          "  <memorytune vcpus='0,3'/>\n"
          "  <cachetune vcpus='0-1'><monitor level='3' vcpus='0-1'/></cachetune>\n</cputune>",
          "<vcpu>2</vcpu>\n<cputune>\n  <shares>9</shares><!-- s -->\n"
          "  <vcpupin vcpu='0' cpuset='0'/>\n"
          "  <emulatorpin cpuset='3'/>\n  <vcpusched vcpus='0-1' scheduler='fifo' priority='1'/>\n"
          "  <memorytune vcpus='0'/>\n"
          "  <cachetune vcpus='0-1'><monitor level='3' vcpus='0-1'/></cachetune>\n</cputune>",
          NULL },
        /* a list that none goes from stays as it is written */
        { { 2, 2 },
          "<vcpu>4</vcpu><cputune><memorytune vcpus='0,1'/></cputune>",
          "<vcpu>2</vcpu><cputune><memorytune vcpus='0,1'/></cputune>",
          NULL },
        { { 2, 2 },
          "<vcpu>4</vcpu>\n<cputune>\n  <vcpupin vcpu='3' cpuset='1'/>\n</cputune>\n<os/>",
          "<vcpu>2</vcpu>\n<os/>",
          NULL },
        { { 2, 2 },
          "<vcpu>4</vcpu><cputune><!-- k --><vcpupin vcpu='3' cpuset='1'/></cputune>",
          "<vcpu>2</vcpu><cputune><!-- k --></cputune>",
          NULL },
        /* monitors of a cachetune that stays */
        { { 3, 3 },
          "<vcpu>6</vcpu><cputune><cachetune vcpus='0-5'><monitor level='3' vcpus='0-5'/>"
          "<monitor level='3' vcpus='4-5'/><monitor level='3' vcpus='0,2,4'/></cachetune>"
          "</cputune>",
          "<vcpu>3</vcpu><cputune><cachetune vcpus='0-2'><monitor level='3' vcpus='0-2'/>"
          "<monitor level='3' vcpus='0,2'/></cachetune></cputune>",
          NULL },
        { { 2, 2 },
          "<vcpu>4</vcpu><cputune><vcpusched scheduler='fifo'/></cputune>",
          NULL,
          "<vcpusched> has vcpus='', expected a list such as 0-3,8" },
        { { 2, 2 },
          "<vcpu>4</vcpu><cputune><memorytune vcpus='x'/></cputune>",
          NULL,
          "<memorytune> has vcpus='x', expected" },
        { { 2, 2 },
          "<vcpu>4</vcpu><cputune><cachetune vcpus='0'><monitor vcpus='1-'/></cachetune></cputune>",
          NULL,
          "<monitor> has vcpus='1-', expected" },
        { { 4, 4 },
          "<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/></cputune>",
          "<vcpu>4</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/></cputune>",
          NULL },
        { { 4, 4 },
          "<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='1' cpuset='2'/>"
          "</cputune>",
          NULL,
          "vCPUs 2 to 3 would not be: remove the pins" },
    };

    (void)state;
    CHECK(cases)
}

#define NUMA(a, b)                                                                         \
    "<cpu><!-- <cell cpus='0'/> --><numa><cell id='0' cpus='" a "' memory='1'><distances>" \
    "<sibling id='0' value='10'/></distances></cell><cell cpus=\"" b                       \
    "\" memory='1'/></numa></cpu>"

static void
test_cells(void **state)
{
    static const struct resize_case cases[] = {
        { { 8, 8 },
          "<vcpu>4</vcpu>" NUMA("0-1", "2-3"),
          "<vcpu>8</vcpu>" NUMA("0-3", "4-7"),
          NULL },
        { { 2, 2 }, "<vcpu>4</vcpu>" NUMA("2,3", "0,1"), "<vcpu>2</vcpu>" NUMA("1", "0"), NULL },
        { { 8, 8 }, "<vcpu>4</vcpu>" NUMA("0-2", "3"), "<vcpu>8</vcpu>" NUMA("0-5", "6-7"), NULL },
        { { 5, 5 }, "<vcpu>4</vcpu>" NUMA("0-1", "2-3"), NULL, "cannot be dealt out to 2" },
        { { 8, 8 }, "<vcpu>4</vcpu>" NUMA("0,2", "1,3"), NULL, "do not follow one another" },
        { { 8, 8 }, "<vcpu>4</vcpu>" NUMA("0", "1"), NULL, "no NUMA cell names vCPU 2" },
        { { 8, 8 }, "<vcpu>4</vcpu>" NUMA("0", "2-3"), NULL, "no NUMA cell names vCPU 1" },
        { { 1, 1 }, "<vcpu>4</vcpu>" NUMA("0-1", "2-3"), NULL, "cannot be dealt out to 2" },
        /* a cell of memory only, and pins that stay in theirs */
        { { 2, 2 },
          "<vcpu>4</vcpu><cpu><numa><cell id='0' cpus='0-3' memory='1'/>"
          "<cell id='1' memory='1'/></numa></cpu>",
          "<vcpu>2</vcpu><cpu><numa><cell id='0' cpus='0-1' memory='1'/>"
          "<cell id='1' memory='1'/></numa></cpu>",
          NULL },
        { { 2, 2 },
          "<vcpu>4</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/></cputune>" NUMA("0-1", "2-3"),
          "<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/></cputune>" NUMA("0", "1"),
          NULL },
        { { 8, 8 },
          "<vcpu>4</vcpu><cputune><vcpupin vcpu='2' cpuset='1'/></cputune>" NUMA("0-1", "2-3"),
          NULL,
          "vCPU 2 is pinned and would change its NUMA cell" },
        /* all are pinned, and none is added */
        { { 1, 2 },
          "<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='1' cpuset='2'/>"
          "</cputune>",
          "<vcpu current='1'>2</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/>"
          "<vcpupin vcpu='1' cpuset='2'/></cputune>",
          NULL },
        { { 3, 3 },
          "<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='1' cpuset='2'/>"
          "</cputune>",
          NULL,
          "each of its 2 vCPUs is pinned" },
    };

    (void)state;
    CHECK(cases)
}

static void
test_own_smp(void **state)
{
    static const struct resize_case row = {
        { 8, 8 },
        "<vcpu>4</vcpu><q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>"
        "<q:arg value='-smp'/></q:commandline>",
        NULL,
        "has a -smp of its own",
    };

    (void)state;
    check(&row);
}

/* libvirt's order: vcpu, vcpus, iothreads, iothreadids, defaultiothread, cputune. */
static void
test_before_cputune(void **state)
{
    static const char *const names[] = { "vcpu", "vcpus", "iothreads", "iothreadids",
                                         "defaultiothread" };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer inside = { .bytes = NULL };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
        TOPOFIX_AUTO_FREE char *text = NULL;

        topofix_buffer_add_format(&inside, i == 0 ? "<%s>1</%s>" : "<%s></%s>", names[i], names[i]);
        text = topofix_sprintf("<domain>%s</domain>", topofix_buffer_text(&inside));
        assert_int_equal(topofix_domain_read(text, strlen(text), &domain, NULL), 0);
        assert_string_equal(topofix_cputune_predecessor(&domain)->name, names[i]);
    }
}

static uint64_t
digest_of(const char *inside)
{
    TOPOFIX_AUTO_FREE char *text = topofix_sprintf("<domain>%s</domain>", inside);
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };

    assert_int_equal(topofix_domain_read(text, strlen(text), &domain, NULL), 0);
    return topofix_domain_parts_digest(&domain,
                                       1u << TOPOFIX_PART_VCPU | 1u << TOPOFIX_PART_CPUTUNE);
}

/* Records hold it, so that it must stay what it is. */
static void
test_digest(void **state)
{
    static const char one[] = "<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/></cputune>";
    static const char same[] =
        "<vcpu> 2</vcpu><os/><cputune>\n<vcpupin cpuset=\"1\" vcpu=\"0\"/></cputune>";
    static const char *const others[] = {
        "<vcpu>3</vcpu><cputune><vcpupin vcpu='0' cpuset='1'/></cputune>",
        "<vcpu>2</vcpu><cputune><vcpupin vcpu='1' cpuset='1'/></cputune>",
        "<vcpu>2</vcpu><cputune><vcpupin vcpu='1' cpuset='0'/></cputune>",
        "<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='0'/></cputune>",
        "<vcpu>2</vcpu><cputune/>",
        "<vcpu>2</vcpu>",
    };

    (void)state;
    assert_true(digest_of(one) == UINT64_C(0xad2e491a7466461c));
    assert_true(digest_of(one) == digest_of(same));
    for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
        assert_true(digest_of(one) != digest_of(others[i]));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vcpu),    cmocka_unit_test(test_vcpus),
        cmocka_unit_test(test_cputune), cmocka_unit_test(test_cells),
        cmocka_unit_test(test_own_smp), cmocka_unit_test(test_before_cputune),
        cmocka_unit_test(test_digest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
