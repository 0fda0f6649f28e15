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

/* A line with the level of the intervals of sums. */
const char *sums_level(void);

/* A sentence with the PUE in the figures of a group and its source; nothing when none was given. */
void sums_site(struct buf *to, const struct run_group *group, const struct number_style *numbers);

/* Below a table of a group: the level of its intervals if it has any, and the PUE. */
void sums_legend(struct buf *to, const struct run_group *group, bool doubted,
		 const struct number_style *numbers);

/* Whether a sum has an interval at all. */
bool sums_doubted(const struct use *use);

/* "energy": {value, low, high, unit, runs}; nothing where no run has it. */
void sums_figure_json(struct jsonw *json, const char *name, const struct use_figure *figure,
		      enum kind kind);

#endif
