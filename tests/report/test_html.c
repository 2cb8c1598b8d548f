/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "base/alloc.h"
#include "html.h"
#include "judgement_samples.h"
#include "report/report.h"

#define HOSTILE "</script><script>alert(1)</script>\"'&\033[31m\n\xff\xe2\x80\xa8"

static void
check_text(const char *text, const char *expected)
{
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer html = { .bytes = NULL };

    topofix_html_text(text, &html);
    assert_string_equal(topofix_buffer_text(&html), expected);
}

static void
text_is_escaped_and_cleaned(void **state)
{
    (void)state;
    check_text(NULL, "");
    check_text("", "");
    check_text("win7", "win7");
    check_text("<a href='x'>\"&amp;", "&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;");
    check_text("a\tb\033[31mc\r\n\177", "a b [31mc   ");
    check_text("\xc3\xbc\xff\xe2\x80\xa8x",
               "\xc3\xbc?   x"); /* no UTF-8, and a separator of lines */
}

static unsigned long
number_behind(const char *text, const char *words, char **ret_end)
{
    const char *at = strstr(text, words);
    char *end;
    unsigned long number;

    assert_non_null(at);
    number = strtoul(at + strlen(words), &end, 10);
    assert_ptr_not_equal(end, at + strlen(words));
    if (ret_end) {
        *ret_end = end;
    }
    return number;
}

/* Draws a topology whose vCPUs have the marks of the word, a letter each, and counts the shapes. */
static void
check_svg(const unsigned *count, const char *word, size_t squares)
{
    const struct topofix_topology topology =
        topofix_topology_make(count[0], count[1], count[2], count[3], count[4]);
    TOPOFIX_AUTO_DONE(buffer) struct topofix_buffer html = { .bytes = NULL };
    enum topofix_mark marks[TOPOFIX_PICTURE_VCPUS_MAX];
    size_t n_vcpus = topofix_topology_product(&topology);
    unsigned long width;
    unsigned long height;

    for (size_t id = 0; id < n_vcpus; id++) {
        marks[id] =
            (enum topofix_mark)(strchr("upxa", word[id % strlen(word)]) - strchr("upxa", 'u'));
    }
    topofix_html_svg(&topology, marks, "1 < 2", &html);
    assert_contains(topofix_buffer_text(&html), "aria-label=\"1 &lt; 2\"");
    /* the squares of all vCPUs, and of none that is not there */
    assert_int_equal(topofix_count_of(topofix_buffer_text(&html), "h10v10h-10z") +
                         topofix_count_of(topofix_buffer_text(&html), "m3 3h4v4h-4z"),
                     n_vcpus);
    assert_int_equal(topofix_count_of(topofix_buffer_text(&html), "h10v10h-10z"), squares);
    width = number_behind(topofix_buffer_text(&html), " width=\"", NULL);
    height = number_behind(topofix_buffer_text(&html), " height=\"", NULL);
    /* nothing is drawn outside of the picture */
    for (const char *at = strchr(topofix_buffer_text(&html), 'M'); at; at = strchr(at + 1, 'M')) {
        char *end;

        assert_uint_in_range(number_behind(at, "M", &end), 1, width - 11);
        assert_uint_in_range(number_behind(end, " ", NULL), 1, height - 11);
    }
}

static void
svg_has_every_vcpu_once(void **state)
{
    (void)state;
    check_svg((unsigned[]){ 1, 1, 1, 1, 1 }, "u", 1);
    check_svg((unsigned[]){ 4, 1, 1, 1, 1 }, "upxa", 3);
    check_svg((unsigned[]){ 3, 1, 1, 5, 1 }, "ux", 15);
    check_svg((unsigned[]){ 1, 2, 2, 3, 2 }, "uuxp", 24);
    check_svg((unsigned[]){ 251, 1, 1, 1, 1 }, "u", 251);
    check_svg((unsigned[]){ 1, 1, 1, 251, 1 }, "u", 251);
    check_svg((unsigned[]){ 1, 1, 1, 1, 256 }, "u", 256);
    check_svg((unsigned[]){ 1, 7, 1, 31, 1 }, "u", 217);
    check_svg((unsigned[]){ 1, 1, 85, 1, 3 }, "ua", 128);
}

static struct topofix_result
result_of(const char *name, const char *text)
{
    struct topofix_request request = request_of(TOPOFIX_GOAL_FIX);
    struct topofix_result result = {
        .uri = HOSTILE, .label = HOSTILE, .has_judgement = true, .name = topofix_strdup(name)
    };

    judge(text, &request, &result.judgement);
    if (result.judgement.assessment.changes) {
        result.action = TOPOFIX_ACTION_WOULD_CHANGE;
    }
    return result;
}

/* Makes the page of these results, and frees them. */
static char *
page_of(struct topofix_result *results, size_t count, enum topofix_goal goal)
{
    const struct topofix_html_settings settings = { .goal = goal,
                                                    .columns = topofix_columns_default(true),
                                                    .origin = HOSTILE };
    struct topofix_report *report = topofix_report_html_new(&settings);
    struct topofix_page page = { .out = { .bytes = NULL } };
    struct topofix_tally tally = { .domains = 0 };
    char *html;

    topofix_report_begin(report, count, &page);
    for (size_t i = 0; i < count; i++) {
        topofix_tally_add(&tally, &results[i]);
        topofix_report_result(report, &results[i], &page);
        topofix_result_done(&results[i]);
    }
    assert_int_equal(page.out.length, 0);
    topofix_report_end(report, &tally, &page);
    topofix_report_free(report);
    html = topofix_buffer_take(&page.out);
    topofix_page_done(&page);
    return html;
}

/* That no text but ours is markup, and that the hostile one is there as a text, so often. */
static void
check_words(const char *html, size_t n_hostile)
{
    assert_int_equal(topofix_count_of(html, "<script"), 1);
    assert_int_equal(topofix_count_of(html, "</script"), 1);
    assert_null(strstr(html, "alert(1)</script>"));
    assert_null(strchr(html, '\033'));
    assert_int_equal(
        topofix_count_of(html, "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;"
                               "&amp; [31m ?"),
        n_hostile);
    assert_null(strstr(html, "src="));
    assert_null(strstr(html, "<link"));
    assert_null(strstr(html, "url("));
    assert_null(strstr(html, "@import"));
}

static void
page_is_of_our_words_only(void **state)
{
    struct topofix_result results[] = {
        result_of(HOSTILE, WIN7("", "<vcpu>4</vcpu>", "")),
        { .name = topofix_strdup(HOSTILE), .action = TOPOFIX_ACTION_FAILED },
    };
    TOPOFIX_AUTO_FREE char *html = NULL;

    (void)state;
    topofix_error_set(&results[1].error, TOPOFIX_ERROR_INPUT, "%s", HOSTILE);
    html = page_of(results, 2, TOPOFIX_GOAL_FIX);
    /* the row, its host, the details, their connection, the failure's name and words, the origin */
    check_words(html, 7);
}

/* What an agent says, and what a site's limits or a domain's metadata call an OS and an edition. */
static void
page_of_what_guests_say(void **state)
{
    struct topofix_result results[] = {
        result_of("says", WIN7("", "<vcpu>4</vcpu>", "")),
        result_of("mute", WIN7("", "<vcpu>4</vcpu>", "")),
    };
    struct topofix_assessment *says = &results[0].judgement.assessment;
    struct topofix_assessment *mute = &results[1].judgement.assessment;
    struct topofix_os os = *says->guest.os.os;
    struct topofix_edition edition = os.editions[0];
    TOPOFIX_AUTO_FREE char *html = NULL;

    (void)state;
    os.name = HOSTILE;
    edition.title = HOSTILE;
    says->guest.os.os = says->os.guest.os = &os;
    says->guest.os.edition = says->os.guest.edition = &edition;
    says->os.claimed = HOSTILE;
    topofix_claims_add(&says->claims, &(struct topofix_claim){ .origin = TOPOFIX_ORIGIN_AGENT,
                                                               .os = HOSTILE,
                                                               .edition = HOSTILE,
                                                               .text = HOSTILE,
                                                               .n_used = 2,
                                                               .n_present = 4 });
    mute->claims.silence = HOSTILE;
    mute->running.state = TOPOFIX_STATE_RUNNING;
    html = page_of(results, 2, TOPOFIX_GOAL_FIX);
    /*
     * the origin, two hosts twice, the OS three times, its edition twice, what is said, and why not
     */
    check_words(html, 12);
}

/* What is used with more vCPUs stands among the facts of those that can get more. */
static void
page_tells_of_growth(void **state)
{
    struct topofix_result results[] = {
        result_of("grows",
                  WIN7("", "<vcpu current='2'>8</vcpu>", CPU("sockets='4' cores='2' threads='1'"))),
        result_of("full", WIN7("", "<vcpu>8</vcpu>", CPU("sockets='4' cores='2' threads='1'"))),
    };
    TOPOFIX_AUTO_FREE char *html = page_of(results, 2, TOPOFIX_GOAL_FIX);

    (void)state;
    assert_int_equal(topofix_count_of(html, "<dt>As vCPUs are plugged in</dt>"), 1);
    assert_contains(html, "<dt>As vCPUs are plugged in</dt><dd>2-4 of 3 to 4, 2-4 of 5 to 8</dd>");
}

static void
page_has_the_worst_first(void **state)
{
    static const char legal[] =
        WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='4' threads='1'"));
    struct topofix_result results[] = {
        result_of("fine", legal),
        result_of("a10", WIN7("", "<vcpu>4</vcpu>", "")),
        result_of("a9", WIN7("", "<vcpu>4</vcpu>", "")),
        result_of("z", WIN7("", "<vcpu>16</vcpu>", "")),
        result_of("broken", WIN7("", "<vcpu>4</vcpu>", CPU("sockets='1' cores='3' threads='1'"))),
    };
    static const char *const names[] = { "broken", "z", "a9", "a10", "fine" };
    TOPOFIX_AUTO_FREE char *html = page_of(results, 5, TOPOFIX_GOAL_FIX);
    const char *at = html;

    (void)state;
    for (int pass = 0; pass < 2; pass++) { /* the table, and then the details */
        for (size_t i = 0; i < 5; i++) {
            char element[32];

            (void)snprintf(element, sizeof(element), pass == 0 ? "\">%s</a></th>" : "<h3>%s</h3>",
                           names[i]);
            at = strstr(at, element);
            assert_non_null(at);
        }
    }
    /* before and after of each that gets another one; three counts make no picture */
    assert_int_equal(topofix_count_of(html, "<figcaption>"), 9);
    assert_int_equal(topofix_count_of(html, "<svg "), 8);
    assert_int_equal(topofix_count_of(html, "<details "), 5);
    assert_int_equal(topofix_count_of(html, "\" open><summary>"), 4);
    assert_contains(html, "aria-label=\"1 used, 1 perhaps used, 2 unused\"");
    assert_contains(html, "aria-label=\"4 used\"");
    assert_contains(html, "<cite>Source: ");
}

static void
page_of_an_undo_and_of_nothing(void **state)
{
    TOPOFIX_AUTO_FREE char *html = page_of(NULL, 0, TOPOFIX_GOAL_UNDO);

    (void)state;
    assert_contains(html, "<th scope=\"col\">Undo</th>");
    assert_contains(html, "<title>vCPU topologies of 0 domains</title>");
    assert_null(strstr(html, "Failures"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped_and_cleaned),
        cmocka_unit_test(svg_has_every_vcpu_once),
        cmocka_unit_test(page_is_of_our_words_only),
        cmocka_unit_test(page_of_what_guests_say),
        cmocka_unit_test(page_tells_of_growth),
        cmocka_unit_test(page_has_the_worst_first),
        cmocka_unit_test(page_of_an_undo_and_of_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
