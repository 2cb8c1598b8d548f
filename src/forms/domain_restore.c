/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "forms/domain_resize.h"
#include "resize_parts.h"

const struct topofix_node *
topofix_cputune_predecessor(const struct topofix_domain *domain)
{
    /* nearest first */
    static const char *const names[] = { "defaultiothread", "iothreadids", "iothreads", "vcpus",
                                         "vcpu" };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct topofix_node *node = topofix_node_child(domain->root, names[i]);

        if (node) {
            return node;
        }
    }
    return NULL;
}

/* The part of libvirt's element that a record holds. */
static const char *
element_of(enum topofix_record_part part)
{
    return part == TOPOFIX_PART_TOPOEXT ? "feature"
                                        : topofix_record_part_name(part) + strlen("was-");
}

/* Whether the text is that one element of libvirt's, with nothing before or behind it. */
static bool
is_element(const char *text, enum topofix_record_part part)
{
    size_t length = strlen(text);
    TOPOFIX_AUTO_DOC struct topofix_doc *doc = topofix_doc_parse(text, length, NULL);
    const struct topofix_node *root = doc ? topofix_doc_root(doc) : NULL;

    return root && topofix_node_is(root, NULL, element_of(part)) && root->start == 0 &&
           root->end == length && (part != TOPOFIX_PART_TOPOEXT || topofix_node_is_topoext(root));
}

/*
 * What the record holds becomes a part of the definition, and anybody may have written the record.
 * It cannot be told from ours, so that a part may restore nothing but itself. Only <cputune> and
 * topoext are what a change of ours adds to a definition that has none.
 */
static int
check_text(const struct topofix_node *before, enum topofix_record_part part,
           struct topofix_error *err)
{
    bool may_be_absent = part == TOPOFIX_PART_CPUTUNE || part == TOPOFIX_PART_TOPOEXT;
    bool was_absent = may_be_absent && before->text[0] == '\0';

    if (was_absent || is_element(before->text, part)) {
        return 0;
    }
    return topofix_error_set(
        err, TOPOFIX_ERROR_INPUT, "line %u: <%s> holds '%.60s', expected one <%s> and nothing else",
        before->line, topofix_record_part_name(part), before->text, element_of(part));
}

/*
 * Only <cputune> is what a change of ours removes. Others would be inserted where the topology's
 * own edit may open or remove <cpu>.
 */
static int
check_parts(const struct topofix_domain *domain, struct topofix_error *err)
{
    for (int i = 0; i < TOPOFIX_PARTS; i++) {
        enum topofix_record_part part = (enum topofix_record_part)i;
        const struct topofix_node *before = domain->record.before[part];

        if (before && check_text(before, part, err) < 0) {
            return -1;
        }
        if (before && before->text[0] != '\0' && part != TOPOFIX_PART_CPUTUNE &&
            !topofix_domain_part(domain, part)) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "line %u: <%s> holds a <%s>, expected one in the definition, "
                                     "too, as no change of ours removes it",
                                     before->line, topofix_record_part_name(part),
                                     element_of(part));
        }
    }
    return 0;
}

int
topofix_domain_restore(const struct topofix_domain *domain, struct topofix_splices *ret_splices,
                       struct topofix_error *err)
{
    const struct topofix_layout layout = topofix_layout_of(domain->doc);

    if (check_parts(domain, err) < 0) {
        return -1;
    }
    for (int i = 0; i < TOPOFIX_PARTS; i++) {
        enum topofix_record_part part = (enum topofix_record_part)i;
        const struct topofix_node *now = topofix_domain_part(domain, part);
        const struct topofix_node *before = domain->record.before[part];

        if (before && now && before->text[0] == '\0') {
            topofix_layout_remove(&layout, now, ret_splices); /* there was none */
        } else if (before && now) {
            topofix_splices_add(ret_splices, now->start, now->end - now->start,
                                topofix_strdup(before->text));
        } else if (before && before->text[0] != '\0') {
            struct topofix_buffer text = { .bytes = NULL };

            topofix_layout_add_line(&layout, domain->root, 0, &text);
            topofix_buffer_add_text(&text, before->text);
            topofix_layout_insert(&layout, domain->root, topofix_cputune_predecessor(domain),
                                  topofix_buffer_take(&text), ret_splices);
        }
    }
    topofix_splices_sort(ret_splices);
    return 0;
}

/* FNV-1a. The terminating zero of each text is hashed, too. */
static uint64_t
digest_text(uint64_t digest, const char *text)
{
    const char *end = text + strlen(text);

    do {
        digest = (digest ^ (unsigned char)*text) * UINT64_C(1099511628211);
    } while (text++ != end);
    return digest;
}

/*
 * Spreads each bit over all of them, as the last step of MurmurHash3 does: digests of texts that
 * differ in their last byte differ by so little that a sum of them may be the same.
 */
static uint64_t
spread(uint64_t digest)
{
    digest = (digest ^ digest >> 33) * UINT64_C(0xff51afd7ed558ccd);
    digest = (digest ^ digest >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return digest ^ digest >> 33;
}

static uint64_t
digest_node(const struct topofix_node *node)
{
    static const uint64_t basis = UINT64_C(14695981039346656037);
    uint64_t digest = digest_text(basis, node->name);

    for (size_t i = 0; i < node->n_attributes; i++) {
        /* a sum, as the order does not count */
        digest += spread(
            digest_text(digest_text(basis, node->attributes[i].name), node->attributes[i].value));
    }
    return node->first ? digest : digest_text(digest, node->text + strspn(node->text, " \t\r\n"));
}

uint64_t
topofix_domain_parts_digest(const struct topofix_domain *domain, unsigned parts)
{
    uint64_t digest = 0;

    for (int part = 0; part < TOPOFIX_PARTS; part++) {
        const struct topofix_node *top =
            (parts >> part & 1) != 0 ? topofix_domain_part(domain, (enum topofix_record_part)part)
                                     : NULL;

        for (const struct topofix_node *node = top; node; node = topofix_node_walk(top, node)) {
            digest = digest * UINT64_C(1099511628211) + digest_node(node);
        }
    }
    return digest;
}
