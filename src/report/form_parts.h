/* SPDX-License-Identifier: Apache-2.0 */
/* What the writers of forms share. */
#ifndef REPORT_FORM_PARTS_H
#define REPORT_FORM_PARTS_H

#include "base/json.h"
#include "report/forms.h"

/* UTC, as strftime lays it out. */
void form_add_time(struct buf *to, int64_t us, const char *layout);

double form_measured_percent(const struct form_use *use);

/* The PUE that was told to the runs and is in their figures; 1: none. */
double form_held_pue(const struct form_use *use);
#define FORM_SOME_PUE 1.005

/* Which phases a figure is of. */
typedef bool form_covers(const char *phase);
form_covers form_covers_all, form_covers_use;
form_covers form_covers_before;   /* all but use */
form_covers form_covers_training; /* data, development, search, training, fine-tuning */

struct form_use form_sum(const struct form_subject *subject, form_covers *covers);
/* What the units served used, where they are known of some months alone; else all use. */
struct form_use form_served(const struct form_subject *subject);

/* "phases: data, training; runs of 2026-10-01 to 2026-11-28": every form says so. */
void form_add_covers(struct buf *to, const struct form_subject *subject, form_covers *covers);

/* How the figures came to be, in a line; every form that has a place for it carries it. */
int form_method(const struct form_subject *subject, const struct form_use *use, form_covers *covers,
		struct buf *text, struct frugal_error *reterr);

void form_add_amount(struct form_amount *to, const struct form_amount *more);

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
