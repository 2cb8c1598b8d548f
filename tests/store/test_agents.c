/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Agents that answer, hang and fail, behind a libvirt of the test's own: what is defined here takes
 * the place of libvirt's functions.
 */
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "agents.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/pool.h"
#include "testing.h"

/* What the guest with this UUID does is its first letter. */
enum { WELL = 'a', HANGS = 'b', HALF = 'c', WEIRD = 'd', REFUSES = 'e' };

/* What libvirt says of the one that refuses. */
static virError refusal;

static atomic_int n_opened;
static atomic_int n_infos;
static atomic_int n_vcpus;
static atomic_int n_hanging;
static atomic_bool is_released; /* what hangs goes on */
static char connection_marks[256];

virErrorPtr
virGetLastError(void)
{
    return &refusal;
}

virConnectPtr
virConnectOpenAuth(const char *name, virConnectAuthPtr auth, unsigned int flags)
{
    (void)name;
    (void)auth;
    (void)flags;
    return (virConnectPtr)(void *)&connection_marks[atomic_fetch_add(&n_opened, 1)];
}

int
virConnectClose(virConnectPtr conn)
{
    (void)conn;
    return 0;
}

const char *
virConnectGetType(virConnectPtr conn)
{
    (void)conn;
    return "QEMU";
}

int
virConnectSetKeepAlive(virConnectPtr conn, int interval, unsigned int count)
{
    (void)conn;
    (void)interval;
    (void)count;
    return 0;
}

virDomainPtr
virDomainLookupByUUIDString(virConnectPtr conn, const char *uuidstr)
{
    (void)conn;
    return (virDomainPtr)(void *)strdup(uuidstr);
}

int
virDomainFree(virDomainPtr domain)
{
    free(domain);
    return 0;
}

static int
kind_of(virDomainPtr domain)
{
    return *(const char *)(void *)domain;
}

static void
hang(void)
{
    atomic_fetch_add(&n_hanging, 1);
    while (!atomic_load(&is_released)) {
        topofix_clock_sleep(10);
    }
    atomic_fetch_sub(&n_hanging, 1);
}

/* More than anybody wants to read; main() fills it, before there are threads. */
static char flood[1 << 20];

int
virDomainGetGuestInfo(virDomainPtr domain, unsigned int types, virTypedParameterPtr *params,
                      int *nparams, unsigned int flags)
{
    int most = 0;

    atomic_fetch_add(&n_infos, 1);
    assert_int_equal(types, VIR_DOMAIN_GUEST_INFO_OS);
    assert_int_equal(flags, 0);
    if (kind_of(domain) == HANGS) {
        hang();
    }
    if (kind_of(domain) == REFUSES) {
        return -1;
    }
    virTypedParamsAddString(params, nparams, &most, "os.id", "mswindows");
    virTypedParamsAddString(params, nparams, &most, "os.pretty-name",
                            kind_of(domain) == WEIRD ? "a\x1b[31m\xff" : "Windows 10 Pro");
    virTypedParamsAddString(params, nparams, &most, "os.version-id",
                            kind_of(domain) == WEIRD ? flood : "10");
    virTypedParamsAddUInt(params, nparams, &most, "os.variant-id", 7);
    return 0;
}

int
virDomainGetGuestVcpus(virDomainPtr domain, virTypedParameterPtr *params, unsigned int *nparams,
                       unsigned int flags)
{
    int count = 0;
    int most = 0;

    assert_int_equal(flags, 0);
    atomic_fetch_add(&n_vcpus, 1);
    if (kind_of(domain) == HALF) {
        hang();
    }
    virTypedParamsAddString(params, &count, &most, "vcpus", "0-7");
    virTypedParamsAddString(params, &count, &most, "online",
                            kind_of(domain) == WEIRD ? "0-4294967299" : "0-1,5");
    *nparams = (unsigned)count;
    return 0;
}

struct state {
    struct topofix_lanes *lanes;
    struct topofix_agents *agents;
};

static int
setup(void **state)
{
    static struct state all;

    atomic_store(&is_released, false);
    atomic_store(&n_infos, 0);
    atomic_store(&n_vcpus, 0);
    refusal.code = VIR_ERR_OK;
    all.lanes = topofix_lanes_open("qemu:///system", 0, NULL);
    all.agents = topofix_agents_new(all.lanes, "qemu:///system", TOPOFIX_ACCESS_READ_WRITE);
    *state = &all;
    return 0;
}

static int
teardown(void **state)
{
    struct state *all = *state;

    atomic_store(&is_released, true);
    while (atomic_load(&n_hanging) > 0) {
        topofix_clock_sleep(10);
    }
    topofix_clock_sleep(50); /* the threads that nobody waits for clean up */
    topofix_agents_free(all->agents);
    topofix_lanes_close(all->lanes);
    return 0;
}

static enum topofix_agent_outcome
ask(struct state *all, const char *uuid, struct topofix_agent_answer *answer,
    struct topofix_error *err)
{
    *answer = (struct topofix_agent_answer){ .n_used = 0 };
    return topofix_agents_ask(all->agents, uuid, answer, err);
}

static void
test_an_answer(void **state)
{
    TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer;
    struct topofix_error err;
    int opened;

    assert_int_equal(ask(*state, "a", &answer, &err), TOPOFIX_AGENT_ANSWERED);
    assert_string_equal(answer.fields[TOPOFIX_AGENT_ID], "mswindows");
    assert_string_equal(answer.fields[TOPOFIX_AGENT_PRETTY_NAME], "Windows 10 Pro");
    assert_null(answer.fields[TOPOFIX_AGENT_VARIANT_ID]); /* a number is no word */
    assert_int_equal(answer.n_used, 3);
    topofix_agent_answer_done(&answer);
    /* the next one is asked on the same connection */
    opened = atomic_load(&n_opened);
    assert_int_equal(ask(*state, "a", &answer, &err), TOPOFIX_AGENT_ANSWERED);
    assert_int_equal(atomic_load(&n_opened), opened);
}

static void
test_a_hostile_answer(void **state)
{
    TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer;
    struct topofix_error err;

    assert_int_equal(ask(*state, "d", &answer, &err), TOPOFIX_AGENT_ANSWERED);
    assert_string_equal(answer.fields[TOPOFIX_AGENT_PRETTY_NAME], "a [31m?");
    assert_int_equal(strlen(answer.fields[TOPOFIX_AGENT_VERSION_ID]), TOPOFIX_AGENT_TEXT_MAX);
    assert_int_equal(answer.n_used, 0);
}

static void
test_half_an_answer(void **state)
{
    TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer;
    struct topofix_error err;

    assert_int_equal(ask(*state, "c", &answer, &err), TOPOFIX_AGENT_ANSWERED);
    assert_string_equal(answer.fields[TOPOFIX_AGENT_ID], "mswindows");
    assert_int_equal(answer.n_used, 0);
}

/* It does not tell what it is, and perhaps what it sees. */
static void
test_a_refusal(void **state)
{
    TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer;
    struct topofix_error err;

    assert_int_equal(ask(*state, "e", &answer, &err), TOPOFIX_AGENT_ANSWERED);
    assert_null(answer.fields[TOPOFIX_AGENT_ID]);
    assert_int_equal(answer.n_used, 3);
}

/* One that is gone is not asked twice; since libvirt 11.2, 112 says so, and 113 that it refuses. */
static void
test_reasons_of_a_refusal(void **state)
{
    static const struct {
        int code;
        int n_vcpus;
    } rows[] = {
        { VIR_ERR_AGENT_UNRESPONSIVE, 0 },    { VIR_ERR_NO_DOMAIN, 0 },      { 112, 0 },
        { VIR_ERR_OPERATION_UNSUPPORTED, 1 }, { VIR_ERR_INTERNAL_ERROR, 1 }, { 113, 1 },
    };

    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer;
        struct topofix_error err;

        refusal.code = rows[i].code;
        atomic_store(&n_vcpus, 0);
        assert_int_equal(ask(*state, "e", &answer, &err),
                         rows[i].n_vcpus ? TOPOFIX_AGENT_ANSWERED : TOPOFIX_AGENT_SILENT);
        assert_int_equal(atomic_load(&n_vcpus), rows[i].n_vcpus);
    }
}

/* Neither a person nor polkit is to be asked because somebody looks at his domains. */
static void
test_who_may_only_read(void **state)
{
    TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer;
    struct state *all = *state;
    struct topofix_error err;
    const int opened = atomic_load(&n_opened);
    const bool is_root = geteuid() == 0;

    if (is_root) {
        assert_int_equal(seteuid(65534), 0);
    }
    topofix_agents_free(all->agents);
    all->agents = topofix_agents_new(all->lanes, "qemu:///system", TOPOFIX_ACCESS_READ_ONLY);
    assert_int_equal(ask(all, "a", &answer, &err), TOPOFIX_AGENT_UNASKED);
    assert_contains(err.message, "may only read");
    assert_int_equal(atomic_load(&n_opened), opened);
    topofix_agents_free(all->agents);
    all->agents = topofix_agents_new(all->lanes, "qemu:///session", TOPOFIX_ACCESS_READ_ONLY);
    assert_int_equal(ask(all, "a", &answer, &err), TOPOFIX_AGENT_ANSWERED);
    if (is_root) {
        assert_int_equal(seteuid(0), 0);
    }
}

static atomic_int n_answered;

static void
ask_item(void *context, size_t item)
{
    TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer;
    struct topofix_error err;

    (void)item;
    if (ask(context, "b", &answer, &err) == TOPOFIX_AGENT_ANSWERED) {
        atomic_fetch_add(&n_answered, 1);
    }
}

/* However many hang: a second in all, and few of libvirt's workers are held. */
static void
test_all_hang(void **state)
{
    const uint64_t begin = topofix_clock_now();
    uint64_t took;

    atomic_store(&n_answered, 0);
    topofix_pool_run(4, 100, ask_item, NULL, *state);
    took = topofix_clock_now() - begin;
    assert_int_equal(atomic_load(&n_answered), 0);
    assert_uint_in_range(took, 900, 1500);
    assert_uint_in_range(atomic_load(&n_infos), 8, 12);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_answer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_hostile_answer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_half_an_answer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_refusal, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reasons_of_a_refusal, setup, teardown),
        cmocka_unit_test_setup_teardown(test_who_may_only_read, setup, teardown),
        cmocka_unit_test_setup_teardown(test_all_hang, setup, teardown),
    };

    virInitialize(); /* which an open of libvirt's own would do */
    memset(flood, 'x', sizeof(flood) - 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
