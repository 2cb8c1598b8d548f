/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "agent_ask.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "base/text.h"

/* libvirt's names of what is asked for. */
static const char *const field_names[] = {
    [TOPOFIX_AGENT_ID] = "os.id",
    [TOPOFIX_AGENT_PRETTY_NAME] = "os.pretty-name",
    [TOPOFIX_AGENT_VERSION_ID] = "os.version-id",
    [TOPOFIX_AGENT_KERNEL_VERSION] = "os.kernel-version",
    [TOPOFIX_AGENT_KERNEL_RELEASE] = "os.kernel-release",
    [TOPOFIX_AGENT_VARIANT_ID] = "os.variant-id",
};
_Static_assert(COUNT_OF(field_names) == TOPOFIX_AGENT_FIELDS, "a name per field");

/* The most vCPUs that an agent may claim; libvirt takes no higher ids from one either. */
enum { VCPUS_MAX = 4096 };

/* VIR_ERR_AGENT_COMMAND_TIMEOUT, which libvirt has since 11.2. */
enum { ERROR_AGENT_COMMAND_TIMEOUT = 112 };

/* A question on a thread of its own, which may outlive the wait for it. */
struct question {
    virConnectPtr connection;
    char uuid[VIR_UUID_STRING_BUFLEN];
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* guarded by mutex */
    bool is_over;
    bool is_given_up; /* nobody waits: the thread cleans up */
    bool has_answer;  /* at least a part of it */
    struct topofix_agent_answer answer;
    struct topofix_error error;
};

static void
question_free(struct question *question)
{
    topofix_agent_answer_done(&question->answer);
    pthread_cond_destroy(&question->changed);
    pthread_mutex_destroy(&question->mutex);
    free(question);
}

/* A string that a guest made, to be freed; NULL where it is empty. */
static char *
tame(const char *text)
{
    char *copy = *text ? topofix_strndup(text, strnlen(text, TOPOFIX_AGENT_TEXT_MAX)) : NULL;

    if (copy) {
        topofix_text_clean(copy);
    }
    return copy;
}

static void
read_os(const virTypedParameter *params, int count, struct topofix_agent_answer *answer)
{
    for (int i = 0; i < count; i++) {
        for (size_t field = 0; field < COUNT_OF(field_names); field++) {
            if (params[i].type == VIR_TYPED_PARAM_STRING && !answer->fields[field] &&
                strcmp(params[i].field, field_names[field]) == 0) {
                answer->fields[field] = tame(params[i].value.s);
            }
        }
    }
}

/* How many ids a list such as "0-3,6" has; 0 where it is none. */
static unsigned
count_ids(const char *list)
{
    unsigned count = 0;

    while (*list) {
        char *end;
        unsigned long first = strtoul(list, &end, 10);
        unsigned long last = first;

        if (end == list) {
            return 0;
        }
        if (*end == '-') {
            list = end + 1;
            last = strtoul(list, &end, 10);
        }
        if (end == list || last < first || last >= VCPUS_MAX) {
            return 0;
        }
        count += (unsigned)(last - first + 1);
        list = *end == ',' ? end + 1 : end;
        if (*end != ',' && *end != '\0') {
            return 0;
        }
    }
    return count <= VCPUS_MAX ? count : 0;
}

static void
read_vcpus(const virTypedParameter *params, int count, struct topofix_agent_answer *answer)
{
    for (int i = 0; i < count; i++) {
        if (params[i].type == VIR_TYPED_PARAM_STRING && strcmp(params[i].field, "online") == 0) {
            answer->n_used = count_ids(params[i].value.s);
        }
    }
}

static void
note_error(struct question *question)
{
    pthread_mutex_lock(&question->mutex);
    topofix_error_set(&question->error, TOPOFIX_ERROR_REFUSED, "%s", virGetLastErrorMessage());
    pthread_mutex_unlock(&question->mutex);
}

static void
note_answer(struct question *question, const virTypedParameter *params, int count,
            void (*read)(const virTypedParameter *, int, struct topofix_agent_answer *))
{
    pthread_mutex_lock(&question->mutex);
    if (!question->is_given_up) {
        read(params, count, &question->answer);
        question->has_answer = true;
    }
    pthread_mutex_unlock(&question->mutex);
}

/*
 * An agent that does not answer the first question is not asked the second one. One that refuses
 * it is: VIR_ERR_AGENT_COMMAND_FAILED is an answer.
 */
static bool
agent_is_gone(void)
{
    virErrorPtr error = virGetLastError();

    return error &&
           (error->code == VIR_ERR_AGENT_UNRESPONSIVE || error->code == VIR_ERR_NO_DOMAIN ||
            error->code == ERROR_AGENT_COMMAND_TIMEOUT);
}

static void
ask_both(struct question *question)
{
    virDomainPtr domain = virDomainLookupByUUIDString(question->connection, question->uuid);
    virTypedParameterPtr params = NULL;
    bool goes_on = domain != NULL;
    int n_params = 0;
    unsigned count = 0;

    if (domain &&
        virDomainGetGuestInfo(domain, VIR_DOMAIN_GUEST_INFO_OS, &params, &n_params, 0) == 0) {
        note_answer(question, params, n_params, read_os);
    } else {
        goes_on = goes_on && !agent_is_gone();
        note_error(question);
    }
    virTypedParamsFree(params, n_params);
    params = NULL;
    if (goes_on && virDomainGetGuestVcpus(domain, &params, &count, 0) == 0) {
        note_answer(question, params, (int)count, read_vcpus);
    } else if (goes_on) {
        note_error(question);
    }
    virTypedParamsFree(params, (int)count);
    if (domain) {
        virDomainFree(domain);
    }
}

static void *
question_run(void *argument)
{
    struct question *question = argument;
    bool is_given_up;

    ask_both(question);
    pthread_mutex_lock(&question->mutex);
    question->is_over = true;
    is_given_up = question->is_given_up;
    pthread_cond_signal(&question->changed);
    pthread_mutex_unlock(&question->mutex);
    if (is_given_up) {
        virConnectClose(question->connection);
        question_free(question);
    }
    return NULL;
}

/* Takes what has been answered until now. */
static enum topofix_agent_outcome
wait_for(struct question *question, unsigned milliseconds, struct topofix_agent_answer *ret_answer,
         bool *ret_is_over, struct topofix_error *err)
{
    struct timespec until = topofix_clock_after(milliseconds);
    enum topofix_agent_outcome outcome = TOPOFIX_AGENT_SILENT;
    int result = 0;

    pthread_mutex_lock(&question->mutex);
    while (!question->is_over && result != ETIMEDOUT) {
        result = pthread_cond_timedwait(&question->changed, &question->mutex, &until);
    }
    *ret_is_over = question->is_over;
    question->is_given_up = !question->is_over;
    if (question->has_answer) {
        *ret_answer = question->answer;
        question->answer = (struct topofix_agent_answer){ .n_used = 0 };
        outcome = TOPOFIX_AGENT_ANSWERED;
    } else if (question->is_over) {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s", question->error.message);
    } else {
        topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "no answer in %u ms", milliseconds);
    }
    pthread_mutex_unlock(&question->mutex);
    return outcome;
}

enum topofix_agent_outcome
topofix_agent_ask(virConnectPtr connection, const char *uuid, unsigned milliseconds,
                  struct topofix_agent_answer *ret_answer, bool *ret_is_over,
                  struct topofix_error *err)
{
    struct question *question = topofix_alloc(1, sizeof(*question));
    enum topofix_agent_outcome outcome;
    pthread_t thread;

    question->connection = connection;
    strncpy(question->uuid, uuid, sizeof(question->uuid) - 1);
    pthread_mutex_init(&question->mutex, NULL);
    topofix_clock_init_condition(&question->changed);
    if (pthread_create(&thread, NULL, question_run, question) != 0) {
        topofix_error_set(err, TOPOFIX_ERROR_SYSTEM, "no thread is left to ask it");
        question_free(question);
        *ret_is_over = true;
        return TOPOFIX_AGENT_UNASKED;
    }
    pthread_detach(thread);
    outcome = wait_for(question, milliseconds, ret_answer, ret_is_over, err);
    if (*ret_is_over) {
        question_free(question);
    }
    return outcome;
}
