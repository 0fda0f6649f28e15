/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way to ask a model: model_ask loads it by name, sets its inputs, computes the answer and
 * frees the question. Inputs are typed: the text that a user wrote ("10 [8, 12] h"), or a number of
 * a program, with its interval, quality, measured share and source.
 *
 *	struct model_input inputs[] = {model_text("zone", "FR"), model_exact("load", 0.5)};
 *	r = model_ask(catalogue, "cpu_power", inputs, 2, &options, &answer, reterr);
 */
#ifndef MODEL_ASK_H
#define MODEL_ASK_H

#include "model/answer.h"
#include "model/catalogue.h"
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

/* A count or a share, exact and measured. */
static inline struct model_input model_exact(const char *name, double value)
{
	return (struct model_input){
		.name = name,
		.number = {.value = value, .low = value, .high = value},
		.quality = FRUGAL_MEASURED,
	};
}

/*
 * The same for a value in unit ("GB"), which unit_parse must know: an unknown unit gives a number
 * without dimension, which the model then refuses.
 */
struct model_input model_number(const char *name, double value, const char *unit);

/*
 * A figure with its 90 % interval [low, high], in unit, as an input: its support is that of
 * interval_support.
 */
struct model_input model_figure(const char *name, double value, double low, double high,
				const char *unit, enum frugal_quality quality,
				double measured_share, const char *source);

/* Sets the inputs in their order. FRUGAL_EUSAGE also for a text that was given before. */
int question_take(struct question *question, const struct model_input *inputs, size_t n,
		  struct frugal_error *reterr);

/*
 * A question to the model called name with these inputs, for callers that ask it more than once
 * (columns of loads, a published figure). The caller frees it with question_free. FRUGAL_EUSAGE: an
 * unknown model or input, a wrong unit, a refused value; FRUGAL_EDATA: the model or a table is not
 * valid.
 */
int model_question(struct catalogue *catalogue, const char *name, const struct model_input *inputs,
		   size_t n, struct question **ret, struct frugal_error *reterr);

/*
 * The answer to such a question; the caller frees it with answer_free. options may be NULL: the
 * defaults. Errors are those of model_question and question_answer.
 */
int model_ask(struct catalogue *catalogue, const char *name, const struct model_input *inputs,
	      size_t n, const struct answer_options *options, struct answer **ret,
	      struct frugal_error *reterr);

#endif
