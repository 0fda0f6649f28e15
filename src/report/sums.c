/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes sums of runs the same way in every view: cells with intervals, the legend of their level,
 * the PUE that they include.
 */
#include "report/sums.h"

#include <math.h>

#include "base/intl.h"

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

const char *sums_level(void)
{
	return _("intervals: 90 %; the runs' common errors do not average out");
}

void sums_site(struct buf *to, const struct run_group *group, const struct number_style *numbers)
{
	static const char *const by[] = {"", N_("as given to the runs"), N_("from the register"),
					 N_("from --pue")};
	struct buf pue = {0};
	if (group->pue.by == STATED_NOWHERE)
		return;
	print_number(&pue, group->pue.value, 2, numbers);
	/* TRANSLATORS: a number; "from the register" or "as given to the runs" */
	buf_addf(to, _("Electricity with a PUE of %s, %s, counted once."), buf_text(&pue),
		 _(by[group->pue.by]));
	to->failed |= pue.failed;
	buf_release(&pue);
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
	return is_doubted(&use->energy_wh) || is_doubted(&use->carbon_g) ||
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
