/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of the model room share: models written in the test, tables in a folder of their
 * own, and the way from text to answer in one line a step. A step after a failed one does nothing,
 * so that a test checks lab.r where it matters.
 */
#ifndef TESTS_UNIT_MODEL_LAB_H
#define TESTS_UNIT_MODEL_LAB_H

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "check.h"
#include "model/answer.h"
#include "model/catalogue.h"

#define LAB_MODELS 40

struct lab {
	char dir[64]; /* "" until lab_file */
	char files[16][128];
	size_t n_files;
	struct tables *tables;
	struct model *models[LAB_MODELS]; /* the first is the one asked */
	size_t n_models;
	struct program *program;
	struct question *question;
	struct answer *answer;
	int r;
	struct frugal_error error;
};

/* Writes a file into the folder of this lab. */
static inline void lab_file(struct lab *lab, const char *name, const char *text)
{
	if (!lab->dir[0]) {
		(void)strcpy(lab->dir, "/tmp/frugal-model-XXXXXX");
		CHECK(mkdtemp(lab->dir) != NULL);
	}
	char path[128];
	(void)snprintf(path, sizeof(path), "%s/%s", lab->dir, name);
	memcpy(lab->files[lab->n_files++], path, sizeof(path));
	FILE *f = fopen(path, "w");
	CHECK(f != NULL && fputs(text, f) >= 0);
	CHECK(fclose(f) == 0);
}

static inline int lab_find(void *context, struct str name, const struct model **ret,
			   struct frugal_error *reterr)
{
	struct lab *lab = context;
	for (size_t i = 0; i < lab->n_models; i++) {
		if (str_is(name, lab->models[i]->name)) {
			*ret = lab->models[i];
			return 0;
		}
	}
	return error_set(reterr, FRUGAL_EUSAGE, "unknown model '%.*s'", STR_ARG(name));
}

/* Reads a model; its file is called NAME.model in messages, where NAME counts from "m0". */
static inline int lab_parse(struct lab *lab, const char *text)
{
	char file[32];
	(void)snprintf(file, sizeof(file), "m%zu.model", lab->n_models);
	if (lab->r == 0)
		lab->r = model_parse(file, str_of(text), &lab->models[lab->n_models], &lab->error);
	lab->n_models += lab->r == 0;
	return lab->r;
}

/* Compiles the first model read. */
static inline int lab_compile(struct lab *lab)
{
	struct tables_options options = {.dir = lab->dir[0] ? lab->dir : NULL};
	if (lab->r == 0 && !lab->tables)
		lab->r = tables_new(&options, &lab->tables, &lab->error);
	if (lab->r == 0)
		lab->r = program_compile(lab->models[0], lab->tables, lab_find, lab, &lab->program,
					 &lab->error);
	if (lab->r == 0)
		lab->r = question_new(lab->program, &lab->question, &lab->error);
	return lab->r;
}

static inline int lab_set(struct lab *lab, const char *assignment)
{
	if (lab->r == 0)
		lab->r = question_set(lab->question, str_of(assignment), BARE_REFUSED, &lab->error);
	return lab->r;
}

static inline int lab_answer(struct lab *lab, const struct answer_options *options)
{
	if (lab->r == 0) {
		answer_free(lab->answer);
		lab->answer = NULL;
		lab->r = question_answer(lab->question, options, &lab->answer, &lab->error);
	}
	return lab->r;
}

static inline void lab_close(struct lab *lab)
{
	answer_free(lab->answer);
	question_free(lab->question);
	program_free(lab->program);
	for (size_t i = 0; i < lab->n_models; i++)
		model_free(lab->models[i]);
	tables_free(lab->tables);
	for (size_t i = 0; i < lab->n_files; i++)
		(void)unlink(lab->files[i]);
	if (lab->dir[0])
		(void)rmdir(lab->dir);
	*lab = (struct lab){0};
}

/* All steps so far went well. */
static inline void lab_fine(const struct lab *lab)
{
	if (lab->r < 0)
		print_error("%s (%s): %s\n", lab->error.what, lab->error.where, lab->error.todo);
	CHECK_INT(lab->r, 0);
}

static inline const struct answer_line *lab_line(const struct lab *lab, const char *name)
{
	lab_fine(lab);
	const struct answer_line *line = answer_find(lab->answer, name);
	if (!line)
		print_error("no line '%s'\n", name);
	CHECK(line != NULL);
	return line;
}

/* In the unit that the line is written in. */
static inline double lab_value(const struct lab *lab, const char *name)
{
	const struct answer_line *line = lab_line(lab, name);
	return answer_in_unit(line, line->value);
}

/* One model without inputs, answered. */
static inline struct lab lab_of(const char *text)
{
	struct lab lab = {0};
	lab_parse(&lab, text);
	lab_compile(&lab);
	struct answer_options options = {.draws = 1};
	lab_answer(&lab, &options);
	return lab;
}

/* The value of an expression in a unit. */
static inline double lab_expression(const char *expression, const char *unit)
{
	char text[2000];
	(void)snprintf(text, sizeof(text), "model m { out x : %s = %s }", unit, expression);
	struct lab lab = lab_of(text);
	double value = lab_value(&lab, "x");
	lab_close(&lab);
	return value;
}

/* The model is refused at the place ("m0.model:1:20"), with a message that contains part. */
static inline void lab_refused(const char *text, const char *where, const char *part)
{
	struct lab lab = lab_of(text);
	CHECK_INT(lab.r, FRUGAL_EDATA);
	CHECK_INT(lab.error.code, FRUGAL_EDATA);
	CHECK_HOLDS(lab.error.what, part);
	CHECK_TEXT(lab.error.where, where);
	CHECK(lab.answer == NULL);
	lab_close(&lab);
}

#endif
