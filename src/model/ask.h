/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way to ask a model: it is loaded by name, its inputs are set, it answers, and what stood
 * between is freed. Inputs are typed: the text that a user wrote ("10 [8, 12] h"), or a number
 * that a program knows, with its interval, quality, measured share and source.
 *
 *	struct model_input inputs[] = {model_text("zone", "FR"), model_exact("load", 0.5)};
 *	r = model_ask(library, "cpu_power", inputs, 2, &options, &answer, reterr);
 */
#ifndef MODEL_ASK_H
#define MODEL_ASK_H

#include "model/answer.h"
#include "model/library.h"
#include "model/question.h"

struct model_input {
	const char *name; /* an input, or a field of a row: "zone.intensity"; NULL: text has it */
	const char *text; /* as a user writes it: "57 g/kWh"; NULL: number counts */
	struct quantity number; /* base units */
	enum frugal_quality quality;
	double measured_share;
	const char *source; /* of the number; copied; may be NULL */
};

/* "gpu_hours=10h", name and value in one. */
static inline struct model_input model_assignment(const char *assignment)
{
	return (struct model_input){.text = assignment};
}

static inline struct model_input model_text(const char *name, const char *text)
{
	return (struct model_input){.name = name, .text = text};
}

/* A count or a share that is known for sure and was read off the machine. */
static inline struct model_input model_exact(const char *name, double value)
{
	return (struct model_input){
		.name = name,
		.number = {.value = value, .low = value, .high = value},
		.quality = FRUGAL_MEASURED,
	};
}

/*
 * The same of value in what unit names ("GB"). unit is one of ours, known to unit_parse: another
 * gives a number of no dimension, which the model then refuses.
 */
struct model_input model_number(const char *name, double value, const char *unit);

/*
 * A figure of [low, high] in nine of ten cases, in unit, as an input: its support is that of
 * interval_support.
 */
struct model_input model_figure(const char *name, double value, double low, double high,
				const char *unit, enum frugal_quality quality,
				double measured_share, const char *source);

/* Sets the inputs in their order. FRUGAL_EUSAGE also for a text that was given before. */
int question_take(struct question *question, const struct model_input *inputs, size_t n,
		  struct frugal_error *reterr);

/*
 * A question to the model called name with these inputs, for those who do more with it than ask it
 * once (columns of loads, a published figure). The caller frees it with question_free.
 * FRUGAL_EUSAGE: an unknown model or input, a wrong unit, a refused value; FRUGAL_EDATA: the model
 * or a table is not valid.
 */
int model_question(struct library *library, const char *name, const struct model_input *inputs,
		   size_t n, struct question **ret, struct frugal_error *reterr);

/*
 * Its answer; the caller frees it with answer_free. options may be NULL: the defaults. Errors are
 * those of model_question and question_answer.
 */
int model_ask(struct library *library, const char *name, const struct model_input *inputs, size_t n,
	      const struct answer_options *options, struct answer **ret,
	      struct frugal_error *reterr);

#endif
