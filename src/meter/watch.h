/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is looked at while a command runs: its prediction after the first epochs or steps, its
 * budgets, the hours in which it may run. What is seen is told as events of frugal.h; what is to
 * be done (pause, go on, end, kill) is done here.
 */
#ifndef METER_WATCH_H
#define METER_WATCH_H

#include "meter/session.h"

enum budget_kind { BUDGET_ENERGY, BUDGET_CARBON, BUDGET_MONEY, BUDGET_TIME, BUDGETS };

struct budget {
	double limit; /* Wh, g CO2e, EUR, h; 0: none */
	int told;     /* per cent that were told */
};

struct watch {
	const struct frugal_measure_options *options;
	struct budget budgets[BUDGETS];
	double price_per_wh;    /* NaN: not known */
	double g_per_wh;        /* NaN: not known yet; set once the figures are there */
	int64_t paused_until_s; /* UTC; 0: it runs */
	bool predicted;         /* and told */
	bool stopped;           /* by a budget or by who hears the events */
	int64_t kill_ns;        /* when what is still there is killed; 0: never */
};

/* The options outlive the watch. FRUGAL_EUSAGE: a budget that is none. */
int watch_init(struct watch *watch, const struct frugal_measure_options *options,
	       struct frugal_error *reterr);

/* After each reading. */
void watch_tick(struct watch *watch, struct session *session);

#endif
