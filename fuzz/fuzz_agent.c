/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a guest's agent answers, as libvirt passes it on: lines of NAME=VALUE, where the name
 * "online" is the list of vCPUs. libvirt's functions are of the target's own. Whatever the guest
 * says must come out clean and short, and a judgement with it must still be one of its vCPUs.
 */
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "agent_ask.h"
#include "base/alloc.h"
#include "fuzzing.h"
#include "judge/judgement.h"
#include "knowledge/builtin.h"
#include "report/sentence.h"
#include "run/witnesses.h"

enum { LINES_MAX = 32, PATIENCE_MS = 60000, VCPUS = 8 };

/* The input of the one question that is asked at a time. */
static const char *answer_text;

virDomainPtr
virDomainLookupByUUIDString(virConnectPtr conn, const char *uuidstr)
{
    (void)uuidstr;
    return (virDomainPtr)(void *)conn;
}

int
virDomainFree(virDomainPtr domain)
{
    (void)domain;
    return 0;
}

/* Takes the lines with that name, or, name being NULL, all others. */
static int
take_lines(const char *name, virTypedParameterPtr *params)
{
    TOPOFIX_AUTO_FREE char *copy = topofix_strdup(answer_text);
    char *rest = copy;
    int count = 0;
    int most = 0;

    for (char *line = strsep(&rest, "\n"); line && count < LINES_MAX; line = strsep(&rest, "\n")) {
        char *value = strchr(line, '=');

        if (value) {
            *value++ = '\0';
        }
        if (value &&
            (name ? strcmp(line, name) == 0 : strlen(line) < VIR_TYPED_PARAM_FIELD_LENGTH)) {
            virTypedParamsAddString(params, &count, &most, line, value);
        }
    }
    return count;
}

int
virDomainGetGuestInfo(virDomainPtr domain, unsigned int types, virTypedParameterPtr *params,
                      int *nparams, unsigned int flags)
{
    (void)domain;
    (void)types;
    (void)flags;
    *nparams = take_lines(NULL, params);
    return 0;
}

int
virDomainGetGuestVcpus(virDomainPtr domain, virTypedParameterPtr *params, unsigned int *nparams,
                       unsigned int flags)
{
    (void)domain;
    (void)flags;
    *nparams = (unsigned)take_lines("online", params);
    return 0;
}

static const char domain[] =
    "<domain type='kvm'><name>guest</name><metadata>"
    "<l:libosinfo xmlns:l='http://libosinfo.org/xmlns/libvirt/domain/1.0'>"
    "<l:os id='http://microsoft.com/win/7'/></l:libosinfo></metadata><vcpu>8</vcpu>"
    "<os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features></domain>";

static void
check_judgement(const struct topofix_claims *claims)
{
    const struct topofix_request request = { .limits = &topofix_limits_builtin,
                                             .goal = TOPOFIX_GOAL_FIX,
                                             .writes_record = true };
    const struct topofix_circumstances circumstances = { .witnesses = claims };
    const struct topofix_text_style style = { .run = TOPOFIX_RUN_JUDGE };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;

    FUZZ_EXPECT(topofix_judgement_make(domain, strlen(domain), &request, &circumstances, &judgement,
                                       &err) == 0,
                "%s", err.message);
    FUZZ_REQUIRE(topofix_topology_product(&judgement.assessment.wanted) == VCPUS);
    topofix_sentence_verdict(&judgement.assessment, TOPOFIX_PENDING_NONE, &style, &text);
    fuzzing_require_clean("the verdict", topofix_buffer_text(&text));
}

/* Grows by one with each thread, which has a folder in there. */
static nlink_t
count_threads(void)
{
    struct stat status;

    FUZZ_REQUIRE(stat("/proc/self/task", &status) == 0);
    return status.st_nlink;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TOPOFIX_AUTO_FREE char *text = fuzzing_text(data, size);
    TOPOFIX_AUTO_DONE(agent_answer) struct topofix_agent_answer answer = { .n_used = 0 };
    TOPOFIX_AUTO_DONE(witnesses) struct topofix_witnesses witnesses = { .silence = NULL };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };
    const nlink_t n_threads = count_threads();
    bool is_over;

    /* a thread's last error needs it; more than once does nothing */
    FUZZ_REQUIRE(virInitialize() == 0);
    answer_text = text;
    FUZZ_REQUIRE(topofix_agent_ask((virConnectPtr)(void *)text, "", PATIENCE_MS, &answer, &is_over,
                                   &err) == TOPOFIX_AGENT_ANSWERED);
    FUZZ_REQUIRE(is_over);
    while (count_threads() > n_threads) {
        sched_yield(); /* libvirt's last error of a thread that still ends would seem to leak */
    }
    FUZZ_EXPECT(answer.n_used <= 4096, "%u vCPUs", answer.n_used);
    for (int field = 0; field < TOPOFIX_AGENT_FIELDS; field++) {
        if (answer.fields[field]) {
            FUZZ_REQUIRE(strlen(answer.fields[field]) <= TOPOFIX_AGENT_TEXT_MAX);
            fuzzing_require_clean("a field", answer.fields[field]);
        }
    }
    topofix_witnesses_add_agent(&answer, &topofix_limits_builtin, VCPUS, &witnesses);
    check_judgement(&witnesses.claims);
    return 0;
}
