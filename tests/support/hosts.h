/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * hosts: the capabilities of hosts that nobody has, as libvirt told them (tests/hosts).
 */
#ifndef TOPOFIX_TEST_HOSTS_H
#define TOPOFIX_TEST_HOSTS_H

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/file.h"
#include "testing.h"
#include "xml/doc.h"

struct topofix_test_host {
    struct topofix_buffer text;
    struct topofix_doc *doc;
};

/* Loads "ryzen" and so on; ends the test if there is no such host. */
static inline struct topofix_test_host
topofix_test_host_load(const char *name)
{
    TOPOFIX_AUTO_FREE char *path = topofix_sprintf("%s/%s.xml", TOPOFIX_HOSTS, name);
    struct topofix_test_host host = { .doc = NULL };
    struct topofix_error err;

    if (topofix_file_read_stream(path, TOPOFIX_DOC_BYTES_MAX, &host.text, &err) < 0) {
        fail_msg("%s", err.message);
    }
    host.doc = topofix_doc_parse(host.text.bytes, host.text.length, &err);
    assert_non_null(host.doc);
    return host;
}

static inline void
topofix_test_host_done(struct topofix_test_host *host)
{
    topofix_doc_free(host->doc);
    topofix_buffer_done(&host->text);
}

#endif
