/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any text as a model: it is refused with a place in the text, or it compiles, and then it answers
 * at its defaults: figures with their value inside their interval, or an error with a message.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "model/answer.h"

static int find_itself(void *context, struct str name, const struct model **ret,
		       struct frugal_error *reterr)
{
	/* The model itself, so that `use` is reached, and its cycle. */
	struct model *model = context;
	if (str_is(name, model->name)) {
		*ret = model;
		return 0;
	}
	return error_set(reterr, FRUGAL_EUSAGE, "unknown model '%.*s'", STR_ARG(name));
}

static void check_error(int r, const struct frugal_error *error)
{
	REQUIRE(r < 0 && error->code == r && r != FRUGAL_EBUG);
	REQUIRE(error->what[0]);
	REQUIRE(str_utf8_valid(str_of(error->what)) == strlen(error->what));
	REQUIRE(str_utf8_valid(str_of(error->todo)) == strlen(error->todo));
}

static void check_answer(const struct answer *answer)
{
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		REQUIRE(!isinf(line->value));
		REQUIRE(isnan(line->value) ||
			(line->low <= line->value && line->value <= line->high));
		REQUIRE(!isnan(line->value) || line->absent || line->text);
		REQUIRE(line->measured_share >= 0 && line->measured_share <= 1);
		for (size_t j = 0; j < line->n_uses; j++)
			REQUIRE(line->uses[j] < i);
	}
	for (size_t i = 0; i < answer->n_doubts; i++)
		REQUIRE(answer->doubts[i].share >= 0 && answer->doubts[i].share <= 1);
}

static void ask(const struct program *program)
{
	struct question *question = NULL;
	struct answer *answer = NULL;
	struct frugal_error error = {0};
	struct answer_options options = {.draws = 16, .lines = true, .sensitivity = true};
	REQUIRE(question_new(program, &question, &error) == 0);
	int r = question_answer(question, &options, &answer, &error);
	if (r == 0)
		check_answer(answer);
	else
		check_error(r, &error);
	answer_free(answer);
	question_free(question);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tables *tables; /* loaded once; the kernel frees them */
	struct model *model = NULL;
	struct program *program = NULL;
	struct frugal_error error = {0};
	if (!tables)
		REQUIRE(tables_new(NULL, &tables, &error) == 0);
	int r = model_parse("fuzz.model", (struct str){(const char *)data, size}, &model, &error);
	if (r == 0)
		r = program_compile(model, tables, find_itself, model, &program, &error);
	if (r == 0) {
		ask(program);
	} else {
		check_error(r, &error);
		REQUIRE(r == FRUGAL_EDATA);
	}
	program_free(program);
	model_free(model);
	return 0;
}
