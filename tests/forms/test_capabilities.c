/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "forms/capabilities_read.h"
#include "testing.h"

static const char text[] =
    "<capabilities><host><uuid>c0ffee</uuid></host>"
    "<guest><os_type>hvm</os_type><arch name='i686'>"
    "<machine maxCpus='255'>pc</machine></arch></guest>"
    "<guest><os_type>hvm</os_type><arch name='x86_64'><wordsize>64</wordsize>"
    "<machine maxCpus='255'>pc-i440fx-7.2</machine>"
    "<machine canonical='pc-i440fx-7.2' maxCpus='254'>pc</machine>"
    "<machine canonical='pc-q35-7.2' maxCpus='288'>q35</machine>"
    "<machine>unsaid</machine><machine maxCpus='many'>odd</machine>"
    "<machine maxCpus='1048576'>huge</machine><machine maxCpus='1048577'>absurd</machine>"
    "</arch></guest></capabilities>";

static void
test_machines(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);
    static const struct {
        const char *arch;
        const char *machine;
        unsigned maximum;
    } cases[] = {
        { "x86_64", "q35", 288 },
        { "x86_64", "pc-q35-7.2", 288 },
        { "x86_64", "pc", 254 },
        { "i686", "pc", 255 },
        { "x86_64", "huge", 1048576 },
        { "x86_64", "absurd", 0 },
        { "x86_64", "unsaid", 0 },
        { "x86_64", "odd", 0 },
        { "x86_64", "nothing", 0 },
        { "arm", "pc", 0 },
        { NULL, "pc", 0 },
        { "x86_64", NULL, 0 },
    };

    (void)state;
    assert_non_null(doc);
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        assert_int_equal(topofix_capabilities_machine_maximum(doc, cases[i].arch, cases[i].machine),
                         cases[i].maximum);
    }
    assert_int_equal(topofix_capabilities_machine_maximum(NULL, "x86_64", "q35"), 0);
}

static void
test_host(void **state)
{
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, strlen(text), NULL);
    TOPOFIX_AUTO_DOC struct topofix_doc *none =
        topofix_doc_parse("<capabilities><host/></capabilities>", 36, NULL);

    (void)state;
    assert_string_equal(topofix_capabilities_host_uuid(doc), "c0ffee");
    assert_null(topofix_capabilities_host_uuid(none));
    assert_null(topofix_capabilities_host_uuid(NULL));
}

static void
test_vendor(void **state)
{
    static const char amd[] =
        "<capabilities><host><cpu><vendor>AMD</vendor></cpu></host></capabilities>";
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(amd, strlen(amd), NULL);
    TOPOFIX_AUTO_DOC struct topofix_doc *none = topofix_doc_parse(text, strlen(text), NULL);

    (void)state;
    assert_string_equal(topofix_capabilities_cpu_vendor(doc), "AMD");
    assert_null(topofix_capabilities_cpu_vendor(none));
    assert_null(topofix_capabilities_cpu_vendor(NULL));
}

/* Without a model, libvirt does not know the CPU, and lists none of its features. */
static void
test_feature(void **state)
{
    static const struct {
        const char *text;
        enum topofix_cpu_feature expected;
    } cases[] = {
        { "<capabilities/>", TOPOFIX_CPU_FEATURE_UNKNOWN },
        { "<capabilities><host><cpu><feature name='topoext'/></cpu></host></capabilities>",
          TOPOFIX_CPU_FEATURE_UNKNOWN },
        { "<capabilities><host><cpu><model>EPYC</model><feature/><feature name='ht'/></cpu>"
          "</host></capabilities>",
          TOPOFIX_CPU_FEATURE_ABSENT },
        { "<capabilities><host><cpu><model>EPYC</model><feature name='ht'/>"
          "<feature name='topoext'/></cpu></host></capabilities>",
          TOPOFIX_CPU_FEATURE_PRESENT },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        TOPOFIX_AUTO_DOC struct topofix_doc *doc =
            topofix_doc_parse(cases[i].text, strlen(cases[i].text), NULL);

        assert_int_equal(topofix_capabilities_cpu_feature(doc, "topoext"), cases[i].expected);
    }
    assert_int_equal(topofix_capabilities_cpu_feature(NULL, "topoext"),
                     TOPOFIX_CPU_FEATURE_UNKNOWN);
}

static void
test_what_lacks_a_name(void **state)
{
    static const char unnamed[] =
        "<capabilities><host><uuid></uuid></host><guest><arch><machine maxCpus='9'>pc</machine>"
        "</arch></guest><guest/><guest><arch name='x86_64'><machine maxCpus='8'>pc</machine></arch>"
        "</guest></capabilities>";
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(unnamed, strlen(unnamed), NULL);

    (void)state;
    assert_int_equal(topofix_capabilities_machine_maximum(doc, "x86_64", "pc"), 8);
    assert_null(topofix_capabilities_host_uuid(doc));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_machines),
        cmocka_unit_test(test_host),
        cmocka_unit_test(test_vendor),
        cmocka_unit_test(test_feature),
        cmocka_unit_test(test_what_lacks_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
