/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What forms go by, from the tables of factors/: bands of laws and codes (form_bands.csv), the
 * protocol of AI Energy Score (energy_score.csv), and what exists at all (form_ranges.csv). Texts
 * live as long as the tables.
 */
#ifndef REPORT_FORM_TABLES_H
#define REPORT_FORM_TABLES_H

#include <stdbool.h>

#include "base/error.h"
#include "factor/table.h"

/* The band of an amount, in the unit of the item. */
int form_band(struct tables *tables, const char *item, double amount, const char **ret,
	      struct frugal_error *reterr);

struct form_protocol {
	double runs, queries_per_run;
	const char *accelerator; /* part of its name */
	bool is_task;
	double most_accelerators; /* of the task; infinity: as many as the model needs */
};

int form_protocol_read(struct tables *tables, const char *task, struct form_protocol *ret,
		       struct frugal_error *reterr);

struct form_range {
	double least, most;
};

struct form_ranges {
	struct form_range grid_g_per_kwh, water_l_per_kwh, component_w, model_billions;
};

int form_ranges_read(struct tables *tables, struct form_ranges *ret, struct frugal_error *reterr);

#endif
