/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the compute and energy items of the Model Documentation Form back: the energy against that
 * of the method, and against the hardware-days, which give the mean power of a machine.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "report/form_check_parts.h"

#define ENERGY "energy used for training, MWh"
#define DAYS "training time, hardware-days"
#define KWH_PER_MWH 1e3
#define W_PER_MW 1e6
#define HOURS_PER_DAY 24

static void check_items(struct check *c, double mwh, double days, double stated_kwh)
{
	double watts = mwh * W_PER_MW / (days * HOURS_PER_DAY);
	check_energy(c, ENERGY, mwh * KWH_PER_MWH, stated_kwh);
	if (!(days > 0) || isnan(watts))
		return;
	c->ret->compared++;
	if (watts > c->ranges->component_w.most)
		check_beyond(
			c, ENERGY,
			_("more power than any machine draws in its hardware-days (kWh for MWh, "
			  "hours for days?)"),
			watts);
}

int check_gpai(struct check *c, struct str text)
{
	double mwh = check_number_after(text, ENERGY);
	if (isnan(mwh) && check_has_digits_after(text, ENERGY)) {
		error_set(c->reterr, FRUGAL_EDATA, _("'%s' is not followed by a number"), ENERGY);
		error_where(c->reterr, "%s", c->name);
		return error_todo(c->reterr, "%s", _("write 1234.5"));
	}
	check_items(c, mwh, check_amount_after(text, DAYS), check_kwh_in(text));
	return 0;
}

void check_gpai_json(struct check *c, const json_t *root)
{
	const json_t *items = json_object_get(root, "items");
	double mwh = NAN, days = NAN, stated_kwh = NAN;
	for (size_t i = 0; i < json_array_size(items); i++) {
		const json_t *item = json_array_get(items, i);
		const char *name = json_string_value(json_object_get(item, "item"));
		const char *value = json_string_value(json_object_get(item, "value"));
		if (name && value && strcmp(name, ENERGY) == 0)
			(void)num_parse(str_of(value), &mwh);
		else if (name && value && strcmp(name, DAYS) == 0)
			(void)num_parse(str_of(value), &days);
		else if (name && value && strncmp(name, "how the energy", 14) == 0)
			stated_kwh = check_kwh_in(str_of(value));
	}
	check_items(c, mwh, days, stated_kwh);
}
