/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * record: our own element in a domain's <metadata>: what a fix replaced, and what the admin said.
 *
 *   <topofix:domain xmlns:topofix="urn:virt-topofix:domain:1">
 *     <topofix:was sockets="4" dies="1" cores="1" threads="1"/>
 *     <topofix:set sockets="1" dies="1" cores="4" threads="1"/>
 *     <topofix:ignore/>
 *     <topofix:guest edition="standard" os="win2k19" profile="sql-server-2019-express"/>
 *     <topofix:bounds sockets="2" cores="8" threads="1"/>
 *     <topofix:was-vcpu left="0123456789abcdef">&lt;vcpu>4&lt;/vcpu></topofix:was-vcpu>
 *   </topofix:domain>
 *
 * was-vcpu, was-vcpus, was-cputune and was-numa are what a resize or a mirror replaced, as text, or
 * empty if there was no such element. was and set are written together by a fix: set tells later
 * whether the topology is still ours.
 */
#ifndef TOPOFIX_RECORD_H
#define TOPOFIX_RECORD_H

#include <stdbool.h>

#include "core/topology.h"
#include "xml/doc.h"

#define TOPOFIX_RECORD_URI    "urn:virt-topofix:domain:1"
#define TOPOFIX_RECORD_PREFIX "topofix"

/* The parts that depend on the vCPUs, apart from the topology. */
enum topofix_record_part {
    TOPOFIX_PART_VCPU,    /* <vcpu> */
    TOPOFIX_PART_VCPUS,   /* <vcpus> */
    TOPOFIX_PART_CPUTUNE, /* <cputune> */
    TOPOFIX_PART_NUMA,    /* <cpu><numa> */
    TOPOFIX_PART_TOPOEXT, /* <cpu><feature name='topoext'/> */
    TOPOFIX_PARTS
};

/* The name of the child that holds a part as it was before a resize, such as "was-vcpu". */
const char *
topofix_record_part_name(enum topofix_record_part part);

/* Attribute of was-vcpu: a digest of the parts as the resize left them. */
#define TOPOFIX_RECORD_LEFT "left"

struct topofix_record {
    const struct topofix_node *node; /* the whole element, or NULL if there is none */
    const struct topofix_node *was_node;
    const struct topofix_node *set_node;
    const struct topofix_node *ignore_node;
    const struct topofix_node *guest_node;
    const struct topofix_node *bounds_node;
    const struct topofix_node *before[TOPOFIX_PARTS]; /* with a resize, which has PART_VCPU */
    bool was_written;               /* was has counts, because there was a <topology> */
    unsigned was_levels;            /* a bit per level that was gives */
    struct topofix_topology was;    /* only if was_written; a level not given is 1 */
    struct topofix_topology set;    /* only if set_node */
    const char *os;                 /* said by the admin: an id or short id, or NULL */
    const char *edition;            /* likewise */
    const char *profile;            /* likewise: the id of an application */
    struct topofix_topology bounds; /* said by the admin; 0 bounds nothing */
};

/*
 * Reads the record from <metadata>, which may be NULL. Strings are borrowed from the document; each
 * node is the first of its name. It is an error if there is a second record, if a child is repeated
 * with other content, or if counts are malformed.
 */
int
topofix_record_read(const struct topofix_node *metadata, struct topofix_record *ret_record,
                    struct topofix_error *err);

#endif
