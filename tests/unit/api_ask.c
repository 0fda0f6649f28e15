/* SPDX-License-Identifier: Apache-2.0 */
/* frugal_ask_*: the question in a sentence, as a page or another program uses it. */
#include "check.h"
#include "frugal.h"

static frugal_library *library;

static struct frugal_ask_item item_called(const frugal_ask *ask, const char *key)
{
	struct frugal_ask_item item = {.size = sizeof(item)};
	for (size_t i = 0; frugal_ask_item(ask, i, &item, NULL) == 0; i++)
		if (strcmp(item.key, key) == 0)
			return item;
	fail_msg("no item %s", key);
	return item;
}

TEST(a_whole_sentence_gives_the_estimate_that_its_inputs_give)
{
	frugal_ask *ask = NULL;
	frugal_result *asked = NULL, *estimated = NULL;
	struct frugal_figure a, b;
	struct frugal_error error = {0};
	const char *inputs[] = {"llm=gpt-4o", "users=2000", "user_requests=30request/day",
				"days_of_use=220day", "zone=US"};
	CHECK_INT(
		frugal_ask_new(library, "GPT-4o for 2 000 agents, 30 requests a day", &ask, &error),
		0);
	CHECK_INT(frugal_ask_check(ask, &error), 0);
	CHECK_TEXT(frugal_ask_model(ask), "llm_service");
	for (size_t i = 0; i < 5; i++)
		CHECK_TEXT(frugal_ask_input(ask, i), inputs[i]);
	CHECK(!frugal_ask_input(ask, 5));
	CHECK_INT(frugal_ask_answer(ask, &asked, &error), 0);
	CHECK_INT(frugal_estimate(library, "llm_service", inputs, 5, &estimated, &error), 0);
	CHECK_INT(frugal_result_find(asked, "energy", &a), 0);
	CHECK_INT(frugal_result_find(estimated, "energy", &b), 0);
	CHECK_CLOSE(a.value, b.value, 1e-12);
	frugal_result_free(asked);
	frugal_result_free(estimated);
	frugal_ask_free(ask);
}

TEST(what_is_missing_unclear_or_unused_is_listed)
{
	frugal_ask *ask = NULL;
	struct frugal_error error = {0};
	const char *why = NULL;
	char *text = NULL;
	CHECK_INT(frugal_ask_new(library, "GPT-4o and 12 wombats for our 2000 brave agents in Rio",
				 &ask, &error),
		  0);
	CHECK_INT(item_called(ask, "requests").state, FRUGAL_ASK_MISSING);
	CHECK_INT(item_called(ask, "people").state, FRUGAL_ASK_GIVEN);
	CHECK_INT(item_called(ask, "place").state, FRUGAL_ASK_DEFAULT);
	CHECK_INT(item_called(ask, "duration").state, FRUGAL_ASK_ABSENT);
	CHECK_TEXT(frugal_ask_unclear(ask, 0, &why), "12 wombats");
	CHECK_TEXT(why, "was not understood");
	CHECK_TEXT(frugal_ask_unclear(ask, 1, NULL), "Rio");
	CHECK(!frugal_ask_unclear(ask, 2, NULL));
	CHECK_TEXT(frugal_ask_unused(ask, 0), "brave");
	CHECK(!frugal_ask_unused(ask, 1));
	CHECK(!frugal_ask_model(ask));
	CHECK(!frugal_ask_command(ask));
	CHECK_INT(frugal_ask_check(ask, &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_json(ask, &text, &error), 0);
	CHECK_HOLDS(text, "12 wombats");
	CHECK(!strstr(text, "figures"));
	frugal_text_free(text);
	frugal_ask_free(ask);
}

TEST(answers_make_a_question_whole)
{
	frugal_ask *ask = NULL;
	struct frugal_error error = {0};
	CHECK_INT(frugal_ask_new(library, NULL, &ask, &error), 0);
	CHECK_INT(frugal_ask_set(ask, "about", "buy", &error), 0);
	CHECK_INT(frugal_ask_set(ask, "hardware", "H100", &error), 0);
	CHECK_INT(frugal_ask_set(ask, "count", "4", &error), 0);
	CHECK_INT(frugal_ask_set(ask, "place", "SE", &error), 0);
	CHECK_TEXT(frugal_ask_command(ask), "frugal estimate server gpu=\"H100 SXM5 80GB\" gpus=8 "
					    "duration=35040h busy_share=1 zone=SE");
	CHECK_HOLDS(item_called(ask, "hardware").note, "H100 PCIe 80GB");
	CHECK_INT(frugal_ask_set(ask, "colour", "red", &error), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_set(ask, "place", "Atlantis", &error), FRUGAL_EUSAGE);
	CHECK(frugal_ask_command(ask) != NULL);
	frugal_ask_free(ask);
}

TEST(wrong_calls_are_refused)
{
	frugal_ask *ask = NULL;
	struct frugal_ask_item item = {.size = sizeof(item)};
	CHECK_INT(frugal_ask_new(NULL, "x", &ask, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_new(library, "x", NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_new(library, "\xff", &ask, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_new(library, "42", &ask, NULL), 0);
	CHECK_INT(frugal_ask_set(ask, NULL, "1", NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_set(ask, "about", NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_set(NULL, "about", "1", NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_item(ask, 99, &item, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_item(ask, 0, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_answer(ask, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_json(ask, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ask_check(NULL, NULL), FRUGAL_EUSAGE);
	CHECK(!frugal_ask_unclear(NULL, 0, NULL));
	CHECK(!frugal_ask_warning(ask, 0));
	frugal_ask_free(ask);
	frugal_ask_free(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(a_whole_sentence_gives_the_estimate_that_its_inputs_give),
		CASE(what_is_missing_unclear_or_unused_is_listed),
		CASE(answers_make_a_question_whole),
		CASE(wrong_calls_are_refused),
	};
	const struct frugal_options options = {.size = sizeof(options), .no_environment = 1};
	if (frugal_library_new(&options, &library, NULL) < 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	frugal_library_free(library);
	return failed;
}
