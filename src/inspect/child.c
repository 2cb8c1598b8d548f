/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

/* Milliseconds: how often it is asked whether it has ended, and a pipe that is still open shows
 * nothing more. */
enum { TICK = 50, CHUNK = 4096, EXIT_NOT_RUN = 127 };

/* One of its outputs. */
struct stream {
    int fd; /* -1: at its end */
    struct topofix_buffer *bytes;
    size_t max;
    bool is_over; /* there was more */
};

struct child {
    pid_t pid;
    bool has_ended;
    int status;
    struct stream streams[2];
};

/* Between fork and exec, in a process that had threads: only what is safe in a signal handler. */
__attribute__((noreturn)) static void
become(const struct topofix_child_request *request, int out, int err, pid_t parent)
{
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    sigset_t none;

    sigemptyset(&none);
    for (int number = 1; number < NSIG; number++) {
        signal(number, SIG_DFL); /* the two that cannot be changed stay as they are */
    }
    setpgid(0, 0);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        dup2(err, STDERR_FILENO) < 0 || chdir("/") < 0 ||
        close_range(STDERR_FILENO + 1, ~0U, 0) < 0 || prctl(PR_SET_PDEATHSIG, SIGTERM) < 0) {
        _exit(EXIT_NOT_RUN);
    }
    if (getppid() != parent) {
        _exit(EXIT_NOT_RUN);
    }
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(request->argv[0], request->argv, request->environment);
    _exit(EXIT_NOT_RUN);
}

static void
close_both(const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

static int
start(const struct topofix_child_request *request, struct child *child, struct topofix_error *err)
{
    const pid_t self = getpid();
    int out[2];
    int told[2];

    if (pipe2(out, O_CLOEXEC) < 0) {
        return topofix_error_set_errno(err, errno, "a pipe");
    }
    if (pipe2(told, O_CLOEXEC) < 0) {
        close_both(out);
        return topofix_error_set_errno(err, errno, "a pipe");
    }
    child->pid = fork();
    if (child->pid == 0) {
        become(request, out[1], told[1], self);
    }
    if (child->pid < 0) {
        topofix_error_set_errno(err, errno, "no process can be made");
        close_both(out);
        close_both(told);
        return -1;
    }
    setpgid(child->pid, child->pid); /* whoever is first */
    close(out[1]);
    close(told[1]);
    child->streams[0].fd = out[0];
    child->streams[1].fd = told[0];
    return fcntl(out[0], F_SETFL, O_NONBLOCK) < 0 || fcntl(told[0], F_SETFL, O_NONBLOCK) < 0
               ? topofix_error_set_errno(err, errno, "a pipe")
               : 0;
}

/* Reads what is there. */
static void
drain(struct stream *stream)
{
    char chunk[CHUNK];
    ssize_t length;

    while (stream->fd >= 0 && (length = read(stream->fd, chunk, sizeof(chunk))) != 0) {
        const size_t room = stream->max - stream->bytes->length;

        if (length < 0 && errno == EAGAIN) {
            return;
        }
        if (length < 0 && errno != EINTR) {
            break;
        }
        if (length > 0) {
            stream->is_over = stream->is_over || (size_t)length > room;
            topofix_buffer_add(stream->bytes, chunk, (size_t)length < room ? (size_t)length : room);
        }
    }
    if (stream->fd >= 0) {
        close(stream->fd);
        stream->fd = -1;
    }
}

static void
wait_a_tick(struct child *child)
{
    struct pollfd polled[2];

    for (size_t i = 0; i < 2; i++) {
        polled[i] = (struct pollfd){ .fd = child->streams[i].fd, .events = POLLIN };
    }
    poll(polled, 2, TICK);
    child->has_ended = waitpid(child->pid, &child->status, WNOHANG) == child->pid;
    /* after the wait, so that nothing it printed is missed; what it left behind is not waited for
     */
    drain(&child->streams[0]);
    drain(&child->streams[1]);
}

/* Until it has ended, has printed too much, or the time is over. */
static void
attend(struct child *child, uint64_t limit)
{
    const uint64_t end = topofix_clock_now() + limit;

    while (!child->has_ended && !child->streams[0].is_over && topofix_clock_now() < end) {
        wait_a_tick(child);
    }
}

/* It is told to end, and is killed where it does not listen. */
static void
stop(struct child *child, uint64_t grace)
{
    kill(child->pid, SIGTERM);
    child->streams[0].is_over = false;
    attend(child, grace);
    if (!child->has_ended) {
        kill(-child->pid, SIGKILL);
        while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR) {
        }
    }
}

int
topofix_child_run(const struct topofix_child_request *request,
                  struct topofix_child_result *ret_result, struct topofix_error *err)
{
    struct child child = {
        .streams = { { .fd = -1, .bytes = &ret_result->out, .max = request->out_max },
                     { .fd = -1, .bytes = &ret_result->err, .max = request->err_max } },
    };
    bool is_started;
    int result;

    *ret_result = (struct topofix_child_result){ .status = 0 };
    result = start(request, &child, err);
    is_started = child.pid > 0;
    if (result == 0) {
        attend(&child, request->limit);
        if (child.streams[0].is_over) {
            result =
                topofix_error_set(err, TOPOFIX_ERROR_INPUT,
                                  "it prints more than %zu bytes, and was ended", request->out_max);
        } else if (!child.has_ended) {
            result = topofix_error_set(err, TOPOFIX_ERROR_INTERRUPTED,
                                       "it took longer than %.3g seconds, and was ended",
                                       (double)request->limit / 1000);
        }
    }
    if (is_started && !child.has_ended) {
        stop(&child, request->grace);
    }
    for (size_t i = 0; i < 2; i++) {
        drain(&child.streams[i]);
        if (child.streams[i].fd >= 0) {
            close(child.streams[i].fd);
        }
    }
    ret_result->status = child.status;
    return result;
}

void
topofix_child_result_done(struct topofix_child_result *result)
{
    topofix_buffer_done(&result->out);
    topofix_buffer_done(&result->err);
    *result = (struct topofix_child_result){ .status = 0 };
}
