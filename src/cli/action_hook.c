/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "actions.h"
#include "base/alloc.h"
#include "hook/install.h"
#include "hook/status.h"
#include "output.h"

static const char reload_advice[] =
    "libvirt's daemon sees it after a reload: systemctl reload virtqemud (or libvirtd)";

static int
fail(const struct topofix_error *err)
{
    topofix_output_error(err->message);
    return EXIT_FAILURE;
}

static int
print(const struct topofix_buffer *text)
{
    return topofix_output_result(text) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
topofix_action_install_hook(const struct topofix_options *options,
                            const struct topofix_limits *limits)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(hook_config) struct topofix_hook_config config = { .program = NULL };
    const enum topofix_hook_policy *policy =
        options->hook_policy == TOPOFIX_HOOK_POLICIES ? NULL : &options->hook_policy;
    struct topofix_error err;
    bool is_new;

    (void)limits;
    if (topofix_hook_install(policy, &is_new, &err) < 0) {
        return fail(&err);
    }
    if (topofix_hook_config_read(TOPOFIX_HOOK_CONFIG_FILE, &config, &err) < 0) {
        topofix_output_error_format("warning: %s; the policy is warn", err.message);
    }
    topofix_buffer_add_format(&text, "%s: %s, policy %s\n", TOPOFIX_HOOK_COPY,
                              is_new ? "installed" : "renewed",
                              topofix_hook_policy_name(config.policy));
    if (is_new) {
        topofix_buffer_add_format(&text, "%s\n", reload_advice);
    }
    return print(&text);
}

int
topofix_action_remove_hook(const struct topofix_options *options,
                           const struct topofix_limits *limits)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    struct topofix_error err;
    bool was_there;

    (void)options;
    (void)limits;
    if (topofix_hook_remove(&was_there, &err) < 0) {
        return fail(&err);
    }
    topofix_buffer_add_format(&text, "%s: %s\n", TOPOFIX_HOOK_COPY,
                              was_there ? "removed" : "not installed, nothing to remove");
    return print(&text);
}

/* What is wrong with the installation, or NULL. */
static const char *
problem_with(const struct topofix_hook_status *status)
{
    if (status->program == TOPOFIX_HOOK_MISSING) {
        return "not installed";
    }
    if (status->program == TOPOFIX_HOOK_FOREIGN) {
        return "not a file of virt-topofix";
    }
    if (!status->is_executable) {
        return "not executable, so that libvirt does not run it";
    }
    return status->module == TOPOFIX_HOOK_OURS ? NULL
                                               : "installed without " TOPOFIX_HOOK_COPY_OF_MODULE
                                                 ", so that it judges nothing";
}

static void
add_daemon(const struct topofix_hook_status *status, struct topofix_buffer *text)
{
    if (!status->daemon) {
        topofix_buffer_add_text(text, "daemon: none is running\n");
    } else if (status->has_called) {
        topofix_buffer_add_format(text, "daemon: %s (process %d) runs the hook\n", status->daemon,
                                  status->daemon_pid);
    } else {
        topofix_buffer_add_format(text,
                                  "daemon: %s (process %d) has not called the hook yet; unless it "
                                  "was started or reloaded since the installation: "
                                  "systemctl reload %s\n",
                                  status->daemon, status->daemon_pid, status->daemon);
    }
}

static void
add_status(const struct topofix_hook_status *status, struct topofix_buffer *text)
{
    const char *problem = problem_with(status);

    topofix_buffer_add_format(text, "hook: %s: ", TOPOFIX_HOOK_COPY);
    if (problem) {
        topofix_buffer_add_format(text, "%s\n", problem);
    } else {
        topofix_buffer_add_format(text, "installed, version %s, %s\n", status->version,
                                  status->is_same
                                      ? "the same as this program's"
                                      : "not the one of this program (--install-hook renews it)");
    }
    for (size_t i = 0; i < status->n_leftovers; i++) {
        topofix_buffer_add_format(text, "leftover: %s/%s: libvirt runs it, too\n",
                                  TOPOFIX_HOOK_DIRECTORY, status->leftovers[i]);
    }
    for (size_t i = 0; i < status->n_untrusted; i++) {
        topofix_buffer_add_format(text, "not safe: %s\n", status->untrusted[i]);
    }
}

int
topofix_action_hook_status(const struct topofix_options *options,
                           const struct topofix_limits *limits)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer text = { .bytes = NULL };
    TOPOFIX_AUTO_DONE(hook_config) struct topofix_hook_config config = { .program = NULL };
    TOPOFIX_AUTO_DONE(hook_status) struct topofix_hook_status status;
    struct topofix_error config_err;
    struct topofix_error err;
    int config_result = topofix_hook_config_read(TOPOFIX_HOOK_CONFIG_FILE, &config, &config_err);
    bool is_well;
    int result;

    (void)options;
    (void)limits;
    if (topofix_hook_status_find(config.program, &status, &err) < 0) {
        status = (struct topofix_hook_status){ .program = TOPOFIX_HOOK_MISSING };
        return fail(&err);
    }
    add_status(&status, &text);
    is_well = !problem_with(&status) && status.n_untrusted == 0;
    if (config_result < 0) {
        topofix_buffer_add_format(&text, "policy: warn, because of an error: %s\n",
                                  config_err.message);
        is_well = false;
    } else {
        topofix_buffer_add_format(&text, "policy: %s\n", topofix_hook_policy_name(config.policy));
    }
    if (status.program == TOPOFIX_HOOK_OURS) {
        add_daemon(&status, &text);
    }
    if (status.refusals > 0) {
        topofix_buffer_add_format(&text, "starts refused: %u%s, since the machine started\n",
                                  status.refusals, status.may_be_more_refusals ? " or more" : "");
    }
    result = print(&text);
    return result == EXIT_SUCCESS && !is_well ? EXIT_FAILURE : result;
}
