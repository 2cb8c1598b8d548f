/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/reason_text.h"

#include "base/array.h"
#include "knowledge/limits_words.h"

#include <inttypes.h>
#include <string.h>

/* A limit that differs by edition: the edition's member that holds it, and its unit. */
struct limit_kind {
    enum topofix_reason_code code;
    const char *unit;
    const struct topofix_number *(*of)(const struct topofix_edition *edition,
                                       enum topofix_bits bits);
};

static const struct topofix_number *
sockets_of(const struct topofix_edition *edition, enum topofix_bits bits)
{
    (void)bits;
    return &edition->sockets;
}

static const struct limit_kind limit_kinds[] = {
    { .code = TOPOFIX_REASON_SOCKET_LIMIT, .unit = "socket", .of = sockets_of },
    { .code = TOPOFIX_REASON_PROCESSOR_LIMIT,
      .unit = "logical processor",
      .of = topofix_edition_processors },
    { .code = TOPOFIX_REASON_COUNTS_CPUS, .unit = "CPU", .of = topofix_edition_processors },
};

/* These two select a number's value: ours, or the one that another source gives. */
static unsigned
value_of(const struct topofix_number *number)
{
    return number->value;
}

static unsigned
disputed_of(const struct topofix_number *number)
{
    return number->value > 0 ? number->disputed : 0;
}

typedef unsigned
told_value(const struct topofix_number *number);

/* Adds " (Professional, Enterprise)": the possible editions of the guest that have this limit. */
static void
add_editions(const struct topofix_guest *guest, const struct limit_kind *kind, told_value *told,
             unsigned limit, struct topofix_buffer *text)
{
    const struct topofix_edition *edition = NULL;
    const char *before = " (";

    while ((edition = topofix_guest_next_edition(guest, edition)) != NULL) {
        if (told(kind->of(edition, topofix_guest_build(guest))) == limit) {
            topofix_buffer_add_format(text, "%s%s", before, edition->title);
            before = ", ";
        }
    }
    topofix_buffer_add_text(text, *before == ',' ? ")" : "");
}

/* The largest limit below bound among the possible editions of the guest; 0 if there is none. */
static unsigned
next_limit(const struct topofix_guest *guest, const struct limit_kind *kind, told_value *told,
           unsigned bound)
{
    const struct topofix_edition *edition = NULL;
    unsigned best = 0;

    while ((edition = topofix_guest_next_edition(guest, edition)) != NULL) {
        unsigned value = told(kind->of(edition, topofix_guest_build(guest)));

        if (value > best && value < bound) {
            best = value;
        }
    }
    return best;
}

/* Adds " (Professional, ...) or 1 (Starter, ...)", which follows the largest limit. */
static void
add_limit_list(const struct topofix_guest *guest, const struct limit_kind *kind, told_value *told,
               unsigned limit, bool names, struct topofix_buffer *text)
{
    while (limit > 0) {
        unsigned next = next_limit(guest, kind, told, limit);

        if (names) {
            add_editions(guest, kind, told, limit, text);
        }
        if (next > 0) {
            topofix_buffer_add_format(text, "%s%u",
                                      next_limit(guest, kind, told, next) ? ", " : " or ", next);
        }
        limit = next;
    }
}

/* "Windows 10 uses at most 2 sockets (Pro, ...) or 1 (Home); some sources say 4 (Enterprise)" */
static void
add_limits(const struct topofix_guest *guest, const struct limit_kind *kind,
           struct topofix_buffer *text)
{
    unsigned limit = next_limit(guest, kind, value_of, UINT32_MAX);
    unsigned disputed = next_limit(guest, kind, disputed_of, UINT32_MAX);
    bool has_editions = guest->os.os->n_editions > 1;
    bool names = has_editions && !guest->os.edition;

    topofix_buffer_add_text(text, topofix_os_spoken(guest->os.os));
    if (has_editions && guest->os.edition) {
        topofix_buffer_add_format(text, " %s", guest->os.edition->title);
    }
    if (kind->code == TOPOFIX_REASON_PROCESSOR_LIMIT) {
        topofix_buffer_add_text(text, topofix_guest_build(guest) == TOPOFIX_BITS_32 ? " (32-bit)"
                                                                                    : " (64-bit)");
        names = false; /* the limit depends on the build, not on the edition */
    }
    topofix_buffer_add_format(text, " uses at most %u %s%s", limit, kind->unit,
                              limit == 1 ? "" : "s");
    add_limit_list(guest, kind, value_of, limit, names, text);
    if (disputed > 0) {
        topofix_buffer_add_format(text, "; some sources say %u", disputed);
        add_limit_list(guest, kind, disputed_of, disputed, names, text);
    }
}

static void
add_limits_of(const struct topofix_reason *reason, const struct topofix_guest *guest,
              struct topofix_buffer *text)
{
    for (size_t i = 0; i < COUNT_OF(limit_kinds); i++) {
        if (limit_kinds[i].code == reason->code) {
            add_limits(guest, &limit_kinds[i], text);
        }
    }
}

/*
 * What stands in braces is put in: {os}, {application}, {bits}, {subject}, {machine}, {level},
 * {bound}, {note}, {limits}, {hostlevel}, the reason's two numbers {found} and {expected}, and the
 * latter as {sockets} or {processors}.
 */
static const char *const templates[] = {
    [TOPOFIX_REASON_NONE] = "",
    [TOPOFIX_REASON_SOCKET_LIMIT] = "{limits}; {subject} has {found}",
    [TOPOFIX_REASON_PROCESSOR_LIMIT] = "{limits}; {subject} has {found}",
    [TOPOFIX_REASON_SMT_UNUSED] =
        "{os} leaves thread siblings idle; {subject} has {found} threads per core",
    [TOPOFIX_REASON_COUNTS_CPUS] =
        "{limits}, cores and threads included, so that no topology helps (give it fewer vCPUs); "
        "{subject} has {found}",
    [TOPOFIX_REASON_PRODUCT] =
        "the topology makes {found} vCPUs, but there are {expected}, which the hypervisor refuses",
    [TOPOFIX_REASON_MACHINE_MAXIMUM] =
        "the most vCPUs of machine type {machine} are {expected}; {subject} has {found}",
    [TOPOFIX_REASON_NEEDS_EIM] =
        "more than {expected} vCPUs need a q35 machine with an IOMMU in extended interrupt mode "
        "(<iommu model='intel'> with eim='on'); {subject} has {found}",
    [TOPOFIX_REASON_NO_DIES] =
        "machine type {machine} has no dies; {subject} has {found} per socket",
    [TOPOFIX_REASON_NO_CLUSTERS] = "clusters need an Arm virt machine, libvirt 10.1 and QEMU 7.0; "
                                   "{subject} has {found} per die",
    [TOPOFIX_REASON_THREADS] =
        "machine type {machine} takes at most {expected} threads per core here, and only powers of "
        "two; {subject} has {found}",
    [TOPOFIX_REASON_GRANULARITY] =
        "the {found} present vCPUs are no multiple of the {expected} threads of a core",
    [TOPOFIX_REASON_APIC_ID] = "the highest APIC id is {found}; this QEMU starts guests with this "
                               "CPU model up to {expected}",
    [TOPOFIX_REASON_SOCKET_SIZE] =
        "machine type {machine} takes at most {expected} threads per socket with this QEMU; "
        "{subject} has {found}",
    [TOPOFIX_REASON_CELL_SPLITS_CORE] = "a NUMA cell ends within a core of {found} threads, so "
                                        "that the guest takes its threads for "
                                        "cores",
    [TOPOFIX_REASON_CELL_SCATTERED] =
        "the vCPUs of a NUMA cell are not in a row, which QEMU refuses for machine type {machine}",
    [TOPOFIX_REASON_APIC_HOLES] =
        "the counts leave holes in the APIC ids, with which this QEMU without KVM hangs guests of "
        "at most 8 vCPUs",
    [TOPOFIX_REASON_DIES_ABORT] = "this QEMU without KVM aborts when the firmware of a guest with "
                                  "this CPU model looks at its "
                                  "dies; {subject} has {found} per socket",
    [TOPOFIX_REASON_APIC_ID_HIGH] =
        "the highest APIC id is {found}; above {expected} a guest without an IOMMU in extended "
        "interrupt mode leaves vCPUs out",
    [TOPOFIX_REASON_HIDDEN_THREADS] =
        "the CPU model is an AMD one without topoext: most guests see the {found} threads per core "
        "as cores (Linux 6.9 and later see threads)",
    [TOPOFIX_REASON_PINNING] =
        "{found} threads per core, where the pinning on the host's cores makes it {expected}",
    [TOPOFIX_REASON_CELLS_IN_SOCKET] =
        "there are fewer sockets ({expected}) than NUMA cells ({found}), since using every vCPU "
        "comes first: memory stays local, but the guest's scheduler sees one cache for all cells",
    [TOPOFIX_REASON_OWN_SMP] = "<qemu:commandline> has a -smp of its own, which QEMU merges over "
                               "libvirt's: what the guest "
                               "has does not show in the XML, so it is not touched",
    [TOPOFIX_REASON_WISH_LOSES] = "as wished, {os} may use only {found} of {expected} vCPUs, which "
                                  "another topology would mend",
    [TOPOFIX_REASON_USER_BOUND] = "you asked for {bound} {level}; {subject} has {found}",
    [TOPOFIX_REASON_GUESS] = "nothing names the guest OS; Hyper-V enlightenments suggest Windows, "
                             "which is a guess (--os says it for certain)",
    [TOPOFIX_REASON_LEAVE_ALONE] = "{os} is left alone: {note}",
    [TOPOFIX_REASON_NO_ACPI] =
        "no <acpi/> in <features>: {os} then may see one CPU, whatever the topology",
    [TOPOFIX_REASON_MINIMUM] = "{os} wants at least {expected} vCPUs; {subject} has {found}",
    [TOPOFIX_REASON_SUPPORTED_SOCKETS] =
        "{os} is supported or licensed with at most {sockets}, which the kernel does not enforce; "
        "{subject} has {found}",
    [TOPOFIX_REASON_SUPPORTED_PROCESSORS] =
        "{os} is supported with at most {processors}, which the kernel does not enforce; {subject} "
        "has {found}",
    [TOPOFIX_REASON_APPLICATION_SOCKETS] =
        "{application} uses at most {sockets}; {subject} has {found}",
    [TOPOFIX_REASON_APPLICATION_PROCESSORS] = "{application} uses at most {processors}, threads "
                                              "included, so that no topology helps (give "
                                              "it fewer vCPUs); {subject} has {found}",
    [TOPOFIX_REASON_APPLICATION_SUPPORTED_SOCKETS] =
        "{application} is supported or licensed with at most {sockets}, which it does not enforce; "
        "{subject} has {found}",
    [TOPOFIX_REASON_APPLICATION_SUPPORTED_PROCESSORS] =
        "{application} is supported or licensed with at most {processors}, which it does not "
        "enforce; {subject} has {found}",
    [TOPOFIX_REASON_APPLICATION_OS] =
        "{application} does not run on {os}: one of the two is not what is in this guest (--os and "
        "--profile say it)",
    [TOPOFIX_REASON_APPLICATION_LEFT_ALONE] =
        "{application} would use more vCPUs with fewer sockets, but {os} is left alone",
    [TOPOFIX_REASON_CELLS_CROSS_SOCKETS] =
        "NUMA cells and sockets cross ({found} cells, {expected} sockets): the guest then shows "
        "a socket on several nodes and a node on several sockets",
    [TOPOFIX_REASON_HOTPLUG] = "plugging in vCPU number {found} opens a socket that {os} may not "
                               "use: it uses {expected} until then",
    [TOPOFIX_REASON_PINS_SHARED] =
        "{found} of the {expected} vCPUs share a thread of the host with another one by their pins",
    [TOPOFIX_REASON_PINS_MIXED] =
        "the pins mix cores of the host that are not alike (fast and slow ones), which the guest "
        "takes for equals",
    [TOPOFIX_REASON_EMULATOR_PIN] =
        "the emulator's threads are pinned to cores of the host that {found} of the vCPUs have",
    [TOPOFIX_REASON_CACHE_UNLIKE] =
        "the host's caches are passed through, but the topology is not the shape of the host "
        "under the pins, so that the guest takes them for shared otherwise (--mirror sets it)",
    [TOPOFIX_REASON_NOT_PINNED] =
        "no vCPU is pinned, so that the host has no shape to show: <vcpupin> for each vCPU makes "
        "one, threads of a core for threads, and so on (--pin chooses them)",
    [TOPOFIX_REASON_PARTLY_PINNED] =
        "{found} of the {expected} vCPUs are pinned; a <vcpupin> for each of the others lets the "
        "topology follow the host (--pin adds them)",
    [TOPOFIX_REASON_HOST_UNKNOWN] = "the host's CPUs are not known, so that the pins say nothing",
    [TOPOFIX_REASON_PINS_WIDE] =
        "{found} of the {expected} vCPUs are pinned to several cores of the host, or to CPUs that "
        "it does not have; one core for each lets the topology follow the host",
    [TOPOFIX_REASON_PINS_UNEVEN] =
        "the pins do not fill the host's {hostlevel} evenly, so that the guest has none of its own",
    [TOPOFIX_REASON_MIRROR_FOLDED] =
        "the host has {found} {hostlevel} under the pins, the guest gets {expected}",
    [TOPOFIX_REASON_MIRROR_NONE] =
        "no topology like the host's is one that the hypervisor accepts, the guest uses in full "
        "and the bounds allow",
    [TOPOFIX_REASON_PINS_NO_ROOM] =
        "the host has {found} threads of one kind of core that the domain may have, too few for "
        "the {expected} vCPUs without a pin",
    [TOPOFIX_REASON_PINS_NODE_FULL] =
        "<numatune> binds memory to a node of the host that has too few cores for the vCPUs of it",
};
_Static_assert(COUNT_OF(templates) == TOPOFIX_REASON_CODES, "a text per reason");

static void
add_bound(const struct topofix_reason *reason, const struct topofix_reason_context *context,
          struct topofix_buffer *text)
{
    bool is_exact = context->policy && context->policy->wanted.count[reason->level] > 0;

    topofix_buffer_add_format(text, "%s%" PRIu64, is_exact ? "" : "at most ", reason->expected);
}

/* "sockets", or "socket" after a 1. */
static void
add_level(const struct topofix_reason *reason, struct topofix_buffer *text)
{
    const char *name = topofix_level_name(reason->level);

    topofix_buffer_add(text, name, strlen(name) - (reason->expected == 1));
}

/* "1 socket", "4 sockets" */
static void
add_count(const struct topofix_reason *reason, const char *unit, struct topofix_buffer *text)
{
    topofix_buffer_add_format(text, "%" PRIu64 " %s%s", reason->expected, unit,
                              reason->expected == 1 ? "" : "s");
}

/* The groups of the host that a level is compared with. */
static const char *const host_levels[] = {
    [TOPOFIX_LEVEL_SOCKETS] = "sockets",
    [TOPOFIX_LEVEL_DIES] = "dies or last-level caches per socket",
    [TOPOFIX_LEVEL_CLUSTERS] = "clusters",
    [TOPOFIX_LEVEL_CORES] = "cores",
    [TOPOFIX_LEVEL_THREADS] = "threads per core",
};
_Static_assert(COUNT_OF(host_levels) == TOPOFIX_LEVELS, "a text per level");

static bool
word_is(const char *word, size_t length, const char *name)
{
    return strlen(name) == length && memcmp(word, name, length) == 0;
}

static void
add_word(const char *word, size_t length, const struct topofix_reason *reason,
         const struct topofix_reason_context *context, struct topofix_buffer *text)
{
    const struct topofix_guest *guest = context->guest;
    const char *note = reason->number ? reason->number->note : NULL;
    const struct {
        const char *word;
        const char *value;
    } words[] = {
        { .word = "os", .value = topofix_os_spoken(guest->os.os) },
        { .word = "application", .value = topofix_application_spoken(guest->os.application) },
        { .word = "bits", .value = topofix_guest_build(guest) == TOPOFIX_BITS_32 ? "32" : "64" },
        { .word = "subject", .value = context->subject },
        { .word = "machine", .value = context->machine ? context->machine : "?" },
        { .word = "note", .value = note ? note : "" },
        { .word = "hostlevel", .value = host_levels[reason->level] },
    };

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (word_is(word, length, words[i].word)) {
            topofix_buffer_add_text(text, words[i].value);
            return;
        }
    }
    if (word_is(word, length, "limits")) {
        add_limits_of(reason, guest, text);
    } else if (word_is(word, length, "bound")) {
        add_bound(reason, context, text);
    } else if (word_is(word, length, "level")) {
        add_level(reason, text);
    } else if (word_is(word, length, "sockets") || word_is(word, length, "processors")) {
        add_count(reason, *word == 's' ? "socket" : "logical processor", text);
    } else {
        topofix_buffer_add_format(
            text, "%" PRIu64, word_is(word, length, "found") ? reason->found : reason->expected);
    }
}

void
topofix_reason_add_text(const struct topofix_reason *reason,
                        const struct topofix_reason_context *context,
                        struct topofix_buffer *ret_text)
{
    const char *text = templates[reason->code];

    while (*text) {
        size_t plain = strcspn(text, "{");

        topofix_buffer_add(ret_text, text, plain);
        text += plain;
        if (*text == '{') {
            size_t length = strcspn(text + 1, "}");

            add_word(text + 1, length, reason, context, ret_text);
            text += length + 2;
        }
    }
}
