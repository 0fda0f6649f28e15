/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums over runs that have ended, of the share perimeter. The ledger maintains them by day and kind
 * of run, and by tag, so that the sum of a million runs adds some hundred rows.
 */
#ifndef STORE_SUM_H
#define STORE_SUM_H

#include "store/ledger.h"

/* A figure over the runs that have it. squares: the sum of squares, for a deviation. */
struct use_figure {
	double runs, value, low, high, squares;
};

/* The criteria other than carbon that a run may have; their names are those of its figures. */
enum use_criterion {
	USE_WATER,                   /* L, of power stations, and of the site where it is known */
	USE_SITE_WATER,              /* L, of that */
	USE_ADPE,                    /* g Sb eq, of the electricity */
	USE_EMBODIED_ADPE,           /* g Sb eq */
	USE_PRIMARY_ENERGY,          /* Wh, of the electricity */
	USE_EMBODIED_PRIMARY_ENERGY, /* Wh */
	USE_CRITERIA
};
extern const char *const use_criterion_names[USE_CRITERIA]; /* "water", "site_water", ... */

struct use {
	double runs;
	double duration_s, duration_squares;
	struct use_figure energy_wh, carbon_g, embodied_g;
	struct use_figure criteria[USE_CRITERIA];
	double measured_wh; /* of the energy, by counters */
	double marginal_wh; /* added by the commands; the rest is their share of idle power */
	double machines_wh; /* of the energy, without any PUE that the runs were given */
};

enum run_end { END_OK, END_FAILED, END_INTERRUPTED };

/* The keys of a record: how it ended, and the outcome of its tags, "" where it has none. */
enum run_end use_end_of(const struct run_record *run);
const char *use_outcome_of(const struct run_record *run);

/* The keys that separate sums: bits. */
enum use_key {
	USE_PROJECT = 1,
	USE_SERVICE = 2,
	USE_PHASE = 4,
	USE_NAME = 8,
	USE_OUTCOME = 16,
	USE_END = 32,
	USE_ZONE = 64, /* "" for runs without a zone */
	USE_MACHINE = 128,
	USE_DAY = 256,  /* period is "2026-11-28", UTC */
	USE_MONTH = 512 /* "2026-11" */
};

struct use_group { /* members that are not a key of the sum are "" */
	const char *project, *service, *phase, *name, *outcome, *zone, *machine, *period;
	enum run_end end;
	struct use use;
};

/* group lives until the visit returns. */
typedef int use_visit(void *context, const struct use_group *group, struct frugal_error *reterr);

/*
 * Sums of the runs of the filter (NULL: all) by the keys, in their order. A run that lies within
 * another run of the filter is not added: the other one contains its energy.
 */
int ledger_sum(struct ledger *ledger, const struct run_filter *filter, unsigned keys,
	       use_visit *visit, void *context, struct frugal_error *reterr);

/* How many runs a sum leaves out, since they lie within another run of the filter (NULL: all). */
int ledger_count_within(struct ledger *ledger, const struct run_filter *filter, size_t *ret,
			struct frugal_error *reterr);

/*
 * Sums over the runs of the filter that have an energy and the metric, of its last value (y)
 * against the logarithm of the energy in Wh (x). This call and the next three accept only words,
 * tags and ends in the filter.
 */
struct point_sums {
	double n, x, y, xx, xy, yy;
};
int ledger_points(struct ledger *ledger, const struct run_filter *filter, const char *metric,
		  struct point_sums *ret, struct frugal_error *reterr);

/* Visits the sum of the runs of the filter for each tag that begins with prefix. */
typedef int tag_visit(void *context, const char *tag, const struct use *use,
		      struct frugal_error *reterr);
int ledger_sum_tags(struct ledger *ledger, const struct run_filter *filter, const char *prefix,
		    tag_visit *visit, void *context, struct frugal_error *reterr);

/* Visits each metric of the runs of the filter, with their number. */
typedef int metric_visit(void *context, const char *metric, double runs,
			 struct frugal_error *reterr);
int ledger_metrics(struct ledger *ledger, const struct run_filter *filter, metric_visit *visit,
		   void *context, struct frugal_error *reterr);

/*
 * The most names within one phase that have runs with an energy and one metric (NULL: any one).
 */
int ledger_named_with_metric(struct ledger *ledger, const struct run_filter *filter,
			     const char *metric, size_t *ret, struct frugal_error *reterr);

/* Adds b to a. */
void use_add(struct use *a, const struct use *b);

/*
 * Inside the store. The terms of a run are subtracted before its row, its tags or its figures
 * change, and added after it, each in the transaction of the change; a run that has not ended has
 * none. sum_in_record is for a run that ends, with its record at hand.
 */
int sum_out(struct ledger *ledger, int64_t seq, struct frugal_error *reterr);
int sum_in(struct ledger *ledger, int64_t seq, struct frugal_error *reterr);
int sum_in_record(struct ledger *ledger, int64_t seq, const struct run_record *run, bool was_there,
		  struct frugal_error *reterr);
/* Called before the lock is taken. */
void sum_prepare(struct ledger *ledger, const struct run_record *run);

/* The function base_value(value, unit) of the statements. */
struct sqlite3;
int sum_register(struct sqlite3 *db);

#endif
