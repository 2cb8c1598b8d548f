/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "domain_samples.h"
#include "forms/domain_same.h"

#define V         "<vcpu>4</vcpu>"
#define T         "<topology sockets='4' cores='1' threads='1'/>"
#define D(inside) V "<devices>" inside "</devices>"
#define M(inside) "<metadata>" inside "</metadata>" V
#define R(inside) "<t:domain xmlns:t='urn:virt-topofix:domain:1'>" inside "</t:domain>"

#define USB  "<controller type='usb' index='0'><address slot='1'/></controller>"
#define SATA "<controller type='sata' index='0'/>"
#define DISK "<disk><target dev='sda'/></disk>"
#define NIC1 "<interface><mac address='1'/></interface>"
#define NIC2 "<interface><mac address='2'/></interface>"

struct pair {
    const char *before;
    const char *after;
};

static bool
same(const char *before, const char *after)
{
    TOPOFIX_AUTO_FREE char *text_a = topofix_sprintf("<domain type='kvm'>%s</domain>", before);
    TOPOFIX_AUTO_FREE char *text_b = topofix_sprintf("<domain type='kvm'>%s</domain>", after);
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain a = { .doc = NULL };
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain b = { .doc = NULL };

    read_domain(text_a, &a);
    read_domain(text_b, &b);
    return topofix_domain_same_besides(&a, &b);
}

static void
check_pairs(const struct pair *pairs, size_t count, bool expected)
{
    for (size_t i = 0; i < count; i++) {
        if (same(pairs[i].before, pairs[i].after) != expected) {
            fail_msg("expected these to be %s:\n%s\n%s", expected ? "the same" : "different",
                     pairs[i].before, pairs[i].after);
        }
    }
}

/* What libvirt makes of a text that nobody has changed, and our own two places. */
static void
test_same(void **state)
{
    static const struct pair pairs[] = {
        { V, V },
        { V "<os> </os>", V "<os>\n</os>" },
        { V "<os xmlns:a='urn:a' a:b='1'/>", V "<os xmlns:c='urn:a' c:b='1'/>" },
        { V "<os a='1' b='2'><x/></os>", V "\n  <os  b=\"2\" a=\"1\">\n    <x/>\n  </os>\n" },
        /* our places */
        { V, V "<cpu>" T "</cpu>" },
        { V "<cpu>" T "</cpu>", V },
        { V "<cpu/>", V "<cpu>" T "</cpu>" },
        { V "<cpu mode='x'><a/></cpu>", V "<cpu mode='x'>" T "<a/></cpu>" },
        { V "<cpu>" T "</cpu>", V "<cpu><topology sockets='1' clusters='1' cores='4' "
                                  "threads='1'/></cpu>" },
        { V, M(R("<t:was/><t:set/>")) },
        { M("<x/>"), M("<x/>" R("<t:was/>")) },
        { M("<x/>\n  "), M("<x/>\n  ") },
        { M("<x/>\n  "), M("\t<x/>") },
        { M(R("<t:bounds sockets='1'/>")), M(R("<t:bounds sockets='2'/>")) },
        { M(R("<t:was/><t:set/><t:guest edition='x'/>")),
          M(R("<t:ignore/><t:guest edition='x'/>")) },
        { V, V "<cpu mode='custom' match='exact'>" T "<model>qemu64</model></cpu>" },
        /* an order of its own */
        { D(USB SATA DISK NIC1), D(DISK SATA USB NIC1) },
        { D(NIC1 DISK), D(DISK NIC1) },
        { D(NIC1 NIC2 USB), D(USB NIC1 NIC2) },
        /* what it fills in */
        { D(DISK), D("<disk><target dev='sda'/><address bus='0'/></disk>") },
        { D(DISK), D("<disk><alias name='ua-x'/><target dev='sda'/></disk>") },
        { D(DISK), D(DISK USB SATA) },
        { D(DISK), D(DISK "<input type='mouse' bus='ps2'/><audio id='1' type='none'/>") },
        { D(DISK), D("<watchdog model='itco' action='reset'/>" DISK) },
        { D("<input type='tablet' bus='usb'/>"),
          D("<input type='mouse' bus='ps2'/><input type='tablet' bus='usb'/>") },
        { D("<console><target type='virtio' port='0'/></console>"),
          D("<console><target type='virtio' port='1'/></console>") },
    };

    (void)state;
    check_pairs(pairs, ARRAY_SIZE(pairs), true);
}

/* What somebody else did. */
static void
test_different(void **state)
{
    static const struct pair pairs[] = {
        { V, "<vcpu>3</vcpu>" },
        { V, V "<title>x</title>" },
        { V "<title>x</title>", V },
        { V "<title>x</title>", V "<title>y</title>" },
        { V "<a/><b/>", V "<b/><a/>" },
        { V "<os a='1'/>", V "<os a='2'/>" },
        { V "<os a='1'/>", V "<os/>" },
        { V "<os/>", V "<os a='1'/>" },
        { V "<os a='1'/>", V "<os b='1'/>" },
        { V "<os><x/></os>", V "<os><x/><x/></os>" },
        { V "<os><address/></os>", V "<os/>" },
        { V "<cpu mode='x'/>", V "<cpu mode='y'>" T "</cpu>" },
        { V "<cpu mode='x'><a/></cpu>", V "<cpu mode='x'>" T "</cpu>" },
        { V, V "<cpu mode='host-model'>" T "</cpu>" },
        { V, V "<cpu>" T "<feature name='x'/></cpu>" },
        { V, V "<cpu><model>x</model></cpu>" },
        { M("<x/>"), M("<y/>") },
        { M("<x/>"), V },
        { M("<x>one <b/> two</x>"), M("<x>one <b/> three</x>") },
        { M("<x><!-- one --></x>"), M("<x><!-- two --></x>") },
        { M(R("<t:was/>")), M(R("<t:was/><other/>")) },
        { M(R("<other/>")), M(R("<t:was/>")) },
        { M(R("<other a='1'/>")), M(R("<other a='2'/>")) },
        { M(R("<other/><more/>")), M(R("<other/>")) },
        { M("<x/><y/>"), M("<x/>") },
        { V "<os>x</os>", V "<os/>" },
        { V "<os/>", V "<os>x</os>" },
        { V "<os xmlns:a='urn:a' a:b='1'/>", V "<os xmlns:a='urn:b' a:b='1'/>" },
        { V "<os xmlns:a='urn:a' a:b='1'/>", V "<os b='1'/>" },
        { V "<devices/>", V "<others/>" },
        { D(NIC1 NIC2), D(NIC2 NIC1) },
        { D(NIC1 NIC2), D(NIC2) },
        { D(NIC1), D(NIC2) },
        { D(DISK), D(DISK "<input type='mouse'/>") },
        { D(DISK NIC1), D(NIC1) },
        { D(NIC1), D(NIC1 NIC1) },
        { D(NIC1 NIC1), D(NIC1) },
        { D(DISK), D("") },
        { D(DISK), D("<disk><target dev='sdb'/></disk>") },
        { D(DISK), D("<disk><target dev='sda'/><readonly/></disk>") },
        { D(USB), D("<controller type='usb' index='0'><address slot='2'/></controller>") },
        { D(DISK), D(DISK "<input type='tablet' bus='usb'/>") },
        { D(DISK), D(DISK "<audio id='1' type='spice'/>") },
        { D(DISK), V },
    };

    (void)state;
    check_pairs(pairs, ARRAY_SIZE(pairs), false);
}

static void
test_type(void **state)
{
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain a = { .doc = NULL };
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain b = { .doc = NULL };

    (void)state;
    read_domain("<domain type='kvm'>" V "</domain>", &a);
    read_domain("<domain type='qemu'>" V "</domain>", &b);
    assert_false(topofix_domain_same_besides(&a, &b));
}

/* So many that have to be searched for would take minutes; the answer then is "differs". */
static void
test_cost_is_bounded(void **state)
{
    enum { COUNT = 5000 };
    struct topofix_buffer before = { .bytes = NULL };
    struct topofix_buffer after = { .bytes = NULL };

    (void)state;
    topofix_buffer_add_text(&before, V "<devices>");
    topofix_buffer_add_text(&after, V "<devices>");
    for (int i = 0; i < COUNT; i++) {
        topofix_buffer_add_format(&before, "<disk a='%d'/>", i);
        topofix_buffer_add_format(&after, "<disk a='%d'/>", COUNT - i);
    }
    topofix_buffer_add_text(&before, "</devices>");
    topofix_buffer_add_text(&after, "</devices>");
    assert_true(same(before.bytes, before.bytes));
    assert_false(same(before.bytes, after.bytes));
    topofix_buffer_done(&before);
    topofix_buffer_done(&after);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_different),
        cmocka_unit_test(test_type),
        cmocka_unit_test(test_cost_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
