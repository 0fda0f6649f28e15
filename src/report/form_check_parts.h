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
	const struct number_style *numbers;
	struct buf *to;
	struct form_found *ret;
	struct frugal_error *reterr;
};

/* Counts a slip whose line the caller writes. */
void check_count(struct check *c, enum form_slip kind);

void check_slip(struct check *c, const char *where, const char *what, double factor);

/* Reports a value that no real site or machine has. */
void check_beyond(struct check *c, const char *where, const char *what, double value);

/* Compares carbon, in the unit of the form converted to grams, with an energy. */
void check_carbon(struct check *c, const char *where, double carbon_g, double kwh);

/* Compares two values of the same energy. */
void check_energy(struct check *c, const char *where, double kwh, double stated_kwh);

/*
 * Compares a value with the one that follows from others of the form: a ratio of a thousand or a
 * million is a slip of unit.
 */
void check_equal(struct check *c, const char *where, double stated, double expected);

/* Compares a PUE with the energy of the site divided by that of its machines. */
void check_pue(struct check *c, const char *where, double pue, double site_kwh, double it_kwh);

/* Checks that a value is within its interval, which is rounded like it. */
void check_interval(struct check *c, const char *where, double low, double value, double high);

/* Checks that a share is within the whole. */
void check_share(struct check *c, const char *where, double share, double most);

/* Checks that the unit is the one of the form. */
void check_unit(struct check *c, const char *where, const json_t *stated, const char *unit);

/*
 * ---- form_check_text.c ----
 * The energy that a text states, in kWh: "0.3 kWh", else "300 Wh", "1,200 Wh", "0,3 MWh"; the first
 * of each. NaN: none.
 */
double check_kwh_in(struct str text);
/*
 * The number after the first prefix, which ends its value: "120.5", "1_200", "12 # grams", "12 |".
 * NaN: none, or another text, as "120,5" is to a reader of YAML.
 */
double check_number_after(struct str text, const char *prefix);
/* The same where words follow: "2.42 machine-days on: A machine". */
double check_amount_after(struct str text, const char *prefix);
/* Whether what follows the prefix begins as a number does. */
bool check_has_digits_after(struct str text, const char *prefix);

/* The number of a key; NaN without one. */
double check_number(const json_t *object, const char *key);

json_checker check_cyclonedx, check_spdx, check_gpai_json, check_sci, check_sci_ai;
json_checker check_datacentre, check_energy_score, check_boamps;
text_checker check_hugging_face, check_gpai, check_achat_ia;

#endif
