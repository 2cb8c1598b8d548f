/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "question.h"

#include <stdlib.h>
#include <string.h>

static const struct topofix_question nothing = { .arch = "x86_64", .maximum = 1, .present = 1 };

struct topofix_question *
topofix_question_new(void)
{
    struct topofix_question *question = malloc(sizeof(*question));

    if (question) {
        *question = nothing;
    }
    return question;
}

void
topofix_question_free(struct topofix_question *question)
{
    if (question) {
        free(question->os);
        free(question->edition);
        free(question);
    }
}

static int
set_text(char **place, const char *text)
{
    char *copy = text ? strdup(text) : NULL;

    if (text && !copy) {
        return TOPOFIX_E_MEMORY;
    }
    free(*place);
    *place = copy;
    return TOPOFIX_OK;
}

int
topofix_question_set_os(struct topofix_question *question, const char *id)
{
    return set_text(&question->os, id);
}

int
topofix_question_set_edition(struct topofix_question *question, const char *edition)
{
    return set_text(&question->edition, edition);
}

int
topofix_question_set_vcpus(struct topofix_question *question, unsigned maximum, unsigned present)
{
    if (present == 0 || present > maximum || maximum > TOPOFIX_VCPUS_MAX) {
        return TOPOFIX_E_INPUT;
    }
    question->maximum = maximum;
    question->present = present;
    return TOPOFIX_OK;
}

static int
set_word(char *place, const char *word, const char *otherwise)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_.";
    const char *said = word ? word : otherwise;

    if (strlen(said) > TOPOFIX_QUESTION_WORD_MAX || said[strspn(said, letters)] != '\0') {
        return TOPOFIX_E_INPUT;
    }
    memcpy(place, said, strlen(said) + 1);
    return TOPOFIX_OK;
}

int
topofix_question_set_arch(struct topofix_question *question, const char *arch)
{
    return arch && *arch == '\0' ? TOPOFIX_E_INPUT : set_word(question->arch, arch, nothing.arch);
}

int
topofix_question_set_machine(struct topofix_question *question, const char *machine)
{
    return set_word(question->machine, machine, "");
}

int
topofix_question_set_topology(struct topofix_question *question, unsigned sockets, unsigned dies,
                              unsigned clusters, unsigned cores, unsigned threads)
{
    struct topofix_topology topology =
        topofix_topology_make(sockets, dies, clusters, cores, threads);

    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        if (topology.count[level] == 0 || topology.count[level] > TOPOFIX_VCPUS_MAX) {
            return TOPOFIX_E_INPUT;
        }
    }
    question->topology = topology;
    return TOPOFIX_OK;
}

static int
set_count(struct topofix_topology *wishes, enum topofix_part part, unsigned count)
{
    if ((unsigned)part >= TOPOFIX_LEVELS || count > TOPOFIX_VCPUS_MAX) {
        return TOPOFIX_E_INPUT;
    }
    wishes->count[part] = count;
    return TOPOFIX_OK;
}

int
topofix_question_set_most(struct topofix_question *question, enum topofix_part part, unsigned count)
{
    return set_count(&question->policy.maximum, part, count);
}

int
topofix_question_set_exact(struct topofix_question *question, enum topofix_part part,
                           unsigned count)
{
    return set_count(&question->policy.wanted, part, count);
}

void
topofix_question_set_versions(struct topofix_question *question, unsigned libvirt, unsigned qemu)
{
    question->libvirt_version = libvirt;
    question->qemu_version = qemu;
}

void
topofix_question_set_may_lose(struct topofix_question *question, int changes)
{
    question->policy.fixes_written_may_lose = changes != 0;
}

void
topofix_question_write(const struct topofix_question *question, struct topofix_buffer *ret_xml)
{
    const char *machine = question->machine;

    topofix_buffer_add_format(ret_xml,
                              "<domain type='kvm'>\n  <vcpu current='%u'>%u</vcpu>\n  <os>\n"
                              "    <type arch='%s'%s%s%s>hvm</type>\n  </os>\n"
                              "  <features>\n    <acpi/>\n  </features>\n",
                              question->present, question->maximum, question->arch,
                              *machine ? " machine='" : "", machine, *machine ? "'" : "");
    if (topofix_topology_is_set(&question->topology)) {
        topofix_buffer_add_text(ret_xml, "  <cpu>\n    <topology");
        for (int level = 0; level < TOPOFIX_LEVELS; level++) {
            topofix_buffer_add_format(ret_xml, " %s='%u'",
                                      topofix_level_name((enum topofix_level)level),
                                      question->topology.count[level]);
        }
        topofix_buffer_add_text(ret_xml, "/>\n  </cpu>\n");
    }
    topofix_buffer_add_text(ret_xml, "</domain>\n");
}
