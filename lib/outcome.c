/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "topofix/outcome.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "ctx.h"
#include "guard.h"
#include "report/remarks.h"
#include "report/report.h"

/* Many callers want no JSON, which takes a seventh of the time: it is written when asked for. */
struct document {
    _Atomic(char *) json;
};

struct topofix_outcome {
    struct topofix_result result;
    struct topofix_remarks remarks;
    struct document *document;
};

struct writing {
    const struct topofix_result *result;
    char *json;
};

struct asking {
    const struct topofix_ctx *ctx;
    const struct topofix_question *question;
    const char *xml; /* NULL means that the question has only plain facts */
    size_t length;
    struct topofix_outcome *outcome;
};

static int
write_json(void *context, struct topofix_error *err)
{
    struct writing *writing = context;
    struct topofix_report *report = topofix_report_json_new();
    struct topofix_tally tally = { .domains = 0 };
    struct topofix_page page = { .out = { .bytes = NULL } };

    (void)err;
    topofix_tally_add(&tally, writing->result);
    topofix_report_begin(report, 1, &page);
    topofix_report_result(report, writing->result, &page);
    topofix_report_end(report, &tally, &page);
    topofix_report_free(report);
    writing->json = topofix_buffer_take(&page.out);
    topofix_page_done(&page);
    return 0;
}

static char *
text_of(const struct asking *asking, size_t *ret_length)
{
    struct topofix_buffer facts = { .bytes = NULL };

    if (asking->xml) {
        *ret_length = asking->length;
        return topofix_strndup(asking->xml, asking->length);
    }
    topofix_question_write(asking->question, &facts);
    *ret_length = facts.length;
    return topofix_buffer_take(&facts);
}

static int
judge(const struct asking *asking, struct topofix_result *result, struct topofix_error *err)
{
    const struct topofix_question *question = asking->question;
    struct topofix_request request = topofix_request_for_filter(
        topofix_knowledge_limits(asking->ctx->knowledge), TOPOFIX_RUN_SHOW);
    struct topofix_circumstances circumstances = { .state = TOPOFIX_STATE_NONE };

    if (question) {
        request.policy = question->policy;
        request.os = question->os;
        request.edition = question->edition;
        circumstances.libvirt_version = question->libvirt_version;
        circumstances.qemu_version = question->qemu_version;
    }
    if (topofix_judgement_make(result->text, result->length, &request, &circumstances,
                               &result->judgement, err) < 0) {
        result->has_judgement = result->judgement.is_assessed;
        return -1;
    }
    result->has_judgement = true;
    result->name = topofix_strdup(result->judgement.domain.name);
    result->uuid = topofix_strdup(result->judgement.domain.uuid);
    result->action =
        result->judgement.assessment.changes ? TOPOFIX_ACTION_WOULD_CHANGE : TOPOFIX_ACTION_NONE;
    return 0;
}

static int
ask(void *context, struct topofix_error *err)
{
    struct asking *asking = context;
    struct topofix_outcome *outcome;

    if (asking->xml && asking->length > TOPOFIX_DOC_BYTES_MAX) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                 "the XML has %zu bytes, expected at most %zu", asking->length,
                                 (size_t)TOPOFIX_DOC_BYTES_MAX);
    }
    if (asking->question && topofix_ctx_check_names(asking->ctx, asking->question, err) < 0) {
        return -1;
    }
    outcome = topofix_alloc(1, sizeof(*outcome));
    outcome->document = topofix_alloc(1, sizeof(*outcome->document));
    atomic_init(&outcome->document->json, NULL);
    outcome->result.label = "xml";
    outcome->result.text = text_of(asking, &outcome->result.length);
    if (judge(asking, &outcome->result, err) < 0) {
        topofix_outcome_free(outcome);
        return -1;
    }
    outcome->remarks = topofix_remarks_of_result(&outcome->result);
    asking->outcome = outcome;
    return 0;
}

int
topofix_outcome_of_xml(const struct topofix_ctx *ctx, const struct topofix_question *question,
                       const char *xml, size_t length, struct topofix_outcome **ret_outcome,
                       char *message, size_t message_size)
{
    struct asking asking = { .ctx = ctx, .question = question, .xml = xml, .length = length };
    int status = topofix_guard_run(ask, &asking, message, message_size);

    *ret_outcome = status == TOPOFIX_OK ? asking.outcome : NULL;
    return status;
}

int
topofix_outcome_of_facts(const struct topofix_ctx *ctx, const struct topofix_question *question,
                         struct topofix_outcome **ret_outcome, char *message, size_t message_size)
{
    return topofix_outcome_of_xml(ctx, question, NULL, 0, ret_outcome, message, message_size);
}

void
topofix_outcome_free(struct topofix_outcome *outcome)
{
    if (outcome) {
        topofix_remarks_done(&outcome->remarks);
        topofix_result_done(&outcome->result);
        free(atomic_load(&outcome->document->json));
        free(outcome->document);
        free(outcome);
    }
}

static const struct topofix_assessment *
assessment_of(const struct topofix_outcome *outcome)
{
    return &outcome->result.judgement.assessment;
}

const char *
topofix_outcome_verdict(const struct topofix_outcome *outcome)
{
    return topofix_verdict_name(assessment_of(outcome)->diagnosis.verdict);
}

const char *
topofix_outcome_name(const struct topofix_outcome *outcome)
{
    return outcome->result.name;
}

const char *
topofix_outcome_os(const struct topofix_outcome *outcome)
{
    const struct topofix_os *os = assessment_of(outcome)->guest.os.os;

    return os ? os->id : NULL;
}

const char *
topofix_outcome_edition(const struct topofix_outcome *outcome)
{
    const struct topofix_edition *edition = assessment_of(outcome)->guest.os.edition;

    return edition ? edition->name : NULL;
}

int
topofix_outcome_changes(const struct topofix_outcome *outcome)
{
    return assessment_of(outcome)->changes;
}

static unsigned
count_of(const struct topofix_topology *topology, enum topofix_part part)
{
    return (unsigned)part < TOPOFIX_LEVELS ? topology->count[part] : 0;
}

unsigned
topofix_outcome_now(const struct topofix_outcome *outcome, enum topofix_part part)
{
    return count_of(&assessment_of(outcome)->guest.topology, part);
}

unsigned
topofix_outcome_wanted(const struct topofix_outcome *outcome, enum topofix_part part)
{
    const struct topofix_assessment *assessment = assessment_of(outcome);

    return count_of(assessment->changes ? &assessment->wanted : &assessment->guest.topology, part);
}

static int
tell_range(bool is_known, const struct topofix_range *range, unsigned *ret_least,
           unsigned *ret_most)
{
    if (is_known) {
        *ret_least = range->min;
        *ret_most = range->max;
    }
    return is_known;
}

int
topofix_outcome_usable_now(const struct topofix_outcome *outcome, unsigned *ret_least,
                           unsigned *ret_most)
{
    const struct topofix_diagnosis *diagnosis = &assessment_of(outcome)->diagnosis;

    return tell_range(diagnosis->is_usable_known, &diagnosis->usable_now, ret_least, ret_most);
}

int
topofix_outcome_usable_wanted(const struct topofix_outcome *outcome, unsigned *ret_least,
                              unsigned *ret_most)
{
    const struct topofix_assessment *assessment = assessment_of(outcome);

    if (!assessment->changes) {
        return topofix_outcome_usable_now(outcome, ret_least, ret_most);
    }
    return tell_range(assessment->guest.os.os, &assessment->usable_wanted, ret_least, ret_most);
}

const char *
topofix_outcome_xml(const struct topofix_outcome *outcome, size_t *ret_length)
{
    const struct topofix_buffer *changed = &outcome->result.judgement.change.new_text;
    bool changes = assessment_of(outcome)->changes;

    if (ret_length) {
        *ret_length = changes ? changed->length : outcome->result.length;
    }
    return changes ? topofix_buffer_text(changed) : outcome->result.text;
}

size_t
topofix_outcome_reasons(const struct topofix_outcome *outcome)
{
    return outcome->remarks.count;
}

const char *
topofix_outcome_reason_code(const struct topofix_outcome *outcome, size_t index)
{
    return index < outcome->remarks.count ? topofix_remark_name(&outcome->remarks.items[index])
                                          : NULL;
}

const char *
topofix_outcome_reason_text(const struct topofix_outcome *outcome, size_t index)
{
    return index < outcome->remarks.count ? outcome->remarks.items[index].text : NULL;
}

const char *
topofix_outcome_reason_source(const struct topofix_outcome *outcome, size_t index)
{
    return index < outcome->remarks.count ? outcome->remarks.items[index].source : NULL;
}

const char *
topofix_outcome_json(const struct topofix_outcome *outcome)
{
    struct writing writing = { .result = &outcome->result };
    char *json = atomic_load(&outcome->document->json);

    if (json || topofix_guard_run(write_json, &writing, NULL, 0) != TOPOFIX_OK) {
        return json;
    }
    if (atomic_compare_exchange_strong(&outcome->document->json, &json, writing.json)) {
        return writing.json;
    }
    free(writing.json); /* another thread has been faster */
    return json;
}
