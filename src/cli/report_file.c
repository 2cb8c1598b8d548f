/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report_file.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/put_file.h"
#include "option_request.h"

struct report_file {
    struct topofix_report common; /* first, so that a pointer to it is a pointer to the whole */
    const struct topofix_options *options;
    struct topofix_report *printed;
    struct topofix_report *html;
    struct topofix_page page; /* html fills it */
    char *origin;
    mode_t mode;
};

/* Returns "." if the path names no folder. */
static char *
folder_of(const char *path)
{
    TOPOFIX_AUTO_FREE char *copy = topofix_strdup(path);

    return topofix_strdup(dirname(copy));
}

int
topofix_report_file_check(const struct topofix_options *options, struct topofix_error *err)
{
    const char *path = options->report;
    TOPOFIX_AUTO_FREE char *folder = path ? folder_of(path) : NULL;
    size_t length = path ? strlen(path) : 0;
    struct stat status;

    if (!path) {
        return 0;
    }
    if (length == 0 || strcmp(path, "-") == 0 || path[length - 1] == '/') {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--report: found '%s', expected the name of a file", path);
    }
    /* a rename would replace a device or a link, not what it leads to */
    if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        return topofix_error_set(err, TOPOFIX_ERROR_WISH,
                                 "--report: '%s' is %s, expected a regular file or nothing there",
                                 path,
                                 S_ISDIR(status.st_mode)   ? "a folder"
                                 : S_ISLNK(status.st_mode) ? "a symbolic link"
                                                           : "no regular file");
    }
    if (access(folder, W_OK | X_OK) < 0) {
        return topofix_error_set_errno(err, errno, "--report: '%s' cannot be written: folder '%s'",
                                       path, folder);
    }
    return 0;
}

static void
file_begin(struct topofix_report *common, size_t n_domains, struct topofix_page *page)
{
    struct report_file *report = (struct report_file *)common;

    topofix_report_begin(report->html, n_domains, &report->page);
    topofix_report_begin(report->printed, n_domains, page);
}

static void
file_result(struct topofix_report *common, const struct topofix_result *result,
            struct topofix_page *page)
{
    struct report_file *report = (struct report_file *)common;

    topofix_report_result(report->html, result, &report->page);
    topofix_report_result(report->printed, result, page);
}

static int
put(const struct topofix_options *options, mode_t mode, const struct topofix_buffer *html,
    struct topofix_error *err)
{
    TOPOFIX_AUTO_FREE char *folder = folder_of(options->report);

    return topofix_report_file_check(options, err) < 0
               ? -1
               : topofix_put_file(folder, options->report, html, mode, TOPOFIX_PUT_REPLACE, err);
}

/* As the umask wants it, which is asked for by setting it. */
static mode_t
mode_of_files(void)
{
    mode_t mask = umask(S_IRWXG | S_IRWXO);

    (void)umask(mask);
    return 0666 & ~mask;
}

int
topofix_report_file_put(const struct topofix_options *options, const struct topofix_buffer *html,
                        struct topofix_error *err)
{
    return put(options, mode_of_files(), html, err);
}

static void
file_end(struct topofix_report *common, const struct topofix_tally *tally,
         struct topofix_page *page)
{
    struct report_file *report = (struct report_file *)common;
    struct topofix_error err;

    topofix_report_end(report->printed, tally, page);
    topofix_report_end(report->html, tally, &report->page);
    if (put(report->options, report->mode, &report->page.out, &err) < 0) {
        topofix_page_tell(page, "%s", err.message);
        page->is_lost = true;
    }
}

static void
file_free(struct topofix_report *common)
{
    struct report_file *report = (struct report_file *)common;

    topofix_report_free(report->printed);
    topofix_report_free(report->html);
    topofix_page_done(&report->page);
    free(report->origin);
    free(report);
}

char *
topofix_report_file_origin(void)
{
    char host[256] = "?"; /* _POSIX_HOST_NAME_MAX is 255 */
    char moment[32] = "?";
    time_t now = time(NULL);
    struct tm parts;

    if (gethostname(host, sizeof(host) - 1) < 0) {
        memcpy(host, "?", 2);
    }
    if (gmtime_r(&now, &parts)) {
        (void)strftime(moment, sizeof(moment), "%Y-%m-%d %H:%M UTC", &parts);
    }
    return topofix_sprintf("Made by virt-topofix " TOPOFIX_VERSION " on %s, %s", host, moment);
}

/* Files have no state, so that column is left out. */
static struct topofix_column_list
columns_of(const struct topofix_options *options, bool tells_host)
{
    const struct topofix_column_list defaults = topofix_columns_default(tells_host);
    struct topofix_column_list columns = { .count = 0 };

    for (size_t i = 0; i < defaults.count; i++) {
        if (defaults.items[i] != TOPOFIX_COLUMN_STATE || options->mode == TOPOFIX_MODE_DOMAINS) {
            topofix_columns_add(&columns, defaults.items[i]);
        }
        if (defaults.items[i] == TOPOFIX_COLUMN_USED) {
            topofix_columns_add(&columns, TOPOFIX_COLUMN_UNUSED);
        }
    }
    return columns;
}

struct topofix_report *
topofix_report_file_new(const struct topofix_options *options, bool tells_host,
                        struct topofix_report *printed)
{
    static const struct topofix_report_ops ops = {
        .begin = file_begin, .result = file_result, .end = file_end, .free = file_free
    };
    struct report_file *report = topofix_alloc(1, sizeof(*report));
    report->common.ops = &ops;
    report->options = options;
    report->printed = printed;
    report->mode = mode_of_files();
    report->origin = topofix_report_file_origin();
    report->html = topofix_report_html_new(
        &(struct topofix_html_settings){ .goal = topofix_goal_of(options),
                                         .columns = columns_of(options, tells_host),
                                         .origin = report->origin });
    return &report->common;
}
