/* SPDX-License-Identifier: Apache-2.0 */
/* Earlier forecasts of a ledger, with the wholes that were run after them. */
#include "api/inside.h"
#include "base/clock.h"

int frugal_forecasts_read(frugal_ledger *ledger, frugal_forecasts **ret_forecasts,
			  struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!ret_forecasts)
		return missing_argument("ret_forecasts", reterr);
	frugal_forecasts *forecasts = mem_zalloc(1, sizeof(*forecasts));
	if (!forecasts)
		return error_nomem(reterr);
	forecasts->context = ledger->library->context;
	forecasts->context.arena = (struct arena){0};
	int r = trial_past_read(&forecasts->context, ledger->ledger, &forecasts->past, reterr);
	if (r < 0) {
		frugal_forecasts_free(forecasts);
		return r;
	}
	*ret_forecasts = forecasts;
	return 0;
}

void frugal_forecasts_free(frugal_forecasts *forecasts)
{
	if (!forecasts)
		return;
	trial_past_release(&forecasts->past);
	arena_release(&forecasts->context.arena);
	mem_free(forecasts);
}

const struct trial_past *forecasts_of(const frugal_forecasts *forecasts)
{
	return &forecasts->past;
}

size_t frugal_forecasts_count(const frugal_forecasts *forecasts)
{
	return forecasts ? forecasts->past.n : 0;
}

static int find(const frugal_forecasts *forecasts, size_t index, const struct trial_forecast **ret,
		struct frugal_error *reterr)
{
	if (!forecasts)
		return missing_argument("forecasts", reterr);
	if (index >= forecasts->past.n)
		return past_last(index, forecasts->past.n, reterr);
	*ret = &forecasts->past.forecasts[index];
	return 0;
}

static struct frugal_interval interval_of(const struct forecast_figure figures[COMPARE_FIGURES],
					  enum compare_figure f, double scale)
{
	const struct forecast_figure *figure = &figures[f];
	return (struct frugal_interval){figure->value * scale, figure->low * scale,
					figure->high * scale};
}

static size_t wholes_of(const struct trial_forecast *of)
{
	size_t n = 0;
	for (const struct trial_whole *whole = of->whole; whole; whole = whole->next)
		n++;
	return n;
}

int frugal_forecasts_get(const frugal_forecasts *forecasts, size_t index,
			 struct frugal_forecast *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	const struct trial_forecast *from = NULL;
	reterr = reterr ? reterr : &unread;
	int r = find(forecasts, index, &from, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	const struct forecast_figure *held = from->forecast.figures;
	const struct frugal_forecast forecast = {
		.size = sizeof(forecast),
		.id = from->forecast.id,
		.command = from->forecast.command,
		.at_us = from->forecast.at_us,
		.energy_wh = interval_of(from->widened, COMPARE_ENERGY, 1),
		.carbon_g = interval_of(from->widened, COMPARE_CARBON, 1),
		.duration_s = interval_of(from->widened, COMPARE_DURATION, SECONDS_PER_HOUR),
		.wholes = wholes_of(from),
		.meter_energy_wh = interval_of(held, COMPARE_ENERGY, 1),
		.meter_carbon_g = interval_of(held, COMPARE_CARBON, 1),
		.meter_duration_s = interval_of(held, COMPARE_DURATION, SECONDS_PER_HOUR),
	};
	return sized_fill(ret, ret->size, &forecast, sizeof(forecast), reterr);
}

/* What is NaN is not inside. */
static bool is_inside(const struct trial_forecast *of, const struct trial_whole *whole,
		      enum compare_figure f)
{
	return trial_forecast_contains(&of->forecast.figures[f], whole->x[f]);
}

int frugal_forecasts_whole(const frugal_forecasts *forecasts, size_t index, size_t whole,
			   struct frugal_whole *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	const struct trial_forecast *of = NULL;
	reterr = reterr ? reterr : &unread;
	int r = find(forecasts, index, &of, reterr);
	if (r < 0)
		return r;
	if (!ret)
		return missing_argument("ret", reterr);
	const struct trial_whole *found = of->whole;
	for (size_t i = 0; found && i < whole; i++)
		found = found->next;
	if (!found)
		return past_last(whole, wholes_of(of), reterr);
	const struct frugal_whole filled = {
		.size = sizeof(filled),
		.run = found->id,
		.started_us = found->started_us,
		.energy_wh = found->x[COMPARE_ENERGY],
		.carbon_g = found->x[COMPARE_CARBON],
		.duration_s = found->x[COMPARE_DURATION] * SECONDS_PER_HOUR,
		.energy_inside = is_inside(of, found, COMPARE_ENERGY),
		.carbon_inside = is_inside(of, found, COMPARE_CARBON),
		.duration_inside = is_inside(of, found, COMPARE_DURATION),
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}

int frugal_forecasts_inside(const frugal_forecasts *forecasts, enum frugal_trial_kind kind,
			    size_t *ret_inside, size_t *ret_of, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!forecasts)
		return missing_argument("forecasts", reterr);
	if (!ret_inside)
		return missing_argument("ret_inside", reterr);
	if (!ret_of)
		return missing_argument("ret_of", reterr);
	if ((unsigned)kind >= COMPARE_FIGURES)
		return past_last((size_t)kind, COMPARE_FIGURES, reterr);
	*ret_inside = forecasts->past.inside[kind];
	*ret_of = forecasts->past.of[kind];
	return 0;
}
