/* SPDX-License-Identifier: Apache-2.0 */
/* What frugal trial forecast, beside what came of it. */
#ifndef CLI_FORECAST_H
#define CLI_FORECAST_H

#include "cli/cli.h"
#include "store/forecast.h"

/*
 * Adds "forecast by a trial on 2026-11-27: 12 Wh [10, 15]; this run: 11.4 Wh, inside" where a trial
 * on this host forecast the whole that the run is, and the run has ended well; else nothing. What
 * cannot be read is as if it were not there: the run is what matters.
 */
void forecast_line(struct ledger *ledger, const struct run_record *run,
		   const struct number_style *numbers, struct buf *to);

/* frugal trial --past: the forecasts beside their wholes, and how often the intervals held. */
int forecast_past(struct cli *cli, bool json, struct frugal_error *reterr);

#endif
