/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/epochs.h"

#include <math.h>
#include <string.h>

#include "base/num.h"

#define WH_PER_J (1 / 3600.0)

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

static bool reaches(const struct epochs *epochs, double value, double wanted)
{
	return epochs->less_is_better ? value <= wanted : value >= wanted;
}

/* The epochs after which the metric was never better, and first good enough; 0: not told. */
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

int epochs_add(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct epochs *epochs = context;
	int64_t met, best = find(epochs, run, &met);
	(void)reterr;
	if (!best)
		return 0;
	epochs->runs++;
	epochs->met += met > 0;
	for (size_t i = 0; i < run->n_sections; i++) {
		const struct run_section *section = &run->sections[i];
		double wh = section->share.j * WH_PER_J;
		if (strcmp(section->kind, "epoch") != 0 || isnan(wh))
			continue;
		epochs->wh += wh;
		if (section->number > best)
			epochs->after_best_wh += wh;
		if (met && section->number > met)
			epochs->after_target_wh += wh;
	}
	return 0;
}
