/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the texts of a question: a zone with its PUE, delay and price, and a list of powers with
 * units. The zone is what hours are stored under.
 */
#include "insight/job.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "grid/kept.h"
#include "quantity/quantity.h"

static int bad_zone(const char *text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a zone that a plan can use"), text);
	error_where(reterr, "%s", "zone");
	return error_todo(reterr, "%s", "DE,pue=1.2,rtt=20ms,price=0.3EUR/kWh,copy");
}

static int quantity_of(struct str text, const char *unit_name, const char *example, double *ret,
		       struct frugal_error *reterr)
{
	struct quantity q;
	struct unit unit;
	int r = quantity_parse(text, &q, reterr);
	if (r == 0)
		r = unit_parse(str_of(unit_name), &unit, reterr);
	if (r == 0 && !dimension_eq(q.dim, unit.dim))
		r = error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' does not match the example %s"),
			      STR_ARG(text), example);
	if (r == 0)
		*ret = q.value / unit.scale;
	return r < 0 ? error_where(reterr, "%s", "zone") : 0;
}

static int find_zone(const struct context *context, struct str name, struct job_zone *ret,
		     struct frugal_error *reterr)
{
	char text[GRID_ZONE];
	(void)snprintf(text, sizeof(text), "%.*s", STR_ARG(name));
	if (!name.n || name.n >= sizeof(text) || memchr(name.p, ':', name.n))
		return bad_zone(text, reterr);
	int r = grid_kept_zone(context, text, ret->zone, reterr);
	return r < 0 ? error_where(reterr, "%s", "zone") : 0;
}

int job_zone_read(const struct context *context, const char *text, struct job_zone *ret,
		  struct frugal_error *reterr)
{
	const char *p = text + strcspn(text, ",");
	*ret = (struct job_zone){.pue = 1, .eur_per_kwh = (double)NAN};
	int found =
		find_zone(context, str_trim((struct str){text, (size_t)(p - text)}), ret, reterr);
	if (found < 0)
		return found;
	while (*p) {
		struct str item = str_trim((struct str){p + 1, strcspn(p + 1, ",")}), value;
		int r = 0;
		p += 1 + strcspn(p + 1, ",");
		if (str_is(item, "copy"))
			ret->has_data = true;
		else if (str_after(item, "pue=", &value))
			r = quantity_of(value, "1", "pue=1.2", &ret->pue, reterr);
		else if (str_after(item, "rtt=", &value))
			r = quantity_of(value, "ms", "rtt=20ms", &ret->rtt_ms, reterr);
		else if (str_after(item, "price=", &value))
			r = quantity_of(value, "EUR/kWh", "price=0.3EUR/kWh", &ret->eur_per_kwh,
					reterr);
		else
			r = bad_zone(text, reterr);
		if (r < 0)
			return r;
	}
	return ret->pue >= 1 && ret->rtt_ms >= 0 ? 0 : bad_zone(text, reterr);
}

static int bad_power(const char *text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a power or a list of powers"), text);
	error_where(reterr, "%s", "power");
	return error_todo(reterr, "%s", "3kW,1kW");
}

int job_powers_parse(const char *text, double *ret_kw, size_t most, size_t *ret_n,
		     struct frugal_error *reterr)
{
	struct unit watt;
	size_t n = 0;
	int r = unit_parse(STR("W"), &watt, reterr);
	for (const char *p = text; r == 0; p++) {
		struct str item = str_trim((struct str){p, strcspn(p, ",")});
		struct quantity power;
		struct frugal_error why;
		if (n == most || quantity_parse(item, &power, &why) < 0 ||
		    !dimension_eq(power.dim, watt.dim) || !(power.value > 0))
			return bad_power(text, reterr);
		ret_kw[n++] = power.value / watt.scale / 1e3;
		p += strcspn(p, ",");
		if (!*p)
			break;
	}
	*ret_n = n;
	return r;
}
