/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Random domains with random other vCPUs: what comes out is never illegal, every other byte stays,
 * and an undo gives the old bytes back. TOPOFIX_PROPERTY_RESIZES sets how many are tried,
 * TOPOFIX_PROPERTY_SEED where to begin.
 */
#include "base/alloc.h"
#include "judgement_samples.h"
#include "random_domain.h"

struct seen {
    unsigned resized;
    unsigned refused;
};

static unsigned
count_of(const struct topofix_node *node, const char *name)
{
    const char *text = topofix_node_attribute(node, name);

    return text ? (unsigned)strtoul(text, NULL, 10) : 0;
}

/* Sets the ids of a list such as "0-3,5"; none is there twice, and none is past the maximum. */
static void
take_list(const char *what, const char *list, unsigned maximum, bool *ids)
{
    char *end = NULL;

    for (const char *at = list; at && *at; at = *end == ',' ? end + 1 : end) {
        unsigned long first = strtoul(at, &end, 10);
        unsigned long last = *end == '-' ? strtoul(end + 1, &end, 10) : first;

        if (last >= maximum || first > last || (*end != ',' && *end != '\0')) {
            fail_msg("%s: '%s' of %u vCPUs", what, list, maximum);
        }
        for (; first <= last; first++) {
            assert_false(ids[first]);
            ids[first] = true;
        }
    }
}

static void
check_no_more(const struct topofix_node *tune, unsigned maximum)
{
    for (const struct topofix_node *node = tune ? tune->first : NULL; node; node = node->next) {
        bool ids[TOPOFIX_VCPUS_MAX] = { false };

        if (topofix_node_attribute(node, "vcpu")) {
            assert_true(count_of(node, "vcpu") < maximum);
        }
        take_list(node->name, topofix_node_attribute(node, "vcpus"), maximum, ids);
    }
}

/* All of them in one cell each. */
static void
check_cells(const struct topofix_node *numa, unsigned maximum)
{
    const struct topofix_node *cell = numa ? topofix_node_child(numa, "cell") : NULL;
    bool ids[TOPOFIX_VCPUS_MAX] = { false };

    for (; cell; cell = topofix_node_next_same(cell)) {
        take_list("cell", topofix_node_attribute(cell, "cpus"), maximum, ids);
    }
    for (unsigned id = 0; numa && id < maximum; id++) {
        assert_true(ids[id]);
    }
}

static void
check_each(const struct topofix_node *vcpus, const struct topofix_resize_wish *wish)
{
    const struct topofix_node *vcpu = vcpus ? topofix_node_child(vcpus, "vcpu") : NULL;
    bool ids[TOPOFIX_VCPUS_MAX] = { false };
    unsigned enabled = 0;

    for (; vcpu; vcpu = topofix_node_next_same(vcpu)) {
        bool is_enabled = strcmp(topofix_node_attribute(vcpu, "enabled"), "yes") == 0;

        take_list("vcpus", topofix_node_attribute(vcpu, "id"), wish->maximum, ids);
        enabled += is_enabled;
    }
    if (vcpus) {
        assert_int_equal(enabled, wish->present);
    }
}

/* What libvirt checks, read from the XML anew and without the code that wrote it. */
static void
check_legal(const struct topofix_judgement *judgement, const struct topofix_resize_wish *wish)
{
    const struct topofix_buffer *text = &judgement->change.new_text;
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text->bytes, text->length, NULL);
    const struct topofix_node *root;
    const struct topofix_node *vcpu;
    const struct topofix_node *cpu;
    const struct topofix_node *topology;

    assert_non_null(doc);
    root = topofix_doc_root(doc);
    vcpu = topofix_node_child(root, "vcpu");
    cpu = topofix_node_child(root, "cpu");
    topology = cpu ? topofix_node_child(cpu, "topology") : NULL;
    assert_int_equal(strtoul(vcpu->text, NULL, 10), wish->maximum);
    assert_int_equal(topofix_node_attribute(vcpu, "current") ? count_of(vcpu, "current")
                                                             : wish->maximum,
                     wish->present);
    if (topology) {
        unsigned dies = topofix_node_attribute(topology, "dies") ? count_of(topology, "dies") : 1;

        assert_int_equal(count_of(topology, "sockets") * dies * count_of(topology, "cores") *
                             count_of(topology, "threads"),
                         wish->maximum);
    }
    check_each(topofix_node_child(root, "vcpus"), wish);
    check_no_more(topofix_node_child(root, "cputune"), wish->maximum);
    check_cells(cpu ? topofix_node_child(cpu, "numa") : NULL, wish->maximum);
    assert_true(judgement->assessment.verdict_after != TOPOFIX_VERDICT_INVALID);
}

/* Appends the text without the elements that a resize may change, and the white space before them.
 */
static void
strip(const char *text, size_t length, struct topofix_buffer *ret_text)
{
    static const char *const names[] = { "vcpu", "vcpus", "cputune", "topology", "numa" };
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, length, NULL);
    const struct topofix_node *top = topofix_doc_root(doc);
    size_t at = 0;

    for (const struct topofix_node *node = top; node; node = topofix_node_walk(top, node)) {
        size_t from = node->start;
        bool goes = false;

        for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
            goes = goes || strcmp(node->name, names[i]) == 0;
        }
        if (!goes || from < at) {
            continue;
        }
        while (from > at && strchr(" \t\r\n", text[from - 1])) {
            from--;
        }
        topofix_buffer_add(ret_text, text + at, from - at);
        at = node->end;
    }
    topofix_buffer_add(ret_text, text + at, length - at);
}

static void
check_rest(const char *text, unsigned n_marks, const struct topofix_buffer *new_text)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer before = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer after = { .bytes = NULL };

    for (unsigned i = 0; i < n_marks; i++) {
        TOPOFIX_AUTO_FREE char *mark = topofix_sprintf(RANDOM_DOMAIN_MARK, i);

        assert_contains(new_text->bytes, mark);
    }
    if (strstr(text, "<cputune>")) {
        assert_contains(new_text->bytes, "<shares>2048</shares>");
        assert_contains(new_text->bytes, "<emulatorpin cpuset='0'/>");
    }
    if (!strstr(text, "<cpu ") && strstr(new_text->bytes, "<cpu>")) {
        return; /* it was made, with white space of its own; the marks tell of the rest */
    }
    strip(text, strlen(text), &before);
    strip(new_text->bytes, new_text->length, &after);
    assert_string_equal(topofix_buffer_text(&after), topofix_buffer_text(&before));
}

static void
check_undo(const char *text, const struct topofix_buffer *new_text)
{
    static const struct topofix_circumstances none;
    struct topofix_request undo = request_of(TOPOFIX_GOAL_UNDO);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    struct topofix_error err;

    undo.forgets = true;
    if (topofix_judgement_make(new_text->bytes, new_text->length, &undo, &none, &judgement, &err) <
        0) {
        fail_msg("%s: %s", err.message, new_text->bytes);
    }
    assert_true(judgement.assessment.changes);
    assert_string_equal(topofix_buffer_text(&judgement.change.new_text), text);
}

static void
check_resize(const char *text, unsigned n_marks, const struct topofix_resize_wish *wish,
             bool writes_record, struct seen *seen)
{
    static const struct topofix_circumstances none;
    struct topofix_request request = request_of(TOPOFIX_GOAL_RESIZE);
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement judgement = { .is_assessed = false };
    struct topofix_error err = { .code = TOPOFIX_ERROR_NONE };

    request.resize = *wish;
    request.writes_record = writes_record;
    if (topofix_judgement_make(text, strlen(text), &request, &none, &judgement, &err) < 0) {
        if (err.code != TOPOFIX_ERROR_WISH) { /* a bug of the edit */
            fail_msg("to %u of %u: %s: %s", wish->present, wish->maximum, err.message, text);
        }
        seen->refused++;
        return;
    }
    if (!judgement.assessment.changes) {
        return;
    }
    seen->resized++;
    check_legal(&judgement, wish);
    if (writes_record) {
        check_undo(text, &judgement.change.new_text);
    } else {
        check_rest(text, n_marks, &judgement.change.new_text);
    }
}

static void
test_resizes(void **state)
{
    unsigned count = topofix_random_iterations("TOPOFIX_PROPERTY_RESIZES", 1500);
    unsigned seed = topofix_random_iterations("TOPOFIX_PROPERTY_SEED", 1);
    struct seen seen = { .resized = 0 };

    (void)state;
    for (unsigned i = 0; i < count; i++) {
        struct topofix_random random = { .state = (uint64_t)seed + i };
        TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
        unsigned n_marks = random_domain_make(&random, &text);
        struct topofix_resize_wish wish = { .maximum = 1 + topofix_random_below(&random, 32) };

        wish.present = topofix_random_below(&random, 2) == 0
                           ? wish.maximum
                           : 1 + topofix_random_below(&random, wish.maximum);
        check_resize(text.bytes, n_marks, &wish, false, &seen);
        check_resize(text.bytes, n_marks, &wish, true, &seen);
    }
    print_message("%u resized, %u refused\n", seen.resized, seen.refused);
    assert_true(seen.resized > count);
    assert_true(seen.refused > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resizes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
