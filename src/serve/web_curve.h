/* SPDX-License-Identifier: Apache-2.0 */
/* The power of a run over its time, as files/script.js reads it: nearest step, zoom. */
#ifndef SERVE_WEB_CURVE_H
#define SERVE_WEB_CURVE_H

#include "report/run_power.h"
#include "serve/web.h"

/*
 * A figure of power, with its table. low and high: its interval, as factors. id: of the run, in its
 * title.
 */
void web_curve(struct request *request, struct buf *b, const struct run_power *power, double low,
	       double high, const char *id);

#endif
