/* SPDX-License-Identifier: Apache-2.0 */
/* A trial as a handle: its question, its runs one by one, and their records in the ledger. */
#include <math.h>

#include "api/inside.h"
#include "base/clock.h"
#include "base/intl.h"
#include "record/ranges.h"

_Static_assert((int)FRUGAL_TRIAL_ENERGY == COMPARE_ENERGY &&
		       (int)FRUGAL_TRIAL_CARBON == COMPARE_CARBON &&
		       (int)FRUGAL_TRIAL_DURATION == COMPARE_DURATION,
	       "a kind is a figure of insight/compare.h");

/* ---- the question --------------------------------------------------------------------------- */

static int copy_text(struct arena *arena, const char *from, const char **ret,
		     struct frugal_error *reterr)
{
	*ret = from ? arena_strdup(arena, from) : NULL;
	return from && !*ret ? error_nomem(reterr) : 0;
}

static int copy_texts(struct arena *arena, const char *const *from, size_t n, const char *name,
		      const char *const **ret, struct frugal_error *reterr)
{
	int r = check_texts(from, n, name, reterr);
	if (r < 0)
		return r;
	const char **to = arena_array(arena, n + 1, sizeof(*to));
	if (!to)
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++) {
		to[i] = arena_strdup(arena, from[i]);
		if (!to[i])
			return error_nomem(reterr);
	}
	*ret = to;
	return 0;
}

static int ask(frugal_trial *trial, const struct frugal_trial_question *from,
	       struct frugal_error *reterr)
{
	struct arena *arena = &trial->context.arena;
	struct frugal_trial_question q = {.size = sizeof(q)};
	struct trial_question to = {0};
	int r = copy_sized(from, &q, sizeof(q), "trial_question", reterr);
	if (r == 0 && q.repeats > REPEATS_MOST)
		r = error_set(reterr, FRUGAL_EUSAGE, _("repeats is %zu, and must be at most %d"),
			      q.repeats, REPEATS_MOST);
	if (r == 0)
		r = copy_texts(arena, q.words, q.n_words, "words", &to.words, reterr);
	if (r == 0)
		r = copy_texts(arena, q.on, q.n_on, "on", &to.on, reterr);
	if (r == 0)
		r = copy_text(arena, q.shares, &to.shares, reterr);
	if (r == 0)
		r = copy_text(arena, q.zones, &to.zones, reterr);
	if (r == 0)
		r = copy_text(arena, q.zone, &to.zone, reterr);
	to.n_words = q.n_words;
	to.n_on = q.n_on;
	to.repeats = q.repeats;
	return r == 0 ? trial_open(&trial->context, &to, &trial->trial, reterr) : r;
}

int frugal_trial_new(frugal_library *library, const struct frugal_trial_question *question,
		     frugal_trial **ret_trial, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!question)
		return missing_argument("question", reterr);
	if (!ret_trial)
		return missing_argument("ret_trial", reterr);
	frugal_trial *trial = mem_zalloc(1, sizeof(*trial));
	if (!trial)
		return error_nomem(reterr);
	trial->library = library;
	trial->context = library->context;
	trial->context.arena = (struct arena){0};
	int r = ask(trial, question, reterr);
	if (r < 0) {
		frugal_trial_free(trial);
		return r;
	}
	*ret_trial = trial;
	return 0;
}

void frugal_trial_free(frugal_trial *trial)
{
	if (!trial)
		return;
	trial_close(&trial->trial);
	arena_release(&trial->context.arena);
	mem_free(trial);
}

const struct trial *trial_of(const frugal_trial *trial)
{
	return &trial->trial;
}

/* ---- its runs ------------------------------------------------------------------------------- */

int frugal_trial_share(const frugal_trial *trial, size_t index, double *ret_share)
{
	if (!trial || !ret_share || index >= trial->trial.n_shares)
		return FRUGAL_EUSAGE;
	*ret_share = trial->trial.shares[index];
	return 0;
}

/* The caller's tags and that of the trial. */
static int add_tag(frugal_trial *trial, struct frugal_measure_options *to,
		   struct frugal_error *reterr)
{
	size_t n = 0, at = 0;
	while (to->tags && to->tags[n])
		n++;
	const char **tags = arena_array(&trial->context.arena, n + 2, sizeof(*tags));
	if (!tags || !(tags[at++] = trial_tag(&trial->trial)))
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++)
		tags[at++] = to->tags[i];
	to->tags = tags;
	return 0;
}

/* What the trial gives its runs, so that it finds them again. */
static int take_options(frugal_trial *trial, double share,
			const struct frugal_measure_options *from,
			struct frugal_measure_options *to, struct frugal_error *reterr)
{
	*to = (struct frugal_measure_options){.size = sizeof(*to), .keep = 1};
	int r = from ? copy_sized(from, to, sizeof(*to), "measure_options", reterr) : 0;
	if (r == 0 && !to->keep) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("a trial requires that its runs are kept in the ledger"));
		r = error_todo(reterr, "%s", _("set keep, or leave out no-store"));
	}
	if (r == 0)
		r = add_tag(trial, to, reterr);
	if (r < 0)
		return r;
	to->zone = trial->trial.asked.zone ? trial->trial.asked.zone : to->zone;
	to->name = trial_name(&trial->trial, share);
	return to->name ? 0 : error_nomem(reterr);
}

int frugal_trial_start(frugal_trial *trial, double share,
		       const struct frugal_measure_options *options, frugal_measure **ret_measure,
		       struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_measure_options how;
	frugal_measure *measure = NULL;
	reterr = reterr ? reterr : &unread;
	if (!trial)
		return missing_argument("trial", reterr);
	if (!ret_measure)
		return missing_argument("ret_measure", reterr);
	int r = trial_check_share(&trial->trial, share, reterr);
	if (r == 0)
		r = take_options(trial, share, options, &how, reterr);
	if (r < 0)
		return r;
	char **words = trial_words(&trial->trial, share);
	r = words ? frugal_measure_new(trial->library, &how, &measure, reterr)
		  : error_nomem(reterr);
	if (r == 0)
		r = frugal_measure_command(measure, words, reterr);
	if (r < 0) {
		frugal_measure_free(measure);
		return r;
	}
	*ret_measure = measure;
	return 0;
}

int frugal_trial_forecast(frugal_trial *trial, frugal_ledger *ledger, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!trial)
		return missing_argument("trial", reterr);
	if (!ledger)
		return missing_argument("ledger", reterr);
	return trial_forecast(&trial->trial, ledger->ledger, reterr);
}

static int check_forecast(const frugal_trial *trial, struct frugal_error *reterr)
{
	if (!trial)
		return missing_argument("trial", reterr);
	return trial->trial.has_forecast
		       ? 0
		       : error_set(reterr, FRUGAL_EUSAGE, "%s", _("the trial has no forecast yet"));
}

int frugal_trial_whole(frugal_trial *trial, frugal_ledger *ledger, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	int r = check_forecast(trial, reterr);
	if (r < 0)
		return r;
	if (!ledger)
		return missing_argument("ledger", reterr);
	return trial_read_whole(&trial->trial, ledger->ledger, reterr);
}

/* ---- results -------------------------------------------------------------------------------- */

int frugal_trial_about(const frugal_trial *trial, struct frugal_trial_about *ret,
		       struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!trial)
		return missing_argument("trial", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	const struct trial *from = &trial->trial;
	const struct frugal_trial_about about = {
		.size = sizeof(about),
		.id = from->id,
		.shares = from->n_shares,
		.repeats = from->asked.repeats,
		.runs = from->has_forecast ? from->size.n : 0,
		.has_forecast = from->has_forecast,
		.has_whole = from->has_actual,
		.others_share = from->has_forecast ? trial_unrest(from) : (double)NAN,
		.n_places = from->elsewhere.n_rows,
		.n_zones = from->elsewhere.n_zones,
	};
	return sized_fill(ret, ret->size, &about, sizeof(about), reterr);
}

int frugal_trial_run(const frugal_trial *trial, size_t index, struct frugal_trial_run *ret,
		     struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	int r = check_forecast(trial, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	const struct trial *from = &trial->trial;
	if (index >= from->size.n)
		return past_last(index, from->size.n, reterr);
	const struct frugal_trial_run run = {
		.size = sizeof(run),
		.share = from->size.x[index],
		.energy_wh = from->figures[COMPARE_ENERGY].x[index],
		.carbon_g = from->figures[COMPARE_CARBON].x[index],
		.duration_s = from->figures[COMPARE_DURATION].x[index] * SECONDS_PER_HOUR,
		.cpu_s = from->cpu_h.x[index] * SECONDS_PER_HOUR,
	};
	return sized_fill(ret, ret->size, &run, sizeof(run), reterr);
}

static struct frugal_trial_figure figure_in(const struct stat_scaling *whole, double low,
					    double high, double actual, double scale)
{
	return (struct frugal_trial_figure){
		.size = sizeof(struct frugal_trial_figure),
		.value = whole->value * scale,
		.low = low * scale,
		.high = high * scale,
		.meter_low = whole->low * scale,
		.meter_high = whole->high * scale,
		.exponent = whole->exponent,
		.actual = actual * scale,
	};
}

static struct frugal_trial_figure cpu_figure(const struct trial *trial)
{
	const double absent = (double)NAN;
	const struct stat_scaling none = {absent, absent, absent, absent};
	const struct stat_scaling *cpu = trial->has_cpu ? &trial->whole_cpu : &none;
	double actual = trial->has_actual ? trial->actual_cpu_h : (double)NAN;
	return figure_in(cpu, cpu->low, cpu->high, actual, SECONDS_PER_HOUR);
}

static struct frugal_trial_figure figure_of(const struct trial *trial, enum compare_figure f)
{
	const struct forecast_figure wide = trial_figure(trial, f);
	double actual = trial->has_actual ? trial->actual[f] : (double)NAN;
	return figure_in(&trial->whole[f], wide.low, wide.high, actual,
			 f == COMPARE_DURATION ? SECONDS_PER_HOUR : 1);
}

int frugal_trial_figure(const frugal_trial *trial, enum frugal_trial_kind kind,
			struct frugal_trial_figure *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	int r = check_forecast(trial, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	if ((unsigned)kind > FRUGAL_TRIAL_CPU)
		return past_last((size_t)kind, FRUGAL_TRIAL_CPU + 1, reterr);
	const struct frugal_trial_figure figure =
		kind == FRUGAL_TRIAL_CPU ? cpu_figure(&trial->trial)
					 : figure_of(&trial->trial, (enum compare_figure)kind);
	return sized_fill(ret, ret->size, &figure, sizeof(figure), reterr);
}
