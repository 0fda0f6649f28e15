/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question to a model: the value of each input, and its source. An input that is not set keeps
 * the default of the model; without default it is missing.
 */
#ifndef MODEL_QUESTION_H
#define MODEL_QUESTION_H

#include "frugal.h"
#include "model/program.h"
#include "quantity/quantity.h"

/* A name that means several rows, of which the commonest was taken. */
struct taken {
	const char *name;                      /* as the user wrote it */
	uint32_t others[TABLE_MAX_CANDIDATES]; /* rows */
	uint32_t n_others;
	bool is_region; /* of a cloud, for its grid: no other rows */
};

/* The value of one input or of one field of a row. */
struct value {
	bool given;
	struct quantity quantity;  /* numbers */
	uint32_t row;              /* of a table */
	const struct taken *taken; /* NULL: the name means that row alone */
	uint32_t choice;
	enum frugal_quality quality;
	const char *source; /* for the derivation; may be NULL */
	double measured_share;
};

struct question {
	struct arena arena;
	const struct program *program;
	struct value *values;    /* by input */
	struct value *overrides; /* by param: fields given by hand ("zone.intensity=57 g/kWh") */
};

int question_new(const struct program *program, struct question **ret, struct frugal_error *reterr);
void question_free(struct question *question);

/*
 * Takes "name=value" as a user writes it. FRUGAL_EUSAGE: no such input (with a near miss), a
 * wrong unit, a bad interval, an unknown or ambiguous row, a value outside `where`, given twice.
 */
int question_set(struct question *question, struct str assignment, enum quantity_bare bare,
		 struct frugal_error *reterr);

/* The same in two parts. *ret_known (may be NULL) is false when the model has no such input. */
int question_set_text(struct question *question, struct str name, struct str text,
		      enum quantity_bare bare, bool *ret_known, struct frugal_error *reterr);

/* Sets a number in base units, with its quality, as the meter does. */
int question_set_number(struct question *question, const char *name,
			const struct quantity *quantity, enum frugal_quality quality,
			double measured_share, const char *source, struct frugal_error *reterr);

/* A field of a row ("zone.intensity") in place of the table's; source is copied. */
int question_set_field(struct question *question, const char *name, const struct quantity *quantity,
		       enum frugal_quality quality, const char *source,
		       struct frugal_error *reterr);

/*
 * FRUGAL_EUSAGE "model MODEL requires NAME ...": the first input that is missing and has no
 * default.
 */
int question_complete(const struct question *question, struct frugal_error *reterr);

/*
 * The row of a name in the table of input, and the other rows that the name means: *ret_taken is
 * NULL where there are none, else in arena. For a zone the region of a cloud stands for its grid
 * (factor/regions.h). what is the word for messages.
 */
int question_find(struct arena *arena, const struct program *program, const struct input *input,
		  const char *what, struct str name, uint32_t *ret_row,
		  const struct taken **ret_taken, struct frugal_error *reterr);

/* The row of an input: given, the default, or by the row it follows; TABLE_NO_ROW: none. */
uint32_t question_row(const struct question *question, size_t index);

/* The row that an input takes where it is not given; TABLE_NO_ROW: none. */
uint32_t question_default_row(const struct question *question, size_t index);

/* The row that input takes when the input it follows has row. */
uint32_t input_follow(const struct input *input, const struct program *program, uint32_t row);

/* Whether the user gave the input, or the one that it follows. */
bool question_chosen(const struct question *question, size_t index);

/*
 * Whether a row follows one that is given, which has none for it, so that the default row of the
 * model stands in.
 */
bool question_substituted(const struct question *question, size_t index);

/* Checks a value in base units against the limits of an input. */
int input_check(const struct input *input, double low, double high, struct frugal_error *reterr);

#endif
