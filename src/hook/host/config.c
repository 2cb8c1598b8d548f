/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * inih parses the file. A parser of our own is not worth the effort, because of comments, white
 * space and a byte order mark; inih is small, has no dependencies and is in every distribution.
 */

#include "hook/config.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/file.h"
#include "hook/trust.h"

/* inih splits longer lines silently. */
enum { FILE_BYTES_MAX = 64 * 1024, LINE_BYTES_MAX = 190 };

/* inih skips it at the beginning of a file. */
static const char byte_order_mark[] = "\xef\xbb\xbf";

static const char *const policy_names[] = {
    [TOPOFIX_HOOK_WARN] = "warn",
    [TOPOFIX_HOOK_FIX_NEXT] = "fix-next",
    [TOPOFIX_HOOK_REFUSE] = "refuse",
    [TOPOFIX_HOOK_FIX_FIRST] = "fix-first",
};
_Static_assert(COUNT_OF(policy_names) == TOPOFIX_HOOK_POLICIES, "a name per policy");

const char *
topofix_hook_policy_name(enum topofix_hook_policy policy)
{
    return policy_names[policy];
}

int
topofix_hook_policy_parse(const char *name, enum topofix_hook_policy *ret_policy)
{
    for (int i = 0; i < TOPOFIX_HOOK_POLICIES; i++) {
        if (strcmp(name, policy_names[i]) == 0) {
            *ret_policy = (enum topofix_hook_policy)i;
            return 0;
        }
    }
    return -1;
}

static const char *
set_policy(struct topofix_hook_config *config, const char *value)
{
    return topofix_hook_policy_parse(value, &config->policy) < 0
               ? "expected policy = warn, fix-next, refuse or fix-first"
               : NULL;
}

static const char *
set_program(struct topofix_hook_config *config, const char *value)
{
    if (value[0] != '/') {
        return "expected program = an absolute path";
    }
    free(config->program);
    config->program = topofix_strdup(value);
    return NULL;
}

/* The settings. set returns what is wrong with the value, or NULL. */
static const struct {
    const char *name;
    const char *(*set)(struct topofix_hook_config *config, const char *value);
} keys[] = {
    { .name = "policy", .set = set_policy },
    { .name = "program", .set = set_program },
};
enum { KEYS = COUNT_OF(keys) };

struct reading {
    struct topofix_hook_config *config;
    bool is_given[KEYS];
    const char *problem; /* of the first wrong line */
};

/* Returns 1 if the line is right, as inih requires. */
static int
read_line(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    const char *problem = "expected policy or program";

    if (section[0] != '\0') {
        problem = "no [section] is expected";
    }
    for (int i = 0; section[0] == '\0' && i < KEYS; i++) {
        if (strcmp(name, keys[i].name) == 0) {
            problem = reading->is_given[i] ? "given twice" : keys[i].set(reading->config, value);
            reading->is_given[i] = true;
        }
    }
    if (problem && !reading->problem) {
        reading->problem = problem;
    }
    return problem ? 0 : 1;
}

static void
set_defaults(struct topofix_hook_config *config)
{
    *config = (struct topofix_hook_config){ .policy = TOPOFIX_HOOK_WARN,
                                            .program = topofix_strdup(TOPOFIX_PROGRAM) };
}

static int
parse_lines(const char *name, const char *text, struct topofix_hook_config *config,
            struct topofix_error *err)
{
    struct reading reading = { .config = config };
    unsigned number = 1;
    int line;

    for (const char *p = text; *p; number++) {
        size_t length = strcspn(p, "\n");

        if (length > LINE_BYTES_MAX) {
            return topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                     "%s:%u: the line is longer than %d bytes", name, number,
                                     LINE_BYTES_MAX);
        }
        p += length + (p[length] == '\n');
    }
    line = ini_parse_string(text, read_line, &reading);
    if (line != 0) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "%s:%d: %s", name, line,
                                 reading.problem ? reading.problem : "expected NAME = VALUE");
    }
    return 0;
}

int
topofix_hook_config_parse(const char *name, const char *text,
                          struct topofix_hook_config *ret_config, struct topofix_error *err)
{
    set_defaults(ret_config);
    if (parse_lines(name, text, ret_config, err) < 0) {
        topofix_hook_config_done(ret_config);
        set_defaults(ret_config);
        return -1;
    }
    return 0;
}

int
topofix_hook_config_read(const char *path, struct topofix_hook_config *ret_config,
                         struct topofix_error *err)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    char problem[TOPOFIX_TRUST_PROBLEM_BYTES];
    struct stat status;

    set_defaults(ret_config);
    if (stat(path, &status) < 0 && errno == ENOENT) {
        return 0;
    }
    if (!topofix_trust(path, problem)) {
        return topofix_error_set(err, TOPOFIX_ERROR_REFUSED, "%s", problem);
    }
    if (topofix_file_read(path, FILE_BYTES_MAX, &text, err) < 0) {
        return -1;
    }
    if (strlen(topofix_buffer_text(&text)) != text.length) {
        return topofix_error_set(err, TOPOFIX_ERROR_INPUT, "%s: holds a NUL byte", path);
    }
    topofix_hook_config_done(ret_config);
    return topofix_hook_config_parse(path, topofix_buffer_text(&text), ret_config, err);
}

void
topofix_hook_config_done(struct topofix_hook_config *config)
{
    free(config->program);
    config->program = NULL;
}

/* The offset of the comment after a value, with the space before it, as inih finds it; else length.
 */
static size_t
find_comment(const char *line, size_t length)
{
    for (size_t at = 0; at + 1 < length; at++) {
        if (isspace((unsigned char)line[at]) && line[at + 1] == ';') {
            return at;
        }
    }
    return length;
}

/*
 * Whether the line sets the policy. *ret_rest is then the offset of the comment after the value, or
 * of the line's end.
 */
static bool
is_policy_line(const char *line, size_t length, size_t *ret_rest)
{
    size_t at = strspn(line, " \t");

    if (strncmp(line + at, "policy", strlen("policy")) != 0) {
        return false;
    }
    at += strlen("policy");
    at += strspn(line + at, " \t");
    if (line[at] != '=' && line[at] != ':') {
        return false;
    }
    *ret_rest = find_comment(line, length);
    return true;
}

int
topofix_hook_config_edit(const char *name, const char *text, enum topofix_hook_policy policy,
                         struct topofix_buffer *ret_text, struct topofix_error *err)
{
    struct topofix_hook_config config;
    bool is_set = false;
    int result;

    if (strncmp(text, byte_order_mark, strlen(byte_order_mark)) == 0) {
        topofix_buffer_add_text(ret_text, byte_order_mark);
        text += strlen(byte_order_mark);
    }
    while (*text) {
        size_t length = strcspn(text, "\n");
        size_t rest;

        if (!is_set && is_policy_line(text, length, &rest)) {
            topofix_buffer_add_format(ret_text, "policy = %s", policy_names[policy]);
            topofix_buffer_add(ret_text, text + rest, length - rest);
            is_set = true;
        } else {
            topofix_buffer_add(ret_text, text, length);
        }
        topofix_buffer_add_text(ret_text, "\n");
        text += length + (text[length] == '\n');
    }
    if (!is_set) {
        topofix_buffer_add_format(ret_text, "policy = %s\n", policy_names[policy]);
    }
    result = topofix_hook_config_parse(name, topofix_buffer_text(ret_text), &config, err);
    topofix_hook_config_done(&config);
    return result;
}
