/* SPDX-License-Identifier: Apache-2.0 */
/* What an event of a measured command says to people: one line each, without its end. */
#ifndef REPORT_WATCH_H
#define REPORT_WATCH_H

#include "base/buf.h"
#include "frugal.h"
#include "quantity/print.h"

/* "412 W · 1.2 Wh · 0.5 g CO2e · 3 min · epoch 3/20 · in all 9 Wh [8, 10], 20 min". */
void watch_progress_text(struct buf *to, const struct frugal_event *event, double watts,
			 const struct number_style *style);

/* "after epoch 1 of 20 the whole is predicted at 1.2 kWh [1.0, 1.5], 3 h". */
void watch_prediction_text(struct buf *to, const struct frugal_event *event,
			   const struct number_style *style);

/* "80 % of the budget of 2 kWh is used". */
void watch_budget_text(struct buf *to, const struct frugal_event *event,
		       const struct number_style *style);

/* "paused until 2026-03-02T13:00Z: dirtier hours", or that it goes on. */
void watch_pause_text(struct buf *to, const struct frugal_event *event);

#endif
