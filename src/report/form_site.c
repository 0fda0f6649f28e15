/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The indicators of data centres that EU 2024/1364 requires (Annex III): PUE, WUE, ERF, REF. They
 * come from the meters of the site; the runs replace the energy of its machines only when nothing
 * else is given.
 */
#include "report/form_check_parts.h"
#include "report/form_parts.h"
#include "report/number.h"

#include <math.h>

#include "base/intl.h"

#define L_PER_M3 1e3
#define SAME 0.01 /* largest difference of two values of one ratio */

static bool differ(double a, double b)
{
	return fabs(a / b - 1) > SAME;
}

/* A ratio that was given, or that follows from others; *to is NaN without either. */
static int stated_or_found(double *to, double found, const char *option,
			   const struct number_style *numbers, struct frugal_error *reterr)
{
	if (isnan(*to)) {
		*to = found;
	} else if (!isnan(found) && differ(*to, found)) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s was given, but the other amounts yield %s"),
			  number_digits(NUMBER_OWN, *to, 4, numbers),
			  number_digits(NUMBER_OWN, found, 4, numbers));
		return error_where(reterr, "%s", option);
	}
	return 0;
}

static int site_told(const struct form_subject *s, struct form_site *ret,
		     struct frugal_error *reterr)
{
	const struct form_stated *stated = &s->stated;
	*ret = (struct form_site){stated->pue, stated->wue_l_per_kwh, stated->renewable};
	int r = stated_or_found(&ret->pue, stated->site_kwh / stated->it_kwh, "pue", s->numbers,
				reterr);
	if (r == 0)
		r = stated_or_found(&ret->wue_l_per_kwh, stated->water_l / stated->it_kwh, "wue",
				    s->numbers, reterr);
	if (r < 0 || isnan(ret->pue) || ret->pue >= 1)
		return r;
	error_set(reterr, FRUGAL_EUSAGE, _("a PUE of %s: a site cannot use less than its machines"),
		  number_digits(NUMBER_OWN, ret->pue, 3, s->numbers));
	return error_where(reterr, "%s", "site-energy");
}

/* The smallest and the largest PUE that the phases include; 1 and 1 without any. */
static void held_range(const struct form_subject *s, double *ret_least, double *ret_most)
{
	bool first = true;
	*ret_least = *ret_most = 1;
	for (size_t i = 0; i < s->n_phases; i++) {
		double held = form_held_pue(&s->phases[i]);
		if (!(s->phases[i].it_kwh > 0))
			continue;
		*ret_least = first ? held : fmin(*ret_least, held);
		*ret_most = fmax(*ret_most, held);
		first = false;
	}
}

/* Single runs may differ where the ratios of their phases do not. */
static bool runs_differ(const struct form_subject *s)
{
	return s->most_pue > FORM_SOME_PUE && differ(s->least_pue, s->most_pue);
}

int form_site_of(const struct form_subject *s, struct form_site *ret, struct frugal_error *reterr)
{
	double least, most;
	int r = site_told(s, ret, reterr);
	held_range(s, &least, &most);
	if (r == 0 && isnan(ret->pue) && runs_differ(s)) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("the PUE that these runs include is between %.4g and %.4g"),
			  s->least_pue, s->most_pue);
		return error_todo(reterr, "pue=%.4g", s->most_pue);
	}
	if (r < 0 || most <= FORM_SOME_PUE)
		return r;
	if (isnan(ret->pue) && differ(least, most)) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("the form has one PUE, and the phases of these runs have %s to %s"),
			  number_digits(NUMBER_OWN, least, 4, s->numbers),
			  number_digits(NUMBER_OWN, most, 4, s->numbers));
		return error_todo(reterr, "pue=%.4g", most);
	}
	if (isnan(ret->pue))
		ret->pue = most;
	if (!differ(ret->pue, most) && (least <= FORM_SOME_PUE || !differ(ret->pue, least)))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE,
		  _("these runs already include a PUE of %s, but %s is given"),
		  number_digits(NUMBER_OWN, differ(ret->pue, most) ? most : least, 4, s->numbers),
		  number_digits(NUMBER_OWN, ret->pue, 4, s->numbers));
	return error_where(reterr, "%s", "pue");
}

double form_site_factor(const struct form_use *use, const struct form_site *site)
{
	return isnan(site->pue) ? 1 : site->pue / form_held_pue(use);
}

/* ---- EU 2024/1364 --------------------------------------------------------------------------- */

struct indicators {
	double it_kwh, site_kwh, water_l, reused_kwh, renewable_kwh;
	double pue, wue_l_per_kwh, erf, ref;
	bool it_of_runs;
};

static int indicators_of(const struct form_subject *s, struct indicators *ret,
			 struct frugal_error *reterr)
{
	const struct form_stated *stated = &s->stated;
	struct form_site site = {0};
	bool of_runs = isnan(stated->it_kwh) && isnan(stated->site_kwh);
	int r = of_runs ? form_requires(s, form_covers_all, GROUP_ENERGY, reterr) : 0;
	if (r == 0)
		r = of_runs ? form_site_of(s, &site, reterr) : site_told(s, &site, reterr);
	if (r < 0)
		return r;
	if (isnan(site.pue)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("neither the energy of the site and of its machines nor its PUE is "
			    "given"));
		return error_todo(reterr, "%s", "it-energy=8GWh site-energy=10GWh");
	}
	*ret = (struct indicators){.pue = site.pue, .wue_l_per_kwh = site.wue_l_per_kwh};
	ret->it_of_runs = of_runs;
	ret->it_kwh = ret->it_of_runs         ? s->all.it_kwh
		      : isnan(stated->it_kwh) ? stated->site_kwh / site.pue
					      : stated->it_kwh;
	ret->site_kwh = isnan(stated->site_kwh) ? ret->it_kwh * site.pue : stated->site_kwh;
	ret->water_l = isnan(stated->water_l) ? site.wue_l_per_kwh * ret->it_kwh : stated->water_l;
	if (isnan(ret->wue_l_per_kwh))
		ret->wue_l_per_kwh = ret->water_l / ret->it_kwh;
	ret->reused_kwh = stated->reused_kwh;
	ret->renewable_kwh = site.renewable * ret->site_kwh;
	ret->erf = ret->reused_kwh / ret->site_kwh;
	ret->ref = site.renewable;
	if (ret->erf <= 1 || isnan(ret->erf))
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("the reused heat exceeds the energy of the site"));
	return error_where(reterr, "%s", "reused");
}

static void not_told(struct jsonw *json, const char *key, double value, const char *option)
{
	if (isnan(value))
		jsonw_string(json, key, option);
}

static void why_null(struct jsonw *json, const struct indicators *of)
{
	jsonw_object(json, "not_told");
	not_told(json, "WUE", of->wue_l_per_kwh, "N/A: no water reported (water, wue)");
	not_told(json, "ERF", of->erf, "N/A: no reused heat reported (reused)");
	not_told(json, "REF", of->ref, "N/A: no renewable share reported (renewable)");
	jsonw_object_end(json);
}

static void put_time(struct jsonw *json, const char *key, int64_t us)
{
	struct buf text = {0};
	form_add_time(&text, us, "%Y-%m-%d");
	jsonw_string(json, key, buf_text(&text));
	buf_release(&text);
}

static void put_zone(struct jsonw *json, const struct form_subject *s)
{
	struct buf text = {0};
	buf_puts(&text, s->zone);
	if (s->zone[0] && s->some_unzoned)
		buf_puts(&text, "; of some runs not reported");
	jsonw_string(json, "zone", s->zone[0] ? buf_text(&text) : NULL);
	json->out->failed |= text.failed;
	buf_release(&text);
}

static int datacentre(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to, .pretty = true};
	struct indicators of = {0};
	int r = indicators_of(s, &of, reterr);
	if (r < 0)
		return r;
	jsonw_object(&json, NULL);
	jsonw_string(&json, "regulation", "EU 2024/1364, Annex III");
	jsonw_string(&json, "data_centre", s->name);
	put_zone(&json, s);
	jsonw_number(&json, "E_IT_kwh", of.it_kwh);
	jsonw_string(&json, "E_IT_source",
		     of.it_of_runs ? "the machines of the runs, by their share" : "reported");
	if (of.it_of_runs) {
		put_time(&json, "from", s->from_us);
		put_time(&json, "to", s->to_us);
	}
	jsonw_number(&json, "E_DC_kwh", of.site_kwh);
	jsonw_string(&json, "E_DC_source", isnan(s->stated.site_kwh) ? "PUE * E_IT" : "reported");
	jsonw_number(&json, "W_IN_m3", of.water_l / L_PER_M3);
	jsonw_number(&json, "E_REUSE_kwh", of.reused_kwh);
	jsonw_number(&json, "E_RES_TOT_kwh", of.renewable_kwh);
	jsonw_number(&json, "PUE", of.pue);
	jsonw_number(&json, "WUE_m3_per_kwh", of.wue_l_per_kwh / L_PER_M3);
	jsonw_number(&json, "WUE_l_per_kwh", of.wue_l_per_kwh);
	jsonw_number(&json, "ERF", of.erf);
	jsonw_number(&json, "REF", of.ref);
	why_null(&json, &of);
	struct buf method = {0};
	r = form_method(s, &s->all, form_covers_all, &method, reterr);
	if (of.it_of_runs) {
		jsonw_string(&json, "method", buf_text(&method));
		jsonw_string(&json, "period",
			     "the time of the runs, not the calendar year of the regulation");
	}
	jsonw_string(&json, "not_covered",
		     "the further items of Annexes I and II (from memory): installed IT power, "
		     "floor area, set point, potable water, refrigerants, cooling degree days, "
		     "storage, traffic, the split of renewables");
	buf_release(&method);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	return r;
}

const struct form datacentre_form = {
	.write = datacentre,
	.figures = FORM_OF_ENERGY | FORM_OF_ZONE | FORM_OF_DAYS,
	.places = FORM_HAS_SITE | FORM_HAS_SITE_METERS | FORM_HAS_REUSED | FORM_HAS_TITLE,
	.pairs = {{FORM_HAS_IT_ENERGY, FORM_HAS_SITE_ENERGY | FORM_HAS_PUE},
		  {FORM_HAS_SITE_ENERGY, FORM_HAS_IT_ENERGY | FORM_HAS_PUE}},
	.formats = {"json"},
	.keys = {"E_IT_kwh", "WUE_m3_per_kwh"},
	.check_json = check_datacentre,
};
