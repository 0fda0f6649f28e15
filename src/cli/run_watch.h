/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the terminal shows while a command runs: the progress in the title of its window, the
 * prediction and its question, the budget. Everything is written on standard error.
 */
#ifndef CLI_RUN_WATCH_H
#define CLI_RUN_WATCH_H

#include "cli/cli.h"
#include "cli/option.h"
#include "cli/title.h"
#include "record/run.h"

struct watch_options {
	int64_t epochs, steps; /* how many there will be; 0: as the command reports */
	const char
		*confirm; /* "ask"; "yes", "no": the answer without a terminal; NULL: no question */
	struct option_list budgets;
	const char *on_budget; /* "warn", "pause", "stop"; NULL: warn */
	struct option_quantity price, grace;
	bool no_progress;
};

struct screen {
	struct cli *cli;
	const struct watch_options *options;
	bool draws; /* the progress, in the title of the window */
	struct title title;
	bool has_ended;
	double drawn_s, drawn_wh;
	struct buf held;               /* lines that wait until the terminal is in line mode */
	struct frugal_event predicted; /* the first prediction; its unit is NULL: none */
};

void screen_init(struct screen *screen, struct cli *cli, const struct watch_options *options);

/* The event of struct frugal_measure_options; context is the screen. */
int screen_event(void *context, const struct frugal_event *event);

/* After the run: its energy next to what was predicted first; nothing without a prediction. */
void screen_outcome(struct screen *screen, const struct run_record *run);

/* Gives the title back, and prints the lines that waited. */
void screen_end(struct screen *screen);

#endif
