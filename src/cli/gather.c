/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gather.h"

#include <stdlib.h>
#include <string.h>

#include "cli/group.h"
#include "cli/run_metered.h"

#define WH_PER_KWH 1e3
#define LATEST 1000 /* of the runs that began last, the one that ended last is sought */

static int add_name(struct gathered *to, struct names *names, const char *name,
		    struct frugal_error *reterr)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->items[i], name) == 0)
			return 0;
	if (!name[0])
		return 0;
	if (names->n == GATHER_NAMES) {
		names->more = true;
		return 0;
	}
	names->items[names->n] = arena_strdup(to->arena, name);
	return names->items[names->n++] ? 0 : error_nomem(reterr);
}

static void add_amount(struct form_amount *to, const struct use_figure *figure, double scale)
{
	to->value += figure->value * scale;
	to->low += figure->low * scale;
	to->high += figure->high * scale;
}

static void add_use(struct form_use *to, const struct use *use)
{
	to->runs += (size_t)(use->runs + 0.5);
	to->hours += use->duration_s / 3600;
	to->measured_kwh += use->measured_wh / WH_PER_KWH;
	add_amount(&to->energy_kwh, &use->energy_wh, 1 / WH_PER_KWH);
	add_amount(&to->carbon_g, &use->carbon_g, 1);
	add_amount(&to->embodied_g, &use->embodied_g, 1);
}

static int add_sum(void *context, const struct use_group *sum, struct frugal_error *reterr)
{
	struct gathered *to = context;
	size_t i = 0;
	while (i < to->n_phases && strcmp(to->phases[i].phase, sum->phase) != 0)
		i++;
	if (i == to->n_phases && i < GATHER_PHASES) {
		to->phases[i].phase = arena_strdup(to->arena, sum->phase);
		if (!to->phases[i].phase)
			return error_nomem(reterr);
		to->n_phases++;
	}
	if (i < GATHER_PHASES)
		add_use(&to->phases[i], &sum->use);
	add_use(&to->all, &sum->use);
	int r = add_name(to, &to->zones, sum->zone, reterr);
	return r == 0 ? add_name(to, &to->machines, sum->machine, reterr) : r;
}

static size_t place_of(const char *phase)
{
	size_t i = 0;
	while (run_phases[i] && strcmp(run_phases[i], phase) != 0)
		i++;
	return i;
}

/* In the order of a model's life. */
static int by_life(const void *a, const void *b)
{
	size_t x = place_of(((const struct form_use *)a)->phase);
	size_t y = place_of(((const struct form_use *)b)->phase);
	return (x > y) - (x < y);
}

static int add_time(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct gathered *to = context;
	(void)reterr;
	if (!to->from_us || run->started_us < to->from_us)
		to->from_us = run->started_us;
	if (run->ended_us > to->to_us)
		to->to_us = run->ended_us;
	return 0;
}

static int find_times(struct ledger *ledger, const struct run_filter *filter, struct gathered *to,
		      struct frugal_error *reterr)
{
	struct run_filter one = *filter;
	one.limit = LATEST;
	int r = ledger_list(ledger, &one, RUN_HEAD, add_time, to, reterr);
	one.limit = 1;
	one.oldest_first = true;
	return r == 0 ? ledger_list(ledger, &one, RUN_HEAD, add_time, to, reterr) : r;
}

static const char *joined(struct arena *arena, const struct names *names, const char *between)
{
	struct buf text = {0};
	for (size_t i = 0; i < names->n; i++)
		buf_addf(&text, "%s%s", i ? between : "", names->items[i]);
	if (names->more)
		buf_addf(&text, "%s...", between);
	const char *kept = text.failed ? NULL : arena_strdup(arena, buf_text(&text));
	buf_release(&text);
	return kept;
}

int gather(struct ledger *ledger, const char *label, struct arena *arena, struct gathered *ret,
	   struct frugal_error *reterr)
{
	struct group group;
	*ret = (struct gathered){.arena = arena, .all = {.phase = ""}};
	int r = group_read(ledger, label, arena, &group, reterr);
	if (r == 0)
		r = ledger_sum(ledger, &group.filter, USE_PHASE | USE_ZONE | USE_MACHINE, add_sum,
			       ret, reterr);
	if (r == 0 && ret->all.runs == 0)
		return group_is_empty(label, reterr);
	qsort(ret->phases, ret->n_phases, sizeof(*ret->phases), by_life);
	if (r == 0)
		r = find_times(ledger, &group.filter, ret, reterr);
	ret->zone = joined(arena, &ret->zones, ", ");
	ret->hardware = joined(arena, &ret->machines, "; ");
	return r == 0 && (!ret->zone || !ret->hardware) ? error_nomem(reterr) : r;
}
