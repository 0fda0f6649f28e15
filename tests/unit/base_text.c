/* SPDX-License-Identifier: Apache-2.0 */
/* str, buf and the texts of errors. */
#include "check.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/uuid.h"

TEST(white_space_around_a_text_is_trimmed)
{
	CHECK(str_is(str_trim(STR(" \t a b\r\n")), "a b"));
	CHECK(str_is(str_trim(STR(" \n")), ""));
	CHECK(str_is(str_trim((struct str){NULL, 0}), ""));
}

TEST(a_content_has_one_uuid_and_another_content_another)
{
	char a[UUID_TEXT], b[UUID_TEXT];
	uuid_of(STR("one"), a);
	uuid_of(STR("one"), b);
	CHECK_TEXT(a, b);
	uuid_of(STR("eno"), b);
	CHECK(strcmp(a, b) != 0);
	uuid_of(STR(""), b);
	CHECK(strcmp(a, b) != 0);
	for (int i = 0; i < UUID_TEXT - 1; i++)
		CHECK(strchr(i == 8 || i == 13 || i == 18 || i == 23 ? "-" : "0123456789abcdef",
			     a[i]) != NULL);
	CHECK(a[14] == '8' && strchr("89ab", a[19]) != NULL && a[UUID_TEXT - 1] == '\0');
}

TEST(texts_are_compared_by_bytes_or_without_case)
{
	CHECK(str_eq(STR("a"), STR("a")));
	CHECK(!str_eq(STR("a"), STR("ab")));
	CHECK(str_eq((struct str){NULL, 0}, STR("")));
	CHECK(str_eq_nocase(STR("kWh"), STR("KWH")));
	CHECK(!str_eq_nocase(STR("kWh"), STR("kW")));
	CHECK(!str_eq_nocase(STR("\xC3\xA9"), STR("\xC3\x89")));
}

TEST(a_prefix_is_taken_off)
{
	struct str rest = STR("untouched");
	CHECK(!str_after(STR("exe"), "exec:", &rest));
	CHECK(str_is(rest, "untouched"));
	CHECK(str_after(STR("exec:ls"), "exec:", &rest));
	CHECK(str_is(rest, "ls"));
}

TEST(the_nearest_word_is_offered_when_it_is_near)
{
	static const char *const words[] = {"training", "inference", "request", "run", NULL};
	CHECK_TEXT(str_nearest(STR("trainnig"), words), "training");
	CHECK_TEXT(str_nearest(STR("REQUEST"), words), "request");
	CHECK_TEXT(str_nearest(STR("rn"), words), "run");
	CHECK(str_nearest(STR("banana"), words) == NULL);
	CHECK(str_nearest(STR("xy"), words) == NULL);
	char far[200];
	memset(far, 'r', sizeof(far));
	CHECK(str_nearest((struct str){far, sizeof(far)}, words) == NULL);
}

TEST(utf8_is_valid_up_to_its_first_fault)
{
	static const struct {
		const char *text;
		size_t n;
		size_t valid;
	} cases[] = {
		{"", 0, 0},
		{"caf\xC3\xA9", 5, 5},
		{"\xE2\x82\xAC", 3, 3},
		{"\xF0\x9F\x8C\xB1", 4, 4},
		{"\xF4\x8F\xBF\xBF", 4, 4},
		{"a\xC3", 2, 1},            /* cut */
		{"a\xE2\x82", 3, 1},        /* cut */
		{"\xC0\x80", 2, 0},         /* too long a way to write NUL */
		{"\xC1\xBF", 2, 0},         /* too long */
		{"\xE0\x9F\xBF", 3, 0},     /* too long */
		{"\xF0\x8F\xBF\xBF", 4, 0}, /* too long */
		{"\xED\xA0\x80", 3, 0},     /* a surrogate */
		{"\xED\xBF\xBF", 3, 0},     /* a surrogate */
		{"\xF4\x90\x80\x80", 4, 0}, /* past U+10FFFF */
		{"\xF5\x80\x80\x80", 4, 0}, /* past U+10FFFF */
		{"ok\x80", 3, 2},           /* a byte that only follows */
		{"ok\xFF\xFE", 4, 2},       /* no UTF-8 byte at all */
		{"a\0b", 3, 1},             /* NUL is not text */
		{"\xC3\x28", 2, 0},         /* not followed */
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		CHECK_INT(str_utf8_valid((struct str){cases[i].text, cases[i].n}), cases[i].valid);
}

TEST(every_character_is_valid_and_no_surrogate_is)
{
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		char s[4];
		size_t n = 0;
		if (c < 0x80) {
			s[n++] = (char)c;
		} else if (c < 0x800) {
			s[n++] = (char)(0xC0 | c >> 6);
			s[n++] = (char)(0x80 | (c & 0x3F));
		} else if (c < 0x10000) {
			s[n++] = (char)(0xE0 | c >> 12);
			s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
			s[n++] = (char)(0x80 | (c & 0x3F));
		} else {
			s[n++] = (char)(0xF0 | c >> 18);
			s[n++] = (char)(0x80 | (c >> 12 & 0x3F));
			s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
			s[n++] = (char)(0x80 | (c & 0x3F));
		}
		bool surrogate = c >= 0xD800 && c <= 0xDFFF;
		if (str_utf8_valid((struct str){s, n}) != (surrogate ? 0 : n)) {
			print_error("U+%04X\n", c);
			fail();
		}
	}
}

TEST(a_buffer_is_always_terminated)
{
	struct buf buf = {0};
	CHECK_TEXT(buf_text(&buf), "");
	buf_puts(&buf, "one");
	buf_putc(&buf, ' ');
	buf_addf(&buf, "%d/%s", 2, "x");
	buf_pad(&buf, '.', 3);
	buf_add(&buf, "yes and no", 3);
	CHECK_TEXT(buf_text(&buf), "one 2/x...yes");
	CHECK_INT(buf_str(&buf).n, strlen(buf_text(&buf)));
	buf_clear(&buf);
	CHECK_TEXT(buf_text(&buf), "");
	CHECK(buf.cap > 0);
	buf_release(&buf);
	CHECK_TEXT(buf_text(&buf), "");
}

TEST(a_buffer_stops_at_its_limit_and_remembers)
{
	struct buf buf = {.max = 10};
	buf_puts(&buf, "0123456789");
	CHECK(!buf.failed);
	buf_putc(&buf, 'x');
	CHECK(buf.failed);
	CHECK_TEXT(buf_text(&buf), "0123456789");
	buf_puts(&buf, "");
	CHECK(buf_reserve(&buf, 0) == NULL);
	CHECK(buf_steal(&buf) == NULL);
	CHECK_INT(buf.max, 10);
	CHECK(!buf.failed);
	buf_addf(&buf, "%s", "01234567890");
	CHECK(buf.failed);
	CHECK(buf_reserve(&buf, SIZE_MAX) == NULL);
	buf_release(&buf);
	buf = (struct buf){0};
	CHECK(buf_reserve(&buf, ((size_t)64 << 20) + 1) == NULL);
	CHECK(buf.failed);
	buf_release(&buf);
}

TEST(a_text_is_given_away_whole)
{
	struct buf buf = {0};
	char *text = buf_steal(&buf);
	CHECK_TEXT(text, "");
	mem_free(text);
	buf_puts(&buf, "kept");
	text = buf_steal(&buf);
	CHECK_TEXT(text, "kept");
	CHECK(buf.p == NULL && buf.n == 0);
	mem_free(text);
}

TEST(a_buffer_survives_any_allocation_that_fails)
{
	bool done = false;
	for (int64_t n = 0; !done; n++) {
		struct buf buf = {0};
		size_t lost = buf_lost();
		mem_fail_after(n);
		for (int i = 0; i < 500; i++)
			buf_addf(&buf, "%d,", i);
		char *text = buf_steal(&buf);
		mem_fail_after(-1);
		CHECK(n < 100);
		done = text != NULL;
		/* Also where nobody looks at the buffer: a cell of a table, a part of a line. */
		CHECK_INT(buf_lost() - lost, done ? 0 : 1);
		if (done)
			CHECK_HOLDS(text, "0,1,2,");
		mem_free(text);
	}
}

TEST(an_error_says_what_where_and_what_to_do)
{
	struct frugal_error error;
	CHECK_INT(error_set(&error, FRUGAL_EUSAGE, "no input called \"%s\"", "gpus"),
		  FRUGAL_EUSAGE);
	CHECK_TEXT(error.where, "");
	CHECK_INT(error_where(&error, "%s:%d", "a.model", 3), FRUGAL_EUSAGE);
	CHECK_INT(error_todo(&error, "did you mean %s?", "gpu"), FRUGAL_EUSAGE);
	CHECK_TEXT(error.what, "no input called \"gpus\"");
	CHECK_TEXT(error.where, "a.model:3");
	CHECK_TEXT(error.todo, "did you mean gpu?");
	error_set(&error, FRUGAL_EDATA, "other");
	CHECK_TEXT(error.where, "");
	CHECK_TEXT(error.todo, "");
	CHECK_INT(error_io(&error, "open", "x.csv", 2), FRUGAL_EENV);
	CHECK_TEXT(error.what, "cannot open x.csv: No such file or directory");
}

TEST(nobody_needs_to_listen_to_an_error)
{
	CHECK_INT(error_set(NULL, FRUGAL_EDATA, "x"), FRUGAL_EDATA);
	CHECK_INT(error_nomem(NULL), FRUGAL_EENV);
	(void)error_where(NULL, "x");
	(void)error_todo(NULL, "x");
}

TEST(a_long_error_is_cut_between_characters)
{
	char text[2000];
	for (size_t shift = 0; shift < 4; shift++) {
		size_t n = shift;
		memset(text, 'a', shift);
		while (n + 4 < sizeof(text)) {
			memcpy(text + n, "\xF0\x9F\x8C\xB1", 4);
			n += 4;
		}
		text[n] = '\0';
		struct frugal_error error;
		error_set(&error, FRUGAL_EDATA, "%s", text);
		size_t length = strlen(error.what);
		CHECK_INT(str_utf8_valid(str_of(error.what)), length);
		CHECK(strchr(error.what, '?') == NULL);
		CHECK(length >= sizeof(error.what) - 4);
		CHECK(memcmp(error.what, text, length) == 0);
	}
}

TEST(what_an_error_quotes_cannot_break_its_line_or_steer_the_terminal)
{
	struct frugal_error error;
	error_set(&error, FRUGAL_EDATA, "bad \"%s\"", "a\nb\x1B[31m\xFF\xC3\x7F\xC3\xA9");
	CHECK_TEXT(error.what, "bad \"a b?[31m???\xC3\xA9\"");
}

static char noted[256];

static void note(void *context, const char *topic, const char *text)
{
	(void)snprintf(noted, sizeof(noted), "%s|%s|%s", (const char *)context, topic, text);
}

/*
 * 0x9B steers terminals of eight bits, as ESC [ does: also behind a letter, which it does not go on
 * with. Marks that turn the line's direction are not shown either (Unicode, UAX 9).
 */
TEST(a_text_of_others_is_printed_clean)
{
	static const struct {
		const char *text, *clean;
	} cases[] = {
		{"a\033[31mb", "a?[31mb"},
		{"a\x9b"
		 "31mb",
		 "a?31mb"},
		{"\x9b", "?"},
		{"a\xc2\x9b"
		 "b",
		 "a??b"},
		{"\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9"},
		{"\xc3", "?"},
		{"\xe2\x82\xac\xac", "\xe2\x82\xac?"},
		{"\xf0\x9f\x8c\xb1\x80", "\xf0\x9f\x8c\xb1?"},
		{"l\nm\r\t\x7f", "l?m???"},
		{"\xe2\x80\xaex\xe2\x80\xac", "???x???"},
		{"\xe2\x80\x8f\xe2\x80\x8e", "??????"},
		{"\xd8\x9c", "??"},
		{"\xe2\x80\x93", "\xe2\x80\x93"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf buf = {0};
		buf_add_clean(&buf, cases[i].text);
		CHECK_TEXT(buf_text(&buf), cases[i].clean);
		buf_release(&buf);
	}
}

TEST(notes_go_to_who_listens)
{
	log_note("base.test", "lost %d", 1);
	log_to(note, (void *)(uintptr_t) "me");
	log_note("base.test", "kept %d", 2);
	log_to(NULL, NULL);
	log_note("base.test", "lost %d", 3);
	CHECK_TEXT(noted, "me|base.test|kept 2");
	log_notice("base.test", "lost %d", 4);
	log_notices_to(note, (void *)(uintptr_t) "user");
	log_notice("base.test", "kept %d", 5);
	log_note("base.test", "lost %d", 6);
	log_notices_to(NULL, NULL);
	CHECK_TEXT(noted, "user|base.test|kept 5");
}

RUN_TESTS(CASE(white_space_around_a_text_is_trimmed),
	  CASE(a_content_has_one_uuid_and_another_content_another),
	  CASE(texts_are_compared_by_bytes_or_without_case), CASE(a_prefix_is_taken_off),
	  CASE(the_nearest_word_is_offered_when_it_is_near),
	  CASE(utf8_is_valid_up_to_its_first_fault),
	  CASE(every_character_is_valid_and_no_surrogate_is), CASE(a_buffer_is_always_terminated),
	  CASE(a_buffer_stops_at_its_limit_and_remembers), CASE(a_text_is_given_away_whole),
	  CASE(a_buffer_survives_any_allocation_that_fails),
	  CASE(an_error_says_what_where_and_what_to_do), CASE(nobody_needs_to_listen_to_an_error),
	  CASE(a_long_error_is_cut_between_characters),
	  CASE(what_an_error_quotes_cannot_break_its_line_or_steer_the_terminal),
	  CASE(a_text_of_others_is_printed_clean), CASE(notes_go_to_who_listens))
