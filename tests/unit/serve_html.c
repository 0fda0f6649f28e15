/* SPDX-License-Identifier: Apache-2.0 */
/* What pages are written with: whatever the text, it stays text. */
#include "check.h"
#include "serve/html.h"

static const char *written(struct buf *b)
{
	CHECK(!b->failed);
	return buf_text(b);
}

TEST(what_comes_from_outside_is_escaped_in_texts_and_attributes)
{
	struct buf b = {0};
	html(&b, "<a title=\"%s\">%s</a>", "\"><script>", "'<&>'");
	CHECK_TEXT(written(&b),
		   "<a title=\"&#34;&#62;&#60;script&#62;\">&#39;&#60;&#38;&#62;&#39;</a>");
	buf_release(&b);
}

TEST(controls_and_turned_lines_are_not_sent)
{
	struct buf b = {0};
	html_text(&b, "a\x1b[31m\xe2\x80\xae"
		      "b\xff");
	CHECK(strpbrk(written(&b), "\x1b\xff\xe2") == NULL);
	CHECK_HOLDS(written(&b), "a?[31m");
	buf_release(&b);
}

TEST(numbers_are_written_as_printf_writes_them)
{
	struct buf b = {0};
	html(&b, "%d %zu %.2f %.*f %lld %u %c %% %.3s %.*s", -1, (size_t)2, 1.005, 1, 2.25, 9LL, 3U,
	     'x', "abcdef", 2, "xyz");
	CHECK_TEXT(written(&b), "-1 2 1.00 2.2 9 3 x % abc xy");
	buf_release(&b);
}

TEST(a_piece_of_a_path_has_no_letter_that_means_something_there)
{
	struct buf b = {0};
	html_url(&b, "a/b?c=d&e#f%g é.~");
	CHECK_TEXT(written(&b), "a%2Fb%3Fc%3Dd%26e%23f%25g%20%C3%A9.~");
	buf_release(&b);
}

TEST(no_text_is_an_empty_one)
{
	struct buf b = {0};
	html_text(&b, NULL);
	CHECK_TEXT(written(&b), "");
	buf_release(&b);
}

RUN_TESTS(CASE(what_comes_from_outside_is_escaped_in_texts_and_attributes),
	  CASE(controls_and_turned_lines_are_not_sent),
	  CASE(numbers_are_written_as_printf_writes_them),
	  CASE(a_piece_of_a_path_has_no_letter_that_means_something_there),
	  CASE(no_text_is_an_empty_one))
