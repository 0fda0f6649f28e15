/* SPDX-License-Identifier: Apache-2.0 */
/* The lines that people read for an event of a measured command, without their line breaks. */
#ifndef REPORT_WATCH_H
#define REPORT_WATCH_H

#include "base/buf.h"
#include "frugal.h"
#include "quantity/print.h"
#include "record/run.h"

/* "412 W · 1.2 Wh · 0.5 g CO2e · 3 min · epoch 3/20 · total 9 Wh [8, 10], 20 min". */
void watch_progress_text(struct buf *to, const struct frugal_event *event, double watts,
			 const struct number_style *style);

/* "after epoch 1 of 20 the total is predicted at 1.2 kWh [1.0, 1.5], 3 h". */
void watch_prediction_text(struct buf *to, const struct frugal_event *event,
			   const struct number_style *style);

/* The energy that was used, set against what was predicted: "9 Wh, as predicted after epoch 1...".
 */
bool watch_outcome_text(struct buf *to, const struct frugal_event *event,
			const struct run_record *run, const struct number_style *style);

/* "80 % of the budget of 2 kWh is used". */
void watch_budget_text(struct buf *to, const struct frugal_event *event,
		       const struct number_style *style);

/* "paused until 2026-03-02T13:00Z: hours with more carbon", or "resumed". */
void watch_pause_text(struct buf *to, const struct frugal_event *event);

#endif
