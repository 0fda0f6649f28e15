/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body of POST /api/v1/estimate:
 *	{"model": "training", "inputs": {"gpu": "H100", "gpu_hours": "8 h", "pue": 1.2}}
 *	{"model": "training", "inputs": {"gpu": "H100"}, "columns": {"gpu_hours[h]": [8, 9]},
 *	 "outputs": ["energy"]}
 * A text is what the command line takes after "name="; a number has no unit, and null is not given.
 */
#ifndef SERVE_ESTIMATE_ASKED_H
#define SERVE_ESTIMATE_ASKED_H

#include "base/mem.h"
#include "base/str.h"
#include "frugal.h"

#define ASKED_MAX_DEPTH 4
#define ASKED_MAX_INPUTS 256
#define ASKED_MAX_ROWS 1000000

struct estimate_asked {
	const char *model;
	const char **inputs; /* "name=value", in the order of their names */
	size_t n_inputs;
	bool sensitivity;
	struct frugal_column *columns; /* NULL: one question */
	size_t n_columns, n_rows;
	const char **outputs; /* NULL: all of the model */
	size_t n_outputs;
};

/* FRUGAL_EUSAGE: not JSON, or not such an object. All lives in the arena. */
int estimate_asked_read(struct str body, struct arena *arena, struct estimate_asked *ret,
			struct frugal_error *reterr);

/* {"question": "...", "answers": {"people": 2000}}: inputs are "people=2000". */
int estimate_asked_sentence(struct str body, struct arena *arena, const char **ret_sentence,
			    struct estimate_asked *ret, struct frugal_error *reterr);

#endif
