/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the value of a figure is. The mean of a triangle is (low + mode + high) / 3, and that of a
 * product of independent inputs is the product of theirs.
 */
#include "model_lab.h"

#define A "a=1 [1, 4];b=1 [1, 7]" /* means 2 and 3 */

static struct lab asked(const char *model, const char *assignments)
{
	struct lab lab = {0};
	char text[128];
	lab_parse(&lab, model);
	lab_compile(&lab);
	(void)snprintf(text, sizeof(text), "%s", assignments);
	for (char *save = NULL, *one = strtok_r(text, ";", &save); one;
	     one = strtok_r(NULL, ";", &save))
		lab_set(&lab, one);
	lab_fine(&lab);
	return lab;
}

static struct lab answered(const char *model, const char *assignments)
{
	struct lab lab = asked(model, assignments);
	lab_answer(&lab, NULL);
	return lab;
}

static const char *note(const struct lab *lab, size_t i)
{
	return i < lab->answer->n_notes ? lab->answer->notes[i].plain : "";
}

TEST(the_value_of_a_mean_is_that_of_the_draws)
{
	struct lab lab = answered("model m { headline mean in a : 1 in b : 1 let c : 1 = a + 1\n"
				  "out x : 1 = a * b }",
				  A);
	const struct answer_line *x = lab_line(&lab, "x");
	CHECK_CLOSE(x->value, 6, 0.002);
	CHECK(x->value == x->mean && x->headline == HEADLINE_MEAN && !x->widened);
	CHECK_CLOSE(x->central, 1, 0);
	CHECK(x->low < x->median && x->median < x->mean && x->mean < x->high);
	/* A line that is not a figure shows its formula. */
	CHECK_CLOSE(lab_line(&lab, "c")->value, 2, 0);
	lab_close(&lab);
}

TEST(a_model_that_says_nothing_is_central)
{
	struct lab lab = answered("model m { in a : 1 in b : 1 out x : 1 = a * b }", A);
	const struct answer_line *x = lab_line(&lab, "x");
	CHECK_CLOSE(x->value, 1, 0);
	CHECK_CLOSE(x->mean, 6, 0.002);
	CHECK_INT(x->headline, HEADLINE_CENTRAL);
	/* 1 is the least of all draws. */
	CHECK(x->widened && x->low == x->value);
	CHECK_TEXT(note(&lab, 0), "x: the value is outside the 5 % to 95 % range of the draws, "
				  "which is widened to include it");
	lab_close(&lab);
}

TEST(means_of_parts_add_up_to_the_mean_of_the_whole)
{
	struct lab lab = answered("model m { headline mean in a : 1 in b : 1\n"
				  "out x : 1 = a * b out y : 1 = a ^ 2 let z : 1 = x + y\n"
				  "out whole : 1 = z - b }",
				  A);
	double sum = lab_line(&lab, "x")->value + lab_line(&lab, "y")->value;
	double b = 3; /* its mean: each stratum of the draws is hit once */
	CHECK_CLOSE(lab_line(&lab, "whole")->value, sum - b, 1e-4);
	lab_close(&lab);
}

TEST(a_figure_without_value_in_some_draws_is_central_with_the_reason)
{
	struct lab lab = answered("model m { headline mean in a : 1 in b : 1\n"
				  "out some : 1 = only(a < 2, a) out part : 1 = a * b\n"
				  "out whole : 1 = some + part out apart : 1 = b * b }",
				  A);
	const struct answer_line *some = lab_line(&lab, "some");
	CHECK_INT(some->headline, HEADLINE_CENTRAL);
	CHECK_CLOSE(some->value, 1, 0);
	/* P(a >= 2) of a triangle with its mode at 1: (2/3)^2 of 4096 draws */
	CHECK_CLOSE(some->n_unknown, 4096 * 4.0 / 9, 0.01);
	char text[128];
	(void)snprintf(text, sizeof(text),
		       "some: at central inputs, since %u of 4096 draws of it have no value",
		       some->n_unknown);
	CHECK_TEXT(note(&lab, 0), text);
	/* So are the whole that it is a part of, and the other part, or they would not add up. */
	CHECK_INT(lab_line(&lab, "whole")->headline, HEADLINE_CENTRAL);
	CHECK_INT(lab_line(&lab, "part")->headline, HEADLINE_CENTRAL);
	CHECK_CLOSE(lab_line(&lab, "whole")->value, 2, 0);
	CHECK_INT(lab_line(&lab, "apart")->headline, HEADLINE_MEAN);
	lab_close(&lab);
}

TEST(a_figure_is_central_without_draws_and_exact_without_doubt)
{
	struct lab lab =
		asked("model m { headline mean in a : 1 out x : 1 = a * a }", "a=1 [1, 4]");
	const struct answer_options one = {.draws = 1};
	CHECK_INT(question_answer(lab.question, &one, &lab.answer, &lab.error), 0);
	const struct answer_line *x = lab_line(&lab, "x");
	CHECK(x->value == 1 && x->low == 1 && x->high == 1);
	CHECK_INT(x->headline, HEADLINE_CENTRAL);
	lab_close(&lab);
	lab = answered("model m { headline mean in a : 1 out x : 1 = a * a }", "a=3");
	x = lab_line(&lab, "x");
	CHECK(x->value == 9 && x->mean == 9 && x->median == 9 && x->low == 9 && x->high == 9);
	lab_close(&lab);
}

TEST(an_absent_figure_stays_absent_under_both)
{
	struct lab lab = answered("model m { headline mean in a : 1 in b : 1 optional\n"
				  "out x : 1 = a * a out y : 1 = a * b out z : 1 = x + y }",
				  "a=1 [1, 4]");
	CHECK(isnan(lab_line(&lab, "y")->value) && isnan(lab_line(&lab, "z")->value));
	CHECK_TEXT(lab_line(&lab, "z")->absent, "b is not given");
	CHECK_INT(lab_line(&lab, "x")->headline, HEADLINE_MEAN);
	lab_close(&lab);
}

TEST(the_input_that_moves_the_mean_most_is_named)
{
	struct lab lab = asked("model m { headline mean in a : 1 in b : 1 out x : 1 = a * b }",
			       "a=2 [1, 3];b=1 [1, 7]");
	const struct answer_options lines = {.lines = true};
	CHECK_INT(question_answer(lab.question, &lines, &lab.answer, &lab.error), 0);
	const struct answer_line *x = lab_line(&lab, "x");
	CHECK(x->shifted_by != NO_ENTRY);
	CHECK_TEXT(lab.answer->lines[x->shifted_by].name, "b");
	lab_close(&lab);
}

TEST(a_headline_that_is_neither_or_twice_is_refused)
{
	struct lab lab = {0};
	CHECK_INT(lab_parse(&lab, "model m { headline median out x : 1 = 1 }"), FRUGAL_EDATA);
	CHECK(strstr(lab.error.what, "headline is central or mean") != NULL);
	CHECK_TEXT(lab.error.where, "m0.model:1:20");
	lab_close(&lab);
	lab = (struct lab){0};
	CHECK_INT(lab_parse(&lab, "model m { headline mean headline mean out x : 1 = 1 }"),
		  FRUGAL_EDATA);
	CHECK(strstr(lab.error.what, "headline is given twice") != NULL);
	lab_close(&lab);
}

RUN_TESTS(CASE(the_value_of_a_mean_is_that_of_the_draws),
	  CASE(a_model_that_says_nothing_is_central),
	  CASE(means_of_parts_add_up_to_the_mean_of_the_whole),
	  CASE(a_figure_without_value_in_some_draws_is_central_with_the_reason),
	  CASE(a_figure_is_central_without_draws_and_exact_without_doubt),
	  CASE(an_absent_figure_stays_absent_under_both),
	  CASE(the_input_that_moves_the_mean_most_is_named),
	  CASE(a_headline_that_is_neither_or_twice_is_refused))
