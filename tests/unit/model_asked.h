/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of answers share: a question asked in one line, and the ends of a line. */
#ifndef TESTS_UNIT_MODEL_ASKED_H
#define TESTS_UNIT_MODEL_ASKED_H

#include "model_lab.h"

static const char training[] __attribute__((unused)) =
	"model training {\n"
	"  in gpu : row of gpus\n"
	"  in gpu_hours : h where >= 0\n"
	"  in utilization : 1 where 0..1 = 0.65 [0.5, 0.9]\n"
	"  in zone : row of zones = \"WOR\"\n"
	"  in pue : 1 where >= 1 = 1.56 [1.1, 2.0]\n"
	"  let board_energy : kWh = gpu_hours * gpu.tdp * utilization\n"
	"  out energy : kWh = board_energy * pue\n"
	"  out carbon : kgCO2e = energy * zone.intensity\n"
	"}";

static inline struct lab asked(const char *text)
{
	struct lab lab = {0};
	lab_parse(&lab, text);
	lab_compile(&lab);
	lab_fine(&lab);
	return lab;
}

/* Sets the inputs, separated by ';', and answers. */
static inline void ask(struct lab *lab, const char *inputs, const struct answer_options *options)
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

static inline struct lab answered(const char *text, const char *inputs)
{
	struct lab lab = asked(text);
	ask(&lab, inputs, NULL);
	lab_fine(&lab);
	return lab;
}

static inline void refused(const char *text, const char *inputs, int code, const char *what)
{
	struct lab lab = asked(text);
	ask(&lab, inputs, NULL);
	CHECK_INT(lab.r, code);
	CHECK_INT(lab.error.code, code);
	CHECK_HOLDS(lab.error.what, what);
	CHECK(lab.answer == NULL);
	lab_close(&lab);
}

static inline double low(const struct lab *lab, const char *name)
{
	const struct answer_line *line = lab_line(lab, name);
	return answer_in_unit(line, line->low);
}

static inline double high(const struct lab *lab, const char *name)
{
	const struct answer_line *line = lab_line(lab, name);
	return answer_in_unit(line, line->high);
}

#endif
