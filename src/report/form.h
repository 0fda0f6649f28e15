/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was used, in the forms of others, each with its own units: a Hugging Face model card
 * (grams), CycloneDX 1.6 (kWh, tonnes), SPDX 3.0.1 (kWh), the Model Documentation Form of the GPAI
 * Code of Practice (MWh), SCI (g per unit), a sentence for a paper, a badge. What is not known is
 * said, never made up. Figures are of the share perimeter: the machines, no building beyond the PUE
 * that was told.
 */
#ifndef REPORT_FORM_H
#define REPORT_FORM_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "quantity/print.h"

struct form_amount {
	double value, low, high; /* low and high: sums of the runs' ends */
};

/* Of one phase, or of all. */
struct form_use {
	const char *phase; /* "" where none was told */
	size_t runs;
	struct form_amount energy_kwh, carbon_g, embodied_g;
	double measured_kwh; /* of the energy, by counters */
	double hours;        /* runs one after the other */
};

struct form_subject {
	const char *name;
	const struct form_use *phases;
	size_t n_phases;
	struct form_use all;
	const char *zone;     /* one, or several by commas; "" where none was told */
	const char *hardware; /* machines, by "; " */
	size_t machines;
	int64_t from_us, to_us; /* UTC: first start, last end */
	double flop;            /* of the training; NaN: not told */
	const char *flop_method;
	double units; /* functional units served; NaN: not told */
	const char *unit_name;
	const char *version; /* of frugal */
	const struct number_style *numbers;
	const char *lang;
};

/* "hf", "cyclonedx", "spdx", "gpai", "sci", "citation", "latex", "badge"; NULL at the end. */
extern const char *const form_names[];

/* FRUGAL_EUSAGE: the form wants what the subject does not have, with what to do. */
int form_write(const char *form, const struct form_subject *subject, struct buf *to,
	       struct frugal_error *reterr);

#endif
