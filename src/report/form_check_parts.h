/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of forms share, and who reads which (forms.h). */
#ifndef REPORT_FORM_CHECK_PARTS_H
#define REPORT_FORM_CHECK_PARTS_H

#include <jansson.h>
#include <stdbool.h>

#include "report/form_check.h"
#include "report/forms.h"

struct check {
	const char *name;
	const struct form_ranges *ranges; /* what exists */
	struct buf *to;
	struct form_found *ret;
	struct frugal_error *reterr;
};

void check_slip(struct check *c, const char *where, const char *what, double factor);

/* A value that nothing has. */
void check_beyond(struct check *c, const char *where, const char *what, double value);

/* carbon_g as the form's unit says it, beside an energy. */
void check_carbon(struct check *c, const char *where, double carbon_g, double kwh);

/* The same energy, told twice. */
void check_energy(struct check *c, const char *where, double kwh, double told_kwh);

/* What follows from others of the form: a thousand or a million off is a slip of unit. */
void check_equal(struct check *c, const char *where, double told, double expected);

/* The energy of a site over that of its machines. */
void check_pue(struct check *c, const char *where, double pue, double site_kwh, double it_kwh);

/* A part of a whole. */
void check_share(struct check *c, const char *where, double share, double most);

/* A unit that is told must be the one that the form asks for. */
void check_unit(struct check *c, const char *where, const json_t *told, const char *unit);

/* The number before "kWh", the first in a text; NaN: there is none. */
double check_kwh_in(struct str text);

/* The number under a key; NaN: there is none. */
double check_number(const json_t *object, const char *key);

json_checker check_cyclonedx, check_spdx, check_gpai_json, check_sci, check_sci_ai;
json_checker check_datacentre, check_energy_score, check_boamps;
text_checker check_hugging_face, check_gpai, check_achat_ia;

#endif
