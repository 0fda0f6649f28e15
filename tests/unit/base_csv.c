/* SPDX-License-Identifier: Apache-2.0 */
/* CSV as programs and spreadsheets write it, and as they should not. */
#include "check.h"

#include <stdlib.h>

#include "base/csv.h"

#define MAX_FIELDS 8

/*
 * All records of text as one line: fields between [], records after their line number, errors as
 * "!LINE what".
 */
static const char *read_all(struct str text)
{
	static char shown[8192];
	size_t n = 0;
	struct arena arena = {0};
	struct csv csv;
	struct str fields[MAX_FIELDS];
	struct frugal_error error;
	size_t n_fields = 0;
	csv_init(&csv, "t.csv", text, &arena);
	shown[0] = '\0';
	for (int calls = 0; calls < 100; calls++) {
		int r = csv_next(&csv, fields, MAX_FIELDS, &n_fields, &error);
		if (r == 0)
			break;
		if (r < 0) {
			CHECK_INT(r, FRUGAL_EDATA);
			n += (size_t)snprintf(shown + n, sizeof(shown) - n, "!%s %s ",
					      error.where + strlen("t.csv:"), error.what);
			continue;
		}
		n += (size_t)snprintf(shown + n, sizeof(shown) - n, "%u", csv.line);
		for (size_t i = 0; i < n_fields; i++)
			n += (size_t)snprintf(shown + n, sizeof(shown) - n, "[%.*s]",
					      (int)fields[i].n, fields[i].p);
		n += (size_t)snprintf(shown + n, sizeof(shown) - n, " ");
	}
	arena_release(&arena);
	return shown;
}

#define READ(literal) read_all(STR(literal))

TEST(records_and_fields_come_in_order)
{
	CHECK_TEXT(READ("a,b\n1,2\n"), "1[a][b] 2[1][2] ");
	CHECK_TEXT(READ("a,b\n1,2"), "1[a][b] 2[1][2] ");
	CHECK_TEXT(READ("a"), "1[a] ");
}

TEST(an_empty_file_has_no_record)
{
	CHECK_TEXT(READ(""), "");
	CHECK_TEXT(READ("\n\n\r\n"), "");
	CHECK_TEXT(READ("\r"), "");
	CHECK_TEXT(READ("\xEF\xBB\xBF"), "");
	CHECK_TEXT(READ("# only words\n"), "");
	CHECK_TEXT(READ("# only words"), "");
}

TEST(lines_may_end_as_on_windows)
{
	CHECK_TEXT(READ("a,b\r\n1,\"2\"\r\n\"3\",4\r\n"), "1[a][b] 2[1][2] 3[3][4] ");
	CHECK_TEXT(READ("a\r\n\"1\"\r"), "1[a] 2[1] ");
}

TEST(a_byte_order_mark_is_not_part_of_the_first_name)
{
	CHECK_TEXT(READ("\xEF\xBB\xBFkey,x\n1,2\n"), "1[key][x] 2[1][2] ");
	CHECK_TEXT(READ("\xEF\xBB\xBF\"key\"\n"), "1[key] ");
}

TEST(comments_stand_before_the_header_only)
{
	CHECK_TEXT(READ("# one\n# two\na,b\n#,2\n"), "3[a][b] 4[#][2] ");
	CHECK_TEXT(READ("\n# after an empty line\r\n\r\n# again\na;b\n"), "5[a][b] ");
}

TEST(empty_lines_are_skipped_and_counted)
{
	CHECK_TEXT(READ("a\n\n\r\n1\n\n2"), "1[a] 4[1] 6[2] ");
}

TEST(a_trailing_separator_gives_an_empty_last_field)
{
	CHECK_TEXT(READ("a,b,\n1,2,\n"), "1[a][b][] 2[1][2][] ");
	CHECK_TEXT(READ("a,b,"), "1[a][b][] ");
	CHECK_TEXT(READ("a,b,\r\n"), "1[a][b][] ");
	CHECK_TEXT(READ("a,\"\",\n"), "1[a][][] ");
	CHECK_TEXT(READ(",\n"), "1[][] ");
}

TEST(quotes_hold_separators_and_line_breaks)
{
	CHECK_TEXT(READ("a,b\n\"x,y\",\"two\nlines\"\nlast,1\n"),
		   "1[a][b] 2[x,y][two\nlines] 4[last][1] ");
}

TEST(a_doubled_quote_is_one_quote)
{
	CHECK_TEXT(READ("\"say \"\"hi\"\"\",\"\"\"\"\n"), "1[say \"hi\"][\"] ");
	CHECK_TEXT(READ("a\"b,c\n"), "1[a\"b][c] ");
}

TEST(semicolons_and_tabs_are_found_in_the_header)
{
	CHECK_TEXT(READ("a;b\n1,5;2\n"), "1[a][b] 2[1,5][2] ");
	CHECK_TEXT(READ("a\tb\n1,5\t2\n"), "1[a][b] 2[1,5][2] ");
	CHECK_TEXT(READ("\n\na;b\n1;2"), "3[a][b] 4[1][2] ");
}

TEST(an_unclosed_quote_is_said_once_and_the_next_line_read)
{
	CHECK_TEXT(READ("a,b\n\"oops,1\n3,4\n"),
		   "1[a][b] !2 a quote is not closed within 1 MiB 3[3][4] ");
	CHECK_TEXT(READ("a\n\""), "1[a] !2 a quote is not closed within 1 MiB ");
}

TEST(text_after_a_closing_quote_is_an_error)
{
	CHECK_TEXT(READ("a,b\n\"x\"y,1\n3,4\n"), "1[a][b] !2 text after a closing quote 3[3][4] ");
	/* A lone carriage return must not swallow what follows it. */
	CHECK_TEXT(READ("a,b\n\"x\"\ry,1\n3,4\n"),
		   "1[a][b] !2 text after a closing quote 3[3][4] ");
}

TEST(lines_are_counted_right_after_quotes_and_errors)
{
	CHECK_TEXT(READ("a\n\"1\n2\n3\"\n\"4\n5\"x\nz\n"),
		   "1[a] 2[1\n2\n3] !5 text after a closing quote 7[z] ");
}

TEST(too_many_fields_is_an_error_of_its_line)
{
	CHECK_TEXT(READ("a\n1,2,3,4,5,6,7,8,9,10\n1,2,3,4,5,6,7,8\n"),
		   "1[a] !2 too many fields 3[1][2][3][4][5][6][7][8] ");
}

TEST(a_nul_byte_is_not_text)
{
	CHECK_TEXT(READ("a\n1\0,2\n3\n"), "1[a] !2 a NUL byte: this is not text 3[3] ");
	CHECK_TEXT(READ("a\n\"1\0\",2\n3\n"), "1[a] !2 a NUL byte: this is not text 3[3] ");
	CHECK_TEXT(READ("\x7F"
			"ELF\2\1\1\0\0\0"),
		   "!1 a NUL byte: this is not text ");
}

/* n bytes of fill with the literal start in front and end at the back; freed by the caller. */
static struct str long_text(const char *start, char fill, size_t n, const char *end)
{
	size_t n_start = strlen(start), n_end = strlen(end);
	char *text = malloc(n_start + n + n_end);
	CHECK(text != NULL);
	memcpy(text, start, n_start);
	memset(text + n_start, fill, n);
	memcpy(text + n_start + n, end, n_end);
	return (struct str){text, n_start + n + n_end};
}

static void check_long(const char *start, char fill, size_t n, const char *end, const char *want)
{
	struct str text = long_text(start, fill, n, end);
	CHECK_TEXT(read_all(text), want);
	free((void *)(uintptr_t)text.p);
}

TEST(a_line_of_ten_megabytes_is_refused_and_passed_over)
{
	size_t n = (size_t)10 << 20;
	check_long("a\n", 'x', n, "\n2\n", "1[a] !2 a line is longer than 1 MiB 3[2] ");
	check_long("a\n\"", 'x', n, "\"\n2\n", "1[a] !2 a quote is not closed within 1 MiB 3[2] ");
}

/* A text that is cut where csv_whole says reads as it does in one piece. */
static void check_cut(struct str text)
{
	char in_one[1024], in_two[1024];
	(void)snprintf(in_one, sizeof(in_one), "%s", read_all(text));
	for (size_t seen = 0; seen <= text.n; seen++) {
		struct str fields[MAX_FIELDS];
		struct arena arena = {0};
		size_t n = csv_whole((struct str){text.p, seen}, ',', fields, MAX_FIELDS, &arena);
		CHECK(n <= seen && (n == 0 || text.p[n - 1] == '\n'));
		arena_release(&arena);
		/* The lines of the second part are blanks in front of it. */
		struct str rest = {text.p + n, text.n - n};
		char *padded = malloc(text.n + 1);
		CHECK(padded != NULL);
		size_t lines = 0;
		for (size_t i = 0; i < n; i++)
			if (text.p[i] == '\n')
				padded[lines++] = '\n';
		memcpy(padded + lines, rest.p, rest.n);
		int used =
			snprintf(in_two, sizeof(in_two), "%s", read_all((struct str){text.p, n}));
		(void)snprintf(in_two + used, sizeof(in_two) - (size_t)used, "%s",
			       read_all((struct str){padded, lines + rest.n}));
		CHECK_TEXT(in_two, in_one);
		free(padded);
	}
}

TEST(a_text_is_cut_between_records)
{
	check_cut(STR("a,b\n1,\"x\ny\"\r\n2,\"\"\"\n\"\"\"\n\n3,4\n"));
	/* A quote within a plain field opens nothing; text after a quote is refused. */
	check_cut(STR("a,b\n1,5\" wide\n2,\"x\ny\"\n3,\"x\"y\n4,\"\n\"\n"));
	check_cut(STR("a,b\n\"1\n2\"3\n4,5\n1,2,3,4,5,6,7,8,\"9\"\n6,\"7\"\n"));
}

TEST(the_end_of_a_record_that_goes_on_is_not_guessed)
{
	struct str fields[MAX_FIELDS];
	struct arena arena = {0};
	struct str text = STR("1,2\n3,\"4\n5,6\n");
	CHECK_INT(csv_whole(text, ',', fields, MAX_FIELDS, &arena), 4);
	CHECK_INT(csv_whole(STR("1,\"2\""), ',', fields, MAX_FIELDS, &arena), 0);
	CHECK_INT(csv_whole(STR(""), ',', fields, MAX_FIELDS, &arena), 0);
	arena_release(&arena);
}

TEST(the_limit_of_a_record_may_fall_anywhere)
{
	/* On, before and after a quote, a doubled quote, a separator. */
	for (size_t less = 0; less < 6; less++) {
		size_t n = CSV_MAX_RECORD - less;
		struct arena arena = {0};
		static const char *const ends[] = {"\"\"x\"\n2", "\",\"y\"\n2", "\"", "\"\n",
						   "\",,\n"};
		for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
			struct str text = long_text("\"", 'x', n, ends[i]);
			struct csv csv;
			struct str fields[MAX_FIELDS];
			size_t n_fields;
			csv_init(&csv, "t.csv", text, &arena);
			int r, calls = 0;
			while ((r = csv_next(&csv, fields, MAX_FIELDS, &n_fields, NULL)) != 0) {
				CHECK(r == 1 || r == FRUGAL_EDATA);
				CHECK(++calls < 10);
			}
			free((void *)(uintptr_t)text.p);
		}
		arena_release(&arena);
	}
}

TEST(a_piece_keeps_its_place_in_the_document)
{
	struct arena arena = {0};
	struct csv csv;
	struct str fields[MAX_FIELDS];
	size_t n = 0;
	csv_init_piece(&csv, "t.csv", STR("#1;2\n3;4"), &arena, ';', 40);
	CHECK_INT(csv_next(&csv, fields, MAX_FIELDS, &n, NULL), 1);
	CHECK_INT(n, 2);
	CHECK(str_is(fields[0], "#1"));
	CHECK_INT(csv.line, 40);
	CHECK_INT(csv_next(&csv, fields, MAX_FIELDS, &n, NULL), 1);
	CHECK_INT(csv.line, 41);
	CHECK_INT(csv_next(&csv, fields, MAX_FIELDS, &n, NULL), 0);
	arena_release(&arena);
}

TEST(memory_that_runs_out_is_said)
{
	struct arena arena = {0};
	struct csv csv;
	struct str fields[MAX_FIELDS];
	size_t n;
	struct frugal_error error;
	csv_init(&csv, "t.csv", STR("\"a\"\"b\"\n"), &arena);
	mem_fail_after(0);
	int r = csv_next(&csv, fields, MAX_FIELDS, &n, &error);
	mem_fail_after(-1);
	CHECK_INT(r, FRUGAL_EENV);
	CHECK_TEXT(error.what, "out of memory");
	arena_release(&arena);
}

RUN_TESTS(CASE(records_and_fields_come_in_order), CASE(an_empty_file_has_no_record),
	  CASE(lines_may_end_as_on_windows), CASE(a_byte_order_mark_is_not_part_of_the_first_name),
	  CASE(comments_stand_before_the_header_only), CASE(empty_lines_are_skipped_and_counted),
	  CASE(a_trailing_separator_gives_an_empty_last_field),
	  CASE(quotes_hold_separators_and_line_breaks), CASE(a_doubled_quote_is_one_quote),
	  CASE(semicolons_and_tabs_are_found_in_the_header),
	  CASE(an_unclosed_quote_is_said_once_and_the_next_line_read),
	  CASE(text_after_a_closing_quote_is_an_error),
	  CASE(lines_are_counted_right_after_quotes_and_errors),
	  CASE(too_many_fields_is_an_error_of_its_line), CASE(a_nul_byte_is_not_text),
	  CASE(a_line_of_ten_megabytes_is_refused_and_passed_over),
	  CASE(a_text_is_cut_between_records),
	  CASE(the_end_of_a_record_that_goes_on_is_not_guessed),
	  CASE(the_limit_of_a_record_may_fall_anywhere),
	  CASE(a_piece_keeps_its_place_in_the_document), CASE(memory_that_runs_out_is_said))
