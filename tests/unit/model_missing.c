/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Missing stays missing, whoever computes: every built-in model is asked the questions of its entry
 * in tests/properties with each input that may be left out left out in turn, and with each field of
 * each table missing in turn. The single answer, a row of a batch, and the draws, all at central
 * values, must agree on every figure: which are absent, and the bits of the others.
 */
#include <stdlib.h>

#include "base/num.h"
#include "check.h"
#include "model/batch.h"
#include "model/knowledge.h"
#include "model/machine.h"
#include "model/spread.h"
#include "tree.h"

/* One question, its answer by each of the ways. */
struct way {
	int r; /* 0, or why it is refused */
	size_t n;
	double values[256]; /* of the figures, in their own units; NaN: absent */
};

struct variants {
	struct catalogue *catalogue;
	const char *model;
	const char *what; /* what is missing in this variant */
	size_t asked, absent, refused;
};

/* ---- the three ways ---- */

#define DRAWS 32

/* whole has value, low and high of each figure; to has the central values. */
static struct answer *ask_alone(const struct question *question, struct way *to, struct way *whole)
{
	const struct answer_options options = {.draws = DRAWS};
	struct answer *answer = NULL;
	struct frugal_error error;
	to->r = question_answer(question, &options, &answer, &error);
	for (size_t i = 0; answer && i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (!line->figure)
			continue;
		to->values[to->n++] = answer_in_unit(line, line->central);
		whole->values[whole->n++] = answer_in_unit(line, line->value);
		whole->values[whole->n++] = answer_in_unit(line, line->low);
		whole->values[whole->n++] = answer_in_unit(line, line->high);
		CHECK(isnan(line->value) == isnan(line->central));
		CHECK(isnan(line->value) == (line->absent != NULL));
		CHECK(isnan(line->value) == isnan(line->low));
		CHECK(isnan(line->value) == isnan(line->high));
		CHECK(isnan(line->value) ||
		      (line->low <= line->value && line->value <= line->high));
	}
	return answer;
}

struct text_io {
	struct str in;
	struct buf out;
};

static int read_text(void *context, char *to, size_t size, size_t *ret_n,
		     struct frugal_error *reterr)
{
	(void)reterr;
	struct text_io *io = context;
	*ret_n = io->in.n < size ? io->in.n : size;
	memcpy(to, io->in.p, *ret_n);
	io->in.p += *ret_n;
	io->in.n -= *ret_n;
	return 0;
}

static int write_text(void *context, const char *text, size_t n, struct frugal_error *reterr)
{
	(void)reterr;
	buf_add(&((struct text_io *)context)->out, text, n);
	return 0;
}

/* Reads the second line of the output: the figures after the column that was copied. */
static void read_figures(struct str out, struct way *to)
{
	const char *p = memchr(out.p, '\n', out.n), *end = out.p + out.n;
	CHECK(p != NULL);
	p = memchr(p, ',', (size_t)(end - p));
	while (p && *p == ',') {
		const char *cell = ++p;
		while (p < end && *p != ',' && *p != '\n')
			p++;
		struct str text = {cell, (size_t)(p - cell)};
		double value = MISSING;
		CHECK(!text.n || num_parse(text, &value) == text.n);
		to->values[to->n++] = value;
	}
}

static const struct batch_options one_thread = {.threads = 1};
static const struct batch_options intervals = {.threads = 1, .intervals = true, .draws = DRAWS};

static void ask_as_row(const struct question *question, const struct batch_options *options,
		       struct way *to)
{
	struct text_io io = {.in = str_of("id\n1\n")};
	const struct batch_io hooks = {.read = read_text, .write = write_text, .context = &io};
	struct batch_report report = {0};
	struct frugal_error error;
	to->r = batch_run(question, "in.csv", options, &hooks, &report, &error);
	if (to->r == 0 && report.refused)
		to->r = report.first.code;
	if (to->r == 0)
		read_figures(buf_str(&io.out), to);
	buf_release(&io.out);
}

/* The machine as the draws use it: columns, here all at central values. */
static void ask_as_draws(const struct question *question, struct way *to)
{
	const struct program *program = question->program;
	struct spread spread = {0};
	struct machine machine;
	struct frugal_error error;
	CHECK_INT(spread_init(&spread, question, &error), 0);
	CHECK_INT(machine_init_rows(&machine, program, 3, &error), 0);
	for (size_t i = 0; i < program->n_params; i++) {
		machine_set(&machine, program->params[i].reg, spread.params[i].value);
		machine_vary(&machine, program->params[i].reg);
	}
	machine_settle(&machine);
	machine_run(&machine, 3);
	for (size_t i = 0; i < program->n_entries; i++)
		if (program->entries[i].figure)
			to->values[to->n++] = machine_column(&machine, program->entries[i].reg)[2] /
					      program->entries[i].unit.scale;
	machine_release(&machine);
	spread_release(&spread);
}

static void agree(const struct variants *variants, const struct question *question,
		  const struct way *one, const struct way *other, const char *name)
{
	const struct program *program = question->program;
	size_t figure = 0;
	for (size_t i = 0; i < program->n_entries; i++) {
		const struct entry *entry = &program->entries[i];
		if (!entry->figure)
			continue;
		double a = one->values[figure], b = other->values[figure];
		figure++;
		if ((isnan(a) && isnan(b)) || (a <= b && a >= b))
			continue;
		print_error("%s without %s: %.*s is %.17g alone and %.17g %s\n", variants->model,
			    variants->what, STR_ARG(entry->name), a, b, name);
		fail();
	}
}

static void compare(struct variants *variants, const struct question *question)
{
	struct way alone = {0}, row = {0}, draws = {0}, whole = {0}, whole_row = {0};
	struct answer *answer = ask_alone(question, &alone, &whole);
	ask_as_row(question, &one_thread, &row);
	variants->asked++;
	if ((alone.r < 0) != (row.r < 0)) {
		print_error("%s without %s: alone %d, in a batch %d\n", variants->model,
			    variants->what, alone.r, row.r);
		fail();
	}
	if (alone.r < 0) {
		variants->refused++;
		return;
	}
	ask_as_draws(question, &draws);
	ask_as_row(question, &intervals, &whole_row);
	CHECK_INT(whole.n, whole_row.n);
	for (size_t i = 0; i < whole.n; i++)
		CHECK(isnan(whole.values[i]) ? isnan(whole_row.values[i])
					     : whole.values[i] == whole_row.values[i]);
	CHECK_INT(alone.n, row.n);
	CHECK_INT(alone.n, draws.n);
	agree(variants, question, &alone, &row, "in a batch");
	agree(variants, question, &alone, &draws, "in the draws");
	for (size_t i = 0; i < alone.n; i++)
		variants->absent += isnan(alone.values[i]) ? 1 : 0;
	answer_free(answer);
}

/* ---- what is left out ---- */

static struct question *fresh(struct variants *variants, struct str asked)
{
	const struct program *program = NULL;
	struct question *question = NULL;
	struct frugal_error error;
	CHECK_INT(catalogue_program(variants->catalogue, str_of(variants->model), &program, &error),
		  0);
	CHECK_INT(question_new(program, &question, &error), 0);
	while (asked.n) {
		const char *end = memchr(asked.p, ';', asked.n);
		size_t n = end ? (size_t)(end - asked.p) : asked.n;
		struct str one = str_trim((struct str){asked.p, n});
		if (one.n)
			CHECK_INT(question_set(question, one, BARE_IN_UNIT, &error), 0);
		asked = (struct str){asked.p + n + (end != NULL), asked.n - n - (end != NULL)};
	}
	return question;
}

static void leave_out_in_turn(struct variants *variants, struct str asked)
{
	struct question *question = fresh(variants, asked);
	const struct program *program = question->program;
	char what[128];
	variants->what = "anything";
	compare(variants, question);
	variants->what = what;
	for (size_t i = 0; i < program->n_inputs; i++) {
		struct value kept = question->values[i];
		if (!kept.given)
			continue;
		(void)snprintf(what, sizeof(what), "%.*s", STR_ARG(program->inputs[i].name));
		question->values[i] = (struct value){0};
		compare(variants, question);
		question->values[i] = kept;
	}
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		struct value kept = question->overrides[i];
		if (param->kind != PARAM_FIELD)
			continue;
		(void)snprintf(what, sizeof(what), "%.*s",
			       STR_ARG(program->entries[param->entry].name));
		question->overrides[i] = (struct value){
			.given = true,
			.quantity = {.value = MISSING, .low = MISSING, .high = MISSING}};
		compare(variants, question);
		question->overrides[i] = kept;
	}
	question_free(question);
}

static void ask_entry(struct variants *variants, const char *folder)
{
	char path[512], line[2048];
	(void)snprintf(path, sizeof(path), "%s/tests/properties/%s.txt", folder, variants->model);
	FILE *file = fopen(path, "r");
	CHECK(file != NULL);
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, "ask ", 4) == 0) {
			line[strcspn(line, "#\n")] = '\0';
			leave_out_in_turn(variants, str_of(line + 4));
		}
	(void)fclose(file);
}

TEST(alone_in_a_batch_and_in_the_draws_the_same_figures_are_absent)
{
	const char *source = getenv("FRUGAL_SOURCE");
	struct context context = {.lang = "en"};
	struct knowledge knowledge;
	struct frugal_error error;
	if (!source)
		SKIP("FRUGAL_SOURCE is not set");
	CHECK_INT(knowledge_open(&context, &knowledge, &error), 0);
	struct variants all = {.catalogue = knowledge.catalogue};
	for (const char *const *name = catalogue_names(knowledge.catalogue); *name; name++) {
		all.model = *name;
		ask_entry(&all, source);
	}
	print_message("# %zu questions, %zu refused, %zu figures absent\n", all.asked, all.refused,
		      all.absent);
	CHECK(all.asked > 1000 && all.absent > 300 && all.refused > 300);
	knowledge_close(&knowledge);
	arena_release(&context.arena);
}

/* ---- cells of a batch ---- */

static const char request[] = "model m {\n"
			      "  in llm : row of llms optional\n"
			      "  in shape : row of llm_shapes optional = llm.shape\n"
			      "  in zone : row of zones = \"WOR\"\n"
			      "  in energy : kWh where >= 0\n"
			      "  out layers : 1 = shape.layers\n"
			      "  out carbon : gCO2e = energy * zone.intensity\n"
			      "}";

/* Answers a table, as columns of figures; rows that are refused are left out. */
static void answers(const char *table, struct buf *ret)
{
	struct tree tree;
	struct context context = {0};
	struct knowledge knowledge;
	struct frugal_error error;
	const struct program *program = NULL;
	struct question *question = NULL;
	tree_make(&tree);
	tree_write(&tree, "/m.model", request);
	context.models = tree.root;
	CHECK_INT(knowledge_open(&context, &knowledge, &error), 0);
	CHECK_INT(catalogue_program(knowledge.catalogue, STR("m"), &program, &error), 0);
	CHECK_INT(question_new(program, &question, &error), 0);
	struct text_io io = {.in = str_of(table)};
	const struct batch_io hooks = {.read = read_text, .write = write_text, .context = &io};
	struct batch_report report = {0};
	CHECK_INT(batch_run(question, "in.csv", &one_thread, &hooks, &report, &error), 0);
	*ret = io.out;
	question_free(question);
	knowledge_close(&knowledge);
	arena_release(&context.arena);
	tree_remove(&tree);
}

static void gives(const char *table, const char *want)
{
	struct buf out = {0};
	answers(table, &out);
	CHECK_TEXT(buf_text(&out), want);
	buf_release(&out);
}

/* GPT-3 on its paper's electricity: 429 g/kWh. An intensity that is given wins wherever it stands.
 */
TEST(a_field_that_is_given_wins_over_its_row_in_any_order)
{
	gives("zone.intensity,zone,energy\n10,paper:gpt3,2\n,paper:gpt3,2\n",
	      "zone.intensity,zone,energy,layers[1],carbon[gCO2e]\n"
	      "10,paper:gpt3,2,,20\n"
	      ",paper:gpt3,2,,858\n");
	gives("zone,zone.intensity,energy\npaper:gpt3,10,2\npaper:gpt3,,2\n",
	      "zone,zone.intensity,energy,layers[1],carbon[gCO2e]\n"
	      "paper:gpt3,10,2,,20\n"
	      "paper:gpt3,,2,,858\n");
}

/* Llama 3 has 32 layers in its model of 8 billion parameters, and 80 in that of 70. */
TEST(an_empty_cell_of_a_row_that_follows_is_not_given)
{
	gives("shape,llm,zone.intensity,energy\n"
	      ",meta-llama/Meta-Llama-3-8B,1,1\n"
	      "llama-70b,meta-llama/Meta-Llama-3-8B,1,1\n"
	      ",meta-llama/Meta-Llama-3-70B,1,1\n"
	      ",,1,1\n",
	      "shape,llm,zone.intensity,energy,layers[1],carbon[gCO2e]\n"
	      ",meta-llama/Meta-Llama-3-8B,1,1,32,1\n"
	      "llama-70b,meta-llama/Meta-Llama-3-8B,1,1,80,1\n"
	      ",meta-llama/Meta-Llama-3-70B,1,1,80,1\n"
	      ",,1,1,,1\n");
}

RUN_TESTS(CASE(alone_in_a_batch_and_in_the_draws_the_same_figures_are_absent),
	  CASE(a_field_that_is_given_wins_over_its_row_in_any_order),
	  CASE(an_empty_cell_of_a_row_that_follows_is_not_given))
