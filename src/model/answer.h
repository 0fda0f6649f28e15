/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers a question: central values, intervals from draws, quality, and the derivation.
 * The answer is plain data that outlives the program and the tables.
 */
#ifndef MODEL_ANSWER_H
#define MODEL_ANSWER_H

#include "model/question.h"

struct answer_options {
	uint64_t seed;  /* 0: 1 */
	uint32_t draws; /* 0: 4096; 1: no intervals */
	bool sensitivity;
	bool lines; /* intervals of every line, not only of the figures */
};

#define DEFAULT_DRAWS 4096
#define DEFAULT_SEED 1

/* A named line of the derivation. Values are in base units; see answer_in_unit. */
struct answer_line {
	enum entry_kind kind;
	const char *name;
	const char *expression; /* "" for inputs and fields */
	const char *where;      /* "models/training.model:14", "factors/zones.csv:88" */
	const char *source;     /* of the value: a paper, a table row; "" */
	const char *help_en, *help_fr;
	const char *unit_text;
	const char *text;          /* rows and choices: what was chosen; else NULL */
	const char *asked;         /* the name that was taken for the row of text; else NULL */
	const char *const *others; /* keys of rows that the name means too; NULL ends them */
	const char *absent;        /* why the value is missing, in English; else NULL */
	const char *absent_stated; /* the same in the language of the user; may be NULL */
	struct unit unit;
	double value, low, high;
	double central, mean, median; /* at central inputs; of the draws (central without any) */
	enum headline headline;       /* which of the first two the value is; lets are central */
	uint32_t shifted_by; /* line that moves the mean of a figure most from the central value,
				where lines were asked for; or NO_ENTRY */
	uint32_t n_unknown;  /* draws in which a figure has no value */
	bool widened;        /* the value is outside the 5 % to 95 % range of the draws */
	enum frugal_quality quality;
	double measured_share;
	const uint32_t *uses; /* lines, each before this one */
	size_t n_uses;
	uint32_t untold; /* of inputs and fields: the input to give so that this line has a value;
			    or NO_ENTRY */
	bool figure;
};

/* How much of the variance of a figure an input carries. */
struct answer_doubt {
	uint32_t figure; /* line */
	uint32_t line;   /* the uncertain input, field or constant */
	double share;    /* 0..1; those of a figure sum to 1 */
};

/* What a reader must know of the answer: what stands in for a missing value, what is a guess. */
struct answer_note {
	const char *plain;  /* in English */
	const char *stated; /* in the language of the user */
};

struct answer {
	struct arena arena;
	const char *model;
	const char *title_en, *title_fr;
	const char *boundary_en, *boundary_fr;
	const char *differs_en, *differs_fr;
	const char *sources; /* joined with "; " */
	char version[17];
	struct answer_line *lines;
	size_t n_lines;
	struct answer_doubt *doubts; /* by figure, largest first */
	size_t n_doubts;
	struct answer_note *notes;
	size_t n_notes;
	uint64_t seed;
	uint32_t draws;
};

/*
 * FRUGAL_EUSAGE: an input or a field of a chosen row is missing; FRUGAL_EFINDING: a check failed;
 * FRUGAL_EDATA: a figure is infinite or not a number though all its inputs are known.
 */
int question_answer(const struct question *question, const struct answer_options *options,
		    struct answer **ret, struct frugal_error *reterr);
void answer_free(struct answer *answer);

/* The line called name, or NULL. */
const struct answer_line *answer_find(const struct answer *answer, const char *name);

/* A value of the line in its own unit. */
static inline double answer_in_unit(const struct answer_line *line, double base)
{
	return base / line->unit.scale;
}

#endif
