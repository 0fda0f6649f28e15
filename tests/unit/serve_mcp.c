/* SPDX-License-Identifier: Apache-2.0 */
/* What agents send, read and answered: depth, lists, and memory that is out at each place. */
#include "base/mem.h"
#include "check.h"
#include "serve/asked.h"
#include "serve/mcp.h"

static struct str text(const char *s)
{
	return str_of(s);
}

TEST(brackets_in_texts_are_not_depth)
{
	json_t *json = NULL;
	struct frugal_error error;
	CHECK(asked_parse(text("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"}"),
			  ASKED_DEEPEST, &json, &error) == 0);
	json_decref(json);
}

TEST(what_is_too_deep_is_refused_before_it_is_read)
{
	char deep[ASKED_DEEPEST + 2];
	json_t *json = NULL;
	struct frugal_error error;
	memset(deep, '[', sizeof(deep));
	CHECK(asked_parse((struct str){deep, ASKED_DEEPEST + 1}, ASKED_DEEPEST, &json, &error) ==
	      FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "32 deep");
}

TEST(members_become_texts_and_lists_are_joined)
{
	struct arena arena = {0};
	struct asked asked;
	struct frugal_error error;
	json_t *json = NULL;
	CHECK(asked_parse(text("{\"a\":[\"x\",\"y\"],\"b\":0.5,\"c\":true,\"d\":false,\"e\":7}"),
			  ASKED_DEEPEST, &json, &error) == 0);
	CHECK(asked_of_json(json, &arena, &asked, &error) == 0);
	json_decref(json);
	CHECK_TEXT(asked_word(&asked, "a"), "x;y");
	CHECK_TEXT(asked_word(&asked, "b"), "0.5");
	CHECK_TEXT(asked_word(&asked, "e"), "7");
	CHECK(asked_flag(&asked, "c") && !asked_flag(&asked, "d") && !asked_word(&asked, "d"));
	arena_release(&arena);
}

TEST(each_allocation_that_fails_ends_in_an_answer_or_in_none)
{
	static const char *const lines[] = {
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
		"\"protocolVersion\":\"2025-11-25\"}}",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
		"\"plan\",\"arguments\":{\"zone\":[\"DE\",\"FR\"],\"duration\":\"4h\"}}}",
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
		"\"estimate\",\"arguments\":{\"model\":\"x\",\"inputs\":{\"a\":1}}}}",
	};
	const struct mcp_settings settings = {.library = {.size = sizeof(settings.library),
							  .store = "/nonexistent/ledger.db",
							  .grid_dir = "/nonexistent",
							  .no_environment = 1},
					      .lang = "en"};
	struct mcp *mcp = NULL;
	struct buf answer = {0};
	CHECK(mcp_open(&settings, &mcp, NULL) == 0);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		for (int64_t n = 0; n < 200; n++) {
			buf_release(&answer);
			mem_fail_after(n);
			mcp_answer(mcp, text(lines[i]), &answer);
			mem_fail_after(-1);
			CHECK(answer.failed || answer.n);
		}
		buf_release(&answer);
		mcp_answer(mcp, text(lines[i]), &answer);
		CHECK_HOLDS(buf_text(&answer), "\"result\"");
	}
	buf_release(&answer);
	mcp_close(mcp);
}

RUN_TESTS(CASE(brackets_in_texts_are_not_depth),
	  CASE(what_is_too_deep_is_refused_before_it_is_read),
	  CASE(members_become_texts_and_lists_are_joined),
	  CASE(each_allocation_that_fails_ends_in_an_answer_or_in_none))
