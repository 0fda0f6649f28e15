/* SPDX-License-Identifier: Apache-2.0 */
/* What the writers of forms share, and those that have a file of their own. */
#ifndef REPORT_FORM_PARTS_H
#define REPORT_FORM_PARTS_H

#include "base/json.h"
#include "report/form.h"

typedef int form_writer(const struct form_subject *subject, struct buf *to,
			struct frugal_error *reterr);

form_writer form_sci_ai;       /* consumer and provider, never added up */
form_writer form_achat_ia;     /* French, always */
form_writer form_datacentre;   /* EU 2024/1364 */
form_writer form_energy_score; /* AI Energy Score: no star */
form_writer form_boamps;       /* BoAmps 1.1.0 */

/* UTC, as strftime lays it out. */
void form_add_time(struct buf *to, int64_t us, const char *layout);

double form_measured_percent(const struct form_use *use);

/* The PUE that was told to the runs and is in their figures; 1: none. */
double form_held_pue(const struct form_use *use);
#define FORM_SOME_PUE 1.005

/* How the figures came to be, in a line; every form that has a place for it carries it. */
int form_method(const struct form_subject *subject, const struct form_use *use, struct buf *text,
		struct frugal_error *reterr);

void form_add_amount(struct form_amount *to, const struct form_amount *more);

/* Inference, and all that came before it. */
void form_split(const struct form_subject *subject, struct form_use *ret_before,
		struct form_use *ret_use);

/* What was told of the building, completed by what follows from it; NaN: neither. */
struct form_site {
	double pue, wue_l_per_kwh, renewable;
};

/*
 * FRUGAL_EUSAGE: two that were told do not go together, or the PUE told here is another than the
 * one that the runs hold.
 */
int form_site_of(const struct form_subject *subject, struct form_site *ret,
		 struct frugal_error *reterr);

/* By which the runs' energy becomes the site's: its PUE, unless they hold it already. */
double form_site_factor(const struct form_use *use, const struct form_site *site);

/* What SCI has to hold. FRUGAL_EUSAGE: some runs do not tell their machines' making. */
int form_wants_making(const struct form_use *use, struct frugal_error *reterr);

#endif
