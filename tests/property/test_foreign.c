/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Domain XML of others: every definition below the folders in TOPOFIX_FOREIGN (with ':' between
 * them), or, without it, those in tests/foreign and of the stories. Each is fixed for several
 * wishes, as a filter and with a record, resized, and said something of, and libxml2's tree and
 * libvirt's schema are held against what comes out: nothing but the topology and our record may
 * differ, what was valid stays valid, a second run changes nothing, and an undo that forgets gives
 * back what there was.
 */
#include <dirent.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "foreign_tree.h"
#include "invariants.h"
#include "knowledge/builtin.h"
#include "testing.h"

enum { FILE_BYTES_MAX = 16 * 1024 * 1024 };

/* libvirt's, which come with its library. */
#define SCHEMA "/usr/share/libvirt/schemas/domain.rng"

/* Wishes, systems and sizes with which most definitions have to change. */
static const struct wish {
    enum topofix_goal goal;
    const char *os;
    struct topofix_policy policy;
    struct topofix_resize_wish resize;
    struct topofix_said_wish says;
} wishes[] = {
    { .goal = TOPOFIX_GOAL_FIX },
    { .goal = TOPOFIX_GOAL_FIX, .os = "win7", .policy = { .fixes_written_may_lose = true } },
    { .goal = TOPOFIX_GOAL_FIX, .os = "win10", .policy = { .wanted = { { 1, 0, 0, 0, 1 } } } },
    { .goal = TOPOFIX_GOAL_FIX, .policy = { .wanted = { { 0, 0, 0, 1, 0 } } } },
    { .goal = TOPOFIX_GOAL_FIX, .policy = { .maximum = { { 1, 1, 1, 0, 1 } } } },
    { .goal = TOPOFIX_GOAL_RESIZE, .os = "win7", .resize = { .present = 6, .maximum = 12 } },
    { .goal = TOPOFIX_GOAL_SAY,
      .os = "win11",
      .says = { .keys = 1u << TOPOFIX_SAID_OS, .said = { .os = "win11" } } },
};

struct run {
    xmlRelaxNGPtr schema;
    bool must_read; /* every file */
    unsigned n_files;
    unsigned n_likely;  /* that libxml2 takes for a domain with a count of vCPUs */
    unsigned n_domains; /* that are read */
    unsigned n_read;    /* of the likely ones */
    unsigned n_valid;
    unsigned n_fixes;
    unsigned n_same_bytes; /* undone to the byte */
    unsigned n_undone;
    unsigned n_unplanned; /* wishes that cannot be met */
    struct invariants_seen seen;
};

static void
hush(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

static bool
is_valid(const struct run *run, const char *text, size_t length)
{
    xmlDocPtr doc = xmlReadMemory(text, (int)length, "domain.xml", NULL, XML_PARSE_NONET);
    xmlRelaxNGValidCtxtPtr context = xmlRelaxNGNewValidCtxt(run->schema);
    bool result;

    xmlRelaxNGSetValidStructuredErrors(context, (xmlStructuredErrorFunc)(void (*)(void))hush, NULL);
    result = doc && xmlRelaxNGValidateDoc(context, doc) == 0;
    xmlRelaxNGFreeValidCtxt(context);
    xmlFreeDoc(doc);
    return result;
}

/* Whether it is a <domain> whose one <vcpu> is a count, as far as libxml2 alone can tell. */
static bool
is_likely(const char *text, size_t length)
{
    xmlDocPtr doc = xmlReadMemory(text, (int)length, "domain.xml", NULL, XML_PARSE_NONET);
    xmlNodePtr root = doc ? xmlDocGetRootElement(doc) : NULL;
    unsigned n_counts = 0;

    if (root && xmlStrEqual(root->name, (const xmlChar *)"domain")) {
        for (xmlNodePtr child = root->children; child; child = child->next) {
            if (xmlStrEqual(child->name, (const xmlChar *)"vcpu")) {
                xmlChar *content = xmlNodeGetContent(child);
                const unsigned long count = strtoul((const char *)content, NULL, 10);

                n_counts += count >= 1 && count <= TOPOFIX_VCPUS_MAX;
                xmlFree(content);
            }
        }
    }
    xmlFreeDoc(doc);
    return n_counts == 1;
}

static int
judge(const char *text, size_t length, const struct wish *wish, enum topofix_goal goal,
      bool writes_record, struct topofix_judgement *ret_judgement, struct topofix_error *err)
{
    static const struct topofix_circumstances nothing_known;
    struct topofix_request request = { .limits = &topofix_limits_builtin,
                                       .goal = goal,
                                       .os = wish->os,
                                       .lifts_ignore = true,
                                       .forgets = goal == TOPOFIX_GOAL_UNDO,
                                       .writes_record = writes_record };

    if (goal == wish->goal) {
        request.policy = wish->policy;
        request.resize = wish->resize;
        request.says = wish->says;
    }
    return topofix_judgement_make(text, length, &request, &nothing_known, ret_judgement, err);
}

/*
 * Whether an undo may write other bytes that mean the same: a <cpu> or <metadata> that held no
 * element has been opened, and a count may have been written with zeros before it.
 */
static bool
may_be_spelled_anew(const struct topofix_domain *domain)
{
    const struct topofix_node *topology = domain->topology_node;

    for (size_t i = 0; topology && i < topology->n_attributes; i++) {
        if (*topology->attributes[i].value == '0') {
            return true;
        }
    }
    return (domain->cpu && !domain->cpu->first) || (domain->metadata && !domain->metadata->first);
}

/* A file that has a record of ours already gets back an older state, which nobody knows here. */
static void
check_undo(const char *path, const struct topofix_judgement *fix, const struct wish *wish,
           struct run *run)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement undo = { .is_assessed = false };
    const struct topofix_buffer *fixed = &fix->change.new_text;
    size_t length;
    const char *text = topofix_doc_text(fix->domain.doc, &length);
    struct topofix_error err;
    bool same_bytes;

    if (fix->domain.record.node ||
        !(fix->assessment.changes_topology || fix->assessment.changes_vcpus)) {
        return;
    }
    if (judge(fixed->bytes, fixed->length, wish, TOPOFIX_GOAL_UNDO, true, &undo, &err) < 0) {
        if (err.code != TOPOFIX_ERROR_REFUSED) { /* libvirt would refuse what there was */
            fail_msg("%s: no undo: %s", path, err.message);
        }
        return;
    }
    if (!foreign_tree_is_same(text, length, undo.change.new_text.bytes, undo.change.new_text.length,
                              FOREIGN_TREE_WHOLE)) {
        fail_msg("%s: the undo gives\n%s", path, undo.change.new_text.bytes);
    }
    same_bytes = undo.change.new_text.length == length &&
                 memcmp(undo.change.new_text.bytes, text, length) == 0;
    if (!same_bytes && !may_be_spelled_anew(&fix->domain)) {
        fail_msg("%s: the undo spells it anew:\n%s", path, undo.change.new_text.bytes);
    }
    run->n_undone++;
    run->n_same_bytes += same_bytes;
}

static void
check_wish(const char *path, const char *text, size_t length, const struct wish *wish,
           bool writes_record, bool was_valid, struct run *run)
{
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement fix = { .is_assessed = false };
    TOPOFIX_AUTO_DONE(judgement) struct topofix_judgement again = { .is_assessed = false };
    const struct topofix_buffer *fixed = &fix.change.new_text;
    struct topofix_error err;

    if (judge(text, length, wish, wish->goal, writes_record, &fix, &err) < 0) {
        if (err.code != TOPOFIX_ERROR_WISH) {
            fail_msg("%s: no fix: %s", path, err.message);
        }
        run->n_unplanned++;
        return;
    }
    if (!fix.assessment.needs_change) {
        return;
    }
    run->n_fixes++;
    if (!fix.assessment.changes_vcpus &&
        !foreign_tree_is_same(text, length, fixed->bytes, fixed->length,
                              FOREIGN_TREE_WITHOUT_EDIT)) {
        fail_msg("%s: more than the topology differs in\n%s", path, fixed->bytes);
    }
    if (was_valid && !is_valid(run, fixed->bytes, fixed->length)) {
        fail_msg("%s: no longer valid by libvirt's schema:\n%s", path, fixed->bytes);
    }
    if (judge(fixed->bytes, fixed->length, wish, wish->goal, writes_record, &again, &err) < 0 ||
        again.assessment.needs_change) {
        fail_msg("%s: a second run changes\n%s", path, fixed->bytes);
    }
    if (writes_record) {
        check_undo(path, &fix, wish, run);
    }
}

static void
check_file(const char *path, struct run *run)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(domain) struct topofix_domain domain = { .doc = NULL };
    struct topofix_error err;
    bool was_valid;
    bool likely;

    if (topofix_file_read(path, FILE_BYTES_MAX, &text, NULL) < 0) {
        return; /* larger than any domain */
    }
    run->n_files++;
    likely = text.length > 0 && is_likely(text.bytes, text.length);
    run->n_likely += likely;
    if (topofix_domain_read(topofix_buffer_text(&text), text.length, &domain, &err) < 0) {
        if (run->must_read) {
            fail_msg("%s: not read: %s", path, err.message);
        }
        if (likely) {
            print_message("%s: not read: %s\n", path, err.message);
        }
        return;
    }
    run->n_domains++;
    run->n_read += likely;
    was_valid = is_valid(run, text.bytes, text.length);
    run->n_valid += was_valid;
    for (size_t i = 0; i < ARRAY_SIZE(wishes); i++) {
        if (wishes[i].goal == TOPOFIX_GOAL_FIX) {
            check_wish(path, text.bytes, text.length, &wishes[i], false, was_valid, run);
            invariants_check(path, text.bytes, text.length, &wishes[i].policy, &run->seen);
        }
        check_wish(path, text.bytes, text.length, &wishes[i], true, was_valid, run);
    }
}

static void
check_folder(const char *path, struct run *run)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    if (!folder) {
        fail_msg("%s: no folder", path);
    }
    while ((entry = readdir(folder))) {
        TOPOFIX_AUTO_FREE char *below = topofix_sprintf("%s/%s", path, entry->d_name);
        const size_t length = strlen(entry->d_name);
        struct stat status;

        if (entry->d_name[0] == '.' || lstat(below, &status) < 0) {
            continue;
        }
        if (S_ISDIR(status.st_mode)) {
            check_folder(below, run);
        } else if (S_ISREG(status.st_mode) && length > 4 &&
                   strcmp(entry->d_name + length - 4, ".xml") == 0) {
            check_file(below, run);
        }
    }
    closedir(folder);
}

static void
tell(const struct run *run)
{
    print_message("%u files, %u likely to be domains, %u of them read; %u domains, %u valid\n",
                  run->n_files, run->n_likely, run->n_read, run->n_domains, run->n_valid);
    print_message("%u fixes, %u wishes not met, %u undone, %u of them to the byte; without the "
                  "topology and the record %u of %u compared by bytes\n",
                  run->n_fixes, run->n_unplanned, run->n_undone, run->n_same_bytes, run->seen.cut,
                  run->seen.changed);
}

static void
test_foreign(void **state)
{
    const char *said = getenv("TOPOFIX_FOREIGN");
    const bool is_own = !said || !*said;
    TOPOFIX_AUTO_FREE char *folders =
        topofix_strdup(is_own ? TOPOFIX_FIXTURES ":" TOPOFIX_OWN_FOREIGN : said);
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt(SCHEMA);
    struct run run = { .schema = xmlRelaxNGParse(parser) };

    (void)state;
    xmlRelaxNGFreeParserCtxt(parser);
    xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc)(void (*)(void))hush);
    if (!run.schema) {
        fail_msg("%s: cannot be read; libvirt's library installs it", SCHEMA);
    }
    for (char *rest = folders, *folder = strsep(&rest, ":"); folder; folder = strsep(&rest, ":")) {
        run.must_read = strcmp(folder, TOPOFIX_OWN_FOREIGN) == 0;
        check_folder(folder, &run);
    }
    xmlRelaxNGFree(run.schema);
    tell(&run);
    assert_true(run.n_domains > 40);
    assert_true(run.n_valid > run.n_domains / 4);
    assert_true(run.n_fixes > run.n_domains / 2);
    assert_true(run.n_undone > run.n_domains / 4);
    /* some stories are of what is refused */
    assert_true(run.n_read * 10 >= run.n_likely * 9);
    /* of the tree's own 89 in 100, of virt-manager 5.1's, which often have an empty <cpu>, 76 */
    assert_true(run.n_same_bytes * 100 >= run.n_undone * (is_own ? 89u : 75u));
    assert_true(run.seen.cut * 100 >= run.seen.changed * (is_own ? 90u : 75u));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_foreign),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
