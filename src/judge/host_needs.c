/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host_needs.h"

#include "forms/amd_threads.h"
#include "version_facts.h"

static bool
can_ask(const struct topofix_circumstances *circumstances)
{
    return !circumstances->capabilities && circumstances->ask_capabilities;
}

static struct topofix_circumstances
ask(const struct topofix_circumstances *circumstances)
{
    struct topofix_circumstances asked = *circumstances;

    asked.capabilities = circumstances->ask_capabilities(circumstances->asked);
    asked.ask_capabilities = NULL;
    return asked;
}

struct topofix_circumstances
topofix_host_for_request(const struct topofix_request *request,
                         const struct topofix_circumstances *circumstances)
{
    bool is_plain = request->goal == TOPOFIX_GOAL_FIX && request->remedies == 0;

    return can_ask(circumstances) && !is_plain ? ask(circumstances) : *circumstances;
}

static bool
has_threads(const struct topofix_topology *topology)
{
    return topology->count[TOPOFIX_LEVEL_THREADS] > 1;
}

/* Whether it matters that threads are hidden, or else shown. */
static bool
threads_matter(struct topofix_domain *domain, const struct topofix_guest_os *os,
               const struct topofix_policy *policy,
               const struct topofix_circumstances *circumstances)
{
    struct topofix_guest guest = topofix_guest_facts(domain, os, circumstances);
    const struct topofix_host host = topofix_host_facts(domain, circumstances);
    struct topofix_diagnosis shown;
    struct topofix_diagnosis hidden;

    guest.smt = TOPOFIX_SMT_SHOWN;
    shown = topofix_diagnose(&guest, &host, policy);
    guest.smt = TOPOFIX_SMT_HIDDEN;
    hidden = topofix_diagnose(&guest, &host, policy);
    return has_threads(&guest.topology) || (shown.has_wanted && has_threads(&shown.wanted)) ||
           topofix_diagnoses_differ(&shown, &hidden);
}

static bool
may_exceed_machine(const struct topofix_domain *domain)
{
    const struct topofix_machine machine = topofix_machine_parse(domain->arch, domain->machine);

    return domain->machine && domain->vcpus.maximum > topofix_machine_vcpus_always(&machine);
}

struct topofix_circumstances
topofix_host_for_domain(struct topofix_domain *domain, const struct topofix_guest_os *os,
                        const struct topofix_policy *policy,
                        const struct topofix_circumstances *circumstances)
{
    const struct topofix_domain_hardware *hardware = &domain->hardware;

    if (can_ask(circumstances) && (circumstances->running_xml || hardware->pins ||
                                   hardware->vcpu_cpuset || may_exceed_machine(domain) ||
                                   (topofix_amd_threads_depend(domain) &&
                                    threads_matter(domain, os, policy, circumstances)))) {
        return ask(circumstances);
    }
    return *circumstances;
}
