/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published figures compared with ours: the list of publications; one with its figures, steps and
 * the commands that give ours; and JSON.
 */
#ifndef REPORT_PUBLISHED_H
#define REPORT_PUBLISHED_H

#include "base/json.h"
#include "model/published.h"
#include "quantity/print.h"

struct published_view {
	const char *lang; /* "en" or "fr" */
	const struct number_style *numbers;
	bool colour;
};

void published_list_text(struct buf *to, const struct published *published);

/* One publication. */
void published_text(struct buf *to, const struct published *published,
		    const struct published_view *view);

/* {"kind":"published","figures":[...]} */
void published_json(struct jsonw *json, const struct published *published);

/* The steps of one publication as a chart. FRUGAL_EUSAGE: it has fewer than two. */
int published_svg(struct buf *to, const struct published *published,
		  const struct published_view *view, struct frugal_error *reterr);

#endif
