/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "foreign_tree.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <string.h>

#define RECORD_URI "urn:virt-topofix:domain:1"

static bool
is_element(const xmlNode *node, const char *uri, const char *name)
{
    const char *found = node->ns ? (const char *)node->ns->href : NULL;

    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 &&
           (uri ? found && strcmp(found, uri) == 0 : !found);
}

static void
drop(xmlNodePtr node)
{
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

/* Only where there are elements beside it: a text alone is content. */
static void
drop_blanks(xmlNodePtr node)
{
    xmlNodePtr next;

    for (xmlNodePtr child = node->children; child; child = next) {
        next = child->next;
        if (child->type == XML_ELEMENT_NODE) {
            drop_blanks(child);
        } else if (xmlIsBlankNode(child) && (child->prev || next)) {
            drop(child);
        }
    }
    /* what was between two that are gone */
    if (node->children && !node->children->next && xmlIsBlankNode(node->children)) {
        drop(node->children);
    }
}

static void
drop_children(xmlNodePtr parent, const char *uri, const char *name)
{
    xmlNodePtr next;

    for (xmlNodePtr child = parent->children; child; child = next) {
        next = child->next;
        if (is_element(child, uri, name)) {
            drop(child);
        }
    }
}

/* "01" is 1. */
static void
plain_counts(xmlNodePtr cpu)
{
    for (xmlNodePtr child = cpu->children; child; child = child->next) {
        for (xmlAttrPtr each = child->properties; each && is_element(child, NULL, "topology");
             each = each->next) {
            xmlChar *value = xmlNodeGetContent((xmlNodePtr)each);
            const size_t zeros = strspn((const char *)value, "0");

            xmlNodeSetContent((xmlNodePtr)each, value + zeros);
            xmlFree(value);
        }
    }
}

/* A <cpu> or <metadata> that holds nothing is nothing to libvirt, and may come and go. */
static void
drop_parts(xmlNodePtr root, enum foreign_tree_part part)
{
    xmlNodePtr next;

    for (xmlNodePtr child = root->children; child; child = next) {
        const bool is_cpu = is_element(child, NULL, "cpu");

        next = child->next;
        if (!is_cpu && !is_element(child, NULL, "metadata")) {
            continue;
        }
        if (part == FOREIGN_TREE_WITHOUT_EDIT) {
            drop_children(child, is_cpu ? NULL : RECORD_URI, is_cpu ? "topology" : "domain");
        }
        plain_counts(child);
        drop_blanks(child);
        if (!child->children && !child->properties) {
            drop(child);
        }
    }
}

/* The canonical text, or NULL. To be freed with xmlFree. */
static xmlChar *
canonical(const char *text, size_t length, enum foreign_tree_part part)
{
    xmlDocPtr doc = xmlReadMemory(text, (int)length, "domain.xml", NULL, XML_PARSE_NONET);
    xmlChar *result = NULL;

    if (doc) {
        drop_parts(xmlDocGetRootElement(doc), part);
        drop_blanks(xmlDocGetRootElement(doc));
        if (xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_1, NULL, 1, &result) < 0) {
            result = NULL;
        }
    }
    xmlFreeDoc(doc);
    return result;
}

bool
foreign_tree_is_same(const char *a, size_t a_length, const char *b, size_t b_length,
                     enum foreign_tree_part part)
{
    xmlChar *first = canonical(a, a_length, part);
    xmlChar *second = canonical(b, b_length, part);
    const bool result = first && second && xmlStrEqual(first, second);

    xmlFree(first);
    xmlFree(second);
    return result;
}
