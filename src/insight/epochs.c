/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the metrics that runs reported by epoch, finds the epoch after which the metric never
 * improved and the first that met the target, and adds up the energy that was spent after each.
 */
#include "insight/epochs.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "store/sum.h"

bool epochs_target(const char *text, struct arena *arena, struct epochs *ret)
{
	const char *sign = strpbrk(text, "<>");
	double value;
	*ret = (struct epochs){.target = NAN};
	if (!sign || sign == text || sign[1] != '=')
		return false;
	struct str rest = str_trim(str_of(sign + 2));
	struct str name = str_trim((struct str){text, (size_t)(sign - text)});
	if (!rest.n || num_parse(rest, &value) != rest.n)
		return false;
	ret->less_is_better = *sign == '<';
	ret->target = value;
	ret->metric = arena_printf(arena, "%.*s", STR_ARG(name));
	return ret->metric != NULL;
}

struct choice {
	struct arena *arena;
	const char *metric;
	double rank;
};

static bool holds_any(const char *name, const char *const *words)
{
	for (; *words; words++)
		if (strcasestr(name, *words))
			return true;
	return false;
}

static int consider(void *context, const char *metric, double runs, struct frugal_error *reterr)
{
	static const char *const validations[] = {"val", "eval", "test", NULL};
	struct choice *choice = context;
	/* A metric of validation ranks above any number of runs with a metric of training. */
	double rank = runs + (holds_any(metric, validations) ? 1e12 : 0);
	if (choice->metric && rank <= choice->rank)
		return FRUGAL_VISIT_ON;
	choice->rank = rank;
	choice->metric = arena_strdup(choice->arena, metric);
	return choice->metric ? FRUGAL_VISIT_ON : error_nomem(reterr);
}

int epochs_choose(struct ledger *ledger, const struct run_filter *filter, struct arena *arena,
		  struct epochs *ret, struct frugal_error *reterr)
{
	static const char *const errors[] = {"loss", "err", "perplexity", "ppl", "wer",
					     "mae",  "mse", "rmse",       NULL};
	struct choice choice = {.arena = arena};
	int r = ledger_metrics(ledger, filter, consider, &choice, reterr);
	*ret = (struct epochs){.target = NAN, .metric = choice.metric};
	ret->less_is_better = choice.metric && holds_any(choice.metric, errors);
	return r;
}

static bool reaches(const struct epochs *epochs, double value, double wanted)
{
	return epochs->less_is_better ? value <= wanted : value >= wanted;
}

/* The epochs after which the metric never improved, and that first met the target; 0: none. */
static int64_t find(const struct epochs *epochs, const struct run_record *run, int64_t *ret_met)
{
	int64_t best = 0;
	double value = NAN;
	*ret_met = 0;
	for (size_t i = 0; epochs->metric && i < run->n_metrics; i++) {
		const struct run_metric *metric = &run->metrics[i];
		if (strcmp(metric->key, epochs->metric) != 0 || metric->epoch < 1)
			continue;
		if (isnan(value) || (reaches(epochs, metric->value, value) &&
				     !reaches(epochs, value, metric->value))) {
			value = metric->value;
			best = metric->epoch;
		}
		if (!*ret_met && !isnan(epochs->target) &&
		    reaches(epochs, metric->value, epochs->target))
			*ret_met = metric->epoch;
	}
	return best;
}

/* Folds and repeats: an epoch of a later round is not one after the best of another. */
static bool begins_again(const struct run_record *run)
{
	int64_t last = 0;
	for (size_t i = 0; i < run->n_sections; i++) {
		const struct run_section *section = &run->sections[i];
		if (strcmp(section->kind, "epoch") != 0)
			continue;
		if (section->number + 1 < last)
			return true;
		last = section->number;
	}
	return false;
}

static int add(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct epochs *epochs = context;
	int64_t met, best = begins_again(run) ? 0 : find(epochs, run, &met);
	(void)reterr;
	epochs->read++;
	if (!best)
		return FRUGAL_VISIT_ON;
	epochs->runs++;
	epochs->met += met > 0;
	for (size_t i = 0; i < run->n_sections; i++) {
		const struct run_section *section = &run->sections[i];
		double wh = section->share.j * WH_PER_JOULE;
		if (strcmp(section->kind, "epoch") != 0 || isnan(wh))
			continue;
		epochs->wh += wh;
		if (section->number > best)
			epochs->after_best_wh += wh;
		if (met && section->number > met)
			epochs->after_target_wh += wh;
	}
	return FRUGAL_VISIT_ON;
}

int epochs_read(struct ledger *ledger, const struct run_filter *filter, struct epochs *epochs,
		struct frugal_error *reterr)
{
	struct run_filter newest = *filter;
	newest.metric = epochs->metric;
	newest.limit = EPOCHS_READ;
	return epochs->metric ? ledger_list(ledger, &newest, RUN_WHOLE, add, epochs, reterr) : 0;
}
