/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recognises a form by a key that only it has, and compares its figures with each other. What is
 * plausible comes from factors/form_ranges.csv; the forms in JSON that are longer have files of
 * their own.
 */
#include "report/form_check_parts.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "report/form_french.h"
#include "report/number.h"

#define SAME 1.05  /* largest ratio of two values of one energy */
#define DIGIT 0.01 /* what rounding to three figures may change */

static bool plausible(const struct check *c, double g_per_kwh)
{
	const struct form_range *grids = &c->ranges->grid_g_per_kwh;
	return g_per_kwh >= grids->least && g_per_kwh <= grids->most;
}

static bool same(double ratio)
{
	return ratio > 1 / SAME && ratio < SAME;
}

static bool is_thousands(double ratio)
{
	double thousands = round(log10(ratio) / 3);
	return (thousands < 0 || thousands > 0) && fabs(log10(ratio) - 3 * thousands) < log10(SAME);
}

const char *form_slip_name(unsigned char slip)
{
	static const char *const names[] = {"unit", "mismatch", "range"};
	return slip < sizeof(names) / sizeof(names[0]) ? names[slip] : NULL;
}

void check_count(struct check *c, enum form_slip kind)
{
	if (c->ret->slips < FORM_SLIPS)
		c->ret->kinds[c->ret->slips] = (unsigned char)kind;
	c->ret->slips++;
}

void check_slip(struct check *c, const char *where, const char *what, double factor)
{
	check_count(c, is_thousands(factor) ? FORM_SLIP_UNIT : FORM_SLIP_MISMATCH);
	buf_addf(c->to, _("%s: %s: a factor of %s\n"), where, what,
		 number_digits(NUMBER_OWN, factor, 3, c->numbers));
}

void check_beyond(struct check *c, const char *where, const char *what, double value)
{
	check_count(c, FORM_SLIP_RANGE);
	buf_addf(c->to, _("%s: %s: the value is %s\n"), where, what,
		 number_digits(NUMBER_OWN, value, 4, c->numbers));
}

void check_carbon(struct check *c, const char *where, double carbon_g, double kwh)
{
	if (carbon_g < 0 || kwh < 0) {
		check_beyond(c, where, _("a footprint cannot be negative"), fmin(carbon_g, kwh));
		return;
	}
	if (isnan(carbon_g) || isnan(kwh))
		return;
	c->ret->compared++;
	if (carbon_g > 0 && !(kwh > 0))
		check_beyond(c, where, _("carbon without energy"), carbon_g);
	else if (kwh > 0 && !(carbon_g > 0))
		check_beyond(c, where, _("energy without carbon"), carbon_g);
	if (!(carbon_g > 0) || !(kwh > 0))
		return;
	double ratio = carbon_g / kwh;
	if (plausible(c, ratio))
		return;
	static const double factors[] = {1e3, 1e6};
	for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
		double factor = factors[i];
		if (plausible(c, ratio * factor)) {
			check_slip(c, where,
				   _("carbon is too small for its energy (kg for g, t for kg; or "
				     "Wh for "
				     "kWh)"),
				   1 / factor);
			return;
		}
		if (plausible(c, ratio / factor)) {
			check_slip(c, where,
				   _("carbon is too large for its energy (g for kg, kg for t; or "
				     "MWh for "
				     "kWh)"),
				   factor);
			return;
		}
	}
	check_beyond(c, where, _("no grid has this intensity (g/kWh)"), ratio);
}

/* Whether both are above 0; when only one is, or one is negative, that is the slip. */
static bool both_positive(struct check *c, const char *where, const char *what, double stated,
			  double expected)
{
	if (isnan(stated) || isnan(expected))
		return false;
	c->ret->compared++;
	if (stated > 0 && expected > 0)
		return true;
	if (stated > 0 || expected > 0 || stated < 0)
		check_beyond(c, where, what, stated);
	return false;
}

void check_energy(struct check *c, const char *where, double kwh, double stated_kwh)
{
	const char *differs = _("the energy differs from the one that the method states (PUE "
				"applied twice?)");
	if (!both_positive(c, where, differs, kwh, stated_kwh))
		return;
	double ratio = kwh / stated_kwh;
	if (same(ratio))
		return;
	check_slip(c, where,
		   is_thousands(ratio)
			   ? _("the energy is not in the unit of the form (Wh, kWh, MWh)")
			   : differs,
		   ratio);
}

void check_equal(struct check *c, const char *where, double stated, double expected)
{
	const char *differs = _("the value does not follow from the others of the form");
	if (!both_positive(c, where, differs, stated, expected))
		return;
	double ratio = stated / expected;
	if (!same(ratio))
		check_slip(c, where,
			   is_thousands(ratio) ? _("the value is not in the unit of the form")
					       : differs,
			   ratio);
}

void check_pue(struct check *c, const char *where, double pue, double site_kwh, double it_kwh)
{
	double ratio = site_kwh / it_kwh;
	if (!(pue > 0))
		return;
	c->ret->compared++;
	if (pue < 1) {
		check_beyond(c, where, _("a site cannot use less than its machines"), pue);
		return;
	}
	if (!(site_kwh > 0) || !(it_kwh > 0) || same(ratio / pue))
		return;
	check_slip(c, where,
		   is_thousands(ratio / pue)
			   ? _("the energy is not in the unit of the form (Wh, kWh, MWh)")
		   : same(ratio / pue / pue) || same(pue / ratio / ratio)
			   ? _("the PUE is counted twice")
			   : _("the PUE is not the energy of the site divided by that of its "
			       "machines"),
		   ratio / pue);
}

void check_interval(struct check *c, const char *where, double low, double value, double high)
{
	double digit = fabs(value) * DIGIT;
	if (isnan(low) || isnan(value) || isnan(high))
		return;
	c->ret->compared++;
	if (value < low - digit || value > high + digit)
		check_beyond(c, where, _("the value is outside its interval"), value);
}

void check_share(struct check *c, const char *where, double share, double most)
{
	if (isnan(share))
		return;
	c->ret->compared++;
	if (share < 0 || share > most)
		check_beyond(c, where, _("a share cannot be below 0 or above the whole"), share);
}

void check_unit(struct check *c, const char *where, const json_t *stated, const char *unit)
{
	const char *text = json_string_value(stated);
	if (!stated || (text && strcmp(text, unit) == 0))
		return;
	check_count(c, FORM_SLIP_UNIT);
	buf_addf(c->to, _("%s: the unit is '%s' instead of '%s'\n"), where, text ? text : "", unit);
}

double check_number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static struct str line_with(struct str text, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= text.n; i++) {
		if (memcmp(text.p + i, word, n) != 0)
			continue;
		const char *end = memchr(text.p + i, '\n', text.n - i);
		return (struct str){text.p + i, end ? (size_t)(end - text.p) - i : text.n - i};
	}
	return STR("");
}

/* ---- the forms ------------------------------------------------------------------------------ */

int check_hugging_face(struct check *c, struct str text)
{
	double grams = check_number_after(text, "  emissions:");
	if (isnan(grams)) /* the older form: a bare number */
		grams = check_number_after(text, "co2_eq_emissions:");
	if (isnan(grams)) {
		error_set(c->reterr, FRUGAL_EDATA, "%s",
			  _("co2_eq_emissions does not contain a number"));
		error_where(c->reterr, "%s", c->name);
		return error_todo(c->reterr, "%s", _("write 1234.5"));
	}
	check_carbon(c, "co2_eq_emissions.emissions", grams, check_kwh_in(text));
	return 0;
}

static double value_of(struct check *c, const json_t *amount, const char *unit, const char *where)
{
	const char *stated = json_string_value(json_object_get(amount, "unit"));
	if (amount && (!stated || strcmp(stated, unit) != 0)) {
		check_count(c, FORM_SLIP_UNIT);
		buf_addf(c->to, _("%s: the unit is '%s' instead of '%s'\n"), where,
			 stated ? stated : "", unit);
		return (double)NAN;
	}
	return check_number(amount, "value");
}

/* The energy that the property with the method states; NaN without one. */
static double method_kwh(const json_t *properties)
{
	for (size_t i = 0; i < json_array_size(properties); i++) {
		const json_t *one = json_array_get(properties, i);
		const char *name = json_string_value(json_object_get(one, "name"));
		const char *value = json_string_value(json_object_get(one, "value"));
		if (name && value && strcmp(name, "frugal:method") == 0)
			return check_kwh_in(str_of(value));
	}
	return (double)NAN;
}

void check_cyclonedx(struct check *c, const json_t *root)
{
	const json_t *components = json_object_get(root, "components");
	for (size_t i = 0; i < json_array_size(components); i++) {
		const json_t *card = json_object_get(json_array_get(components, i), "modelCard");
		const json_t *of = json_object_get(json_object_get(card, "considerations"),
						   "environmentalConsiderations");
		const json_t *uses = json_object_get(of, "energyConsumptions");
		const json_t *properties = json_object_get(of, "properties");
		double sum_kwh = json_array_size(uses) ? 0 : (double)NAN;
		for (size_t k = 0; k < json_array_size(uses); k++) {
			const json_t *use = json_array_get(uses, k);
			char where[96];
			(void)snprintf(where, sizeof(where),
				       "components[%zu].energyConsumptions[%zu]", i, k);
			double kwh = value_of(c, json_object_get(use, "activityEnergyCost"), "kWh",
					      where);
			double t = value_of(c, json_object_get(use, "co2CostEquivalent"), "tCO2eq",
					    where);
			check_carbon(c, where, t * 1e6, kwh);
			const json_t *providers = json_object_get(use, "energyProviders");
			double provided = json_array_size(providers) ? 0 : (double)NAN;
			for (size_t j = 0; j < json_array_size(providers); j++)
				provided += value_of(c,
						     json_object_get(json_array_get(providers, j),
								     "energyProvided"),
						     "kWh", where);
			check_energy(c, where, kwh, provided);
			sum_kwh += kwh;
		}
		check_energy(c, "energyConsumptions", sum_kwh, method_kwh(properties));
	}
}

static double unit_kwh(const char *unit)
{
	return !unit                               ? (double)NAN
	       : strcmp(unit, "kilowattHour") == 0 ? 1
	       : strcmp(unit, "megajoule") == 0    ? 1 / 3.6
						   : (double)NAN;
}

/* A decimal of SPDX: a number, or the text of one. */
static double decimal(const json_t *value)
{
	double number;
	const char *text = json_string_value(value);
	if (!text)
		return json_is_number(value) ? json_number_value(value) : (double)NAN;
	struct str all = str_trim(str_of(text));
	return all.n && num_parse(all, &number) == all.n ? number : (double)NAN;
}

void check_spdx(struct check *c, const json_t *root)
{
	static const char *const keys[] = {"ai_trainingEnergyConsumption",
					   "ai_finetuningEnergyConsumption",
					   "ai_inferenceEnergyConsumption"};
	const json_t *graph = json_object_get(root, "@graph");
	for (size_t i = 0; i < json_array_size(graph); i++) {
		const json_t *element = json_array_get(graph, i);
		const json_t *energy = json_object_get(element, "ai_energyConsumption");
		const char *comment = json_string_value(json_object_get(element, "comment"));
		double kwh = 0;
		size_t n = 0;
		for (size_t k = 0; energy && k < sizeof(keys) / sizeof(keys[0]); k++) {
			const json_t *list = json_object_get(energy, keys[k]);
			for (size_t j = 0; j < json_array_size(list); j++, n++) {
				const json_t *one = json_array_get(list, j);
				const char *unit =
					json_string_value(json_object_get(one, "ai_energyUnit"));
				if (isnan(unit_kwh(unit))) {
					check_count(c, FORM_SLIP_UNIT);
					buf_addf(c->to, _("%s: the unit is '%s' instead of '%s'\n"),
						 keys[k], unit ? unit : "", "kilowattHour");
				}
				kwh += unit_kwh(unit) *
				       decimal(json_object_get(one, "ai_energyQuantity"));
			}
		}
		if (n && comment)
			check_energy(c, "ai_energyConsumption", kwh, check_kwh_in(str_of(comment)));
	}
}

void check_sci(struct check *c, const json_t *root)
{
	double e = check_number(root, "E_kwh"), i = check_number(root, "I_g_per_kwh");
	double m = check_number(root, "M_g"), n = check_number(root, "R_count");
	double score = check_number(root, "sci");
	const char *method = json_string_value(json_object_get(root, "method"));
	check_carbon(c, "I_g_per_kwh", i, 1);
	if (method)
		check_energy(c, "E_kwh", e, check_kwh_in(str_of(method)));
	if (!(n > 0) || !(score > 0))
		return;
	double ratio = score / (((e > 0 ? e * i : 0) + m) / n);
	c->ret->compared++;
	if (!same(ratio))
		check_slip(c, "sci", _("the score is not (E * I + M) / R"), ratio);
}

static int unknown(struct check *c)
{
	struct buf read = {0}, people = {0};
	for (size_t i = 0; forms[i]; i++) {
		struct buf *to = forms[i]->check_json || forms[i]->check_text ? &read : &people;
		buf_addf(to, "%s%s", to->n ? ", " : "", form_names[i]);
	}
	error_set(c->reterr, FRUGAL_EDATA, "%s", _("the file is not a form that is read back"));
	error_where(c->reterr, "%s", c->name);
	int r = error_todo(c->reterr, _("give one of %s; %s are for people and are not read back"),
			   buf_text(&read), buf_text(&people));
	buf_release(&read);
	buf_release(&people);
	return r;
}

static bool is_json_of(const struct form *form, const json_t *root)
{
	bool found = false;
	for (size_t k = 0; k < 2 && form->keys[k]; k++)
		found = found || json_object_get(root, form->keys[k]);
	const json_t *other = form->other_key ? json_object_get(root, form->other_key) : NULL;
	const char *value = json_string_value(other);
	return found && (!form->other_key || other) &&
	       (!form->other_value || (value && strcmp(value, form->other_value) == 0));
}

/* The form that a document is: of several alike the one that knows it by a value. */
static size_t json_form_at(const json_t *root)
{
	size_t at = 0, i = 0;
	for (bool found = false; forms[i]; i++)
		if (is_json_of(forms[i], root) && (!found || forms[i]->other_value)) {
			found = true;
			at = i;
		}
	return forms[at] && is_json_of(forms[at], root) ? at : i;
}

static int json_form(struct check *c, struct str text)
{
	json_error_t error;
	json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &error);
	int r = 0;
	if (!root) {
		error_set(c->reterr, FRUGAL_EDATA, _("this is not JSON: %s"), error.text);
		return error_where(c->reterr, "%s:%d", c->name, error.line);
	}
	size_t at = json_form_at(root);
	c->ret->form = form_names[at];
	if (forms[at])
		forms[at]->check_json(c, root);
	else
		r = unknown(c);
	json_decref(root);
	return r;
}

static int text_form(struct check *c, struct str text)
{
	for (size_t i = 0; forms[i]; i++)
		if (forms[i]->line && line_with(text, forms[i]->line).n) {
			c->ret->form = form_names[i];
			return forms[i]->check_text(c, text);
		}
	return unknown(c);
}

int form_check(const char *name, struct str text, const struct form_ranges *ranges,
	       const struct number_style *numbers, struct buf *to, struct form_found *ret,
	       struct frugal_error *reterr)
{
	struct check c = {name, ranges, numbers, to, ret, reterr};
	struct str start = str_trim(text);
	*ret = (struct form_found){0};
	int r = start.n && start.p[0] == '{' ? json_form(&c, text) : text_form(&c, text);
	return r == 0 && to->failed ? error_nomem(reterr) : r;
}
