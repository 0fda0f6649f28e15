/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON writer, read back by jansson. */
#include "check.h"

#include <jansson.h>
#include <locale.h>

#include "base/json.h"
#include "base/mem.h"

static void write_everything(struct jsonw *json)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", "carbon");
	jsonw_number(json, "value", 0.1);
	jsonw_int(json, "n", INT64_MIN);
	jsonw_bool(json, "measured", false);
	jsonw_null(json, "zone");
	jsonw_string(json, "nothing", NULL);
	jsonw_array(json, "list");
	jsonw_number(json, NULL, 1);
	jsonw_object(json, NULL);
	jsonw_object_end(json);
	jsonw_array(json, NULL);
	jsonw_array_end(json);
	jsonw_array_end(json);
	jsonw_raw(json, "raw", STR("{\"x\":1}"));
	jsonw_object_end(json);
}

TEST(a_tree_is_one_line)
{
	struct buf out = {0};
	struct jsonw json = {.out = &out};
	write_everything(&json);
	CHECK_TEXT(buf_text(&out),
		   "{\"name\":\"carbon\",\"value\":0.1,\"n\":-9223372036854775808,"
		   "\"measured\":false,\"zone\":null,\"nothing\":null,\"list\":[1,{},[]],"
		   "\"raw\":{\"x\":1}}");
	buf_release(&out);
}

TEST(a_pretty_tree_is_indented_by_two)
{
	struct buf out = {0};
	struct jsonw json = {.out = &out, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_array(&json, "a");
	jsonw_int(&json, NULL, 1);
	jsonw_int(&json, NULL, 2);
	jsonw_array_end(&json);
	jsonw_object(&json, "o");
	jsonw_object_end(&json);
	jsonw_object_end(&json);
	CHECK_TEXT(buf_text(&out), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"o\": {}\n}");
	buf_release(&out);
}

/* What a reader makes of the value that we write. */
static json_t *read_back(struct str value)
{
	struct buf out = {0};
	struct jsonw json = {.out = &out};
	jsonw_array(&json, NULL);
	jsonw_str(&json, NULL, value);
	jsonw_array_end(&json);
	json_error_t error;
	json_t *tree = json_loadb(buf_text(&out), out.n, JSON_ALLOW_NUL, &error);
	if (!tree)
		print_error("%s: %s\n", buf_text(&out), error.text);
	CHECK(tree != NULL);
	buf_release(&out);
	return tree;
}

static void check_read_back(struct str value, struct str want)
{
	json_t *tree = read_back(value);
	const json_t *item = json_array_get(tree, 0);
	CHECK_INT(json_string_length(item), want.n);
	CHECK(memcmp(json_string_value(item), want.p, want.n) == 0);
	json_decref(tree);
}

TEST(text_comes_back_as_it_was)
{
	check_read_back(STR(""), STR(""));
	check_read_back(STR("q\"b\\s/\n\t\r\b\f"), STR("q\"b\\s/\n\t\r\b\f"));
	check_read_back(STR("caf\xC3\xA9 \xF0\x9F\x8C\xB1"), STR("caf\xC3\xA9 \xF0\x9F\x8C\xB1"));
	check_read_back(STR("a\0b\xC3\xA9"), STR("a\0b\xC3\xA9"));
	check_read_back(STR("\0\0\xC3\xA9\0\xC3\xA9"), STR("\0\0\xC3\xA9\0\xC3\xA9"));
	char all[0x7F];
	for (size_t i = 0; i < sizeof(all); i++)
		all[i] = (char)(i + 1);
	check_read_back((struct str){all, sizeof(all)}, (struct str){all, sizeof(all)});
}

TEST(bytes_that_are_not_utf8_become_the_replacement_character)
{
#define REPLACED "\xEF\xBF\xBD"
	check_read_back(STR("a\xFF"
			    "b\xC3\xA9"),
			STR("a" REPLACED "b\xC3\xA9"));
	check_read_back(STR("\xC3"), STR(REPLACED));
	check_read_back(STR("\xED\xA0\x80!"), STR(REPLACED REPLACED REPLACED "!"));
	check_read_back(STR("\x80\x80z"), STR(REPLACED REPLACED "z"));
	check_read_back(STR("\xFF\0\xC3\xA9"), STR(REPLACED "\0\xC3\xA9"));
}

TEST(any_bytes_are_written_as_json_that_can_be_read)
{
	uint32_t bits = 12345;
	for (int i = 0; i < 5000; i++) {
		char bytes[24];
		for (size_t k = 0; k < sizeof(bytes); k++) {
			bits = bits * 1664525u + 1013904223u;
			bytes[k] = (char)(bits >> 24);
		}
		json_decref(read_back((struct str){bytes, sizeof(bytes)}));
	}
}

/* U+202E and U+2066 turn a line, U+2028 breaks it; an en dash, U+2013, does neither. */
TEST(what_turns_or_breaks_a_line_is_escaped)
{
	struct buf out = {0};
	struct jsonw json = {.out = &out};
	jsonw_string(&json, NULL,
		     "a\xE2\x80\xAE"
		     "b\xE2\x81\xA6"
		     "c\xE2\x80\xA8"
		     "d\xE2\x80\x93"
		     "e");
	CHECK_TEXT(buf_text(&out), "\"a\\u202eb\\u2066c\\u2028d\xE2\x80\x93"
				   "e\"");
	buf_release(&out);
}

TEST(a_key_is_escaped_too)
{
	struct buf out = {0};
	struct jsonw json = {.out = &out};
	jsonw_object(&json, NULL);
	jsonw_int(&json, "a\"b", 1);
	jsonw_object_end(&json);
	CHECK_TEXT(buf_text(&out), "{\"a\\\"b\":1}");
	buf_release(&out);
}

TEST(numbers_have_no_locale_and_no_infinity)
{
	(void)setlocale(LC_ALL, "fr_FR.UTF-8");
	struct buf out = {0};
	struct jsonw json = {.out = &out};
	jsonw_array(&json, NULL);
	jsonw_number(&json, NULL, 1234.5);
	jsonw_number(&json, NULL, NAN);
	jsonw_number(&json, NULL, -INFINITY);
	jsonw_number(&json, NULL, 1e-300);
	jsonw_array_end(&json);
	CHECK_TEXT(buf_text(&out), "[1234.5,null,null,1e-300]");
	buf_release(&out);
	(void)setlocale(LC_ALL, "C");
}

TEST(memory_that_runs_out_is_remembered)
{
	bool done = false;
	for (int64_t n = 0; !done; n++) {
		struct buf out = {0};
		struct jsonw json = {.out = &out};
		mem_fail_after(n);
		write_everything(&json);
		mem_fail_after(-1);
		CHECK(n < 100);
		done = !out.failed;
		buf_release(&out);
	}
}

RUN_TESTS(CASE(a_tree_is_one_line), CASE(a_pretty_tree_is_indented_by_two),
	  CASE(text_comes_back_as_it_was),
	  CASE(bytes_that_are_not_utf8_become_the_replacement_character),
	  CASE(any_bytes_are_written_as_json_that_can_be_read),
	  CASE(what_turns_or_breaks_a_line_is_escaped), CASE(a_key_is_escaped_too),
	  CASE(numbers_have_no_locale_and_no_infinity), CASE(memory_that_runs_out_is_remembered))
