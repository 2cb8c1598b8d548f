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

static bool
is_called(xmlNodePtr node, const char *wanted)
{
    xmlChar *name = xmlGetNoNsProp(node, (const xmlChar *)"name");
    const bool is_same = xmlStrEqual(name, (const xmlChar *)wanted);

    xmlFree(name);
    return is_same;
}

/* The elements of this kind, or, if called is not NULL, those with this attribute "name". */
static void
drop_children(xmlNodePtr parent, const char *uri, const char *kind, const char *called)
{
    xmlNodePtr next;

    for (xmlNodePtr child = parent->children; child; child = next) {
        next = child->next;
        if (is_element(child, uri, kind) && (!called || is_called(child, called))) {
            drop(child);
        }
    }
}

/* A text between elements means nothing to libvirt; an element that goes takes its line with it. */
static void
squeeze_text(xmlNodePtr parent)
{
    xmlNodePtr next;

    for (xmlNodePtr child = parent->children; child; child = next) {
        next = child->next;
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            xmlChar *to = child->content;

            for (const xmlChar *from = to; from && *from; from++) {
                if (!strchr(" \t\r\n", *from)) {
                    *to++ = *from;
                }
            }
            if (to == child->content) {
                drop(child);
            } else {
                *to = '\0';
            }
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

static void
drop_parts_of(xmlNodePtr parent, bool is_cpu, unsigned without)
{
    if ((without & FOREIGN_TREE_WITHOUT_EDIT) != 0) {
        drop_children(parent, is_cpu ? NULL : RECORD_URI, is_cpu ? "topology" : "domain", NULL);
    }
    if (is_cpu && (without & FOREIGN_TREE_WITHOUT_NUMA) != 0) {
        drop_children(parent, NULL, "numa", NULL);
    }
    if (is_cpu && (without & FOREIGN_TREE_WITHOUT_TOPOEXT) != 0) {
        drop_children(parent, NULL, "feature", "topoext");
    }
}

/* A <cpu> or <metadata> that holds nothing is nothing to libvirt, and may come and go. */
static void
drop_parts(xmlNodePtr root, unsigned without)
{
    static const char *const of_root[] = { "vcpu", "vcpus", "cputune" };
    xmlNodePtr next;

    for (unsigned i = 0; i < 3; i++) {
        if ((without & (unsigned)FOREIGN_TREE_WITHOUT_VCPU << i) != 0) {
            drop_children(root, NULL, of_root[i], NULL);
        }
    }
    for (xmlNodePtr child = root->children; child; child = next) {
        const bool is_cpu = is_element(child, NULL, "cpu");

        next = child->next;
        if (!is_cpu && !is_element(child, NULL, "metadata")) {
            continue;
        }
        drop_parts_of(child, is_cpu, without);
        plain_counts(child);
        drop_blanks(child);
        squeeze_text(child);
        if (!child->children && !child->properties) {
            drop(child);
        }
    }
    squeeze_text(root);
}

/* The canonical text, or NULL. To be freed with xmlFree. */
static xmlChar *
canonical(const char *text, size_t length, unsigned without)
{
    xmlDocPtr doc = xmlReadMemory(text, (int)length, "domain.xml", NULL, XML_PARSE_NONET);
    xmlChar *result = NULL;

    if (doc) {
        drop_parts(xmlDocGetRootElement(doc), without);
        drop_blanks(xmlDocGetRootElement(doc));
        if (xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_1, NULL, 1, &result) < 0) {
            int size;

            result = NULL;
            xmlDocDumpMemory(doc, &result, &size); /* it refuses namespaces such as "y" */
        }
    }
    xmlFreeDoc(doc);
    return result;
}

bool
foreign_tree_is_same(const char *a, size_t a_length, const char *b, size_t b_length,
                     unsigned without)
{
    xmlChar *first = canonical(a, a_length, without);
    xmlChar *second = canonical(b, b_length, without);
    const bool result = first && second && xmlStrEqual(first, second);

    xmlFree(first);
    xmlFree(second);
    return result;
}
