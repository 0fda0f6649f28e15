/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares published footprints with what a model gives for the same inputs. Figures, inputs,
 * tolerances and reasons are in factors/published.csv; the figures of the models are computed on
 * request, each question once.
 */
#ifndef MODEL_PUBLISHED_H
#define MODEL_PUBLISHED_H

#include "frugal.h"
#include "model/ask.h"

struct published {
	struct arena arena;
	struct frugal_published_figure *figures; /* in the order of the table */
	size_t n;
};

/*
 * name: a publication, or NULL for all. FRUGAL_EUSAGE: an unknown publication; FRUGAL_EDATA: a row
 * of the table does not fit its model, with file and line. Freed by published_release; texts are
 * those of the table and live as long as it does.
 */
int published_read(struct catalogue *catalogue, const char *name, struct published *ret,
		   struct frugal_error *reterr);
void published_release(struct published *published);

#endif
