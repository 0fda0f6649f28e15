/* SPDX-License-Identifier: Apache-2.0 */
/* Writes past forecasts of trials with the runs they were for, in words and in JSON. */
#ifndef REPORT_TRIAL_PAST_H
#define REPORT_TRIAL_PAST_H

#include "base/buf.h"
#include "insight/trial_past.h"

/*
 * Adds "forecast by a trial on 2026-11-27: 12 Wh [10, 15]; this run: 11.4 Wh, inside" where a trial
 * on this host forecast the whole that the run is; else nothing.
 */
void trial_past_line(struct ledger *ledger, const struct run_record *run,
		     const struct number_style *numbers, struct buf *to);

void trial_past_text(const struct trial_past *past, struct buf *to);
void trial_past_json(const struct trial_past *past, struct buf *to);

#endif
