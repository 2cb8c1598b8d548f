/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvirt/virterror.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "store_libvirt.h"

/* Whom to tell, and on which lane. */
struct telling {
    struct topofix_lane *lane;
    topofix_on_surveyed on_domain;
    void *user;
};

/* A transient domain goes away when it stops. */
static bool
is_gone(void)
{
    const virError *error = virGetLastError();

    return error && error->code == VIR_ERR_NO_DOMAIN;
}

static int
tell_xml(const struct telling *telling, virDomainPtr domain, const char *uuid, bool runs,
         struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *xml = virDomainGetXMLDesc(domain, runs ? 0 : VIR_DOMAIN_XML_INACTIVE);
    const struct topofix_surveyed surveyed = {
        .name = virDomainGetName(domain), .uuid = uuid, .xml = xml, .runs = runs
    };

    if (xml) {
        telling->on_domain(&surveyed, telling->user);
        return 0;
    }
    if (is_gone()) {
        return 0;
    }
    topofix_libvirt_fail(telling->lane, err, "its XML cannot be read");
    return topofix_error_wrap(err, "domain %s", surveyed.name);
}

static int
tell(const struct telling *telling, virDomainPtr domain, struct topofix_error *err)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    virDomainGetUUIDString(domain, uuid);
    /* the list has fetched the id, so that this asks nobody */
    if (virDomainGetID(domain) != (unsigned)-1 && tell_xml(telling, domain, uuid, true, err) < 0) {
        return -1;
    }
    return tell_xml(telling, domain, uuid, false, err);
}

int
topofix_libvirt_survey(struct topofix_store *store, topofix_on_surveyed on_domain, void *user,
                       struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    const struct telling telling = { .lane = lane, .on_domain = on_domain, .user = user };
    virDomainPtr *domains = NULL;
    int count = virConnectListAllDomains(topofix_lane_connection(lane), &domains, 0);
    int result = 0;

    if (count < 0) {
        return topofix_libvirt_fail(lane, err, "the domains cannot be listed");
    }
    for (int i = 0; i < count; i++) {
        if (result == 0) {
            result = tell(&telling, domains[i], err);
        }
        virDomainFree(domains[i]);
    }
    free(domains);
    return result;
}
