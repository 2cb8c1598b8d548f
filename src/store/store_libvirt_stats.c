/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store_libvirt.h"

/* Whether the parameter is "vcpu.N.time". */
static bool
is_time(const virTypedParameter *param)
{
    static const char prefix[] = "vcpu.";
    const char *id = param->field + strlen(prefix);

    return param->type == VIR_TYPED_PARAM_ULLONG &&
           strncmp(param->field, prefix, strlen(prefix)) == 0 &&
           strcmp(id + strspn(id, "0123456789"), ".time") == 0;
}

static void
read_record(const virDomainStatsRecord *record, struct topofix_vcpu_times *times)
{
    virDomainGetUUIDString(record->dom, times->uuid);
    times->times = topofix_alloc((size_t)record->nparams, sizeof(*times->times));
    for (int i = 0; i < record->nparams; i++) {
        if (is_time(&record->params[i])) {
            times->times[times->count++] = record->params[i].value.ul;
        }
    }
}

/* NOWAIT: a domain that somebody else is at leaves out what QEMU would have to be asked for. */
int
topofix_libvirt_stats(struct topofix_store *store, struct topofix_stats *ret_stats,
                      struct topofix_error *err)
{
    TOPOFIX_AUTO_GIVE struct topofix_lane *lane = topofix_libvirt_take_lane(store);
    virDomainStatsRecordPtr *records = NULL;
    int count = virConnectGetAllDomainStats(
        topofix_lane_connection(lane), VIR_DOMAIN_STATS_VCPU, &records,
        VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING | VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);

    if (count < 0) {
        return topofix_libvirt_fail(lane, err, "the statistics cannot be read");
    }
    ret_stats->items = topofix_alloc((size_t)count, sizeof(*ret_stats->items));
    ret_stats->count = (size_t)count;
    for (int i = 0; i < count; i++) {
        read_record(records[i], &ret_stats->items[i]);
    }
    virDomainStatsRecordListFree(records);
    return 0;
}
