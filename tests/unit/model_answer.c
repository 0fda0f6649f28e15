/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers: values worked out by hand, quality, what is missing, intervals against the quantiles of
 * the triangular distribution, sensitivity, and memory that ends anywhere.
 */
#include "model/draws.h"
#include "model_lab.h"

static const char training[] = "model training {\n"
			       "  in gpu : row of gpus\n"
			       "  in gpu_hours : h where >= 0\n"
			       "  in utilization : 1 where 0..1 = 0.65 [0.5, 0.9]\n"
			       "  in zone : row of zones = \"WOR\"\n"
			       "  in pue : 1 where >= 1 = 1.56 [1.1, 2.0]\n"
			       "  let board_energy : kWh = gpu_hours * gpu.tdp * utilization\n"
			       "  out energy : kWh = board_energy * pue\n"
			       "  out carbon : kgCO2e = energy * zone.intensity\n"
			       "}";

static struct lab asked(const char *text)
{
	struct lab lab = {0};
	lab_parse(&lab, text);
	lab_compile(&lab);
	lab_fine(&lab);
	return lab;
}

/* Sets the inputs, separated by ';', and answers. */
static void ask(struct lab *lab, const char *inputs, const struct answer_options *options)
{
	struct str left = str_of(inputs);
	while (left.n && lab->r == 0) {
		const char *end = memchr(left.p, ';', left.n);
		size_t n = end ? (size_t)(end - left.p) : left.n;
		lab->r = question_set(lab->question, (struct str){left.p, n}, BARE_REFUSED,
				      &lab->error);
		left = (struct str){left.p + n + (end != NULL), left.n - n - (end != NULL)};
	}
	lab_answer(lab, options);
}

static struct lab answered(const char *text, const char *inputs)
{
	struct lab lab = asked(text);
	ask(&lab, inputs, NULL);
	lab_fine(&lab);
	return lab;
}

static void refused(const char *text, const char *inputs, int code, const char *what)
{
	struct lab lab = asked(text);
	ask(&lab, inputs, NULL);
	CHECK_INT(lab.r, code);
	CHECK_INT(lab.error.code, code);
	CHECK_HOLDS(lab.error.what, what);
	CHECK(lab.answer == NULL);
	lab_close(&lab);
}

static double low(const struct lab *lab, const char *name)
{
	const struct answer_line *line = lab_line(lab, name);
	return answer_in_unit(line, line->low);
}

static double high(const struct lab *lab, const char *name)
{
	const struct answer_line *line = lab_line(lab, name);
	return answer_in_unit(line, line->high);
}

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

static const char regions_csv[] = "key,zone,pue[1],kind\n"
				  "north,FR,1.1,large\n"
				  "south,,,small\n";

static struct lab in_region(const char *text, const char *inputs)
{
	struct lab lab = {0};
	lab_file(&lab, "places.csv", regions_csv);
	lab_parse(&lab, text);
	lab_compile(&lab);
	lab_fine(&lab);
	ask(&lab, inputs, NULL);
	return lab;
}

/* `or` has a row for a place without zone, and says so; `else` only where no place is given. */
TEST(a_row_that_is_named_and_lacks_a_value_is_said)
{
	static const char either[] =
		"model m { in place : row of places optional\n"
		"in zone : row of zones = place.zone or \"paper:gpt3\"\n"
		"in pue : 1 = if known(place.pue) then place.pue else 1.5 [1.2, 2]\n"
		"out carbon : gCO2e/kWh = zone.intensity * pue\n"
		"out energy : 1 = pue }";
	static const char strict[] =
		"model m { in place : row of places optional\n"
		"in zone : row of zones optional = place.zone else \"paper:gpt3\"\n"
		"in same : row of zones optional = zone\n"
		"out carbon : gCO2e/kWh = zone.intensity\n"
		"out again : gCO2e/kWh = same.intensity }";
	struct lab lab = in_region(either, "");
	CHECK_CLOSE(lab_value(&lab, "carbon"), 429 * 1.5, 1e-12);
	CHECK_INT(lab.answer->n_notes, 0);
	lab_close(&lab);

	lab = in_region(either, "place=south");
	CHECK_CLOSE(lab_value(&lab, "carbon"), 429 * 1.5, 1e-12);
	CHECK_INT(lab_line(&lab, "zone.intensity")->quality, FRUGAL_DEFAULT);
	CHECK_INT(lab.answer->n_notes, 2);
	CHECK_HOLDS(lab.answer->notes[0].plain, "zone: place 'south' has no zone in ");
	CHECK_HOLDS(lab.answer->notes[0].plain, "places.csv:3; 'paper:gpt3' is taken");
	CHECK_HOLDS(lab.answer->notes[1].plain, "pue: place 'south' has no pue in ");
	CHECK_HOLDS(lab.answer->notes[1].plain, "places.csv:3; 1.5 [1.2, 2] is taken");
	lab_close(&lab);

	lab = in_region(either, "place=south;zone=paper:gpt3;pue=1");
	CHECK_INT(lab.answer->n_notes, 0);
	lab_close(&lab);

	lab = in_region(strict, "");
	CHECK_CLOSE(lab_value(&lab, "carbon"), 429, 1e-12);
	lab_close(&lab);
	lab = in_region(strict, "place=south");
	CHECK(isnan(lab_value(&lab, "carbon")));
	CHECK_HOLDS(lab_line(&lab, "carbon")->absent, "place 'south' has no zone in ");
	CHECK_HOLDS(lab_line(&lab, "again")->absent, "place 'south' has no zone in ");
	CHECK_INT(lab.answer->n_notes, 0);
	lab_close(&lab);
}

TEST(a_note_is_made_where_its_condition_is_true)
{
	static const char text[] = "model m { in place : row of places optional\n"
				   "in x : 1 = 1 in y : 1 optional\n"
				   "note place.kind == \"small\" \"few beds\" fr \"peu de lits\"\n"
				   "note \"large\" != place.kind and known(place.pue) \"odd\"\n"
				   "note x > 5 or y > 5 \"many\"\n"
				   "out size : 1 = if place.kind == \"large\" then 10 else 1 }";
	struct lab lab = in_region(text, "");
	CHECK_INT(lab.answer->n_notes, 0);
	CHECK_CLOSE(lab_value(&lab, "size"), 1, 0);
	lab_close(&lab);
	lab = in_region(text, "place=north;x=2");
	CHECK_INT(lab.answer->n_notes, 0);
	CHECK_CLOSE(lab_value(&lab, "size"), 10, 0);
	lab_close(&lab);
	lab = in_region(text, "place=south;x=6");
	CHECK_INT(lab.answer->n_notes, 2);
	CHECK_TEXT(lab.answer->notes[0].plain, "few beds");
	CHECK_TEXT(lab.answer->notes[1].plain, "many");
	lab_close(&lab);
	lab_refused("model m { in zone : row of zones = \"WOR\"\nout x : 1 = 1\n"
		    "note zone.intensity == \"a\" \"b\" }",
		    "m0.model:3:6", "is a number, not a text");
	lab_refused("model m { out x : 1 = 1\nnote 1 > 2 }", "m0.model:2:12",
		    "a note must end with its message in quotes");
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

/* Keys of one table lead to rows of another: the same key, or one that a column names. */
static struct lab following(const char *row)
{
	struct lab lab = {0};
	lab_file(&lab, "sites.csv", "key,grid,pue[1]\nhere,A,1.5\nthere,B,1.2\nnowhere,,1.1\n");
	lab_file(&lab, "grids.csv", "key,dirt[g/kWh]\nA,100\nB,20\nother,500\n");
	lab_file(&lab, "taxes.csv", "key,rate[EUR/kWh]\nA,0.3\n");
	static char text[512]; /* the model points into it */
	(void)snprintf(text, sizeof(text),
		       "model m { in site : row of sites = \"here\" in energy : kWh = 10 kWh "
		       "in grid : row of grids %s in tax : row of taxes optional = grid "
		       "out dirt : g = energy * grid.dirt * site.pue "
		       "out due : EUR = energy * tax.rate }",
		       row);
	lab_parse(&lab, text);
	lab_compile(&lab);
	return lab;
}

static void a_row_follows_the_row_of_another_input(void **state)
{
	(void)state;
	struct lab lab = following("= site.grid or \"other\"");
	ask(&lab, "", NULL);
	CHECK_CLOSE(lab_value(&lab, "dirt"), 10 * 100 * 1.5, 1e-9);
	CHECK_CLOSE(lab_value(&lab, "due"), 3, 1e-9);
	lab_close(&lab);
	/* Of site "there", whose grid B pays no tax: absent, and why. */
	lab = following("= site.grid or \"other\"");
	ask(&lab, "site=there", NULL);
	CHECK_CLOSE(lab_value(&lab, "dirt"), 10 * 20 * 1.2, 1e-9);
	CHECK(isnan(lab_line(&lab, "due")->value));
	CHECK_HOLDS(lab_line(&lab, "due")->absent, "table taxes has no row for grid 'B'");
	lab_close(&lab);
	/* What is given goes before what would follow. */
	lab = following("= site.grid or \"other\"");
	ask(&lab, "site=there;grid=A", NULL);
	CHECK_CLOSE(lab_value(&lab, "dirt"), 10 * 100 * 1.2, 1e-9);
	CHECK_CLOSE(lab_value(&lab, "due"), 3, 1e-9);
	lab_close(&lab);
	/* A site that names no grid. */
	lab = following("= site.grid or \"other\"");
	ask(&lab, "site=nowhere", NULL);
	CHECK_CLOSE(lab_value(&lab, "dirt"), 10 * 500 * 1.1, 1e-9);
	lab_close(&lab);
	lab = following("optional = site.grid");
	ask(&lab, "site=nowhere", NULL);
	CHECK(isnan(lab_line(&lab, "dirt")->value));
	lab_close(&lab);
}

static void a_row_that_cannot_follow_is_refused_when_the_model_is_read(void **state)
{
	(void)state;
	static const struct {
		const char *row, *what;
	} cases[] = {
		{"= site.none", "table sites has no column 'none'"},
		{"= site.pue", "column 'pue' of table sites is a number, not a key"},
		{"= energy", "'energy' is not a row of a table"},
		{"= site.grid or energy", "'energy' is not a row of a table"},
		{"= site.grid or \"none\"", "'none'"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct lab lab = following(cases[i].row);
		CHECK_INT(lab.r, FRUGAL_EDATA);
		CHECK_HOLDS(lab.error.what, cases[i].what);
		lab_close(&lab);
	}
}

RUN_TESTS(CASE(every_operator_and_function_has_its_value),
	  CASE(a_row_follows_the_row_of_another_input),
	  CASE(a_row_that_cannot_follow_is_refused_when_the_model_is_read),
	  CASE(a_training_run_is_what_one_works_out_by_hand),
	  CASE(the_least_and_the_greatest_do_not_hide_what_is_missing),
	  CASE(the_median_is_that_of_the_draws),
	  CASE(a_row_that_is_named_and_lacks_a_value_is_said),
	  CASE(a_note_is_made_where_its_condition_is_true),
	  CASE(choices_and_optional_inputs_choose_their_branch),
	  CASE(a_computed_default_follows_its_inputs_until_it_is_given),
	  CASE(checks_and_limits_of_used_models_hold), CASE(wrong_words_of_the_user_are_explained),
	  CASE(a_field_given_by_hand_takes_the_place_of_the_row),
	  CASE(a_missing_field_says_which_row_and_file),
	  CASE(a_missing_field_that_known_asks_about_is_absent_with_its_reason),
	  CASE(a_figure_without_a_value_though_all_is_known_is_refused),
	  CASE(measured_stays_measured_through_a_factor_of_one_and_a_term_of_zero),
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
	  CASE(what_nobody_told_is_named_unless_it_is_given),
	  CASE(more_hours_a_hotter_card_and_a_dirtier_grid_never_give_less),
	  CASE(units_of_any_scale_give_the_same_energy),
	  CASE(whichever_allocation_fails_the_answer_is_an_error_or_whole))
