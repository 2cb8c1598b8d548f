/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_sink SOCKET FILE: takes the place of the system's log. Each message that syslog(3) sends
 * becomes a line of the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int
main(int argc, char **argv)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int sink = socket(AF_UNIX, SOCK_DGRAM, 0);
    FILE *file = argc == 3 ? fopen(argv[2], "a") : NULL;
    char message[64 * 1024];
    ssize_t length;

    if (!file || sink < 0 || strlen(argv[1]) >= sizeof(address.sun_path)) {
        perror("log_sink");
        return EXIT_FAILURE;
    }
    strcpy(address.sun_path, argv[1]);
    remove(argv[1]);
    if (bind(sink, (struct sockaddr *)&address, sizeof(address)) < 0) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    while ((length = recv(sink, message, sizeof(message) - 1, 0)) >= 0) {
        message[length] = '\0';
        fprintf(file, "%s\n", message);
        fflush(file);
    }
    return EXIT_FAILURE;
}
