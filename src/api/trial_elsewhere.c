/* SPDX-License-Identifier: Apache-2.0 */
/* The whole of a trial on other machines and by the electricity of other zones. */
#include <math.h>

#include "api/inside.h"
#include "base/clock.h"
#include "base/intl.h"

static struct frugal_interval interval_of(const struct forecast_figure *figure, double scale,
					  bool absent)
{
	double factor = absent ? (double)NAN : scale;
	return (struct frugal_interval){figure->value * factor, figure->low * factor,
					figure->high * factor};
}

static int find_row(const frugal_trial *trial, size_t index, const struct elsewhere_row **ret,
		    struct frugal_error *reterr)
{
	if (!trial)
		return missing_argument("trial", reterr);
	if (!trial->trial.has_forecast)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("the trial has no forecast yet"));
	if (index >= trial->trial.elsewhere.n_rows)
		return past_last(index, trial->trial.elsewhere.n_rows, reterr);
	*ret = &trial->trial.elsewhere.rows[index];
	return 0;
}

int frugal_trial_place(const frugal_trial *trial, size_t index, struct frugal_trial_place *ret,
		       struct frugal_error *reterr)
{
	struct frugal_error unread;
	const struct elsewhere_row *row = NULL;
	reterr = reterr ? reterr : &unread;
	int r = find_row(trial, index, &row, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	const struct frugal_trial_place place = {
		.size = sizeof(place),
		.name = row->name,
		.reason = row->reason,
		.energy_wh = interval_of(&row->energy, 1, row->reason != NULL),
		.duration_s = interval_of(&row->duration, SECONDS_PER_HOUR, row->reason != NULL),
	};
	return sized_fill(ret, ret->size, &place, sizeof(place), reterr);
}

int frugal_trial_carbon(const frugal_trial *trial, size_t place, size_t zone,
			struct frugal_trial_carbon *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	const struct elsewhere_row *row = NULL;
	reterr = reterr ? reterr : &unread;
	int r = find_row(trial, place, &row, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	const struct elsewhere *elsewhere = &trial->trial.elsewhere;
	if (zone >= elsewhere->n_zones)
		return past_last(zone, elsewhere->n_zones, reterr);
	const struct frugal_trial_carbon carbon = {
		.size = sizeof(carbon),
		.zone = elsewhere->zones[zone],
		.carbon_g = interval_of(&row->carbon[zone], 1, row->reason != NULL),
	};
	return sized_fill(ret, ret->size, &carbon, sizeof(carbon), reterr);
}
