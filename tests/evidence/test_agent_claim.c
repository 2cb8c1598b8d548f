/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/alloc.h"
#include "evidence/agent_claim.h"
#include "knowledge/builtin.h"
#include "testing.h"

static const struct topofix_limits *const limits = &topofix_limits_builtin;

#define CLIENT(version, kernel, build, name)                                 \
    {                                                                        \
        .id = "mswindows", .version_id = version, .kernel_version = kernel,  \
        .kernel_release = build, .variant_id = "client", .pretty_name = name \
    }
#define SERVER(version, kernel, build, name)                                 \
    {                                                                        \
        .id = "mswindows", .version_id = version, .kernel_version = kernel,  \
        .kernel_release = build, .variant_id = "server", .pretty_name = name \
    }

/* As each guest answers (QEMU, qga/commands-win32.c, and replies that people have posted). */
static const struct {
    struct topofix_agent_words words;
    const char *os;
    const char *edition;
} answers[] = {
    { CLIENT("xp", "5.1", "2600", "Microsoft Windows XP"), "winxp", NULL },
    { CLIENT("N/A", "5.2", "3790", "Microsoft Windows XP"), "winxp", NULL },
    { SERVER("2003", "5.2", "3790", "Microsoft Windows Server 2003"), "win2k3", NULL },
    { SERVER("2003", "5.2", "3790", "Microsoft Windows Server 2003 R2"), "win2k3r2", NULL },
    { CLIENT("vista", "6.0", "6002", "Windows Vista (TM) Enterprise"), "winvista", "enterprise" },
    { CLIENT("vista", "6.0", "6002", "Windows Vista\u2122 Home Basic"), "winvista", "home-basic" },
    { SERVER("2008", "6.0", "6002", "Windows Server (R) 2008 Standard"), "win2k8", "standard" },
    { SERVER("2008", "6.0", "6002", "Windows Server? 2008 Enterprise"), "win2k8", "enterprise" },
    { CLIENT(NULL, "6.1", "7601", "Windows 7 Enterprise"), "win7", "enterprise" },
    { CLIENT("", "6.1", "7601", "Windows 7 Professional"), "win7", "professional" },
    { CLIENT(NULL, "6.1", "7601", "Windows 7 Home Premium"), "win7", "home-premium" },
    { SERVER("2008r2", "6.1", "7601", "Windows Server 2008 R2 Standard"), "win2k8r2", "standard" },
    { CLIENT("8", "6.2", "9200", "Windows 8 Pro"), "win8", "pro" },
    { CLIENT("8", "6.2", "9200", "Windows 8"), "win8", "core" },
    { CLIENT("8.1", "6.3", "9600", "Windows 8.1 Pro"), "win8.1", "pro" },
    { CLIENT("8.1", "6.3", "9600", "Windows 8.1"), "win8.1", "core" },
    { SERVER("2012", "6.2", "9200", "Windows Server 2012 Standard"), "win2k12", "standard" },
    { SERVER("2012r2", "6.3", "9600", "Windows Server 2012 R2 Datacenter"), "win2k12r2",
      "datacenter" },
    { CLIENT("10", "10.0", "19045", "Windows 10 Pro"), "win10", "pro" },
    { CLIENT("10", "10.0", "19045", "Windows 10 Enterprise"), "win10", "enterprise" },
    { CLIENT("10", "10.0", "19045", "Windows 10 Home"), "win10", "home" },
    { CLIENT("10", "10.0", "19045", "Windows 10 Pro for Workstations"), "win10", "workstation" },
    { CLIENT("10", "10.0", "17763", "Windows 10 Enterprise LTSC 2019"), "win10",
      "enterprise-ltsc" },
    { CLIENT("11", "10.0", "26100", "Windows 10 Pro"), "win11", "pro" },
    { CLIENT("10", "10.0", "22000", "Windows 10 Home"), "win11", "home" },
    { SERVER("2016", "10.0", "14393", "Windows Server 2016 Standard"), "win2k16", "standard" },
    { SERVER("2019", "10.0", "17763", "Windows Server 2019 Essentials"), "win2k19", "essentials" },
    { SERVER("2022", "10.0", "20348", "Windows Server 2022 Datacenter"), "win2k22", "datacenter" },
    { SERVER("N/A", "10.0", "20348", "Windows Server 2022 Standard"), "win2k22", "standard" },
    { SERVER("2025", "10.0", "26100", "Windows Server 2025 Standard"), "win2k25", "standard" },
    /* half an answer */
    { { .id = "mswindows", .version_id = "2019", .pretty_name = "Windows Server 2019 Standard" },
      "win2k19",
      "standard" },
    { { .id = "mswindows", .pretty_name = "Windows 10 Pro" }, NULL, NULL },
    { { .id = "mswindows", .kernel_version = "10.0", .variant_id = "client" }, NULL, NULL },
    { { .id = "mswindows", .kernel_version = "6.1", .variant_id = "server" }, "win2k8r2", NULL },
    { { .id = NULL }, NULL, NULL },
    /* not Windows */
    { { .id = "debian", .version_id = "12", .pretty_name = "Debian GNU/Linux 12 (bookworm)" },
      "debian12",
      NULL },
    { { .id = "freebsd", .version_id = "13.2" }, "freebsd13.2", NULL },
};

static void
check(size_t i)
{
    TOPOFIX_AUTO_DONE(agent_claim) struct topofix_agent_claim claim = { .os = NULL };
    const struct topofix_os *os;
    const struct topofix_edition *edition;

    topofix_agent_claim_make(&answers[i].words, limits, &claim);
    os = claim.os ? topofix_limits_lookup(limits, claim.os) : NULL;
    if (strcmp(os ? os->short_id : "", answers[i].os ? answers[i].os : "") != 0) {
        fail_msg("answer %zu is '%s', not '%s'", i, os ? os->short_id : "", answers[i].os);
    }
    edition = os && claim.edition ? topofix_os_lookup_edition(os, claim.edition) : NULL;
    if (strcmp(edition ? edition->name : "", answers[i].edition ? answers[i].edition : "") != 0 ||
        (claim.edition && !edition)) {
        fail_msg("answer %zu: the edition of '%s' is '%s', not '%s'", i, claim.edition,
                 edition ? edition->name : "", answers[i].edition);
    }
}

static void
test_each_guest(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
        check(i);
    }
}

/* An edition in another language is told as it is, so that somebody can look it up. */
static void
test_another_language(void **state)
{
    const struct topofix_agent_words words = CLIENT("10", "10.0", "19045", "Windows 10 Famille");
    TOPOFIX_AUTO_DONE(agent_claim) struct topofix_agent_claim claim = { .os = NULL };

    (void)state;
    topofix_agent_claim_make(&words, limits, &claim);
    assert_string_equal(claim.os, "win10");
    assert_string_equal(claim.edition, "Windows 10 Famille");
    assert_string_equal(claim.text, "Windows 10 Famille");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_guest),
        cmocka_unit_test(test_another_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
