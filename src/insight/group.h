/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A group of runs and what it used, computed once and handed to every view: text, JSON, page and
 * form take the same struct and cannot differ. A group counts the runs that have ended, interrupted
 * ones included: they used energy too.
 *
 * A PUE, WUE, renewable share or number of units may be given in several places: an option wins
 * over the register of services, and the register over the runs. A PUE replaces the one in the
 * figures of a run, so that it is counted once. That of the register counts for the runs of its
 * service, whatever other runs are in the group.
 *
 * The error of a run's figures (the factor of a power model, the intensity of a zone) is common to
 * the runs of a group and does not average out: the interval of a sum adds the ends. Random
 * differences between runs are in no sum; see insight/compare.h for means.
 */
#ifndef INSIGHT_GROUP_H
#define INSIGHT_GROUP_H

#include "insight/selection.h"
#include "model/context.h"
#include "store/service.h"
#include "store/sum.h"

#define GROUP_LEVEL 0.90 /* of the interval of a run, and so of a sum of runs */

enum stated_by { STATED_NOWHERE, STATED_BY_RUNS, STATED_BY_REGISTER, STATED_BY_OPTION };
struct stated {
	double value; /* NaN: not given */
	enum stated_by by;
};

/* A PUE of the register, for the runs of a service. */
struct group_pue {
	const char *service;
	double pue;
	bool changes; /* a figure of the runs as they were recorded */
};
struct group_pues {
	struct group_pue *items;
	size_t n;
};

struct group_question {
	const char *label;                           /* words of a group, or a run; or NULL */
	const struct run_filter *filter;             /* narrows it too; its statuses are ignored */
	double pue, wue_l_per_kwh, renewable, units; /* NaN: not given */
	const char *unit_name;                       /* NULL: the register's */
	bool one_by_one; /* also read single runs, for struct group_runs */
	bool spans;      /* also read when each run was at work, for struct group_spans */
	bool as_kept;    /* keep the figures of the ledger, whatever PUE the register has */
};

/* A question with a label and nothing else given. */
struct group_question group_question_of(const char *label);

/*
 * How the figures of a sum came to be: by the weakest of its runs, of those that are not zero. Each
 * is 0 where no run was looked at, else 1 + enum frugal_quality, or GROUP_QUALITY_UNKNOWN where
 * some of the runs were not.
 */
#define GROUP_QUALITY_UNKNOWN 255
struct group_quality {
	unsigned char energy, carbon, embodied, criteria[USE_CRITERIA];
};
/* "measured", ...; NULL: not known. */
const char *group_quality_name(unsigned char quality);
unsigned char group_quality_weaker(unsigned char a, unsigned char b);

struct group_sum {
	struct use use;               /* electricity with the PUE of the group */
	struct group_quality quality; /* of one_by_one alone */
	double it_wh;                 /* of that, the machines without any PUE */
};

/* The group by one key, in the order of the ledger; phases in that of a model's life, months in
 * time. */
struct group_row {
	const char *key; /* "" where none was given */
	struct group_sum sum;
	int64_t from_us; /* UTC: the first start; 0: not looked at */
};
struct group_rows {
	struct group_row *items;
	size_t n;
};

/* Runs by what they share: the parts of every sum. */
struct group_cell {
	const char *phase, *outcome, *zone, *machine, *month, *service;
	enum run_end end;
	struct group_sum sum;
	int64_t from_us; /* UTC: the first start; 0: not looked at */
	size_t place;    /* inside: among what was read of runs alike */
};

/* A month of the service: what its runs of inference used, what it served. */
struct group_month {
	const char *month;
	struct use use;         /* of the phase inference */
	double units, expected; /* NaN: not reported */
};

/* What accelerators used, whole, in the runs that saw any. */
struct group_boards {
	size_t runs;              /* those runs */
	size_t n;                 /* the most boards in one */
	double wh, low, high;     /* of all these runs */
	double least_wh, most_wh; /* of one of them */
	bool modelled;            /* modelled in one of the runs at least */
	const char *names;        /* as their sensors call them, by "; " */
	/* Their models; some may be missing. */
	const char *const *devices;
	size_t n_devices;
	bool some_unknown;
};

/* A model of accelerators, and how many of it were in a run that had any. */
struct group_board {
	const char *name; /* or "unknown model (its sensor)" */
	size_t least, most;
};

/* What the runs of a phase ran on, as single runs have it. */
struct group_hardware {
	const char *phase;
	size_t runs; /* that were read */
	const struct group_board *boards;
	size_t n_boards;
	bool more_boards; /* further models are left out */
	/* Of processors and of accelerators, by "; "; "" where none was seen. */
	const char *cpu_sensors, *board_sensors;
};

/* What runs reported of their training: of several runs none is that of the group. */
struct group_reported {
	size_t runs; /* that reported it */
	double value;
};

/* A run without some of its figures: bits. */
enum group_figure { GROUP_ENERGY = 1, GROUP_CARBON = 2, GROUP_EMBODIED = 4 };
struct group_gap {
	const char *id, *phase;
	unsigned figures;
};
#define GROUP_GAPS 16 /* at most as many are named */

/* Read from the newest GROUP_READ runs. */
#define GROUP_READ 1000
struct group_runs {
	int64_t from_us, to_us; /* UTC: first start, last end */
	struct group_boards boards;
	const struct group_hardware *hardware; /* by phase */
	size_t n_hardware;
	const char *zones, *machines; /* names by ", " and "; " */
	bool some_unzoned;            /* runs without a zone: factors of the world */
	size_t n_machines;
	double least_pue, most_pue; /* of single runs' figures as they were kept; 1: none */
	struct group_gap gaps[GROUP_GAPS];
	size_t n_gaps;
	/* Last accuracy, of validation if there is one, 0 to 1; epochs of training, fine-tuning. */
	struct group_reported accuracy, epochs;
};

/* When runs were at work, by their start. */
#define GROUP_SPANS 100000 /* at most, of the newest runs */
struct group_span {
	const char *phase; /* "" where none was given */
	int64_t from_us, to_us;
};
struct group_spans {
	const struct group_span *items;
	size_t n;
	bool is_part; /* older runs were not read */
};

/* The union of the intervals of some phases; 0 runs: none is known. */
struct group_period {
	size_t runs;
	int64_t from_us, to_us; /* first start, last end */
	int64_t busy_us;        /* at least one run was at work */
	bool is_part;
};
struct group_period group_period_of(const struct group_spans *spans,
				    bool (*covers)(const char *phase));

struct run_group {
	const char *label; /* which.label */
	struct selection which;
	struct group_cell *cells;
	size_t n_cells;
	struct group_sum all;
	struct group_rows phases, months, zones, machines;
	struct stated pue; /* by the register with NaN: that of pues, and no other for the rest */
	struct stated wue_l_per_kwh, renewable;
	struct group_pues pues; /* of the register, where no option has another */
	bool has_service;       /* one of the register, of all runs that have any */
	struct service service;
	/* Of the phase inference, where the group has all of the service's. */
	struct group_month *served_months; /* in order; with runs or with units */
	size_t n_served_months;
	struct stated units;      /* of months that have runs and units, or as given */
	const char *unit_name;    /* "" where none was given */
	struct group_sum served;  /* what these units used */
	struct group_runs runs;   /* of one_by_one alone */
	struct group_spans spans; /* of spans alone */
};

/*
 * FRUGAL_EUSAGE: the label is not valid, or none of its runs has ended. Texts live in the arena.
 * group_release frees the rest, also after an error.
 */
int group_read(struct ledger *ledger, const struct group_question *question, struct arena *arena,
	       struct run_group *ret, struct frugal_error *reterr);
/* The same, for a group that may be empty. */
int group_read_any(struct ledger *ledger, const struct group_question *question,
		   struct arena *arena, struct run_group *ret, struct frugal_error *reterr);
void group_release(struct run_group *group);

/*
 * For views of runs as they were recorded: adds the services of these runs whose PUE of the
 * register would change a figure, each once. to begins empty.
 */
int group_pues_left(struct ledger *ledger, const char *label, const struct run_filter *filter,
		    struct arena *arena, struct group_pues *to, struct frugal_error *reterr);

/* Adds the cells that fit. */
typedef bool group_fits(const struct group_cell *cell);
struct group_sum group_sum_of(const struct run_group *group, group_fits *fits);
void group_sum_add(struct group_sum *to, const struct group_sum *more);

/* Outcomes. A run is failed by its exit status or by its reported outcome. */
group_fits group_failed, group_shipped, group_abandoned, group_untold;
group_fits group_before; /* data, development, search, evaluation */
group_fits group_final;  /* not failed, not before */
group_fits group_early;  /* not failed, before */
group_fits group_inference, group_others;

/* The sum of a phase; NULL: no run of it. */
const struct group_sum *group_phase(const struct run_group *group, const char *phase);

/*
 * Carbon of electricity and embodied carbon together. NaN of no runs where not as many runs have
 * the one as the other: their sum would be neither.
 */
struct use_figure group_carbon_and_embodied(const struct use *use);

/* Whether each of the runs has the figure: the sum of some of them is not that of all. */
bool group_is_whole(const struct use_figure *figure, double runs);

/* The value; NaN where there are runs and none has it. */
double group_value(const struct use_figure *figure, double runs);

/* The figure divided by n; NaN of no runs unless it is whole and n is positive. */
struct use_figure group_per(const struct use_figure *figure, double runs, double n);

#endif
