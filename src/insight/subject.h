/* SPDX-License-Identifier: Apache-2.0 */
/* The runs of a group, gathered for a form: by phase, with machines, zones and accelerators. */
#ifndef INSIGHT_SUBJECT_H
#define INSIGHT_SUBJECT_H

#include "model/context.h"
#include "quantity/print.h"
#include "store/ledger.h"

struct form_amount {
	double value, low, high; /* low and high: sums of the runs' ends */
};

/* Of one phase, or of all. */
struct form_use {
	const char *phase; /* "" where none was told */
	size_t runs;
	struct form_amount energy_kwh, carbon_g, embodied_g;
	struct form_amount water_l; /* of site and electricity; all 0 where the runs tell none */
	size_t making_runs;         /* that tell their machines' making; the others are no zero */
	double it_kwh;              /* of the machines alone: without a PUE told to the runs */
	double measured_kwh;        /* of the energy, by counters */
	double hours;               /* runs one after the other */
	int64_t from_us;            /* UTC: first start */
};

/* What accelerators used, whole, in the runs that saw any. */
struct form_boards {
	size_t runs;              /* those runs */
	size_t n;                 /* the most boards in one */
	struct form_amount wh;    /* of all these runs */
	double least_wh, most_wh; /* of one of them */
	bool modelled;            /* no counter said it, in one of them at least */
	const char *names;        /* as their sensors call them, by "; " */
};

/* What only people know; NaN or NULL: not told. */
struct form_told {
	double pue, wue_l_per_kwh, renewable;         /* renewable: of the electricity, 0..1 */
	double it_kwh, site_kwh, water_l, reused_kwh; /* of a data centre, over a year */
	double parameters, tokens;                    /* of the model; of its training */
	double journey;                               /* units in a standard journey of a user */
	const char *task;
	const char *counted; /* "gross" or "effective": FLOP, tokens, parameters */
};

struct form_subject {
	const char *name;
	const struct form_use *phases;
	size_t n_phases;
	struct form_use all;
	const char *zone;     /* one, or several by commas; "" where none was told */
	const char *hardware; /* machines, by "; " */
	size_t machines;
	int64_t from_us, to_us; /* UTC: first start, last end */
	double flop;            /* of the training; NaN: not told */
	const char *flop_method;
	double units; /* functional units served; NaN: not told */
	const char *unit_name;
	struct form_boards boards;
	struct form_told told;
	const char *cpu_sensor; /* the first sensor of processors; "" where none was seen */
	int64_t written_us;     /* UTC: now */
	const char *version;    /* of frugal */
	const struct number_style *numbers;
	const char *lang;
	bool as_json; /* of forms that are text: gpai */
};

/* Fills all of *ret that runs know; what only people know is left alone. In context's arena. */
int subject_gather(struct context *context, const char *label, struct form_subject *ret,
		   struct frugal_error *reterr);

/* The same from a ledger that is open. */
int subject_read(struct context *context, struct ledger *ledger, const char *label,
		 struct form_subject *ret, struct frugal_error *reterr);

#endif
