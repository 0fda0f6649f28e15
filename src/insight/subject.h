/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a form is about: the figures of a group (insight/group.h) in the units of forms, by phase,
 * with machines, zones and accelerators, and what only people or the register know. Nothing is
 * summed here.
 */
#ifndef INSIGHT_SUBJECT_H
#define INSIGHT_SUBJECT_H

#include "insight/group.h"
#include "model/context.h"
#include "quantity/print.h"

struct form_amount {
	double value, low, high; /* low and high: sums of the runs' ends */
	size_t runs;             /* that have it: 0 is missing, fewer than all is a part */
};

/* Electricity of one zone. */
struct form_zone {
	const char *name; /* "" where none was given: factors of the world */
	double energy_kwh;
};

/* Of one phase, or of all. */
struct form_use {
	const char *phase; /* "" where none was given */
	size_t runs;
	struct form_amount energy_kwh, carbon_g, embodied_g;
	struct form_amount water_l;                /* of site and electricity */
	struct form_amount criteria[USE_CRITERIA]; /* L, gSbe, Wh */
	double it_kwh;                             /* of the machines alone: without any PUE */
	double measured_kwh;                       /* of the energy, by counters */
	double hours;                              /* runs one after the other */
	int64_t from_us;                           /* UTC: first start */
	/* Of a phase alone, in order of their first run; "" among machines: a run without one. */
	const struct form_zone *zones;
	size_t n_zones;
	const char *const *machines;
	size_t n_machines;
	const struct group_hardware *hardware; /* NULL: no run of the phase was read */
};

/* What accelerators used, whole, in the runs that saw any. */
struct form_boards {
	size_t runs;              /* those runs */
	size_t n;                 /* the most boards in one */
	struct form_amount wh;    /* of all these runs */
	double least_wh, most_wh; /* of one of them */
	bool modelled;            /* modelled in one of the runs at least */
	const char *names;        /* as their sensors call them, by "; " */
	/* Their models; some may be missing. */
	const char *const *devices;
	size_t n_devices;
	bool some_unknown;
};

/* What only people know; NaN or NULL: missing. */
struct form_stated {
	double pue, wue_l_per_kwh, renewable;         /* renewable: of the electricity, 0..1 */
	double it_kwh, site_kwh, water_l, reused_kwh; /* of a data centre, over a year */
	double parameters, tokens;                    /* of the model; of its training */
	double journey;                               /* units in a standard journey of a user */
	const char *task;
	const char *counted; /* "gross" or "effective": FLOP, tokens, parameters */
	/* Of the model as it is given to others: who, under which licence (an expression of SPDX),
	 * which version, from where; the day of its release, "2026-11-30". */
	const char *supplier, *licence, *model_version, *download, *released;
};

struct tables;

struct form_subject {
	struct tables *tables; /* the bands and protocols of forms; outlive what is written */
	const char *name;
	const struct form_use *phases;
	size_t n_phases;
	struct form_use all;
	const char *zone;     /* one, or several by commas; "" where none was given */
	bool some_unzoned;    /* runs without one: factors of the world */
	const char *hardware; /* machines, by "; " */
	size_t machines;
	int64_t from_us, to_us; /* UTC: first start, last end */
	struct group_spans spans;
	double flop; /* of the training; NaN: missing */
	const char *flop_method;
	double units; /* functional units served; NaN: missing */
	const char *unit_name;
	struct form_use served;       /* what these units used: of the phase inference */
	const struct group_gap *gaps; /* some of the runs without a figure */
	size_t n_gaps;
	double least_pue, most_pue; /* of single runs, as they were kept; 0: not known */
	const char *pue_by;         /* "option", "register", "runs": source of the PUE; "": none */
	struct form_boards boards;
	struct group_reported accuracy, epochs; /* of the group where one run has it */
	struct form_stated stated;
	int64_t written_us;  /* UTC: now */
	const char *version; /* of frugal */
	const struct number_style *numbers;
	const char *lang;
	bool as_json; /* of forms that are text: gpai */
};

/* Converts the group to the units of a form; fills of `stated` only what the register has. */
int subject_of_group(struct context *context, const struct run_group *group,
		     struct form_subject *ret, struct frugal_error *reterr);

struct form_amount form_amount_of(const struct use_figure *figure, double scale);

#endif
