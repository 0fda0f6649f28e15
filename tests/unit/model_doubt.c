/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quality, intervals against the quantiles of the triangular distribution, and sensitivity.
 */
#include "model/draws.h"
#include "model_asked.h"

/* ---- quality ---- */

static const char metered[] = "model m { in seen : kWh = 0 kWh in guessed : kWh = 0 kWh\n"
			      "in pue : 1 = 1 in zone : row of zones = \"WOR\"\n"
			      "out energy : kWh = (seen + guessed) * pue\n"
			      "out carbon : kgCO2e = energy * zone.intensity }";

static void feed(struct lab *lab, const char *name, double wh, enum frugal_quality quality,
		 double share)
{
	struct quantity q = {.value = wh, .low = wh, .high = wh};
	q.dim.exponent[KIND_ENERGY] = 1;
	CHECK_INT(question_set_number(lab->question, name, &q, quality, share, "a counter", NULL),
		  0);
}

TEST(measured_stays_measured_through_a_factor_of_one_and_a_term_of_zero)
{
	struct lab lab = asked(metered);
	feed(&lab, "seen", 500, FRUGAL_MEASURED, 1);
	lab_answer(&lab, NULL);
	CHECK_INT(lab_line(&lab, "energy")->quality, FRUGAL_MEASURED);
	CHECK_CLOSE(lab_line(&lab, "energy")->measured_share, 1, 0);
	CHECK_INT(lab_line(&lab, "carbon")->quality, FRUGAL_DEFAULT);
	CHECK_CLOSE(lab_line(&lab, "carbon")->measured_share, 1, 0);
	CHECK_TEXT(lab_line(&lab, "seen")->source, "a counter");
	CHECK_INT(lab_line(&lab, "zone")->quality, FRUGAL_DEFAULT);
	lab_set(&lab, "zone=FR");
	lab_answer(&lab, NULL);
	CHECK_INT(lab_line(&lab, "carbon")->quality, FRUGAL_MODELLED);
	lab_set(&lab, "pue=1.2");
	lab_answer(&lab, NULL);
	CHECK_INT(lab_line(&lab, "energy")->quality, FRUGAL_DECLARED);
	lab_close(&lab);
}

TEST(the_measured_share_is_weighed_by_size)
{
	struct lab lab = asked(metered);
	feed(&lab, "seen", 750, FRUGAL_MEASURED, 1);
	feed(&lab, "guessed", 250, FRUGAL_MODELLED, 0);
	lab_answer(&lab, NULL);
	CHECK_CLOSE(lab_line(&lab, "energy")->measured_share, 0.75, 1e-15);
	CHECK_INT(lab_line(&lab, "energy")->quality, FRUGAL_MODELLED);
	lab_close(&lab);
}

TEST(only_the_branch_taken_counts_for_quality)
{
	struct lab lab = answered("model m { in a : 1 = 2 in b : 1\n"
				  "out x : 1 = if b > 0 then b else a out y : 1 = max(a, b)\n"
				  "out z : 1 = b + 1 }",
				  "b=3");
	CHECK_INT(lab_line(&lab, "x")->quality, FRUGAL_DECLARED);
	CHECK_INT(lab_line(&lab, "y")->quality, FRUGAL_DECLARED);
	CHECK_INT(lab_line(&lab, "z")->quality, FRUGAL_DECLARED);
	CHECK_INT(lab_line(&lab, "a")->quality, FRUGAL_DEFAULT);
	lab_close(&lab);
}

/* ---- intervals ---- */

TEST(exact_inputs_give_a_point)
{
	struct lab lab =
		answered("model m { in a : kWh out x : kWh = a * 3 out y : 1 = 1 }", "a=0.1kWh");
	CHECK(lab_line(&lab, "x")->low == lab_line(&lab, "x")->value);
	CHECK(lab_line(&lab, "x")->high == lab_line(&lab, "x")->value);
	lab_close(&lab);
}

TEST(one_triangular_input_has_its_analytic_quantiles)
{
	/*
	 * [10, 40] with mode 20: split at 1/3. 5 %: 10 + sqrt(0.05 * 30 * 10) = 13.8730;
	 * 95 %: 40 - sqrt(0.05 * 30 * 20) = 34.5228.
	 */
	struct lab lab =
		answered("model m { in a : kWh out x : kWh = a * 1 }", "a=20 [10, 40] kWh");
	CHECK_CLOSE(low(&lab, "x"), 10 + sqrt(15), 0.005);
	CHECK_CLOSE(high(&lab, "x"), 40 - sqrt(30), 0.005);
	CHECK_CLOSE(lab_value(&lab, "x"), 20, 1e-15);
	lab_close(&lab);
}

/* P(X + Y <= z) for X, Y triangular on [0, 1] with mode 0 (density 2 (1 - x)), numerically. */
static double sum_quantile(double p)
{
	double lo = 0, hi = 2;
	for (int step = 0; step < 60; step++) {
		double z = (lo + hi) / 2, total = 0;
		const int n = 20000;
		for (int i = 0; i < n; i++) {
			double x = (i + 0.5) / n;
			double y = z - x < 0 ? 0 : z - x > 1 ? 1 : z - x;
			total += 2 * (1 - x) * (1 - (1 - y) * (1 - y)) / n;
		}
		*(total < p ? &lo : &hi) = z;
	}
	return lo;
}

TEST(the_sum_of_two_inputs_has_the_quantiles_of_the_sum)
{
	struct lab lab = answered("model m { in a : 1 in b : 1 out x : 1 = a + b }",
				  "a=0 [0, 1];b=0 [0, 1]");
	const struct answer_line *x = lab_line(&lab, "x");
	/* The value is 0, the mode of both, so the low end is widened to contain it. */
	CHECK_CLOSE(x->low, 0, 0);
	CHECK_CLOSE(x->high, sum_quantile(0.95), 0.005);
	lab_close(&lab);
	lab = answered("model m { in a : 1 in b : 1 out x : 1 = (a + b) * 0 + (2 - a - b) }",
		       "a=0 [0, 1];b=0 [0, 1]");
	CHECK_CLOSE(lab_line(&lab, "x")->low, 2 - sum_quantile(0.95), 0.005);
	lab_close(&lab);
}

TEST(an_input_is_drawn_once_wherever_it_is_used)
{
	struct lab lab = answered("model m { in a : kWh out x : kWh = a - a let b : kWh = a * 2\n"
				  "out y : kWh = b / 2 - a }",
				  "a=20 [10, 40] kWh");
	CHECK(lab_line(&lab, "x")->low == 0 && lab_line(&lab, "x")->high == 0);
	CHECK(lab_line(&lab, "y")->low == 0 && lab_line(&lab, "y")->high == 0);
	lab_close(&lab);
}

TEST(the_same_row_in_two_inputs_is_one_fact)
{
	static const char text[] = "model m { in a : row of zones in b : row of zones\n"
				   "out x : gCO2e/kWh = a.intensity - b.intensity }";
	struct lab lab = answered(text, "a=WOR;b=WOR");
	CHECK(lab_line(&lab, "x")->low == 0 && lab_line(&lab, "x")->high == 0);
	lab_close(&lab);
	lab = answered(text, "a=WOR;b=FR");
	CHECK(lab_line(&lab, "x")->low < lab_line(&lab, "x")->high);
	lab_close(&lab);
	lab = answered(text, "a=WOR;b.intensity=472.94 [30.75, 801.8] g/kWh");
	CHECK(lab_line(&lab, "x")->low < 0 && lab_line(&lab, "x")->high > 0);
	lab_close(&lab);
}

TEST(a_constant_of_a_model_used_twice_is_one_fact)
{
	struct lab lab = {0};
	lab_parse(&lab, "model m { use u = n() use v = n() out x : 1 = u.y - v.y }");
	lab_parse(&lab, "model n { out y : 1 = 2 [1, 4] * 3 }");
	lab_compile(&lab);
	lab_answer(&lab, NULL);
	CHECK(lab_line(&lab, "x")->low == 0 && lab_line(&lab, "x")->high == 0);
	lab_close(&lab);
}

TEST(the_same_seed_gives_the_same_digits_and_another_almost)
{
	double lows[3], highs[3];
	for (uint64_t i = 0; i < 3; i++) {
		struct lab lab = asked(training);
		struct answer_options options = {.seed = i == 2 ? 7 : 3};
		ask(&lab, "gpu=H100 SXM5;gpu_hours=1000h", &options);
		lows[i] = low(&lab, "carbon");
		highs[i] = high(&lab, "carbon");
		CHECK_INT(lab.answer->seed, options.seed);
		CHECK_INT(lab.answer->draws, DEFAULT_DRAWS);
		lab_close(&lab);
	}
	CHECK(lows[0] == lows[1] && highs[0] == highs[1]);
	CHECK(lows[0] != lows[2] && highs[0] != highs[2]);
	CHECK_CLOSE(lows[2], lows[0], 0.03);
	CHECK_CLOSE(highs[2], highs[0], 0.03);
}

TEST(the_interval_holds_the_value_and_lines_get_theirs_when_asked)
{
	struct lab lab = asked(training);
	struct answer_options options = {.lines = true};
	ask(&lab, "gpu=H100 SXM5;gpu_hours=1000h", &options);
	for (size_t i = 0; i < lab.answer->n_lines; i++) {
		const struct answer_line *line = &lab.answer->lines[i];
		CHECK(isnan(line->value) ||
		      (line->low <= line->value && line->value <= line->high));
		for (size_t j = 0; j < line->n_uses; j++)
			CHECK(line->uses[j] < i);
	}
	/* 0.65 on [0.5, 0.9]: 5 % is 0.5 + sqrt(0.05 * 0.4 * 0.15). */
	CHECK_CLOSE(low(&lab, "utilization"), 0.5 + sqrt(0.003), 0.005);
	lab_close(&lab);
	lab = asked(training);
	options = (struct answer_options){.draws = 1};
	ask(&lab, "gpu=H100 SXM5;gpu_hours=1000h", &options);
	CHECK(lab_line(&lab, "carbon")->low == lab_line(&lab, "carbon")->high);
	lab_close(&lab);
}

TEST(draws_need_not_be_whole_blocks)
{
	for (uint32_t draws = 2; draws < 600; draws += 85) {
		struct lab lab = asked("model m { in a : 1 out x : 1 = a }");
		struct answer_options options = {.draws = draws, .sensitivity = true};
		ask(&lab, "a=2 [1, 3]", &options);
		CHECK(low(&lab, "x") >= 1 && low(&lab, "x") <= 2 && high(&lab, "x") <= 3);
		CHECK_INT(lab.answer->n_doubts, 1);
		lab_close(&lab);
	}
}

/* ---- sensitivity ---- */

TEST(a_sum_shares_its_variance_by_squares)
{
	struct lab lab = asked("model m { in a : 1 in b : 1 in c : 1 out x : 1 = a + 2 * b + c\n"
			       "out y : 1 = a * 3 }");
	struct answer_options options = {.sensitivity = true};
	ask(&lab, "a=1 [0, 2];b=1 [0, 2];c=5", &options);
	lab_fine(&lab);
	CHECK_INT(lab.answer->n_doubts, 3);
	const struct answer_doubt *doubts = lab.answer->doubts;
	CHECK_TEXT(lab.answer->lines[doubts[0].figure].name, "x");
	CHECK_TEXT(lab.answer->lines[doubts[0].line].name, "b");
	CHECK(fabs(doubts[0].share - 0.8) < 0.02);
	CHECK_TEXT(lab.answer->lines[doubts[1].line].name, "a");
	CHECK(fabs(doubts[1].share - 0.2) < 0.02);
	CHECK_CLOSE(doubts[0].share + doubts[1].share, 1, 1e-12);
	CHECK_TEXT(lab.answer->lines[doubts[2].figure].name, "y");
	CHECK_CLOSE(doubts[2].share, 1, 1e-12);
	lab_close(&lab);
}

TEST(an_uncertain_number_is_a_doubt_of_the_line_it_stands_in)
{
	/* Variances of the terms: a 4/6; b as a product of independent 2 [1, 3] and 1 [0, 2]. */
	struct lab lab =
		asked("model m { in a : 1 = 2 * (1 [0, 2]) let b : 1 = (2 [1, 3]) * (1 [0, 2])\n"
		      "out x : 1 = a + b }");
	struct answer_options options = {.sensitivity = true};
	ask(&lab, "", &options);
	lab_fine(&lab);
	CHECK_INT(lab.answer->n_doubts, 2);
	const struct answer_doubt *doubts = lab.answer->doubts;
	CHECK_TEXT(lab.answer->lines[doubts[0].line].name, "b");
	CHECK_TEXT(lab.answer->lines[doubts[1].line].name, "a");
	CHECK_CLOSE(doubts[0].share + doubts[1].share, 1, 0.03);
	lab_close(&lab);
}

TEST(what_nobody_told_is_named_unless_it_is_given)
{
	static const char *const text =
		"model m { in a : 1 = 2 [1, 3] in b : 1 = a + 1 out x : 1 = a * b }";
	struct lab lab = asked(text);
	ask(&lab, "b=4", NULL);
	lab_fine(&lab);
	const struct answer_line *a = lab_line(&lab, "a");
	CHECK_INT(a->untold, a - lab.answer->lines);
	CHECK_INT(lab_line(&lab, "b")->untold, NO_ENTRY);
	CHECK_INT(lab_line(&lab, "x")->untold, NO_ENTRY);
	lab_close(&lab);
}

RUN_TESTS(CASE(measured_stays_measured_through_a_factor_of_one_and_a_term_of_zero),
	  CASE(the_measured_share_is_weighed_by_size),
	  CASE(only_the_branch_taken_counts_for_quality), CASE(exact_inputs_give_a_point),
	  CASE(one_triangular_input_has_its_analytic_quantiles),
	  CASE(the_sum_of_two_inputs_has_the_quantiles_of_the_sum),
	  CASE(an_input_is_drawn_once_wherever_it_is_used),
	  CASE(the_same_row_in_two_inputs_is_one_fact),
	  CASE(a_constant_of_a_model_used_twice_is_one_fact),
	  CASE(the_same_seed_gives_the_same_digits_and_another_almost),
	  CASE(the_interval_holds_the_value_and_lines_get_theirs_when_asked),
	  CASE(draws_need_not_be_whole_blocks), CASE(a_sum_shares_its_variance_by_squares),
	  CASE(an_uncertain_number_is_a_doubt_of_the_line_it_stands_in),
	  CASE(what_nobody_told_is_named_unless_it_is_given))
