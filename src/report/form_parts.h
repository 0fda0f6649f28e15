/* SPDX-License-Identifier: Apache-2.0 */
/* What the writers of forms share. */
#ifndef REPORT_FORM_PARTS_H
#define REPORT_FORM_PARTS_H

#include "base/json.h"
#include "report/forms.h"

/* UTC, in a layout of strftime. */
void form_add_time(struct buf *to, int64_t us, const char *layout);

double form_measured_percent(const struct form_use *use);

/* The PUE of the runs that is in their figures; 1: none. */
double form_held_pue(const struct form_use *use);
#define FORM_SOME_PUE 1.005

/* Whether a figure covers a phase. */
typedef bool form_covers(const char *phase);
form_covers form_covers_all, form_covers_use;
form_covers form_covers_tuning;   /* fine-tuning */
form_covers form_covers_before;   /* all but use */
form_covers form_covers_training; /* data, development, search, training, fine-tuning */

struct form_use form_sum(const struct form_subject *subject, form_covers *covers);
/* The use of the units served, when only some months have units; else all use. */
struct form_use form_served(const struct form_subject *subject);

/*
 * "phases: data, training; left out: inference; runs of 2026-10-01 to 2026-11-28", for every form.
 */
void form_add_covers(struct buf *to, const struct form_subject *subject, form_covers *covers);
void form_add_days(struct buf *to, const struct form_subject *subject, form_covers *covers);

/* The method in a line, for every form that has a place for it. */
int form_method(const struct form_subject *subject, const struct form_use *use, form_covers *covers,
		struct buf *text, struct frugal_error *reterr);

/*
 * "urn:uuid:..." of what a form says of these runs: the same for the same runs and figures, in any
 * process; another for another form.
 */
int form_add_urn(struct buf *to, const char *form, const struct form_subject *subject,
		 struct frugal_error *reterr);

/*
 * "A machine; another; with 4 × NVIDIA H100": what the runs of the phases ran on; nothing where
 * nothing of it is known.
 */
void form_add_hardware(struct buf *to, const struct form_subject *subject, form_covers *covers);
/* The accelerators of the phases: each model once; returns how many models. */
#define FORM_BOARDS 32
size_t form_boards_of(const struct form_subject *subject, form_covers *covers,
		      struct group_board ret[FORM_BOARDS], bool *ret_more);

void form_add_amount(struct form_amount *to, const struct form_amount *more);

/* The given facts of the building, completed by what follows from them; NaN: neither. */
struct form_site {
	double pue, wue_l_per_kwh, renewable;
};

/*
 * FRUGAL_EUSAGE: two given values contradict each other, or the given PUE differs from the one that
 * the runs include.
 */
int form_site_of(const struct form_subject *subject, struct form_site *ret,
		 struct frugal_error *reterr);

/* Factor from the runs' energy to the site's: its PUE, unless the runs include it. */
double form_site_factor(const struct form_use *use, const struct form_site *site);

/* Whether each run of the use has the figure: what some of them used is not the use of all. */
bool form_is_whole(const struct form_use *use, const struct form_amount *amount);

/*
 * FRUGAL_EUSAGE: some runs of the phases lack one of the figures (bits of enum group_figure), which
 * the form requires; the error names such runs.
 */
int form_requires(const struct form_subject *subject, form_covers *covers, unsigned figures,
		  struct frugal_error *reterr);

#endif
