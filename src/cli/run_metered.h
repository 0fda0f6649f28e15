/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `frugal run` and `frugal attach` share: their options, the call that measures
 * (run_metered.c), and the command without measurement if nothing can be metered (run_unmetered.c).
 */
#ifndef CLI_RUN_METERED_H
#define CLI_RUN_METERED_H

#include "cli/cli.h"
#include "cli/meter_options.h"
#include "cli/run_watch.h"
#include "record/words.h"

struct run_options {
	const char *json;
	const char *zone;
	const char *project, *service;
	const char *phase;
	const char *name;
	struct option_list tags;
	struct option_quantity interval; /* a time */
	struct option_quantity pue, wue;
	struct meter_options meter;
	struct watch_options watch;
	bool containers;
	bool wait;
	bool no_job_tags;
	const char *ranks; /* "auto", or NULL */
	const char *progress_regex;
	bool no_store;
	const char *when; /* "green", or NULL: at once */
	struct option_quantity deadline, duration, min_run;
	bool pausable;
	struct option_list only, at_zones;
	const char *not_before, *not_after; /* moments */
	const char *cgroup; /* attach: the control group to meter; NULL: the process of args[0] */
	bool attaches;
	int out_fd; /* standard output of the command; 0: ours */
};

/* clang-format off */
/* Options of the record of a run; rows of the options of struct run_options. */
#define RECORD_OPTIONS \
	OPT_FILE(struct run_options, json, "json", \
		 N_("write the result as JSON; - is standard output, after the output of the " \
		    "command")), \
	OPT_QUANTITY(struct run_options, interval, "interval", N_("TIME"), "s", INTERVAL_LEAST, INTERVAL_MOST, \
		     N_("time between two readings (default: 100ms)")), \
	OPT_TEXT(struct run_options, zone, 0, "zone", N_("ZONE"), \
		   N_("electricity zone, FR or FR:2022 (default: world average, labelled so)"), COMPLETE_ZONES), \
	OPT_QUANTITY(struct run_options, pue, "pue", N_("X"), "1", PUE_LEAST, PUE_MOST, \
		     N_("energy of the site over that of the machines (PUE)")), \
	OPT_QUANTITY(struct run_options, wue, "wue", N_("X"), "L/kWh", 0, WUE_MOST, \
		     N_("water of the site for the energy of the machines (0.3L/kWh)")), \
	OPT_STRING(struct run_options, project, 'p', "project", N_("NAME"), \
		   N_("project of the run")), \
	OPT_STRING(struct run_options, service, 0, "service", N_("ID"), \
		   N_("service that the run is for (see frugal service)")), \
	OPT_CHOICE(struct run_options, phase, "phase", N_("PHASE"), run_phases, \
		   N_("phase of the run: data, development, search, training, fine-tuning, " \
		      "evaluation or inference")), \
	OPT_STRING(struct run_options, name, 'n', "name", N_("NAME"), N_("name of the run")), \
	OPT_LIST(struct run_options, tags, "tag", N_("TAG"), N_("tag to find the run by"))
/* clang-format on */

/* When a pausable command is to run, UTC; after the last period it runs to its end. */
struct run_hours_planned {
	struct frugal_period *pieces;
	size_t n; /* 0: the command is never paused */
};

/* Passes the options to the library; planned may be NULL. Lists live as long as cli. */
int run_options_take(struct cli *cli, const struct run_options *from,
		     const struct run_hours_planned *planned, struct frugal_measure_options *to,
		     struct frugal_error *reterr);

/* Prints a line for each problem of the record. */
void run_tell_problems(const struct cli *cli, const frugal_measure *measure);

/*
 * Runs and meters the command cli->args. planned may be NULL. Returns the exit status, or a
 * negative code for wrong options: nothing was run then.
 */
int run_metered(struct cli *cli, const struct run_options *options,
		const struct run_hours_planned *planned, struct frugal_error *reterr);

/*
 * Prints one line with the reason, and becomes the command, which is not metered. Returns only if
 * it cannot be executed: 126 or 127.
 */
int run_unmetered(const struct cli *cli, const struct frugal_error *why);

/* Prints a line: the first process of the job on this machine did not receive our CPU time. */
void run_tell_unheard(const struct cli *cli);

/* Prints a line: the command could not be executed. Returns 126 or 127. */
int run_tell_not_executed(const struct cli *cli, int errnum);

#endif
