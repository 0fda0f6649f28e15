/* SPDX-License-Identifier: Apache-2.0 */
/* Stored runs by other factors (insight/recompute.h), as a table and in JSON. */
#include "report/recompute.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "quantity/print.h"
#include "report/layout.h"
#include "report/run_words.h"
#include "report/sums.h"

static void add_number(struct columns *columns, const struct number_style *numbers, double value,
		       const char *unit_text)
{
	struct buf cell = {0};
	struct unit unit;
	if (isnan(value) || unit_parse(str_of(unit_text), &unit, NULL) < 0)
		buf_puts(&cell, "-");
	else
		print_quantity(&cell, value * unit.scale, value * unit.scale, value * unit.scale,
			       unit.dim, unit, unit_text, numbers);
	columns_add(columns, buf_text(&cell));
	buf_release(&cell);
}

static void put_split(const struct number_style *numbers, const char *title,
		      const struct split *split, struct buf *to)
{
	const struct {
		const char *name;
		double value;
	} rows[] = {{_("change"), split->change},
		    {_("by usage"), split->use},
		    {_("by factors"), split->factors}};
	struct arena arena = {0};
	struct columns columns;
	buf_addf(to, "\n%s\n", title);
	columns_init(&columns, &arena, 2);
	for (size_t i = 0; i < 3; i++) {
		columns_add(&columns, rows[i].name);
		add_number(&columns, numbers, rows[i].value, "kgCO2e");
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
	arena_release(&arena);
}

/* "small (204e)"; NULL without memory, which the columns note. */
static const char *title_of(const struct recomputed *run, struct arena *arena)
{
	const char *digits = arena_printf(arena, "%.*s", (int)run->id_digits, run->id);
	struct buf title = {0};
	if (!digits || !run->name[0])
		return digits;
	add_clean_text(&title, run->name, 40);
	buf_addf(&title, " (%s)", digits);
	const char *kept = title.failed ? NULL : arena_strdup(arena, buf_text(&title));
	buf_release(&title);
	return kept;
}

static void runs_text(const struct number_style *numbers, const struct recomputed *runs, size_t n,
		      struct buf *to)
{
	static const char *const heads[] = {N_("run"),    N_("zone"),       N_("energy"),
					    N_("stored"), N_("recomputed"), N_("change")};
	struct arena arena = {0};
	struct columns columns;
	columns_init(&columns, &arena, 6);
	for (size_t i = 0; i < 6; i++)
		columns_add(&columns, _(heads[i]));
	for (size_t i = 0; i < n; i++) {
		const struct recomputed *run = &runs[i];
		bool moved = strcmp(run->zone_before, run->zone_after) != 0;
		columns_add(&columns, title_of(run, &arena));
		columns_add(&columns, moved ? arena_printf(&arena, "%s -> %s", run->zone_before,
							   run->zone_after)
					    : run->zone_before);
		add_number(&columns, numbers, run->energy, "kWh");
		add_number(&columns, numbers, run->carbon, "kgCO2e");
		add_number(&columns, numbers, run->new_carbon, "kgCO2e");
		add_number(&columns, numbers, run->new_carbon - run->carbon, "kgCO2e");
	}
	columns_print(&columns, to, 0);
	columns_release(&columns);
	arena_release(&arena);
}

/* Water, metals and primary energy of each run that has them now or had them. */
static void criteria_text(const struct number_style *numbers, const struct recomputed *runs,
			  size_t n, struct buf *to)
{
	static const char *const units[USE_CRITERIA] = {"L", "L", "gSbe", "gSbe", "Wh", "Wh"};
	struct arena arena = {0};
	struct columns columns;
	columns_init(&columns, &arena, 5);
	columns_add(&columns, _("run"));
	columns_add(&columns, _("criterion"));
	columns_add(&columns, _("stored"));
	columns_add(&columns, _("recomputed"));
	columns_add(&columns, _("change"));
	for (size_t i = 0; i < n * USE_CRITERIA; i++) {
		const struct recomputed *run = &runs[i / USE_CRITERIA];
		const size_t k = i % USE_CRITERIA;
		if (isnan(run->criteria[k]) && isnan(run->new_criteria[k]))
			continue;
		columns_add(&columns, title_of(run, &arena));
		columns_add(&columns, _(sums_criteria[k].word));
		add_number(&columns, numbers, run->criteria[k], units[k]);
		add_number(&columns, numbers, run->new_criteria[k], units[k]);
		add_number(&columns, numbers, run->new_criteria[k] - run->criteria[k], units[k]);
	}
	buf_putc(to, '\n');
	columns_print(&columns, to, 0);
	columns_release(&columns);
	arena_release(&arena);
}

/* A year was asked, of which the hours of some runs are not. */
static void hours_text(const struct recomputed *runs, size_t n, struct buf *to)
{
	size_t left = 0, used = 0;
	int year = 0;
	for (size_t i = 0; i < n; i++) {
		if (!runs[i].not_of)
			continue;
		year = runs[i].not_of;
		*(runs[i].by_hours ? &used : &left) += 1;
	}
	if (left)
		buf_addf(to,
			 _("runs whose hours are not of %d: %zu of %zu, by the yearly intensity of "
			   "the zone\n"),
			 year, left, n);
	if (used)
		buf_addf(to,
			 _("runs whose hours are not of %d: %zu of %zu, by these hours, without a "
			   "yearly intensity\n"),
			 year, used, n);
}

static void split_text(const struct number_style *numbers, const struct recomputed *runs, size_t n,
		       struct buf *to)
{
	const struct recomputed *a = &runs[0], *b = &runs[n - 1];
	struct split split;
	if (n == 1) {
		split = split_of(a->energy, a->carbon, a->new_energy, a->new_carbon);
		if (can_split(a->energy, a->carbon, a->new_energy, a->new_carbon))
			put_split(numbers, _("of that change:"), &split, to);
		return;
	}
	split = split_of(a->energy, a->carbon, b->energy, b->carbon);
	if (n == 2 && can_split(a->energy, a->carbon, b->energy, b->carbon))
		put_split(numbers, _("from the first run to the second, as stored:"), &split, to);
	split = split_of(a->new_energy, a->new_carbon, b->new_energy, b->new_carbon);
	if (n == 2 && can_split(a->new_energy, a->new_carbon, b->new_energy, b->new_carbon))
		put_split(numbers, _("with the present factors:"), &split, to);
}

static void split_json(struct jsonw *json, const char *key, double e0, double c0, double e1,
		       double c1)
{
	if (!can_split(e0, c0, e1, c1))
		return;
	struct split split = split_of(e0, c0, e1, c1);
	jsonw_object(json, key);
	jsonw_number(json, "change_kgco2e", split.change);
	jsonw_number(json, "use_kgco2e", split.use);
	jsonw_number(json, "factors_kgco2e", split.factors);
	jsonw_object_end(json);
}

void recomputed_json(const struct recomputed *runs, size_t n, const struct group_pues *left,
		     struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "recompute");
	jsonw_string(&json, "perimeter", RECOMPUTE_PERIMETER);
	jsonw_array(&json, "runs");
	for (size_t i = 0; i < n; i++) {
		const struct recomputed *run = &runs[i];
		jsonw_object(&json, NULL);
		jsonw_string(&json, "id", run->id);
		jsonw_string(&json, "zone", run->zone_before);
		jsonw_string(&json, "new_zone", run->zone_after);
		jsonw_number(&json, "energy_kwh", run->energy);
		jsonw_number(&json, "carbon_kgco2e", run->carbon);
		jsonw_number(&json, "new_energy_kwh", run->new_energy);
		jsonw_number(&json, "new_carbon_kgco2e", run->new_carbon);
		jsonw_bool(&json, "by_hours", run->by_hours);
		if (run->not_of)
			jsonw_number(&json, "hours_not_of", run->not_of);
		for (size_t k = 0; k < USE_CRITERIA; k++) {
			char key[40];
			(void)snprintf(key, sizeof(key), "new_%s", sums_criteria[k].key);
			jsonw_number(&json, sums_criteria[k].key, run->criteria[k]);
			jsonw_number(&json, key, run->new_criteria[k]);
		}
		split_json(&json, "split", run->energy, run->carbon, run->new_energy,
			   run->new_carbon);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	sums_pues_left_json(&json, left);
	if (n == 2) {
		split_json(&json, "between_as_stored", runs[0].energy, runs[0].carbon,
			   runs[1].energy, runs[1].carbon);
		split_json(&json, "between_now", runs[0].new_energy, runs[0].new_carbon,
			   runs[1].new_energy, runs[1].new_carbon);
	}
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

void recomputed_text(const struct recomputed *runs, size_t n, const struct group_pues *left,
		     const struct number_style *numbers, struct buf *to)
{
	runs_text(numbers, runs, n, to);
	criteria_text(numbers, runs, n, to);
	hours_text(runs, n, to);
	sums_pues_left(to, left, numbers);
	split_text(numbers, runs, n, to);
}
