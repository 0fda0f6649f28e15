/* SPDX-License-Identifier: Apache-2.0 */
/* Names, units, tables and used models: what is accepted, and each refusal with its place. */
#include <time.h>

#include "model_lab.h"

/* The models, the first of which is asked, are refused. */
static void refused2(const char *text, const char *other, const char *where, const char *part)
{
	struct lab lab = {0};
	lab_parse(&lab, text);
	lab_parse(&lab, other);
	lab_fine(&lab);
	CHECK_INT(lab_compile(&lab), FRUGAL_EDATA);
	CHECK_HOLDS(lab.error.what, part);
	CHECK_TEXT(lab.error.where, where);
	CHECK(lab.program == NULL);
	lab_close(&lab);
}

static void check_todo(const char *text, const char *part)
{
	struct lab lab = lab_of(text);
	CHECK_INT(lab.r, FRUGAL_EDATA);
	CHECK_HOLDS(lab.error.todo, part);
	lab_close(&lab);
}

static struct lab compiled(const char *text, const char *other)
{
	struct lab lab = {0};
	lab_parse(&lab, text);
	if (other)
		lab_parse(&lab, other);
	lab_compile(&lab);
	lab_fine(&lab);
	return lab;
}

static const struct input *input_of(const struct lab *lab, const char *name)
{
	size_t i = program_input(lab->program, str_of(name));
	CHECK(i != SIZE_MAX);
	return &lab->program->inputs[i];
}

/* ---- units ---- */

TEST(units_are_checked_where_two_values_meet)
{
	static const struct {
		const char *line, *where, *what;
	} rows[] = {
		{"out x : W = 1 W + 1 J", "m0.model:1:27",
		 "'1 W + 1 J' combines a power (W) and an energy (Wh)"},
		{"out x : W = 1 W - 1", "m0.model:1:27",
		 "'1 W - 1' combines a power (W) and a plain number"},
		{"check 1 h < 1 kWh \"m\" out x : 1 = 1", "m0.model:1:21",
		 "'1 h < 1 kWh' combines a time (h) and an energy (Wh)"},
		{"out x : 1 = if 1 h == 1 W then 1 else 2", "m0.model:1:30", "combines a time (h)"},
		{"out x : W = if 1 > 0 then 1 W else 2 h", "m0.model:1:23", "combines a power (W)"},
		{"out x : W = min(1 W, 2 h)", "m0.model:1:23",
		 "combines a power (W) and a time (h)"},
		{"out x : W = max(0, 1, 2 W)", "m0.model:1:23", "combines a power (W)"},
		{"out x : W = clamp(1 W, 0, 1)", "m0.model:1:23", "combines a power (W)"},
		{"out x : kg = 1 kgCO2e + 1 kg", "m0.model:1:33",
		 "combines a mass of greenhouse gases (gCO2e) and a mass (g)"},
		{"out x : kWh = 1 W * 1 h * 1 h", "m0.model:1:35",
		 "x is in kWh, an energy (Wh), but '1 W * 1 h * 1 h' is Wh*h"},
		{"out x : kWh = 2", "m0.model:1:25", "'2' is a plain number"},
		{"let x : 1 = 1 W out y : 1 = 1", "m0.model:1:23", "x is in 1, a plain number"},
		{"out x : 1 = exp(1 h)", "m0.model:1:27",
		 "'1 h' is a time (h), but a plain number"},
		{"out x : 1 = floor(1 h)", "m0.model:1:29", "a plain number is expected"},
		{"out x : 1 = sqrt(1 h)", "m0.model:1:23",
		 "the unit under the root is not a square"},
		{"out x : 1 = (1 h) ^ (1 h)", "m0.model:1:32", "'(1 h)' is a time (h)"},
		{"let n : 1 = 2 out x : 1 = (1 h) ^ n", "m0.model:1:43", "a literal whole number"},
		{"out x : 1 = (1 h) ^ 1.5", "m0.model:1:29", "a literal whole number"},
		{"out x : 1 = (1 h) ^ 0.5", "m0.model:1:29", "a literal whole number"},
		{"out x : 1 = (1 h) ^ 2 [1, 3]", "m0.model:1:29", "a literal whole number"},
		{"out x : 1 = 1 and 2 > 1", "m0.model:1:23",
		 "'1' is a number, but a truth value is expected"},
		{"out x : 1 = not 1", "m0.model:1:27", "'1' is a number, but a truth value"},
		{"out x : 1 = -(1 > 2)", "m0.model:1:27",
		 "is a truth value, but a number is expected"},
		{"out x : 1 = (1 > 2) + 1", "m0.model:1:26",
		 "is a truth value, but a number is expected"},
		{"out x : 1 = if 1 then 2 else 3", "m0.model:1:26",
		 "'1' is a number, but a truth value"},
		{"out x : 1 = if true then 2 else false", "m0.model:1:43",
		 "is a truth value, but a number"},
		{"out x : 1 = 1 > 2", "m0.model:1:25", "'1 > 2' is not a number"},
		{"check 1 \"m\" out x : 1 = 1", "m0.model:1:17", "'1' is not a truth value"},
		{"out x : 1 = \"fp8\"", "m0.model:1:23", "the text \"fp8\" is not a number"},
		{"out x : 1 = min(1)", "m0.model:1:23", "min takes 2 arguments, not 1"},
		{"out x : 1 = clamp(1, 2)", "m0.model:1:23", "clamp takes 3 arguments, not 2"},
		{"out x : 1 = abs(1, 2)", "m0.model:1:23", "abs takes 1 arguments, not 2"},
		{"out x : 1 = known(1 + 2)", "m0.model:1:31",
		 "known() requires an input or a field"},
		{"out x : 1 = if chosen(1) then 1 else 2", "m0.model:1:33",
		 "chosen() requires an input that is a row of a table"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[200];
		(void)snprintf(text, sizeof(text), "model m { %s }", rows[i].line);
		lab_refused(text, rows[i].where, rows[i].what);
	}
}

TEST(the_unit_of_a_product_may_not_wrap_around)
{
	/* 28 times Wh^9 is Wh^252, which would be Wh^-4 in eight bits. */
	struct buf text = {0};
	buf_puts(&text, "model m { out x : 1 = 1 Wh^9");
	for (int i = 0; i < 27; i++)
		buf_puts(&text, " * (1 Wh^9)");
	buf_puts(&text, " }");
	struct lab lab = lab_of(buf_text(&text));
	CHECK_INT(lab.r, FRUGAL_EDATA);
	CHECK_HOLDS(lab.error.what, "the power in the unit of");
	lab_close(&lab);
	buf_release(&text);
}

TEST(zero_fits_any_unit_and_units_that_are_equal_fit)
{
	struct lab lab = lab_of("model m {\n"
				"  let a : kWh = 0\n"
				"  let b : kWh = 1 kW * 1 h + 0\n"
				"  let c : kWh = if a > 0 then 0 else b\n"
				"  let k : kWh = max(0, 0, c)\n"
				"  let e : h   = sqrt(4 h * 1 h) + (9 h^2) ^ 0.5\n"
				"  let f : 1   = b / (1 kWh) * (2 h) ^ 2 * (2 h) ^ -2\n"
				"  let p : W   = 7200 J / 2 h\n"
				"  out x : kgCO2e = k * 0.45 kgCO2e/kWh\n"
				"}");
	CHECK_CLOSE(lab_value(&lab, "a"), 0, 0);
	CHECK_CLOSE(lab_value(&lab, "k"), 1, 1e-15);
	CHECK_CLOSE(lab_value(&lab, "e"), 5, 1e-15);
	CHECK_CLOSE(lab_value(&lab, "f"), 1, 1e-15);
	CHECK_CLOSE(lab_value(&lab, "p"), 1, 1e-15);
	CHECK_CLOSE(lab_value(&lab, "x"), 0.45, 1e-15);
	lab_close(&lab);
}

/* ---- names ---- */

TEST(unknown_names_are_refused_with_a_near_miss)
{
	lab_refused("model m {\n  let energy : 1 = 1\n  out x : 1 =\n    2 * enrgy\n}",
		    "m0.model:4:9", "'enrgy' is not declared above");
	check_todo("model m { let energy : 1 = 1 out x : 1 = enrgy }", "did you mean energy");
	check_todo("model m { out x : W = W }", "a unit must follow a number: write 1 W");
	lab_refused("model m { out x : 1 = y let y : 1 = 1 }", "m0.model:1:23",
		    "'y' is not declared above");
	lab_refused("model m { out x : 1 = x }", "m0.model:1:23", "'x' is not declared above");
	lab_refused("model m { out x : 1 = y.z }", "m0.model:1:23", "'y' is not declared above");
	lab_refused("model m { let y : 1 = 1 out x : 1 = y.z }", "m0.model:1:37",
		    "'y' is not a row of a table");
	lab_refused("model m { in z : row of zones out x : 1 = z }", "m0.model:1:43",
		    "'z' is not a number");
	lab_refused("model m { in p : one of (a, b) out x : 1 = p + 1 }", "m0.model:1:44",
		    "'p' is a choice, but a number is expected here");
}

TEST(a_model_without_output_is_refused)
{
	lab_refused("model m { let x : 1 = 1 }", "m0.model", "model m has no output");
	lab_refused("model m { }", "m0.model", "model m has no output");
}

/* ---- inputs ---- */

TEST(a_default_must_fit_its_unit_and_its_conditions)
{
	lab_refused("model m { in a : h = 3 kWh out x : 1 = 1 }", "m0.model:1:22",
		    "a is in h, a time (h); '3 kWh' is an energy (Wh)");
	lab_refused("model m { in a : h = 3 out x : 1 = 1 }", "m0.model:1:22",
		    "a is in h, a time (h); '3' is a plain number");
	lab_refused("model m { in a : h where > 1 kWh out x : 1 = 1 }", "m0.model:1:28",
		    "a is in h, a time (h); '1 kWh' is an energy (Wh)");
	lab_refused("model m { in a : 1 where 0..1 = 1.5 out x : 1 = 1 }", "m0.model:1:33",
		    "the default '1.5' of a does not satisfy 'where <= 1'");
	lab_refused("model m { in a : 1 where 0..1 = 0.5 [0, 2] out x : 1 = 1 }", "m0.model:1:33",
		    "does not satisfy 'where <= 1'");
	lab_refused("model m { in a : h where > 0 = 0 out x : 1 = 1 }", "m0.model:1:32",
		    "does not satisfy 'where > 0 h'");
	lab_refused("model m { in a : h where >= -2 = -3 h out x : 1 = 1 }", "m0.model:1:34",
		    "does not satisfy 'where >= -2 h'");
	lab_refused("model m { in a : h = 1 kWh * 2 out x : 1 = 1 }", "m0.model:1:28",
		    "does not fit the unit h");
	lab_refused("model m { in a : row of zones where > 1 out x : 1 = 1 }", "m0.model:1:14",
		    "'where' requires a number; a is not a number");
}

TEST(limits_are_in_base_units_and_in_words)
{
	struct lab lab = compiled("model m { in a : kWh where > -2 and <= 30 MJ = 0 kWh [-1, 1]\n"
				  "in b : 1 where 0..1 out x : kWh = a }",
				  NULL);
	const struct input *a = input_of(&lab, "a");
	CHECK_INT(a->n_limits, 2);
	CHECK(!a->limits[0].upper && a->limits[0].strict);
	CHECK_CLOSE(a->limits[0].value, -2000, 0);
	CHECK(str_is(a->limits[0].text, "> -2"));
	CHECK(str_is(a->limits[0].full, "> -2 kWh"));
	CHECK(a->limits[1].upper && !a->limits[1].strict);
	CHECK_CLOSE(a->limits[1].value, 30e6 / 3600, 1e-15);
	CHECK(str_is(a->limits[1].full, "<= 30 MJ"));
	CHECK(a->has_default);
	CHECK_CLOSE(a->low, -1000, 0);
	CHECK_CLOSE(a->high, 1000, 0);
	CHECK(str_is(input_of(&lab, "b")->limits[1].text, "<= 1"));
	lab_close(&lab);
}

TEST(rows_and_choices_must_exist)
{
	lab_refused("model m { in z : row of zonez out x : 1 = 1 }", "m0.model:1:14", "zonez");
	check_todo("model m { in z : row of zonez out x : 1 = 1 }", "zones");
	lab_refused("model m { in z : row of zones out x : 1 = z.intensty }", "m0.model:1:43",
		    "table zones has no column 'intensty'");
	lab_refused("model m { in z : row of zones out x : 1 = z.scope }", "m0.model:1:43",
		    "column 'scope' of table zones is text, not a number");
	lab_refused("model m { in z : row of zones = \"Atlantis\" out x : 1 = 1 }", "m0.model:1:33",
		    "Atlantis");
	lab_refused("model m { in z : row of zones = 3 out x : 1 = 1 }", "m0.model:1:33",
		    "the default row must be a key in quotes");
	lab_refused("model m { in p : one of (a, b) = c out x : 1 = 1 }", "m0.model:1:34",
		    "'c' is not one of the choices");
	lab_refused("model m { in p : one of (a, b) out x : 1 = if p == c then 1 else 2 }",
		    "m0.model:1:52", "'c' is not a choice of p");
	lab_refused("model m { in p : one of (a, b) out x : 1 = if p < a then 1 else 2 }",
		    "m0.model:1:47", "'p' is a choice, but a number is expected here");
	lab_refused("model m { in z : row of zones out x : 1 = if known(z) then 1 else 2 }",
		    "m0.model:1:52", "'z' is a row of a table, but a number is expected here");
}

/* ---- used models ---- */

static const char inner[] = "model inner {\n"
			    "  in a : kWh where >= 0\n"
			    "  in b : 1 = 2\n"
			    "  in z : row of zones = \"WOR\"\n"
			    "  in p : one of (fast, slow) = slow\n"
			    "  out y : kWh = a * b\n"
			    "  out c : kgCO2e = y * z.intensity * (if p == fast then 2 else 1)\n"
			    "}";

TEST(a_used_model_has_its_open_inputs_behind_a_dot)
{
	struct lab lab = compiled("model m { use u = inner(a = 3 kWh) use v = inner(a = u.y)\n"
				  "out x : kgCO2e = u.c + v.c }",
				  inner);
	CHECK_INT(lab.program->n_inputs, 6);
	CHECK(program_input(lab.program, STR("u.a")) == SIZE_MAX);
	CHECK(str_is(input_of(&lab, "u.b")->name, "u.b"));
	CHECK(str_is(input_of(&lab, "v.z")->key, "WOR"));
	CHECK(str_is(input_of(&lab, "v.p")->name, "v.p"));
	lab_close(&lab);
}

TEST(rows_and_choices_are_handed_down)
{
	struct lab lab = compiled("model m { in zone : row of zones in q : one of (fast, slow)\n"
				  "use u = inner(a = 1 kWh, b = 1, z = zone, p = q)\n"
				  "out x : kgCO2e = u.c }",
				  inner);
	CHECK_INT(lab.program->n_inputs, 2);
	lab_close(&lab);
	lab = compiled("model m { use u = inner(a = 1 kWh, z = \"FR\", p = fast)\n"
		       "out x : kgCO2e = u.c }",
		       inner);
	CHECK(str_is(input_of(&lab, "u.z")->key, "FR"));
	CHECK(str_is(input_of(&lab, "u.p")->key, "fast"));
	lab_close(&lab);
}

TEST(arguments_of_a_use_are_checked_where_they_are_written)
{
	static const struct {
		const char *text, *where, *what;
	} rows[] = {
		{"model m { use u = other() out x : 1 = 1 }", "m0.model:1:15",
		 "unknown model 'other'"},
		{"model m { use u = inner(k = 1) out x : 1 = 1 }", "m0.model:1:25",
		 "model inner has no input 'k'"},
		{"model m { use u = inner(y = 1) out x : 1 = 1 }", "m0.model:1:25",
		 "model inner has no input 'y'"},
		{"model m { use u = inner(b = 1, b = 2) out x : 1 = 1 }", "m0.model:1:32",
		 "input 'b' is given twice"},
		{"model m { use u = inner(a = 1 h) out x : 1 = 1 }", "m0.model:1:25",
		 "'1 h' does not fit input a of model inner, which is in kWh"},
		{"model m { use u = inner(a = \"FR\") out x : 1 = 1 }", "m0.model:1:29",
		 "the text \"FR\" is not a number"},
		{"model m { use u = inner(z = 3) out x : 1 = 1 }", "m0.model:1:29",
		 "the default row must be a key in quotes"},
		{"model m {\n\n\n use u = inner(z = \"Atlantis\") out x : 1 = 1 }", "m0.model:4:20",
		 "Atlantis"},
		{"model m { use u = inner(p = medium) out x : 1 = 1 }", "m0.model:1:29",
		 "'medium' is not one of the choices"},
		{"model m { in k : row of gpus use u = inner(z = k) out x : 1 = 1 }",
		 "m0.model:1:44", "'k' does not fit input z of model inner"},
		{"model m { in q : one of (slow, fast) use u = inner(p = q) out x : 1 = 1 }",
		 "m0.model:1:52", "'q' does not fit input p of model inner"},
		{"model m { use u = inner(a = 0) out x : kWh = u.w }", "m0.model:1:46",
		 "model inner has no output 'w'"},
		{"model m { use u = inner(a = 0) out x : kWh = u.a }", "m0.model:1:46",
		 "model inner has no output 'a'"},
		{"model m { use u = inner(a = 0) out x : kWh = u }", "m0.model:1:46",
		 "'u' is a model, not a value: write u.OUTPUT"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		refused2(rows[i].text, inner, rows[i].where, rows[i].what);
}

TEST(an_error_of_a_used_model_stands_in_its_own_file)
{
	refused2("model m { use u = other() out x : 1 = 1 }", "model other {\n out y : W = 1 h }",
		 "m1.model:2:14", "y is in W");
}

TEST(a_cycle_of_models_is_refused)
{
	refused2("model m { use u = m() out x : 1 = 1 }", "model n { out x : 1 = 1 }",
		 "m0.model:1:15", "model m uses itself, through m");
	refused2("model m { use u = n() out x : 1 = 1 }", "model n { use v = m() out x : 1 = 1 }",
		 "m1.model:1:15", "model m uses itself, through n");
}

TEST(models_that_multiply_are_refused_at_once)
{
	/* 15 levels of 12 uses each would be 10^16; 30 levels are deeper than 16. */
	for (int levels = 15; levels <= 30; levels += 15) {
		struct lab lab = {0};
		for (int i = 0; i < levels; i++) {
			struct buf text = {0};
			buf_addf(&text, "model l%d {", i);
			for (int j = 0; i + 1 < levels && j < 12; j++)
				buf_addf(&text, " use u%d = l%d()", j, i + 1);
			buf_puts(&text, " out x : 1 = 1 }");
			/* The text must outlive the model; these live as long as the test. */
			static char kept[30][400];
			(void)strcpy(kept[i], buf_text(&text));
			lab_parse(&lab, kept[i]);
			buf_release(&text);
		}
		lab_fine(&lab);
		clock_t start = clock();
		CHECK_INT(lab_compile(&lab), FRUGAL_EDATA);
		CHECK_HOLDS(lab.error.what,
			    levels == 30 ? "more than 16 deep" : "model l0 is too large");
		CHECK((double)(clock() - start) / CLOCKS_PER_SEC < 2);
		lab_close(&lab);
	}
}

TEST(a_hundred_thousand_different_constants_are_refused_at_once)
{
	struct buf text = {0};
	buf_puts(&text, "model m {");
	for (int i = 0; i < 120; i++) {
		buf_addf(&text, " out x%d : 1 = 0", i);
		for (int j = 0; j < 800; j++)
			buf_addf(&text, "+%d", i * 800 + j);
	}
	buf_puts(&text, "}");
	clock_t start = clock();
	struct lab lab = lab_of(buf_text(&text));
	CHECK_INT(lab.r, FRUGAL_EDATA);
	CHECK_HOLDS(lab.error.what, "model m is too large");
	/* Under a sanitizer; half a second otherwise. */
	CHECK((double)(clock() - start) / CLOCKS_PER_SEC < 30);
	lab_close(&lab);
	buf_release(&text);
}

TEST(the_version_changes_with_the_text_of_a_used_model)
{
	static const char outer[] = "model m { use u = n() out x : 1 = u.y }";
	struct lab a = compiled(outer, "model n { out y : 1 = 1 }");
	struct lab b = compiled(outer, "model n { out y : 1 = 1 }");
	struct lab c = compiled(outer, "model n { out y : 1 = 2 }");
	CHECK(a.program->version == b.program->version);
	CHECK(a.program->version != c.program->version);
	lab_close(&a);
	lab_close(&b);
	lab_close(&c);
}

TEST(lines_know_what_they_use)
{
	struct lab lab =
		compiled("model m { in a : h in z : row of zones\n"
			 "let b : h = a + a let c : 1 = z.intensity * b / 3 gCO2e/kWh / 1 h\n"
			 "out x : 1 = c + 1 [0, 2] }",
			 NULL);
	static const char *const want[][4] = {
		{"a", NULL},
		{"z", NULL},
		{"b", "a", NULL},
		{"z.intensity", NULL},
		{"c", "z.intensity", "b", NULL},
		{"1 [0, 2]", NULL},
		{"x", "c", "1 [0, 2]", NULL},
	};
	CHECK_INT(lab.program->n_entries, 7);
	for (size_t i = 0; i < 7; i++) {
		const struct entry *entry = &lab.program->entries[i];
		CHECK(str_is(entry->name, want[i][0]));
		size_t n = 0;
		for (; want[i][n + 1]; n++)
			CHECK(n < entry->n_uses &&
			      str_is(lab.program->entries[entry->uses[n]].name, want[i][n + 1]));
		CHECK_INT(entry->n_uses, n);
	}
	lab_close(&lab);
}

RUN_TESTS(CASE(units_are_checked_where_two_values_meet),
	  CASE(the_unit_of_a_product_may_not_wrap_around),
	  CASE(zero_fits_any_unit_and_units_that_are_equal_fit),
	  CASE(unknown_names_are_refused_with_a_near_miss), CASE(a_model_without_output_is_refused),
	  CASE(a_default_must_fit_its_unit_and_its_conditions),
	  CASE(limits_are_in_base_units_and_in_words), CASE(rows_and_choices_must_exist),
	  CASE(a_used_model_has_its_open_inputs_behind_a_dot),
	  CASE(rows_and_choices_are_handed_down),
	  CASE(arguments_of_a_use_are_checked_where_they_are_written),
	  CASE(an_error_of_a_used_model_stands_in_its_own_file), CASE(a_cycle_of_models_is_refused),
	  CASE(models_that_multiply_are_refused_at_once),
	  CASE(a_hundred_thousand_different_constants_are_refused_at_once),
	  CASE(the_version_changes_with_the_text_of_a_used_model), CASE(lines_know_what_they_use))
