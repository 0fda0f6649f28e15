/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of runs in tables of text: cells that several views share. */
#ifndef REPORT_SUMS_H
#define REPORT_SUMS_H

#include "base/json.h"
#include "insight/group.h"
#include "quantity/print.h"
#include "report/layout.h"

/* A quantity of base unit with its interval; "-" for NaN. */
void sums_amount(struct buf *to, double value, double low, double high, enum kind kind,
		 const struct number_style *numbers);
/* The same of a figure over parts; "-" where no run has it or parts is not above 0. */
void sums_figure(struct buf *to, const struct use_figure *figure, double parts, enum kind kind,
		 const struct number_style *numbers);

/* The value of a sum of so many runs; null where none of them has it. */
void sums_value_json(struct jsonw *json, const char *key, const struct use_figure *figure,
		     double runs);

/* The figure of a sum of so many runs; where some lack it, " (from 3 of 4)" follows. */
void sums_of_runs(struct buf *to, const struct use_figure *figure, double runs, enum kind kind,
		  const struct number_style *numbers);

/* A line with the level of the intervals of sums. */
const char *sums_level(void);

/* "FR, SE and the world average": the zones of a group, some of whose runs may have none. */
void sums_zones(struct buf *to, const char *zones, bool some_unzoned);

/* A sentence with the PUE in the figures of a group and its source; nothing when none was given. */
void sums_site(struct buf *to, const struct run_group *group, const struct number_style *numbers);
/* "1.3, from the register": a given fact, and where it is from. */
void sums_stated(struct buf *to, const char *value, enum stated_by by);
/* "1.3, from the register (chat)": the PUE in the figures of a group; nothing when none was given.
 */
void sums_pue(struct buf *to, const struct run_group *group, const struct number_style *numbers);
/* "runs", "register", "option"; NULL: no PUE is known. */
const char *sums_pue_by(const struct run_group *group);
/* "pue", "pue_by", and "pue_services" where the register has it for services. */
void sums_pue_json(struct jsonw *json, const struct run_group *group);

/*
 * For runs as they were recorded: a line on the PUE of the register that is not in their figures,
 * and the array "pue_not_applied"; nothing where none is left.
 */
void sums_pues_left(struct buf *to, const struct group_pues *left,
		    const struct number_style *numbers);
void sums_pues_left_json(struct jsonw *json, const struct group_pues *left);

/* Below a table of a group: the level of its intervals if it has any, and the PUE. */
void sums_legend(struct buf *to, const struct run_group *group, bool doubted,
		 const struct number_style *numbers);

/* Whether a sum has an interval at all. */
bool sums_doubted(const struct use *use);

/* "energy": {value, low, high, unit, runs}; nothing where no run has it. */
void sums_figure_json(struct jsonw *json, const char *name, const struct use_figure *figure,
		      enum kind kind);

/* What a criterion of a sum is called: the key of its values in JSON and CSV, and words. */
struct sums_criterion {
	const char *name; /* "usage_adpe" */
	const char *key;  /* "usage_adpe_g", with its unit */
	const char *word; /* N_("metals of the electricity") */
	enum kind kind;
};
extern const struct sums_criterion sums_criteria[USE_CRITERIA];

/*
 * The value of each criterion of a sum by its key, null where no run has it; and "criteria", where
 * each that some run has is with its interval and the number of these runs.
 */
void sums_criteria_json(struct jsonw *json, const struct use *use);

#endif
