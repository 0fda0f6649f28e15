/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes sums of runs the same way in every view: cells with intervals, the legend of their level,
 * the PUE that they include.
 */
#include "report/sums.h"

#include <math.h>

#include "base/intl.h"

#define PUE_DECIMALS 2

const struct sums_criterion sums_criteria[USE_CRITERIA] = {
	[USE_WATER] = {"water", "water_l", N_("water"), KIND_WATER},
	[USE_SITE_WATER] = {"site_water", "site_water_l", N_("water of the site"), KIND_WATER},
	[USE_ADPE] = {"usage_adpe", "usage_adpe_g", N_("metals, electricity"), KIND_SBE},
	[USE_EMBODIED_ADPE] = {"embodied_adpe", "embodied_adpe_g", N_("metals, embodied"),
			       KIND_SBE},
	[USE_PRIMARY_ENERGY] = {"usage_pe", "usage_pe_wh", N_("primary energy, electricity"),
				KIND_ENERGY},
	[USE_EMBODIED_PRIMARY_ENERGY] = {"embodied_pe", "embodied_pe_wh",
					 N_("primary energy, embodied"), KIND_ENERGY},
};

void sums_amount(struct buf *to, double value, double low, double high, enum kind kind,
		 const struct number_style *numbers)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	if (isnan(value))
		buf_puts(to, "-");
	else
		print_quantity(to, value, low, high, dim, (struct unit){1, dim}, NULL, numbers);
}

void sums_figure(struct buf *to, const struct use_figure *figure, double parts, enum kind kind,
		 const struct number_style *numbers)
{
	double n = figure->runs > 0 && parts > 0 ? parts : (double)NAN;
	sums_amount(to, figure->value / n, figure->low / n, figure->high / n, kind, numbers);
}

void sums_value_json(struct jsonw *json, const char *key, const struct use_figure *figure,
		     double runs)
{
	jsonw_number(json, key, group_value(figure, runs));
}

void sums_of_runs(struct buf *to, const struct use_figure *figure, double runs, enum kind kind,
		  const struct number_style *numbers)
{
	sums_figure(to, figure, 1, kind, numbers);
	if (figure->runs > 0 && !group_is_whole(figure, runs))
		buf_addf(to, _(" (from %zu of %zu)"), (size_t)(figure->runs + 0.5),
			 (size_t)(runs + 0.5));
}

const char *sums_level(void)
{
	return _("intervals: 90 %; the runs' common errors do not average out");
}

/* "chat: 1.3, mail: 1.1" */
static void add_pues(struct buf *to, const struct group_pues *pues,
		     const struct number_style *numbers)
{
	struct buf pue = {0};
	for (size_t i = 0; i < pues->n; i++) {
		buf_clear(&pue);
		print_number(&pue, pues->items[i].pue, PUE_DECIMALS, numbers);
		buf_puts(to, i ? ", " : "");
		buf_addf(to, _("%s: %s"), pues->items[i].service, buf_text(&pue));
	}
	to->failed |= pue.failed;
	buf_release(&pue);
}

void sums_stated(struct buf *to, const char *value, enum stated_by by)
{
	const char *const sources[] = {
		[STATED_NOWHERE] = "",
		[STATED_BY_RUNS] = _("as given to the runs"),
		[STATED_BY_REGISTER] = _("from the register"),
		[STATED_BY_OPTION] = _("as given to the report"),
	};
	buf_addf(to, "%s, %s", value, sources[by]);
}

void sums_pue(struct buf *to, const struct run_group *group, const struct number_style *numbers)
{
	struct buf value = {0};
	if (group->pue.by == STATED_NOWHERE)
		return;
	if (isnan(group->pue.value))
		add_pues(&value, &group->pues, numbers);
	else
		print_number(&value, group->pue.value, PUE_DECIMALS, numbers);
	sums_stated(to, buf_text(&value), group->pue.by);
	to->failed |= value.failed;
	buf_release(&value);
}

void sums_zones(struct buf *to, const char *zones, bool some_unzoned)
{
	if (!zones[0])
		buf_puts(to, _("the world average"));
	else if (some_unzoned)
		/* TRANSLATORS: "FR, SE and the world average": whose electricity runs used */
		buf_addf(to, _("%s and the world average"), zones);
	else
		buf_puts(to, zones);
}

void sums_site(struct buf *to, const struct run_group *group, const struct number_style *numbers)
{
	struct buf pue = {0};
	if (group->pue.by == STATED_NOWHERE)
		return;
	sums_pue(&pue, group, numbers);
	if (isnan(group->pue.value))
		/* TRANSLATORS: "chat: 1.30, mail: 1.10, from the register" */
		buf_addf(to,
			 _("Electricity with the PUE of each service (%s), counted once; other "
			   "runs as recorded."),
			 buf_text(&pue));
	else
		/* TRANSLATORS: "1.30, from the register", "1.20, as given to the runs" */
		buf_addf(to, _("Electricity with a PUE of %s, counted once."), buf_text(&pue));
	to->failed |= pue.failed;
	buf_release(&pue);
}

static void pues_json(struct jsonw *json, const char *key, const struct group_pues *pues)
{
	jsonw_array(json, key);
	for (size_t i = 0; i < pues->n; i++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "service", pues->items[i].service);
		jsonw_number(json, "pue", pues->items[i].pue);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

const char *sums_pue_by(const struct run_group *group)
{
	static const char *const by[] = {NULL, "runs", "register", "option"};
	return by[group->pue.by];
}

void sums_pue_json(struct jsonw *json, const struct run_group *group)
{
	jsonw_number(json, "pue", group->pue.value);
	jsonw_string(json, "pue_by", sums_pue_by(group));
	if (group->pues.n)
		pues_json(json, "pue_services", &group->pues);
}

void sums_pues_left(struct buf *to, const struct group_pues *left,
		    const struct number_style *numbers)
{
	struct buf names = {0};
	if (!left->n)
		return;
	add_pues(&names, left, numbers);
	buf_addf(to, _("figures as recorded, without the PUE of the register (%s)\n"),
		 buf_text(&names));
	to->failed |= names.failed;
	buf_release(&names);
}

void sums_pues_left_json(struct jsonw *json, const struct group_pues *left)
{
	if (left->n)
		pues_json(json, "pue_not_applied", left);
}

void sums_legend(struct buf *to, const struct run_group *group, bool doubted,
		 const struct number_style *numbers)
{
	struct buf site = {0};
	if (doubted)
		buf_addf(to, "%s\n", sums_level());
	sums_site(&site, group, numbers);
	if (site.n)
		buf_addf(to, "%s\n", buf_text(&site));
	to->failed |= site.failed;
	buf_release(&site);
}

static bool is_doubted(const struct use_figure *figure)
{
	return figure->low < figure->value || figure->high > figure->value;
}

bool sums_doubted(const struct use *use)
{
	bool doubted = false;
	for (size_t i = 0; i < USE_CRITERIA; i++)
		doubted |= is_doubted(&use->criteria[i]);
	return doubted || is_doubted(&use->energy_wh) || is_doubted(&use->carbon_g) ||
	       is_doubted(&use->embodied_g);
}

void sums_figure_json(struct jsonw *json, const char *name, const struct use_figure *figure,
		      enum kind kind)
{
	struct dimension dim = {{0}};
	struct buf unit = {0};
	if (!(figure->runs > 0))
		return;
	dim.exponent[kind] = 1;
	dimension_text(&unit, dim);
	jsonw_object(json, name);
	jsonw_number(json, "value", figure->value);
	jsonw_number(json, "low", figure->low);
	jsonw_number(json, "high", figure->high);
	jsonw_string(json, "unit", buf_text(&unit));
	jsonw_int(json, "runs", (int64_t)(figure->runs + 0.5));
	jsonw_object_end(json);
	buf_release(&unit);
}

void sums_criteria_json(struct jsonw *json, const struct use *use)
{
	for (size_t i = 0; i < USE_CRITERIA; i++)
		sums_value_json(json, sums_criteria[i].key, &use->criteria[i], use->runs);
	jsonw_object(json, "criteria");
	for (size_t i = 0; i < USE_CRITERIA; i++)
		sums_figure_json(json, sums_criteria[i].name, &use->criteria[i],
				 sums_criteria[i].kind);
	jsonw_object_end(json);
}
