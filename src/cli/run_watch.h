/* SPDX-License-Identifier: Apache-2.0 */
/*
 * While the command runs: the line of progress on a terminal, the prediction after its first
 * epochs or steps, and the budget. Everything is written on standard error.
 */
#ifndef CLI_RUN_WATCH_H
#define CLI_RUN_WATCH_H

#include "cli/cli.h"
#include "cli/option.h"
#include "meter/session.h"

struct watch_options {
	int64_t epochs, steps; /* how many there will be; 0: as the command says, if it does */
	bool confirm;
	struct option_list budgets;
	const char *on_budget; /* "warn", "pause", "stop"; NULL: warn */
	struct option_quantity price, grace;
	bool no_progress;
};

enum budget_kind { BUDGET_ENERGY, BUDGET_CARBON, BUDGET_MONEY, BUDGET_TIME, BUDGETS };

struct budget {
	double limit; /* Wh, gCO2e, the currency of the price, h; 0: none */
	int told;     /* per cent that were warned of */
};

struct watch {
	struct cli *cli;
	const struct watch_options *options;
	struct budget budgets[BUDGETS];
	double price_per_wh;   /* NaN: not known */
	double intensity_g_wh; /* NaN: not known yet */
	bool draws;            /* the line of progress */
	bool drawn;
	int64_t drawn_ns;
	struct energy drawn_energy;
	int64_t paused_until_s; /* UTC; 0: it runs */
	bool predicted;         /* and said */
	bool stopped;           /* by the budget or by the user's no */
	int64_t kill_ns;        /* when what is still there is killed; 0: never */
};

/* FRUGAL_EUSAGE: a budget that is none. */
int watch_init(struct watch *watch, struct cli *cli, const struct watch_options *options,
	       struct frugal_error *reterr);

/* Grams for a watt-hour, once the figures have told. */
void watch_intensity(struct watch *watch, double g_per_wh);

/* After each reading. */
void watch_tick(struct watch *watch, struct session *session);

/* Says that it is paused until then, or (0) that it goes on. */
void watch_say_pause(struct watch *watch, int64_t until_s);

/* Takes the line of progress away. */
void watch_end(struct watch *watch);

#endif
