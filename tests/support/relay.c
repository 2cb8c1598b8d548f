/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A slow or dying way to a daemon, for tests:
 *
 *     relay SOCKET TARGET MILLISECONDS
 *
 * Whatever is said on a connection to SOCKET goes to the socket TARGET and back, so many
 * milliseconds later each way. As soon as there is a file SOCKET.mute no answer comes back; what is
 * asked still arrives. As soon as there is a file SOCKET.cut the relay ends in place of the next
 * answer, when what was asked has been done. (A signal would be handled some time after it is
 * sent.)
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static char mute_path[128];
static char cut_path[128];
static long pause_ms;

struct direction {
    int from;
    int to;
    bool is_answer;
};

static void
die(const char *what)
{
    perror(what);
    exit(1);
}

static bool
is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static void
pause_for_a_while(void)
{
    const struct timespec time = { .tv_sec = pause_ms / 1000,
                                   .tv_nsec = pause_ms % 1000 * 1000000 };

    nanosleep(&time, NULL);
}

static bool
write_all(int fd, const char *bytes, ssize_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, (size_t)length);

        if (written < 0) {
            return false;
        }
        bytes += written;
        length -= written;
    }
    return true;
}

static void *
carry(void *argument)
{
    const struct direction *direction = argument;
    char bytes[65536];
    bool goes_on = true;

    while (goes_on) {
        ssize_t length = read(direction->from, bytes, sizeof(bytes));

        goes_on = length > 0;
        if (goes_on && pause_ms > 0) {
            pause_for_a_while();
        }
        if (goes_on && direction->is_answer && is_there(cut_path)) {
            exit(0);
        }
        if (goes_on && !(direction->is_answer && is_there(mute_path))) {
            goes_on = write_all(direction->to, bytes, length);
        }
    }
    shutdown(direction->from, SHUT_RDWR);
    shutdown(direction->to, SHUT_RDWR);
    free(argument);
    return NULL;
}

static struct sockaddr_un
address_of(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    if (strlen(path) >= sizeof(address.sun_path)) {
        die(path);
    }
    strcpy(address.sun_path, path);
    return address;
}

static void
start(int from, int to, bool is_answer)
{
    struct direction *direction = malloc(sizeof(*direction));
    pthread_t thread;

    if (!direction) {
        die("memory");
    }
    *direction = (struct direction){ .from = from, .to = to, .is_answer = is_answer };
    if (pthread_create(&thread, NULL, carry, direction) != 0) {
        die("thread");
    }
    pthread_detach(thread);
}

static void
serve(int client, const char *target)
{
    const struct sockaddr_un address = address_of(target);
    int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (server < 0) {
        die("socket");
    }
    if (connect(server, (const struct sockaddr *)&address, sizeof(address)) < 0) {
        close(server); /* the daemon is down: so is the way to it */
        close(client);
        return;
    }
    /* the sockets stay open until the relay ends: a test makes a few */
    start(client, server, false);
    start(server, client, true);
}

int
main(int argc, char **argv)
{
    struct sockaddr_un address;
    int listener;

    if (argc != 4) {
        fprintf(stderr, "usage: relay SOCKET TARGET MILLISECONDS\n");
        return 2;
    }
    address = address_of(argv[1]);
    snprintf(mute_path, sizeof(mute_path), "%s.mute", argv[1]);
    snprintf(cut_path, sizeof(cut_path), "%s.cut", argv[1]);
    pause_ms = strtol(argv[3], NULL, 10);
    signal(SIGPIPE, SIG_IGN);
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unlink(argv[1]);
    if (listener < 0 || bind(listener, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
        listen(listener, 16) < 0) {
        die(argv[1]);
    }
    for (;;) {
        int client = accept(listener, NULL, NULL);

        if (client >= 0) {
            serve(client, argv[2]);
        }
    }
}
