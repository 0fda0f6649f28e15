/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the runs of a trial to the whole: the ledger has the runs, stat/scaling.c the law by which
 * they grow, insight/elsewhere.h other machines and zones. The forecast is stored before the
 * whole is run, so that it cannot be fitted to it.
 */
#include <math.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/intl.h"
#include "insight/selection.h"
#include "insight/trial.h"

#define LEVEL 0.9
#define NO_ZONE "WOR" /* zone of runs without carbon */

/* ---- the runs ------------------------------------------------------------------------------- */

/* The runs of one share are read together. */
struct share_reader {
	struct trial *trial;
	double share;
};

static int add_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct share_reader *reader = context;
	struct trial *trial = reader->trial;
	bool good = compare_push(&trial->size, reader->share) &&
		    compare_push(&trial->cpu_h, run->cpu.s / SECONDS_PER_HOUR);
	for (int f = 0; good && f < COMPARE_FIGURES; f++) {
		good = compare_push(&trial->figures[f], compare_value(run, (enum compare_figure)f));
		compare_common_add(&trial->common[f], run, (enum compare_figure)f);
	}
	trial->others_h += (run->machine_busy.s - run->cpu.s) / SECONDS_PER_HOUR;
	trial->all_h += run->duration.s / SECONDS_PER_HOUR;
	return good ? 0 : error_nomem(reterr);
}

/* The runs of a share as insight/selection.h names them. */
static const char *label_of(struct trial *trial, double share)
{
	const char *name = trial_name(trial, share);
	return name ? arena_printf(&trial->context->arena, "tag=trial:%s,name=%s", trial->id, name)
		    : NULL;
}

/* Drops what an earlier attempt read. */
static void forget_runs(struct trial *trial)
{
	trial->size.n = trial->cpu_h.n = 0;
	trial->others_h = trial->all_h = 0;
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		trial->figures[f].n = 0;
		trial->common[f] = (struct compare_common){0};
	}
}

static int read_runs(struct trial *trial, struct ledger *ledger, struct frugal_error *reterr)
{
	int r = 0;
	forget_runs(trial);
	for (size_t i = 0; r == 0 && i < trial->n_shares; i++) {
		struct share_reader reader = {trial, trial->shares[i]};
		const char *label = label_of(trial, trial->shares[i]);
		r = label ? selection_visit(ledger, label, NULL, RUN_FIGURES, add_run, &reader,
					    reterr)
			  : error_nomem(reterr);
	}
	return r;
}

/* ---- the whole ------------------------------------------------------------------------------ */

double trial_unrest(const struct trial *trial)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	double all_h = trial->all_h * (double)(processors > 0 ? processors : 1);
	return all_h > 0 ? fmin(fmax(trial->others_h / all_h, 0), 1) : 0;
}

struct forecast_figure trial_figure(const struct trial *trial, enum compare_figure f)
{
	const struct stat_scaling *whole = &trial->whole[f];
	struct forecast_figure figure = {whole->value, whole->low, whole->high};
	compare_common_widen(&trial->common[f], figure.value, &figure.low, &figure.high);
	return figure;
}

static bool fit(struct trial *trial, enum compare_figure f)
{
	const double *size = trial->size.x, *cost = trial->figures[f].x;
	struct stat_scaling *whole = &trial->whole[f];
	size_t n = trial->size.n;
	double unrest = trial_unrest(trial);
	return f == COMPARE_DURATION
		       ? stat_scaling_time(size, cost, trial->cpu_h.x, n, unrest, LEVEL, whole)
		       : stat_scaling_work(size, cost, n, unrest, LEVEL, whole);
}

/* Whether a law can be fitted to the values: then a fit fails only for lack of memory. */
static bool can_fit(const struct compare_values *values)
{
	for (size_t i = 0; i < values->n; i++)
		if (!(values->x[i] > 0))
			return false;
	return values->n >= TRIAL_LEAST_RUNS;
}

/* Without growth the whole may use no more than the largest share did. */
static void doubt_growth(struct trial *trial, int f)
{
	const double *cost = trial->figures[f].x;
	size_t n = trial->size.n;
	struct stat_scaling *whole = &trial->whole[f];
	trial->flat[f] = stat_growth(trial->size.x, cost, n) < TRIAL_FLAT;
	if (!trial->flat[f])
		return;
	whole->exponent = NAN;
	for (size_t i = 0; i < n; i++)
		whole->low = fmin(whole->low, cost[i]);
}

static int extrapolate(struct trial *trial, struct frugal_error *reterr)
{
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		if (!can_fit(&trial->figures[f]))
			return error_set(reterr, FRUGAL_EDATA,
					 _("the runs have no %s to extrapolate from"),
					 _(compare_figure_names[f]));
		if (!fit(trial, (enum compare_figure)f))
			return error_nomem(reterr);
		doubt_growth(trial, f);
	}
	trial->has_cpu = can_fit(&trial->cpu_h);
	if (trial->has_cpu && !stat_scaling_work(trial->size.x, trial->cpu_h.x, trial->size.n,
						 trial_unrest(trial), LEVEL, &trial->whole_cpu))
		return error_nomem(reterr);
	return 0;
}

static int keep(const struct trial *trial, struct ledger *ledger, struct frugal_error *reterr)
{
	struct timespec now;
	struct buf command = {0};
	clock_gettime(CLOCK_REALTIME, &now);
	for (size_t i = 0; i < trial->asked.n_words; i++)
		buf_addf(&command, "%s%s", i ? " " : "", trial->asked.words[i]);
	struct forecast forecast = {
		.at_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000,
		.command = buf_text(&command),
	};
	memcpy(forecast.id, trial->id, sizeof(forecast.id));
	for (int f = 0; f < COMPARE_FIGURES; f++)
		forecast.figures[f] = (struct forecast_figure){
			trial->whole[f].value, trial->whole[f].low, trial->whole[f].high};
	int r = command.failed ? error_nomem(reterr)
			       : ledger_keep_forecast(ledger, &forecast, reterr);
	buf_release(&command);
	return r;
}

/* ---- elsewhere ------------------------------------------------------------------------------ */

/* The accelerator that one of the runs used, and the zone of the last. */
struct observed {
	struct arena *arena;
	const char *device; /* NULL: they used none */
	const char *zone;
	bool failed;
};

static int observe(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct observed *seen = context;
	(void)reterr;
	if (!seen->zone && run->zone[0]) {
		seen->zone = arena_strdup(seen->arena, run->zone);
		seen->failed |= !seen->zone;
	}
	for (size_t i = 0; i < run->n_parts && !seen->device; i++)
		if (strncmp(run->parts[i].part, "gpu.", 4) == 0 && run->parts[i].attributed.j > 0) {
			seen->device = arena_strdup(seen->arena, run->parts[i].device);
			seen->failed |= !seen->device;
		}
	return 0;
}

static double sum_of(const struct compare_values *values)
{
	double sum = 0;
	for (size_t i = 0; i < values->n; i++)
		sum += values->x[i];
	return sum;
}

static int look_elsewhere(struct trial *trial, struct ledger *ledger, struct frugal_error *reterr)
{
	struct observed seen = {.arena = &trial->context->arena};
	const char *tags[] = {trial_tag(trial)};
	const struct run_filter filter = {.tags = tags, .n_tags = 1};
	int r = tags[0] ? ledger_list(ledger, &filter, RUN_WHOLE, observe, &seen, reterr)
			: error_nomem(reterr);
	if (r == 0 && seen.failed)
		r = error_nomem(reterr);
	const char *zone = trial->asked.zone ? trial->asked.zone : seen.zone;
	const struct elsewhere_job job = {
		.energy = trial_figure(trial, COMPARE_ENERGY),
		.duration = trial_figure(trial, COMPARE_DURATION),
		.carbon = trial_figure(trial, COMPARE_CARBON),
		.zone = zone ? zone : NO_ZONE,
		.busy = trial->all_h > 0 ? sum_of(&trial->cpu_h) / trial->all_h : 0,
		.device = seen.device,
	};
	return r == 0 ? elsewhere_ask(&trial->elsewhere, &job, reterr) : r;
}

int trial_forecast(struct trial *trial, struct ledger *ledger, struct frugal_error *reterr)
{
	if (trial->has_forecast)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("the trial already has a forecast"));
	int r = read_runs(trial, ledger, reterr);
	if (r == 0)
		r = extrapolate(trial, reterr);
	if (r == 0)
		r = keep(trial, ledger, reterr);
	trial->has_forecast = r == 0;
	return r == 0 && trial->looks_elsewhere ? look_elsewhere(trial, ledger, reterr) : r;
}

/* ---- the whole that was run ----------------------------------------------------------------- */

static int take_cpu(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct trial *trial = context;
	(void)reterr;
	trial->actual_cpu_h = run->cpu.s / SECONDS_PER_HOUR;
	return 0;
}

int trial_read_whole(struct trial *trial, struct ledger *ledger, struct frugal_error *reterr)
{
	const struct compare_question every = {0};
	struct compare_group whole;
	const char *label = label_of(trial, 1);
	if (!label)
		return error_nomem(reterr);
	int r = compare_read(ledger, label, &every, &whole, reterr);
	if (r < 0)
		return r;
	for (int f = 0; f < COMPARE_FIGURES; f++)
		trial->actual[f] = whole.of_figures[f].mean;
	compare_release(&whole);
	r = selection_visit(ledger, label, NULL, RUN_HEAD, take_cpu, trial, reterr);
	trial->has_actual = r == 0;
	return r;
}
