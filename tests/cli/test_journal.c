/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A journal that is this test: it listens on a socket, reads what it is sent, and now and then does
 * not read, or does not listen.
 */
#include "journal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "base/clock.h"
#include "testing.h"

static const struct topofix_journal_fields no_fields;

/* More entries than any queue of a socket holds. */
enum { ENTRIES_MAX = 20000 };

struct listener {
    int socket;
    char folder[64];
    struct sockaddr_un address;
    struct topofix_journal journal;
};

static void
listen_again(struct listener *listener)
{
    listener->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    assert_true(listener->socket >= 0);
    assert_int_equal(bind(listener->socket, (const struct sockaddr *)&listener->address,
                          sizeof(listener->address)),
                     0);
}

static void
stop_listening(struct listener *listener)
{
    close(listener->socket);
    unlink(listener->address.sun_path);
}

static void
listener_init(struct listener *listener)
{
    *listener = (struct listener){ .folder = "/tmp/topofix-journal-XXXXXX",
                                   .address = { .sun_family = AF_UNIX } };
    assert_non_null(mkdtemp(listener->folder));
    snprintf(listener->address.sun_path, sizeof(listener->address.sun_path), "%s/socket",
             listener->folder);
    listen_again(listener);
    topofix_journal_init(&listener->journal, listener->address.sun_path);
}

static void
listener_done(struct listener *listener)
{
    topofix_journal_done(&listener->journal);
    stop_listening(listener);
    rmdir(listener->folder);
}

/* Reads an entry, with "#" in place of NUL bytes. Returns false if there is none. */
static bool
hear(const struct listener *listener, char text[1024])
{
    ssize_t length = recv(listener->socket, text, 1023, 0);

    for (ssize_t i = 0; i < length; i++) {
        if (text[i] == '\0') {
            text[i] = '#';
        }
    }
    text[length > 0 ? length : 0] = '\0';
    return length > 0;
}

static bool
send_text(struct listener *listener, const char *text)
{
    return topofix_journal_send(&listener->journal, LOG_INFO, text, &no_fields);
}

static void
test_an_entry(void **state)
{
    static const struct topofix_journal_fields fields = {
        .domain = "win7", .uuid = "u", .uri = "test:///x", .verdict = "legal", .action = "changed"
    };
    struct listener listener;
    char text[1024];

    (void)state;
    listener_init(&listener);
    assert_true(topofix_journal_send(&listener.journal, LOG_NOTICE, "a = b", &fields));
    assert_true(hear(&listener, text));
    assert_string_equal(text, "MESSAGE=a = b\n"
                              "SYSLOG_IDENTIFIER=virt-topofix\n"
                              "MESSAGE_ID=0d1c9dbba6a04b0f9a7a1f2c1b5d6e37\n"
                              "TOPOFIX_DOMAIN=win7\n"
                              "TOPOFIX_UUID=u\n"
                              "TOPOFIX_URI=test:///x\n"
                              "TOPOFIX_VERDICT=legal\n"
                              "TOPOFIX_ACTION=changed\n"
                              "PRIORITY=5\n");
    assert_true(topofix_journal_send(&listener.journal, LOG_ERR, "alone", &no_fields));
    assert_true(hear(&listener, text));
    assert_string_equal(text, "MESSAGE=alone\nSYSLOG_IDENTIFIER=virt-topofix\nPRIORITY=3\n");
    assert_false(hear(&listener, text));
    listener_done(&listener);
}

/* A value with a line break cannot pretend to be another field. */
static void
test_a_line_break(void **state)
{
    const struct topofix_journal_fields fields = { .uri = "test:///x\nTOPOFIX_ACTION=changed" };
    struct listener listener;
    char text[1024];

    (void)state;
    listener_init(&listener);
    assert_true(topofix_journal_send(&listener.journal, LOG_INFO, "text", &fields));
    assert_true(hear(&listener, text));
    assert_string_equal(text, "MESSAGE=text\n"
                              "SYSLOG_IDENTIFIER=virt-topofix\n"
                              "TOPOFIX_URI\n"
                              "\x20#######test:///x\nTOPOFIX_ACTION=changed\n"
                              "PRIORITY=6\n");
    listener_done(&listener);
}

/*
 * What a domain is called is data, whatever is in it: no field begins in it, or ends before its
 * end.
 */
static void
test_a_hostile_name(void **state)
{
    static const struct topofix_journal_fields fields = {
        .domain = "a\nPRIORITY=0\n\x01\033[2J\u202eb=", .verdict = "loses", .action = "none"
    };
    struct listener listener;
    char text[1024];

    (void)state;
    listener_init(&listener);
    assert_true(topofix_journal_send(&listener.journal, LOG_NOTICE,
                                     "MESSAGE=\nTOPOFIX_DOMAIN=x\n\033]0;\a\u202e\t", &fields));
    assert_true(hear(&listener, text));
    assert_string_equal(text, "MESSAGE\n"
                              "\x23#######MESSAGE=\nTOPOFIX_DOMAIN=x\n\033]0;\a\u202e\t\n"
                              "SYSLOG_IDENTIFIER=virt-topofix\n"
                              "MESSAGE_ID=0d1c9dbba6a04b0f9a7a1f2c1b5d6e37\n"
                              "TOPOFIX_DOMAIN\n"
                              "\x17#######a\nPRIORITY=0\n\x01\033[2J\u202eb=\n"
                              "TOPOFIX_VERDICT=loses\n"
                              "TOPOFIX_ACTION=none\n"
                              "PRIORITY=5\n");
    /* without a line break the value stands as it is, to its end */
    assert_true(topofix_journal_send(
        &listener.journal, LOG_NOTICE, "\033[31m\u202e",
        &(struct topofix_journal_fields){ .domain = "\rMESSAGE=\033[0m\u202e" }));
    assert_true(hear(&listener, text));
    assert_string_equal(text, "MESSAGE=\033[31m\u202e\n"
                              "SYSLOG_IDENTIFIER=virt-topofix\n"
                              "MESSAGE_ID=0d1c9dbba6a04b0f9a7a1f2c1b5d6e37\n"
                              "TOPOFIX_DOMAIN=\rMESSAGE=\033[0m\u202e\n"
                              "PRIORITY=5\n");
    assert_false(hear(&listener, text));
    listener_done(&listener);
}

/* The caller prints what nobody takes; a journal that comes back takes the next entry. */
static void
test_nobody_listens(void **state)
{
    struct listener listener;
    char text[1024];

    (void)state;
    listener_init(&listener);
    stop_listening(&listener);
    assert_false(send_text(&listener, "no socket"));
    listen_again(&listener);
    assert_true(send_text(&listener, "back"));
    assert_true(hear(&listener, text));
    assert_contains(text, "MESSAGE=back\n");
    close(listener.socket);
    assert_false(send_text(&listener, "a socket that nobody has open"));
    unlink(listener.address.sun_path);
    listen_again(&listener);
    assert_true(send_text(&listener, "again"));
    assert_true(hear(&listener, text));
    assert_contains(text, "MESSAGE=again\n");
    assert_false(hear(&listener, text));
    listener_done(&listener);
}

static void
test_an_entry_that_is_too_long(void **state)
{
    enum { LENGTH = 64 * 1024 * 1024 };
    struct listener listener;
    char *text = malloc(LENGTH + 1);

    (void)state;
    assert_non_null(text);
    memset(text, 'x', LENGTH);
    text[LENGTH] = '\0';
    listener_init(&listener);
    assert_false(send_text(&listener, text));
    assert_true(send_text(&listener, "short"));
    free(text);
    listener_done(&listener);
}

/* Sends until the queue is full. Returns how many entries are in it. */
static unsigned
fill(struct listener *listener)
{
    unsigned count = 0;

    while (count < ENTRIES_MAX && listener->journal.n_lost == 0) {
        assert_true(send_text(listener, "one of many"));
        count++;
    }
    assert_int_equal(listener->journal.n_lost, 1);
    return count - 1;
}

/* Reads so many entries that are no others than fill() sent. */
static void
drain(const struct listener *listener, unsigned count)
{
    char text[1024];

    for (unsigned i = 0; i < count; i++) {
        assert_true(hear(listener, text));
        assert_contains(text, "MESSAGE=one of many\n");
    }
}

/* The first entry waits, the others do not; the journal learns what it has missed. */
static void
test_a_journal_that_hangs(void **state)
{
    struct listener listener;
    char text[1024];
    uint64_t begin;
    unsigned count;

    (void)state;
    listener_init(&listener);
    begin = topofix_clock_now();
    count = fill(&listener);
    assert_true(topofix_clock_now() - begin >= 900);
    begin = topofix_clock_now();
    for (unsigned i = 0; i < 1000; i++) {
        assert_true(send_text(&listener, "lost"));
    }
    assert_true(topofix_clock_now() - begin < 30000); /* a thousand waits would take 1,000 s */
    assert_int_equal(listener.journal.n_lost, 1001);
    drain(&listener, count);
    assert_false(hear(&listener, text));
    assert_true(send_text(&listener, "heard"));
    assert_true(hear(&listener, text));
    assert_string_equal(text, "MESSAGE=1001 messages were lost, because the journal did not take "
                              "them in time\nSYSLOG_IDENTIFIER=virt-topofix\nPRIORITY=4\n");
    assert_true(hear(&listener, text));
    assert_contains(text, "MESSAGE=heard\n");
    assert_int_equal(listener.journal.n_lost, 0);
    listener_done(&listener);
}

/* What is lost at the end is told at the end, if the journal listens again. */
static void
test_lost_at_the_end(void **state)
{
    struct listener listener;
    char text[1024];

    (void)state;
    listener_init(&listener);
    drain(&listener, fill(&listener));
    topofix_journal_done(&listener.journal);
    assert_true(hear(&listener, text));
    assert_contains(text, "MESSAGE=1 message was lost, because the journal did not take it in ");
    topofix_journal_init(&listener.journal, listener.address.sun_path);
    listener_done(&listener);
}

/* A journal that hangs does not keep the program from ending. */
static void
test_an_end_while_it_hangs(void **state)
{
    struct listener listener;
    uint64_t begin;

    (void)state;
    listener_init(&listener);
    fill(&listener);
    begin = topofix_clock_now();
    listener_done(&listener);
    assert_true(topofix_clock_now() - begin < 900);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_entry),
        cmocka_unit_test(test_a_line_break),
        cmocka_unit_test(test_a_hostile_name),
        cmocka_unit_test(test_nobody_listens),
        cmocka_unit_test(test_an_entry_that_is_too_long),
        cmocka_unit_test(test_a_journal_that_hangs),
        cmocka_unit_test(test_lost_at_the_end),
        cmocka_unit_test(test_an_end_while_it_hangs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
