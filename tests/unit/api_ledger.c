/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger through the public functions, as an external program would use it. The runs
 * are put there by the room store; expected values are those that were put, or worked out by hand.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "frugal.h"

#include "api/inside.h"
#include "report/answer.h"
#include "report/estimated.h"
#include "store_fixture.h"

static frugal_library *library;

static frugal_ledger *open_public(enum frugal_ledger_mode mode)
{
	const struct frugal_options options = {.size = sizeof(options), .store = test_path};
	frugal_ledger *ledger = NULL;
	struct frugal_error error = {0};
	frugal_library_free(library);
	CHECK_INT(frugal_library_new(&options, &library, &error), 0);
	if (frugal_ledger_open(library, mode, &ledger, &error) < 0)
		print_error("%s (%s): %s\n", error.what, error.where, error.todo);
	CHECK(ledger != NULL);
	return ledger;
}

static void put_two(void)
{
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	struct run_record run = full_run();
	struct run_record other = bare_run("00000000000000b2", 2000000000);
	other.project = "other";
	put(ledger, run);
	put(ledger, other);
	ledger_close(ledger);
}

static char seen[200];

static int see(void *context, const frugal_run *run, struct frugal_error *reterr)
{
	struct frugal_run_about about = {.size = sizeof(about)};
	const int *stop_after = context;
	CHECK_INT(frugal_run_about(run, &about, reterr), 0);
	(void)snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen), "%s ", about.id);
	return stop_after && strlen(seen) >= (size_t)*stop_after ? FRUGAL_VISIT_STOP
								 : FRUGAL_VISIT_ON;
}

static void list(frugal_ledger *ledger, const struct frugal_filter *filter, const char *expected)
{
	struct frugal_error error = {0};
	seen[0] = '\0';
	CHECK_INT(frugal_ledger_list(ledger, filter, FRUGAL_RUN_HEAD, see, NULL, &error), 0);
	CHECK_TEXT(seen, expected);
}

TEST(a_ledger_that_is_not_there_reads_as_an_empty_one)
{
	fresh_dir();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	list(ledger, NULL, "");
	frugal_ledger_close(ledger);
	CHECK_INT(access(test_path, F_OK), -1);
}

TEST(runs_are_listed_newest_first_and_filtered_by_their_words)
{
	int one = 1;
	fresh_dir();
	put_two();
	const struct run_record full = full_run();
	char both[64], first[32];
	(void)snprintf(first, sizeof(first), "%s ", full.id);
	(void)snprintf(both, sizeof(both), "00000000000000b2 %s ", full.id);
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	list(ledger, NULL, both);
	list(ledger,
	     &(struct frugal_filter){.size = sizeof(struct frugal_filter), .project = "other"},
	     "00000000000000b2 ");
	list(ledger,
	     &(struct frugal_filter){.size = sizeof(struct frugal_filter),
				     .until_us = INT64_C(2000000000000000)},
	     first);
	const char *tags[] = {"night", "paper"};
	list(ledger,
	     &(struct frugal_filter){
		     .size = sizeof(struct frugal_filter), .tags = tags, .n_tags = 2},
	     first);
	list(ledger,
	     &(struct frugal_filter){.size = sizeof(struct frugal_filter),
				     .words = "project=other"},
	     "00000000000000b2 ");
	list(ledger,
	     &(struct frugal_filter){.size = sizeof(struct frugal_filter),
				     .words = "tag=night",
				     .tags = tags,
				     .n_tags = 2},
	     first);
	struct frugal_error error;
	CHECK_INT(frugal_ledger_list(ledger,
				     &(struct frugal_filter){.size = sizeof(struct frugal_filter),
							     .project = "digits",
							     .words = "project=other"},
				     FRUGAL_RUN_HEAD, see, NULL, &error),
		  FRUGAL_EUSAGE);
	CHECK_TEXT(error.what, "no run has both project=other and project=digits");
	/* A word that no run has finds none; so does an outcome that was not said. */
	list(ledger, &(struct frugal_filter){.size = sizeof(struct frugal_filter), .name = "none"},
	     "");
	list(ledger,
	     &(struct frugal_filter){.size = sizeof(struct frugal_filter), .outcome = "shipped"},
	     "");
	seen[0] = '\0';
	CHECK_INT(frugal_ledger_list(ledger, NULL, FRUGAL_RUN_HEAD, see, &one, NULL), 0);
	CHECK_TEXT(seen, "00000000000000b2 ");
	frugal_ledger_close(ledger);
}

TEST(wrong_words_and_sizes_are_usage)
{
	struct frugal_error error = {0};
	frugal_run *run = NULL;
	int64_t us;
	fresh_dir();
	put_two();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	const struct frugal_filter wrong[] = {
		{.size = 0},
		{.size = sizeof(wrong[0]), .status = "asleep"},
		{.size = sizeof(wrong[0]), .outcome = "great"},
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK_INT(frugal_ledger_list(ledger, &wrong[i], FRUGAL_RUN_HEAD, see, NULL, &error),
			  FRUGAL_EUSAGE);
	CHECK_INT(frugal_ledger_list(ledger, NULL, (enum frugal_detail)7, see, NULL, &error),
		  FRUGAL_EUSAGE);
	CHECK_INT(frugal_ledger_list(ledger, NULL, FRUGAL_RUN_HEAD, NULL, NULL, NULL),
		  FRUGAL_EUSAGE);
	CHECK_INT(frugal_ledger_run(ledger, "ffff", &run, &error), FRUGAL_EUSAGE);
	CHECK(run == NULL);
	CHECK_INT(frugal_moment("tomorrow", &us, &error), FRUGAL_EUSAGE);
	CHECK_TEXT(error.what, "'tomorrow' is not a date");
	const char *words[] = {"project=a", "colour=red"};
	CHECK_INT(frugal_ledger_set(ledger, "last", words, 2, &error), FRUGAL_EUSAGE);
	/* Nothing was done: the first word neither. */
	list(ledger, &(struct frugal_filter){.size = sizeof(wrong[0]), .project = "a"}, "");
	const char *names[] = {"last", "ffff"};
	CHECK_INT(frugal_ledger_remove(ledger, names, 2, &error), FRUGAL_EUSAGE);
	list(ledger, &(struct frugal_filter){.size = sizeof(wrong[0]), .project = "other"},
	     "00000000000000b2 ");
	frugal_ledger_close(ledger);
}

TEST(a_run_tells_its_figures_its_parts_and_what_is_about_it)
{
	struct frugal_run_about about = {.size = sizeof(about)};
	struct frugal_figure figure;
	struct frugal_part part;
	frugal_run *run = NULL;
	const struct run_record full = full_run();
	fresh_dir();
	put_two();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_ledger_run(ledger, full.id, &run, NULL), 0);
	CHECK_INT(frugal_run_about(run, &about, NULL), 0);
	CHECK_TEXT(about.id, full.id);
	CHECK_TEXT(about.status, "finished");
	CHECK_TEXT(about.command[0], "python3");
	CHECK(about.command[4] == NULL);
	CHECK_TEXT(about.tags[0], "night");
	CHECK_TEXT(about.outcome, "");
	CHECK(about.duration_s == full.duration.s);
	CHECK_INT((int)frugal_run_count(run), (int)full.n_figures);
	CHECK_INT(frugal_run_figure(run, full.n_figures, &figure), FRUGAL_EUSAGE);
	CHECK_INT(frugal_run_figure(run, 0, &figure), 0);
	CHECK_TEXT(figure.name, full.figures[0].name);
	CHECK(figure.value == full.figures[0].value);
	CHECK_INT(frugal_run_find(run, "moon", "share", &figure), FRUGAL_EUSAGE);
	CHECK_INT((int)frugal_run_part_count(run), (int)full.n_parts);
	CHECK_INT(frugal_run_part(run, 0, &part), 0);
	CHECK_TEXT(part.part, "cpu.package-0");
	CHECK(part.energy_j == 1234.56789012345678);
	CHECK_CLOSE(part.idle_j + part.attributed_j + part.unattributed_j, part.energy_j, 1e-9);
	CHECK_INT(frugal_run_part(run, full.n_parts, &part), FRUGAL_EUSAGE);
	/* A caller that was built with a shorter struct gets what fits in it, and no byte more. */
	struct frugal_run_about shorter = {.size = offsetof(struct frugal_run_about, project)};
	shorter.project = "untouched";
	CHECK_INT(frugal_run_about(run, &shorter, NULL), 0);
	CHECK_TEXT(shorter.id, full.id);
	CHECK_TEXT(shorter.project, "untouched");
	frugal_run_free(run);
	frugal_ledger_close(ledger);
}

TEST(words_set_where_a_run_belongs_its_outcome_and_its_tags)
{
	struct frugal_run_about about = {.size = sizeof(about)};
	frugal_run *run = NULL;
	fresh_dir();
	put_two();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	const char *words[] = {"project=digits", "outcome=shipped", "+final", "phase=training"};
	CHECK_INT(frugal_ledger_set(ledger, "last", words, 4, NULL), 0);
	CHECK_INT(frugal_ledger_run(ledger, "last", &run, NULL), 0);
	CHECK_INT(frugal_run_about(run, &about, NULL), 0);
	CHECK_TEXT(about.project, "digits");
	CHECK_TEXT(about.phase, "training");
	CHECK_TEXT(about.outcome, "shipped");
	frugal_run_free(run);
	/* A tag that the run does not have undoes the words before it. */
	const char *half[] = {"project=half", "+half", "-none"};
	CHECK_INT(frugal_ledger_set(ledger, "last", half, 3, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_ledger_run(ledger, "last", &run, NULL), 0);
	CHECK_INT(frugal_run_about(run, &about, NULL), 0);
	CHECK_TEXT(about.project, "digits");
	CHECK_TEXT(about.tags[0], "final");
	frugal_run_free(run);
	const char *away[] = {"-final"};
	CHECK_INT(frugal_ledger_set(ledger, "last", away, 1, NULL), 0);
	const char *tags[] = {"final"};
	list(ledger,
	     &(struct frugal_filter){
		     .size = sizeof(struct frugal_filter), .tags = tags, .n_tags = 1},
	     "");
	frugal_ledger_close(ledger);
}

/* The text in pieces of three bytes, so that lines are cut anywhere. */
struct source {
	const char *text;
};

static int read_piece(void *context, char *to, size_t size, size_t *ret_n,
		      struct frugal_error *reterr)
{
	struct source *source = context;
	size_t n = strnlen(source->text, size < 3 ? size : 3);
	(void)reterr;
	memcpy(to, source->text, n);
	source->text += n;
	*ret_n = n;
	return 0;
}

TEST(what_was_written_is_taken_in_once_and_all_or_nothing)
{
	char *json = NULL, *lines = NULL;
	frugal_run *run = NULL;
	size_t added = 9, known = 9;
	struct frugal_error error = {0};
	const struct run_record full = full_run();
	fresh_dir();
	put_two();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	CHECK_INT(frugal_ledger_run(ledger, full.id, &run, NULL), 0);
	CHECK_INT(frugal_run_json(run, &json, NULL), 0);
	frugal_run_free(run);
	const char *name = full.id;
	CHECK_INT(frugal_ledger_remove(ledger, &name, 1, NULL), 0);
	/* A second line that is damaged takes the first one with it. */
	CHECK(asprintf(&lines, "%s\n{\"kind\":\"run\"}\n", json) > 0);
	struct source source = {lines};
	CHECK_INT(frugal_ledger_import(ledger, "a.jsonl", read_piece, &source, &added, &known,
				       &error),
		  FRUGAL_EDATA);
	CHECK_TEXT(error.where, "a.jsonl:2");
	list(ledger, NULL, "00000000000000b2 ");
	/* Twice the same, the last without its line feed. */
	free(lines);
	CHECK(asprintf(&lines, "%s\n\n%s", json, json) > 0);
	source = (struct source){lines};
	CHECK_INT(frugal_ledger_import(ledger, "a.jsonl", read_piece, &source, &added, &known,
				       &error),
		  0);
	CHECK_INT((int)added, 1);
	CHECK_INT((int)known, 1);
	free(lines);
	frugal_text_free(json);
	frugal_ledger_close(ledger);
	frugal_library_free(library);
	library = NULL;
}

/* What frugal_estimate would derive is kept with a run: 2 kWh at 429 g/kWh are 858 g. */
static void put_derived(const char *id)
{
	static const char *const inputs[] = {"measured=2kWh", "zone=paper:gpt3"};
	frugal_result *result = NULL;
	struct buf text = {0};
	struct jsonw json = {.out = &text};
	struct run_record run = bare_run(id, 3000000000);
	frugal_library_free(library);
	CHECK_INT(frugal_library_new(NULL, &library, NULL), 0);
	CHECK_INT(frugal_estimate(library, "run", inputs, 2, &result, NULL), 0);
	answer_derivation_json(&json, NULL, answer_of(result));
	run.derivation = buf_text(&text);
	struct ledger *ledger = open_ledger(LEDGER_WRITE);
	put(ledger, run);
	ledger_close(ledger);
	frugal_result_free(result);
	buf_release(&text);
}

TEST(the_derivation_of_a_run_is_a_result_that_explains_itself)
{
	frugal_run *run = NULL;
	frugal_result *why = NULL;
	struct frugal_figure carbon;
	struct frugal_error error = {0};
	fresh_dir();
	put_two();
	put_derived("00000000000000c3");
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_READ);
	CHECK_INT(frugal_ledger_run(ledger, "00000000000000c3", &run, NULL), 0);
	CHECK_INT(frugal_run_derivation(library, run, &why, NULL), 0);
	CHECK_INT(frugal_result_find(why, "carbon", &carbon), 0);
	CHECK_CLOSE(carbon.value, 0.858, 1e-9);
	CHECK_HOLDS(frugal_explain(why, "carbon"), "energy * zone.intensity");
	CHECK(frugal_explain(why, "no such") == NULL);
	frugal_result_free(why);
	frugal_run_free(run);
	/* The other has a text that is not a derivation. */
	CHECK_INT(frugal_ledger_run(ledger, full_run().id, &run, NULL), 0);
	CHECK_INT(frugal_run_derivation(library, run, &why, &error), FRUGAL_EDATA);
	CHECK_INT(frugal_run_derivation(library, NULL, &why, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_run_derivation(NULL, run, &why, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_run_derivation(library, run, NULL, NULL), FRUGAL_EUSAGE);
	frugal_run_free(run);
	frugal_ledger_close(ledger);
}

static int read_kept(frugal_ledger *ledger, const char *id, struct arena *arena,
		     struct kept_estimate *ret, struct answer **ret_answer)
{
	struct frugal_error error;
	int r = ledger_find_estimate(ledger->ledger, id, arena, ret, &error);
	return r < 0 ? r : estimated_read(ret, ret_answer, &error);
}

/* llm_request has the mean as its value, which is not its central value; both and the median live.
 */
TEST(an_estimate_is_kept_with_all_that_its_value_could_have_been)
{
	const char *const inputs[] = {"llm=gpt-4o", "output_tokens=300token", "zone=FR"};
	const struct frugal_kept kept = {.size = sizeof(kept), .project = "p", .name = "first"};
	struct arena arena = {0};
	struct kept_estimate stored;
	struct answer *answer = NULL;
	frugal_result *result = NULL;
	char *id = NULL;
	fresh_dir();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	CHECK_INT(frugal_estimate(library, "llm_request", inputs, 3, &result, NULL), 0);
	CHECK_INT(frugal_estimate_keep(ledger, result, inputs, 3, &kept, &id, NULL), 0);
	CHECK_INT(strlen(id), 18);
	CHECK(strncmp(id, "e-", 2) == 0);
	CHECK_INT(read_kept(ledger, id, &arena, &stored, &answer), 0);
	CHECK_TEXT(stored.project, "p");
	CHECK_TEXT(stored.service, "");
	CHECK_TEXT(stored.name, "first");
	CHECK_TEXT(stored.model, "llm_request");
	CHECK_TEXT(stored.inputs, "[\"llm=gpt-4o\",\"output_tokens=300token\",\"zone=FR\"]");
	const struct answer_line *was = answer_find(answer_of(result), "carbon");
	const struct answer_line *is = answer_find(answer, "carbon");
	CHECK(is->headline == HEADLINE_MEAN && is->figure);
	CHECK(is->median < 0.9 * is->mean && is->central < 0.9 * is->median);
	CHECK_CLOSE(is->value, was->value, 1e-12);
	CHECK_CLOSE(is->central, was->central, 1e-12);
	CHECK_CLOSE(is->mean, was->mean, 1e-12);
	CHECK_CLOSE(is->median, was->median, 1e-12);
	CHECK_CLOSE(is->low, was->low, 1e-12);
	CHECK_CLOSE(is->high, was->high, 1e-12);
	answer_free(answer);
	const char *const gone[] = {id};
	CHECK_INT(frugal_ledger_remove(ledger, gone, 1, NULL), 0);
	CHECK_INT(read_kept(ledger, id, &arena, &stored, &answer), FRUGAL_EUSAGE);
	frugal_text_free(id);
	arena_release(&arena);
	frugal_result_free(result);
	frugal_ledger_close(ledger);
}

/* One of a version that kept the central value alone has no median: none stands in for it. */
TEST(an_old_estimate_has_no_median)
{
	struct arena arena = {0};
	struct kept_estimate stored;
	struct answer *answer = NULL;
	struct frugal_error error;
	fresh_dir();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	struct kept_estimate old = {
		.project = "",
		.service = "",
		.name = "",
		.model = "m",
		.inputs = "[]",
		.answer = "{\"derivation\":{\"model\":\"m\",\"lines\":[{\"name\":\"energy\","
			  "\"kind\":\"out\",\"value\":2,\"unit\":\"kWh\",\"low\":1,\"high\":3,"
			  "\"quality\":\"default\"}]},\"words\":{\"energy\":[\"\",\"\"]}}",
	};
	CHECK_INT(ledger_keep_estimate(ledger->ledger, &old, &error), 0);
	CHECK_INT(read_kept(ledger, old.id, &arena, &stored, &answer), 0);
	const struct answer_line *energy = answer_find(answer, "energy");
	CHECK_CLOSE(energy->central, 2000, 1e-12);
	CHECK(isnan(energy->mean) && isnan(energy->median));
	answer_free(answer);
	arena_release(&arena);
	frugal_ledger_close(ledger);
}

TEST(what_cannot_be_kept_is_usage)
{
	const char *const inputs[] = {"gpu_hours=8h", "gpu=A100 SXM4 80GB"};
	const char *const broken[] = {"gpu_hours=8h", NULL};
	struct frugal_kept kept = {.size = 1};
	frugal_result *result = NULL;
	char *id = NULL;
	fresh_dir();
	frugal_ledger *ledger = open_public(FRUGAL_LEDGER_WRITE);
	CHECK_INT(frugal_estimate(library, "training", inputs, 2, &result, NULL), 0);
	CHECK_INT(frugal_estimate_keep(NULL, result, inputs, 2, NULL, &id, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_estimate_keep(ledger, NULL, inputs, 2, NULL, &id, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_estimate_keep(ledger, result, inputs, 2, NULL, NULL, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_estimate_keep(ledger, result, broken, 2, NULL, &id, NULL), FRUGAL_EUSAGE);
	CHECK_INT(frugal_estimate_keep(ledger, result, inputs, 2, &kept, &id, NULL), FRUGAL_EUSAGE);
	CHECK(id == NULL);
	/* Without words it is of nothing, and kept all the same. */
	CHECK_INT(frugal_estimate_keep(ledger, result, inputs, 2, NULL, &id, NULL), 0);
	frugal_text_free(id);
	frugal_ledger_close(ledger);
	frugal_result_free(result);
}

RUN_TESTS(CASE(a_ledger_that_is_not_there_reads_as_an_empty_one),
	  CASE(runs_are_listed_newest_first_and_filtered_by_their_words),
	  CASE(wrong_words_and_sizes_are_usage),
	  CASE(a_run_tells_its_figures_its_parts_and_what_is_about_it),
	  CASE(words_set_where_a_run_belongs_its_outcome_and_its_tags),
	  CASE(what_was_written_is_taken_in_once_and_all_or_nothing),
	  CASE(the_derivation_of_a_run_is_a_result_that_explains_itself),
	  CASE(an_estimate_is_kept_with_all_that_its_value_could_have_been),
	  CASE(an_old_estimate_has_no_median), CASE(what_cannot_be_kept_is_usage))
