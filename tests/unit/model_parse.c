/* SPDX-License-Identifier: Apache-2.0 */
/* The model language as text: each statement and form, and each refusal with its place. */

#include "model_lab.h"

static struct model *parsed(const char *text)
{
	struct model *model = NULL;
	struct frugal_error error = {0};
	int r = model_parse("m0.model", str_of(text), &model, &error);
	if (r < 0)
		print_error("%s (%s)\n", error.what, error.where);
	CHECK_INT(r, 0);
	return model;
}

static bool is(struct str s, const char *text)
{
	return str_is(s, text);
}

/* Refused as bytes, which may contain NUL. */
static struct frugal_error refusal(struct str text)
{
	struct model *model = NULL;
	struct frugal_error error = {0};
	CHECK_INT(model_parse("m0.model", text, &model, &error), FRUGAL_EDATA);
	CHECK(model == NULL);
	CHECK_HOLDS(error.where, "m0.model:");
	return error;
}

/* A text of n times part between head and tail. Freed with free. */
static char *repeated(const char *head, const char *part, size_t n, const char *tail)
{
	size_t one = strlen(part), size = strlen(head) + n * one + strlen(tail) + 1;
	char *text = malloc(size);
	CHECK(text != NULL);
	char *p = stpcpy(text, head);
	for (size_t i = 0; i < n; i++)
		p = stpcpy(p, part);
	(void)stpcpy(p, tail);
	return text;
}

/* ---- the head ---- */

TEST(the_head_holds_titles_in_two_languages_families_and_sources)
{
	struct model *m = parsed("\xEF\xBB\xBF# a comment\n"
				 "model m {\n"
				 "  family training family site\n"
				 "  title en \"Run\" title fr \"Entraînement\"\n"
				 "  boundary \"this \\\"and\\\" that\\nnot those \\\\\"\n"
				 "  differs fr \"seulement\"\n"
				 "  source \"A\" source \"B\"\n"
				 "  out x : 1 = 1\n"
				 "}\n");
	CHECK_TEXT(m->name, "m");
	CHECK_INT(m->n_families, 2);
	CHECK(is(m->families[0], "training") && is(m->families[1], "site"));
	CHECK(is(words_in(&m->title, "en"), "Run"));
	CHECK(is(words_in(&m->title, "fr"), "Entraînement"));
	CHECK(is(words_in(&m->boundary, "fr"), "this \"and\" that\nnot those \\"));
	CHECK(is(words_in(&m->differs, "en"), "seulement"));
	CHECK(is(words_in(&m->differs, NULL), "seulement"));
	CHECK_INT(m->n_sources, 2);
	CHECK(is(m->sources[1], "B"));
	model_free(m);
}

TEST(a_model_may_stand_on_one_line_and_in_windows_lines)
{
	model_free(parsed("model m{out x:1=1}"));
	model_free(parsed("model m {\r\n\tout x : 1 = 1\r\n}\r\n"));
}

/* ---- lines ---- */

TEST(the_word_model_is_a_name_within_a_model)
{
	struct model *m =
		parsed("model m { in model : row of gpus optional out x : 1 = model.count }");
	CHECK_TEXT(m->name, "m");
	CHECK_INT(m->n_lines, 2);
	CHECK(is(m->lines[0].name, "model"));
	model_free(m);
}

TEST(an_input_has_a_unit_conditions_a_default_a_source_and_words)
{
	struct model *m =
		parsed("model m {\n"
		       "  in a : kgCO2e/kWh where > 0 and <= 10 = 0.45 kgCO2e/kWh [0.3, 0.6]\n"
		       "    source \"S\" \"help\" fr \"aide\"\n"
		       "  in b : 1 where 0..1 optional\n"
		       "  in c : h optional where >= -2 min\n"
		       "  in z : row of zones = \"WOR\"\n"
		       "  in e : one of (fp8, \"bf 16\", auto) = fp8\n"
		       "}");
	CHECK_INT(m->n_lines, 5);
	const struct line *a = &m->lines[0];
	CHECK(a->kind == LINE_IN && a->input == INPUT_NUMBER && !a->optional);
	CHECK(is(a->name, "a") && is(a->unit_text, "kgCO2e/kWh"));
	CHECK(is(a->words.source, "S") && is(a->words.help.en, "help") &&
	      is(a->words.help.fr, "aide"));
	CHECK_INT(a->words.place.line, 2);
	CHECK_INT(a->words.place.column, 6);
	CHECK_INT(a->n_bounds, 2);
	CHECK(is(a->bounds[0].op, ">") && is(a->bounds[1].op, "<="));
	CHECK_CLOSE(a->expr->number, 0.45, 1e-15); /* gCO2e/Wh */
	CHECK_CLOSE(a->expr->low, 0.3, 1e-15);
	CHECK_CLOSE(a->expr->high, 0.6, 1e-15);
	CHECK(is(a->expr->source, "0.45 kgCO2e/kWh [0.3, 0.6]"));
	const struct line *b = &m->lines[1];
	CHECK(b->optional && b->n_bounds == 2 && !b->expr);
	CHECK(is(b->bounds[0].op, ">=") && is(b->bounds[1].op, "<="));
	CHECK_CLOSE(b->bounds[1].value->number, 1, 0);
	const struct line *c = &m->lines[2];
	CHECK(c->optional && c->n_bounds == 1);
	CHECK_CLOSE(c->bounds[0].value->number, -2.0 / 60, 1e-15);
	CHECK(is(c->bounds[0].value->source, "-2 min"));
	CHECK(m->lines[3].input == INPUT_ROW && is(m->lines[3].table, "zones"));
	CHECK(m->lines[4].input == INPUT_CHOICE && m->lines[4].n_choices == 3);
	CHECK(is(m->lines[4].choices[1], "bf 16"));
	model_free(m);
}

TEST(a_use_has_arguments_and_a_check_has_a_message)
{
	struct model *m = parsed("model m {\n"
				 "  use a = other()\n"
				 "  use b = other(x = 1 + 2, y = a.z)\n"
				 "  check b.z > 0 \"positive\" fr \"positif\"\n"
				 "}");
	CHECK(m->lines[0].kind == LINE_USE && m->lines[0].n_arguments == 0);
	CHECK_INT(m->lines[1].n_arguments, 2);
	CHECK(is(m->lines[1].model, "other") && is(m->lines[1].arguments[1].name, "y"));
	CHECK(is(m->lines[1].arguments[0].value->source, "1 + 2"));
	CHECK(m->lines[2].kind == LINE_CHECK && is(m->lines[2].words.help.fr, "positif"));
	model_free(m);
}

static const struct node *only(const struct model *m)
{
	return m->lines[0].expr;
}

TEST(a_number_takes_the_unit_and_the_interval_that_follow_it)
{
	static const struct {
		const char *text;
		double number, low, high;
	} rows[] = {
		{"700 W", 700, 700, 700},
		{"700W", 700, 700, 700},
		{"10 [8, 12] h", 10, 8, 12},
		{"10 h [8, 12]", 10, 8, 12},
		{"10 h [8 h, 720 min]", 10, 8, 12},
		{"10 kWh [9000 Wh, 11]", 10000, 9000, 11000},
		{"0.65 [0.5, 0.9]", 0.65, 0.5, 0.9},
		{"0 [-1, 2] kWh", 0, -1000, 2000},
		{"0 kWh [-1, 2]", 0, -1000, 2000},
		{"3 [3, 3]", 3, 3, 3},
		{"50 %", 0.5, 0.5, 0.5},
		{"50 [40, 60] %", 0.5, 0.4, 0.6},
		{"5 µg", 5e-6, 5e-6, 5e-6},
		{"2.5e3 L/kWh", 2.5, 2.5, 2.5},
		{"4 m^2", 4, 4, 4},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[200];
		(void)snprintf(text, sizeof(text), "model m { out x : 1 = %s }", rows[i].text);
		struct model *m = parsed(text);
		CHECK(only(m)->kind == NODE_NUMBER);
		CHECK_CLOSE(only(m)->number, rows[i].number, 1e-15);
		CHECK_CLOSE(only(m)->low, rows[i].low, 1e-15);
		CHECK_CLOSE(only(m)->high, rows[i].high, 1e-15);
		CHECK(only(m)->uncertain == (rows[i].low < rows[i].high));
		CHECK(is(only(m)->source, rows[i].text));
		model_free(m);
	}
}

TEST(a_unit_stops_where_the_function_min_begins)
{
	struct model *m = parsed("model m { out x : W = 700 W * min(1, 2) }");
	CHECK(only(m)->kind == NODE_BINARY && is(only(m)->args[0]->source, "700 W"));
	CHECK(only(m)->args[1]->kind == NODE_CALL);
	model_free(m);
	m = parsed("model m { out x : W*min = 700 W * min }");
	CHECK(only(m)->kind == NODE_NUMBER);
	model_free(m);
}

/* The tree as text with every parenthesis, so that precedence can be read. */
static void shape(const struct node *node, struct buf *to)
{
	if (!node->n_args) {
		buf_add(to, node->source.p, node->source.n);
		return;
	}
	buf_putc(to, '(');
	bool infix = node->kind == NODE_BINARY;
	if (!infix)
		buf_add(to, node->text.p, node->text.n);
	for (size_t i = 0; i < node->n_args; i++) {
		if (infix && i)
			buf_add(to, node->text.p, node->text.n);
		else if (!infix)
			buf_putc(to, ' ');
		shape(node->args[i], to);
	}
	buf_putc(to, ')');
}

TEST(operators_bind_as_in_school)
{
	static const char *const rows[][2] = {
		{"a - b - c", "((a-b)-c)"},
		{"a / b / c", "((a/b)/c)"},
		{"a - b * c ^ d", "(a-(b*(c^d)))"},
		{"2 ^ 3 ^ 2", "(2^(3^2))"},
		{"-2 ^ 2", "(- (2^2))"},
		{"2 ^ -1", "(2^(- 1))"},
		{"2 ^ -1 ^ 2", "(2^(- (1^2)))"},
		{"- - a", "(- (- a))"},
		{"-a * b", "((- a)*b)"},
		{"not a and b", "((not a)andb)"},
		{"not a < b", "(not (a<b))"},
		{"not not a", "(not (not a))"},
		{"a or b and c", "(aor(bandc))"},
		{"a + 1 < b * 2 and c", "(((a+1)<(b*2))andc)"},
		{"(a + b) * c", "((a+b)*c)"},
		{"if a then b else c + d", "(if a b (c+d))"},
		{"if a then b else if c then d else e", "(if a b (if c d e))"},
		{"(if a then b else c) + 1", "((if a b c)+1)"},
		{"max(a, b + 1, if c then d else e)", "(max a (b+1) (if c d e))"},
		{"a.b / c", "(a.b/c)"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[200];
		(void)snprintf(text, sizeof(text), "model m { out x : 1 = %s }", rows[i][0]);
		struct model *m = parsed(text);
		struct buf got = {0};
		shape(only(m), &got);
		CHECK_TEXT(buf_text(&got), rows[i][1]);
		buf_release(&got);
		model_free(m);
	}
}

TEST(the_source_of_an_expression_is_what_was_written)
{
	struct model *m =
		parsed("model m { out x : 1 = ( a  +\n b ) * 2 # and no more\n out y : 1 = 1}");
	CHECK(is(only(m)->source, "( a  +\n b ) * 2"));
	CHECK(is(only(m)->args[0]->source, "( a  +\n b )"));
	model_free(m);
}

/* ---- refusals ---- */

TEST(each_refusal_names_the_place_and_the_text)
{
	static const struct {
		const char *text, *where, *what;
	} rows[] = {
		{"", "m0.model:1:1", "this file contains no model"},
		{" # nothing\n\n", "m0.model:3:1", "this file contains no model"},
		{"modle m {}", "m0.model:1:1", "'model' is expected here: 'modle'"},
		{"model {}", "m0.model:1:7", "a name is expected here: '{'"},
		{"model m {", "m0.model:1:10", "a statement is expected here"},
		{"model m { out x : 1 = 1 } model n {}", "m0.model:1:27",
		 "a file contains only one model: remove what follows it: 'model'"},
		{"model m {\n  let x : 1 = 1\n  let  x : 1 = 2\n}", "m0.model:3:8",
		 "'x' is already declared on line 2"},
		{"model m { in kWh : kWh }", "m0.model:1:14",
		 "'kWh' is the name of a unit: choose another name"},
		{"model m { let where : 1 = 1 }", "m0.model:1:15",
		 "'where' is a word of the language"},
		{"model m { let sqrt : 1 = 1 }", "m0.model:1:15",
		 "'sqrt' is a word of the language"},
		{"model m { let true : 1 = 1 }", "m0.model:1:15",
		 "'true' is a word of the language"},
		{"model m { let x = 1 }", "m0.model:1:17", "':' is expected here: '='"},
		{"model m { let x : = 1 }", "m0.model:1:19", "a unit is expected here: '='"},
		{"model m { let x : kwh = 1 }", "m0.model:1:19", "a unit is expected here: 'kwh'"},
		{"model m { let x : 1 }", "m0.model:1:21", "'=' is expected here: '}'"},
		{"model m { let x : 1 = }", "m0.model:1:23", "a value is expected here: '}'"},
		{"model m { let x : 1 = 1 + }", "m0.model:1:27", "a value is expected here: '}'"},
		{"model m { let x : 1 = (1 }", "m0.model:1:26", "')' is expected here: '}'"},
		{"model m { let x : 1 = a < b < c }", "m0.model:1:29",
		 "comparisons cannot be chained"},
		{"model m { let x : 1 = a == b != c }", "m0.model:1:30",
		 "comparisons cannot be chained"},
		{"model m { let x : 1 = if a then b }", "m0.model:1:35", "'else' is expected here"},
		{"model m { let x : 1 = 2 * if a then b else c }", "m0.model:1:27",
		 "a value is expected here: 'if'"},
		{"model m { let x : 1 = min(1, 2 }", "m0.model:1:32", "')' is expected here"},
		{"model m { let x : 1 = min 1 }", "m0.model:1:27", "'(' is expected here: '1'"},
		{"model m { let x : 1 = max(1,2,3,4,5,6,7,8,9) }", "m0.model:1:43",
		 "too many arguments: '9'"},
		{"model m { let x : 1 = a. }", "m0.model:1:26", "the name of a field is expected"},
		{"model m { let x : h = 2 [3, 1] h }", "m0.model:1:25",
		 "the low end of this interval is above its high end"},
		{"model m { let x : h = 9 [1, 3] h }", "m0.model:1:25",
		 "this interval does not contain its own value"},
		{"model m { let x : h = 2 h [1 W, 3] }", "m0.model:1:28",
		 "this end of the interval does not have the unit of its value"},
		{"model m { let x : 1 = 2 [1 [1, 1], 3] }", "m0.model:1:28",
		 "',' is expected here: '['"},
		{"model m { let x : 1 = 2 [1 3] }", "m0.model:1:28", "',' is expected here: '3'"},
		{"model m { let x : 1 = 2 [a, 3] }", "m0.model:1:26",
		 "a number is expected here: 'a'"},
		{"model m { let x : 1 = 1e999 }", "m0.model:1:23", "this number is too large"},
		{"model m { let x : Wh = 1e300 EWh }", "m0.model:1:24", "this number is too large"},
		{"model m { let x : Wh = 1 [1, 1e300] EWh }", "m0.model:1:24",
		 "this number is too large"},
		{"model m { in x : 1 where = 1 }", "m0.model:1:26",
		 "a number is expected here: '='"},
		{"model m { in x : 1 where 0 .. = 1 }", "m0.model:1:31",
		 "a number is expected here"},
		{"model m { in x : 1 where 0, 1 }", "m0.model:1:27", "'..' is expected here: ','"},
		{"model m { in x : 1 where > 0 [0, 1] }", "m0.model:1:30",
		 "a statement is expected here"},
		{"model m { in x : row zones }", "m0.model:1:22", "'of' is expected here: 'zones'"},
		{"model m { in x : one of () }", "m0.model:1:26", "a name is expected here: ')'"},
		{"model m { use x = y }", "m0.model:1:21", "'(' is expected here: '}'"},
		{"model m { use x = y(a) }", "m0.model:1:22", "'=' is expected here: ')'"},
		{"model m { check 1 > 0 }", "m0.model:1:23", "a check must end with its message"},
		{"model m { title Run }", "m0.model:1:17",
		 "a text in quotes is expected here: 'Run'"},
		{"model m { title \"Run\n\" }", "m0.model:1:17",
		 "the text that begins here does not end on its line"},
		{"model m { title \"Run", "m0.model:1:17",
		 "the text that begins here does not end on its line"},
		{"model m { title \"a\\tb\" }", "m0.model:1:19",
		 "'\\' may only be followed by \", \\ or n"},
		{"model m { title \"\xC3\x28\" }", "m0.model:1:18", "this text is not UTF-8"},
		{"model m { source \"é\" ; }", "m0.model:1:22", "';' has no meaning here"},
		{"model m { é }", "m0.model:1:11", "'é' has no meaning here"},
		{"model m { \x80 }", "m0.model:1:11", "this is not text"},
		{"model m { family a family b family c family d family e }", "m0.model:1:54",
		 "too many families"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct frugal_error error = refusal(str_of(rows[i].text));
		CHECK_HOLDS(error.what, rows[i].what);
		if (strcmp(error.where, rows[i].where) != 0)
			print_error("%s\n", rows[i].text);
		CHECK_TEXT(error.where, rows[i].where);
	}
}

TEST(an_unknown_unit_gets_a_near_miss)
{
	struct frugal_error error = refusal(STR("model m { let x : tokenz = 1 }"));
	CHECK_HOLDS(error.todo, "did you mean token");
}

TEST(binary_files_are_refused)
{
	CHECK_HOLDS(refusal((struct str){"\0\0\0", 3}).what, "this is not text");
	CHECK_HOLDS(refusal(STR("model m {\0 out x : 1 = 1 }")).what, "this is not text");
	CHECK_HOLDS(refusal(STR("\x7F"
				"ELF\x02\x01\x01"))
			    .what,
		    "has no meaning here");
	CHECK_HOLDS(refusal((struct str){NULL, 0}).what, "this file contains no model");
	CHECK_HOLDS(refusal(STR("model m { title \"a\0b\" }")).what, "this text is not UTF-8");
}

TEST(deep_nesting_is_refused_before_the_stack_is)
{
	static const struct {
		const char *head, *part, *tail;
	} rows[] = {
		{"model m { let x : 1 = ", "(", "1 }"},
		{"model m { let x : 1 = ", "-", "1 }"},
		{"model m { let x : 1 = ", "not ", "a }"},
		{"model m { let x : 1 = ", "2 ^ ", "2 }"},
		{"model m { let x : 1 = ", "2 ^ -", "2 }"},
		{"model m { let x : 1 = ", "1 + ", "1 }"},
		{"model m { let x : 1 = ", "a and ", "b }"},
		{"model m { let x : 1 = ", "abs(", "1 }"},
		{"model m { let x : 1 = ", "if a then b else ", "c }"},
		{"model m { let x : 1 = ", "if ", "c }"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = repeated(rows[i].head, rows[i].part, 100000, rows[i].tail);
		CHECK_HOLDS(refusal(str_of(text)).what, "this expression is nested too deeply");
		free(text);
	}
	char *text = repeated("model m { let x : 1 = ", "1 [", 100000, "1 }");
	CHECK_HOLDS(refusal(str_of(text)).what, "',' is expected here");
	free(text);
}

TEST(a_long_sum_is_fine_and_a_hundred_parentheses_are)
{
	char *text = repeated("model m { let x : 1 = ", "1 + ", 900, "1 }");
	model_free(parsed(text));
	free(text);
	char *open = repeated("model m { let x : 1 = ", "(", 100, "1");
	text = repeated(open, ")", 100, "}");
	model_free(parsed(text));
	free(open);
	free(text);
}

TEST(a_megabyte_on_one_line_takes_no_time)
{
	/* By the square of its length, this would outlast the limit of the test.
	 */
	char *text = repeated("model m { title \"", "aé", 300000, "\" x");
	CHECK_TEXT(refusal(str_of(text)).where, "m0.model:1:600020");
	free(text);
	text = repeated("model m { ", "source \"\" ", 100000, "}");
	CHECK_HOLDS(refusal(str_of(text)).what, "too many sources");
	free(text);
	text = repeated("model m { title ", "fr \"a\" title ", 80000, "x }");
	CHECK_TEXT(refusal(str_of(text)).where, "m0.model:1:1040017");
	free(text);
}

TEST(too_many_lines_choices_and_conditions_are_refused)
{
	struct buf text = {0};
	buf_puts(&text, "model m {");
	for (int i = 0; i < 2001; i++)
		buf_addf(&text, " let x%d : 1 = 1", i);
	CHECK_HOLDS(refusal(buf_str(&text)).what, "this model has too many lines");
	buf_release(&text);
	char *choices = repeated("model m { in a : one of (", "a, ", 64, "a) }");
	CHECK_HOLDS(refusal(str_of(choices)).what, "too many choices");
	free(choices);
	CHECK_HOLDS(refusal(STR("model m { in a : 1 where 0..1 and 0..1 and > 0 }")).what,
		    "too many conditions");
}

TEST(a_very_long_name_is_cut_in_the_message_and_not_elsewhere)
{
	char *name = repeated("", "n", 5000, "");
	struct buf text = {0};
	buf_addf(&text, "model m { let %s : 1 = 1 let %s : 1 = 2 }", name, name);
	struct frugal_error error = refusal(buf_str(&text));
	CHECK_HOLDS(error.what, "nnnn");
	CHECK_TEXT(error.where, "m0.model:1:5028");
	buf_clear(&text);
	buf_addf(&text, "model m { let %s : 1 = 1 }", name);
	struct model *m = parsed(buf_text(&text));
	CHECK_INT(m->lines[0].name.n, 5000);
	model_free(m);
	buf_release(&text);
	free(name);
}

RUN_TESTS(CASE(the_head_holds_titles_in_two_languages_families_and_sources),
	  CASE(a_model_may_stand_on_one_line_and_in_windows_lines),
	  CASE(the_word_model_is_a_name_within_a_model),
	  CASE(an_input_has_a_unit_conditions_a_default_a_source_and_words),
	  CASE(a_use_has_arguments_and_a_check_has_a_message),
	  CASE(a_number_takes_the_unit_and_the_interval_that_follow_it),
	  CASE(a_unit_stops_where_the_function_min_begins), CASE(operators_bind_as_in_school),
	  CASE(the_source_of_an_expression_is_what_was_written),
	  CASE(each_refusal_names_the_place_and_the_text), CASE(an_unknown_unit_gets_a_near_miss),
	  CASE(binary_files_are_refused), CASE(deep_nesting_is_refused_before_the_stack_is),
	  CASE(a_long_sum_is_fine_and_a_hundred_parentheses_are),
	  CASE(a_megabyte_on_one_line_takes_no_time),
	  CASE(too_many_lines_choices_and_conditions_are_refused),
	  CASE(a_very_long_name_is_cut_in_the_message_and_not_elsewhere))
