/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Watches a command while it runs: its prediction after the first epochs or steps, its budgets, the
 * hours in which it may run. Observations are sent as events of frugal.h; actions (pause, go on,
 * end, kill) are taken here.
 */
#ifndef METER_WATCH_H
#define METER_WATCH_H

#include "meter/session.h"

enum budget_kind { BUDGET_ENERGY, BUDGET_CARBON, BUDGET_MONEY, BUDGET_TIME, BUDGETS };

struct budget {
	double limit; /* Wh, g CO2e, EUR, h; 0: none */
	int reported; /* per cent for which an event was sent */
};

struct watch {
	const struct frugal_measure_options *options;
	struct budget budgets[BUDGETS];
	double price_per_wh;  /* NaN: unknown */
	double g_per_wh;      /* NaN: unknown yet; set once the figures are there */
	double g_low, g_high; /* its interval, as factors of it */
	/* Fills those two when they are first needed; NULL: they stay 1. */
	void (*ask_intensity)(void *context, double *ret_low, double *ret_high);
	void *context;
	bool asked;
	int64_t paused_until_s;        /* UTC; 0: it runs */
	struct frugal_event predicted; /* the last prediction that was sent; done 0: none */
	double left_low, left_high;    /* Wh: outside these it is made anew */
	bool ended;                    /* the command has ended */
	bool stopped;                  /* by a budget or by the receiver of the events */
	int64_t kill_ns;               /* when the remaining processes are killed; 0: never */
};

/* The options outlive the watch. FRUGAL_EUSAGE: an invalid budget. */
int watch_init(struct watch *watch, const struct frugal_measure_options *options,
	       struct frugal_error *reterr);

/* Called while the session is set up: the budgets alone. */
void watch_early(struct watch *watch, struct session *session);

/* Called after each reading. */
void watch_tick(struct watch *watch, struct session *session);

/* Called once after the last: reports a budget that was exceeded since then. */
void watch_end(struct watch *watch, struct session *session);

#endif
