/* SPDX-License-Identifier: Apache-2.0 */
/* Answers: values worked out by hand, what is missing, properties, and memory that ends anywhere.
 */
#include "model_asked.h"

/* ---- values ---- */

TEST(every_operator_and_function_has_its_value)
{
	static const struct {
		const char *expression;
		double value;
	} rows[] = {
		{"10 - 3 - 2", 5},
		{"24 / 4 / 3", 2},
		{"2 ^ 3 ^ 2", 512},
		{"-2 ^ 2", -4},
		{"2 ^ -1", 0.5},
		{"(-8) ^ 3", -512},
		{"1 + 2 * 3", 7},
		{"min(4, 2, 3)", 2},
		{"max(1, 2, 3, 4, 5, 6, 7, 8)", 8},
		{"clamp(5, 0, 3)", 3},
		{"clamp(-5, 0, 3)", 0},
		{"clamp(2, 0, 3)", 2},
		{"abs(-2.5)", 2.5},
		{"floor(-2.5)", -3},
		{"ceil(-2.5)", -2},
		{"round(2.5)", 3},
		{"round(-2.5)", -3},
		{"trunc(-2.5)", -2},
		{"exp(0)", 1},
		{"ln(exp(2))", 2},
		{"log2(8)", 3},
		{"sqrt(16)", 4},
		{"if 1 < 2 then 3 else 4", 3},
		{"if 2 <= 1 then 3 else 4", 4},
		{"if 2 > 1 and 1 >= 1 then 3 else 4", 3},
		{"if 2 == 2 and not (2 != 2) then 3 else 4", 3},
		{"if not 1 > 2 and 1 > 2 then 3 else 4", 4},
		{"if 1 > 2 or true then 3 else 4", 3},
		{"if (if true then false else true) then 3 else 4", 4},
		{"50 % * 3", 1.5},
		{"90 min / 1 h", 1.5},
		{"1 kWh / 1 MJ", 3.6},
		{"(2 h) ^ 2 / (1 h^2)", 4},
		{"sqrt(9 h^2) / 1 h", 3},
		{"700 W * min(2, 3) / 1 W", 1400},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_CLOSE(lab_expression(rows[i].expression, "1"), rows[i].value, 1e-14);
	CHECK_CLOSE(lab_expression("700 W * 2 h", "kWh"), 1.4, 1e-15);
	CHECK_CLOSE(lab_expression("0.45 kgCO2e/kWh * 2 MWh", "tCO2e"), 0.9, 1e-15);
	CHECK_CLOSE(lab_expression("abs(-3 kWh) + max(1 kWh, 2 kWh)", "kWh"), 5, 1e-15);
}

TEST(a_training_run_is_what_one_works_out_by_hand)
{
	/* 1 082 990 h * 400 W = 433.196 MWh; at 57 g/kWh 24.692172 t. */
	struct lab lab = answered(training, "gpu=A100 SXM4 80GB;gpu_hours=1082990h;utilization=1;"
					    "pue=1;zone=paper:bloom");
	CHECK_CLOSE(lab_value(&lab, "energy"), 433196, 1e-14);
	CHECK_CLOSE(lab_value(&lab, "carbon"), 24692.172, 1e-14);
	CHECK_CLOSE(lab_value(&lab, "gpu.tdp"), 400, 1e-15);
	CHECK_INT(lab_line(&lab, "energy")->quality, FRUGAL_MODELLED);
	CHECK_CLOSE(low(&lab, "energy"), 433196, 1e-14);
	CHECK_CLOSE(high(&lab, "energy"), 433196, 1e-14);
	CHECK_TEXT(lab_line(&lab, "gpu")->text, "A100 SXM4 80GB");
	CHECK_HOLDS(lab_line(&lab, "gpu.tdp")->where, "factors/gpus.csv:");
	CHECK_HOLDS(lab_line(&lab, "zone.intensity")->source, "paper:bloom: Luccioni");
	CHECK_HOLDS(lab_line(&lab, "energy")->where, "m0.model:8");
	CHECK_TEXT(lab_line(&lab, "energy")->expression, "board_energy * pue");
	CHECK(lab_line(&lab, "energy")->figure && !lab_line(&lab, "board_energy")->figure);
	lab_close(&lab);
}

/* Google publishes no power of a TPU v5p: nothing that rests on it has a value. */
TEST(the_least_and_the_greatest_do_not_hide_what_is_missing)
{
	struct lab lab = answered("model m { in gpu : row of gpus optional in n : 1 optional\n"
				  "out greatest : W = max(0, gpu.tdp * 0.5 - 3 W)\n"
				  "out least : W = min(5 W, gpu.tdp)\n"
				  "out either : W = min(gpu.tdp, 5 W)\n"
				  "out within : W = clamp(gpu.tdp, 1 W, 2 W)\n"
				  "out all : W = max(1 W, 2 W, gpu.tdp, 3 W)\n"
				  "out power : 1 = n ^ 0 + 1 ^ n\n"
				  "out summed : W = 0 W + gpu.tdp\n"
				  "}",
				  "gpu=TPU v5p");
	static const char *const names[] = {"greatest", "least", "either", "within",
					    "all",      "power", "summed"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct answer_line *line = lab_line(&lab, names[i]);
		CHECK(isnan(line->value) && isnan(line->low) && isnan(line->high));
		CHECK_HOLDS(line->absent, i == 5 ? "n is not given" : "'TPU v5p' has no tdp");
		CHECK_CLOSE(line->measured_share, 0, 0);
	}
	lab_close(&lab);
}

/* Half of a triangle from 0, where it is highest, to 1 lies above 1 - sqrt(1 / 2). */
TEST(the_median_is_that_of_the_draws)
{
	struct lab lab = answered("model m { in x : 1 = 0 [0, 1] in y : 1 = 3 in z : 1 optional\n"
				  "out a : 1 = x out b : 1 = y out c : 1 = z }",
				  "");
	CHECK_CLOSE(lab_line(&lab, "a")->median, 1 - sqrt(0.5), 1e-3);
	CHECK_CLOSE(lab_line(&lab, "b")->median, 3, 0);
	CHECK(isnan(lab_line(&lab, "c")->median));
	lab_close(&lab);
}

TEST(choices_and_optional_inputs_choose_their_branch)
{
	static const char text[] =
		"model m { in p : one of (fp8, \"bf 16\") = fp8\n"
		"in extra : kWh optional in n : 1 optional\n"
		"out speed : 1 = if p == fp8 then 2 else if \"bf 16\" == p then 1 else 0\n"
		"out e : kWh = 1 kWh + (if known(extra) then extra else 0)\n"
		"out both : 1 = if known(n) and n > 5 then 1 else 0\n"
		"out either : 1 = if not known(n) or n > 5 then 1 else 0 }";
	struct lab lab = answered(text, "");
	CHECK_CLOSE(lab_value(&lab, "speed"), 2, 0);
	CHECK_CLOSE(lab_value(&lab, "e"), 1, 0);
	CHECK_CLOSE(lab_value(&lab, "both"), 0, 0);
	CHECK_CLOSE(lab_value(&lab, "either"), 1, 0);
	CHECK_TEXT(lab_line(&lab, "p")->text, "fp8");
	CHECK_TEXT(lab_line(&lab, "extra")->absent, "extra is not given");
	lab_close(&lab);
	lab = answered(text, "p=bf 16;extra=500Wh;n=6");
	CHECK_CLOSE(lab_value(&lab, "speed"), 1, 0);
	CHECK_CLOSE(lab_value(&lab, "e"), 1.5, 0);
	CHECK_CLOSE(lab_value(&lab, "both"), 1, 0);
	CHECK_CLOSE(lab_value(&lab, "either"), 1, 0);
	lab_close(&lab);
}

TEST(a_computed_default_follows_its_inputs_until_it_is_given)
{
	static const char text[] = "model m { in a : kWh in b : kWh where 1..10 = a * 2\n"
				   "out x : kWh = b }";
	struct lab lab = answered(text, "a=3kWh");
	CHECK_CLOSE(lab_value(&lab, "x"), 6, 1e-15);
	CHECK_INT(lab_line(&lab, "b")->quality, FRUGAL_DECLARED);
	CHECK_TEXT(lab_line(&lab, "b")->expression, "a * 2");
	lab_close(&lab);
	lab = answered(text, "a=3kWh;b=5kWh");
	CHECK_CLOSE(lab_value(&lab, "x"), 5, 1e-15);
	lab_close(&lab);
	refused(text, "a=3kWh;b=11kWh", FRUGAL_EUSAGE, "b must be <= 10 kWh");
	refused(text, "a=6kWh", FRUGAL_EFINDING, "b <= 10 kWh");
}

TEST(checks_and_limits_of_used_models_hold)
{
	struct lab lab = {0};
	lab_parse(&lab, "model m { in a : 1 use u = n(a = a) out x : 1 = u.y\n"
			"  check x < 100 \"too much\" fr \"trop\" }");
	lab_parse(&lab, "model n { in a : 1 where 0..20 in b : 1 = 3 out y : 1 = a * b }");
	lab_compile(&lab);
	lab_set(&lab, "a=2");
	lab_set(&lab, "u.b=4");
	lab_answer(&lab, NULL);
	CHECK_CLOSE(lab_value(&lab, "x"), 8, 0);
	CHECK_CLOSE(lab_value(&lab, "u.y"), 8, 0);
	CHECK_INT(lab_line(&lab, "u.a")->kind, ENTRY_LET);
	CHECK(!lab_line(&lab, "u.y")->figure);
	struct question *first = lab.question;
	CHECK_INT(question_new(lab.program, &lab.question, NULL), 0);
	ask(&lab, "a=21;u.b=1", NULL);
	CHECK_INT(lab.r, FRUGAL_EFINDING);
	CHECK_HOLDS(lab.error.what, "u.a <= 20");
	question_free(lab.question);
	lab.r = 0;
	CHECK_INT(question_new(lab.program, &lab.question, NULL), 0);
	ask(&lab, "a=20;u.b=6", NULL);
	CHECK_INT(lab.r, FRUGAL_EFINDING);
	CHECK_HOLDS(lab.error.what, "too much");
	CHECK_TEXT(lab.error.where, "m0.model:2");
	question_free(first);
	lab_close(&lab);
}

/* ---- questions ---- */

TEST(wrong_words_of_the_user_are_explained)
{
	refused(training, "gpu=H100 SXM;gpu_hours=1h;utilisation=1", FRUGAL_EUSAGE,
		"model training has no input 'utilisation'");
	refused(training, "gpu=H100 SXM;gpu_hours=1kW", FRUGAL_EUSAGE,
		"gpu_hours requires a time (h)");
	refused(training, "gpu_hours=1h;gpu_hours=2h", FRUGAL_EUSAGE, "gpu_hours is given twice");
	refused(training, "gpu_hours=", FRUGAL_EUSAGE, "gpu_hours has no value");
	refused(training, "gpu_hours", FRUGAL_EUSAGE, "'gpu_hours' is not an input");
	refused(training, "utilization=1.2", FRUGAL_EUSAGE, "utilization must be <= 1");
	refused(training, "utilization=0.5 [0, 2]", FRUGAL_EUSAGE, "utilization must be <= 1");
	refused(training, "pue=0.9", FRUGAL_EUSAGE, "pue must be >= 1");
	refused(training, "zone=Atlantis", FRUGAL_EUSAGE, "Atlantis");
	refused(training, "gpu_hours=1h", FRUGAL_EUSAGE, "model training requires gpu");
	refused(training, "gpu.tdp=1 h", FRUGAL_EUSAGE, "gpu.tdp requires a power (W)");
	refused(training, "gpu.tdp=1 W;gpu.tdp=2 W", FRUGAL_EUSAGE, "gpu.tdp is given twice");
	refused("model m { in p : one of (a, b) out x : 1 = if p == a then 1 else 2 }", "p=c",
		FRUGAL_EUSAGE, "p='c' is not one of its choices");
	struct lab lab = asked(training);
	lab_set(&lab, "utilization=30");
	CHECK_HOLDS(lab.error.todo, "utilization=30%");
	lab_close(&lab);
}

TEST(a_field_given_by_hand_takes_the_place_of_the_row)
{
	struct lab lab =
		answered(training, "gpu.tdp=330W;gpu_hours=3552000h;utilization=1;pue=1.1");
	CHECK_CLOSE(lab_value(&lab, "energy"), 1289376, 1e-14);
	CHECK_INT(lab_line(&lab, "gpu.tdp")->quality, FRUGAL_DECLARED);
	CHECK_TEXT(lab_line(&lab, "gpu.tdp")->where, "");
	CHECK_INT(lab_line(&lab, "energy")->quality, FRUGAL_DECLARED);
	lab_close(&lab);
	lab = answered(training,
		       "gpu=A100 SXM4 80GB;gpu.tdp=330W;gpu_hours=1h;utilization=1;pue=1");
	CHECK_CLOSE(lab_value(&lab, "energy"), 0.33, 1e-14);
	lab_close(&lab);
}

TEST(a_missing_field_says_which_row_and_file)
{
	struct lab lab = {0};
	lab_file(&lab, "things.csv",
		 "key,name,power[W],idle[W],source,year,licence\n"
		 "a,A,10,5,s,2020,l\nb,B,,5,s,2020,l\n");
	lab_parse(&lab, "model m { in thing : row of things\n"
			"out x : W = thing.power + thing.idle }");
	lab_compile(&lab);
	lab_set(&lab, "thing=b");
	CHECK_INT(lab_answer(&lab, NULL), FRUGAL_EUSAGE);
	CHECK_HOLDS(lab.error.what, "thing 'b' has no power in ");
	CHECK_HOLDS(lab.error.what, "things.csv:3");
	CHECK_TEXT(lab.error.todo, "give thing.power=NUMBERW");
	lab.r = 0;
	lab_set(&lab, "thing.power=7W");
	lab_answer(&lab, NULL);
	CHECK_CLOSE(lab_value(&lab, "x"), 12, 0);
	lab_close(&lab);
}

TEST(a_missing_field_that_known_asks_about_is_absent_with_its_reason)
{
	struct lab lab = {0};
	lab_file(&lab, "things.csv",
		 "key,name,power[W],idle[W],source,year,licence\n"
		 "b,B,,5,s,2020,l\n");
	lab_parse(&lab, "model m { in thing : row of things\n"
			"out x : W = if known(thing.power) then thing.power else thing.idle\n"
			"out y : W = thing.power * 2\n"
			"let w : W = y + 1 W out v : W = min(w, 1 W) }");
	lab_compile(&lab);
	lab_set(&lab, "thing=b");
	lab_answer(&lab, NULL);
	CHECK_CLOSE(lab_value(&lab, "x"), 5, 0);
	CHECK(isnan(lab_line(&lab, "y")->value));
	CHECK_HOLDS(lab_line(&lab, "y")->absent, "thing 'b' has no power in ");
	CHECK_HOLDS(lab_line(&lab, "v")->absent, "thing 'b' has no power in ");
	CHECK_CLOSE(lab_line(&lab, "v")->measured_share, 0, 0);
	CHECK(lab_line(&lab, "x")->absent == NULL);
	lab_close(&lab);
}

TEST(a_figure_without_a_value_though_all_is_known_is_refused)
{
	static const char text[] = "model m { in a : 1 in b : 1\n"
				   "out x : 1 = a / b }";
	refused(text, "a=1;b=0", FRUGAL_EDATA, "x is not a finite number");
	refused(text, "a=0;b=0", FRUGAL_EDATA, "x is not a finite number");
	refused("model m { out x : 1 = ln(0 - 1) }", "", FRUGAL_EDATA, "x is not a finite number");
	refused("model m { in a : 1 let y : 1 = sqrt(a) out x : 1 = y + 1 }", "a=-1", FRUGAL_EDATA,
		"x is not a finite number");
	refused("model m { out x : 1 = exp(1000) }", "", FRUGAL_EDATA, "x is not a finite number");
}

/* ---- properties ---- */

TEST(more_hours_a_hotter_card_and_a_dirtier_grid_never_give_less)
{
	static const char *const steps[][4] = {
		{"gpu_hours", "10h", "11h", "1000h"},
		{"utilization", "0.1", "0.5", "1"},
		{"pue", "1", "1.2", "3"},
		{"zone.intensity", "20 g/kWh", "57 g/kWh", "900 g/kWh"},
		{"gpu.tdp", "250 W", "400 W", "700 W"},
	};
	for (size_t i = 0; i < 5; i++) {
		double last = 0;
		for (size_t j = 1; j < 4; j++) {
			struct lab lab = asked(training);
			for (size_t k = 0; k < 5; k++) {
				char text[80];
				(void)snprintf(text, sizeof(text), "%s=%s", steps[k][0],
					       steps[k][k == i ? j : 2]);
				lab_set(&lab, text);
			}
			lab_answer(&lab, NULL);
			CHECK(lab_value(&lab, "carbon") > last);
			last = lab_value(&lab, "carbon");
			lab_close(&lab);
		}
	}
}

/* A random expression of energies, as text in Wh and the same in kWh, with its value in Wh. */
struct twin {
	char wh[400], kwh[400];
	double value;
};

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static struct twin make_twin(uint32_t *state, int depth)
{
	struct twin twin = {0}, a, b;
	uint32_t pick = next_random(state) % (depth ? 6 : 1);
	if (pick == 0) {
		uint32_t n = 1 + next_random(state) % 1000;
		(void)snprintf(twin.wh, sizeof(twin.wh), "%u Wh", n);
		(void)snprintf(twin.kwh, sizeof(twin.kwh), "%u.%03u kWh", n / 1000, n % 1000);
		twin.value = n;
		return twin;
	}
	a = make_twin(state, depth - 1);
	b = make_twin(state, depth - 1);
	static const char *const forms[] = {"(%1$.90s + %2$.90s)", "(%1$.90s - %2$.90s)",
					    "max(%1$.90s, %2$.90s)", "min(%1$.90s, 3 * %2$.90s)",
					    "(if %1$.90s < %2$.90s then 2 * %1$.90s else %2$.90s)"};
	double x = a.value, y = b.value;
	double values[] = {x + y, x - y, x > y ? x : y, x < 3 * y ? x : 3 * y, x < y ? 2 * x : y};
	const char *form = forms[pick - 1];
	(void)snprintf(twin.wh, sizeof(twin.wh), form, a.wh, b.wh);
	(void)snprintf(twin.kwh, sizeof(twin.kwh), form, a.kwh, b.kwh);
	twin.value = values[pick - 1];
	return twin;
}

TEST(units_of_any_scale_give_the_same_energy)
{
	uint32_t random_state = 12345;
	for (int i = 0; i < 300; i++) {
		struct twin twin = make_twin(&random_state, 2);
		double scale = fabs(twin.value) > 1 ? fabs(twin.value) : 1;
		CHECK(fabs(lab_expression(twin.wh, "Wh") - twin.value) < 1e-11 * scale);
		CHECK(fabs(lab_expression(twin.kwh, "Wh") - twin.value) < 1e-9 * scale);
		CHECK(fabs(lab_expression(twin.kwh, "MJ") - twin.value * 0.0036) < 1e-9 * scale);
	}
}

/* ---- memory ---- */

static void same_text(const char *a, const char *b)
{
	CHECK((a == NULL) == (b == NULL));
	if (a)
		CHECK_TEXT(a, b);
}

static void same_answer(const struct answer *a, const struct answer *b)
{
	CHECK_INT(a->n_lines, b->n_lines);
	same_text(a->sources, b->sources);
	for (size_t i = 0; i < a->n_lines; i++) {
		same_text(a->lines[i].name, b->lines[i].name);
		same_text(a->lines[i].where, b->lines[i].where);
		same_text(a->lines[i].source, b->lines[i].source);
		same_text(a->lines[i].unit_text, b->lines[i].unit_text);
		same_text(a->lines[i].text, b->lines[i].text);
		same_text(a->lines[i].absent, b->lines[i].absent);
		CHECK(memcmp(&a->lines[i].low, &b->lines[i].low, sizeof(double)) == 0);
	}
}

TEST(whichever_allocation_fails_the_answer_is_an_error_or_whole)
{
	static const char outer[] =
		"model m { title \"T\\\"\" source \"A\" source \"B\" in z : row of zones = \"FR\"\n"
		"in a : kWh where >= 0 = 1 kWh in p : one of (x, y) = x in o : kWh optional\n"
		"in c : kWh where >= 0 = a * 2\n"
		"use u = n(a = a + c, z = z) use v = n(a = 2 [1, 3] kWh, z = \"WOR\")\n"
		"check a < 5 kWh \"no\" out total : kgCO2e = u.total + v.total\n"
		"out w : kWh = if p == x then o else a }";
	static const char inner[] =
		"model n { in a : kWh where <= 30 in z : row of zones\n"
		"in k : 1 = 3 [2, 4] out total : kgCO2e = a * z.intensity * k }";
	struct answer_options options = {.draws = 16, .sensitivity = true, .lines = true};
	struct lab whole = {0};
	lab_parse(&whole, outer);
	lab_parse(&whole, inner);
	lab_compile(&whole);
	ask(&whole, "v.k=2 [1, 3]", &options);
	lab_fine(&whole);
	/* The tables are loaded, so that the loop is over the model room. */
	struct tables *tables = whole.tables;
	int64_t n = 0;
	for (bool done = false; !done; n++) {
		struct lab lab = {.tables = tables};
		mem_fail_after(n);
		lab_parse(&lab, outer);
		lab_parse(&lab, inner);
		lab_compile(&lab);
		ask(&lab, "v.k=2 [1, 3]", &options);
		mem_fail_after(-1);
		done = lab.r == 0;
		if (done) {
			same_answer(lab.answer, whole.answer);
		} else {
			CHECK(lab.error.what[0]);
			CHECK(lab.answer == NULL);
		}
		lab.tables = NULL;
		lab_close(&lab);
		CHECK(n < 5000);
	}
	CHECK(n > 20);
	lab_close(&whole);
}

RUN_TESTS(CASE(every_operator_and_function_has_its_value),
	  CASE(a_training_run_is_what_one_works_out_by_hand),
	  CASE(the_least_and_the_greatest_do_not_hide_what_is_missing),
	  CASE(the_median_is_that_of_the_draws),
	  CASE(choices_and_optional_inputs_choose_their_branch),
	  CASE(a_computed_default_follows_its_inputs_until_it_is_given),
	  CASE(checks_and_limits_of_used_models_hold), CASE(wrong_words_of_the_user_are_explained),
	  CASE(a_field_given_by_hand_takes_the_place_of_the_row),
	  CASE(a_missing_field_says_which_row_and_file),
	  CASE(a_missing_field_that_known_asks_about_is_absent_with_its_reason),
	  CASE(a_figure_without_a_value_though_all_is_known_is_refused),
	  CASE(more_hours_a_hotter_card_and_a_dirtier_grid_never_give_less),
	  CASE(units_of_any_scale_give_the_same_energy),
	  CASE(whichever_allocation_fails_the_answer_is_an_error_or_whole))
